"""From kept lines to the article's own blocks."""

import pytest

from dimash_archive.extraction import extract
from dimash_archive.extraction.content import body, coherence
from dimash_archive.extraction.content.body import Piece
from dimash_archive.extraction.content.coherence import NonBodyLines
from dimash_archive.extraction.content.outline import Outline
from dimash_archive.extraction.metadata.pictures import article_pictures
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

TITLE = "The choir sets off on its ninth tour"


def texts(html: str, *, title: str = TITLE, lead: str | None = None) -> list[str]:
    """The texts of the blocks if every line is kept."""
    page = dom.parse(html)
    return [
        piece.text
        for piece in body.pieces(Outline(page, range(len(page.lines))), title, lead, beside(page))[0]
    ]


def beside(page: HtmlDocument) -> NonBodyLines:
    """What stands inside the text and is none of it."""
    return body.asides(page, article_pictures.posts(page))


def kept_in(page: HtmlDocument, *wanted: str) -> tuple[int, ...]:
    """The indexes of lines by their text."""
    return tuple(i for i, line in enumerate(page.lines) if line.text in wanted)


STORY = dom.parse("""<div class=story><p>First long one.</p><p>Yes.</p><p class=ad>Buy.</p><p><a href=/a>All a link</a></p>
<div>No paragraph</div><section><p>Elsewhere</p></section><p>Chrome</p><ul><li>Item</li></ul><p>Last long one.</p>
<p>After</p><p class=ad>Buy.</p><p>Too late</p></div><div class=side><p>Side</p></div>""")


def test_a_short_paragraph_between_kept_ones_is_kept() -> None:
    """Those of the same box that are plain, unnamed and not most unlikely, and such as follow on the last one."""
    kept = kept_in(STORY, "First long one.", "Last long one.", "Side")
    likely = [0.005 if line.text == "Chrome" else 0.05 for line in STORY.lines]
    found = [STORY.lines[i].text for i in coherence.coherent(Outline(STORY, kept), likely, beside(STORY))]
    assert found == ["First long one.", "Yes.", "Item", "Last long one.", "After", "Side"]


@pytest.mark.parametrize(
    ("box", "likely", "kept"),
    [("", 0.05, ["Wrapped"]), (" class=promo", 0.05, []), ("", 0.005, []), ("", 0.25, ["Wrapped", "Behind"])],
)
def test_a_nameless_box_around_one_paragraph_is_no_box(box: str, likely: float, kept: list[str]) -> None:
    """Its paragraph is the text's own: between kept lines, and behind them if it is likelier."""
    words = "is a paragraph that is long enough to be prose, and it ends here."
    page = dom.parse(
        f"<article><div class=text><p>First.</p><div><div{box}><p>Wrapped {words}</p></div></div><p>Last.</p>"
        f"<div><div{box}><p>Behind {words}</p></div></div></div></article>"
    )
    lines = coherence.coherent(
        Outline(page, kept_in(page, "First.", "Last.")), [likely] * len(page.lines), beside(page)
    )
    texts = [page.lines[i].text for i in lines]
    assert [each.split()[0] for each in texts if each not in ("First.", "Last.")] == kept


def test_an_appeal_in_bold_is_no_subhead() -> None:
    """It asks to follow the site, whatever paragraph stands behind it."""
    appeal = "Sign up for our weekly newsletter."
    assert texts(
        f"<p>A choir sang.</p><p><strong>{appeal}</strong></p><p>{'It sang until the rain stopped. ' * 3}</p>"
    ) == ["A choir sang.", ("It sang until the rain stopped. " * 3).strip()]


@pytest.mark.parametrize(("list_class", "is_kept"), [("", True), (" class=tools", False)])
def test_a_list_in_the_flow_of_the_text_is_kept_whole(list_class: str, is_kept: bool) -> None:
    """Between kept lines, whatever boxes its items have, if nothing calls the list by a name of its own."""
    item = "<li class=level1><div class=li>{}</div></li>"
    page = dom.parse(
        f"<div class=level1><p>First long one.</p></div><div class=level2><h2>Heading</h2><ul{list_class}>"
        f"{item.format('Copper')}{item.format('Windows')}</ul><p>Last long one.</p></div>"
    )
    kept = kept_in(page, "First long one.", "Heading", "Last long one.")
    found = coherence.coherent(Outline(page, kept), [0.06] * len(page.lines), beside(page))
    assert ([page.lines[i].text for i in found].count("Copper") == 1) is is_kept


