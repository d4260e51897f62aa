"""Today's extractor over what lies in the WARC files: a better reading of the past, without one request.

Twice over: first every page is read by the general method, and the site memory is learned anew from that; then
each page is read with the memory of its time. The outcome depends on the captures alone.
"""

import queue
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_queries import CrawlQueries
from dimash_archive.errors import CaptureError
from dimash_archive.html.repetition import BoilerplateStats
from dimash_archive.records import Article, Captured, Failed, Outcome, Skipped
from dimash_archive.site import Site
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.workers.pool import Pool, make_pool
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading
from dimash_archive.workers.stored_pages import is_readable, stored_parts

_BATCH: Final = 100
"""Pages whose articles are saved in one transaction."""
_AHEAD: Final = 16
"""Pages in memory at a time, read or being read."""


@dataclass(frozen=True, slots=True)
class _StoredPage:
    """A capture to read, and what came of loading it."""

    capture_id: int
    captured: Captured
    edition: str
    fault: str | None
    """Why it cannot be loaded; None if it is being read."""


def reextract(data: Path, hint: str | None = None, workers: int | None = None) -> Iterator[Outcome]:
    """Read every captured page of the archive in `data` anew, oldest first; yields what came of each.

    `hint` is the profile's, on where the articles stand. `workers` processes read the pages: one a processor if
    None, this process if 0; outcomes are the same and in the same order.

    A capture that made a version corrects it; `Saved` says that a text is another one than before. What was
    read before and gives no article now stays as it was. Raises NoDatabase, Locked, and what the archive may.
    """
    with Archive.exclusive(data) as archive:
        yield from reextract_open(archive, hint, workers)


def reextract_open(
    archive: Archive, hint: str | None = None, workers: int | None = None
) -> Iterator[Outcome]:
    """The same with an archive that is open, and whose lock the caller holds."""
    site, data = Site("archive", (), sources=(), content=hint), archive.path.parent
    _learn(archive, _read(archive, data, PageExtractor(site, learns_only=True), workers))
    pages = _read(archive, data, PageExtractor(site, _memory(archive)), workers)
    while batch := list(islice(pages, _BATCH)):
        with archive.batch():
            outcomes = [_outcome(archive, page, reading) for page, reading in batch]
        yield from outcomes
    archive.relate()


def _learn(archive: Archive, pages: Iterable[tuple[_StoredPage, PageReading | None]]) -> None:
    """Learn the site memory anew, from what the general method makes of the pages; as a whole or not at all.

    Reading all pages may take hours: meanwhile nothing is written, and others may read and write.
    """
    draft = archive.draft_memory()
    for page, reading in pages:
        if reading is not None:
            draft.note(page.edition, page.captured, reading.sights)
    archive.adopt_memory(draft)


def _memory(archive: Archive) -> dict[str, BoilerplateStats]:
    """What repeats at the time of each capture, by edition and month."""
    known: dict[str, BoilerplateStats] = {}
    for _, captured in archive.captures():
        page = archive.page(captured.url)
        if page is not None and (name := _time(page.edition, captured)) not in known:
            known[name] = archive.repeats(page.edition, captured.fetched_at)
    return known


def _time(edition: str, captured: Captured) -> str:
    """What the memory of a capture's edition and month is called."""
    return f"{edition} {captured.fetched_at.astimezone(UTC):%Y-%m}"


def _read(
    archive: Archive, data: Path, reader: PageExtractor, workers: int | None
) -> Iterator[tuple[_StoredPage, PageReading | None]]:
    """Every captured page and what the reader makes of it."""
    done: queue.SimpleQueue[PageReading] = queue.SimpleQueue()
    with closing(make_pool(reader, done.put, workers)) as pool:
        yield from _in_order(_pages(archive, data / WARC_FOLDER, pool), done)


def _pages(archive: Archive, folder: Path, pool: Pool) -> Iterator[_StoredPage]:
    """The captures that are pages, each given to the readers as it comes out; its number is its capture's id."""
    queries = CrawlQueries(archive.db)
    for capture_id, captured in archive.captures():
        page = archive.page(captured.url)
        if page is None or page.kind == "list" or not _is_page(captured):
            continue
        fault = None
        try:
            fetched = reader.load(folder, captured)
            listing = queries.listing(captured.url)
            if not is_readable(page, fetched, listing):
                continue
            time = _time(page.edition, captured)
            job = PageJob(
                capture_id,
                fetched.url,
                fetched.body,
                fetched.charset,
                page.edition,
                extract=True,
                memory=time,
                listed=listing is not None and listing.source != "sitemap",
                parts=stored_parts(queries, partial(reader.load, folder), captured, fetched),
            )
            pool.submit(job)
        except CaptureError as error:
            fault = str(error)
        yield _StoredPage(capture_id, captured, page.edition, fault)


def _in_order(
    pages: Iterator[_StoredPage], done: "queue.SimpleQueue[PageReading]"
) -> Iterator[tuple[_StoredPage, PageReading | None]]:
    """Each page with its reading, in the order of the pages, at most `_AHEAD` of them read ahead."""
    waiting: deque[_StoredPage] = deque()
    came: dict[int, PageReading] = {}
    more = True
    while more or waiting:
        while more and len(waiting) < _AHEAD:
            page = next(pages, None)
            if page is None:
                more = False
            else:
                waiting.append(page)
        if not waiting:
            return
        first = waiting.popleft()
        while first.fault is None and first.capture_id not in came:
            reading = done.get()
            came[reading.number] = reading
        yield first, came.pop(first.capture_id, None)


def _outcome(archive: Archive, page: _StoredPage, reading: PageReading | None) -> Outcome:
    """Save what was read, and say what came of it."""
    url = page.captured.url
    if reading is None or reading.failed:
        return Failed(url, page.fault or (reading and reading.reason) or "could not be read")
    article = reading.article
    if article is None:
        return Skipped(url, reading.reason or "no article")
    place = _place(archive, page.capture_id, page.captured, article)
    if place is None:
        return Skipped(url, f"the same page as {article.url}")
    return archive.save(
        replace(article, url=place),
        edition=page.edition,
        capture_id=page.capture_id,
        seen_at=page.captured.fetched_at,
        extractor=reading.extractor,
    )


def _is_page(captured: Captured) -> bool:
    """Whether this is a page in full: a revisit says nothing that the first answer did not."""
    return (
        captured.status == 200
        and captured.revisit_of is None
        and captured.flaw is None
        and "html" in captured.mime
    )


def _place(archive: Archive, capture_id: int, captured: Captured, article: Article) -> str | None:
    """The address to keep a reading under: that of the article it belongs to; None if it is a mere copy."""
    known = CrawlQueries(archive.db).version_address(capture_id)
    if known is not None:
        return known
    claimed = article.url or captured.url
    same = urls.key(claimed) == urls.key(captured.url)
    return captured.url if same or archive.article(claimed) is None else None
