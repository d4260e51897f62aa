"""Parts handed out over Dask, a few at a time, until all are done."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

import dask
from distributed import Client, LocalCluster, as_completed

from dimash_archive.cluster import plan
from dimash_archive.cluster.plan import PART, Part
from dimash_archive.cluster.work import work
from dimash_archive.errors import UsageError
from dimash_archive.extract import VERSION

_LOST: Final = (
    20  # workers that may die over one part before it is given up: pages die in processes of their own
)
Piece = TypeVar("Piece")
_AHEAD: Final = 2  # parts a worker has been given at a time


@dataclass(frozen=True, slots=True)
class Wish:
    """How the work is spread."""

    workers: int | None = None
    """Processes on this machine; one a processor if None."""
    scheduler: str | None = None
    """Address of a Dask scheduler that is there already, such as `tcp://host:8786`; None for this machine."""
    part: int = PART
    """Bytes of a WARC file that are one part."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    done: int
    """Parts done, those of former runs included."""
    parts: int
    """Parts there are."""


def extract(sources: list[str], out: str, wish: Wish = Wish()) -> Iterator[Progress]:
    """Read the articles of WARC files into Parquet files below `out`; yields after each part.

    Addresses are those of fsspec: a path, `s3://…`, `https://…`. Stopped and started again, it goes on with the
    parts that are not done. Raises CaptureError for a file that cannot be read, UsageError for an `out` that was
    begun otherwise or a scheduler that is not there.
    """
    found = list(plan.parts(sources, wish.part))
    todo = plan.agree(out, found, wish.part, VERSION)
    done = len(found) - len(todo)
    yield Progress(done, len(found))
    if not todo:
        return
    with ExitStack() as stack:
        workers = client(stack, wish)
        for _ in spread(workers, todo, lambda part: _submit(workers, part, out)):
            done += 1
            yield Progress(done, len(found))


def spread(client: Any, todo: Sequence[Piece], submit: Callable[[Piece], Any]) -> Iterator[Any]:
    """Results of pieces of work as they come, a few handed out at a time: each result makes room for one more."""
    left = iter(todo)
    workers = max(1, len(client.scheduler_info()["workers"]))
    futures = [submit(piece) for piece in islice(left, workers * _AHEAD)]
    running = as_completed(futures, with_results=True)
    del futures
    for _, counts in running:
        for piece in islice(left, 1):
            running.add(submit(piece))
        yield counts


def _submit(client: Any, part: Part, out: str) -> Any:
    return client.submit(work, part, out, key=f"part-{part.name}", pure=False, retries=2)


def client(stack: ExitStack, wish: Wish) -> Any:
    """A client of the scheduler that is wished, or of workers on this machine; it ends with `stack`. Raises UsageError."""
    if wish.scheduler:
        try:
            return stack.enter_context(Client(wish.scheduler, timeout="10s"))
        except (OSError, ValueError) as error:
            raise UsageError(f"There is no Dask scheduler at {wish.scheduler}.") from error
    stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": _LOST}))
    cluster = stack.enter_context(
        LocalCluster(
            n_workers=wish.workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        )
    )
    return stack.enter_context(Client(cluster))
