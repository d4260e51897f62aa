"""What was taken over becomes articles: read in the order of time, each page by the memory of its month."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.backfill.presence import Answered, absences
from dimash_archive.records import Article, Failed, Outcome, Skipped
from dimash_archive.site import Site
from dimash_archive.workers.ordered import read_in_order
from dimash_archive.workers.protocol import PageExtractor, PageReading
from dimash_archive.workers.stored_pages import StoredPage, jobs, memories


def read_past(archive: Archive, site: Site, workers: int | None) -> Iterator[Outcome]:
    """Read the captures of other archives that were not read yet; yields what came of each page.

    Texts find their place among the versions by their moment, absences follow from all answers of an address. Done
    twice, it changes nothing. The caller must hold the archive's lock.
    """
    newest = archive.newest_capture()
    pages = list(_unread(archive, site))
    learner = PageExtractor(site, learns_only=True)
    for page, reading in read_in_order(jobs(archive, pages), learner, workers):
        if reading is not None:
            archive.note(page.edition, page.captured, reading.observations)
    extractor = PageExtractor(site, memories(archive, pages))
    for page, reading in read_in_order(jobs(archive, pages), extractor, workers):
        yield _keep(archive, site, page, reading)
    settle_absences(archive, site, _answered(archive, site))
    archive.mark_past_read(newest)


def _unread(archive: Archive, site: Site) -> Iterator[StoredPage]:
    """The captures of pages that no reading has seen, oldest first."""
    for capture_id, captured in archive.past_captures():
        present = site.present_address(captured.url)
        page = archive.page(present)
        if page is not None and page.kind not in ("list", "asset") and captured.status == 200:
            yield StoredPage(capture_id, captured, page)


def _keep(archive: Archive, site: Site, page: StoredPage, reading: PageReading | None) -> Outcome:
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


def _address(site: Site, page: StoredPage, article: Article) -> str:
    """The address of today that an article is kept under: its canonical one, if that is of the same edition."""
    claimed = site.present_address(article.url) if article.url else page.row.url
    edition = site.edition_of(claimed)
    if urls.key(claimed) == urls.key(page.row.url) or edition is None or edition.lang != page.edition:
        return page.row.url  # in the spelling that answered
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
