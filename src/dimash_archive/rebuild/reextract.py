"""Today's extractor over the WARC files: a better reading of the past, without a single request.

In two passes: first every page is read by the general method, and the site memory is relearned from that; then
each page is read with the memory of its time. The outcome depends only on the captures.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory.crawl_queries import CrawlQueries
from dimash_archive.records import Article, Captured, Failed, Outcome, Skipped
from dimash_archive.site import Site
from dimash_archive.workers.ordered import read_in_order
from dimash_archive.workers.protocol import PageExtractor, PageReading
from dimash_archive.workers.stored_pages import StoredPage, jobs, memories

_BATCH: Final = 100
"""Pages whose articles are saved in one transaction."""


def reextract(data: Path, hint: str | None = None, workers: int | None = None) -> Iterator[Outcome]:
    """Read every captured page of the archive in `data` again, oldest first; yields what became of each.

    `hint` is the profile's, on where to find articles. `workers` processes read the pages: one per processor if
    None, this process if 0; outcomes are the same and in the same order.

    A capture that made a version corrects it; `Saved` says that a text differs from before. What was
    read before but gives no article now stays as it was. Raises NoDatabase, Locked, and what the archive may.
    """
    with Archive.exclusive(data) as archive:
        yield from reextract_open(archive, hint, workers)


def reextract_open(
    archive: Archive, hint: str | None = None, workers: int | None = None
) -> Iterator[Outcome]:
    """The same with an open archive whose lock the caller holds."""
    site = Site("archive", (), sources=(), content=hint)
    learner = PageExtractor(site, learns_only=True)
    _learn(archive, read_in_order(jobs(archive, _pages(archive)), learner, workers))
    extractor = PageExtractor(site, memories(archive, _pages(archive)))
    pages = read_in_order(jobs(archive, _pages(archive)), extractor, workers)
    while batch := list(islice(pages, _BATCH)):
        with archive.batch():
            outcomes = [_outcome(archive, page, reading) for page, reading in batch]
        yield from outcomes
    archive.relate()


def _learn(archive: Archive, pages: Iterable[tuple[StoredPage, PageReading | None]]) -> None:
    """Learn the site memory anew, from what the general method makes of the pages; as a whole or not at all.

    Reading all pages may take hours: meanwhile nothing is written, and others may read and write.
    """
    draft = archive.draft_memory()
    for page, reading in pages:
        if reading is not None:
            draft.note(page.edition, page.captured, reading.observations)
    archive.adopt_memory(draft)


def _pages(archive: Archive) -> Iterator[StoredPage]:
    """The captures that are pages, oldest first."""
    for capture_id, captured in archive.captures():
        page = archive.page(captured.url)
        if page is not None and page.kind != "list" and _is_page(captured):
            yield StoredPage(capture_id, captured, page)


def _outcome(archive: Archive, page: StoredPage, reading: PageReading | None) -> Outcome:
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
    address = CrawlQueries(archive.db).version_address(capture_id)
    if address is not None:
        return address
    claimed = article.url or captured.url
    same = urls.key(claimed) == urls.key(captured.url)
    return captured.url if same or archive.article(claimed) is None else None
