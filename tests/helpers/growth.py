"""How the work for an input grows with its size: a ratio, so that neither the machine nor its load decides."""

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times longer the processor works on four times the size: some 4 where work is linear, 16 where quadratic."""
    return _seconds(work, 4 * size) / max(_seconds(work, size), 1e-3)


def _seconds(work: Callable[[int], object], size: int) -> float:
    """Processor time of this thread, in seconds; the least of three runs, for others disturb but never help."""
    return min(_once(work, size) for _ in range(3))


def _once(work: Callable[[int], object], size: int) -> float:
    began = time.thread_time()
    work(size)
    return time.thread_time() - began
