"""Checks inside the database: structure, references, texts and their fingerprints, stories, search index."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.articles import versions
from dimash_archive.archive.connection import reading_uri
from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.archive.schema import initial_tables
from dimash_archive.archive.search.index import COLUMNS, Index, documents
from dimash_archive.records import Values

RESTORE = "Restore archive.db from a copy, or rebuild it from the WARC files."
REREAD = "Run `dimash-archive reextract`: the article is read again from its capture."
_MANY = 100  # problems of one kind that are reported one by one


def structure(db: Database) -> Iterator[Finding]:
    """What SQLite itself reports: broken pages, indexes, and references that lead nowhere."""
    for (problem,) in db.execute(f"PRAGMA integrity_check({_MANY})").fetchall():
        if problem != "ok":
            yield Finding("database", "archive.db", f"SQLite reports: {problem}.", RESTORE)
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(_MANY):
        problem = f"It refers to a row of {parent} that does not exist."
        yield Finding("database", f"{table} {row}", problem, RESTORE)


def texts(db: Database) -> Iterator[Finding]:
    """Every article has all versions from 1 to its newest, and every text matches its fingerprint."""
    for (article_id,) in db.execute(
        "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM history)"
    ):
        yield Finding("articles", f"articles {article_id}", "It has no version.", REREAD)
    rows = db.execute(
        "SELECT article_id, v.version, articles.version, digest, v.title, v.lead, v.body"
        " FROM versions AS v JOIN articles ON id = article_id ORDER BY article_id, v.version"
    )
    for article_id, group in groupby(rows, key=lambda row: row[0]):
        numbers, newest = [], 0
        for _, number, newest, digest, title, lead, body in group:
            numbers.append(number)
            if body is None or title is None or versions.digest(title, lead, body) != digest:
                subject = f"versions {article_id}, {number}"
                yield Finding("articles", subject, "The text is not the one that was stored.", REREAD)
        if numbers != list(range(1, newest + 1)):
            problem = f"Its versions are {numbers}, not 1 to {newest}."
            yield Finding("articles", f"articles {article_id}", problem, REREAD)


def rows(db: Database) -> Iterator[Finding]:
    """Derived columns are right, and quotations are where their offsets say."""
    sql = "SELECT id, url, key, word_count, body FROM articles ORDER BY id"
    for article_id, url, key, word_count, body in db.execute(sql):
        subject = f"articles {article_id}"
        if urls.key(url) != key:
            yield Finding("articles", subject, f"Address {url} and key {key} differ.", RESTORE)
        if len(body.split()) != word_count:
            yield Finding("articles", subject, f"It does not have {word_count} words.", REREAD)
        quotes = db.execute(
            'SELECT position, text, "start", "end" FROM quotes WHERE article_id = ?', (article_id,)
        )
        for position, text, start, end in quotes:
            if (
                not text
                or not 0 <= start < end <= len(body)
                or (body[start], body[end - 1]) != (text[0], text[-1])
            ):
                yield Finding(
                    "articles",
                    f"quotes {article_id}, {position}",
                    "It is not in the body at that place.",
                    REREAD,
                )
    for page_id, url, key in db.execute("SELECT id, url, key FROM pages ORDER BY id"):
        if urls.key(url) != key:
            yield Finding("articles", f"pages {page_id}", f"Address {url} and key {key} differ.", RESTORE)


def stories(db: Database, repair: bool) -> Iterator[Finding]:
    """Every story has an article, and links agree with their articles."""
    empty = "FROM stories WHERE id NOT IN (SELECT story_id FROM articles)"
    astray = (
        "FROM story_links WHERE story_id != (SELECT story_id FROM articles WHERE articles.id = article_id)"
    )
    for sql, column, table, problem in (
        (empty, "id", "stories", "It has no article."),
        (astray, "article_id", "story_links", "The article is in another story."),
    ):
        ids = [row[0] for row in db.execute(f"SELECT {column} {sql}").fetchall()]
        if ids and repair:
            db.execute(f"DELETE {sql}")
        for number in ids:
            mend = "Run `dimash-archive verify --repair`: the row is removed; no article changes."
            yield Finding("stories", f"{table} {number}", problem, mend, repaired=repair)


def search(path: Path) -> Iterator[Finding]:
    """The search index matches the articles: it is built a second time, aside, and compared."""
    aside = Database(sqlite3.connect("", uri=True, isolation_level=None))  # a temporary file of SQLite's own
    try:
        aside.execute("ATTACH ? AS held", (reading_uri(path),))
        aside.execute(initial_tables.SEARCH_TABLE)
        aside.execute("CREATE TABLE search_terms (plain, term, PRIMARY KEY (plain, term))")
        aside.execute("BEGIN")
        fresh = Index(aside)
        for article_id, document in documents(
            aside
        ):  # of the attached database: in one transaction with its index
            fresh.add(article_id, document)
        aside.execute("COMMIT")
        yield from _compared(aside)
    finally:
        aside.close()


def _compared(aside: Database) -> Iterator[Finding]:
    mend = "Run `dimash-archive verify --repair`: the index is rebuilt from the articles."
    held, fresh = "held.articles_fts_docsize", "main.articles_fts_docsize"
    for one, other, problem in (
        (fresh, held, "cannot be found, or not by all of its words"),
        (held, fresh, "is in the search index but not in the archive, or under other words"),
    ):
        sql = f"SELECT id, sz FROM {one} EXCEPT SELECT id, sz FROM {other} ORDER BY id LIMIT {_MANY}"
        for article_id, _ in aside.execute(sql).fetchall():
            yield Finding("search", f"articles {article_id}", f"It {problem}.", mend)
    for schema_name in ("held", "main"):
        sql = (
            f"CREATE VIRTUAL TABLE temp.{schema_name}_terms USING fts5vocab({schema_name}, articles_fts, col)"
        )
        aside.execute(sql)
    differing = _differing(aside, "temp.held_terms", "temp.main_terms")
    missing = aside.execute(
        "SELECT term FROM main.search_terms EXCEPT SELECT term FROM held.search_terms"
    ).fetchall()
    for term in sorted({*differing, *(row[0] for row in missing)})[:_MANY]:
        yield Finding("search", f"articles_fts {term!r}", "The index has this word in other articles.", mend)


def _differing(aside: Database, one: str, other: str) -> set[str]:
    """The terms that two vocabularies do not hold alike."""
    ways = ((one, other), (other, one))
    rows: Values = [
        row
        for left, right in ways
        for row in aside.execute(
            f"SELECT * FROM {left} EXCEPT SELECT * FROM {right} LIMIT {_MANY}"
        ).fetchall()
    ]
    return {row[0] for row in rows if row[1] in COLUMNS}
