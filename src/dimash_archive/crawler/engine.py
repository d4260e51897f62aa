"""The loop of a run: hands out tasks, receives answers and readings, and applies what is decided in batches.

Everything that waits is bounded by what is handed out: a few tasks per host, a few pages to read. A batch is one
transaction, and the WARC file is synced before it ends: the database never knows more than the files hold.
"""

import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from dimash_archive.archive import PageRow
from dimash_archive.crawler.applier import Applier
from dimash_archive.crawler.deciding import decisions
from dimash_archive.crawler.deciding.actions import Actions, Ask, ReadPage
from dimash_archive.crawler.deciding.assets import on_asset, on_no_asset
from dimash_archive.crawler.deciding.decisions import Knowledge, PageResponse
from dimash_archive.crawler.download import DownloadWorker
from dimash_archive.crawler.planning.gate import Passage, host_key
from dimash_archive.crawler.planning.scheduler import Scheduler
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.discovery import links, not_found
from dimash_archive.errors import ArchiveError, FetchError, Postponed, unforeseen
from dimash_archive.records import Captured, DiscoveredUrl, Fetched, Outcome
from dimash_archive.warc.writer import WarcWriter
from dimash_archive.workers.pool import Pool
from dimash_archive.workers.protocol import PageJob, PageReading

Event = HostAnswer | PageReading | Exception | None
"""What the loop waits for; an exception is the end of a thread, None only wakes it up."""
Events = queue.SimpleQueue[Event]
"""Safe to put into from threads and from signal handlers."""

_log = logging.getLogger(__name__)
_BATCH_SECONDS = 0.25
_BATCH = 200
_UNREAD = 16  # pages that may wait to be read before no more are asked for


