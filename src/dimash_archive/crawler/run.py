"""A run from beginning to end: lock, repair of what a dead run left, threads, and its summary."""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Unpack

from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory import run_records
from dimash_archive.archive.integrity import checksum
from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.download import AnswerStorage, Digests, DownloadWorker, Interrupted
from dimash_archive.crawler.engine import Engine, Events
from dimash_archive.crawler.options import CrawlKeywords, CrawlOptions
from dimash_archive.crawler.outcome.budget import Budget, Cut
from dimash_archive.crawler.outcome.summing_up import columns, sum_up
from dimash_archive.crawler.outcome.waits import WaitCrier
from dimash_archive.crawler.planning.gate import addresses_of, host_key, hosts_of
from dimash_archive.crawler.planning.scheduler import Scheduler
from dimash_archive.crawler.state import RunState
from dimash_archive.errors import ArchiveError, CaptureError, DiskFull, ExitCode, UsageError
from dimash_archive.http.client import Fetcher, user_agent
from dimash_archive.http.throttle import Throttle
from dimash_archive.rebuild.picture_hashes import hash_pictures
from dimash_archive.records import Captured, DiscoveredUrl, Fetched, Listing, Outcome, Summary
from dimash_archive.site import Edition, Site
from dimash_archive.warc import reader, recovery
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.warc.writer import WarcWriter
from dimash_archive.workers.pool import Pool, make_pool
from dimash_archive.workers.protocol import PageExtractor

DONE, FAILURES, LIMIT, SHORTFALL, NO_ACCESS, INTERRUPTED = ExitCode
"""The exit codes of a run that ended; see `ExitCode`."""

_AHEAD_WITHOUT_GAP = 4  # tasks a host is given at a time, so that it need not wait for us
_SPARE = 100_000_000  # bytes of the disk that are left to others
_BROKEN_SEAL = (
    "archive.db was not byte for byte as this program left it: damaged, or changed by another program. Run"
    " `dimash-archive verify`, which says what to do."
)
_GOODBYE = 5.0  # seconds a thread is given to end; what it still receives belongs to nobody


def crawl(site: Site, data: Path, **options: Unpack[CrawlKeywords]) -> Iterator[Outcome]:
    """Crawl a site into the archive in `data`; yields what became of each page. See `CrawlOptions` and `Crawl`.

    Raises TypeError for an unknown option.
    """
    return Crawl(site, data, CrawlOptions.of(options)).run()


