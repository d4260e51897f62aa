"""What a run remembers of a site's lists does not grow with the site."""

import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from archive_desk import START
from crawl_site import EN, profile

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory.crawl_queries import CrawlQueries
from dimash_archive.crawler.context import RunContext, RunReport
from dimash_archive.crawler.deciding.trap_detector import PATIENCE, TrapDetector
from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.planning.address_book import AddressBook
from dimash_archive.records import DiscoveredUrl, Listing

FEW, MANY = 500, 5_000
SLACK = 50_000
"""Bytes that may be held for the many more than for the few; in a Python set, the many take over 500,000."""


def held_after(fill: Callable[[int], object], number: int) -> int:
    """The bytes of Python objects that are left when `fill` has been called with a number."""
    tracemalloc.start()
    try:
        kept = fill(number)
        urls.key.cache_clear()
        held, _ = tracemalloc.get_traced_memory()
        assert kept is not None
        return held
    finally:
        tracemalloc.stop()


def test_a_set_on_disk_is_a_set() -> None:
    """It holds each member once, sorted, numbers as well as texts, and knows what it does not hold."""
    texts, numbers = DiskSet[str](), DiskSet[int]()
    texts.update(["ә", "a", "ә"])
    numbers.update([-1, 1 << 62, 3, 3])
    assert list(texts) == ["a", "ә"] and len(texts) == 2 and "ә" in texts and "b" not in texts
    assert list(numbers) == [-1, 3, 1 << 62] and 3 in numbers and 4 not in numbers


def test_a_set_on_disk_holds_no_more_for_more_members() -> None:
    """Ten times as many addresses take as much memory."""

    def fill(number: int) -> DiskSet[str]:
        addresses = DiskSet[str]()
        addresses.update(f"//en.example.org/{each}" for each in range(number))
        assert len(addresses) == number
        return addresses

    assert held_after(fill, MANY) - held_after(fill, FEW) < SLACK


def test_a_set_on_disk_leaves_its_cache() -> None:
    """A set larger than its cache holds no more pages in memory than that."""
    addresses = DiskSet[int]()
    addresses.update(range(300_000))
    db = addresses._db
    ((pages,), (size,), (cache,)) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size", "cache_size")
    )
    assert pages * size > -cache * 1024


def test_addresses_that_are_due_are_not_held_in_memory() -> None:
    """A run that looks at every page again, as with `--full`, remembers none of their addresses in memory."""
    context = SimpleNamespace(archive=None, site=profile(), now=lambda: START)
    page = SimpleNamespace(visited_at=None, due=None)

    def fill(amount: int) -> AddressBook:
        book = AddressBook(cast(RunContext, context), {})
        for each in range(amount):
            page.url = f"{EN}/{each}/"
            book.make_due(cast(Any, page))
        assert book.is_called(f"{EN}/{amount - 1}/") and not book.is_called(f"{EN}/{amount}/")
        return book

    assert held_after(fill, MANY) - held_after(fill, FEW) < SLACK


def test_useless_series_are_counted_up_to_a_number() -> None:
    """Pages that each are a series of their own are dropped from the count, the oldest first; a long one stays."""
    detector = TrapDetector(PATIENCE)

    def fill(number: int) -> TrapDetector:
        for each in range(number):
            word = "".join(chr(97 + int(digit)) for digit in str(each))
            detector.note(f"{EN}/{word}/", useful=False)
            detector.note(f"{EN}/tag/{word}/", useful=False)
        return detector

    fill(12_000)
    assert len(detector._idle) <= 10_000
    assert detector.is_exhausted(f"{EN}/tag/another/")


def test_posts_are_read_in_portions_that_may_be_marked(tmp_path: Path) -> None:
    """Every post that the lists named comes once, while those before it are marked as absent."""
    archive = Archive.open(tmp_path, create=True, now=lambda: START)
    queries = CrawlQueries(archive.db)
    with archive.batch():
        for number in range(1, 2_501):
            listing = Listing("wordpress", cms_id=number)
            archive.remember(DiscoveredUrl(f"{EN}/{number}/", "en", "article", "wordpress", listing=listing))
    assert queries.number_of_posts(["en", "ru"]) == 2_500
    assert queries.post_address(["ru", "en"], 7) == f"{EN}/7/"
    assert queries.post_address(["ru"], 7) is None
    seen = 0
    for portion in queries.posts_present("en"):
        assert len(portion) <= 1000
        seen += len(portion)
        with archive.batch():
            marks = "UPDATE listings SET absent_since = 'now' WHERE cms_id = ?"
            archive.db.conn.executemany(marks, [(number,) for number in portion])
    assert seen == 2_500
    assert queries.number_of_posts(["en"]) == 0
    archive.close()


def test_pages_are_made_due_in_portions(tmp_path: Path) -> None:
    """Every page that is due later comes once, although each is made due when it comes."""
    archive = Archive.open(tmp_path, create=True, now=lambda: START)
    queries, later = CrawlQueries(archive.db), START + timedelta(days=1)
    with archive.batch():
        for number in range(2_200):
            archive.remember(DiscoveredUrl(f"{EN}/{number}/", "en", "article", "sitemap"))
        archive.db.execute("UPDATE pages SET due = ?, state = 'done'", (later.isoformat(),))
        seen = []
        for url in queries.pages_not_due("en", START, f"{EN}/"):
            seen.append(url)
            archive.visited(url, due=START)
    assert len(seen) == len(set(seen)) == 2_200
    assert queries.number_due("en", START) == 2_200
    archive.close()


def test_notes_are_as_many_as_a_reader_can_read() -> None:
    """A site on which everything fails differently fills the notes of a run up to a number."""
    report = RunReport()
    for number in range(5_000):
        report.note(f"en: {number}")
        report.doubt(f"{EN}/{number}/")
    assert len(report.notes) == 200 and len(report.doubtful) == 1000
    assert report.counts["doubtful"] == 5_000
