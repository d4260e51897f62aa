"""Are the newest articles unlike those before them, as after a redesign? Quick in an archive of any size."""

import math
from collections.abc import Iterator
from statistics import median
from typing import Final

from sqlite_utils import Database

from dimash_archive.records import Values

SHORT: Final = 40
"""Words of a body below which it may be a remnant: the shortest real news found has about 60."""
NEWEST: Final = 30
"""How many of an edition's newest articles are compared with those before them."""
BEFORE: Final = 300
"""How many articles before them."""

_SURE = 4.0  # standard errors: by chance once in some ten thousand comparisons
_MUCH = 0.2  # a share that changes by less is no alarm, however sure
_LONGER = 1.8  # likewise a median length


def alarms(db: Database) -> Iterator[str]:
    """Sentences on how the newest articles of each edition differ from those before."""
    for (edition,) in db.execute("SELECT DISTINCT edition FROM articles ORDER BY 1").fetchall():
        rows = db.execute(
            "SELECT author IS NOT NULL, quote IS NOT NULL, section IS NOT NULL, image_url IS NOT NULL, lead IS NOT NULL,"
            f" word_count >= {SHORT}, ifnull(lost, 0) >= 0.1, word_count FROM articles"
            " WHERE edition = ? AND published IS NOT NULL ORDER BY published DESC LIMIT ?",
            (edition, NEWEST + BEFORE),
        ).fetchall()
        newest, before = rows[:NEWEST], rows[NEWEST:]
        if len(before) >= NEWEST:
            yield from _differences(edition, newest, before)
        yield from _places(db, edition)


_SHARES = (
    "an author",
    "speech",
    "a section",
    "a picture",
    "a standfirst",
    f"at least {SHORT} words",
    "text that may be missing",
)


def _differences(edition: str, newest: Values, before: Values) -> Iterator[str]:
    for place, name in enumerate(_SHARES):
        now, then = (sum(row[place] for row in rows) / len(rows) for rows in (newest, before))
        both = (sum(row[place] for row in (*newest, *before))) / (len(newest) + len(before))
        error = math.sqrt(both * (1 - both) * (1 / len(newest) + 1 / len(before)))
        if abs(now - then) > max(_MUCH, _SURE * error):
            yield f"{edition}: {now:.0%} of the newest {len(newest)} articles have {name}; before, it was {then:.0%}."
    now, then = (median(row[-1] for row in rows) for rows in (newest, before))
    if max(now, then) > _LONGER * max(1, min(now, then)):
        yield f"{edition}: the newest {len(newest)} articles have {now:,.0f} words (median); before, it was {then:,.0f}."


def _places(db: Database, edition: str) -> Iterator[str]:
    """Whether the newest month's pages are built of other parts than all pages before: the memory knows both."""
    months = [
        row[0]
        for row in db.execute(
            "SELECT month FROM sights WHERE edition = ? AND place = 0 AND pages >= 5 ORDER BY month DESC",
            (edition,),
        )
    ]
    if len(months) < 2:
        return
    new, total = db.execute(
        "SELECT sum(pages * (place NOT IN (SELECT place FROM sights WHERE edition = ?1 AND month < ?2 AND line = 0))),"
        " sum(pages) FROM sights WHERE edition = ?1 AND month = ?2 AND line = 0 AND place > 0",
        (edition, months[0]),
    ).fetchone()
    if total and new > total / 2:
        month = f"{months[0] // 12}-{months[0] % 12 + 1:02}"
        yield f"{edition}: {new / total:.0%} of the parts that pages of {month} are built of were never seen before."
