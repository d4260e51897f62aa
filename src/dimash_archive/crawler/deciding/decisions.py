"""What a page's response means: an article, nothing new, gone, moved, a failure.

Pure: what is known of the page, the response and the time go in, actions come out; the engine applies them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.archive.crawl_memory.crawl_queries import HeldArticle
from dimash_archive.archive.rows import PageVisit
from dimash_archive.crawler.deciding import revisit_policy
from dimash_archive.crawler.deciding.actions import (
    Action,
    Actions,
    Ask,
    CorrectVersion,
    CountSeries,
    Learn,
    MakeDue,
    MarkGone,
    MarkProtected,
    MoveArticle,
    NoteSeen,
    NoteVisit,
    ReadPage,
    Remember,
    RememberAssets,
    Report,
    SaveArticle,
)
from dimash_archive.crawler.tasks import Task
from dimash_archive.discovery import links, not_found
from dimash_archive.discovery.not_found import Likeness
from dimash_archive.errors import ArchiveError, Postponed, Refused, unforeseen
from dimash_archive.http import robots
from dimash_archive.http.challenge import is_challenge
from dimash_archive.http.redirects import redirect_target
from dimash_archive.records import Article, Captured, DiscoveredUrl, Failed, Fetched, Listing, Skipped
from dimash_archive.site import Site
from dimash_archive.workers.protocol import PagePart, PageReading
from dimash_archive.workers.stored_pages import MOST_PARTS, asks_password

_MISSING = frozenset((404, 410))
_FORBIDDEN = frozenset((401, 402, 403, 451))
_RARELY = 30 * revisit_policy.DAY


@dataclass(frozen=True, slots=True)
class PageResponse:
    """A page's response on its way through the crawl."""

    page: PageRow
    """What was known of the page before."""
    fetched: Fetched
    """The answer."""
    captured: Captured
    """The capture of it."""
    parts: tuple[PagePart, ...] = ()
    """The pages on which the article continues, as far as they were requested."""
    is_whole: bool = False
    """Whether no more parts are to be requested."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a decision about a page rests on, besides the response."""

    site: Site
    """The profile."""
    now: datetime
    """The moment."""
    article: HeldArticle | None = None
    """The article kept at the page's address."""
    soft_404: Likeness | None = None
    """The not-found page that the edition sends with status 200."""
    claimed: PageRow | None = None
    """What is known of the address that the page calls its own."""
    fresh: tuple[DiscoveredUrl, ...] = ()
    """The page's links that were not known before."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The same page in other languages, as a sitemap names it."""
    same_as: str | None = None
    """The address of a page that lists other pages and gave exactly the same answer."""
    twin: str | None = None
    """The address of another article of the edition with the same text."""
    listing: Listing | None = None
    """What the site's own lists say of the page."""

    @property
    def holds_article(self) -> bool:
        """Whether there is an article at the page's address that is not believed to be gone."""
        return self.article is not None and not self.article.is_gone


def on_no_answer(page: PageRow, error: ArchiveError | None, now: datetime) -> Actions:
    """There was no response: refused for good, or a failure that may pass."""
    is_refused = isinstance(error, Refused) and not isinstance(error, Postponed)
    return on_refusal(page, str(error), now) if is_refused else _failed(page, str(error), now)


def on_refusal(page: PageRow, reason: str, now: datetime) -> Actions:
    """The page must not be requested, or is not worth it."""
    return (
        NoteVisit(page.url, {"state": "refused", "due": now + _RARELY, "reason": reason}),
        Report(Skipped(page.url, reason)),
    )


def on_crash(page: PageRow, error: Exception, now: datetime, status: int | None) -> Actions:
    """This program failed on the page, which says nothing about the page: later runs try again."""
    return _failed(page, unforeseen(error), now, status)


def on_answer(response: PageResponse, knowledge: Knowledge) -> Actions:
    """What a response means; a page that has to be read first gives `ReadPage` alone."""
    page, status = response.page, response.fetched.status
    if status == 304:
        return _confirmed(response, knowledge)
    if status == 200:
        return _content(response, knowledge)
    if status in _MISSING:
        return _missing(response, knowledge, f"answers {status}")
    if 300 <= status < 400:
        return _redirected(response, knowledge)
    reason = (
        f"answers {status}: the site does not want to show it"
        if status in _FORBIDDEN
        else f"answers {status}"
    )
    return _failed(page, reason, knowledge.now, status)


