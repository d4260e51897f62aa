"""Is the extraction clean? What the articles themselves tell, over the whole archive, in constant memory.

Shares and lengths by language and month show how it went; checks name articles that look wrong; alarms come from `drift`.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

from sqlite_utils import Database

from dimash_archive.archive.quality import drift, suspects
from dimash_archive.archive.quality.drift import SHORT
from dimash_archive.records import Row

FACTS = ("title", "date", "author", "quote", "body")
"""What an article should have; `body` means at least `SHORT` words."""

_EXAMPLES = 10


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
    """What is checked, in words."""
    count: int = 0
    """How many articles."""
    examples: list[Row] = field(default_factory=list)
    """The first of them: `id`, `url`, and `what` was found."""

    def note(self, article_id: int, url: str, what: str) -> None:
        """Count an article."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append({"id": article_id, "url": url, "what": what})


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found."""

    articles: int
    """How many were examined."""
    months: tuple[Month, ...]
    """By language and month."""
    checks: tuple[Check, ...]
    """What looks wrong."""
    alarms: tuple[str, ...]
    """How the newest articles differ from those before them, a sentence each."""


def audit(db: Database) -> AuditReport:
    """Examine every article."""
    with closing(suspects.Suspects()) as checker:
        checks = {name: Check(about) for name, about in suspects.ABOUT.items()}
        count = 0
        for article in _articles(db):
            count += 1
            for name, what in checker.look(article):
                checks[name].note(article.id, article.url, what)
        for name, article_id, what in checker.compare():
            url = db.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
            checks[name].note(article_id, url, what)
    return AuditReport(count, tuple(_months(db)), tuple(checks.values()), tuple(drift.alarms(db)))


def _articles(db: Database) -> Iterator[suspects.SuspectArticle]:
    speeches = "SELECT json_group_array(text) FROM quotes WHERE article_id = articles.id"
    sql = f"SELECT id, url, edition, lang, title, body, lost, ({speeches}) FROM articles ORDER BY id"
    for number, url, edition, lang, title, body, lost, texts in db.execute(sql):
        speeches_of = tuple(json.loads(texts))
        yield suspects.SuspectArticle(number, url, edition, lang, title, body, lost, speeches_of)


def _months(db: Database) -> Iterator[Month]:
    sql = (
        "SELECT lang, ifnull(substr(published, 1, 7), 'undated') AS month, title != '', published IS NOT NULL,"
        f" author IS NOT NULL, quote IS NOT NULL, word_count >= {SHORT}, word_count FROM articles ORDER BY 1, 2"
    )
    for (lang, month), rows in groupby(db.execute(sql), key=lambda row: (row[0], row[1])):
        facts = [row[2:] for row in rows]
        shares = {name: sum(each[place] for each in facts) / len(facts) for place, name in enumerate(FACTS)}
        yield Month(lang, month, len(facts), shares, round(median(each[-1] for each in facts)))
