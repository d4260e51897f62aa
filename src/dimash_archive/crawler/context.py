"""What the parts of a run share: where it runs, what it counts, which addresses it knows.

Used only by the thread that owns the database.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory.crawl_queries import CrawlQueries
from dimash_archive.crawler.options import CrawlOptions
from dimash_archive.records import Captured, Fetched
from dimash_archive.site import Site
from dimash_archive.warc import reader, recovery

_NOTES = 200  # sentences that a run keeps; one that has more to say says the same again and again
_DOUBTS = 1000  # addresses of doubtful articles that are kept; all are counted


@dataclass(slots=True)
class RunReport:
    """What a run reports at its end."""

    counts: Counter[str] = field(default_factory=Counter)
    """By column of table `runs`, and `requests`, `assets`, `doubtful`."""
    notes: list[str] = field(default_factory=list)
    """What went wrong, one sentence each."""
    doubtful: list[str] = field(default_factory=list)
    """Addresses of articles that may lack much of their text."""
    has_trouble: bool = False
    """Whether an edition could not be crawled to the end."""

    def note(self, text: str) -> None:
        """Add a sentence; once, however often it happens."""
        if text not in self.notes and len(self.notes) < _NOTES:
            self.notes.append(text)

    def doubt(self, url: str) -> None:
        """Add an article that may lack much of its text."""
        self.counts["doubtful"] += 1
        if len(self.doubtful) < _DOUBTS:
            self.doubtful.append(url)


@dataclass(frozen=True, slots=True)
class RunContext:
    """One run of a crawl."""

    site: Site
    """The profile."""
    archive: Archive
    """The archive that stores everything."""
    warc: Path
    """The folder of the WARC files."""
    run_id: int
    """The row of `runs`."""
    options: CrawlOptions
    """The options of the run."""
    started: datetime
    """When the run started."""
    report: RunReport = field(default_factory=RunReport)
    """What it reports at its end."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""
        return self.options.now

    @property
    def queries(self) -> CrawlQueries:
        """Questions about what is stored."""
        return CrawlQueries(self.archive.db)

    def load(self, captured: Captured) -> Fetched:
        """A stored answer, with its body. Raises CaptureError."""
        return reader.load(self.warc, captured)

    def write_indexes(self, files: Iterable[Path]) -> None:
        """Write the index of WARC files whose records are all in the database."""
        for path in files:
            recovery.write_index(path, (captured for _, captured in self.archive.captures(path.name)))
