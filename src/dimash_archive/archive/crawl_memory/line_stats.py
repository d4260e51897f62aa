"""The site memory: sums over pages, by edition and month. Table `sights`; view `blocks` shows what repeats.

Counts are only ever added up, so the order of the pages does not matter. A page counts once a month, by its first
full capture: one that changes every hour is still one page.
"""

import sqlite3
from datetime import UTC, datetime

from sqlite_utils import Database

from dimash_archive.archive.schema.migrations import LINE_STATS, LINE_TEXTS
from dimash_archive.html.repetition import (
    OFTEN,
    BoilerplateStats,
    DomPathStats,
    LineObservation,
    LineObservations,
)
from dimash_archive.records import Captured
from dimash_archive.text.moments import moment_text

_ENOUGH = 50
"""Pages to learn from: if the surrounding months have fewer, more distant months are used as well."""
_NEAR = 1
"""How many months before and after a page's own count as its time."""
_ADD = (
    "INSERT INTO sights VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (edition, month, place, line)"
    " DO UPDATE SET pages = pages + 1, kept = kept + excluded.kept"
)


def note(db: Database, edition: str, captured: Captured, observations: LineObservations) -> bool:
    """Add the observations of one capture; False if its page was already counted in this month."""
    if not observations.places or _is_counted(db, captured):
        return False
    _note(db, edition, captured, observations)
    return True


def _note(db: Database, edition: str, captured: Captured, observations: LineObservations) -> None:
    for observation in add(db, edition, month_of(captured.fetched_at), observations):
        db.execute("INSERT OR IGNORE INTO line_texts VALUES (?, ?)", (observation.line, observation.text))


def add(db: Database, edition: str, month: int, observations: LineObservations) -> list[LineObservation]:
    """Add the observations of one page to a month's sums; returns the lines that are on `OFTEN` pages with this one."""
    places = ((edition, month, place, 0, in_body) for place, in_body in observations.places)
    db.conn.executemany(_ADD, [(edition, month, 0, 0, 0), *places])
    rows = ((each, (edition, month, each.place, each.line, each.in_body)) for each in observations.lines)
    add_line = f"{_ADD} RETURNING pages"
    return [each for each, row in rows if db.conn.execute(add_line, row).fetchone()[0] == OFTEN]


def _is_counted(db: Database, captured: Captured) -> bool:
    """Whether this capture is not the first in full of its page in its month."""
    if captured.revisit_of is not None:
        return True
    when = captured.fetched_at.astimezone(UTC)
    start = when.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sql = (
        "SELECT 1 FROM captures WHERE url = ? AND fetched_at >= ? AND status = 200 AND revisit_of IS NULL"
        " AND flaw IS NULL"
        " AND (fetched_at, warc_file, warc_offset) < (?, ?, ?)"
    )
    place = moment_text(when), captured.warc_file, captured.warc_offset
    return db.execute(sql, (captured.url, moment_text(start), *place)).fetchone() is not None


class Draft:
    """A memory relearned in a temporary file, beside the one in use, until it replaces that."""

    def __init__(self, archive: Database) -> None:
        """`archive` knows which capture of a page counts; nothing is written to it before `replace`."""
        self._archive, self._db = archive, Database(sqlite3.connect(""))
        self._db.execute(LINE_STATS)
        self._db.execute(LINE_TEXTS)

    def note(self, edition: str, captured: Captured, observations: LineObservations) -> None:
        """Add the observations of one capture, unless its page was already counted in this month."""
        if observations.places and not _is_counted(self._archive, captured):
            _note(self._db, edition, captured, observations)

    def replace(self) -> None:
        """Replace the memory in use with it; call it inside a batch."""
        for table in ("sights", "line_texts"):
            self._archive.execute(f"DELETE FROM {table}")
            rows = self._db.execute(f"SELECT * FROM {table}")
            marks = ", ".join("?" * len(rows.description))
            self._archive.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def close(self) -> None:
        """Drop it."""
        self._db.close()


def repeats(db: Database, edition: str, here: int) -> BoilerplateStats:
    """What is known around a month: of that month and its neighbours, and of more months if these have few pages."""
    months = dict(db.execute("SELECT month, pages FROM sights WHERE edition = ? AND place = 0", (edition,)))
    reach = _reach(months, here)
    pages = sum(number for month, number in months.items() if abs(month - here) <= reach)
    if pages < OFTEN:
        return BoilerplateStats(pages)
    time = (edition, here - reach, here + reach)
    return BoilerplateStats(pages, _places(db, time), _lines(db, time))


class Sums:
    """The same sums over the pages of one site that are in no archive, in a temporary file."""

    def __init__(self) -> None:
        self._db = Database(sqlite3.connect(""))
        self._db.execute(LINE_STATS)

    def add(self, month: int, observations: LineObservations) -> None:
        """Add the observations of one page; the caller must count each page only once a month."""
        if observations.places:
            add(self._db, "", month, observations)

    def repeats(self, month: int) -> BoilerplateStats:
        """What is known around a month."""
        return repeats(self._db, "", month)

    def close(self) -> None:
        """Forget all."""
        self._db.close()


def _reach(months: dict[int, int], here: int) -> int:
    """How many months before and after `here` are asked."""
    pages, reach = 0, _NEAR
    for distance in sorted({abs(month - here) for month in months}):
        if distance > _NEAR and pages >= _ENOUGH:
            break
        pages += months.get(here - distance, 0) + (months.get(here + distance, 0) if distance else 0)
        reach = distance
    return max(_NEAR, reach)


def _places(db: Database, time: tuple[str, int, int]) -> dict[int, DomPathStats]:
    sql = (
        "SELECT place, sum(pages * (line = 0)), sum(kept * (line = 0)), sum(pages * (line > 0)),"
        " sum(pages * (line > 0 AND pages >= ?)) FROM ("
        " SELECT place, line, sum(pages) AS pages, sum(kept) AS kept FROM sights"
        " WHERE edition = ? AND month BETWEEN ? AND ? AND place > 0 GROUP BY place, line"
        ") GROUP BY place HAVING sum(pages * (line = 0)) >= ?"
    )
    return {row[0]: DomPathStats(*row[1:]) for row in db.execute(sql, (OFTEN, *time, OFTEN))}


def _lines(db: Database, time: tuple[str, int, int]) -> dict[tuple[int, int], int]:
    sql = (
        "SELECT place, line, sum(pages) FROM sights WHERE edition = ? AND month BETWEEN ? AND ?"
        " AND line > 0 GROUP BY place, line HAVING sum(pages) >= ?"
    )
    return {(place, line): pages for place, line, pages in db.execute(sql, (*time, OFTEN))}


def month_of(when: datetime) -> int:
    """A moment's month as a number: twelve to a year."""
    utc = when.astimezone(UTC)
    return utc.year * 12 + utc.month - 1
