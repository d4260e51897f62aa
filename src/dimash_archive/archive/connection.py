"""Opening archive.db, writing to it, and saying in our own words what goes wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from dimash_archive.archive import schema
from dimash_archive.archive.integrity.checksum import break_seal
from dimash_archive.errors import DatabaseError, DiskFull, ForeignDatabase, Locked, NoDatabase

PATIENCE = 30.0
"""Seconds to wait for another writer before giving up."""
_CACHE = (16_000, 64_000)  # KiB of pages kept in memory, from least to most: an eighth of the database
_PAGE = (
    8192  # bytes: two articles do not fill a page of the usual 4096, so a fifth of the file would lie empty
)
_READING_CACHE = 4_000  # a crawl reads through several connections, a row at a time


def connect(path: Path, *, create: bool = False, readonly: bool = False) -> Database:
    """The database at `path`, ready for use and of today's schema.

    Raises NoDatabase if there is none and `create` is false, ForeignDatabase if it is not ours or newer than
    this program.
    """
    if not create:
        require(path)
    if create:
        _make_folder(path.parent)
    with translated(path):
        mode = "ro" if readonly else "rwc" if create else "rw"
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
        )
        try:
            return _prepared(connection, path, readonly=readonly)
        except BaseException:
            connection.close()
            raise


def require(path: Path) -> None:
    """Raises NoDatabase where there is no database."""
    if not (path.is_file() and path.stat().st_size):
        raise NoDatabase(
            f"There is no archive at {path}.",
            hint="Run `dimash-archive crawl` to make one, `dimash-archive demo` to try one out,"
            " or name another place with --data.",
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"Cannot make the folder {folder}: {error.strerror}.") from error


def _prepared(connection: sqlite3.Connection, path: Path, *, readonly: bool) -> Database:
    db = Database(connection)
    _recognise(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    if readonly:
        db.execute(f"PRAGMA cache_size = -{_READING_CACHE}")
        db.execute("PRAGMA query_only = ON")
    else:
        db.execute(f"PRAGMA page_size = {_PAGE}")  # counts for a new file only
        db.execute("PRAGMA journal_mode = WAL")
        # Safe with WAL: a power cut may lose the last transactions, never damage the file; WARC has them.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA journal_size_limit = 67108864")
        if schema.version(db) < len(schema.MIGRATIONS):
            break_seal(path)
            _back_up(connection, path, schema.version(db))
            schema.migrate(db)
        _fit_cache(db)
    if schema.version(db) < len(schema.MIGRATIONS):
        raise ForeignDatabase(
            f"The archive {path} was written by an earlier version.",
            hint="Run `dimash-archive status` where it may be written to: that brings it up to date.",
        )
    return db


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """A copy of an earlier version's database beside it, before it is changed: `archive.db.before-2`."""
    if version == 0:
        return  # it is new: there is nothing to keep
    copy = path.with_name(f"{path.name}.before-{version + 1}")
    if copy.exists():
        return  # made by an attempt that was cut short after it; what was there first is what is wanted
    unfinished = copy.with_name(f"{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    target = sqlite3.connect(unfinished)
    try:
        connection.backup(target)
    finally:
        target.close()
    unfinished.replace(copy)


def _recognise(db: Database, path: Path) -> None:
    ours = db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    if not ours and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise ForeignDatabase(
            f"{path} is a database, but no archive of this program.",
            hint="Name another folder with --data, or move the file away.",
        )
    if schema.version(db) > len(schema.MIGRATIONS):
        raise ForeignDatabase(
            f"The archive {path} was written by a newer version of this program.",
            hint="Upgrade: `pip install --upgrade dimash-archive`. Nothing was changed.",
        )


@contextmanager
def writing(db: Database, path: Path) -> Iterator[None]:
    """One transaction: everything in it is stored, or nothing. Inside another one, a part of it."""
    with translated(path):
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        db.execute("BEGIN IMMEDIATE")
        break_seal(path)
        try:
            yield
            db.execute("COMMIT")
            _fit_cache(db)
        except BaseException:
            db.rollback()
            raise


def _fit_cache(db: Database) -> None:
    """As much of the database in memory as its indexes need not to thrash: a small one leaves it to others."""
    size: int = db.execute("PRAGMA page_count").fetchone()[0] * _PAGE // 1024
    least, most = _CACHE
    db.execute(f"PRAGMA cache_size = -{max(least, min(most, size // 8))}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as ours; others pass through."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise _ours(str(error), path) from error


def _ours(message: str, path: Path) -> DatabaseError | DiskFull | Locked:
    if "disk is full" in message:
        return DiskFull(
            f"No space is left for {path}.", hint="Everything stored before is safe. Make room and run again."
        )
    if "locked" in message or "busy" in message:
        return Locked(
            f"Another program is writing to {path}.", hint=f"Waited {PATIENCE:.0f} seconds; try again later."
        )
    if "not a database" in message:
        return ForeignDatabase(
            f"{path} is no archive: not even a database.",
            hint="Name another folder with --data, or move the file away.",
        )
    if "readonly" in message or "unable to open" in message:
        return DatabaseError(
            f"Cannot write to {path}.", hint="Look at the rights of the file and its folder."
        )
    return DatabaseError(
        f"The archive {path} cannot be used: {message}.", hint="Run `dimash-archive verify`."
    )
