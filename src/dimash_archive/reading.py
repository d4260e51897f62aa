"""Reading pages: article and links, here or in processes of their own that may die without harm."""

import logging
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from dimash_archive.discover import links, requisites
from dimash_archive.discover.requisites import Assets
from dimash_archive.errors import NotAnArticle
from dimash_archive.items import Article, Found
from dimash_archive.repeats import NOTHING_SEEN, Repeats, Sights
from dimash_archive.site import Site

if TYPE_CHECKING:
    from dimash_archive.extract import Recall

SECONDS = 60.0
"""How long one page may take to be read."""
BYTES = 2 << 30
"""How much memory a process may take for a page, above what it has when it starts."""
MOST = 4
"""More processes than this are not used, however many processors there are."""

_log = logging.getLogger(__name__)
_HEAD = struct.Struct("!Q")
_TOLD = 50_000  # links a reader keeps in mind, so as not to tell the menu of every page anew


@dataclass(frozen=True, slots=True)
class Former:
    """A page as it was when the newest version of its article was seen."""

    capture_id: int
    """Its row of `captures`."""
    body: bytes
    """The page."""
    charset: str | None
    """As the Content-Type header declared it."""
    repeats: Repeats
    """What repeated on the site's pages at that time, as known now."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read."""

    number: int
    """Tells its reading from others."""
    url: str
    """The page's address."""
    body: bytes
    """The page."""
    charset: str | None
    """As the Content-Type header declares it."""
    edition: str
    """The edition's language code."""
    extract: bool
    """Whether an article is looked for; links are anyway."""
    memory: str | None = None
    """Which of the reader's memories to read by; None for the edition's."""
    former: Former | None = None
    """To be read as well: what the memory has learned since is no change of the page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is on a page."""

    number: int
    """The job's."""
    links: tuple[Found, ...] = ()
    """Where it leads within the site."""
    article: Article | None = None
    """The article on it, if there is one."""
    extractor: str = ""
    """Version of the extractor that read it."""
    reason: str | None = None
    """Why there is no article."""
    former: tuple[int, Article] | None = None
    """The capture and the article of the job's former page, as read today."""
    sights: Sights = NOTHING_SEEN
    """What the page adds to the site memory."""
    assets: tuple[str, ...] = ()
    """What the page needs to look right, where that is wanted."""
    failed: bool = False
    """True if the page could not be read at all: that says nothing about it."""


class Reader:
    """Reads one page after another of one site."""

    def __init__(
        self,
        site: Site,
        memory: Mapping[str, Repeats] | None = None,
        assets: Assets = "none",
        *,
        learns_only: bool = False,
    ) -> None:
        """`memory` is what repeats over the pages of each edition, or by whatever name jobs ask for it.

        `learns_only`: all that is wanted of a page is what it adds to the memory, not its article.
        """
        self._site, self._memory, self._assets = site, memory or {}, assets
        self._learns_only = learns_only
        self._told: set[str] = set()

    def read(self, job: Job) -> Reading:
        """What is on a page. Never raises: a page that cannot be read is a reading that failed."""
        found = tuple(self._links(job)) if "links" in self._site.sources else ()
        assets = tuple(self._requisites(job))
        if not job.extract:
            return Reading(job.number, found, assets=assets)
        # Loaded here, so that only who reads pages loads the parser: the crawl itself does without.
        from dimash_archive.extract import VERSION, Recall

        recall = Recall(self._memory.get(job.memory or job.edition))
        told = partial(Reading, job.number, found, extractor=VERSION, assets=assets)
        try:
            if self._learns_only:
                return told(sights=self._sights(job))
            article = self._article(job.url, job, recall)
        except NotAnArticle as error:
            return told(reason=str(error), sights=recall.sights)
        except Exception as error:
            reason = f"The extractor failed: {type(error).__name__}: {error}"
            _log.debug("%s: %s", job.url, reason, exc_info=True)
            return told(reason=reason, failed=True)
        former = None
        if job.former is not None:
            with suppress(Exception):  # then it stays as it was read
                recalled = Recall(job.former.repeats, learns=False)
                former = job.former.capture_id, self._article(job.url, job.former, recalled)
        return told(article=article, former=former, sights=recall.sights)

    def _sights(self, job: Job) -> Sights:
        from dimash_archive.extract import learn

        return learn(job.body, job.url, charset=job.charset)

    def _article(self, url: str, page: Job | Former, recall: "Recall") -> Article:
        from dimash_archive.extract import extract

        hint = self._site.content
        return extract(page.body, url, charset=page.charset, hint=hint, strict=True, memory=recall)

    def _links(self, job: Job) -> Any:
        if len(self._told) > _TOLD:
            self._told.clear()
        for found in links.parse(job.body, job.url, job.edition, job.charset):
            # The links of a list page are told always: they show how far the list has moved.
            if (found.url not in self._told or not job.extract) and self._site.edition_of(found.url):
                self._told.add(found.url)
                yield found

    def _requisites(self, job: Job) -> Iterator[str]:
        """What the page needs that was not told before; no stylesheet of the theme is told a thousand times."""
        for url in requisites.parse(job.body, job.url, self._assets, job.charset):
            if url not in self._told and self._site.edition_of(url):
                self._told.add(url)
                yield url


