"""What must not change an article, and what must, on every fixture page."""

import dataclasses
import re

import pytest
from pages import PAGES, URL, FixturePage

from dimash_archive import extract
from dimash_archive.records import Article

MENU = """<ul class="extra-menu"><li><a href="/m/1">Home</a></li><li><a href="/m/2">World</a></li>
<li><a href="/m/3">Weather</a></li><li><a href="/m/4">Contact us</a></li></ul>"""
PARAGRAPH = {
    "kk": "Осыдан кейін жиналғандар көрмені аралап, шеберлерге сұрақтар қойды. Кеш соңында барлығы бірге ән айтты.",
    "ru": "После этого гости обошли выставку и долго расспрашивали мастеров. Вечер закончился общей песней во дворе.",
    "en": "Afterwards the guests walked round the yard and asked the helpers many questions. The evening ended with a song.",
    "de": "Danach gingen die Gäste über den Hof und stellten den Helfern viele Fragen. Der Abend endete mit einem Lied.",
    "es": "Después los invitados recorrieron el patio e hicieron muchas preguntas. La velada terminó con una canción.",
    "tr": "Ardından konuklar avluyu gezip görevlilere birçok soru sordu. Akşam hep birlikte söylenen bir şarkıyla bitti.",
    "ar": "وبعد ذلك تجول الضيوف في المكان وطرحوا أسئلة كثيرة على العاملين. وانتهى المساء بأغنية شارك فيها الجميع.",
    "zh": "随后来宾们参观了周围的院落，并向工作人员提出了许多问题。活动在大家的歌声中结束，人们久久不愿离去。",
}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text_of(page: FixturePage) -> str:
    """The page's source as text."""
    return page.html.decode("cp1251" if page.name == "ru_tables" else "utf-8")


def told(article: Article) -> dict[str, object]:
    """All that an article says; how sure it is may change with the page."""
    said = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    return said | {"quotes": [(quote.text, quote.speaker) for quote in article.quotes]}


ARTICLE_FIELDS = [
    field.name for field in dataclasses.fields(Article) if field.name not in ("lost", "related")
]


@each_page
def test_white_space_and_comments_between_blocks_change_nothing(page: FixturePage) -> None:
    """Where a browser shows the same, the article is the same."""
    text = text_of(page)
    spaced = re.sub(
        r"(</(?:p|div|li|ul|h\d|nav|section|article|header|td|tr)>)", r"\1\n\t<!-- <p>gone</p> -->\n", text
    )
    assert told(extract(spaced, URL)) == told(extract(text, URL))


@each_page
def test_the_case_of_tags_changes_nothing(page: FixturePage) -> None:
    """Tags may be written in capitals."""
    text = text_of(page)
    loud = re.sub(r"</?[a-z][a-z0-9-]*", lambda found: found[0].upper(), text)
    assert told(extract(loud, URL)) == told(extract(text, URL))


@each_page
def test_a_menu_added_to_a_page_changes_no_article(page: FixturePage) -> None:
    """One more list of links at the top is furniture."""
    text = text_of(page)
    start = re.search(r"<body[^>]*>|</head>", text)
    assert start
    more = text[: start.end()] + MENU + text[start.end() :]
    assert told(extract(more, URL)) == told(extract(text, URL))


@each_page
def test_a_paragraph_added_to_a_page_is_in_its_article_and_nothing_else_changes(page: FixturePage) -> None:
    """A paragraph behind the first one that the source has word for word is the next, and all others stay as they are."""
    text, before = text_of(page), extract(text_of(page), URL)
    at, first = next((i, each) for i, each in enumerate(before.paragraphs) if each in text)
    added = PARAGRAPH[before.lang]
    after = re.sub(r"\A\s*</\w+>", "", text.rpartition(first)[2])
    end = text[len(text) - len(after) - 6 : len(text) - len(after)]
    gap = "<br><br>" if page.name == "ru_tables" else ""
    put = f"{gap}{added}" if gap else f"<p>{added}</p>" if end.endswith("</p>") else f"<div>{added}</div>"
    more = extract(text[: len(text) - len(after)] + put + after, URL)
    assert more.paragraphs == (*before.paragraphs[: at + 1], added, *before.paragraphs[at + 1 :])
    assert len(more.blocks) == len(before.blocks) + 1
    same = {"paragraphs": before.paragraphs, "blocks": before.blocks, "images": before.images}
    assert [image.url for image in more.images] == [image.url for image in before.images]
    assert told(dataclasses.replace(more, **same)) == told(before)  # type: ignore[arg-type]
