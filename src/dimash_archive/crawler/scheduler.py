"""One edition's part of a run: what to ask for next, and when to leave a host alone."""

from collections import deque
from collections.abc import Iterator

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.crawler import revisit_policy
from dimash_archive.crawler.responses import ResponseHandler
from dimash_archive.crawler.run_context import RunContext
from dimash_archive.crawler.seeding import Seeding
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.crawler.trap_detector import TrapDetector
from dimash_archive.errors import OverLimit, Refused
from dimash_archive.http.robots import Robots
from dimash_archive.http.throttle import Throttle
from dimash_archive.records import Outcome
from dimash_archive.site import Edition

PATIENCE, PATIENCE_WITH_SOURCES = 50, 3
"""Pages of a series in a row that may bring nothing: where links are the only way to articles, and else."""

_ALLOWED_FAILURES = 5
_SHARE = 0.03  # of the pages we know may be looked at again in a run without a reason
_LEAST = 10
_TO_BE_SURE = 1  # where a source tells every change: in case it does not
_AHEAD = 32


class Scheduler:
    """Gives out the tasks of one edition. Discovery goes first; pages that are due fill the time between."""

    def __init__(
        self,
        desk: RunContext,
        edition: Edition,
        visits: ResponseHandler,
        series: TrapDetector,
        throttle: Throttle,
    ) -> None:
        self.edition = edition
        self.leader: Scheduler | None = None
        """The first edition on the same host, which reads robots.txt and the host's sitemaps for all."""
        self.closed = False
        """Nothing more is asked for in this run."""
        self._desk, self._visits, self._series, self._throttle = desk, visits, series, throttle
        self._discovery = Seeding(desk, edition)
        self._steps = self._discovery.steps()
        self._discovered = False
        self._document: Task | None = None
        self._ahead: deque[PageRow] = deque()
        self._assets: deque[PageRow] = deque()
        self._busy: set[str] = set()
        self._passed: set[str] = (
            set()
        )  # looked at and not asked for: never twice in a run, whatever their row says
        self._failures = 0
        self._rechecks: int | None = None
        self._begun = False
        if desk.full:
            desk.make_all_due(edition.lang)

    def follow(self, leader: "Scheduler") -> None:
        """Share a host with an edition that comes before."""
        self.leader = leader
        self._discovery.follow(leader._discovery)

    def next_task(self, told: list[Outcome]) -> Task | None:
        """What to ask for next, if there is anything now; pages that are passed over are added to `told`."""
        if not self._begun and (self.leader is None or self.leader._discovered or self.leader.closed):
            self._begun = True
            self._proceed(None)
        robots = self._discovery.robots
        if self.closed or (robots is not None and robots.closed):
            return None
        if self._document is not None and not self._has_enough():
            return self._next_document()
        if robots is None:
            return None
        for page in self._due() if self._desk.left != 0 else ():
            if not self._discovered and self._is_second_look(page):
                self._ahead.appendleft(page)  # what discovery tells may make it needless
                break
            if (task := self._page_task(page, told)) is not None:
                return task
        if self._document is not None and self._desk.left != 0:
            return self._next_document()
        return self._next_asset(robots) if self._desk.assets else None

    def _next_asset(self, robots: Robots) -> Task | None:
        """What pages need to look right comes last, and does not count as pages."""
        archive, lang = self._desk.archive, self.edition.lang
        while True:
            if not self._assets:
                found = archive.assets_wanted(lang, self._desk.started, len(self._busy) + _AHEAD)
                self._assets.extend(page for page in found if urls.key(page.url) not in self._busy)
                if not self._assets:
                    return None
            page = self._assets.popleft()
            if robots.allows(page.url):
                self._busy.add(urls.key(page.url))
                return Task(page.url, lang, page)
            self._visits.assets.refused(page)

    def document_answered(self, answer: HostAnswer) -> None:
        """Go on with discovery."""
        self._proceed(answer)

    def page_done(self, page: PageRow) -> None:
        """The page's row says by now when it is due again."""
        self._busy.discard(urls.key(page.url))

    def heard(self, answer: HostAnswer) -> None:
        """Count failures in a row: a host in trouble is left alone for the rest of the run."""
        status = answer.fetched.status if answer.fetched else None
        if answer.error is not None:
            failed = not isinstance(answer.error, Refused | OverLimit)
        else:
            failed = status is not None and (status >= 500 or status in (403, 429))
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= _ALLOWED_FAILURES and not self.closed:
            self.closed = self._desk.trouble = True
            why = answer.error or f"answers {status}"
            self._desk.note(
                f"{self.edition.lang}: left alone after {self._failures} failures in a row: {why}"
            )

    def _next_document(self) -> Task | None:
        task, self._document = self._document, None
        return task

    def _proceed(self, answer: HostAnswer | None) -> None:
        try:
            self._document = next(self._steps) if answer is None else self._steps.send(answer)
        except StopIteration:
            self._discovered = True
            if self._discovery.complete:
                self._series.patience = PATIENCE_WITH_SOURCES
        if self._discovery.robots is not None:
            self._throttle.at_least(self._discovery.robots.delay())

    def _has_enough(self) -> bool:
        """With a limit, discovery waits while there are more pages due than may be asked for."""
        left = self._desk.left
        return left is not None and self._desk.number_due(self.edition.lang) - len(self._busy) >= left

    def _due(self) -> Iterator[PageRow]:
        """The pages to ask for by now, none twice."""
        archive, lang = self._desk.archive, self.edition.lang
        while True:
            if not self._ahead:
                now = self._desk.now()
                known = self._busy | self._passed
                found = archive.pages_due(now, lang, len(known) + _AHEAD)
                self._ahead.extend(page for page in found if urls.key(page.url) not in known)
                if not self._ahead:
                    return
            key = urls.key(self._ahead.popleft().url)
            page = archive.page(key)
            if page is not None and page.due and page.due <= self._desk.now() and key not in self._busy:
                yield page
            if key not in self._busy:
                self._passed.add(key)

    def _page_task(self, page: PageRow, told: list[Outcome]) -> Task | None:
        assert self._discovery.robots is not None
        if not self._discovery.robots.allows(page.url):
            told.extend(self._visits.refused(page, "robots.txt forbids it"))
        elif page.found_by == "links" and not self._is_wanted(page):
            told.extend(self._visits.refused(page, "one of a series that brings nothing new"))
        elif self._may_wait(page):
            due = self._desk.now() + revisit_policy.DAY
            self._desk.archive.visited(page.url, due=due, visited_at=page.visited_at or due)
        else:
            self._busy.add(urls.key(page.url))
            if self._desk.left is not None and page.kind != "list":
                self._desk.left -= 1
            return self._task(page)
        return None

    def _is_wanted(self, page: PageRow) -> bool:
        return urls.key(page.url) in self._desk.called or not self._series.is_exhausted(page.url)

    def _may_wait(self, page: PageRow) -> bool:
        """Whether this is a second look without a reason, and there were enough of those in this run."""
        if not self._is_second_look(page):
            return False
        if page.kind == "list" and not self._discovery.complete:
            return False  # links are all we have, and lists are where new ones come up
        if self._rechecks is None:
            share = int(_SHARE * self._desk.number_done(self.edition.lang))
            self._rechecks = _TO_BE_SURE if self._discovery.tells_changes else max(_LEAST, share)
        self._rechecks -= 1
        return self._rechecks < 0

    def _is_second_look(self, page: PageRow) -> bool:
        """Whether we know what the page is, and nobody gave a reason to look again."""
        if page.visited_at is None or page.state in ("new", "failed") or self._desk.full:
            return False
        called = urls.key(page.url) in self._desk.called
        return not (called or (page.modified is not None and page.modified > page.visited_at))

    def _task(self, page: PageRow) -> Task:
        """The request for a page: conditional if we hold an answer, from the spelling that answered."""
        if page.visited_at is not None:
            other = page.url.removesuffix("/") if page.url.endswith("/") else page.url + "/"
            for url in (page.url, other):
                before = self._desk.last_capture(url)
                if before is not None:
                    return Task(url, self.edition.lang, page, page.etag, page.last_modified, before)
        return Task(page.url, self.edition.lang, page)
