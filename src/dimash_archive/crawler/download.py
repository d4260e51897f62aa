"""One thread per host: requests one address at a time, and stores every response before anyone looks at it."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dimash_archive.archive import Archive
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.errors import ArchiveError, BadAnswer, Refused, unforeseen
from dimash_archive.http import robots
from dimash_archive.http.client import Fetcher
from dimash_archive.http.throttle import Throttle
from dimash_archive.records import Captured, Fetched
from dimash_archive.warc.writer import WarcWriter

_log = logging.getLogger(__name__)


class Interrupted(Exception):
    """Raised by a sleep that the end of the run cut short: nothing more is requested."""


class Digests:
    """Finds where a payload was stored before. Each thread uses a connection of its own."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def lend(self, archive: Archive) -> None:
        """Let this thread use `archive`."""
        self._of_thread.archive = archive

    def __call__(self, digest: str) -> Captured | None:
        """The first capture with this digest, if the thread was lent an archive that knows one."""
        archive: Archive | None = getattr(self._of_thread, "archive", None)
        return archive.capture_by_digest(digest) if archive is not None else None


@dataclass(frozen=True, slots=True)
class AnswerStorage:
    """Where a thread stores what it receives."""

    writer: WarcWriter
    """Writes responses; shared by all threads."""
    digests: Digests
    """Tells the writer whether a payload is already stored."""
    data: Path
    """The folder of the archive that knows the digests."""
    noarchive: bool = False
    """Whether responses that ask not to be archived are left out."""


class DownloadWorker(threading.Thread):
    """Works through tasks in order and delivers an answer to each."""

    def __init__(
        self, fetcher: Fetcher, storage: AnswerStorage, deliver: Callable[[HostAnswer | Exception], None]
    ) -> None:
        super().__init__(daemon=True)
        self._fetcher, self._storage, self._deliver = fetcher, storage, deliver
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()

    @property
    def throttle(self) -> Throttle:
        """The pace of requests to the host."""
        return self._fetcher.throttle

    def ask(self, task: Task) -> None:
        """Put a task in the queue."""
        self._tasks.put(task)

    def close(self) -> None:
        """End when the queued tasks are done."""
        self._tasks.put(None)

    def run(self) -> None:
        """The body of the thread; an error that is not an answer to a task ends the crawl."""
        try:
            with self._fetcher, Archive.open(self._storage.data, readonly=True) as archive:
                self._storage.digests.lend(archive)
                while (task := self._tasks.get()) is not None:
                    self._deliver(self._work(task))
        except Exception as error:
            self._deliver(error)

    def _work(self, task: Task) -> HostAnswer:
        """The answer to one task; errors are answers too."""
        writer, repeats = self._storage.writer, tuple[Captured, ...]()
        try:
            try:
                fetched = self._fetch(task)
            finally:
                repeats = tuple(writer.write(each) for each in self._fetcher.repeats if self._may_keep(each))
            if not self._may_keep(fetched):
                asked = Refused("The page asks not to be archived (noarchive).", url=task.url)
                return HostAnswer(task, repeats=repeats, error=asked)
            return HostAnswer(task, fetched, writer.write(fetched, task.before), repeats)
        except ArchiveError as error:
            return HostAnswer(task, repeats=repeats, error=error)
        except Interrupted:
            return HostAnswer(task, repeats=repeats)

    def _fetch(self, task: Task) -> Fetched:
        """The answer. What nobody foresaw is a broken answer, and costs one address."""
        try:
            return self._fetcher.get(task.url, etag=task.etag, last_modified=task.last_modified)
        except (ArchiveError, Interrupted):
            raise
        except Exception as error:
            _log.exception("%s", task.url)
            raise BadAnswer(f"No answer: {unforeseen(error)}.", url=task.url) from error

    def _may_keep(self, fetched: Fetched) -> bool:
        """Whether an answer may be stored: where the profile heeds `noarchive`, and the answer asks for it, not."""
        return not (self._storage.noarchive and robots.forbids_archiving(fetched.headers, fetched.body))
