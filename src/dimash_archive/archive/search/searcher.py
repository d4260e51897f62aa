"""Searching the archive: a query as people type it in, articles out.

The same from plain SQL, after `register`:

    SELECT title FROM json_each(archive_search('choir lang:en')) JOIN articles ON articles.id = value;
    SELECT archive_snippet('choir', id) FROM articles;
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from sqlite_utils import Database

from dimash_archive.archive.people.listing import people_called
from dimash_archive.archive.rows import Hit
from dimash_archive.archive.search import matching, query, spelling
from dimash_archive.archive.search.index import section_term, tag_term
from dimash_archive.archive.search.snippet import snippet
from dimash_archive.records import ArticleKind, Values
from dimash_archive.text.normalize import fold, nfc

_YEARS = range(1900, 2200)  # years a query may name
_EVERYWHERE = frozenset(
    "the a an of in on at to for and or is was with by и в во на с со к о у по за из не что это және мен бен да де".split()
)
_LIMIT = 1000
"""The most results that one search gives."""
_NOBODY = 'speaker : ""'  # matches nothing
RANKED = 3000
"""A query that more articles match is not ranked by its words' rarity, which would count all matches of each word, but
by where they stand and how new an article is: else common words would take seconds in a large archive."""
RANKLESS = "SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH ?"
"""The ids of all articles that match."""
_KIN = 40  # spellings that one word may stand for
_COLUMNS = "articles.id, articles.url, articles.lang, articles.title, articles.lead, articles.body"


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How the results of a search are wanted."""

    lang: str | None = None
    """Only articles in this language, the query read as being in it."""
    limit: int = 20
    """How many at most."""
    marks: tuple[str, str] = ("[", "]")
    """What stands before and behind a hit in a snippet."""


@dataclass(slots=True)
class SearchPlan:
    """A query as SQL."""

    positive: list[matching.Match] = field(default_factory=list)
    """What must be there, to be marked in a text."""
    expression: str = ""
    """What the index must match; empty if no word is asked for."""
    in_title: str = ""
    """The same in titles alone."""
    forbidden: str = ""
    """What the index must not match; may be empty."""
    within: list[str] = field(default_factory=list)
    """Queries for ids of articles that each must be among."""
    conditions: list[str] = field(default_factory=list)
    """SQL on `articles`, where no word is asked for."""
    values: list[Any] = field(default_factory=list)
    """Its values."""

    def match(self) -> str:
        """The whole expression for the index."""
        return f"({self.expression}){f' NOT ({self.forbidden})' if self.forbidden else ''}"

    def matching(self) -> tuple[str, list[Any]]:
        """A query for the ids of all articles that match, and its values."""
        if self.expression:
            return RANKLESS + _within(self, "rowid"), [self.match()]
        conditions, values = list(self.conditions), list(self.values)
        if self.forbidden:
            conditions.append(
                "articles.id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
            )
            values.append(self.forbidden)
        where = " AND ".join(conditions or ["TRUE"]) + _within(self, "articles.id")
        return f"SELECT articles.id AS id FROM articles WHERE {where}", values


def search(db: Database, text: str, options: SearchOptions) -> list[Hit]:
    """The articles that match a query, best first. `query.py` says what one may hold; none raises."""
    wanted = plan(db, query.parse(text), options.lang)
    if wanted is None:
        return []
    limit = max(0, min(options.limit, _LIMIT))
    rows = _ranked(db, wanted, limit) if wanted.expression else _listed(db, wanted, limit)
    return [_hit(row, wanted.positive, options.marks) for row in rows]


def passages(db: Database, text: str, ids: Sequence[int], marks: tuple[str, str]) -> list[Hit]:
    """The articles with these ids, in this order, each with a passage around what the query finds in it."""
    wanted = _plan(db, query.parse(text), None)
    sql = f"SELECT {_COLUMNS}, 0.0 FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    rows = {row[0]: row for row in db.execute(sql, (json.dumps(list(ids)),))}
    return [_hit(rows[each], wanted.positive, marks) for each in ids if each in rows]