def test_nothing_follows_the_last_line_of_a_page() -> None:
    """Where the box ends with the page, so does the article."""
    page = dom.parse("<p>One</p><p>Two</p><p>Three</p><p>Four</p>")
    assert coherence.coherent(Outline(page, [0, 1, 2]), [1.0] * 4, beside(page)) == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("<p>News</p><h1>Headline</h1>", "<p>The choir left at dawn.</p>", (2,)),
        ("<p>The choir left at dawn.</p><h1>Headline</h1>", "<p>News</p>", (0, 2)),
        ("<p>News</p><h2>Headline</h2>", "<p>The choir left at dawn.</p>", (0, 2)),
    ],
)
def test_what_stands_above_the_headline_goes(above: str, below: str, expected: tuple[int, ...]) -> None:
    """If it is the smaller part of what is kept, and if there is a main heading at all."""
    assert body.below_headline(Outline(dom.parse(above + below), (0, 2)), [1]) == expected


def test_a_headline_repeated_in_the_midst_of_the_text_does_not_begin_it() -> None:
    """Some sites set the headline once more behind the first paragraphs, in the text's own box."""
    page = dom.parse(
        "<header><h1>Headline</h1></header><div><p>One</p><h1>Headline</h1><p>Two of them</p></div>"
    )
    assert body.below_headline(Outline(page, (1, 3)), [0, 2]) == (1, 3)


def test_without_a_headline_all_is_kept() -> None:
    """The first line of a page counts like any other."""
    page = dom.parse("<p>One</p><p>Two</p><p>Three</p>")
    assert body.below_headline(Outline(page, (0, 1, 2)), []) == (0, 1, 2)


def test_nothing_kept_stays_nothing() -> None:
    """A page without a likely line has no box to complete."""
    assert coherence.coherent(Outline(STORY, []), [1.0] * 20, beside(STORY)) == ()


@pytest.mark.parametrize("aside", [
    "<figure><img src=a.jpg><figcaption>The hall</figcaption></figure>", "<div class=ad>- Advertisement -</div>",
    "<div class=more>Read also: <a href=/b/>The bridge</a></div>",
])  # fmt: skip
def test_the_text_goes_on_behind_an_aside(aside: str) -> None:
    """A picture, an advertisement or an embedded post below the last likely line does not end the article."""
    page = dom.parse(
        f"<h1>The choir</h1><p>One</p>{aside}<p>Two</p><footer>All rights</footer><p>Not this</p>"
    )
    kept = coherence.coherent(Outline(page, kept_in(page, "One")), [0.5] * len(page.lines), beside(page))
    assert [page.lines[i].text for i in kept] == ["One", "Two"]


@pytest.mark.parametrize(("first", "kept"), [(0.3, ["One", "Two", "Three"]), (0.1, ["Two", "Three"])])
def test_the_first_paragraph_is_the_articles_too(first: float, kept: list[str]) -> None:
    """Above the first kept line a paragraph must be likelier than between kept lines, and is no headline."""
    page = dom.parse("<div><h2>The choir</h2><p>One</p><img src=a.jpg><p>Two</p><p>Three</p></div>")
    found = coherence.coherent(Outline(page, kept_in(page, "Three")), [0.9, first, 0.9, 0.9], beside(page))
    assert [page.lines[i].text for i in found] == kept


def test_texts_of_one_box_are_one_text() -> None:
    """Parted by breaks alone, without elements of their own: a short one between or behind long ones is kept."""
    page = dom.parse("<table><td>One<br><br>Two<br><br>Three<br><br>Four<td><a href=/>Five</a></table>")
    found = coherence.coherent(
        Outline(page, kept_in(page, "One", "Two")), [0.9, 0.9, 0.1, 0.1, 0.1], beside(page)
    )
    assert [page.lines[i].text for i in found] == ["One", "Two", "Three", "Four"]


