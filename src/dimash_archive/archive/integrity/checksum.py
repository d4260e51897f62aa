"""A seal on archive.db: the file's SHA-256, taken when a writer closes it.

SQLite notices damage to its structure, but not to a letter of a text. The seal notices every bit. It is beside the
database as `archive.db.sha256`, in the form that `sha256sum --check` reads, and is removed by the first write. One
that does not match the database stays, whatever is written, until somebody decides: damage is never sealed in.
"""

import contextlib
import hashlib
import sqlite3
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

State = Literal["whole", "broken", "none"]
"""The file matches its seal; it does not; or there is no seal, as while a writer is at work or after one died."""


def seal_of(path: Path) -> Path:
    """Where the seal of the database at `path` is."""
    return path.with_name(f"{path.name}.sha256")


def break_seal(path: Path) -> None:
    """Remove the seal, before the first change. No effect if there is none, or if the database does not match it."""
    if state(path) == "whole":
        discard(path)


def discard(path: Path) -> None:
    """Remove the seal, whatever it says. No effect if there is none."""
    with contextlib.suppress(OSError):
        seal_of(path).unlink()


def seal(db: Database, path: Path) -> bool:
    """Seal a database that is open and between transactions.

    False if other programs are using it, if there is no space, or if its seal does not match.
    """
    try:
        before = _changes(db)
        waiting = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        digest = _digest(path)
        if waiting or _changes(db) != before or _sealed_digest(path) not in (None, digest):
            return False
        draft = seal_of(path).with_suffix(".draft")
        draft.write_text(f"{digest}  {path.name}\n", "utf-8")
        draft.replace(seal_of(path))
    except (OSError, sqlite3.Error):
        return False
    return True


def state(path: Path) -> State:
    """Whether the database at `path` matches its seal byte for byte."""
    digest = _sealed_digest(path)
    if digest is None:
        return "none"
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        return "none"
    if digest == _digest(path):
        return "whole"
    # A writer that began meanwhile has taken the seal away.
    return "broken" if seal_of(path).exists() and not (wal.exists() and wal.stat().st_size) else "none"


def _sealed_digest(path: Path) -> str | None:
    try:
        return seal_of(path).read_text("utf-8").split()[0]
    except (OSError, ValueError, IndexError):
        return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _changes(db: Database) -> int:
    """A number that is another one when another connection has committed."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])