def on_part(first: PageResponse, fetched: Fetched) -> Actions:
    """A response to a later page of an article: the next one is requested, or all are read together."""
    if fetched.status != 200 or not _is_html(fetched):
        return (ReadPage(replace(first, is_whole=True), extract=True),)
    parts = (*first.parts, PagePart(fetched.url, fetched.body, fetched.charset))
    response = replace(first, parts=parts, is_whole=len(parts) >= MOST_PARTS)
    following = links.continuation(
        fetched.body, fetched.url, first.fetched.url, len(parts) + 2, fetched.charset
    )
    if following is None or response.is_whole:
        return (ReadPage(replace(response, is_whole=True), extract=True),)
    return (_ask_part(response, following),)


def _ask_part(response: PageResponse, url: str) -> Ask:
    return Ask(Task(url, response.page.edition, response.page, first=response))


def on_reading(response: PageResponse, reading: PageReading, knowledge: Knowledge) -> Actions:
    """What reading a page gave: new addresses, and an article or none."""
    page = response.page
    if reading.article is not None and reading.next_page is not None and not response.is_whole:
        return (_ask_part(response, reading.next_page),)
    own = links.shape(page.url)
    leads_on = any(address.kind != "list" and links.shape(address.url) != own for address in knowledge.fresh)
    useful = reading.article is not None or leads_on
    actions: list[Action] = [
        Learn(reading.observations),
        RememberAssets(reading.assets),
        CountSeries(page.url, useful),
    ]
    if reading.failed:
        actions += _failed(page, reading.reason or "could not be read", knowledge.now, 200)
    elif reading.article is not None:
        actions += _correction(page, reading)
        actions += _saved(response, reading.article, reading.extractor, knowledge)
    elif reading.extractor:
        actions += _no_article(response, reading.reason or "no article", knowledge)
    else:
        actions += _followed(page, reading.links) if leads_on else ()
        actions.append(_visit(response, knowledge.now, changed=leads_on, kind="list"))
        actions.append(Report(Skipped(page.url, "a page that lists other pages")))
    return tuple(actions)


def _failed(page: PageRow, reason: str, now: datetime, status: int | None = None) -> Actions:
    """The page could not be had; later runs try again."""
    due = revisit_policy.after_failure(now, page.attempts + 1)
    return (
        NoteVisit(page.url, {"state": "failed", "status": status, "due": due, "reason": reason}),
        Report(Failed(page.url, reason)),
    )


def _confirmed(response: PageResponse, knowledge: Knowledge) -> Actions:
    page = response.page
    held = knowledge.article is not None
    outcome = NoteSeen(page.url) if held else Report(Skipped(page.url, "unchanged since it held no article"))
    return (CountSeries(page.url, held), _visit(response, knowledge.now, changed=False), outcome)


def _content(response: PageResponse, knowledge: Knowledge) -> Actions:
    page, fetched = response.page, response.fetched
    if not fetched.body.strip():
        return _failed(page, "answers with an empty page", knowledge.now, 200)
    if is_challenge(fetched):
        return _failed(page, "shows a bot check instead", knowledge.now, 200)
    if not _is_html(fetched):
        reason = f"not HTML but {fetched.mime or 'something else'}"
        return (_visit(response, knowledge.now, changed=False), Report(Skipped(page.url, reason)))
    if b"\0" in fetched.body[:1024] and not fetched.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _failed(page, "answers with bytes that are not text", knowledge.now, 200)
    if page.kind != "list" and _is_not_found(fetched, knowledge.soft_404):
        return _missing(response, knowledge, "shows the site's not-found page")
    if page.kind != "list" and knowledge.same_as is not None:
        return _missing(response, knowledge, f"shows the page {knowledge.same_as}")
    if page.kind != "list" and asks_password(fetched, knowledge.listing):
        return _protected(response, knowledge)
    if page.kind != "list" and "noindex" in _heeded(fetched, knowledge.site):
        return _no_article(response, "the page asks not to be indexed (noindex)", knowledge)
    return (ReadPage(response, extract=page.kind != "list"),)


