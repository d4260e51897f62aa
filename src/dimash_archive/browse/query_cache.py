"""Counts over whole tables are kept while the database stays as it is: they change with a crawl, not with a click."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_FRESH: Final = 60.0
"""Seconds for which a count stands while a crawl goes on writing."""
_MOST: Final = 256
"""Counts kept; then all are made anew."""

Rows = list[dict[str, Any]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    rows: Rows
    state: tuple[int, ...]
    made: float


class QueryCache:
    """The counts of the databases that are served."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._counts: dict[Key, _Count] = {}

    async def rows(self, path: Path | None, key: Key, count: Callable[[], Awaitable[Rows]]) -> Rows:
        """What `count` gave for this key, counted anew when the file at `path` has changed."""
        state, known = _state(path), self._counts.get(key)
        if known is not None and (known.state == state or self._now() - known.made < _FRESH):
            return known.rows
        if len(self._counts) >= _MOST:
            self._counts.clear()
        rows = await count()
        self._counts[key] = _Count(rows, state, self._now())
        return rows


def _state(path: Path | None) -> tuple[int, ...]:
    """Sizes and times of the database's files: a commit changes one of them."""
    if path is None:
        return ()
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
        except OSError:
            continue
        found += [stat.st_size, stat.st_mtime_ns]
    return tuple(found)
