"""A run from beginning to end: lock, repair of what a dead run left, threads, and what is told of it."""

import shutil
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypedDict, Unpack

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.crawler.assets import AssetHandler
from dimash_archive.crawler.download import Digests, DownloadWorker, Interrupted
from dimash_archive.crawler.engine import Engine, Events
from dimash_archive.crawler.responses import ResponseHandler
from dimash_archive.crawler.run_context import RunContext
from dimash_archive.crawler.scheduler import PATIENCE, Scheduler
from dimash_archive.crawler.trap_detector import TrapDetector
from dimash_archive.discovery.requisites import Assets
from dimash_archive.errors import ArchiveError, CaptureError, DiskFull, UsageError
from dimash_archive.html.repetition import BoilerplateStats
from dimash_archive.http.client import Fetcher, user_agent
from dimash_archive.http.throttle import Throttle
from dimash_archive.rebuild.picture_hashes import hash_pictures
from dimash_archive.records import Captured, Fetched, Outcome, Summary
from dimash_archive.service.lock import Lock
from dimash_archive.site import Edition, Site
from dimash_archive.warc import reader, recovery
from dimash_archive.warc.writer import WarcWriter
from dimash_archive.workers.pool import Pool, readers
from dimash_archive.workers.protocol import PageExtractor, PageReading

DONE, FAILURES, LIMIT, INTERRUPTED = 0, 7, 9, 130
"""Exit codes of a run that came to an end: all done, some pages failed, limit reached, Ctrl-C."""
FOLDER = "warc"
"""The folder of the WARC files inside the data folder."""

_AHEAD_WITHOUT_GAP = 4  # tasks a host is given at a time, so that it need not wait for us
_SPARE = 100_000_000  # bytes of the disk that are left to others
_GOODBYE = 5.0  # seconds a thread is given to end; what it still receives belongs to nobody
_COLUMNS = ("found", "fetched", "new", "changed", "unchanged", "gone", "skipped", "failed")


class CrawlOptions(TypedDict, total=False):
    """How a run differs from the usual."""

    limit: int | None
    """Ask for this many pages at most, lists not counted; the next run goes on."""
    rate: float | None
    """Requests a second and host instead of the profile's; 0 for no gap."""
    langs: tuple[str, ...] | None
    """Crawl these editions only."""
    assets: Assets
    """Keep pictures, or all that pages need to look right, as far as the site's own hosts have it; "none" if not
    named."""
    full: bool
    """Ask for every page, also where nothing seems to have changed."""
    workers: int | None
    """Processes that read pages, at most; 0 reads them in this one. One a processor if None."""
    transport: Any
    """An httpx transport instead of the network."""
    now: Callable[[], datetime]
    """The clock."""
    sleep: Callable[[float], None]
    """What waiting means."""


def crawl(site: Site, data: Path, **wishes: Unpack[CrawlOptions]) -> Iterator[Outcome]:
    """Crawl a site into the archive in `data`; yields what became of each page. See `Crawl`."""
    return Crawl(site, data, **wishes).run()