def is_nofollow(response: PageResponse, site: Site) -> bool:
    """Whether a page asks that its links not be followed, and this is heeded."""
    return "nofollow" in _heeded(response.fetched, site)


def _heeded(fetched: Fetched, site: Site) -> frozenset[str]:
    return robots.directives(fetched.headers, fetched.body) - set(site.ignore)


def _protected(response: PageResponse, knowledge: Knowledge) -> Actions:
    page, visit = response.page, _visit(response, knowledge.now, changed=False)
    if not knowledge.holds_article:
        return (visit, Report(Skipped(page.url, "it asks for a password")))
    return (
        visit,
        MarkProtected(page.url),
        Report(Skipped(page.url, "it now asks for a password; its earlier text is kept")),
    )


def _is_not_found(fetched: Fetched, soft_404: Likeness | None) -> bool:
    return soft_404 is not None and soft_404.is_like(not_found.likeness(fetched.body, fetched.charset))


def _correction(page: PageRow, reading: PageReading) -> Actions:
    if reading.former is None:
        return ()
    return (CorrectVersion(page.url, *reading.former, reading.extractor),)


def _saved(response: PageResponse, article: Article, extractor: str, knowledge: Knowledge) -> Actions:
    """Save an article, under its canonical address if that can be believed."""
    page, now = response.page, knowledge.now
    url = _canonical(response, article.url, knowledge)
    if url is None:
        reason = f"the same page as {article.url}"
        return (_visit(response, now, changed=False), Report(Skipped(page.url, reason)))
    named = (*links.alternates(response.fetched.headers, response.fetched.url), *knowledge.alternates)
    alternates = tuple(dict.fromkeys((*article.alternates, *named)))
    published = article.published
    moves: Actions = ()
    actions: list[Action] = []
    if urls.key(url) != urls.key(page.url):
        moves = (MoveArticle(page.url, url),)  # an article held here is at its canonical address now
        # The canonical address was answered for: it need not be asked as well.
        visit: PageVisit = {
            "state": "done",
            "status": 200,
            "due": now + revisit_policy.RARELY,
            "kind": "article",
        }
        actions = [Remember(DiscoveredUrl(url, page.edition, "article", "links")), NoteVisit(url, visit)]
    return (
        *moves,
        SaveArticle(
            replace(article, url=url, alternates=alternates),
            response.captured,
            extractor,
            _visit(response, now, changed=True, kind="article", published=published),
            _visit(response, now, changed=False, kind="article", published=published),
        ),
        *actions,
    )


def _canonical(response: PageResponse, claimed: str | None, knowledge: Knowledge) -> str | None:
    """The address to keep an article under; None if that page was asked for itself and is another one."""
    answered, page = response.fetched.url, response.page
    if claimed is None or urls.key(claimed) == urls.key(answered):
        return answered  # the spelling that answered
    edition = knowledge.site.edition_of(claimed)
    if edition is None or edition.lang != page.edition or links.kind_of(claimed) == "list":
        return answered
    if links.why_not(claimed) is not None:  # WordPress names the last page of an article's comments
        return answered
    other = knowledge.claimed
    return None if other is not None and other.visited_at is not None else claimed


def _no_article(response: PageResponse, reason: str, knowledge: Knowledge) -> Actions:
    if knowledge.holds_article:
        return _missing(response, knowledge, f"no longer shows an article: {reason}")
    return (_visit(response, knowledge.now, changed=False), Report(Skipped(response.page.url, reason)))


