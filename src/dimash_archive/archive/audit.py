"""Is the extraction clean? What the articles themselves tell, over the whole archive, in memory that does not grow.

Shares and lengths by language and month show drift; checks name articles that look wrong; an alarm says that the newest
articles are unlike those before them, as after a redesign.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median
from typing import Any

from sqlite_utils import Database

from dimash_archive.archive import suspects

FACTS = ("title", "date", "author", "quote", "body")
"""What an article should have; `body` means at least `SHORT` words."""
SHORT = 40
"""Words of a body below which it may be a remnant: the shortest real news found has about 60."""
NEWEST, BEFORE = 30, 300
"""So many newest articles of an edition are held against so many before them."""

_EXAMPLES = 10
_SURE = 4.0  # standard errors: by chance once in some ten thousand comparisons
_MUCH = 0.2  # a share that changes by less is no alarm, however sure
_LONGER = 1.8  # likewise a median length


@dataclass(frozen=True, slots=True)
class Month:
    """The articles in one language of one month."""

    lang: str
    """The language."""
    month: str
    """`YYYY-MM` by publishing; `undated`."""
    articles: int
    """How many."""
    shares: dict[str, float]
    """For each of FACTS the share that has it, 0 to 1."""
    words: int
    """Median words of the bodies."""


@dataclass(slots=True)
class Check:
    """One way in which articles may be wrong, and those that are."""

    name: str
    """What is looked for, in words."""
    count: int = 0
    """How many articles."""
    examples: list[dict[str, Any]] = field(default_factory=list)
    """The first of them: `id`, `url`, and `what` was found."""

    def note(self, article_id: int, url: str, what: str) -> None:
        """Count an article."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append({"id": article_id, "url": url, "what": what})


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found."""

    articles: int
    """How many were looked at."""
    months: tuple[Month, ...]
    """By language and month."""
    checks: tuple[Check, ...]
    """What looks wrong."""
    alarms: tuple[str, ...]
    """How the newest articles differ from those before them, a sentence each."""


def audit(db: Database) -> Report:
    """Look at every article."""
    with closing(suspects.Suspects()) as found:
        checks = {name: Check(about) for name, about in suspects.ABOUT.items()}
        count = 0
        for article in _articles(db):
            count += 1
            for name, what in found.look(article):
                checks[name].note(article.id, article.url, what)
        for name, article_id, what in found.compare():
            url = db.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
            checks[name].note(article_id, url, what)
    return Report(count, tuple(_months(db)), tuple(checks.values()), tuple(_alarms(db)))


def _articles(db: Database) -> Iterator[suspects.Article]:
    sql = "SELECT id, url, edition, lang, title, body, lost FROM articles ORDER BY id"
    for row in db.execute(sql):
        yield suspects.Article(*row)


def _months(db: Database) -> Iterator[Month]:
    sql = (
        "SELECT lang, ifnull(substr(published, 1, 7), 'undated') AS month, title != '', published IS NOT NULL,"
        f" author IS NOT NULL, quote IS NOT NULL, word_count >= {SHORT}, word_count FROM articles ORDER BY 1, 2"
    )
    for (lang, month), rows in groupby(db.execute(sql), key=lambda row: (row[0], row[1])):
        facts = [row[2:] for row in rows]
        shares = {name: sum(each[place] for each in facts) / len(facts) for place, name in enumerate(FACTS)}
        yield Month(lang, month, len(facts), shares, round(median(each[-1] for each in facts)))


def _alarms(db: Database) -> Iterator[str]:
    """Sentences on what is new about the newest articles of each edition."""
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


def _differences(edition: str, newest: Sequence[Any], before: Sequence[Any]) -> Iterator[str]:
    for place, name in enumerate(_SHARES):
        now, then = (sum(row[place] for row in rows) / len(rows) for rows in (newest, before))
        both = (sum(row[place] for row in (*newest, *before))) / (len(newest) + len(before))
        error = math.sqrt(both * (1 - both) * (1 / len(newest) + 1 / len(before)))
        if abs(now - then) > max(_MUCH, _SURE * error):
            yield f"{edition}: {now:.0%} of the newest {len(newest)} articles have {name}; before it was {then:.0%}."
    now, then = (median(row[-1] for row in rows) for rows in (newest, before))
    if max(now, then) > _LONGER * max(1, min(now, then)):
        yield f"{edition}: the newest {len(newest)} articles have {now:,.0f} words (median); before it was {then:,.0f}."


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