class Crawl:
    """One run. `run` does it, once; `summary` tells of it afterwards.

    Raises UsageError for editions that the profile does not have; `run` raises Locked, DiskFull and what the
    archive and the WARC files may raise. Nothing stored is lost then: the next run takes up the thread.
    """

    def __init__(self, site: Site, data: Path, **wishes: Unpack[CrawlOptions]) -> None:
        self._site, self._data, self._wishes = site, data, wishes
        self._now = wishes.get("now") or (lambda: datetime.now(UTC))
        langs = wishes.get("langs") or site.langs
        unknown = [lang for lang in langs if lang not in site.langs]
        if unknown:
            raise UsageError(
                f"{site.name} has no edition {unknown[0]!r}.", hint=f"It has {', '.join(site.langs)}."
            )
        self._editions = [edition for edition in site.editions if edition.lang in langs]
        self._desk: RunContext | None = None
        self._summary: Summary | None = None

    @property
    def summary(self) -> Summary:
        """What the run did; there once `run` has come to its end."""
        if self._summary is None:
            raise UsageError("The crawl has not come to its end, so there is no summary yet.")
        return self._summary

    def left(self, lang: str) -> int | None:
        """How many pages of an edition are to be asked for, as far as is known now; None before it has begun.

        For the thread that runs the crawl, between two outcomes.
        """
        if self._desk is None:
            return None
        due, left = self._desk.number_due(lang), self._desk.left
        return due if left is None else min(due, left)

    def run(self) -> Iterator[Outcome]:
        """Crawl; yields what became of each page once it is stored."""
        with ExitStack() as stack:
            stack.enter_context(Lock(self._data))
            archive = stack.enter_context(Archive.open(self._data, create=True, now=self._now))
            self._check_disk()
            started = self._now()
            run_id = archive.begin_run(self._site.name, started)
            desk = RunContext(self._site, archive, self._data / FOLDER, run_id, self._now, started)
            desk.full, desk.left = bool(self._wishes.get("full")), self._wishes.get("limit")
            self._desk = desk
            desk.assets = self._assets != "none"
            try:
                interrupted = yield from self._crawl(desk)
                hash_pictures(archive)
                archive.relate()
            except ArchiveError as error:
                with suppress(ArchiveError):  # the same trouble may well keep this from being written
                    archive.finish_run(run_id, _columns(desk), error.exit_code, self._now())
                raise
            self._summary = self._sum_up(desk, started, interrupted)
            archive.finish_run(run_id, _columns(desk), self._summary.exit, self._summary.finished)

    def _crawl(self, desk: RunContext) -> Generator[Outcome, None, bool]:
        """Work off what there is to do; returns whether it was interrupted."""
        events: Events = SimpleQueue()
        digests = Digests()
        digests.lend(desk.archive)
        series = {lang: TrapDetector(PATIENCE) for lang in self._site.langs}
        keeper = AssetHandler(desk, self._assets)
        visits = ResponseHandler(desk, series, keeper)
        with ExitStack() as stack:
            writer = WarcWriter(desk.warc, info=self._info(), seen=digests, now=self._now)
            readers = self._readers(desk, events.put)
            loop = Engine(desk, visits, writer, readers, events)
            stack.callback(lambda: desk.index(writer.close(settled=loop.settled)))
            stack.callback(readers.close)
            stack.enter_context(_interruptible(loop.stop, events))
            mended = recovery.repair(desk.warc, desk.archive.end_of_records)
            yield from loop.replay(_unheard(desk, mended))
            for path in mended:
                recovery.settle(path)
            desk.index(recovery.without_index(desk.warc))
            keeper.begin()
            editions, hosts = dict[str, Scheduler](), dict[str, DownloadWorker]()
            for together in _by_host(self._editions):
                fetcher = self._fetcher(loop.stop)
                host = DownloadWorker(
                    fetcher, writer, (digests, self._data), events.put, noarchive=self._site.noarchive
                )
                for each in together:
                    run = Scheduler(desk, each, visits, series[each.lang], fetcher.throttle)
                    if each is not together[0]:
                        run.follow(editions[together[0].lang])
                    editions[each.lang], hosts[each.lang] = run, host
            threads = list(dict.fromkeys(hosts.values()))
            for host in threads:
                host.start()
            stack.callback(_end, threads, loop.stop)
            for outcome in loop.run(editions, hosts, 1 if self._gap else _AHEAD_WITHOUT_GAP):
                yield outcome
                self._check_disk()
            return loop.stop.is_set()

    @property
    def _assets(self) -> Assets:
        return self._wishes.get("assets") or "none"

    @property
    def _gap(self) -> float:
        """Seconds between the requests to a host."""
        wished = self._wishes.get("rate")
        rate = self._site.rate if wished is None else wished
        return 1 / rate if rate else 0.0

    def _fetcher(self, stop: threading.Event) -> Fetcher:
        sleep = self._wishes.get("sleep")

        def nap(seconds: float) -> None:
            if sleep is None:
                stop.wait(seconds)
            else:
                sleep(seconds)
            if stop.is_set():
                raise Interrupted

        return Fetcher(
            [edition.url for edition in self._site.editions],
            agent=user_agent(self._site.contact),
            throttle=Throttle(self._gap, sleep=nap),
            transport=self._wishes.get("transport"),
            now=self._now,
        )

    def _readers(self, desk: RunContext, deliver: Callable[[PageReading], None]) -> Pool:
        """Readers with the site memory as it is now: what a run learns counts from the next one on.

        Half of a site is not learned from: a first crawl that was broken off goes on without a memory, as it began.
        """
        known = (
            desk.archive.repeats if desk.archive.has_finished_run() else lambda lang, when: BoilerplateStats()
        )
        desk.memory = {lang: known(lang, desk.started) for lang in self._site.langs}
        return readers(
            PageExtractor(self._site, desk.memory, self._assets), deliver, self._wishes.get("workers")
        )

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
                hint="Everything stored is safe. Make room and run the same command again: it goes on there.",
            )

    def _sum_up(self, desk: RunContext, started: datetime, interrupted: bool) -> Summary:
        counts, langs = desk.counts, [edition.lang for edition in self._editions]
        counts["unchanged"] = desk.number_of_articles(langs) - counts["new"] - counts["changed"]
        left = sum(map(desk.number_due, langs))
        limited = desk.left == 0 and left > 0
        code = FAILURES if counts["failed"] or desk.trouble else DONE
        return Summary(
            site=self._site.name,
            started=started,
            finished=self._now(),
            requests=counts["requests"],
            assets=counts["assets"],
            left=left,
            notes=(*desk.notes, *_doubts(desk.doubtful)),
            stopped="interrupted" if interrupted else "limit" if limited else None,
            exit=INTERRUPTED if interrupted else LIMIT if limited else code,
            **_columns(desk),
        )


