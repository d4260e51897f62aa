"""One edition's part of a run: what to request next, and when to leave a host alone."""

from collections import deque
from dataclasses import dataclass

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.crawler.deciding import revisit_policy
from dimash_archive.crawler.deciding.actions import Actions, NoteVisit
from dimash_archive.crawler.deciding.assets import on_no_asset
from dimash_archive.crawler.deciding.decisions import on_refusal
from dimash_archive.crawler.deciding.trap_detector import PATIENCE_WITH_SOURCES
from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.outcome.edition_health import Obstacle
from dimash_archive.crawler.planning.seeding import Seeding
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.errors import OverLimit, Postponed, Refused
from dimash_archive.http.challenge import is_challenge
from dimash_archive.http.robots import Robots
from dimash_archive.site import Edition

_ALLOWED_FAILURES = 5
_ALLOWED_CHECKS = 2  # of the visitor, where nothing else was shown
_SHARE = 0.03  # of the pages we know may be looked at again in a run without a reason
_LEAST = 10
_TO_BE_SURE = 1  # where a source tells every change: in case it does not
_AHEAD = 32


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A page that is due but not requested."""

    page: PageRow
    """The page."""
    actions: Actions
    """What follows from that."""


class Scheduler:
    """Hands out the tasks of one edition. Discovery goes first; pages that are due fill the time between."""

    def __init__(self, state: RunState, edition: Edition, leader: "Scheduler | None" = None) -> None:
        """`leader`: the first edition on the same host, which reads robots.txt and the host's sitemaps for all."""
        self.edition = edition
        self.closed = False
        """Whether nothing more is requested in this run."""
        self.check: str | None = None
        """Why the host is left alone if it shows nothing but a bot check; the end of a sentence."""
        self._state, self._context, self._leader = state, state.context, leader
        self._discovery: Seeding = Seeding(state, edition, leader._discovery if leader is not None else None)
        self._steps = self._discovery.steps()
        self._discovered = False
        self._document: Task | None = None
        self._awaited: Task | None = None
        self._ahead: deque[PageRow] = deque()
        self._assets: deque[PageRow] = deque()
        self._busy: set[str] = set()
        # Looked at and not asked for: never twice in a run, whatever their row says.
        self._passed = DiskSet[str]()
        self._failures = 0
        self._is_admitted = False
        self._rechecks: int | None = None
        self._has_rotated = False
        self._begun = False
        if state.context.options.full:
            state.book.make_all_due(edition.lang, edition.url)

    def next_step(self) -> Task | PassedOver | None:
        """What to request next, or a page that is not requested; None if there is nothing now."""
        leader = self._leader
        if leader is not None and leader.check is not None and not self.closed:
            self._leave_alone(leader.check, is_check=True)
        if not self._begun and (leader is None or leader._discovered or leader.closed):
            self._begun = True
            self._proceed(None)
        robots = self._discovery.robots
        if self.closed or (robots is not None and robots.closed):
            return None
        if self._document is not None and not self._has_enough():
            return self._next_document()
        if robots is None:
            return None
        page = self._next_due() if self._state.left != 0 else None
        if page is not None and (self._discovered or not self._is_second_look(page)):
            return self._page_step(page)
        if page is not None:
            self._ahead.appendleft(page)  # what discovery tells may make it needless
        if self._document is not None and self._state.left != 0:
            return self._next_document()
        return self._next_asset(robots) if self._context.options.assets != "none" else None

    def _next_asset(self, robots: Robots) -> Task | PassedOver | None:
        """What pages need to look right comes last, and does not count as pages."""
        lang = self.edition.lang
        if not self._assets:
            wanted = self._context.queries.assets_wanted(
                lang, self._context.started, len(self._busy) + _AHEAD
            )
            self._assets.extend(page for page in wanted if urls.key(page.url) not in self._busy)
            if not self._assets:
                return None
        page = self._assets.popleft()
        if not robots.allows(page.url):
            return PassedOver(page, on_no_asset(page, Refused("robots.txt forbids it.")))
        self._busy.add(urls.key(page.url))
        return Task(page.url, lang, page)

    def document_answered(self, answer: HostAnswer) -> None:
        """Continue discovery."""
        self._proceed(answer)

    def page_done(self, page: PageRow) -> None:
        """The page's row says by now when it is due again; discovery may have waited for it."""
        self._busy.discard(urls.key(page.url))
        if self._awaited is not None and urls.key(self._awaited.url) == urls.key(page.url):
            task, self._awaited = self._awaited, None
            self._proceed(HostAnswer(task))

    def note_answer(self, answer: HostAnswer) -> None:
        """Count failures in a row: a host in trouble is left alone for the rest of the run."""
        is_check = answer.fetched is not None and is_challenge(answer.fetched)
        if is_check or _is_failure(answer):
            self._failures += 1
        else:
            self._is_admitted |= not answer.task.url.endswith("/robots.txt")  # which is often let through
            if answer.task.page is not None:  # that a document is not there says nothing of the pages
                self._failures = 0
        if self.closed or self._failures < self._failures_allowed(answer, is_check):
            return
        status = answer.fetched.status if answer.fetched is not None else None
        why = "shows a bot check" if is_check else answer.error or f"answers {status}"
        times = f"{self._failures} failures in a row" if self._failures > 1 else "the first answer"
        self._leave_alone(f"left alone after {times}: {why}", is_check=is_check and not self._is_admitted)

    def _failures_allowed(self, answer: HostAnswer, is_check: bool) -> int:
        """A host that shows nothing but a bot check is soon left alone; one that says when to come back, at once."""
        if not is_check or self._is_admitted or answer.fetched is None:
            return _ALLOWED_FAILURES
        return 1 if answer.fetched.header("retry-after") else _ALLOWED_CHECKS

    def _leave_alone(self, trouble: str, *, is_check: bool) -> None:
        self.closed = self._context.report.has_trouble = True
        self.check = trouble if is_check else None
        self._context.report.note(f"{self.edition.lang}: {trouble}")
        self._state.health[self.edition.lang].meet(Obstacle(f"it was {trouble}"))

    def _next_document(self) -> Task | None:
        task, self._document = self._document, None
        if task is not None and task.page is not None:  # a page that discovery waits for
            self._awaited, key = task, urls.key(task.page.url)
            if key in self._busy:  # some page led there, and it is being asked for
                return None
            self._busy.add(key)
            return self._task(task.page)
        return task

    def _proceed(self, answer: HostAnswer | None) -> None:
        try:
            self._document = next(self._steps) if answer is None else self._steps.send(answer)
        except StopIteration:
            self._discovered = True
            if self._discovery.complete:
                self._state.traps[self.edition.lang].patience = PATIENCE_WITH_SOURCES

    def _has_enough(self) -> bool:
        """With a limit, discovery waits while there are more pages due than may be asked for."""
        left, now = self._state.left, self._context.now()
        if left is None:
            return False
        due = self._context.queries.number_due(self.edition.lang, now, self.edition.url)
        return due - len(self._busy) >= left

    def _next_due(self) -> PageRow | None:
        """The next page to ask for, none twice in a run."""
        archive = self._context.archive
        while True:
            if not self._ahead:
                self._ahead.extend(self._untried())
                if not self._ahead:
                    return None
            key = urls.key(self._ahead.popleft().url)
            page = archive.page(key)
            if page is not None and page.due and page.due <= self._context.now() and key not in self._busy:
                return page
            if key not in self._busy:
                self._passed.add(key)

    def _untried(self) -> list[PageRow]:
        """The next pages that are due and were neither asked for nor passed over."""
        limit = len(self._busy) + _AHEAD
        while True:
            now, front = self._context.now(), self.edition.url
            due = self._context.archive.pages_due(now, self.edition.lang, limit, front)
            keyed = [(urls.key(page.url), page) for page in due or self._rotate()]
            untried = [page for key, page in keyed if key not in self._busy and key not in self._passed]
            if untried or len(due) < limit:
                return untried
            limit *= 2  # pages that were passed over and are due all the same stand before the others

    def _page_step(self, page: PageRow) -> Task | PassedOver:
        now, key = self._context.now(), urls.key(page.url)
        actions: Actions | None = None
        robots = self._state.gate.rules_of(page.url)
        if robots is not None and not robots.allows(page.url):
            actions = on_refusal(page, "robots.txt forbids it", now)
        elif page.found_by == "links" and not self._is_wanted(page):
            actions = on_refusal(page, "part of a series that brings nothing new", now)
        elif self._may_wait(page):
            due = now + revisit_policy.DAY
            actions = (NoteVisit(page.url, {"due": due, "visited_at": page.visited_at or due}),)
        if actions is not None:
            self._passed.add(key)
            return PassedOver(page, actions)
        self._busy.add(key)
        if self._state.left is not None and page.kind != "list":
            self._state.left -= 1
        return self._task(page)

    def _is_wanted(self, page: PageRow) -> bool:
        trap = self._state.traps[self.edition.lang]
        return self._state.book.is_called(page.url) or not trap.is_exhausted(page.url)

    def _may_wait(self, page: PageRow) -> bool:
        """Whether this is a second look without a reason, and there were enough of those in this run."""
        if not self._is_second_look(page):
            return False
        if page.kind == "list" and not self._discovery.complete:
            return False  # links are all we have, and lists are where new ones come up
        self._rechecks = self._rechecks_left() - 1
        return self._rechecks < 0

    def _rechecks_left(self) -> int:
        """How many pages may still be looked at again without a reason; few where dates tell every change."""
        if self._rechecks is None:
            queries, lang = self._context.queries, self.edition.lang
            share = max(_LEAST, int(_SHARE * queries.number_done(lang)))
            is_dated = self._discovery.tells_changes or queries.dates_tell_changes(lang)
            self._rechecks = _TO_BE_SURE if is_dated else share
        return self._rechecks

    def _rotate(self) -> list[PageRow]:
        """Where no date tells changes, the pages that were looked at longest ago are asked for in turn."""
        left = self._rechecks_left()
        if not self._discovered or self._has_rotated or left <= _TO_BE_SURE:
            return []
        self._has_rotated = True
        yesterday = self._context.now() - revisit_policy.DAY
        pages = self._context.queries.longest_unseen(self.edition.lang, yesterday, left)
        for page in pages:
            self._state.book.make_due(page)
        return [page for page in pages if self._context.site.edition_of(page.url) is not None]

    def _is_second_look(self, page: PageRow) -> bool:
        """Whether we know what the page is, and nobody gave a reason to look again."""
        if page.visited_at is None or page.state in ("new", "failed") or self._context.options.full:
            return False
        called = self._state.book.is_called(page.url)
        return not (called or (page.modified is not None and page.modified > page.visited_at))

    def _task(self, page: PageRow) -> Task:
        """The request for a page: conditional if we hold an answer, from the spelling that answered."""
        if page.visited_at is not None:
            other = page.url.removesuffix("/") if page.url.endswith("/") else page.url + "/"
            for url in (page.url, other):
                before = self._context.queries.last_capture(url)
                if before is not None:
                    return Task(url, self.edition.lang, page, page.etag, page.last_modified, before)
        return Task(page.url, self.edition.lang, page)


def _is_failure(answer: HostAnswer) -> bool:
    """Whether an answer tells of trouble at the host."""
    if answer.error is not None:
        return isinstance(answer.error, Postponed) or not isinstance(answer.error, Refused | OverLimit)
    status = answer.fetched.status if answer.fetched is not None else 200
    return status >= 500 or status in (403, 429)
