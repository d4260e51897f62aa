"""The tables of people and of parallel texts: a migration."""

from sqlite_utils import Database

_TABLES = """
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE INDEX people_by_name ON people (name);
CREATE TABLE person_names (
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    count INTEGER NOT NULL,
    method TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (person_id, lang, name)
) WITHOUT ROWID;
CREATE INDEX person_names_by_name ON person_names (name);
CREATE TABLE mentions (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX mentions_by_person ON mentions (person_id, article_id);
ALTER TABLE quotes ADD COLUMN person_id INTEGER REFERENCES people(id) ON DELETE SET NULL;
CREATE INDEX quotes_by_person ON quotes (person_id, article_id);
CREATE TABLE name_evidence (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    people TEXT NOT NULL,
    written TEXT NOT NULL DEFAULT ''
);
CREATE TABLE story_name_pairs (
    story_id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    pairs TEXT NOT NULL
);
CREATE TABLE sentences (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE TABLE alignments (
    story_id INTEGER NOT NULL,
    lang_a TEXT NOT NULL,
    lang_b TEXT NOT NULL,
    article_a INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    version_a INTEGER NOT NULL,
    first_a INTEGER NOT NULL,
    last_a INTEGER NOT NULL,
    article_b INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    version_b INTEGER NOT NULL,
    first_b INTEGER NOT NULL,
    last_b INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (article_a, article_b, first_a)
) WITHOUT ROWID;
CREATE INDEX alignments_by_story ON alignments (story_id);
CREATE INDEX alignments_by_article_b ON alignments (article_b);
CREATE TABLE aligned_articles (
    article_a INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    article_b INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    PRIMARY KEY (article_a, article_b)
) WITHOUT ROWID;
CREATE VIEW parallel_sentences AS
SELECT
    al.story_id, al.lang_a, al.lang_b, al.score,
    al.article_a, al.version_a, al.first_a, al.article_b, al.version_b, al.first_b,
    substr(a.body, s.start + 1, t.end - s.start) AS text_a,
    substr(b.body, u.start + 1, v.end - u.start) AS text_b
FROM alignments AS al
JOIN articles AS a ON a.id = al.article_a
JOIN articles AS b ON b.id = al.article_b
JOIN sentences AS s ON s.article_id = al.article_a AND s.position = al.first_a
JOIN sentences AS t ON t.article_id = al.article_a AND t.position = al.last_a
JOIN sentences AS u ON u.article_id = al.article_b AND u.position = al.first_b
JOIN sentences AS v ON v.article_id = al.article_b AND v.position = al.last_b
"""


def add_people_and_alignments(db: Database) -> None:
    """Add the tables of people, of their mentions, of sentences and of their alignments."""
    for statement in _TABLES.split(";\n"):
        db.execute(statement)


def add_part_of_mention(db: Database) -> None:
    """Names in headlines are mentions too: say in which text the offsets count."""
    db.execute("ALTER TABLE mentions ADD COLUMN part TEXT NOT NULL DEFAULT 'body'")
