"""All results of a search, in order: counted, grouped, and shown page by page."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlite_utils import Database

from dimash_archive.archive.rows import Hit
from dimash_archive.archive.search import query, searcher
from dimash_archive.archive.search.columns import ArticleColumns

ResultOrder = Literal["relevance", "newest", "oldest"]
TITLE_BOOST: Final = 2.0
"""An article whose title has all that is looked for counts so much more: the rank of a word saturates in long texts."""
COUNTED: Final = 5000
"""Of more articles tags and people are not counted: each has several."""
_MOST_VALUES: Final = 12

_TAGS: Final = f"""
SELECT tags.name, count(*) AS count FROM article_tags JOIN tags ON tags.id = tag_id
WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY tag_id ORDER BY count DESC, tags.name LIMIT {_MOST_VALUES}
"""
_PEOPLE: Final = f"""
SELECT CAST(person_id AS TEXT), count(DISTINCT article_id) AS count FROM mentions
WHERE article_id IN (SELECT value FROM json_each(?))
GROUP BY person_id ORDER BY count DESC, person_id LIMIT {_MOST_VALUES}
"""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query finds."""

    ids: Sequence[int]
    """Every article that matches, in the order asked for."""
    stories: Sequence[int]
    """Their stories: articles.story_id, each where its first article stands."""
    facets: dict[str, list[tuple[str, int]]]
    """How many have each language, section, year, kind; tag and person (people.id) where not more than COUNTED are found."""


def find(
    connection: sqlite3.Connection, text: str, columns: ArticleColumns, order: ResultOrder = "relevance"
) -> SearchResults:
    """Every article that a query finds. Any query is answered."""
    db = Database(connection)
    plan = searcher.plan(db, query.parse(text))
    ids = [] if plan is None else columns.loaded(_ordered(db, plan, columns, order))
    facets = columns.counts(ids)
    if len(ids) <= COUNTED:
        ids_json = json.dumps(ids)
        facets["tag"] = [(name, count) for name, count in db.execute(_TAGS, (ids_json,))]
        facets["person"] = [(number, count) for number, count in db.execute(_PEOPLE, (ids_json,))]
    return SearchResults(ids, columns.story_order(ids), facets)


def shown(connection: sqlite3.Connection, text: str, ids: Sequence[int], marks: tuple[str, str]) -> list[Hit]:
    """Some of the articles that a query finds, each with a passage around its hits."""
    return searcher.passages(Database(connection), text, ids, marks)


def places(connection: sqlite3.Connection, text: str, lang: str, query_text: str) -> list[tuple[int, int]]:
    """Where in a text in a language a query finds its words: offsets, in order."""
    return searcher.places(Database(connection), text, lang, query_text)


def _ordered(
    db: Database, plan: searcher.SearchPlan, columns: ArticleColumns, order: ResultOrder
) -> list[int]:
    sql, values = plan.matching()
    ids = columns.loaded(_ids(db, sql, values))
    if order != "relevance" or not plan.in_title:  # no word is asked for that a title could have
        return columns.chronological(ids, newest_first=order != "oldest")
    titled = set(_ids(db, searcher.RANKLESS, [f"({plan.in_title}) AND {values[0]}"]))
    if len(ids) > searcher.RANKED:
        every = set(ids)
        parts = (every & titled, every - titled)
        return [each for part in parts for each in columns.chronological(part, newest_first=True)]
    ranks = db.execute("SELECT rowid, rank FROM articles_fts WHERE articles_fts MATCH ?", values)
    costs: dict[int, Any] = {key: rank * (TITLE_BOOST if key in titled else 1) for key, rank in ranks}
    return sorted(ids, key=lambda each: (costs.get(each, 0.0), -each))


def _ids(db: Database, sql: str, values: Sequence[Any]) -> list[int]:
    """All ids that a query gives, as one value: a row each costs more than finding it."""
    text = db.execute(f"SELECT json_group_array(id) FROM ({sql})", values).fetchone()[0]
    ids: list[int] = json.loads(text)
    return ids
