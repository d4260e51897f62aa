"""Counts over whole tables are cached while the database stays the same: they change with a crawl, not with a
click."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, cast

_FRESH: Final = 60.0
"""Seconds for which a value is kept while a crawl is writing."""
_MOST: Final = 256
"""Number of values cached; beyond it all are dropped."""

Value = TypeVar("Value")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _CachedValue:
    value: object
    state: tuple[int, ...]
    made: float


class QueryCache:
    """Cached counts over the databases that are served."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._values: dict[Key, _CachedValue] = {}

    async def value(self, path: Path | None, key: Key, make: Callable[[], Awaitable[Value]]) -> Value:
        """What `make` returned for this key, called again when the file at `path` has changed."""
        state, cached = _state(path), self._values.get(key)
        if cached is not None and (cached.state == state or self._now() - cached.made < _FRESH):
            return cast(Value, cached.value)
        if len(self._values) >= _MOST:
            self._values.clear()
        value = await make()
        self._values[key] = _CachedValue(value, state, self._now())
        return value


def _state(path: Path | None) -> tuple[int, ...]:
    """Sizes and times of the database's files: a commit changes one of them."""
    if path is None:
        return ()
    numbers = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
        except OSError:
            continue
        numbers += [stat.st_size, stat.st_mtime_ns]
    return tuple(numbers)
