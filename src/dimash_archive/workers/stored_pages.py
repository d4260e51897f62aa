"""Stored pages as jobs for the readers: with the later parts of their articles, and the memory of their time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial

from dimash_archive.archive import Archive, PageRow
from dimash_archive.archive.crawl_memory.crawl_queries import CrawlQueries
from dimash_archive.discovery import links
from dimash_archive.errors import CaptureError
from dimash_archive.html.repetition import BoilerplateStats
from dimash_archive.http import robots
from dimash_archive.records import Captured, Fetched, Listing
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.workers.protocol import PageJob, PagePart

MOST_PARTS = 50
"""How many pages of one article are read."""
_PASSWORD_FORM = b"post-password-form"  # the class of WordPress's form, in every theme


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A capture that is a page."""

    capture_id: int
    """Its number in the archive."""
    captured: Captured
    """Where its response is."""
    row: PageRow
    """The page at its present address."""
    fault: str | None = None
    """Why it cannot be loaded."""

    @property
    def edition(self) -> str:
        """The edition it belongs to."""
        return self.row.edition

    @property
    def memory(self) -> str:
        """The name of the memory of its edition and month."""
        return f"{self.edition} {self.captured.fetched_at.astimezone(UTC):%Y-%m}"


def memories(archive: Archive, pages: Iterable[StoredPage]) -> dict[str, BoilerplateStats]:
    """What repeated at the time of each page: old designs are read with the boilerplate of their time."""
    stats: dict[str, BoilerplateStats] = {}
    for page in pages:
        if page.memory not in stats:
            stats[page.memory] = archive.repeats(page.edition, page.captured.fetched_at)
    return stats


def jobs(archive: Archive, pages: Iterable[StoredPage]) -> Iterator[tuple[StoredPage, PageJob | None]]:
    """The job of reading each page, under its capture's number; None for one that cannot be loaded.

    Pages that are not to be read, such as forms that ask for a password, are left out.
    """
    queries, load = CrawlQueries(archive.db), partial(reader.load, archive.path.parent / WARC_FOLDER)
    for page in pages:
        try:
            fetched = load(page.captured)
        except CaptureError as error:
            yield replace(page, fault=str(error)), None
            continue
        listing = queries.listing(page.row.url)
        if not is_readable(page.row, fetched, listing):
            continue
        job = PageJob(
            page.capture_id,
            page.row.url,
            fetched.body,
            fetched.charset,
            page.edition,
            extract=True,
            memory=page.memory,
            listed=listing is not None and listing.names_post,
            parts=stored_parts(queries, load, page.captured, fetched),
            fetched_at=page.captured.fetched_at,
        )
        yield page, job


def asks_password(fetched: Fetched, listing: Listing | None) -> bool:
    """Whether the text is behind a password: according to the REST API, or to WordPress's form if no list says otherwise."""
    if listing is not None and listing.source == "wordpress":
        return listing.is_protected
    return _PASSWORD_FORM in fetched.body


def is_readable(page: PageRow, fetched: Fetched, listing: Listing | None) -> bool:
    """Whether a stored page is read again: a form that asks for a password is not text, and `noindex` is heeded.

    A page that is an article although it says `noindex` is one because the profile says so.
    """
    if _PASSWORD_FORM in fetched.body and asks_password(fetched, listing):
        return False
    return page.kind == "article" or "noindex" not in robots.directives(fetched.headers, fetched.body)


def stored_parts(
    queries: CrawlQueries, load: Callable[[Captured], Fetched], captured: Captured, fetched: Fetched
) -> tuple[PagePart, ...]:
    """The later pages of the article on a stored page, as they were captured with it; missing ones are left out."""
    return tuple(_parts(queries, load, captured, fetched))


def _parts(
    queries: CrawlQueries, load: Callable[[Captured], Fetched], captured: Captured, fetched: Fetched
) -> Iterator[PagePart]:
    last = PagePart(fetched.url, fetched.body, fetched.charset)
    for number in range(2, MOST_PARTS + 2):
        url = links.continuation(last.body, last.url, fetched.url, number, last.charset)
        stored = queries.capture_beside(url, captured.fetched_at) if url is not None else None
        if stored is None:
            return
        try:
            answer = load(stored)
        except CaptureError:  # `verify` tells
            return
        last = PagePart(answer.url, answer.body, answer.charset)
        yield last
