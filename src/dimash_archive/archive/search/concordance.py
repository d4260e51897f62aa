"""A concordance: every hit of a search in its line, with the sentences of other languages that translate it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from dimash_archive.archive.search import searcher

WIDTH: Final = 55
"""Characters of the line on either side of a hit."""
_MOST: Final = 8
"""Lines of one article; a text that says a word in every sentence would fill the page."""
_TEXTS: Final = (
    "SELECT id, lang, title, body, story_id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
)
_ALIGNED: Final = """
WITH mine AS (
    SELECT position FROM sentences WHERE article_id = :id AND "start" <= :at AND "end" > :at
)
SELECT lang_b AS lang, article_b AS id, first_b AS first, last_b AS last, score FROM alignments, mine
WHERE article_a = :id AND position BETWEEN first_a AND last_a
UNION ALL
SELECT lang_a, article_a, first_a, last_a, score FROM alignments, mine
WHERE article_b = :id AND position BETWEEN first_b AND last_b
"""
_SENTENCES: Final = """
SELECT substr(body, min("start") + 1, max("end") - min("start")) FROM sentences JOIN articles ON articles.id = article_id
WHERE article_id = ? AND position BETWEEN ? AND ?
"""


@dataclass(frozen=True, slots=True)
class Translation:
    """The sentences of another language that say the same."""

    article_id: int
    """The article they stand in: articles.id."""
    lang: str
    """Its language."""
    text: str
    """The sentences."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One hit in its line."""

    article_id: int
    """The article: articles.id."""
    number: int
    """The number of the hit in it, from 1: as hits are numbered on its page."""
    lang: str
    """The language of the text."""
    title: str
    """The article's title."""
    before: str
    """What stands before the hit, at most WIDTH characters."""
    hit: str
    """The hit as written."""
    after: str
    """What stands behind it."""
    start: int
    """Where the hit begins, counted in articles.body."""
    story_id: int
    """The story of the article: stories.id."""
    translations: tuple[Translation, ...] = ()
    """The sentence in other languages, where it was aligned."""


def lines(connection: sqlite3.Connection, query: str, ids: Sequence[int]) -> list[ConcordanceLine]:
    """The hits of a query in the bodies of some articles."""
    db = Database(connection)
    rows = {row[0]: row for row in db.execute(_TEXTS, (json.dumps(list(ids)),))}
    hits = []
    for number, lang, title, body, story in (rows[each] for each in ids if each in rows):
        for place, (start, end) in enumerate(searcher.places(db, body, lang, query)[:_MOST], 1):
            before, after = _around(body, start, end)
            said = _translations(db, number, start)
            hits.append(
                ConcordanceLine(
                    number, place, lang, title, before, body[start:end], after, start, story, said
                )
            )
    return hits


def _around(body: str, start: int, end: int) -> tuple[str, str]:
    """What stands on either side of a hit, within its paragraph, cut at words."""
    first = max(body.rfind("\n", 0, start) + 1, start - WIDTH)
    last = min(len(body) if (stop := body.find("\n", end)) < 0 else stop, end + WIDTH)
    before, after = body[first:start], body[end:last]
    if first and body[first - 1] not in "\n ":
        before = before.partition(" ")[2]
    if last < len(body) and body[last] not in "\n ":
        after = after.rpartition(" ")[0]
    return before, after


def _translations(db: Database, article_id: int, at: int) -> tuple[Translation, ...]:
    aligned = db.execute(_ALIGNED, {"id": article_id, "at": at}).fetchall()
    texts = [
        (lang, other, db.execute(_SENTENCES, (other, first, last)).fetchone()[0])
        for lang, other, first, last, _ in aligned
    ]
    return tuple(Translation(other, lang, text) for lang, other, text in texts if text)
