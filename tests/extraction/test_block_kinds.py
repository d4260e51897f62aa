"""What the paragraphs of an article are on its page."""

from pages import PAGES, URL

from dimash_archive import extract
from dimash_archive.records import Block

SENTENCE = (
    "The choir of the town sang until the morning, and hundreds of people stood on the square to listen. "
)
PAGE = f"""<html lang=en><head><title>Choir</title></head><body><article><h1>The choir sang on the square</h1>
<p>{SENTENCE * 2}</p><h2>Who came</h2><p>{SENTENCE}</p><figure><img src=/b.jpg width=800 height=600></figure>
<ul><li>Children from the school by the river and their teachers</li><li>Guests from three neighbouring towns</li></ul>
<blockquote><p>We have never sung for so many people before, said the conductor.</p></blockquote>
<p>{SENTENCE}</p><ul><li>One more list stands here with a single long entry about the evening</li></ul><p>{SENTENCE}</p>
</article></body></html>"""


def test_headings_lists_quotations_and_tables_are_told_apart() -> None:
    """Each paragraph has its kind; a heading its level, an item its list, a cell its row."""
    article = extract(PAGE, "https://en.example.org/choir")
    kinds = dict(zip(article.paragraphs, article.blocks, strict=True))
    assert kinds["Who came"] == Block("heading", 2)
    items = [block.number for block in article.blocks if block.kind == "item"]
    assert items == [1, 1, 2]
    assert [block.kind for block in article.blocks].count("quote") == 1


def test_the_cells_of_a_table_know_their_row() -> None:
    """Two in each of three rows."""
    page = next(page for page in PAGES if page.name == "en_blocks")
    article = extract(page.html, URL)
    assert [block.number for block in article.blocks if block.kind == "cell"] == [1, 1, 2, 2, 3, 3]


def test_a_picture_knows_where_it_stands_in_the_text() -> None:
    """Its paragraph is the one behind it."""
    article = extract(PAGE, "https://en.example.org/choir")
    (place,) = [image.paragraph for image in article.images if image.url.endswith("b.jpg")]
    assert place is not None
    assert article.blocks[place] == Block("item", 1)
