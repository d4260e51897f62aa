"""A seal on archive.db: the file's SHA-256, taken when a writer closes it.

SQLite notices damage to its structure, not to a letter of a text. The seal notices any bit. It lies beside the
database as `archive.db.sha256`, in the form that `sha256sum --check` reads, and is broken by the first write.
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
    """Take the seal away, before the first change. Without effect where there is none."""
    with contextlib.suppress(OSError):
        seal_of(path).unlink()


def seal(db: Database, path: Path) -> bool:
    """Seal a database that is open and between transactions; False if others are at work on it, or no space."""
    try:
        before = _changes(db)
        waiting = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        line = f"{_digest(path)}  {path.name}\n"
        if waiting or _changes(db) != before:
            return False
        draft = seal_of(path).with_suffix(".draft")
        draft.write_text(line, "utf-8")
        draft.replace(seal_of(path))
    except (OSError, sqlite3.Error):
        return False
    return True


def state(path: Path) -> State:
    """Whether the database at `path` is byte for byte as it was sealed."""
    try:
        digest = seal_of(path).read_text("utf-8").split()[0]
    except (OSError, ValueError, IndexError):
        return "none"
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        return "none"
    if digest == _digest(path):
        return "whole"
    # A writer that began meanwhile has taken the seal away.
    return "broken" if seal_of(path).exists() and not (wal.exists() and wal.stat().st_size) else "none"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _changes(db: Database) -> int:
    """A number that is another one when another connection has committed."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])