def places(db: Database, text: str, lang: str, query_text: str) -> list[tuple[int, int]]:
    """Where in a text in a language (NFC) a query finds its words: offsets, in order."""
    wanted = _plan(db, query.parse(query_text), None)
    words = list(spelling.words(text))
    return sorted({span for match in wanted.positive for span in matching.spans(match, words, lang)})


def hits(connection: sqlite3.Connection, text: str, options: SearchOptions) -> list[Hit]:
    """The same on a plain connection to an archive."""
    return search(Database(connection), text, options)


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL functions `archive_search(query[, limit])` and `archive_snippet(query, id)`.

    The first returns a JSON list of ids, best first; the second a passage with hits between `[` and `]`.
    """
    db = Database(connection)

    def matching_ids(text: object, limit: object = 100) -> str:
        options = SearchOptions(limit=limit if isinstance(limit, int) else 100)
        return json.dumps([hit.id for hit in search(db, str(text or ""), options)])

    def passage(text: object, article_id: object) -> str | None:
        row = db.execute(f"SELECT {_COLUMNS}, 0 FROM articles WHERE id = ?", (article_id,)).fetchone()
        plan = _plan(db, query.parse(str(text or "")), None)
        return None if row is None else _hit(row, plan.positive, ("[", "]")).snippet

    connection.create_function("archive_search", 1, matching_ids)
    connection.create_function("archive_search", 2, matching_ids)
    connection.create_function("archive_snippet", 2, passage)


def plan(db: Database, wanted: query.Query, lang: str | None = None) -> SearchPlan | None:
    """A query as SQL; None if it asks for nothing."""
    search_plan = _plan(db, wanted, lang)
    asks = wanted.groups or wanted.excluded or wanted.filters
    return (
        search_plan
        if asks
        and (search_plan.expression or search_plan.forbidden or search_plan.conditions or search_plan.within)
        else None
    )


def _plan(db: Database, wanted: query.Query, lang: str | None) -> SearchPlan:
    plan = SearchPlan()
    vocabulary = _vocabulary(db)
    reading = lang or _only_lang(wanted)

    def match(term: query.Term) -> matching.Match:
        return matching.matches(term, reading, vocabulary)

    required, titles = [], []
    for group in _telling(wanted.groups):
        matches = [match(term) for term in group]
        plan.positive += matches
        required.append(f"({' OR '.join(map(matching.expression, matches))})")
        titles.append(f"({' OR '.join(map(matching.title_expression, matches))})")
    forbidden = [matching.expression(match(term)) for term in wanted.excluded]
    for each in wanted.filters:
        if each.field == "speaker":
            said = matching.speaker_expression(spelling.tokens(each.value))
            (forbidden if each.negated else required).append(f"({said or _NOBODY})")
    plan.within = [_AMONG[each.field](db, each) for each in wanted.filters if each.field in _AMONG]
    facts = _facts(db, wanted.filters, lang)
    if required:
        for terms, negated in facts:
            (forbidden if negated else required).append(f"facts : ({terms})")
        plan.expression = " AND ".join(required)
        plan.in_title = " AND ".join(titles)
    else:
        _narrow(db, plan, wanted.filters, lang)
    plan.forbidden = " OR ".join(forbidden)
    return plan


def _named(db: Database, person: query.Filter) -> str:
    """The condition that an article names a person, or does not; `article` stands for its id."""
    people = {int(person.value)} if person.value.isdecimal() else people_called(db, person.value)
    ids = ", ".join(map(str, sorted(people)))
    negation = "NOT " if person.negated else ""
    return f"article {negation}IN (SELECT article_id FROM mentions WHERE person_id IN ({ids}))"


def _of_kind(db: Database, kind: query.Filter) -> str:
    """The condition that an article is of a kind, or not; all but a few have a text, and only the others are indexed."""
    if kind.value not in get_args(ArticleKind):
        return "article IS NOT NULL" if kind.negated else "article IS NULL"
    is_text = kind.value == "text"
    others = "kind != 'text'" if is_text else f"kind != 'text' AND kind = '{kind.value}'"
    return f"article {'' if is_text == kind.negated else 'NOT '}IN (SELECT id FROM articles WHERE {others})"


_AMONG: Final[Mapping[str, Callable[[Database, query.Filter], str]]] = {"person": _named, "kind": _of_kind}
"""The conditions that are queries for ids, by the field of their filter."""


def _within(plan: SearchPlan, column: str) -> str:
    """The conditions on people and kinds, for a query whose column of article ids is `column`."""
    return "".join(f" AND {column}{condition.removeprefix('article')}" for condition in plan.within)


def _telling(groups: Sequence[tuple[query.Term, ...]]) -> Sequence[tuple[query.Term, ...]]:
    """The groups without lone words that nearly every text has, if there are others: they tell nothing, and cost most."""

    def tells(group: tuple[query.Term, ...]) -> bool:
        return any(
            term.prefix or len(term.words) > 1 or fold(term.words[0]) not in _EVERYWHERE for term in group
        )

    return [group for group in groups if tells(group)] or groups


def _only_lang(wanted: query.Query) -> str | None:
    """The language that a query restricts itself to, if it is one."""
    langs = {each.value for each in wanted.filters if each.field == "lang" and not each.negated}
    return langs.pop() if len(langs) == 1 else None


def _narrow(db: Database, plan: SearchPlan, filters: Sequence[query.Filter], lang: str | None) -> None:
    """Add the conditions on language, section and year."""
    if lang is not None:
        plan.conditions.append("articles.lang = ?")
        plan.values.append(lang)
    chosen: dict[tuple[str, bool], list[str]] = {}
    for each in filters:
        if each.field == "lang":
            chosen.setdefault(("articles.lang", each.negated), []).append(each.value)
        elif each.field == "section":
            chosen.setdefault(("articles.section", each.negated), []).extend(_sections(db, each.value))
        elif each.field == "tag":
            inside = "articles.id IN (SELECT article_id FROM article_tags WHERE tag_id = (SELECT id FROM tags WHERE name = ?))"
            plan.conditions.append(f"NOT {inside}" if each.negated else inside)
            plan.values.append(each.value)
        elif each.field == "year":
            first, last = each.value.split("-")
            inside = "ifnull(articles.published_local, '') BETWEEN ? AND ?"
            plan.conditions.append(f"NOT ({inside})" if each.negated else inside)
            plan.values += [first, f"{last}-12-31T99"]
    for (column, negated), values in chosen.items():
        marks = ", ".join("?" * len(values))
        # A section that is NULL is not another one: IFNULL lets it pass where sections are excluded.
        condition = f"ifnull({column}, '') NOT IN ({marks})" if negated else f"{column} IN ({marks})"
        plan.conditions.append(condition)
        plan.values += values


def _facts(db: Database, filters: Sequence[query.Filter], lang: str | None) -> list[tuple[str, bool]]:
    """The conditions on language, section and year for the index: terms, and whether they must not be there."""
    conditions = [(_quoted(lang), False)] if lang is not None else []
    chosen: dict[tuple[str, bool], list[str]] = {}
    for each in filters:
        if each.field == "lang":
            chosen.setdefault(("lang", each.negated), []).append(each.value)
        elif each.field == "section":
            terms = map(section_term, _sections(db, each.value))
            chosen.setdefault(("section", each.negated), []).extend(terms)
        elif each.field == "tag":
            conditions.append((_quoted(tag_term(each.value)), each.negated))
        elif each.field == "year":
            first, last = map(int, each.value.split("-"))
            years = range(max(first, _YEARS.start), min(last + 1, _YEARS.stop))
            conditions.append((" OR ".join(_quoted(str(year)) for year in years) or '""', each.negated))
    conditions += [
        (" OR ".join(map(_quoted, terms)) or '""', negated) for (_, negated), terms in chosen.items()
    ]
    return conditions


def _quoted(term: str) -> str:
    return '"{}"'.format(term.replace('"', ""))


def _ranked(db: Database, plan: SearchPlan, limit: int) -> list[Values]:
    """The articles that the index finds, best first."""
    wanted, within = plan.match(), _within(plan, "rowid")
    many = f"SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?{within} LIMIT 1 OFFSET ?"
    if db.execute(many, (wanted, RANKED)).fetchone():
        in_title = f"({plan.in_title}) AND {wanted}" if plan.in_title else ""
        return _newest(db, (in_title, wanted), within, limit)
    where = f"articles_fts MATCH ?{within}"
    best = f"SELECT rowid AS found, rank AS cost FROM articles_fts WHERE {where} ORDER BY rank LIMIT ?"
    sql = f"SELECT {_COLUMNS}, -cost FROM ({best}) JOIN articles ON articles.id = found ORDER BY cost, found"
    return db.execute(sql, (wanted, limit)).fetchall()


def _newest(db: Database, expressions: tuple[str, str], within: str, limit: int) -> list[Values]:
    """The newest articles that the index finds, those first that have all words in their title.

    `expressions`: what to match in titles, empty for nothing, and anywhere.
    """
    in_title, wanted = expressions
    sql = f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?{within} ORDER BY rowid DESC LIMIT ?"
    scores: dict[int, float] = {}
    for expression, score in ((in_title, 2.0), (wanted, 1.0)):
        if expression and len(scores) < limit:
            scores = dict.fromkeys((row[0] for row in db.execute(sql, (expression, limit))), score) | scores
    best = sorted(scores, key=lambda each: (-scores[each], -each))[:limit]
    rows = (
        db.execute(f"SELECT {_COLUMNS}, ? FROM articles WHERE id = ?", (scores[each], each)) for each in best
    )
    return [row.fetchone() for row in rows]


def _listed(db: Database, plan: SearchPlan, limit: int) -> list[Values]:
    """The articles for which the conditions hold, newest first: there is no word to rank by."""
    ids, values = plan.matching()
    order = "ORDER BY articles.published DESC, articles.id DESC LIMIT ?"
    sql = f"SELECT {_COLUMNS}, 0.0 FROM articles WHERE articles.id IN ({ids}) {order}"
    return db.execute(sql, (*values, limit)).fetchall()


def _vocabulary(db: Database) -> Callable[[str, bool], Iterable[str]]:
    def terms(plain: str, prefix: bool) -> list[str]:
        # The last code point there is: everything that begins with `plain` sorts before it.
        last = plain + "\U0010ffff" if prefix else plain
        sql = f"SELECT term FROM search_terms WHERE plain BETWEEN ? AND ? LIMIT {_KIN}"
        return [row[0] for row in db.execute(sql, (plain, last))]

    return terms


def _sections(db: Database, value: str) -> list[str]:
    """The sections whose name holds every word of `value`, in any form."""

    def stems(name: str) -> set[str]:
        bare = [spelling.folded(word) for word in spelling.tokens(nfc(name))]
        return {spelling.stemmed(word, way) for word in bare for way in spelling.ways(word, None)}

    names = [row[0] for row in db.execute(_DISTINCT_SECTIONS)]
    wanted = [stems(word) for word in spelling.tokens(value)]
    return [name for name in names if all(stems(name) & word for word in wanted)]


# Steps from one section to the next over the index; DISTINCT would read all of it.
_DISTINCT_SECTIONS = """
WITH RECURSIVE names (section) AS (
    SELECT min(section) FROM articles
    UNION ALL
    SELECT (SELECT min(section) FROM articles WHERE section > names.section)
    FROM names WHERE section IS NOT NULL
)
SELECT section FROM names WHERE section IS NOT NULL
"""


def _hit(row: Values, matches: Sequence[matching.Match], marks: tuple[str, str]) -> Hit:
    article_id, url, lang, title, lead, body, score = row
    passages = [nfc(body), nfc(lead or "")]
    for text in passages:
        words = list(spelling.words(text))
        places = [span for match in matches for span in matching.spans(match, words, lang)]
        if places:
            return Hit(article_id, url, lang, title, snippet(text, places, marks), score)
    return Hit(article_id, url, lang, title, snippet(passages[0], (), marks), score)
