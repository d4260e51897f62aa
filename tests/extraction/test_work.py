"""How much work it is to read a page, counted and not timed: what would make every page slower shows here."""

import sys
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

import pytest

from dimash_archive.demo import DemoSite
from dimash_archive.extraction import article
from dimash_archive.html import dom

# Functions called, Python's and C's, on the demo's pages of 110 lines in 240 boxes: 7,600 and 32,600 at most
# with Python 3.11, which calls a function for every comprehension. Ceilings only ever sink.
MOST_TO_PARSE = 9_000
MOST_TO_READ = 38_000


def calls(act: Callable[..., object], *values: str) -> int:
    """How many functions are called while something is done with these values."""
    count = 0

    def note(frame: FrameType, event: str, value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act(*values)
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="module")
def demo() -> list[tuple[str, str]]:
    """Two stories in each language: address and page, read once, so that what is worked out once a program is there."""
    site = DemoSite()
    stories = [(lang, url) for lang in ("kk", "ru", "en") for url in list(site.truth(lang))[:2]]
    pages = [(url, site.respond(lang, urlsplit(url).path, {})[2].decode()) for lang, url in stories]
    for url, html in pages:
        article.extract(html, url)
    return pages


def test_a_page_is_parsed_with_few_calls(demo: list[tuple[str, str]]) -> None:
    """Each node is visited once, and most of them without a call of a function."""
    assert max(calls(dom.parse, html) for _, html in demo) <= MOST_TO_PARSE


def test_a_page_is_read_with_few_calls(demo: list[tuple[str, str]]) -> None:
    """All fields together: no step looks at every line for every other line."""
    assert max(calls(article.extract, html, url) for url, html in demo) <= MOST_TO_READ


def test_twice_the_page_is_not_four_times_the_work(demo: list[tuple[str, str]]) -> None:
    """The work grows with the page: its text twice over costs less than twice and a half."""
    url, html = demo[-1]
    start, end = html.index("<p>"), html.rindex("</p>") + 4
    single = html[:start] + html[start:end] * 4 + html[end:]
    double = html[:start] + html[start:end] * 8 + html[end:]
    once, twice = calls(article.extract, single, url), calls(article.extract, double, url)
    assert twice < 2.5 * once
