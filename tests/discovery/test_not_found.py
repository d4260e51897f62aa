"""Soft 404s are known by the site's own page for what is not there."""

import pytest
from growth import growth
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.discovery.not_found import address, likeness

MENU = "<nav>" + " ".join(f"<a>section number {n} of the town</a>" for n in range(40)) + "</nav>"
LATEST = " ".join(f"<li>the choir sang song {n} by the river at night" for n in range(20))
MISSING = (
    f"<title>Nothing here</title><script>var x</script>{MENU}<p>The page you sought is not here.</p>{LATEST}"
)


def test_the_same_page_with_other_headlines_is_like_it() -> None:
    """The newest headlines change; the title and the furniture stay."""
    later = MISSING.replace("song 1", "psalm 1").replace("river", "lake", 4)
    assert likeness(MISSING.encode()).is_like(likeness(later.encode()))


def test_the_address_may_stand_in_its_title() -> None:
    """Then all else must be equal."""
    one, other = (MISSING.replace("Nothing here", f"No {word}").encode() for word in ("apples", "pears"))
    assert likeness(one).is_like(likeness(other))


@pytest.mark.parametrize("title", ["Nothing here", "The bridge opens"])
def test_an_article_is_not_like_it(title: str) -> None:
    """Even a short one with the same furniture, even under the same title if its text is long."""
    text = " ".join(f"word{n} of the bridge" for n in range(60 if title != "Nothing here" else 400))
    article = MISSING.replace("Nothing here", title).replace("The page you sought is not here.", text)
    assert not likeness(MISSING.encode()).is_like(likeness(article.encode()))


@given(st.binary(max_size=400))
def test_no_page_breaks_it(junk: bytes) -> None:
    """Whatever the bytes, a page is like itself."""
    assert likeness(junk, "no-such").is_like(likeness(junk))


@pytest.mark.parametrize("piece", [b"<script>", b"<", b"<title>", b"<!--", b"<style ", b"a b "])
def test_hostile_pages_take_no_time(piece: bytes) -> None:
    """A page made to upset a regular expression costs as much as it is long."""
    assert growth(lambda times: likeness(piece * times), 100_000 // len(piece)) < 9


def test_the_address_is_always_the_same() -> None:
    """So that it is asked for rarely, and each edition has its own."""
    assert address("https://example.org/") == address("https://example.org/")
    assert address("https://example.org/").startswith("https://example.org/no-such-page-")