class Crawl:
    """One run. `run` does it, once; `summary` reports on it afterwards; `stop` ends it early.

    Raises UsageError for editions that the profile does not have, TypeError for an unknown option; `run`
    raises Locked, DiskFull and what the archive and the WARC files may raise. Nothing stored is lost then: the next
    run takes up the thread.
    """

    def __init__(
        self, site: Site, data: Path, options: CrawlOptions | None = None, **named: Unpack[CrawlKeywords]
    ) -> None:
        """`named`: the options by name, instead of a record of them."""
        self._site, self._data = site, data
        self._options = options or CrawlOptions.of(named)
        langs = self._options.langs or site.langs
        unknown = [lang for lang in langs if lang not in site.langs]
        if unknown:
            raise UsageError(
                f"{site.name} has no edition {unknown[0]!r}.", hint=f"It has {', '.join(site.langs)}."
            )
        self._editions = [edition for edition in site.editions if edition.lang in langs]
        self._fronts = {edition.lang: edition.url for edition in self._editions}
        self._events: Events = SimpleQueue()
        self._stop = threading.Event()
        self._state: RunState | None = None
        self._summary: Summary | None = None
        self._stopped: Cut | None = None
        self._cut: Cut | None = None

    def stop(self) -> None:
        """Let the run finish: what is in flight is stored, nothing more is requested.

        For any thread, and for signal handlers.
        """
        self._cut_short("interrupted")

    @property
    def summary(self) -> Summary:
        """What the run did; available once `run` has ended."""
        if self._summary is None:
            raise UsageError("The crawl has not ended, so there is no summary yet.")
        return self._summary

    def left(self, lang: str) -> int | None:
        """How many pages of an edition are still to be requested, as far as known now; None before it has begun.

        For the thread that runs the crawl, between two outcomes.
        """
        if self._state is None:
            return None
        queries, left = self._state.context.queries, self._state.left
        due = queries.number_due(lang, self._options.now(), self._fronts[lang])
        return due if left is None else min(due, left)

    def run(self) -> Iterator[Outcome]:
        """Crawl; yields what became of each page once it is stored."""
        now = self._options.now
        with ExitStack() as stack:
            archive = stack.enter_context(Archive.exclusive(self._data, create=True, now=now))
            self._check_disk()
            started = now().replace(microsecond=0)  # as visits are stored: one in this second is of this run
            run_id = self._begin(archive, started)
            warc = self._data / WARC_FOLDER
            context = RunContext(self._site, archive, warc, run_id, self._options, started)
            # A write takes the seal away from a database that is whole; the run that began has written.
            if checksum.seal_of(archive.path).exists():
                context.report.note(_BROKEN_SEAL)
                context.report.has_trouble = True
            try:
                yield from self._crawl(context)
                self._complete_sections(context)
                hash_pictures(archive)
                archive.relate()
            except BaseException as error:
                code = error.exit_code if isinstance(error, ArchiveError) else ArchiveError.exit_code
                if isinstance(error, Exception):
                    with suppress(ArchiveError):  # the same trouble may well keep this from being written
                        self._finish(context, code, (*context.report.notes, str(error)))
                raise
            assert self._state is not None
            self._summary = sum_up(self._state, self._fronts, self._cut, now())
            self._finish(context, self._summary.exit, self._summary.notes)

    def _begin(self, archive: Archive, started: datetime) -> int:
        """Note a run; refuse one that would put another site into the archive."""
        if not self._options.other_site:
            former = [url for edition in self._editions for url in edition.formerly]
            run_records.require_same_site(archive, self._site.name, self._fronts, former)
        with archive.batch():
            run_id = archive.begin_run(self._site.name, started)
            run_records.note_fronts(archive.db, run_id, self._fronts)
        return run_id

    def _finish(self, context: RunContext, code: int, notes: Sequence[str]) -> None:
        archive, run_id = context.archive, context.run_id
        with archive.batch():
            run_records.note_trouble(archive.db, run_id, notes)
            archive.finish_run(run_id, columns(context), code, self._options.now())

    def _crawl(self, context: RunContext) -> Iterator[Outcome]:
        """Work off what there is to do."""
        digests = Digests()
        digests.lend(context.archive)
        self._state = state = RunState(context)
        with ExitStack() as stack:
            writer = WarcWriter(context.warc, info=self._info(), seen=digests, now=self._options.now)
            pool = self._pool(state)
            engine = Engine(state, writer, pool, self._events, self._stop)
            stack.callback(lambda: context.write_indexes(writer.close(settled=engine.settled)))
            stack.callback(pool.close)
            mended = recovery.repair(context.warc, context.archive.end_of_records)
            yield from engine.replay(_unknown_answers(context, mended))
            for path in mended:
                recovery.settle(path)
            context.write_indexes(recovery.without_index(context.warc))
            if self._options.assets != "none" and not context.queries.knows_assets():
                with context.archive.batch():  # those of the articles stored before, too
                    state.book.remember_assets(context.queries.picture_addresses())
            hosts = self._download_workers(writer, digests)
            for host in hosts.values():
                host.start()
            stack.callback(_end, hosts.values(), self._stop)
            schedulers = _schedulers(state, self._editions)
            budget = Budget(self._options, context.started, lambda: writer.total)
            stack.callback(self._timer().cancel)
            ahead = 1 if self._gap else _AHEAD_WITHOUT_GAP
            for outcome in engine.run(schedulers, hosts, ahead, lambda: self._cut_short(budget.spent())):
                yield outcome
                self._check_disk()
            self._cut = self._stopped

    def _complete_sections(self, context: RunContext) -> None:
        """Give articles whose pages name no section the one that the site's lists say."""
        assert self._state is not None
        queries = context.queries
        for lang, lists in self._state.sections.items():
            if not lists or not queries.lacks_section(lang):
                continue
            addresses = queries.without_section(lang), queries.article_addresses(lang)
            named = lists.sections_of(*addresses, queries.tag_names(lang))
            with context.archive.batch():
                for url, section in named:
                    listing = Listing("list", section=section)
                    context.archive.remember(DiscoveredUrl(url, lang, "article", "links", listing=listing))

    def _cut_short(self, cut: Cut | None) -> None:
        """Let the run come to its end early, if there is a reason."""
        if cut is not None:
            self._stopped = self._stopped or cut
            self._stop.set()
            self._events.put(None)

    def _timer(self) -> threading.Timer:
        """Ends the run in time, also while it waits for a host."""
        seconds = self._options.time_limit
        timer = threading.Timer(seconds or 0.0, self._cut_short, ["time"])
        timer.daemon = True
        if seconds is not None and self._options.sleep is None:
            timer.start()
        return timer

    def _download_workers(self, writer: WarcWriter, digests: Digests) -> dict[str, DownloadWorker]:
        """The thread that asks each host of the profile."""
        storage = AnswerStorage(writer, digests, self._data, noarchive=self._site.noarchive)
        return {
            host: DownloadWorker(self._fetcher(host), storage, self._events.put)
            for host in hosts_of(self._site)
        }

    @property
    def _gap(self) -> float:
        """Seconds between the requests to a host."""
        rate = self._site.rate if self._options.rate is None else self._options.rate
        return 1 / rate if rate else 0.0

    def _fetcher(self, host: str) -> Fetcher:
        stop, sleep = self._stop, self._options.sleep
        crier = WaitCrier(host, self._gap, self._options.on_wait)

        def nap(seconds: float) -> None:
            crier.tell(seconds, throttle.reason)
            if sleep is None:
                stop.wait(seconds)
            else:
                sleep(seconds)
            if stop.is_set():
                raise Interrupted

        throttle = Throttle(self._gap, sleep=nap)
        return Fetcher(
            addresses_of(self._site),
            agent=user_agent(self._site.contact),
            throttle=throttle,
            transport=self._options.transport,
            now=self._options.now,
        )

    def _pool(self, state: RunState) -> Pool:
        extractor = PageExtractor(self._site, state.memory.stats, self._options.assets)
        return make_pool(extractor, self._events.put, self._options.workers)

    def _info(self) -> dict[str, str]:
        info = {
            "isPartOf": self._site.name,
            "description": f"Crawl of {', '.join(edition.url for edition in self._editions)}",
            "http-header-user-agent": user_agent(self._site.contact),
        }
        return info | ({"operator": self._site.contact} if self._site.contact else {})

    def _check_disk(self) -> None:
        if shutil.disk_usage(self._data).free < _SPARE:
            raise DiskFull(
                f"The disk of {self._data} is nearly full: less than {_SPARE // 1_000_000} MB are free.",
                hint="Everything stored is safe. Make room and run the same command again: it continues from there.",
            )


