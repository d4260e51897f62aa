"""What an answer to a page means: an article, nothing new, gone, moved, a failure. Writes it all down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dimash_archive import urls
from dimash_archive.archive import PageRow, rows
from dimash_archive.crawler import revisit_policy
from dimash_archive.crawler.assets import AssetHandler
from dimash_archive.crawler.run_context import RunContext
from dimash_archive.crawler.tasks import HostAnswer
from dimash_archive.crawler.trap_detector import TrapDetector
from dimash_archive.discovery import links, not_found
from dimash_archive.errors import Refused
from dimash_archive.records import (
    Article,
    Captured,
    Failed,
    Fetched,
    FoundUrl,
    Outcome,
    Saved,
    Skipped,
    Unchanged,
)
from dimash_archive.workers.protocol import PageJob, PageReading

_MISSING = frozenset((404, 410))
_FORBIDDEN = frozenset((401, 402, 403, 451))
_RARELY = 30 * revisit_policy.DAY


@dataclass(frozen=True, slots=True)
class PageResponse:
    """An answer to a page, on its way through."""

    page: PageRow
    """What was remembered of the page before."""
    fetched: Fetched
    """The answer."""
    captured: Captured
    """Where it lies."""
    capture_id: int = 0
    """Its row of `captures`; 0 as long as it was not read."""


class ResponseHandler:
    """Turns answers and readings into rows and outcomes. `series` tells by edition what brings nothing."""

    def __init__(self, desk: RunContext, series: dict[str, TrapDetector], assets: AssetHandler) -> None:
        self._desk, self._series = desk, series
        self.assets = assets
        """Who takes care of what pages need to look right."""

    def failed(self, page: PageRow, reason: str, status: int | None = None) -> Iterator[Outcome]:
        """The page could not be had; later runs try again."""
        due = revisit_policy.after_failure(self._desk.now(), page.attempts + 1)
        self._desk.archive.visited(page.url, state="failed", status=status, due=due)
        yield Failed(page.url, reason)

    def without_answer(self, answer: HostAnswer, page: PageRow) -> Iterator[Outcome]:
        """There was no answer: refused by the guard, or a failure."""
        if isinstance(answer.error, Refused):
            yield from self.refused(page, str(answer.error))
        else:
            yield from self.failed(page, str(answer.error))

    def refused(self, page: PageRow, reason: str) -> Iterator[Outcome]:
        """The page may not be asked for, or is not worth it."""
        now = self._desk.now()
        self._desk.archive.visited(page.url, state="refused", due=now + _RARELY)
        yield Skipped(page.url, reason)

    def answered(self, visit: PageResponse) -> Iterator[Outcome | PageJob]:
        """What an answer means; a page that has to be read first comes out as a job (its number is 0)."""
        page, fetched = visit.page, visit.fetched
        status = fetched.status
        if status == 304:
            yield from self._confirmed(visit)
        elif status == 200:
            yield from self._content(visit)
        elif status in _MISSING:
            yield from self._missing(visit, f"answers {status}")
        elif 300 <= status < 400:
            yield from self._moved(visit)
        elif status in _FORBIDDEN:
            yield from self.failed(page, f"answers {status}: the site does not want to show it", status)
        else:
            yield from self.failed(page, f"answers {status}", status)

    def read(self, visit: PageResponse, reading: PageReading) -> Iterator[Outcome]:
        """What a page that was read brought: new addresses, and an article or none."""
        page = visit.page
        self._desk.archive.note(page.edition, visit.captured, reading.sights)
        self.assets.remember(reading.assets)
        fresh = [found for found in reading.links if self._desk.remember(found)]
        own = links.shape(page.url)
        leads_on = any(found.kind != "list" and links.shape(found.url) != own for found in fresh)
        useful = reading.article is not None or leads_on
        self._series[page.edition].note(page.url, useful=useful)
        if reading.failed:
            yield from self.failed(page, reading.reason or "could not be read", 200)
        elif reading.article is not None:
            self._correct(visit, reading)
            yield self._keep(visit, reading.article, reading.extractor)
        elif reading.extractor:
            yield from self._no_article(visit, reading.reason or "no article")
        else:
            self._follow(page, reading.links, leads_on=leads_on)
            self._note_visit(visit, changed=leads_on, kind="list")
            yield Skipped(page.url, "a page that lists others")

    def _confirmed(self, visit: PageResponse) -> Iterator[Outcome]:
        page = visit.page
        held = self._desk.holds_article(page.url, or_did=True)
        self._series[page.edition].note(page.url, useful=held)
        self._note_visit(visit, changed=False)
        if held:
            yield self._desk.archive.seen(page.url, visit.captured.fetched_at)
        else:
            yield Skipped(page.url, "as it was when it held no article")

    def _content(self, visit: PageResponse) -> Iterator[Outcome | PageJob]:
        page, fetched = visit.page, visit.fetched
        if not fetched.body.strip():
            yield from self.failed(page, "answers with an empty page", 200)
        elif not _is_html(fetched):
            self._note_visit(visit, changed=False)
            yield Skipped(page.url, f"no HTML but {fetched.mime or 'something else'}")
        elif b"\0" in fetched.body[:1024] and not fetched.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from self.failed(page, "answers with bytes that are no text", 200)
        elif page.kind != "list" and self._is_not_found(visit):
            yield from self._missing(visit, "shows the site's page for what is not there")
        else:
            former = self._desk.former(page.url) if visit.captured.revisit_of is None else None
            extract = page.kind != "list"
            yield PageJob(0, fetched.url, fetched.body, fetched.charset, page.edition, extract, former=former)

    def _is_not_found(self, visit: PageResponse) -> bool:
        known = self._desk.not_found.get(visit.page.edition)
        fetched = visit.fetched
        return known is not None and known.is_like(not_found.likeness(fetched.body, fetched.charset))

    def _correct(self, visit: PageResponse, reading: PageReading) -> None:
        """Let the memory mend the version we hold before another is compared with it."""
        if reading.former is None:
            return
        archive, (capture_id, former) = self._desk.archive, reading.former
        captured, row = archive.capture(capture_id), archive.article(visit.page.url)
        if captured is not None and row is not None and row["capture_id"] == capture_id:
            archive.save(
                replace(former, url=row["url"]),
                edition=visit.page.edition,
                capture_id=capture_id,
                seen_at=captured.fetched_at,
                extractor=reading.extractor,
            )

    def _keep(self, visit: PageResponse, article: Article, extractor: str) -> Outcome:
        """Save an article, under its canonical address if that can be believed."""
        desk, page = self._desk, visit.page
        url = self._canonical(visit, article.url)
        if url is None:
            self._note_visit(visit, changed=False)
            return Skipped(page.url, f"the same page as {article.url}")
        named = links.alternates(visit.fetched.headers, visit.fetched.url)
        named += desk.named.pop(urls.key(page.url), ())
        outcome = desk.archive.save(
            replace(article, url=url, alternates=tuple(dict.fromkeys((*article.alternates, *named)))),
            edition=page.edition,
            capture_id=visit.capture_id,
            seen_at=visit.captured.fetched_at,
            extractor=extractor,
        )
        changed = isinstance(outcome, Saved)
        if article.is_doubtful:
            desk.doubtful.append(url)
        self._note_visit(visit, changed=changed, kind="article", published=article.published)
        if urls.key(url) != urls.key(page.url):
            # The canonical address was answered for: it need not be asked as well.
            desk.archive.remember(FoundUrl(url, page.edition, "article", "links"))
            due = desk.now() + revisit_policy.RARELY
            desk.archive.visited(url, state="done", status=200, due=due, kind="article")
        return outcome if isinstance(outcome, Saved) else Unchanged(url)

    def _canonical(self, visit: PageResponse, claimed: str | None) -> str | None:
        """The address to keep an article under; None if that page was asked for itself and is another one."""
        answered, page = visit.fetched.url, visit.page
        if claimed is None or urls.key(claimed) == urls.key(answered):
            return answered  # the spelling that answered
        edition = self._desk.site.edition_of(claimed)
        if edition is None or edition.lang != page.edition or links.kind_of(claimed) == "list":
            return answered
        other = self._desk.archive.page(claimed)
        return None if other is not None and other.visited_at is not None else claimed

    def _no_article(self, visit: PageResponse, reason: str) -> Iterator[Outcome]:
        if self._desk.holds_article(visit.page.url):
            yield from self._missing(visit, f"shows no article any more: {reason}")
        else:
            self._note_visit(visit, changed=False)
            yield Skipped(visit.page.url, reason)

    def _missing(self, visit: PageResponse, reason: str) -> Iterator[Outcome]:
        """The page is not there. That an article is gone is believed after looks on several days."""
        desk, page, status = self._desk, visit.page, visit.fetched.status
        now = desk.now()
        if not desk.holds_article(page.url):
            desk.archive.visited(page.url, state="gone", status=status, due=_later(page, now))
            yield Skipped(page.url, reason)
            return
        if page.last_status != status:  # failures of another kind before do not count as looks
            desk.archive.visited(page.url, state="done")
        before = page.attempts if page.last_status == status else 0
        looks = before + (1 if revisit_policy.counts_as_new_look(now, page.visited_at) or not before else 0)
        if revisit_policy.is_gone(status, looks):
            desk.archive.visited(page.url, state="gone", status=status, due=now + revisit_policy.RARELY)
            yield desk.archive.gone(page.url, now)
        else:
            desk.archive.visited(page.url, status=status, due=now + revisit_policy.DAY)
            if looks > before:
                desk.archive.visited(page.url, state="failed")
            yield Skipped(page.url, f"{reason}; its article is kept until that is certain")

    def _moved(self, visit: PageResponse) -> Iterator[Outcome]:
        """A redirect. Hops of one page were followed before; this one leads to another page."""
        desk, page = self._desk, visit.page
        location = visit.fetched.header("location")
        target = urls.absolute(visit.fetched.url, location) if location else None
        if target is None or urls.key(target) == urls.key(page.url):
            where = "nowhere" if target is None else "itself, again and again"
            yield from self.failed(page, f"redirects to {where}", visit.fetched.status)
            return
        edition = desk.site.edition_of(target)
        self._series[page.edition].note(page.url, useful=False)  # redirects to ever new addresses have no end
        if edition is not None:
            desk.remember(FoundUrl(target, edition.lang, links.kind_of(target), "links"))
        if desk.holds_article(page.url):
            yield from self._missing(visit, f"redirects to {target}")
        else:
            self._note_visit(visit, changed=False)
            yield Skipped(page.url, f"redirects to {target}")

    def _follow(self, page: PageRow, found: tuple[FoundUrl, ...], *, leads_on: bool) -> None:
        """A list that brought something new has moved: its next page is asked for too, until known ground."""
        if not leads_on:
            return
        following = links.next_page(page.url)
        for each in found:
            known = self._desk.archive.page(each.url) if urls.key(each.url) == urls.key(following) else None
            if known is not None:
                self._desk.make_due(known)

    def _note_visit(
        self,
        visit: PageResponse,
        *,
        changed: bool,
        kind: str | None = None,
        published: datetime | None = None,
    ) -> None:
        """Write down a visit that went well, and when to come again."""
        page, fetched, now = visit.page, visit.fetched, self._desk.now()
        if changed or page.visited_at is None or page.due is None:
            due = revisit_policy.after_change(page.url, now, published)
        else:
            due = revisit_policy.after_silence(page.url, now, page.visited_at, page.due)
        row: rows.PageVisit = {
            "state": "done",
            "status": fetched.status,
            "due": due,
            "kind": kind or page.kind,
        }
        if fetched.status == 200:
            row |= {"etag": fetched.header("etag"), "last_modified": fetched.header("last-modified")}
        self._desk.archive.visited(page.url, **row)


def _later(page: PageRow, now: datetime) -> datetime:
    """When to look again at a page that is of no use: ever more rarely."""
    if page.visited_at is None or page.due is None:
        return now + _RARELY
    return revisit_policy.after_silence(
        page.url, now, page.visited_at, max(page.due, page.visited_at + _RARELY / 2)
    )


def _is_html(fetched: Fetched) -> bool:
    """HTML by its type, or by its looks where the type is missing or plainly wrong."""
    start = fetched.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if fetched.mime in ("text/html", "application/xhtml+xml"):
        return not start.startswith(
            (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"pk\x03\x04", b"\x1f\x8b")
        )
    return fetched.mime in ("", "text/plain", "application/octet-stream") and (
        start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
    )
