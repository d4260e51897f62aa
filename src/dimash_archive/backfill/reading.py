"""Imported captures become articles: read in order of time, each page with the memory of its month."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.past_records import PastRecords
from dimash_archive.backfill.capture_selection import spellings
from dimash_archive.backfill.moves import note_redirects
from dimash_archive.backfill.presence import Answered, absences
from dimash_archive.records import Article, Captured, Failed, Outcome, Skipped
from dimash_archive.site import Site
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.workers.ordered import read_in_order
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading
from dimash_archive.workers.stored_pages import StoredPage, asks_password, jobs, memories


def read_past(archive: Archive, site: Site, workers: int | None) -> Iterator[Outcome]:
    """Read the captures of other archives that have not been read yet; yields what became of each page.

    Texts take their place among the versions by time; absences follow from all responses of an address. Doing so
    twice changes nothing. The caller must hold the archive's lock.
    """
    past = PastRecords(archive)
    newest, unread = past.newest(), dict(past.unread())
    touched = list(_addresses(site, unread.values()))
    moved = note_redirects(archive, site, touched)
    # What an article's former address showed may have been kept apart, before its move was known.
    again = [past.captures_at(spellings(site, url)) for url in moved]
    pages = list(_pages(archive, site, unread | ChainMap(*again)))
    survey = _Survey(archive, site)
    for page, reading in read_in_order(survey.jobs(pages), PageExtractor(site, learns_only=True), workers):
        if reading is not None:
            archive.note(page.edition, page.captured, reading.observations)
    for url in survey.parts.values():
        past.drop_part(url)
    pages = [page for page in pages if urls.key(page.row.url) not in survey.parts]
    extractor = PageExtractor(site, memories(archive, pages))
    for page, reading in read_in_order(jobs(archive, pages), extractor, workers):
        yield _keep(archive, site, page, reading)
    for page in survey.protected(pages):
        past.note_protected(page.row.url, page.captured.fetched_at)
    settle_absences(archive, site, touched)
    past.mark_read(newest)


@dataclass(slots=True)
class _Survey:
    """What pages are beside articles of their own."""

    archive: Archive
    site: Site
    parts: dict[str, str] = field(default_factory=dict)
    """Addresses of later pages of articles, by their normal form."""
    readable: set[int] = field(default_factory=set)
    """Captures that are read, by their numbers."""

    def jobs(self, pages: Iterable[StoredPage]) -> Iterator[tuple[StoredPage, PageJob | None]]:
        """The job of reading each page."""
        for page, job in jobs(self.archive, pages):
            self.readable.add(page.capture_id)
            present = (self.site.present_address(part.url) for part in (job.parts if job is not None else ()))
            self.parts.update((urls.key(url), url) for url in present)
            yield page, job

    def protected(self, pages: Iterable[StoredPage]) -> Iterator[StoredPage]:
        """The pages that ask for a password in place of their text."""
        load = partial(reader.load, self.archive.path.parent / WARC_FOLDER)
        for page in pages:
            if page.capture_id not in self.readable and asks_password(load(page.captured), None):
                yield page


def _pages(archive: Archive, site: Site, captures: Mapping[int, Captured]) -> Iterator[StoredPage]:
    """The captures that are pages with content, oldest first."""
    for capture_id, captured in sorted(captures.items(), key=lambda each: (each[1].fetched_at, each[0])):
        page = archive.page(site.present_address(captured.url))
        if page is not None and page.kind not in ("list", "asset") and captured.status == 200:
            yield StoredPage(capture_id, captured, page)


def _addresses(site: Site, captures: Iterable[Captured]) -> Iterator[str]:
    """Today's address of every page of the site among captures, each once."""
    present = (site.present_address(captured.url) for captured in captures)
    yield from {urls.key(url): url for url in present if site.edition_of(url) is not None}.values()


def _keep(archive: Archive, site: Site, page: StoredPage, reading: PageReading | None) -> Outcome:
    """Store what was read, and say what came of it."""
    if reading is None or reading.failed:
        reason = page.fault or (reading and reading.reason) or "could not be read"
        return Failed(page.captured.url, reason)
    if reading.article is None:
        return Skipped(page.captured.url, reading.reason or "no article")
    url, past = _address(site, page, reading.article), PastRecords(archive)
    present = past.moved_to(url, reading.article)
    outcome = archive.save(
        replace(reading.article, url=present or url),
        edition=page.edition,
        capture_id=page.capture_id,
        seen_at=page.captured.fetched_at,
        extractor=reading.extractor,
    )
    if present is not None:
        past.note_former(url, present, page.captured.fetched_at)
    return outcome


def _address(site: Site, page: StoredPage, article: Article) -> str:
    """The address of today that an article is kept under: its canonical one, if that is of the same edition."""
    claimed = site.present_address(article.url) if article.url else page.row.url
    edition = site.edition_of(claimed)
    if urls.key(claimed) == urls.key(page.row.url) or edition is None or edition.lang != page.edition:
        return page.row.url  # in the spelling that answered
    return claimed


def settle_absences(archive: Archive, site: Site, addresses: Iterable[str]) -> None:
    """Recompute when the articles at these addresses were not on the site, from all responses.

    Responses of an article's former addresses count until it was first seen where it is now.
    """
    past = PastRecords(archive)
    for url in addresses:
        present, *former = past.addresses(url) or (None,)
        if present is None:
            continue
        answers = past.answers(spellings(site, present))
        moved_at = min((moment for moment, status in answers if status == 200), default=None)
        for each in former:
            before = past.answers(spellings(site, each))
            answers += [answer for answer in before if moved_at is None or answer[0] < moved_at]
        times = [(each.gone_at, each.back_at) for each in absences(Answered(*each) for each in answers)]
        past.set_absences(present, times)
