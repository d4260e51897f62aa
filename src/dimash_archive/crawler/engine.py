"""The loop of a run: gives out tasks, takes in answers and readings, and writes what they mean in batches.

Everything that waits is bounded by what is given out: a few tasks a host, a few pages to read. A batch is one
transaction, and the WARC file is made safe before it ends: the database never knows more than the files hold.
"""

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.crawler.download import DownloadWorker
from dimash_archive.crawler.responses import PageResponse, ResponseHandler
from dimash_archive.crawler.run_context import RunContext
from dimash_archive.crawler.scheduler import Scheduler
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.discovery import links, not_found
from dimash_archive.errors import FetchError, Refused
from dimash_archive.records import Captured, Fetched, FoundUrl, Outcome, Saved
from dimash_archive.warc.writer import WarcWriter
from dimash_archive.workers.pool import Pool
from dimash_archive.workers.protocol import PageJob, PageReading

Event = HostAnswer | PageReading | Exception | None
"""What the loop waits for; an exception is the end of a thread, None only wakes it up."""
Events = queue.SimpleQueue[Event]
"""Safe to put into from threads and from signal handlers."""

_BATCH_SECONDS = 0.25
_BATCH = 200
_UNREAD = 16  # pages that may wait for a reader before no more are asked for
_HOPS = 5


