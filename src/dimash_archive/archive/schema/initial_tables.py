"""The first migration: the tables a crawl fills, those of articles and stories, and the search index."""

from sqlite_utils import Database

_WEIGHTS = "bm25(10.0, 4.0, 1.0, 3.0, 1.0, 2.0, 0.0)"  # title, lead, body, quote, speaker, names, facts
_HASH_SIZE = 4 << 20  # bytes of terms gathered before they are written: fewer, larger pieces to merge


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
FTS = f"""
{SEARCH_TABLE};
INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', '{_WEIGHTS}');
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', {_HASH_SIZE})
"""
_SEARCH = f"""
{FTS};
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


def add_initial_tables(db: Database) -> None:
    """Make the tables of an empty database."""
    for table in (_CRAWL, _ARTICLES, _PARTS, _STORIES, _SEARCH):
        for statement in table.split(";\n"):
            db.execute(statement)
