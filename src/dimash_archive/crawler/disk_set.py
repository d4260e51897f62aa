"""A set that may grow with the site: what does not fit into a small cache is kept in a temporary file."""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Member = TypeVar("Member", str, int)
_CACHE = 2000
"""KiB of a set that stay in memory: SQLite's own default."""


class DiskSet(Generic[Member]):
    """Texts or whole numbers of 64 bits. Its file has no name and is gone with the set, or with the process."""

    def __init__(self) -> None:
        """SQLite opens a database without a name in memory, and moves it to a file once it outgrows its cache."""
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(
            f"PRAGMA cache_size = -{_CACHE}; PRAGMA journal_mode = OFF;"
            " CREATE TABLE members (member PRIMARY KEY) WITHOUT ROWID; BEGIN"
        )
        weakref.finalize(self, self._db.close)

    def add(self, member: Member) -> None:
        """Add one member. Raises sqlite3.Error if the disk for temporary files is full."""
        self.update((member,))

    def update(self, members: Iterable[Member]) -> None:
        """Add members. Raises sqlite3.Error if the disk for temporary files is full."""
        self._db.executemany("INSERT OR IGNORE INTO members VALUES (?)", ((each,) for each in members))

    def __contains__(self, member: Member) -> bool:
        return self._db.execute("SELECT 1 FROM members WHERE member = ?", (member,)).fetchone() is not None

    def __iter__(self) -> Iterator[Member]:
        """The members, sorted."""
        return (member for (member,) in self._db.execute("SELECT member FROM members ORDER BY member"))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM members").fetchone()[0])