class Engine:
    """Runs until there is nothing left to ask for, or nothing more may be."""

    def __init__(
        self, desk: RunContext, visits: ResponseHandler, writer: WarcWriter, readers: Pool, events: Events
    ) -> None:
        """`events` is where threads put what they have."""
        self.stop = threading.Event()
        """Set it to end the run: what is in flight is finished, nothing more is asked for."""
        self.settled = False
        """True at the end of a run after which the database knows everything that was received."""
        self._desk, self._visits, self._writer, self._readers = desk, visits, writer, readers
        self._events = events
        self._fatal: Exception | None = None
        self._editions: dict[str, Scheduler] = {}
        self._hosts: Mapping[str, DownloadWorker] = {}
        self._ahead = 1
        self._asked: Counter[str] = Counter()
        self._unread: dict[int, PageResponse] = {}
        self._number = 0

    def replay(self, heard: Iterable[tuple[Captured, Fetched]]) -> Iterator[Outcome]:
        """Act on answers of an earlier run that died before it could."""
        for captured, fetched in heard:
            told: list[Outcome] = []
            with self._batch():
                self._replay_one(captured, fetched, told)
                while len(self._unread) > _UNREAD:
                    self._handle(self._events.get(), told)
            yield from self._counted(told)
        while self._unread:
            told = []
            with self._batch():
                self._handle(self._events.get(), told)
            yield from self._counted(told)

    def run(
        self, editions: Mapping[str, Scheduler], hosts: Mapping[str, DownloadWorker], ahead: int
    ) -> Iterator[Outcome]:
        """Crawl the editions, each by its host, which is given up to `ahead` tasks at a time."""
        self._editions, self._hosts, self._ahead = dict(editions), hosts, ahead
        while True:
            told: list[Outcome] = []
            with self._batch():
                self._give_out(told)
                until = time.monotonic() + _BATCH_SECONDS
                while self._in_flight and len(told) < _BATCH and (left := until - time.monotonic()) > 0:
                    try:
                        self._handle(self._events.get(timeout=left), told)
                    except queue.Empty:
                        break
                    self._give_out(told)
            yield from self._counted(told)
            if self._fatal is not None:
                raise self._fatal
            if not self._in_flight:
                break
            if not told:  # a slow site: wait without a transaction
                self._events.put(self._events.get())
        self.settled = True

    @property
    def _in_flight(self) -> int:
        return len(self._unread) + self._asked.total()

    def _counted(self, told: list[Outcome]) -> list[Outcome]:
        for outcome in told:
            kind = type(outcome).__name__.lower()
            if isinstance(outcome, Saved):
                kind = "new" if outcome.new else "changed"
            self._desk.counts[kind] += 1
        return told

    @contextmanager
    def _batch(self) -> Iterator[None]:
        with self._desk.archive.batch():
            yield
            self._writer.sync()

    def _give_out(self, told: list[Outcome]) -> None:
        for lang, edition in self._editions.items():
            while self._asked[lang] < self._ahead and len(self._unread) < _UNREAD:
                if self.stop.is_set() or self._fatal is not None:
                    return
                task = edition.next_task(told)
                if task is None:
                    break
                self._ask(task)

    def _ask(self, task: Task) -> None:
        self._asked[task.edition] += 1
        self._hosts[task.edition].ask(task)

    def _handle(self, event: Event, told: list[Outcome]) -> None:
        if isinstance(event, PageReading):
            visit = self._unread.pop(event.number)
            visit = replace(visit, capture_id=self._desk.record(visit.captured))
            told.extend(self._visits.read(visit, event))
            self._page_done(visit.page)
        elif isinstance(event, HostAnswer):
            self._asked[event.task.edition] -= 1
            self._answered(event, told)
        elif event is not None:
            self._fatal = event

    def _answered(self, answer: HostAnswer, told: list[Outcome]) -> None:
        desk, task, edition = self._desk, answer.task, self._editions[answer.task.edition]
        for captured in answer.repeats:
            desk.record(captured)
        if answer.error is not None and not isinstance(answer.error, FetchError):
            self._fatal = answer.error
            return
        if answer.fetched is None and answer.error is None:  # interrupted before it was asked for
            return
        edition.heard(answer)
        if task.page is not None and task.page.kind != "asset":
            self._page_answered(answer, task.page, told)
            return
        if answer.captured is not None:
            desk.record(answer.captured)
        if task.page is None:
            edition.document_answered(answer)
        else:
            self._asset_answered(answer, task.page)

    def _page_answered(self, answer: HostAnswer, page: PageRow, told: list[Outcome]) -> None:
        """A page to be read is noted in the database with what it brings: if we die before, the next run reads it."""
        desk, fetched, captured = self._desk, answer.fetched, answer.captured
        desk.counts["fetched"] += 1
        hop = _hop(answer.task, fetched) if fetched is not None else None
        if fetched is None or captured is None:
            told.extend(self._visits.without_answer(answer, page))
        elif hop is None and self._visit(PageResponse(page, fetched, captured), told):
            return
        if captured is not None:
            desk.record(captured)
        if hop is not None:
            self._ask(hop)
        else:
            self._page_done(page)

    def _asset_answered(self, answer: HostAnswer, page: PageRow) -> None:
        if answer.fetched is None or answer.captured is None:
            refused = isinstance(answer.error, Refused)
            (self._visits.assets.refused if refused else self._visits.assets.failed)(page)
        elif (hop := _hop(answer.task, answer.fetched)) is not None:
            self._ask(hop)
            return
        else:
            self._visits.assets.answered(page, answer.fetched, answer.captured)
        self._page_done(page)

    def _visit(self, visit: PageResponse, told: list[Outcome]) -> bool:
        """Act on an answer to a page; True if it has to be read first."""
        for result in self._visits.answered(visit):
            if isinstance(result, PageJob):
                self._number += 1
                self._unread[self._number] = visit
                self._readers.submit(replace(result, number=self._number))
                return True
            told.append(result)
        return False

    def _page_done(self, page: PageRow) -> None:
        if page.edition in self._editions:
            self._editions[page.edition].page_done(page)

    def _replay_one(self, captured: Captured, fetched: Fetched, told: list[Outcome]) -> None:
        desk = self._desk
        edition = desk.site.edition_of(captured.url)
        page = desk.archive.page(captured.url)
        if (
            page is None
            and edition is not None
            and "html" in captured.mime
            and not links.why_not(captured.url)
            and captured.url != not_found.address(edition.url)
        ):
            desk.remember(FoundUrl(captured.url, edition.lang, links.kind_of(captured.url), "links"))
            page = desk.archive.page(captured.url)
        if page is not None and _hop(Task("", "", page), fetched) is None:
            if page.kind == "asset":
                self._visits.assets.answered(page, fetched, captured)
            # Documents of discovery are never due, and are read anew anyway.
            elif page.due is not None and self._visit(PageResponse(page, fetched, captured), told):
                return
        desk.archive.record(desk.run_id, captured)


def _hop(task: Task, fetched: Fetched) -> Task | None:
    """The next request for the same page, where a redirect only changes its address's spelling."""
    location = fetched.header("location") if 300 <= fetched.status < 400 else None
    target = urls.absolute(fetched.url, location) if location else None
    hops = (*task.hops, fetched.url)
    if target is None or task.page is None or target in hops or len(hops) > _HOPS:
        return None
    return replace(task, url=target, hops=hops) if urls.key(target) == urls.key(task.page.url) else None