class Readers(Protocol):
    """Who reads pages. Readings are delivered in any order, from any thread."""

    def submit(self, job: Job) -> None:
        """Have a page read."""

    def close(self) -> None:
        """Drop what is not read yet."""


class HereReaders:
    """Reads pages at once, in the thread that submits them."""

    def __init__(self, reader: Reader, deliver: Callable[[Reading], None]) -> None:
        self._reader, self._deliver = reader, deliver

    def submit(self, job: Job) -> None:
        """Read a page and deliver what is on it."""
        self._deliver(self._reader.read(job))

    def close(self) -> None:
        """Nothing to do."""


class ProcessReaders:
    """Reads pages in up to `count` processes; one that dies or hangs costs only its page, and is replaced."""

    def __init__(
        self, reader: Reader, deliver: Callable[[Reading], None], count: int, seconds: float = SECONDS
    ) -> None:
        self._reader, self._deliver, self._count, self._seconds = reader, deliver, count, seconds
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0  # pages submitted and not yet delivered
        self._minders: list[_Minder] = []
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)
        self._watch.start()

    def submit(self, job: Job) -> None:
        """Have a page read, by a new process if all are busy and there may be more."""
        with self._lock:
            self._waiting += 1
        self._jobs.put(job)
        if len(self._minders) < min(self._waiting, self._count):
            minder = _Minder(self._reader, self._jobs, self._done)
            self._minders.append(minder)
            minder.start()

    def close(self) -> None:
        """End the processes, also in the middle of a page."""
        self._closed.set()
        for minder in self._minders:
            self._jobs.put(None)
            minder.kill()
        for minder in self._minders:
            minder.join()
        self._watch.join()

    def _done(self, reading: Reading) -> None:
        with self._lock:
            self._waiting -= 1
        self._deliver(reading)

    def _watching(self) -> None:
        while not self._closed.wait(min(1.0, self._seconds / 4)):
            for minder in list(self._minders):
                minder.kill_if_older(time.monotonic() - self._seconds)


class _Minder(threading.Thread):
    """Feeds one process, and tells what became of its pages."""

    def __init__(
        self,
        reader: Reader,
        jobs: "queue.SimpleQueue[Job | None]",
        deliver: Callable[[Reading], None],
    ) -> None:
        super().__init__(daemon=True)
        self._reader, self._jobs, self._deliver = reader, jobs, deliver
        self._process: subprocess.Popen[bytes] | None = None
        self._since: float | None = None
        self._ended = False

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                reading = self._ask(job)
            except (OSError, EOFError, pickle.PickleError):
                self._forget()
                reading = Reading(
                    job.number,
                    reason="The process that read it died, took too long or too much memory.",
                    failed=True,
                )
            if self._ended:
                break
            self._deliver(reading)
        self._forget()

    def kill(self) -> None:
        """End the process now; its page will not be told."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def kill_if_older(self, moment: float) -> None:
        """End the process if it has been reading one page since before `moment`."""
        if self._since is not None and self._since < moment and self._process is not None:
            self._process.kill()

    def _ask(self, job: Job) -> Reading:
        if self._process is None:
            command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
            self._process = subprocess.Popen(  # in its own group: Ctrl-C is for the crawl, which will end it
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
            )
            _send(self._process.stdin, self._reader)
            _receive(self._process.stdout)  # it is there: from now on its time counts
        if self._ended:
            raise EOFError("the crawl ended")
        self._since = time.monotonic()
        try:
            _send(self._process.stdin, job)
            reading: Reading = _receive(self._process.stdout)
        finally:
            self._since = None
        return reading

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:  # closes the pipes, and waits
                pass


def limit_memory(more: int) -> None:
    """Let this process take so many more bytes of address space than it has now.

    Asking for more fails, which costs the page and not the machine. Does nothing where the system cannot say
    what a process has (all but Linux), or where a tighter limit is set already.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + more, hard))


def readers(reader: Reader, deliver: Callable[[Reading], None], workers: int | None) -> Readers:
    """Readers in so many processes; 0 reads in this one, None takes one process a processor."""
    count = min(os.cpu_count() or 1, MOST) if workers is None else workers
    return ProcessReaders(reader, deliver, count) if count else HereReaders(reader, deliver)


def _send(pipe: IO[bytes] | None, value: object) -> None:
    assert pipe is not None
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_HEAD.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    assert pipe is not None
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError("the other end is gone")
    (size,) = _HEAD.unpack(head)
    return pickle.loads(pipe.read(size))


def serve() -> None:
    """The life of a reading process: its reader, then jobs, on standard input; readings on standard output."""
    limit_memory(BYTES)
    with suppress(EOFError, BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:  # both: the crawl ended
        os.dup2(2, 1)  # whatever else is printed must not get between the answers
        reader: Reader = _receive(sys.stdin.buffer)
        _send(answers, None)
        while True:
            _send(answers, reader.read(_receive(sys.stdin.buffer)))