def test_a_single_cell_of_a_table_is_no_text() -> None:
    """The table of a review, of which one label is likely, goes with it."""
    page = dom.parse(
        "<div><p>The choir left at dawn.</p><table><tr><td>Overview</td></tr><tr><td>Sound</td><td>4.2</td></tr></table></div>"
    )
    kept = kept_in(page, "The choir left at dawn.", "Sound")
    found = coherence.coherent(Outline(page, kept), [0.9, 0.2, 0.4, 0.0], beside(page))
    assert [page.lines[i].text for i in found] == ["The choir left at dawn."]


@pytest.mark.parametrize(("likely", "kept"), [(0.3, True), (0.1, False)])
def test_a_table_between_paragraphs_is_kept_whole(likely: float, kept: bool) -> None:
    """Cells say little by themselves; how likely they are on average, and where they stand, decides."""
    table = "<table><tr><td>Town<td>Pounds<tr><td>Millbeck<td>1,310</table>"
    page = dom.parse(f"<div><p>One</p>{table}<p>Two</p></div>")
    found = coherence.coherent(
        Outline(page, kept_in(page, "One", "Two")), [0.9, *[likely] * 4, 0.9], beside(page)
    )
    assert (len(found) == 6) == kept


@pytest.mark.parametrize(("html", "listed"), [
    ("<h1>The choir</h1><p>One</p><div><h4>Latest news</h4><p>Two</p></div><p>Three</p>", ["Latest news", "Two"]),
    ("<section><div><h4>Latest news</h4></div><p>Two</p></section><h1>The choir</h1>", ["Latest news", "Two"]),
    ("<div><h4>Latest news</h4><h1>The choir</h1><p>One</p></div>", ["Latest news"]),
    ("<h2>The choir</h2><div><h4>Latest news</h4><p>Two</p></div>", []),
    ("<h1>The choir</h1><div><p>One</p><h4>Latest news from the hall</h4></div>", []),
])  # fmt: skip
def test_lists_of_other_articles_are_known_by_their_heading(html: str, listed: list[str]) -> None:
    """The box that such a heading opens, beside a main heading and not around it."""
    page = dom.parse(html)
    assert [page.lines[i].text for i in body.lists(page)] == listed


@pytest.mark.parametrize(("hint", "is_followed"), [
    (".story", True), ("div", True), ("  .STORY ", True), (".side", False), ("#story", True), ("article", False), ("", False),
])  # fmt: skip
def test_a_hint_is_followed_where_most_of_the_article_is(hint: str, *, is_followed: bool) -> None:
    """A hint names a class, an id or a tag; one that would lose the article is not followed."""
    kept = kept_in(STORY, "First long one.", "Last long one.", "Side")
    assert body.within(STORY, kept, hint) == (kept[:-1] if is_followed else kept)


def test_blocks_know_what_they_are() -> None:
    """Paragraph, heading, list item, quotation, table cell; each with the line it was."""
    page = dom.parse("""<p>One</p><h2>Two</h2><ul><li>Three</li><li><p>Four</p></li></ul>
        <blockquote><p>Five</p></blockquote><table><tr><td>Six</table><div>Seven</div>""")
    assert body.pieces(Outline(page, range(len(page.lines))), TITLE, None, beside(page))[0] == [
        Piece(0, "paragraph", "One"),
        Piece(1, "heading", "Two"),
        Piece(2, "item", "Three"),
        Piece(3, "item", "Four"),
        Piece(4, "quote", "Five"),
        Piece(5, "cell", "Six"),
        Piece(6, "paragraph", "Seven"),
    ]


@pytest.mark.parametrize(
    "chrome",
    [
        f"<p>{TITLE}</p>",
        "<p>Latest news:</p>",
        "<p>Read also: <a href=/x>Nine towns</a></p>",
        "<p>Жарнама</p>",
        "<p>Подпишитесь на наш канал</p>",
        "<figure><img><figcaption>A caption</figcaption></figure>",
        "<p>cr: qonyr_samal</p>",
        "<blockquote class=twitter cite='https://twitter.com/a/1'><p>A post</p></blockquote>",
    ],
)
def test_chrome_inside_the_text_goes(chrome: str) -> None:
    """Headline, pointers, notices, captions, credits and embedded posts are not the article's."""
    assert texts(f"<p>The choir left.</p>{chrome}<p>Everyone went home.</p>") == [
        "The choir left.",
        "Everyone went home.",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{TITLE}We sang.</p>", "We sang."),
        ("<p>Photo: A. Name<br>We sang.</p>", "We sang."),
        ("<p>Read also: we did.</p>", "Read also: we did."),
        ("<figure><blockquote>We sang.</blockquote></figure>", "We sang."),
        ("<p>И\u0306</p>", "Й"),
    ],
)
def test_what_only_resembles_chrome_stays(html: str, expected: str) -> None:
    """A glued headline or a credit goes, the text behind it stays; pointers need a link; speech may be a figure."""
    assert texts(html) == [expected]


