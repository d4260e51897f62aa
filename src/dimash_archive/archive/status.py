"""What an archive holds, in figures."""

from typing import Any

from sqlite_utils import Database

_TABLES = (
    "articles",
    "versions",
    "quotes",
    "images",
    "links",
    "tags",
    "stories",
    "captures",
    "pages",
    "runs",
)
_RUNS = 5
_FAILURES = 20


def status(db: Database) -> dict[str, Any]:
    """Counts and what needs a look.

    Keys: `tables` (rows by table), `editions` (articles by edition), `months` (rows of edition, month as
    YYYY-MM or None, articles), `gone` (articles no longer on the site), `undated` (articles without a date),
    `pages` (addresses by state), `runs` (the last five, newest first), `failures` (addresses that failed most
    often).
    """
    return {
        "tables": {name: _number(db, f"SELECT count(*) FROM {name}") for name in _TABLES},
        "editions": dict(db.execute("SELECT edition, count(*) FROM articles GROUP BY edition").fetchall()),
        "months": _rows(
            db,
            "SELECT edition, substr(published, 1, 7) AS month, count(*) AS articles FROM articles"
            " GROUP BY edition, month ORDER BY edition, month",
        ),
        "gone": _number(db, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL"),
        "undated": _number(db, "SELECT count(*) FROM articles WHERE published IS NULL"),
        "pages": dict(db.execute("SELECT state, count(*) FROM pages GROUP BY state").fetchall()),
        "runs": _rows(db, f"SELECT * FROM runs ORDER BY id DESC LIMIT {_RUNS}"),
        "failures": _rows(
            db,
            "SELECT url, last_status, attempts, visited_at FROM pages WHERE state = 'failed'"
            f" ORDER BY attempts DESC, id LIMIT {_FAILURES}",
        ),
    }


def _number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


def _rows(db: Database, sql: str) -> list[dict[str, Any]]:
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
