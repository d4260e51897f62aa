"""The schema of archive.db, as an append-only list of migrations. `dictionary.py` says what the tables mean."""

from collections.abc import Callable

from sqlite_utils import Database

from dimash_archive.archive.crawl_memory import captures, page_states
from dimash_archive.archive.crawl_memory.run_records import add_run_columns
from dimash_archive.archive.schema import reading_columns
from dimash_archive.archive.schema.fact_columns import add_author_kind, add_cms_id
from dimash_archive.archive.schema.initial_tables import FTS, add_initial_tables
from dimash_archive.archive.schema.listing_tables import (
    add_listed_titles,
    add_listing_tables,
    add_moves_index,
)
from dimash_archive.archive.schema.people_tables import add_part_of_mention, add_people_and_alignments

APPLICATION_ID = 0x44494D41  # "DIMA" in the file's header: how a file is known to be ours

# What repeats is counted by month: a redesign changes it. `line` 0 is the row of a place, `place` 0 that of the
# month. Numbers only, because most lines are never seen again; the text of those that are stands in `line_texts`.
LINE_STATS = """CREATE TABLE sights (
    edition TEXT NOT NULL,
    month INTEGER NOT NULL,
    place INTEGER NOT NULL,
    line INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    PRIMARY KEY (edition, month, place, line)
) WITHOUT ROWID"""
"""The table of the site memory."""
LINE_TEXTS = """CREATE TABLE line_texts (
    line INTEGER PRIMARY KEY,
    text TEXT NOT NULL
)"""
"""The texts of lines of the site memory."""
_MEMORY = f"""
DROP TABLE blocks;
{LINE_STATS};
{LINE_TEXTS};
CREATE VIEW blocks AS
SELECT
    edition, printf('%012x', line) AS fingerprint, text, sum(pages) AS pages, sum(kept) AS kept,
    printf('%d-%02d', min(month) / 12, min(month) % 12 + 1) AS first_seen,
    printf('%d-%02d', max(month) / 12, max(month) % 12 + 1) AS last_seen
FROM sights JOIN line_texts USING (line)
GROUP BY edition, line
"""


def _site_memory(db: Database) -> None:
    for statement in _MEMORY.split(";\n"):
        db.execute(statement)


# What the site says of changes beside what we saw of them; and when articles were away, which `gone_at` forgets
# once they are back. `changes` tells kinds of change apart. The indexes are for lists that people read:
# a section's articles in order, the articles that somebody speaks in.
_CHANGES = """
ALTER TABLE articles ADD COLUMN lost REAL;
ALTER TABLE history ADD COLUMN modified TEXT;
UPDATE history SET modified = (
    SELECT modified FROM articles WHERE id = article_id AND version = history.version
);
DROP VIEW versions;
CREATE VIEW versions AS
SELECT
    h.article_id, h.version, h.capture_id, h.seen_at, h.last_seen, h.modified, h.changed, h.extractor, h.digest,
    iif(h.version = a.version, a.title, h.title) AS title,
    iif(h.version = a.version, a.lead, h.lead) AS lead,
    iif(h.version = a.version, a.quote, h.quote) AS quote,
    iif(h.version = a.version, a.body, h.body) AS body
FROM history AS h JOIN articles AS a ON a.id = h.article_id;
CREATE TABLE absences (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    gone_at TEXT NOT NULL,
    back_at TEXT,
    PRIMARY KEY (article_id, gone_at)
) WITHOUT ROWID;
INSERT INTO absences SELECT id, gone_at, NULL FROM articles WHERE gone_at IS NOT NULL;
CREATE VIEW changes AS
SELECT
    article_id, seen_at AS at,
    CASE
        WHEN changed IN ('new', 'title') THEN changed
        WHEN changed LIKE 'title %' THEN 'title and text'
        WHEN changed = '' THEN 'none'
        ELSE 'text'
    END AS kind,
    version, modified
FROM history
UNION ALL SELECT article_id, gone_at, 'removed', NULL, NULL FROM absences
UNION ALL SELECT article_id, back_at, 'returned', NULL, NULL FROM absences WHERE back_at IS NOT NULL;
CREATE INDEX articles_by_edition_and_section ON articles (edition, section, published);
DROP INDEX quotes_by_speaker;
CREATE INDEX quotes_by_speaker ON quotes (speaker, article_id)
"""


def _changes_and_facts(db: Database) -> None:
    for statement in _CHANGES.split(";\n"):
        db.execute(statement)
    # Language, year and section went into the index: asked of `articles`, they cost a page read for every match.
    # Without its rules in `meta` the index is filled when the archive is opened.
    db.execute("DROP TABLE articles_fts")
    for statement in FTS.split(";\n"):
        db.execute(statement)
    db.execute("DELETE FROM meta WHERE key = 'words'")


def _picture_hashes(db: Database) -> None:
    db.execute("CREATE TABLE picture_hashes (digest TEXT PRIMARY KEY, dhash TEXT) WITHOUT ROWID")


def _parts_of_speech(db: Database) -> None:
    db.execute("ALTER TABLE quotes ADD COLUMN parts TEXT NOT NULL DEFAULT '[]'")
    db.execute('UPDATE quotes SET parts = json_array(json_array("start", "end"))')


def _article_kind(db: Database) -> None:
    """Say what an article's matter is: those that were held before all have a text."""
    db.execute("ALTER TABLE articles ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'")


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    add_initial_tables,
    _site_memory,
    _changes_and_facts,
    _picture_hashes,
    reading_columns.add_reading_columns,
    captures.add_source,
    _parts_of_speech,
    add_people_and_alignments,
    add_author_kind,
    reading_columns.add_quote_lengths,
    add_listing_tables,
    _article_kind,
    captures.add_flaw,
    add_listed_titles,
    reading_columns.add_kinds_and_editions,
    page_states.add_reason,
    add_run_columns,
    add_moves_index,
    add_part_of_mention,
    captures.drop_fractions_of_seconds,
    add_cms_id,
)
"""Every migration, in order. A file's `user_version` says how many of them it has had."""


def migrate(db: Database) -> None:
    """Bring a database, new or of an earlier version, to the current schema; each migration completely or not at all."""
    for number, step in enumerate(MIGRATIONS, start=1):
        db.execute("BEGIN IMMEDIATE")
        try:
            # Asked inside the transaction: another process may have been faster.
            if number > version(db):
                step(db)
                db.execute(f"PRAGMA user_version = {number}")
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def version(db: Database) -> int:
    """How many migrations a database has had; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])
