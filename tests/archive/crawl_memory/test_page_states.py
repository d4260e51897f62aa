"""The crawl's memory of addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_desk import START, Desk, day

from dimash_archive.archive import PageRow, PageState
from dimash_archive.records import DiscoveredUrl

URL = "https://en.example.org/choir/"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new archive."""
    made = Desk(tmp_path)
    with made.archive:
        yield made


def test_a_new_address_is_due_at_once(desk: Desk) -> None:
    """What is found is remembered once, under any spelling, and asked for as it was found."""
    archive = desk.archive
    assert archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap", day(-3)))
    assert not archive.remember(
        DiscoveredUrl("http://en.example.org/choir?utm_source=x", "en", "unknown", "links")
    )
    page = archive.page("https://en.example.org/choir")
    assert page == PageRow(
        URL, "en", "article", "new", "sitemap", START, None, day(-3), attempts=0, last_status=None, etag=None,
        last_modified=None,
    )  # fmt: skip
    assert archive.pages_due(START, "en", 10) == [page]
    assert archive.pages_due(START, "ru", 10) == []
    assert archive.pages_due(day(-1), "en", 10) == []
    assert archive.page("https://en.example.org/none") is None


def test_a_source_that_knows_better_tells_the_kind(desk: Desk) -> None:
    """`unknown` gives way to what a sitemap says; what is known stays."""
    archive = desk.archive
    archive.remember(DiscoveredUrl(URL, "en", "unknown", "links"))
    archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap"))
    archive.remember(DiscoveredUrl(URL, "en", "list", "links"))
    page = archive.page(URL)
    assert page is not None
    assert (page.kind, page.found_by) == ("article", "links")


def test_a_visit_changes_what_it_names(desk: Desk) -> None:
    """Status, state, due and validators are stored; a later visit without validators keeps them."""
    archive = desk.archive
    archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap"))
    archive.visited(URL, status=200, state="done", due=day(7), etag='"a"', last_modified="Fri", kind="list")
    archive.visited(URL, status=304, state="done", due=day(9), visited_at=day(7))
    page = archive.page(URL)
    assert page is not None
    assert (page.last_status, page.state, page.due, page.visited_at) == (304, "done", day(9), day(7))
    assert (page.etag, page.last_modified, page.kind) == ('"a"', "Fri", "list")
    assert archive.pages_due(day(8), "en", 10) == []
    assert len(archive.pages_due(day(9), "en", 10)) == 1
    archive.visited(URL, due=None)
    assert archive.pages_due(day(99), "en", 10) == []


def test_attempts_count_failures_in_a_row(desk: Desk) -> None:
    """Each failure counts; a success begins anew."""
    archive = desk.archive
    archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap"))
    attempts = []
    states: tuple[PageState, ...] = ("failed", "failed", "done", "failed")
    for state in states:
        archive.visited(URL, state=state, status=None)
        page = archive.page(URL)
        assert page is not None
        attempts.append(page.attempts)
    assert attempts == [1, 2, 0, 1]
    failures = archive.status()["failures"]
    assert [(row["url"], row["attempts"]) for row in failures] == [(URL, 1)]


def test_a_page_said_to_have_changed_is_due(desk: Desk) -> None:
    """A sitemap date later than our visit makes a page due; an old one, or a refused page, does not."""
    archive = desk.archive
    archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap", day(-9)))
    archive.visited(URL, state="done", due=day(30))
    for modified, expected in ((day(-5), day(30)), (day(4), day(4)), (day(3), day(4))):
        archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap", modified))
        page = archive.page(URL)
        assert page is not None
        assert page.due == expected
    archive.visited(URL, state="refused", due=None)
    archive.remember(DiscoveredUrl(URL, "en", "article", "sitemap", day(8)))
    page = archive.page(URL)
    assert page is not None
    assert (page.due, page.modified) == (None, day(8))


def test_the_longest_due_come_first(desk: Desk) -> None:
    """Due pages come in order, no more than asked for."""
    archive = desk.archive
    with archive.batch():
        for number, due in enumerate((3, 1, 2)):
            archive.remember(DiscoveredUrl(f"{URL}{number}", "en", "article", "links"))
            archive.visited(f"{URL}{number}", due=day(due))
    assert [page.url[-1] for page in archive.pages_due(day(5), "en", 2)] == ["1", "2"]
