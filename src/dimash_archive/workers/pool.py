"""Reading pages: article and links, here or in separate processes that may crash without harm."""

import logging
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading

SECONDS = 60.0
"""How long reading one page may take."""
BYTES = 2 << 30
"""How much memory a process may take for a page, above what it has when it starts."""
MOST = 4
"""More processes than this are not used, however many processors there are."""

_log = logging.getLogger(__name__)
_HEAD = struct.Struct("!Q")


class Pool(Protocol):
    """Reads pages. Readings are delivered in any order, from any thread."""

    def submit(self, job: PageJob) -> None:
        """Have a page read."""

    def close(self) -> None:
        """Drop what is not read yet."""


class InlinePool:
    """Reads pages at once, in the thread that submits them."""

    def __init__(self, reader: PageExtractor, deliver: Callable[[PageReading], None]) -> None:
        self._reader, self._deliver = reader, deliver

    def submit(self, job: PageJob) -> None:
        """Read a page and deliver what is on it."""
        self._deliver(self._reader.read(job))

    def close(self) -> None:
        """Nothing to do."""


class ProcessPool:
    """Reads pages in up to `count` processes; one that dies or hangs costs only its page, and is replaced."""

    def __init__(
        self,
        reader: PageExtractor,
        deliver: Callable[[PageReading], None],
        count: int,
        seconds: float = SECONDS,
    ) -> None:
        self._reader, self._deliver, self._count, self._seconds = reader, deliver, count, seconds
        self._jobs: queue.SimpleQueue[PageJob | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0  # pages submitted and not yet delivered
        self._minders: list[_WorkerThread] = []
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)
        self._watch.start()

    def submit(self, job: PageJob) -> None:
        """Have a page read, by a new process if all are busy and more are allowed."""
        with self._lock:
            self._waiting += 1
        self._jobs.put(job)
        if len(self._minders) < min(self._waiting, self._count):
            minder = _WorkerThread(self._reader, self._jobs, self._done)
            self._minders.append(minder)
            minder.start()

    def close(self) -> None:
        """End the processes, even in the middle of a page."""
        self._closed.set()
        for minder in self._minders:
            self._jobs.put(None)
            minder.kill()
        for minder in self._minders:
            minder.join()
        self._watch.join()

    def _done(self, reading: PageReading) -> None:
        with self._lock:
            self._waiting -= 1
        self._deliver(reading)

    def _watching(self) -> None:
        while not self._closed.wait(min(1.0, self._seconds / 4)):
            for minder in list(self._minders):
                minder.kill_if_older(time.monotonic() - self._seconds)


class _WorkerThread(threading.Thread):
    """Feeds one process, and tells what became of its pages."""

    def __init__(
        self,
        reader: PageExtractor,
        jobs: "queue.SimpleQueue[PageJob | None]",
        deliver: Callable[[PageReading], None],
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
            except Exception:  # whatever the pipe brings, the crawl must hear of its page
                self._forget()
                reading = PageReading(
                    job.number,
                    reason="The process that read it died, or took too long or too much memory.",
                    failed=True,
                )
            if self._ended:
                break
            self._deliver(reading)
        self._forget()

    def kill(self) -> None:
        """End the process now; nothing is delivered of its page."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def kill_if_older(self, moment: float) -> None:
        """End the process if it has been reading one page since before `moment`."""
        if self._since is not None and self._since < moment and self._process is not None:
            self._process.kill()

    def _ask(self, job: PageJob) -> PageReading:
        if self._process is None:
            command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
            self._process = subprocess.Popen(  # in its own group: Ctrl-C is for the crawl, which will end it
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                process_group=0,
                env=_ONE_THREAD | os.environ,
            )
            _send(self._process.stdin, self._reader)
            _receive(self._process.stdout)  # it is there: from now on its time counts
        if self._ended:
            raise EOFError("the crawl ended")
        self._since = time.monotonic()
        try:
            _send(self._process.stdin, job)
            reading: PageReading = _receive(self._process.stdout)
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
    """Limit this process to this many bytes of address space beyond what it has now.

    Asking for more fails, which costs the page and not the machine. Does nothing if the system cannot say
    what a process has (all but Linux), or if a tighter limit is already set.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + more, hard))


def make_pool(reader: PageExtractor, deliver: Callable[[PageReading], None], workers: int | None) -> Pool:
    """A pool of so many processes; 0 reads in this one, None takes one process per processor."""
    count = min(os.cpu_count() or 1, MOST) if workers is None else workers
    return ProcessPool(reader, deliver, count) if count else InlinePool(reader, deliver)


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
    """The loop of a reading process: its reader, then jobs, on standard input; readings on standard output."""
    limit_memory(BYTES)
    with suppress(EOFError, BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:  # both: the crawl ended
        os.dup2(2, 1)  # whatever else is printed must not get between the answers
        reader: PageExtractor = _receive(sys.stdin.buffer)
        _send(answers, None)
        while True:
            _send(answers, reader.read(_receive(sys.stdin.buffer)))


_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""For processes that multiply small matrices: threads would only wait for one another. What is already set takes precedence."""