class Engine:
    """Runs until there is nothing left to request, or a limit is reached."""

    def __init__(
        self, state: RunState, writer: WarcWriter, pool: Pool, events: Events, stop: threading.Event
    ) -> None:
        """`events` is the queue for results of threads; `stop` ends the run when it is set.

        What is in flight is then finished, and nothing more is requested.
        """
        self.settled = False
        """True at the end of a run if the database knows everything that was received."""
        self._state, self._context = state, state.context
        self._writer, self._pool, self._events, self._stop = writer, pool, events, stop
        self._applier = Applier(state)
        self._fatal: Exception | None = None
        self._editions: dict[str, Scheduler] = {}
        self._hosts: Mapping[str, DownloadWorker] = {}
        self._ahead = 1
        self._watch: Callable[[], None] = lambda: None
        self._asked: Counter[str] = Counter()
        self._unread: dict[int, PageResponse] = {}
        self._number = 0

    def replay(self, answers: Iterable[tuple[Captured, Fetched]]) -> Iterator[Outcome]:
        """Act on the responses of an earlier run that died before it could."""
        for captured, fetched in answers:
            with self._batch():
                self._replay_safely(captured, fetched)
                while len(self._unread) > _UNREAD:
                    self._handle(self._events.get())
            yield from self._applier.take_outcomes()
        while self._unread:
            with self._batch():
                self._handle(self._events.get())
            yield from self._applier.take_outcomes()

    def run(
        self,
        editions: Mapping[str, Scheduler],
        hosts: Mapping[str, DownloadWorker],
        ahead: int,
        watch: Callable[[], None] = lambda: None,
    ) -> Iterator[Outcome]:
        """Crawl the editions host by host; each host is given up to `ahead` tasks at a time.

        `watch` is called before more is handed out, and may stop the run.
        """
        self._editions, self._hosts, self._ahead, self._watch = dict(editions), hosts, ahead, watch
        while True:
            with self._batch():
                self._give_out()
                until = time.monotonic() + _BATCH_SECONDS
                while self._may_wait(until):
                    try:
                        self._handle(self._events.get(timeout=max(until - time.monotonic(), 0.001)))
                    except queue.Empty:
                        break
                    self._give_out()
            outcomes = self._applier.take_outcomes()
            yield from outcomes
            if self._fatal is not None:
                raise self._fatal
            if not self._in_flight:
                break
            if not outcomes:  # a slow site: wait without a transaction
                self._events.put(self._events.get())
        self.settled = True

    @property
    def _in_flight(self) -> int:
        return len(self._unread) + self._asked.total()

    def _may_wait(self, until: float) -> bool:
        """Whether the batch goes on: something is in flight, and there is room and time for more."""
        return bool(self._in_flight) and len(self._applier) < _BATCH and time.monotonic() < until

    @contextmanager
    def _batch(self) -> Iterator[None]:
        with self._context.archive.batch():
            yield
            self._writer.sync()

    # Out: tasks

    def _give_out(self) -> None:
        self._watch()
        for lang, edition in self._editions.items():
            while self._asked[lang] < self._ahead and len(self._unread) < _UNREAD:
                if self._stop.is_set() or self._fatal is not None:
                    return
                step = edition.next_step()
                if step is None:
                    break
                if isinstance(step, Task):
                    self._ask(step)
                else:
                    self._apply(step.page, None, step.actions)

    def _ask(self, task: Task) -> None:
        self._asked[task.edition] += 1
        if self._hosts:
            self._pass(self._state.gate.judge(task))
        else:  # an answer of an earlier run leads on, and this one has not begun
            self._events.put(HostAnswer(task, error=Postponed("It is requested in this run.", url=task.url)))

    def _pass(self, passage: Passage) -> None:
        """Ask what the gate lets through, and answer what it does not."""
        for task in passage.tasks:
            host = self._hosts[host_key(task.url)]
            robots = self._state.gate.rules_of(task.url)
            host.throttle.at_least(robots.delay() if robots is not None else None)
            self._asked[task.edition] += task.rules_of is not None
            host.ask(task)
        for answer in passage.answers:
            self._events.put(answer)

    # In: answers and readings

    def _handle(self, event: Event) -> None:
        """Take in an event; one that nobody foresaw is taken back as a whole and costs its page, not the run."""
        response = self._unread.pop(event.number) if isinstance(event, PageReading) else None
        error = self._attempt(lambda: self._take(event, response))
        if error is None:
            return
        if isinstance(event, HostAnswer):
            self._answer_crashed(event, error)
        elif response is not None:
            self._crashed(response.page, response.captured, error)
        else:
            raise error

    def _attempt(self, act: Callable[[], None]) -> Exception | None:
        """Act as a whole or not at all; gives the error that nobody foresaw, if there is one."""
        number = len(self._applier)
        try:
            with self._context.archive.batch():
                act()
        except ArchiveError:
            raise
        except Exception as error:
            self._applier.drop_after(number)
            return error
        return None

    def _answer_crashed(self, answer: HostAnswer, error: Exception) -> None:
        task = answer.task
        for captured in answer.repeats:
            self._applier.record(captured)
        page = task.first.page if task.first is not None else task.page
        if page is not None:
            self._crashed(page, answer.captured, error)
            return
        self._log_crash(task.url, error)
        if answer.captured is not None:
            self._applier.record(answer.captured)
        self._editions[task.edition].document_answered(answer)  # its discovery ends here

    def _crashed(self, page: PageRow, captured: Captured | None, error: Exception) -> None:
        self._log_crash(page.url, error)
        status = captured.status if captured is not None else None
        self._apply(page, captured, decisions.on_crash(page, error, self._context.now(), status))

    def _log_crash(self, url: str, error: Exception) -> None:
        _log.error("%s", url, exc_info=error)
        self._context.report.note(f"{url}: {unforeseen(error)}")
        self._context.report.has_trouble = True

    def _take(self, event: Event, response: PageResponse | None) -> None:
        if isinstance(event, PageReading):
            assert response is not None, "it was given out to be read"
            fresh = tuple(address for address in event.links if self._state.book.remember(address))
            if event.section is not None:
                lists = self._state.sections[response.page.edition]
                lists.note(response.page.url, event.section, (link.url for link in event.links))
            knowledge = self._knowledge(response.page, event, fresh)
            self._conclude(response, decisions.on_reading(response, event, knowledge))
        elif isinstance(event, HostAnswer):
            self._asked[event.task.edition] -= 1
            self._answered(event)
        elif event is not None:
            self._fatal = event

    def _answered(self, answer: HostAnswer) -> None:
        task, edition = answer.task, self._editions[answer.task.edition]
        for captured in answer.repeats:
            self._applier.record(captured)
        if answer.error is not None and not isinstance(answer.error, FetchError):
            self._fatal = answer.error
            return
        if task.rules_of is not None:
            if answer.captured is not None:
                self._applier.record(answer.captured)
            self._pass(self._state.gate.answered(answer))
            return
        if answer.fetched is None and answer.error is None:  # interrupted before it was asked for
            return
        edition.note_answer(answer)
        self._state.health[task.edition].note_answer(answer)
        if task.page is None:
            if answer.captured is not None:
                self._applier.record(answer.captured)
            edition.document_answered(answer)
        else:
            self._page_answered(answer, task.page)

    def _page_answered(self, answer: HostAnswer, page: PageRow) -> None:
        is_asset = page.kind == "asset"
        if answer.task.first is not None:
            self._part_answered(answer, answer.task.first)
            return
        self._context.report.counts["fetched"] += not is_asset
        if answer.fetched is None or answer.captured is None:
            now = self._context.now()
            decide = (
                on_no_asset(page, answer.error)
                if is_asset
                else decisions.on_no_answer(page, answer.error, now)
            )
            self._apply(page, answer.captured, decide)
        elif (hop := answer.task.hop(answer.fetched)) is not None:
            self._apply(page, answer.captured, (Ask(hop),))
        else:
            self._decide(PageResponse(page, answer.fetched, answer.captured))

    def _decide(self, response: PageResponse) -> None:
        """Decide on an answer to a page; one that has to be read is concluded when it was.

        Its capture is noted with what it brings: if we die before, the next run reads it.
        """
        page = response.page
        if page.kind == "asset":
            actions = on_asset(page, self._with_body(response), self._context.options.assets)
        else:
            same_as = self._context.queries.list_with(response.captured)
            actions = decisions.on_answer(response, replace(self._knowledge(page), same_as=same_as))
        self._conclude(response, actions)

    def _with_body(self, response: PageResponse) -> Fetched:
        """The answer, with the stored body if it only confirms that: a style sheet is read for what it names."""
        is_style = response.fetched.mime == "text/css" and self._context.options.assets == "page"
        if is_style and response.captured.revisit_of is not None:
            return replace(response.fetched, body=self._context.load(response.captured).body)
        return response.fetched

    def _read(self, response: PageResponse, extract: bool) -> None:
        page, fetched = response.page, response.fetched
        self._number += 1
        self._unread[self._number] = response
        is_new = response.captured.revisit_of is None
        former = self._state.memory.previous(page.url) if is_new else None
        self._pool.submit(
            PageJob(
                self._number,
                fetched.url,
                fetched.body,
                fetched.charset,
                page.edition,
                extract,
                former=former,
                listed=self._is_listed(page),
                parts=response.parts,
                nofollow=decisions.is_nofollow(response, self._context.site),
                fetched_at=fetched.fetched_at,
            )
        )

    def _is_listed(self, page: PageRow) -> bool:
        """Whether a list of posts names the page."""
        listing = self._context.queries.listing(page.url)
        return listing is not None and listing.names_post

    def _conclude(self, response: PageResponse, actions: Actions) -> None:
        match actions:
            case (ReadPage(whole, extract),):
                self._read(whole, extract)
            case (Ask(task),):  # a later part: the first page's capture is noted with what all parts bring
                self._ask(task)
            case _:
                self._apply(response.page, response.captured, actions)

    def _part_answered(self, answer: HostAnswer, first: PageResponse) -> None:
        """A later page of an article: noted, and read together with the others."""
        if answer.fetched is None or answer.captured is None:
            now = self._context.now()
            self._conclude(first, decisions.on_no_answer(first.page, answer.error, now))
            return
        self._applier.record(answer.captured)
        self._conclude(first, decisions.on_part(first, answer.fetched))

    def _apply(self, page: PageRow, captured: Captured | None, actions: Actions) -> None:
        """Note a capture and do what was decided; unless more is asked for, the page is done with."""
        self._applier.apply(page, captured, actions)
        asked = [action.task for action in actions if isinstance(action, Ask)]
        for task in asked:
            self._ask(task)
        if not asked and page.edition in self._editions:
            self._editions[page.edition].page_done(page)

    def _knowledge(
        self, page: PageRow, reading: PageReading | None = None, fresh: tuple[DiscoveredUrl, ...] = ()
    ) -> Knowledge:
        """What a decision about a page rests on."""
        context = self._context
        article = reading.article if reading is not None else None
        return Knowledge(
            context.site,
            context.now(),
            context.queries.article_at(page.url),
            self._state.memory.not_found.get(page.edition),
            context.archive.page(article.url) if article is not None and article.url else None,
            fresh,
            context.queries.listed_alternates(page.url) if article is not None else (),
            twin=context.queries.twin_of(page.url),
            listing=context.queries.listing(page.url),
        )

    def _replay_safely(self, captured: Captured, fetched: Fetched) -> None:
        """Act on an answer; one that nobody foresaw is noted, else every run would end with it."""
        error = self._attempt(lambda: self._replay_one(captured, fetched))
        if error is None:
            return
        page = self._context.archive.page(captured.url)
        if page is not None:
            self._crashed(page, captured, error)
        else:
            self._log_crash(captured.url, error)
            self._applier.record(captured)

    def _replay_one(self, captured: Captured, fetched: Fetched) -> None:
        page = self._page_of(captured) if captured.flaw is None else None
        if page is None or Task("", "", page).hop(fetched) is not None:
            self._applier.record(captured)
        # Documents of discovery are never due, and are read anew anyway.
        elif page.kind == "asset" or page.due is not None:
            self._decide(PageResponse(page, fetched, captured))
        else:
            self._applier.record(captured)

    def _page_of(self, captured: Captured) -> PageRow | None:
        """The page that a capture shows, noted if it is one of the site's and was not yet."""
        context, url = self._context, captured.url
        page, edition = context.archive.page(url), context.site.edition_of(url)
        if page is None and edition is not None and "html" in captured.mime and not links.why_not(url):
            if url == not_found.address(edition.url):
                return None
            self._state.book.remember(DiscoveredUrl(url, edition.lang, links.kind_of(url), "links"))
            page = context.archive.page(url)
        return page
