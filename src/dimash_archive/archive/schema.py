"""The schema of archive.db, as an append-only list of steps. `dictionary.py` says what the tables mean."""

from collections.abc import Callable

from sqlite_utils import Database

from dimash_archive.archive import captures, page_states, reading_columns
from dimash_archive.archive.fact_columns import add_author_kind
from dimash_archive.archive.listing_tables import add_listed_titles, add_listing_tables, add_moves_index
from dimash_archive.archive.people.tables import add_part_of_mention, add_people_and_alignments
from dimash_archive.archive.run_records import add_run_columns

APPLICATION_ID = 0x44494D41  # "DIMA" in the file's header: how a file is known to be ours
_WEIGHTS = "bm25(10.0, 4.0, 1.0, 3.0, 1.0, 2.0, 0.0)"  # title, lead, body, quote, speaker, names, facts
_HASH_SIZE = 4 << 20  # bytes of terms gathered before they are written: fewer, larger pieces to merge


def _initial_tables(db: Database) -> None:
    for table in (_CRAWL, _ARTICLES, _PARTS, _STORIES, _SEARCH):
        for statement in table.split(";\n"):
            db.execute(statement)


_CRAWL = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    exit INTEGER,
    found INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs(id),
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    mime TEXT NOT NULL,
    digest TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    revisit_of TEXT,
    UNIQUE (warc_file, warc_offset)
);
CREATE INDEX captures_by_digest ON captures (digest);
CREATE INDEX captures_by_url ON captures (url, fetched_at);
CREATE INDEX captures_by_run ON captures (run_id);
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    edition TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    found_by TEXT NOT NULL,
    found_at TEXT NOT NULL,
    due TEXT,
    visited_at TEXT,
    modified TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_status INTEGER,
    etag TEXT,
    last_modified TEXT
);
CREATE INDEX pages_by_due ON pages (edition, due);
CREATE INDEX pages_by_state ON pages (state, kind);
CREATE TABLE blocks (
    edition TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    pages INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (edition, fingerprint)
) WITHOUT ROWID
"""

# Long texts stand last in a row, so that reading the short columns does not touch them. `history` has a row
# for every version, but the text of the newest stands in `articles` alone: most articles never change, and a
# second copy of every body would double the file. The view `versions` shows them all alike.
_ARTICLES = """
CREATE TABLE stories (
    id INTEGER PRIMARY KEY
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    edition TEXT NOT NULL,
    lang TEXT NOT NULL,
    story_id INTEGER NOT NULL REFERENCES stories(id),
    section TEXT,
    title TEXT NOT NULL,
    author TEXT,
    published TEXT,
    published_raw TEXT,
    modified TEXT,
    modified_raw TEXT,
    word_count INTEGER NOT NULL,
    image_url TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    gone_at TEXT,
    version INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures(id),
    extractor TEXT NOT NULL,
    quote_speaker TEXT,
    lead TEXT,
    quote TEXT,
    body TEXT NOT NULL
);
CREATE INDEX articles_by_edition ON articles (edition, published);
CREATE INDEX articles_by_lang ON articles (lang, published);
CREATE INDEX articles_by_published ON articles (published);
CREATE INDEX articles_by_section ON articles (section);
CREATE INDEX articles_by_author ON articles (author);
CREATE UNIQUE INDEX articles_by_story ON articles (story_id, edition);
CREATE INDEX articles_by_capture ON articles (capture_id);
CREATE INDEX articles_gone ON articles (gone_at) WHERE gone_at IS NOT NULL;
CREATE TABLE history (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    changed TEXT NOT NULL,
    extractor TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT,
    lead TEXT,
    quote TEXT,
    body TEXT,
    PRIMARY KEY (article_id, version)
);
CREATE INDEX history_by_capture ON history (capture_id);
CREATE INDEX history_by_time ON history (seen_at);
CREATE VIEW versions AS
SELECT
    h.article_id, h.version, h.capture_id, h.seen_at, h.last_seen, h.changed, h.extractor, h.digest,
    iif(h.version = a.version, a.title, h.title) AS title,
    iif(h.version = a.version, a.lead, h.lead) AS lead,
    iif(h.version = a.version, a.quote, h.quote) AS quote,
    iif(h.version = a.version, a.body, h.body) AS body
FROM history AS h JOIN articles AS a ON a.id = h.article_id
"""

_PARTS = """
CREATE TABLE quotes (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker TEXT,
    text TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX quotes_by_speaker ON quotes (speaker);
CREATE TABLE images (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX images_by_url ON images (url);
CREATE TABLE links (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    url TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX links_by_url ON links (url);
CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags(id),
    PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX article_tags_by_tag ON article_tags (tag_id)
"""

_STORIES = """
CREATE TABLE alternates (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (article_id, lang)
) WITHOUT ROWID;
CREATE INDEX alternates_by_key ON alternates (key);
CREATE TABLE story_links (
    story_id INTEGER NOT NULL REFERENCES stories(id) ON DELETE CASCADE,
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    method TEXT NOT NULL,
    score REAL NOT NULL
);
CREATE INDEX story_links_by_story ON story_links (story_id);
CREATE VIEW stories_wide AS
SELECT
    stories.id,
    nullif(
        min(coalesce(kk.published, '~'), coalesce(ru.published, '~'), coalesce(en.published, '~')), '~'
    ) AS published,
    kk.id AS kk_id, kk.title AS kk_title,
    ru.id AS ru_id, ru.title AS ru_title,
    en.id AS en_id, en.title AS en_title
FROM stories
LEFT JOIN articles AS kk ON kk.story_id = stories.id AND kk.edition = 'kk'
LEFT JOIN articles AS ru ON ru.story_id = stories.id AND ru.edition = 'ru'
LEFT JOIN articles AS en ON en.story_id = stories.id AND en.edition = 'en'
"""

# Contentless: the index holds terms, the text stays in `articles` alone. The price is that taking an article
# out of the index needs its terms once more, see index.py.
SEARCH_TABLE = """
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, lead, body, quote, speaker, names, facts,
    content = '', tokenize = "unicode61 remove_diacritics 0"
)"""
_FTS = f"""
{SEARCH_TABLE};
INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', '{_WEIGHTS}');
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', {_HASH_SIZE})
"""
_SEARCH = f"""
{_FTS};
CREATE TABLE search_terms (
    plain TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (plain, term)
) WITHOUT ROWID;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID
"""

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
    for statement in _FTS.split(";\n"):
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
    _initial_tables,
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
)
"""Every step there ever was, in order. A file's `user_version` says how many of them it has had."""


def migrate(db: Database) -> None:
    """Bring a database, new or of an earlier version, to today's schema; each step whole or not at all."""
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
