"""Is every byte there, and does every reference lead somewhere?

The walk goes both ways: from the database to the WARC files, and from every record in them back.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from dimash_archive.archive.crawl_memory import captures
from dimash_archive.archive.integrity import checksum, database_checks, relocation, warc_checks
from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.archive.sqlite_errors import unless_full
from dimash_archive.archive.store import FILE, Archive
from dimash_archive.archive.stream import snapshot
from dimash_archive.errors import DamagedDatabase, DatabaseError, ForeignDatabase, OutdatedDatabase
from dimash_archive.records import Captured
from dimash_archive.service.lock import is_held
from dimash_archive.warc import cdxj
from dimash_archive.warc.files import WARC_FOLDER, all_files


def verify(data: Path, *, repair: bool = False) -> Iterator[Finding]:
    """Everything that is wrong with the archive in the folder `data`; empty if it is sound.

    With `repair`, what can be put right without losing anything is: the search index is built anew, records that
    the database has not heard of are noted, captures whose records lie elsewhere since another program changed the files
    point there, rows that say nothing are taken away; that takes the archive's lock.
    Nothing is written to a database that is not as it was left, unless it is an older copy: whole in itself, with WARC
    files that hold more.

    Beside a running crawl the database is looked at as it was at one moment, and what the files hold more is a note.
    Raises NoDatabase, Locked, DiskFull, and DatabaseError where the database cannot be opened though it is not damaged.
    """
    warcs = data / WARC_FOLDER
    broken = list(_seal(data / FILE))
    yield from broken
    # To write would seal damage in.
    repair = repair and (not broken or _is_older_copy(data))
    if repair and broken:
        checksum.discard(data / FILE)
    with ExitStack() as stack:
        try:
            archive = _opened(stack, data, repair=repair, is_sealed=not broken)
        except OutdatedDatabase:
            if not broken:  # healthy, and where it lies it cannot be brought up to date
                raise
            yield from _warcs_alone(warcs)
            return
        except (DamagedDatabase, ForeignDatabase) as error:
            yield Finding("database", FILE, str(error).split("\n", maxsplit=1)[0], database_checks.RESTORE)
            yield from _warcs_alone(warcs)
            return
        yield from _database(archive, repair)
        yield from _warcs(archive, warcs, repair)


def _is_older_copy(data: Path) -> bool:
    """Whether nothing is wrong in a database but that the WARC files hold records it has not heard of."""
    with ExitStack() as stack:
        try:
            archive = _opened(stack, data, repair=False, is_sealed=False)
        except DatabaseError:
            return False
        if any(_database(archive, repair=False)):
            return False
        files = all_files(data / WARC_FOLDER).items()
        checked = (each for name, path in files for each in warc_checks.check(path, _captures(archive, name)))
        return any(isinstance(each, Captured) for each in checked)


def _opened(stack: ExitStack, data: Path, *, repair: bool, is_sealed: bool) -> Archive:
    """The archive for as long as `stack` lasts: for writing with `repair`, else as it is at one moment."""
    if repair:
        return stack.enter_context(Archive.exclusive(data))
    archive = Archive.open_for_reading(data) if is_sealed else Archive.open(data, readonly=True)
    stack.enter_context(archive)
    stack.enter_context(snapshot(archive.db))
    return archive


def _warcs_alone(folder: Path) -> Iterator[Finding]:
    """The checks of the WARC files where the database is of no help."""
    for file in all_files(folder).values():
        yield from (each for each in warc_checks.check(file, {}) if isinstance(each, Finding))


def _seal(path: Path) -> Iterator[Finding]:
    if path.is_file() and checksum.state(path) == "broken":
        yield Finding(
            "seal",
            FILE,
            "It is not byte for byte as this program left it: damaged, or changed by another program.",
            "Restore it from a copy; damage in it is not repaired. If you changed it yourself,"
            f" delete {checksum.seal_of(path).name}.",
        )


def _database(archive: Archive, repair: bool) -> Iterator[Finding]:
    """The checks inside the database; one that the damage itself stops is reported as such."""
    db = archive.db
    checks = [
        database_checks.structure(db),
        database_checks.texts(db),
        database_checks.rows(db),
        _stories(archive, repair),
        _search(archive, repair),
    ]
    for check in checks:
        try:
            with unless_full(archive.path):
                yield from check
        except (sqlite3.Error, DatabaseError, TypeError, ValueError) as error:
            # A flipped bit can make a number of a text, or a text that is no UTF-8.
            yield Finding("database", FILE, f"It cannot be read: {error}.", database_checks.RESTORE)


def _stories(archive: Archive, repair: bool) -> Iterator[Finding]:
    if not repair:
        yield from database_checks.stories(archive.db, repair=False)
        return
    with archive.batch():
        findings = list(database_checks.stories(archive.db, repair=True))
    yield from findings


def _search(archive: Archive, repair: bool) -> Iterator[Finding]:
    findings = list(database_checks.search(archive.path))
    if findings and repair:
        archive.rebuild_index()
    for each in findings:
        yield Finding(each.check, each.subject, each.problem, each.mend, repaired=repair)


def _warcs(archive: Archive, folder: Path, repair: bool) -> Iterator[Finding]:
    try:
        sql = "SELECT warc_file, count(*) FROM captures GROUP BY warc_file ORDER BY warc_file"
        files = all_files(folder)
        moved = relocation.moves(archive, files)
        if repair and moved:
            relocation.apply(archive, moved)
        yield from relocation.findings(moved, repaired=repair)
        moved = [] if repair else moved
        counts = Counter(dict(archive.db.execute(sql).fetchall()))
        counts.subtract(move.before.warc_file for move in moved)
        yield from warc_checks.missing(folder, +counts)
        busy = is_held(folder.parent)
        for name, path in files.items():
            unknown = 0
            captures = _captures(archive, name, moved)
            for each in warc_checks.check(path, captures, partial(_leads, archive)):
                unknown += isinstance(each, Captured)
                yield (
                    each
                    if isinstance(each, Finding)
                    else _unknown(archive, each, path, repair=repair, busy=busy)
                )
            if repair or not unknown:  # else the index says more than the database, for that very reason
                yield from _index(archive, path, repair)
    except (sqlite3.Error, TypeError, ValueError) as error:
        yield Finding("captures", FILE, f"It cannot be read: {error}.", database_checks.RESTORE)


def _captures(
    archive: Archive, name: str, moved: Iterable[relocation.Move] = ()
) -> warc_checks.CapturesByOffset:
    """The captures of a file as if those that lie elsewhere were noted there."""
    captures = {captured.warc_offset: captured for _, captured in archive.captures(name)}
    moved = list(moved)
    for move in moved:
        if move.before.warc_file == name:
            del captures[move.before.warc_offset]
    there = (each for each in moved if each.after.warc_file == name)
    return captures | {each.after.warc_offset: each.after for each in there}


def _leads(archive: Archive, captured: Captured) -> bool:
    """Whether what a capture repeats lies where it says."""
    name, _, offset = (captured.revisit_of or "").rpartition(":")
    place = (name, int(offset) if offset.isdecimal() else -1)
    first = captures.one(archive.db, "warc_file = ? AND warc_offset = ?", place)
    return first is not None and first.digest == captured.digest


def _index(archive: Archive, path: Path, repair: bool) -> Iterator[Finding]:
    """The index for replay tools, if there is one, against the captures it was made of."""
    index = cdxj.beside(path)
    if not index.exists():
        return
    captures = _captures(archive, path.name).values()
    if index.read_bytes() == cdxj.whole(captures).encode():
        return
    if repair:
        cdxj.write(path, captures)
    problem = "It does not match what the database says of the WARC file."
    mend = "Run `dimash-archive verify --repair`, which rewrites it."
    yield Finding("index", index.name, problem, mend, repaired=repair)


def _unknown(archive: Archive, captured: Captured, path: Path, *, repair: bool, busy: bool) -> Finding:
    if path.name.endswith(".open") or (busy and not repair):
        problem, mend = "The run that stored it has not ended.", "Nothing to do: the next crawl takes it in."
        return Finding("captures", captured.place, problem, mend, "note")
    if repair:
        archive.adopt(captured)
    mend = "Run `dimash-archive verify --repair`, then `dimash-archive reextract`."
    return Finding(
        "captures",
        captured.place,
        f"The database does not know this record of {captured.url}.",
        mend,
        repaired=repair,
    )