def _schedulers(state: RunState, editions: Iterable[Edition]) -> dict[str, Scheduler]:
    """What each edition asks for; the first on a host reads robots.txt and the host's sitemaps for the others."""
    schedulers, leaders = dict[str, Scheduler](), dict[str, Scheduler]()
    for each in editions:
        schedulers[each.lang] = Scheduler(state, each, leaders.get(host_key(each.url)))
        leaders.setdefault(host_key(each.url), schedulers[each.lang])
    return schedulers


def _unknown_answers(context: RunContext, mended: Iterable[Path]) -> Iterator[tuple[Captured, Fetched]]:
    """The answers that a run received which died before the database knew of them."""
    for path in mended:
        for captured, fetched in reader.read(path):
            if not context.queries.knows_capture(captured):
                yield captured, _with_body(context, captured, fetched)


def _with_body(context: RunContext, captured: Captured, fetched: Fetched) -> Fetched:
    """The answer with the body that a revisit refers to; a 304 needs none."""
    if captured.revisit_of is None or captured.status == 304:
        return fetched
    try:
        return context.load(captured)
    except CaptureError as error:
        context.report.note(f"{captured.url}: {error}")
        return fetched


def _end(hosts: Iterable[DownloadWorker], stop: threading.Event) -> None:
    stop.set()
    for host in hosts:
        host.close()
    for host in hosts:
        host.join(_GOODBYE)
