"""SQLite's errors turned into ours."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dimash_archive.errors import DamagedDatabase, DatabaseError, DiskFull, ForeignDatabase, Locked

PATIENCE: Final = 30.0
"""Seconds to wait for another writer before giving up."""
_ROOM = "Everything stored before is safe. Make room and run again."
_RIGHTS = "Check the permissions of the file and its folder."
_NO_SPACE: Final = 1_000_000  # bytes that are free where a disk is as good as full


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as ours; others pass through."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise _ours(error, path) from error


@contextmanager
def system_errors(path: Path) -> Iterator[None]:
    """The system's errors as ours: a full disk, or a place that cannot be written to."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"The disk of {path} is full.", hint=_ROOM) from error
        raise DatabaseError(f"Cannot write to {path}: {error.strerror or error}.", hint=_RIGHTS) from error


@contextmanager
def unless_full(path: Path) -> Iterator[None]:
    """Raises DiskFull where that is what an error of SQLite means; others pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(ours := _ours(error, path), DiskFull):
            raise ours from error
        raise


def _ours(error: sqlite3.DatabaseError, path: Path) -> DatabaseError | DiskFull | Locked:
    """The error by SQLite's name for it: https://www.sqlite.org/rescode.html."""
    name = getattr(error, "sqlite_errorname", "")
    kind = name.removeprefix("SQLITE_").partition("_")[0]
    if kind == "FULL" or (kind in ("IOERR", "CANTOPEN") and _is_full(path)):
        return DiskFull(f"The disk of {path} is full.", hint=_ROOM)
    if kind in ("BUSY", "LOCKED"):
        # With SQLite's own words: "locked" and "SQL statements in progress" are told apart by them alone.
        hint = f"Waited up to {PATIENCE:.0f} seconds; try again later. SQLite says: {error} ({name})."
        return Locked(f"Another program is writing to {path}.", hint=hint)
    if kind == "NOTADB":
        hint = "Name another folder with --data, or move the file away."
        return ForeignDatabase(f"{path} is not an archive: it is not even a database.", hint=hint)
    if kind in ("READONLY", "CANTOPEN", "PERM", "AUTH"):
        return DatabaseError(f"Cannot write to {path}.", hint=_RIGHTS)
    if kind == "IOERR":
        hint = "Check the disk and the system log; nothing was changed."
        return DatabaseError(f"The disk failed to read or write {path} ({name}).", hint=hint)
    return DamagedDatabase(
        f"The archive {path} cannot be used: {error}.", hint="Run `dimash-archive verify`."
    )


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NO_SPACE
    except OSError:
        return False
