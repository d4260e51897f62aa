"""The view `stories_wide`: one row per story, the archive's own editions side by side, whichever they are."""

from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

USUAL: Final = ("kk", "ru", "en")
"""The editions that have columns as long as the archive has no other."""
_MOST: Final = 60
"""Editions with columns of their own: SQLite joins at most 64 tables."""
_EDITIONS: Final = "SELECT DISTINCT edition FROM articles ORDER BY edition"
_ARE_MORE: Final = "SELECT count(*) FROM (SELECT 1 FROM articles WHERE edition = ? LIMIT 2)"


def fit(db: Database) -> None:
    """Remake the view with the editions that the archive has now. Inside a transaction."""
    editions = columns([row[0] for row in db.execute(_EDITIONS)])
    db.execute("DROP VIEW IF EXISTS stories_wide")
    db.execute(definition(editions))


def fit_to(db: Database, edition: str) -> None:
    """The same where an article is the first of its edition."""
    if db.execute(_ARE_MORE, (edition,)).fetchone()[0] == 1:
        fit(db)


def columns(editions: Sequence[str]) -> tuple[str, ...]:
    """The editions that the view has columns for, of those that the archive has."""
    if set(editions) <= set(USUAL):
        return USUAL
    usual = [each for each in USUAL if each in editions]
    return tuple([*usual, *(each for each in editions if each not in usual)][:_MOST])


def definition(editions: Sequence[str]) -> str:
    """The view as SQL. An edition gives two columns: `de_id`, `de_title`."""
    earliest = ", ".join(f"coalesce({_name(each)}.published, '~')" for each in editions)
    shown = ",\n    ".join(
        f"{_name(each)}.id AS {_name(f'{each}_id')}, {_name(each)}.title AS {_name(f'{each}_title')}"
        for each in editions
    )
    joined = "\n".join(
        f"LEFT JOIN articles AS {_name(each)} ON {_name(each)}.story_id = stories.id AND {_name(each)}.edition = {_text(each)}"
        for each in editions
    )
    # With one value min() would be the aggregate: '~' is later than any moment.
    return f"""CREATE VIEW stories_wide AS
SELECT
    stories.id, nullif(min({earliest}, '~'), '~') AS published,
    {shown}
FROM stories
{joined}"""


def _name(name: str) -> str:
    """A name between quotes, always: `is`, `no` and `or` are languages, and words of SQL."""
    return '"{}"'.format(name.replace('"', '""'))


def _text(value: str) -> str:
    return "'{}'".format(value.replace("'", "''"))
