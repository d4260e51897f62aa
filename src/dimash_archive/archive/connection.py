"""Opening archive.db, writing to it, and turning SQLite's errors into ours."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from dimash_archive.archive.integrity.checksum import break_seal
from dimash_archive.archive.schema import migrations
from dimash_archive.archive.sqlite_errors import PATIENCE, system_errors, translated
from dimash_archive.errors import DatabaseError, ForeignDatabase, NoDatabase, OutdatedDatabase

_CACHE = (16_000, 64_000)  # KiB of pages kept in memory, from least to most: an eighth of the database
_PAGE = (
    8192  # bytes: two articles do not fill a page of the usual 4096, so a fifth of the file would lie empty
)
_READING_CACHE = 4_000  # a crawl reads through several connections, a row at a time


def connect(path: Path, *, create: bool = False, readonly: bool = False) -> Database:
    """The database at `path`, ready for use, with the current schema.

    With `readonly` nothing is written, to the file or beside it, as far as the system allows: a database on a
    read-only disk or in another user's folder can be read; OutdatedDatabase is raised for one of an earlier version.
    Raises NoDatabase if there is none and `create` is false, ForeignDatabase if it is not ours or newer than
    this program.
    """
    if not create:
        require(path)
    if create:
        _make_folder(path.parent)
    with translated(path):
        if readonly:
            return _read_only(path)
        if create and not is_nonempty(path):
            with system_errors(path):
                _begin(path.resolve())
        return _opened(path, "mode=rw", _prepared)


def _begin(path: Path) -> None:
    """A new database of today's schema, there as a whole or not at all.

    It is made aside: SQLite turns its journal to WAL only where nobody else has the file open, and who reads an
    archive that just begins would keep it from that, or see half of it.
    """
    with TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as aside:
        draft = Path(aside) / path.name
        _opened(draft, "mode=rwc", _prepared).close()
        if path.exists() and not is_nonempty(path):
            path.unlink()
        if not path.exists():  # a journal whose database is gone would be taken for that of the new one
            path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
        try:
            with suppress(FileExistsError):  # another process was faster: its database is as good
                path.hardlink_to(draft)
        except OSError:  # a file system without hard links
            draft.replace(path)


def _opened(path: Path, parameters: str, prepare: Callable[[sqlite3.Connection, Path], Database]) -> Database:
    uri = f"{path.absolute().as_uri()}?{parameters}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        return prepare(connection, path)
    except BaseException:
        connection.close()
        raise


def _read_only(path: Path) -> Database:
    """The database for reading.

    Beside one with a journal, SQLite makes files; only who may write takes them away again. A journal that holds
    changes is left as it is. Where nothing may be written and there is no journal, no files are needed.
    """
    journal = is_nonempty(path.with_name(f"{path.name}-wal"))
    try:
        if journal or not may_write(path):
            return _opened(path, "mode=ro", _prepared_for_reading)
        return _opened(path, "mode=rw", _prepared_for_reading)
    except sqlite3.OperationalError as error:
        if journal or error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise  # somebody writes: what does not look at the journal would read half of it
        return _opened(path, "mode=ro&immutable=1", _prepared_for_reading)


def reading_uri(path: Path) -> str:
    """The address of a database to attach for reading."""
    journal = is_nonempty(path.with_name(f"{path.name}-wal"))
    return f"{path.absolute().as_uri()}?mode=ro{'' if journal or may_write(path) else '&immutable=1'}"


def may_write(path: Path) -> bool:
    """Whether the database and files beside it can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_writable(db: Database) -> bool:
    """Whether an archive's database was opened for writing."""
    return not db.execute("PRAGMA query_only").fetchone()[0]


def is_nonempty(path: Path) -> bool:
    """Whether a file exists and holds anything."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def require(path: Path) -> None:
    """Raises NoDatabase where there is no database."""
    if path.is_file() and not path.stat().st_size:
        raise NoDatabase(
            f"{path} is empty: there is no archive in it.",
            hint="Restore it from a copy. If there is none, `dimash-archive crawl` starts a new archive in it.",
        )
    if not path.is_file() and any(path.parent.glob("warc/*.warc*")):
        raise NoDatabase(
            f"There is no archive at {path}, but there are WARC files beside it.",
            hint="Restore it from a copy, of any age: `verify --repair` notes what the WARC files hold more. Where there is none,"
            " `dimash-archive cluster extract --as archive` makes archives of the files.",
        )
    if not path.is_file():
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


def _prepared_for_reading(connection: sqlite3.Connection, path: Path) -> Database:
    db = Database(connection)
    _recognise(db, path)
    db.execute(f"PRAGMA cache_size = -{_READING_CACHE}")
    db.execute("PRAGMA query_only = ON")
    if migrations.version(db) < len(migrations.MIGRATIONS):
        raise OutdatedDatabase(
            f"The archive {path} was written by an earlier version.",
            hint="Copy it to a place that can be written to: any command that reads it there upgrades it.",
        )
    return db


def _prepared(connection: sqlite3.Connection, path: Path) -> Database:
    db = Database(connection)
    _recognise(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA page_size = {_PAGE}")  # counts for a new file only
    db.execute("PRAGMA journal_mode = WAL")
    # Safe with WAL: a power cut may lose the last transactions, never damage the file; WARC has them.
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA journal_size_limit = 67108864")
    if migrations.version(db) < len(migrations.MIGRATIONS):
        break_seal(path)
        _back_up(connection, path, migrations.version(db))
        migrations.migrate(db)
    _fit_cache(db)
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
    ours = db.execute("PRAGMA application_id").fetchone()[0] == migrations.APPLICATION_ID
    if not ours and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise ForeignDatabase(
            f"{path} is a database, but not an archive of this program.",
            hint="Name another folder with --data, or move the file away.",
        )
    if migrations.version(db) > len(migrations.MIGRATIONS):
        raise ForeignDatabase(
            f"The archive {path} was written by a newer version of this program.",
            hint="Upgrade: `pip install --upgrade dimash-archive`. Nothing was changed.",
        )


@contextmanager
def writing(db: Database, path: Path) -> Iterator[None]:
    """One transaction: all of it is stored, or none of it. Inside another transaction it is part of that one."""
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
