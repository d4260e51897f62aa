"""The migration for what the site's own lists say, and for the addresses that an article ever had."""

from sqlite_utils import Database

_TABLES = """
CREATE TABLE listings (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    edition TEXT NOT NULL,
    source TEXT NOT NULL,
    cms_id INTEGER,
    format TEXT,
    section TEXT,
    tags TEXT,
    author TEXT,
    published TEXT,
    modified TEXT,
    protected INTEGER NOT NULL DEFAULT 0,
    alternates TEXT,
    last_seen TEXT NOT NULL,
    absent_since TEXT
) WITHOUT ROWID;
CREATE INDEX listings_by_cms_id ON listings (edition, cms_id);
CREATE TABLE addresses (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    how TEXT NOT NULL,
    PRIMARY KEY (article_id, key)
) WITHOUT ROWID;
CREATE INDEX addresses_by_key ON addresses (key);
CREATE INDEX history_by_digest ON history (digest);
INSERT INTO addresses SELECT id, key, url, first_seen, last_seen, 'canonical' FROM articles;
CREATE TABLE change_signals (
    edition TEXT NOT NULL,
    source TEXT NOT NULL,
    signalled INTEGER NOT NULL DEFAULT 0,
    unsignalled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (edition, source)
) WITHOUT ROWID;
ALTER TABLE articles ADD COLUMN protected_at TEXT;
ALTER TABLE pages ADD COLUMN redirects_to TEXT;
CREATE INDEX pages_by_redirect ON pages (redirects_to) WHERE redirects_to IS NOT NULL
"""


def add_listing_tables(db: Database) -> None:
    """Tables `listings`, `addresses` and `change_signals`; where redirects lead, since when a text is protected."""
    for statement in _TABLES.split(";\n"):
        db.execute(statement)


def add_listed_titles(db: Database) -> None:
    """Column `title` of `listings`."""
    db.execute("ALTER TABLE listings ADD COLUMN title TEXT")


def add_moves_index(db: Database) -> None:
    """The addresses that articles moved from, for the page of changes."""
    db.execute("CREATE INDEX addresses_moved ON addresses (article_id) WHERE how = 'moved'")
