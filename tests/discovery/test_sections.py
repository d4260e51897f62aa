"""What pages that list the articles of a section call it."""

import pytest
from growth import growth

from dimash_archive.discovery import sections

SITE = "https://a.org"


@pytest.mark.parametrize(
    ("path", "page", "name"),
    [
        ("/category/culture/", "<h1 class=x>\n <span>Culture</span></h1>", "Culture"),
        ("/category/culture/page/2/", "<h1>Category: Culture</h1>", "Culture"),
        ("/category/kala/", "<h1>Санат: Қала</h1>", "Қала"),
        ("/categories/cat_town/", "<h1>Posts about Town &amp; Hall</h1>", "Town & Hall"),
        ("/categories/gorod/", "<h1>Записи о Город</h1>", "Город"),
        ("/culture/", "<title>Culture | A Paper</title><h1>A Paper</h1><h1>Culture</h1>", "Culture"),
        ("/culture/", "<title>Culture</title>", "Culture"),
        ("/posts/", "<h1>Posts</h1>", None),
        ("/category/none/", "<h1>Uncategorized</h1>", None),
        ("/tags/choir/", "<h1>Choir</h1>", None),
        ("/authors/jane/", "<h1>Jane Hollis</h1>", None),
        ("/2024/06/", "<h1>June 2024</h1>", None),
        ("/category/1/", "<h1>12 345</h1>", None),
        ("/about/", f"<h1>{'Long ' * 20}</h1>", None),
        ("/about/", "", None),
    ],
)
def test_a_list_calls_its_section(path: str, page: str, name: str | None) -> None:
    """By its heading or title, without what the system puts before it; lists of all, of tags, authors and time have none."""
    assert sections.name_of(page.encode(), SITE + path) == name


def test_addresses_that_promise_a_section() -> None:
    """Below `category/` and the like; the list of all sections is none."""
    assert sections.is_section(f"{SITE}/en/category/culture/page/3/")
    assert sections.is_section(f"{SITE}/?cat=3")
    assert not sections.is_section(f"{SITE}/categories/")
    assert not sections.is_section(f"{SITE}/culture/story/")


def test_pages_of_one_list_are_at_one_place() -> None:
    """Whatever their number, in any spelling."""
    urls = ("/%D2%9B/", "/қ", "/қ/page/2/", "/қ/index3.html", "/қ/index.html")
    assert {sections.place(SITE + each) for each in urls} == {"a.org/қ"}


@pytest.mark.parametrize("piece", ["<h1>", "<h1", "<h1><b>", "<title>", "<h1>a</h1", "word ", "<"])
def test_hostile_pages_take_no_time(piece: str) -> None:
    """The work grows with the page, whatever is on it."""
    assert growth(lambda times: sections.name_of((piece * times).encode(), SITE), 100_000 // len(piece)) < 9
