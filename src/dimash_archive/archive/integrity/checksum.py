"""A seal on archive.db: the file's SHA-256, taken when a writer closes it.

SQLite notices damage to its structure, not to a letter of a text. The seal notices any bit. It lies beside the
database as `archive.db.sha256`, in the form that `sha256sum --check` reads, and is taken away by the first write. One
that the database does not agree with stays, whatever is written, until somebody decides: damage is never sealed in.
"""

import contextlib
import hashlib
import sqlite3
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

State = Literal["whole", "broken", "none"]
"""The file is as it was sealed; it is not; there is no seal, as while a writer is at work or after it died."""


def seal_of(path: Path) -> Path:
    """Where the seal of the database at `path` lies."""
    return path.with_name(f"{path.name}.sha256")


def break_seal(path: Path) -> None:
    """Take the seal away, before the first change. Without effect where there is none, or the database is not as sealed."""
    if state(path) == "whole":
        discard(path)


def discard(path: Path) -> None:
    """Take the seal away, whatever it says. Without effect where there is none."""
    with contextlib.suppress(OSError):
        seal_of(path).unlink()


def seal(db: Database, path: Path) -> bool:
    """Seal a database that is open and between transactions.

    False if others are at work on it, if there is no space, or if it has a seal that says otherwise.
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
    """Whether the database at `path` is byte for byte as it was sealed."""
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
