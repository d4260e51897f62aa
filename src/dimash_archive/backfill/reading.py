"""What was taken over becomes articles: read in the order of time, each page by the memory of its month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.backfill.presence import Answered, absences
from dimash_archive.errors import CaptureError
from dimash_archive.html.repetition import BoilerplateStats
from dimash_archive.records import Article, Captured, Failed, Outcome, Skipped
from dimash_archive.site import Site
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.workers.ordered import read_in_order
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading


@dataclass(frozen=True, slots=True)
class _PastPage:
    """A capture with a page to read."""

    capture_id: int
    captured: Captured
    url: str
    """The page's address today."""
    edition: str
    fault: str | None = None
    """Why it cannot be loaded."""


def read_past(archive: Archive, site: Site, workers: int | None) -> Iterator[Outcome]:
    """Read the captures of other archives that were not read yet; yields what came of each page.

    Texts find their place among the versions by their moment, absences follow from all answers of an address. Done
    twice, it changes nothing. For who holds the archive's lock.
    """
    newest = archive.newest_capture()
    pages = list(_unread(archive, site))
    learner = PageExtractor(site, learns_only=True)
    for page, reading in read_in_order(_jobs(archive, pages), learner, workers):
        if reading is not None:
            archive.note(page.edition, page.captured, reading.sights)
    extractor = PageExtractor(site, _memories(archive, pages))
    for page, reading in read_in_order(_jobs(archive, pages), extractor, workers):
        yield _keep(archive, site, page, reading)
    settle_absences(archive, site, _answered(archive, site))
    archive.mark_past_read(newest)


def _unread(archive: Archive, site: Site) -> Iterator[_PastPage]:
    """The captures of pages that no reading has seen, oldest first."""
    for capture_id, captured in archive.past_captures():
        present = site.present_address(captured.url)
        page = archive.page(present)
        if page is not None and page.kind not in ("list", "asset") and captured.status == 200:
            yield _PastPage(capture_id, captured, page.url, page.edition)


def _jobs(archive: Archive, pages: Iterable[_PastPage]) -> Iterator[tuple[_PastPage, PageJob | None]]:
    folder = archive.path.parent / WARC_FOLDER
    for page in pages:
        try:
            fetched = reader.load(folder, page.captured)
        except CaptureError as error:
            yield replace(page, fault=str(error)), None
            continue
        yield (
            page,
            PageJob(
                page.capture_id,
                page.url,
                fetched.body,
                fetched.charset,
                page.edition,
                extract=True,
                memory=_memory_of(page),
            ),
        )


def _memory_of(page: _PastPage) -> str:
    """What the memory of an edition and month is called."""
    return f"{page.edition} {page.captured.fetched_at.astimezone(UTC):%Y-%m}"


def _memories(archive: Archive, pages: Iterable[_PastPage]) -> dict[str, BoilerplateStats]:
    """What repeats at the time of each page: old designs are read by what was furniture then."""
    known: dict[str, BoilerplateStats] = {}
    for page in pages:
        if (name := _memory_of(page)) not in known:
            known[name] = archive.repeats(page.edition, page.captured.fetched_at)
    return known


def _keep(archive: Archive, site: Site, page: _PastPage, reading: PageReading | None) -> Outcome:
    """Store what was read, and say what came of it."""
    if reading is None or reading.failed:
        reason = page.fault or (reading and reading.reason) or "could not be read"
        return Failed(page.captured.url, reason)
    if reading.article is None:
        return Skipped(page.captured.url, reading.reason or "no article")
    return archive.save(
        replace(reading.article, url=_address(site, page, reading.article)),
        edition=page.edition,
        capture_id=page.capture_id,
        seen_at=page.captured.fetched_at,
        extractor=reading.extractor,
    )


def _address(site: Site, page: _PastPage, article: Article) -> str:
    """The address of today that an article is kept under: its canonical one, if that is of the same edition."""
    claimed = site.present_address(article.url) if article.url else page.url
    edition = site.edition_of(claimed)
    if urls.key(claimed) == urls.key(page.url) or edition is None or edition.lang != page.edition:
        return page.url  # in the spelling that answered
    return claimed


def _answered(archive: Archive, site: Site) -> Iterator[str]:
    """Today's address of every page of the site that an archive elsewhere had captured and no reading has seen."""
    seen: set[str] = set()
    for _, captured in archive.past_captures():
        url = site.present_address(captured.url)
        if site.edition_of(url) is not None and (key := urls.key(url)) not in seen:
            seen.add(key)
            yield url


def settle_absences(archive: Archive, site: Site, addresses: Iterable[str]) -> None:
    """Say anew when the articles at these addresses were not on the site, as all answers tell it."""
    for url in addresses:
        if archive.article(url) is None:
            continue
        answers = (Answered(*each) for each in archive.answers_of(_spellings(site, url)))
        times = [(each.gone_at, each.back_at) for each in absences(answers)]
        archive.set_absences(url, times)


def _spellings(site: Site, url: str) -> list[str]:
    """The forms in which an address may have been asked: with and without a slash, secure or not, on former hosts."""
    edition = site.edition_of(url)
    fronts = [edition.url, *edition.formerly] if edition is not None else []
    tail = url.partition("://")[2].partition("/")[2]
    below = tail[len(edition.url.partition("://")[2].partition("/")[2]) :] if edition is not None else tail
    bases = [url, *(front + below for front in fronts)]
    forms = {base.rstrip("/") + end for base in bases for end in ("", "/")}
    return sorted(
        {f"{scheme}://{form.partition('://')[2]}" for form in forms for scheme in ("http", "https")}
    )
