"""Parts distributed over Dask, a few at a time, until all are done."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

import dask
from distributed import Client, LocalCluster, as_completed

from dimash_archive.cluster import plan, shared_stats
from dimash_archive.cluster.plan import PART
from dimash_archive.cluster.work import learn, work
from dimash_archive.errors import UsageError
from dimash_archive.extraction import VERSION
from dimash_archive.records import Values

_LOST: Final = (
    20  # workers that may die over one part before it is given up: pages die in processes of their own
)
Piece = TypeVar("Piece")
# Ctrl-C reaches all processes of a terminal: workers leave it to the one that began them, which ends them.
_QUIET: Final = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
_AHEAD: Final = 2  # parts a worker has been given at a time


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """How the work is spread."""

    workers: int | None = None
    """Processes on this machine; one per processor if None."""
    scheduler: str | None = None
    """Address of an existing Dask scheduler, such as `tcp://host:8786`; None for this machine."""
    part: int = PART
    """Bytes of a WARC file per part."""
    memory: bool = True
    """Whether the repeated text of each site is learned first, which reads the pages twice."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has progressed."""

    step: str
    """What is being done, in a word or two."""
    done: int
    """Pieces done, including those of former runs."""
    pieces: int
    """Pieces in total."""


def extract(sources: list[str], out: str, options: ClusterOptions = ClusterOptions()) -> Iterator[Progress]:
    """Read the articles of WARC files into Parquet files below `out`; yields after each piece of work.

    First the parts are learned from, then the site memory is summed up over all parts in `out`, then the
    parts are read with it. Stopped and started again, it continues with what is not done. Addresses are those of fsspec: a
    path, `s3://…`, `https://…`. Raises CaptureError for a file that cannot be read, UsageError for an `out` that was
    started differently or a scheduler that does not answer.
    """
    parts = list(plan.parts(sources, options.part))
    plan.agree(out, parts, options.part, VERSION)
    with _ClusterClient(options) as cluster:
        memory = None
        if options.memory:
            seen = plan.sizes(out, plan.OBSERVATIONS)
            new = [part for part in parts if part.observations.rpartition("/")[2] not in seen]
            yield from cluster.each("learning", parts, new, learn, out)
            memory = shared_stats.gathered(out)
            groups = list(range(memory.groups))
            summed = plan.sizes(out, f"{plan.MEMORY}/{memory.name}")
            left = [group for group in groups if memory.path(group).rpartition("/")[2] not in summed]
            yield from cluster.each("summing up", groups, left, shared_stats.reduce, memory, out)
        name, reports = memory.name if memory else "", plan.reports(out)
        todo = [part for part in parts if reports.get(part.name, {}).get("memory") != name]
        yield from cluster.each("reading", parts, todo, work, out, memory)
        if memory:
            plan.keep_memory(out, memory.name)


class _ClusterClient:
    """Workers that are called when there is something to do."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options, self._stack = options, ExitStack()
        self._client: Any = None

    def __enter__(self) -> "_ClusterClient":
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def each(
        self, step: str, pieces: Values, todo: Values, work: Callable[..., Any], *args: Any
    ) -> Iterator[Progress]:
        """Do the work for the remaining pieces, with the arguments; yields first and after each."""
        done = len(pieces) - len(todo)
        yield Progress(step, done, len(pieces))
        if not todo:
            return
        if self._client is None:
            self._client = client(self._stack, self._options)
        workers = self._client

        def submit(piece: Any) -> Any:
            key = f"{step}-{getattr(piece, 'name', piece)}"
            return workers.submit(work, piece, *args, key=key, pure=False, retries=2)

        for _ in spread(workers, todo, submit):
            done += 1
            yield Progress(step, done, len(pieces))


def spread(client: Any, todo: Sequence[Piece], submit: Callable[[Piece], Any]) -> Iterator[Any]:
    """Results of pieces of work as they come, a few handed out at a time: each result makes room for one more."""
    left = iter(todo)
    workers = max(1, len(client.nthreads()))
    futures = [submit(piece) for piece in islice(left, workers * _AHEAD)]
    running = as_completed(futures, with_results=True)
    del futures
    for _, counts in running:
        for piece in islice(left, 1):
            running.add(submit(piece))
        yield counts


def client(stack: ExitStack, options: ClusterOptions) -> Any:
    """A client of the named scheduler, or of workers on this machine; it ends with `stack`. Raises UsageError."""
    if options.scheduler:
        try:
            return stack.enter_context(Client(options.scheduler, timeout="10s"))
        except (OSError, ValueError) as error:
            raise UsageError(f"There is no Dask scheduler at {options.scheduler}.") from error
    settings = {"distributed.scheduler.allowed-failures": _LOST, "distributed.worker.preload": [_QUIET]}
    stack.enter_context(dask.config.set(settings))
    cluster = stack.enter_context(
        LocalCluster(
            n_workers=options.workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        )
    )
    return stack.enter_context(Client(cluster))
