"""Pages that were cut, scrambled or damaged on the way: an article or a clear refusal, and the same each time."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from pages import PAGES

from dimash_archive import NotAnArticle, extract
from dimash_archive.demo import DemoSite
from dimash_archive.records import Article


@cache
def sources() -> tuple[bytes, ...]:
    """The fixture pages, and some of the invented site."""
    site = DemoSite(stories=3)
    demo = [
        site.respond(lang, "/" + url.partition("//")[2].partition("/")[2], {})[2]
        for lang in ("kk", "ru", "en")
        for url in site.truth(lang)
    ]
    return (*(page.html for page in PAGES), *demo)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A page after up to four accidents: cut, a tag lost, bytes flipped, a piece doubled or put elsewhere."""
    html = bytearray(draw(st.sampled_from(sources())))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(html) - 1, 0)))
        to = min(len(html), at + draw(st.integers(1, 2000)))
        match draw(st.sampled_from(("cut", "front", "tag", "flip", "double", "move", "nul"))):
            case "cut":
                del html[at:]
            case "front":
                del html[: at // 8]
            case "tag":
                start = html.find(b"<", at)
                del html[start : html.find(b">", start) + 1]
            case "flip":
                html[at:to] = bytes(byte ^ 0x55 for byte in html[at:to])
            case "double":
                html[at:at] = html[at:to]
            case "move":
                piece = html[at:to]
                del html[at:to]
                html += piece
            case _:
                html[at:at] = b"\0\xff\xfe"
    return bytes(html)


def read(html: bytes) -> Article | str:
    """The article, or why there is none; any other error is a fault."""
    try:
        return extract(html, "https://news.example/a/")
    except NotAnArticle as error:
        return str(error)


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_damaged_pages_give_an_article_or_a_refusal_and_the_same_each_time(html: bytes) -> None:
    """No accident makes the extractor fail, nor give two answers."""
    assert read(html) == read(html)