def test_the_standfirst_is_no_first_paragraph() -> None:
    """Where the page tells the lead apart, it is not said again; later in the text it is the text."""
    html = "<p>Ән мерекесі.</p><p>Хор келді.</p><p>Ән мерекесі.</p>"
    assert texts(html, lead="ән мерекесі.") == ["Хор келді.", "Ән мерекесі."]


def test_headings_at_the_end_have_nothing_under_them() -> None:
    """They belong to what was left out."""
    assert texts("<p>We sang.</p><h2>More</h2><h3>Even more</h3>") == ["We sang."]


def test_nothing_kept_gives_nothing() -> None:
    """A page of which no line is kept has no blocks."""
    assert body.pieces(Outline(STORY, ()), TITLE, None, beside(STORY)) == ([], {})


@pytest.mark.parametrize(
    "line",
    [
        "Stand: 28.04.2024 17:23 Uhr",
        "5 мая 2024 года, 10:30",
        "Updated on May 5, 2024 at 10:00 AM",
        "2024 жылғы 15 қыркүйек",
    ],
)
def test_a_date_before_the_text_is_none_of_it(line: str) -> None:
    """A line that is a date and a label is no first paragraph; a sentence with a date is, and so is a date further down."""
    story = "<p>The choir left at dawn, and all the street was up.</p>"
    sentence = "<p>On 5 May 2024 we won.</p>"
    assert texts(f"<p>{line}</p>{story}") == texts(story)
    assert len(texts(f"{sentence}{story}")) == len(texts(f"{story}<p>{line}</p>")) == 2


@pytest.mark.parametrize("shown", ["4 мая", "May 4", "2 часа назад", "two hours ago", "кеше"])
def test_what_a_time_element_shows_before_the_text_is_none_of_it(shown: str) -> None:
    """Without a year, or relative; within a sentence it stays."""
    moment = f"<time datetime=2019-05-04T10:00:00+06:00>{shown}</time>"
    assert texts(f"<div><p>{moment}</p><p>The bridge opened again.</p></div>") == ["The bridge opened again."]
    assert texts(f"<div><p>The bridge opened {moment}.</p></div>") == [f"The bridge opened {shown}."]


def test_a_second_headline_before_the_text_is_none_of_it() -> None:
    """A heading of the header, parted from the text by what is not kept, is no subhead; one right above the text is."""
    header = "<div><h2>Up at dawn</h2><p>By Dana</p></div>"
    story = "<div><p>The choir left at dawn, and all the street was up.</p></div>"
    page = dom.parse(header + story)
    assert [piece.line for piece in body.pieces(Outline(page, (0, 2)), TITLE, None, beside(page))[0]] == [2]
    assert len(texts("<div><h2>Up at dawn</h2></div>" + story)) == 2


@pytest.mark.parametrize(
    "anchor",
    [
        '<a hidden class="anchor" aria-hidden="true" href="#up">#</a>',
        '<a class="headerlink" href="#up" title="Permanent link">¶</a>',
        '<a href="#up" class="hash-link" aria-label="Direct link to Up at dawn">\u200b</a>',
        ' <a href="#up">§</a>',
    ],
)
def test_a_heading_is_without_the_sign_that_links_to_it(anchor: str) -> None:
    """Hugo, Pelican, Docusaurus: `#`, `¶`, a space of no width; hidden or shown. A sign of the words' own stays."""
    story = "<p>The choir left at dawn, and all the street was up. Nobody had slept, least of all the drummer.</p>"
    head = f'<meta property="og:type" content="article"><title>{TITLE}</title><article><h1>{TITLE}</h1>'
    page = (
        f'{head}{story}<h2 id="up">Up at dawn{anchor}</h2>{story}<h2>Number #1 at dawn</h2>{story}</article>'
    )
    assert extract(page).paragraphs[1::2] == ("Up at dawn", "Number #1 at dawn")
