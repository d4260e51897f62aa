"""A backfill from beginning to end: lock, repair after a dead run, captures imported, pages read, stories linked."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory.crawl_queries import CrawlQueries
from dimash_archive.backfill.collecting import Collected, Collector, note, unheld
from dimash_archive.backfill.reading import read_past
from dimash_archive.backfill.sources.holdings import Holdings, Wanted
from dimash_archive.errors import ArchiveError, ExitCode
from dimash_archive.rebuild.picture_hashes import hash_pictures
from dimash_archive.records import Failed, Outcome, Saved, Skipped
from dimash_archive.site import Site
from dimash_archive.warc import reader, recovery
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.warc.writer import WarcWriter


@dataclass(frozen=True, slots=True)
class BackfillOptions:
    """How captures are imported."""

    limit: int | None = None
    """Import at most this many captures; the next run continues."""
    workers: int | None = None
    """Processes that read pages, at most; 0 reads them in this one; one per processor if None."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """The clock."""


@dataclass(frozen=True, slots=True)
class BackfillSummary:
    """What a backfill did."""

    captures: int
    """Captures imported."""
    missing: int
    """Captures that the archive's index names but that could not be fetched, or do not match the index."""
    new: int
    """Articles never seen before."""
    changed: int
    """Texts of articles that were not known before."""
    skipped: int
    """Pages that hold no article."""
    failed: int
    """Pages that could not be read."""
    exit: ExitCode
    """DONE, FAILURES or LIMIT."""


class Backfill:
    """One run; `run` does it, once, and `summary` reports on it afterwards.

    Stopped or killed, it resumes where it was when run again: what is held is not requested twice.
    """

    def __init__(
        self,
        site: Site,
        data: Path,
        holdings: Holdings,
        wanted: Wanted,
        options: BackfillOptions = BackfillOptions(),
    ) -> None:
        self._site, self._data, self._holdings, self._wanted = site, data, holdings, wanted
        self._options = options
        self._counts: Counter[str] = Counter()

    @property
    def summary(self) -> BackfillSummary:
        """What the run has done so far."""
        counts = self._counts
        taken = counts["captures"] + counts["missing"]
        limited = self._options.limit is not None and taken >= self._options.limit
        code = (
            ExitCode.LIMIT
            if limited
            else ExitCode.FAILURES
            if counts["missing"] or counts["failed"]
            else ExitCode.DONE
        )
        names = ("captures", "missing", "new", "changed", "skipped", "failed")
        return BackfillSummary(**{name: counts[name] for name in names}, exit=code)

    def run(self) -> Iterator[Collected | Outcome]:
        """Import captures, then read them; yields what became of each once it is stored.

        Raises Locked, DiskFull, FetchError if the archive's index cannot be fetched, and what our archive may.
        """
        with ExitStack() as stack:
            archive = stack.enter_context(Archive.exclusive(self._data, create=True, now=self._options.now))
            run_id = archive.begin_run(self._site.name, self._options.now())
            try:
                self._recover(archive)
                yield from self._collect(archive, run_id)
                yield from self._read(archive)
            except ArchiveError as error:
                self._finish(archive, run_id, error.exit_code)
                raise
            except (GeneratorExit, KeyboardInterrupt):
                self._finish(archive, run_id, ExitCode.INTERRUPTED)
                raise
            self._finish(archive, run_id, self.summary.exit)

    def _recover(self, archive: Archive) -> None:
        """Note what a dead run wrote and the database has not heard of."""
        for path in recovery.repair(self._data / WARC_FOLDER):
            for captured, _ in reader.read(path):
                if not CrawlQueries(archive.db).knows_capture(captured):
                    note(archive, self._site, captured, None, self._holdings.source)
            recovery.write_index(
                recovery.settle(path), (each for _, each in archive.captures(path.name.removesuffix(".open")))
            )

    def _collect(self, archive: Archive, run_id: int) -> Iterator[Collected]:
        info = {
            "isPartOf": self._site.name,
            "description": f"Captures imported from {self._holdings.source}",
        }
        writer = WarcWriter(
            self._data / WARC_FOLDER, info=info, seen=archive.capture_by_digest, now=self._options.now
        )
        collector = Collector(self._site, archive, writer, run_id, self._holdings.source, self._options.now)
        offers = unheld(archive, self._site, self._holdings, self._wanted)
        settled = False
        try:
            for collected in collector.collect(offers, self._options.limit):
                self._counts["captures" if collected.reason is None else "missing"] += 1
                yield collected
            settled = True
        finally:
            for path in writer.close(settled=settled):
                recovery.write_index(path, (each for _, each in archive.captures(path.name)))

    def _read(self, archive: Archive) -> Iterator[Outcome]:
        for outcome in read_past(archive, self._site, self._options.workers):
            self._counts[_kind(outcome)] += 1
            yield outcome
        hash_pictures(archive)
        archive.relate()

    def _finish(self, archive: Archive, run_id: int, code: int) -> None:
        counts = self._counts
        columns = {"fetched": counts["captures"]} | {
            name: counts[name] for name in ("new", "changed", "failed")
        }
        archive.finish_run(run_id, columns, code, self._options.now())


def _kind(outcome: Outcome) -> str:
    if isinstance(outcome, Saved):
        return "new" if outcome.new else "changed"
    return {Failed: "failed", Skipped: "skipped"}.get(type(outcome), "unchanged")
