"""What an archive holds, in figures."""

from collections.abc import Iterator

from sqlite_utils import Database

from dimash_archive.archive.crawl_memory.coverage import coverage
from dimash_archive.records import Row

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
_COUNTED = {"versions": "history"}  # the view has the same rows, and reads the texts
# Both step over an index: grouping all articles by month takes seconds where there are a million.
_EDITIONS = """
WITH RECURSIVE editions (edition) AS (
    SELECT min(edition) FROM articles
    UNION ALL
    SELECT (SELECT min(edition) FROM articles WHERE edition > editions.edition) FROM editions WHERE edition IS NOT NULL
)
SELECT edition FROM editions WHERE edition IS NOT NULL
"""
_MONTHS = """
WITH RECURSIVE months (month) AS (
    SELECT (SELECT substr(min(published), 1, 7) FROM articles WHERE edition = ?1)
    UNION ALL
    SELECT (
        SELECT substr(min(published), 1, 7) FROM articles WHERE edition = ?1 AND published > months.month || '~'
    ) FROM months WHERE month IS NOT NULL
)
SELECT ?1 AS edition, NULL AS month, (SELECT count(*) FROM articles WHERE edition = ?1 AND published IS NULL) AS articles
WHERE articles
UNION ALL
SELECT ?1, month, (
    SELECT count(*) FROM articles WHERE edition = ?1 AND published >= months.month AND published < months.month || '~'
) FROM months WHERE month IS NOT NULL
"""
_DATES = """
SELECT edition, source, signalled AS told, unsignalled AS missed FROM change_signals ORDER BY edition, source
"""
_RUNS = 5
_FAILURES = 20


def status(db: Database) -> Row:
    """Counts and what needs attention.

    Keys: `tables` (rows by table), `editions` (articles by edition), `months` (rows of edition, month as
    YYYY-MM or None, articles), `gone` (articles no longer on the site), `undated` (articles without a date),
    `listed` (by edition: posts that the CMS lists, and how many of them are not held), `pages` (addresses by
    state), `dates` (by edition and source: changes of articles that a later date `told` before they were seen, and
    those it did not, `missed`), `runs` (the last five, newest first), `failures` (addresses that failed most
    often).
    """
    months = {edition: _rows(db, _MONTHS, (edition,)) for (edition,) in db.execute(_EDITIONS).fetchall()}
    return {
        "tables": {name: _number(db, f"SELECT count(*) FROM {_COUNTED.get(name, name)}") for name in _TABLES},
        "editions": {edition: sum(row["articles"] for row in rows) for edition, rows in months.items()},
        "months": [row for rows in months.values() for row in rows],
        "gone": _number(db, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL"),
        "undated": _number(db, "SELECT count(*) FROM articles WHERE published IS NULL"),
        "listed": dict(_listed(db)),
        "pages": dict(db.execute("SELECT state, count(*) FROM pages GROUP BY state").fetchall()),
        "dates": _rows(db, _DATES),
        "runs": _rows(db, f"SELECT * FROM runs ORDER BY id DESC LIMIT {_RUNS}"),
        "failures": _rows(
            db,
            "SELECT url, last_status, attempts, visited_at FROM pages WHERE state = 'failed'"
            f" ORDER BY attempts DESC, id LIMIT {_FAILURES}",
        ),
    }


def _listed(db: Database) -> Iterator[tuple[str, dict[str, int]]]:
    """Editions whose CMS lists posts."""
    for (edition,) in db.execute("SELECT DISTINCT edition FROM pages ORDER BY 1").fetchall():
        figures = coverage(db, edition)
        if figures.listed:
            yield edition, {"posts": figures.listed, "not_held": figures.missing}


def _number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


def _rows(db: Database, sql: str, values: tuple[str, ...] = ()) -> list[Row]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
