"""Table `captures`: where every response is in the WARC files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from dimash_archive.records import Captured, Values
from dimash_archive.text.moments import moment_text, read_moment

_READ = "past"  # the key in `meta`: up to which capture those of archives elsewhere were read
_COLUMNS = "url, fetched_at, status, mime, digest, warc_file, warc_offset, warc_length, revisit_of, flaw"


def add_source(db: Database) -> None:
    """A migration: which other archive received a response."""
    db.execute("ALTER TABLE captures ADD COLUMN source TEXT")


def add_flaw(db: Database) -> None:
    """A migration: why a response is incomplete; before, only complete ones were noted."""
    db.execute("ALTER TABLE captures ADD COLUMN flaw TEXT")


def drop_fractions_of_seconds(db: Database) -> None:
    """A migration: the times of captures in the form used everywhere else, so that they sort together."""
    db.execute(
        "UPDATE captures SET fetched_at = substr(fetched_at, 1, 19) || 'Z' WHERE fetched_at LIKE '%.%'"
    )


def record(db: Database, run_id: int | None, captured: Captured, source: str | None = None) -> int:
    """Note an answer; returns its id, the old one if it was noted before. `source`: which other archive had it."""
    c = captured
    row = (
        c.url,
        moment_text(c.fetched_at),
        c.status,
        c.mime,
        c.digest,
        c.warc_file,
        c.warc_offset,
        c.warc_length,
    )
    added = db.execute(
        f"INSERT INTO captures (run_id, {_COLUMNS}, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (warc_file, warc_offset) DO NOTHING",
        (run_id, *row, c.revisit_of, c.flaw, source),
    )
    if added.rowcount:
        return int(added.lastrowid or 0)
    place = "SELECT id FROM captures WHERE warc_file = ? AND warc_offset = ?"
    return int(db.execute(place, (c.warc_file, c.warc_offset)).fetchone()[0])


def relocate(db: Database, moves: Mapping[int, tuple[Captured, Captured]]) -> None:
    """Note where records are now, by the ids of their captures: before and after. References to them follow."""
    # In two steps, as one may lie now where another did.
    db.conn.executemany(
        "UPDATE captures SET warc_offset = -1 - id WHERE id = ?", [(number,) for number in moves]
    )
    db.conn.executemany(
        "UPDATE captures SET warc_file = ?, warc_offset = ?, warc_length = ? WHERE id = ?",
        [
            (after.warc_file, after.warc_offset, after.warc_length, number)
            for number, (_, after) in moves.items()
        ],
    )
    places = {before.place: after.place for before, after in moves.values()}
    revisits = db.execute("SELECT id, revisit_of FROM captures WHERE revisit_of IS NOT NULL").fetchall()
    db.conn.executemany(
        "UPDATE captures SET revisit_of = ? WHERE id = ?",
        [(places[place], number) for number, place in revisits if place in places],
    )


def one(db: Database, condition: str, values: Sequence[object]) -> Captured | None:
    """The first capture for which an SQL condition holds."""
    row = first(db, condition, values)
    return None if row is None else row[1]


def first(db: Database, condition: str, values: Sequence[object]) -> tuple[int, Captured] | None:
    """The first capture for which an SQL condition holds, with its id."""
    row = db.execute(
        f"SELECT id, {_COLUMNS} FROM captures WHERE {condition} ORDER BY id LIMIT 1", values
    ).fetchone()
    return None if row is None else (row[0], _captured(row[1:]))


def is_held(db: Database, url: str, when: datetime) -> bool:
    """Whether a response from an address at exactly this second is held, whoever received it."""
    sql = "SELECT EXISTS (SELECT 1 FROM captures WHERE url = ? AND fetched_at = ?)"
    return bool(db.execute(sql, (url, moment_text(when))).fetchone()[0])


def of_addresses(db: Database, addresses: Sequence[str]) -> Iterator[tuple[datetime, int]]:
    """Moment and status of every answer from these addresses."""
    marks = ", ".join("?" * len(addresses))
    for when, status in db.execute(
        f"SELECT fetched_at, status FROM captures WHERE url IN ({marks})", addresses
    ):
        yield read_moment(when), int(status)


def at(db: Database, addresses: Sequence[str]) -> Iterator[tuple[int, Captured]]:
    """The whole answers from these addresses, with their ids, oldest first."""
    marks = ", ".join("?" * len(addresses))
    sql = (
        f"SELECT id, {_COLUMNS} FROM captures WHERE url IN ({marks}) AND flaw IS NULL ORDER BY fetched_at, id"
    )
    for number, *rest in db.execute(sql, addresses):
        yield number, _captured(rest)


def unread_past(db: Database) -> list[tuple[int, Captured]]:
    """The captures of archives elsewhere above the mark that `mark_past_read` set, with their ids, oldest first."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_READ,)).fetchone()
    sql = f"SELECT id, {_COLUMNS} FROM captures WHERE id > ? AND source IS NOT NULL ORDER BY fetched_at, id"
    return [(number, _captured(rest)) for number, *rest in db.execute(sql, (int(row[0]) if row else 0,))]


def mark_past_read(db: Database, newest: int) -> None:
    """Note that captures of archives elsewhere were read up to an id."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_READ, str(newest)))


def every(db: Database, warc_file: str | None = None) -> Iterator[tuple[int, Captured]]:
    """All captures with their ids, in the order they were stored; or those in one WARC file."""
    where, values = ("", ()) if warc_file is None else ("WHERE warc_file = ?", (warc_file,))
    for capture_id, *row in db.execute(f"SELECT id, {_COLUMNS} FROM captures {where} ORDER BY id", values):
        yield capture_id, _captured(row)


def _captured(row: Values) -> Captured:
    url, fetched_at, *rest = row
    return Captured(url, read_moment(fetched_at), *rest)