def _by_host(editions: Iterable[Edition]) -> list[list[Edition]]:
    """The editions of each host: one queue, one robots.txt."""
    groups: dict[str, list[Edition]] = {}
    for edition in editions:
        groups.setdefault(urls.host(edition.url).removeprefix("www."), []).append(edition)
    return list(groups.values())


def _columns(desk: RunContext) -> dict[str, int]:
    return {name: desk.counts[name] for name in _COLUMNS}


def _unheard(desk: RunContext, mended: Iterable[Path]) -> Iterator[tuple[Captured, Fetched]]:
    """The answers that a run received which died before the database knew of them."""
    for path in mended:
        for captured, fetched in reader.read(path):
            if not desk.knows(captured):
                yield captured, _with_body(desk, captured, fetched)


def _with_body(desk: RunContext, captured: Captured, fetched: Fetched) -> Fetched:
    """The answer with the body that a revisit refers to; a 304 needs none."""
    if captured.revisit_of is None or captured.status == 304:
        return fetched
    try:
        return desk.load(captured)
    except CaptureError as error:
        desk.note(f"{captured.url}: {error}")
        return fetched


@contextmanager
def _interruptible(stop: threading.Event, events: Events) -> Iterator[None]:
    """The first Ctrl-C (or a polite kill) lets the run come to its end; the second one ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(each) for each in signals]

    def restore() -> None:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)

    def on_signal(*_: object) -> None:
        restore()
        stop.set()
        events.put(None)

    for each in signals:
        signal.signal(each, on_signal)
    try:
        yield
    finally:
        restore()


def _end(hosts: Iterable[DownloadWorker], stop: threading.Event) -> None:
    stop.set()
    for host in hosts:
        host.close()
    for host in hosts:
        host.join(_GOODBYE)


def _doubts(urls: list[str]) -> list[str]:
    """A sentence on articles that may lack text: losing it in silence would be worse than saying it in vain."""
    if not urls:
        return []
    what = "article may lack" if len(urls) == 1 else "articles may lack"
    return [f"{len(urls):,} {what} much text. To see why: dimash-archive extract --explain {urls[0]}"]
