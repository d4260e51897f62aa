"""Stored pages read by a pool, and yielded in the order in which they were given."""

import queue
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Final, TypeVar

from dimash_archive.workers.pool import make_pool
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading

Item = TypeVar("Item")
_AHEAD: Final = 16  # pages in memory at a time, read or being read


def read_in_order(
    pages: Iterable[tuple[Item, PageJob | None]], extractor: PageExtractor, workers: int | None
) -> Iterator[tuple[Item, PageReading | None]]:
    """Each page with its reading, in the order of the pages; None for a page without a job.

    The numbers of the jobs must differ. `workers` processes read: one per processor if None, this process if 0.
    """
    done: queue.SimpleQueue[PageReading] = queue.SimpleQueue()
    came: dict[int, PageReading] = {}
    waiting: deque[tuple[Item, int | None]] = deque()
    with closing(make_pool(extractor, done.put, workers)) as pool:
        for item, job in pages:
            if job is not None:
                pool.submit(job)
            waiting.append((item, job.number if job is not None else None))
            if len(waiting) >= _AHEAD:
                yield _first(waiting, came, done)
        while waiting:
            yield _first(waiting, came, done)


def _first(
    waiting: deque[tuple[Item, int | None]],
    came: dict[int, PageReading],
    done: "queue.SimpleQueue[PageReading]",
) -> tuple[Item, PageReading | None]:
    """The page that has waited longest, once it is read."""
    item, number = waiting.popleft()
    if number is None:
        return item, None
    while number not in came:
        reading = done.get()
        came[reading.number] = reading
    return item, came.pop(number)