def _missing(response: PageResponse, knowledge: Knowledge, reason: str) -> Actions:
    """The page is not there. That an article is gone is believed after looks on several days."""
    page, status, now = response.page, response.fetched.status, knowledge.now
    if not knowledge.holds_article:
        is_listed = knowledge.listing is not None and knowledge.listing.source == "wordpress"
        due = (
            now + revisit_policy.DAY if is_listed else _later(page, now)
        )  # a post that is listed may well come
        visit = NoteVisit(page.url, {"state": "gone", "status": status, "due": due})
        return (visit, Report(Skipped(page.url, reason)))
    if knowledge.twin is not None:  # the same text is at another address, and here it is not
        visit = NoteVisit(page.url, {"state": "gone", "status": status, "due": None})
        report = Report(Skipped(page.url, f"its article moved to {knowledge.twin}"))
        return (visit, MoveArticle(page.url, knowledge.twin, "former"), report)
    actions: list[Action] = []
    if page.last_status != status:  # failures of another kind before do not count as looks
        actions.append(NoteVisit(page.url, {"state": "done"}))
    before = page.attempts if page.last_status == status else 0
    looks = before + (1 if revisit_policy.counts_as_new_look(now, page.visited_at) or not before else 0)
    if revisit_policy.is_gone(status, looks):
        due = now + revisit_policy.RARELY
        visit = NoteVisit(page.url, {"state": "gone", "status": status, "due": due})
        return (*actions, visit, MarkGone(page.url))
    actions.append(NoteVisit(page.url, {"status": status, "due": now + revisit_policy.DAY}))
    if looks > before:
        actions.append(NoteVisit(page.url, {"state": "failed"}))
    reason = f"{reason}; its article is kept until this is certain"
    return (*actions, Report(Skipped(page.url, reason)))


def _redirected(response: PageResponse, knowledge: Knowledge) -> Actions:
    """A redirect. Those to another spelling of the address were followed before; this one leads to another page."""
    page, target = response.page, redirect_target(response.fetched)
    if target is None or urls.key(target) == urls.key(page.url):
        where = "nowhere" if target is None else "itself, again and again"
        return _failed(page, f"redirects to {where}", knowledge.now, response.fetched.status)
    edition = knowledge.site.edition_of(target)
    actions: list[Action] = [CountSeries(page.url, useful=False)]  # ever new addresses have no end
    if edition is not None and edition.lang == page.edition and links.kind_of(target) != "list":
        seen = page.visited_at or knowledge.now
        actions.append(NoteVisit(page.url, {"redirects_to": urls.key(target), "visited_at": seen}))
    if knowledge.holds_article:
        actions += _missing(response, knowledge, f"redirects to {target}")
    else:
        report = Report(Skipped(page.url, f"redirects to {target}"))
        actions += (_visit(response, knowledge.now, changed=False), report)
    if edition is not None:  # last, when it is written down that the page redirects
        actions.append(Remember(DiscoveredUrl(target, edition.lang, links.kind_of(target), "links")))
        if any(urls.key(page.url) == urls.key(each.url) for each in knowledge.site.editions):
            actions.append(MakeDue(target))  # what the front page leads to is looked at as often as it
    return tuple(actions)


def _followed(page: PageRow, addresses: Sequence[DiscoveredUrl]) -> Actions:
    """A list that brought something new has moved: its next page is asked for too, until known ground."""
    following = urls.key(links.next_page(page.url))
    return tuple(MakeDue(each.url) for each in addresses if urls.key(each.url) == following)


def _visit(
    response: PageResponse,
    now: datetime,
    *,
    changed: bool,
    kind: str | None = None,
    published: datetime | None = None,
) -> NoteVisit:
    """A visit that went well, and when to come again."""
    page, fetched = response.page, response.fetched
    if changed or page.visited_at is None or page.due is None:
        due = revisit_policy.after_change(page.url, now, published)
    else:
        due = revisit_policy.after_silence(page.url, now, page.visited_at, page.due)
    visit: PageVisit = {"state": "done", "status": fetched.status, "due": due, "kind": kind or page.kind}
    if fetched.status == 200:
        visit |= {"etag": fetched.header("etag"), "last_modified": fetched.header("last-modified")}
    return NoteVisit(page.url, visit)


def _later(page: PageRow, now: datetime) -> datetime:
    """When to look again at a page that is of no use: ever more rarely."""
    if page.visited_at is None or page.due is None:
        return now + _RARELY
    least = page.visited_at + _RARELY / 2
    return revisit_policy.after_silence(page.url, now, page.visited_at, max(page.due, least))


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
