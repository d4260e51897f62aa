"""The migrations for the reading pages."""

from sqlite_utils import Database

from dimash_archive.archive.articles.substance import substance
from dimash_archive.archive.rows import local_time
from dimash_archive.archive.stories import wide_view

# The view `changes` says how much an edit says, so that commas do not hide figures. The index holds what lists of
# results are sorted, counted and grouped by: the texts stand in the same rows, and are not read for that.
_READING = """
ALTER TABLE articles ADD COLUMN published_local TEXT;
ALTER TABLE articles ADD COLUMN blocks TEXT;
ALTER TABLE images ADD COLUMN paragraph INTEGER;
ALTER TABLE history ADD COLUMN substance INTEGER;
DROP VIEW changes;
CREATE VIEW changes AS
SELECT
    article_id, seen_at AS at,
    CASE
        WHEN changed IN ('new', 'title') THEN changed
        WHEN changed LIKE 'title %' THEN 'title and text'
        WHEN changed = '' THEN 'none'
        ELSE 'text'
    END AS kind,
    version, modified, substance
FROM history
UNION ALL SELECT article_id, gone_at, 'removed', NULL, NULL, NULL FROM absences
UNION ALL SELECT article_id, back_at, 'returned', NULL, NULL, NULL FROM absences WHERE back_at IS NOT NULL;
CREATE INDEX articles_by_edition_and_local_time ON articles (edition, published_local);
CREATE INDEX articles_for_counting ON articles (id, edition, lang, section, published_local, story_id, published);
CREATE INDEX absences_by_time ON absences (gone_at);
CREATE INDEX history_of_edits ON history (seen_at) WHERE version > 1;
CREATE INDEX pages_by_kind ON pages (kind, edition, state, found_by)
"""


def add_reading_columns(db: Database) -> None:
    """Local times, kinds of paragraphs, places of pictures, the weight of edits, and the indexes of the reading pages."""
    for statement in _READING.split(";\n"):
        db.execute(statement)
    moments = "SELECT id, published, published_raw FROM articles WHERE published IS NOT NULL"
    local = [(local_time(*texts), article_id) for article_id, *texts in db.execute(moments).fetchall()]
    db.conn.executemany("UPDATE articles SET published_local = ? WHERE id = ?", local)
    edits = """SELECT new.article_id, new.version, old.title, old.lead, old.body, new.title, new.lead, new.body
    FROM history JOIN versions AS new USING (article_id, version)
    JOIN versions AS old ON old.article_id = new.article_id AND old.version = new.version - 1 WHERE history.version > 1"""
    for *place, a, b, c, d, e, f in db.execute(edits).fetchall():
        weight = substance(f"{a}\n\n{b or ''}\n\n{c}", f"{d}\n\n{e or ''}\n\n{f}")
        sql = "UPDATE history SET substance = ? WHERE article_id = ? AND version = ?"
        db.execute(sql, (weight, *place))


def add_quote_lengths(db: Database) -> None:
    """The index behind the plot of lengths, and the lists that its bars lead to."""
    db.execute("CREATE INDEX quotes_by_length ON quotes (length(text))")


def add_kinds_and_editions(db: Database) -> None:
    """The view of stories with the archive's own editions; indexes of articles without a text, of speakers, of sections."""
    db.execute("CREATE INDEX articles_by_kind ON articles (kind) WHERE kind != 'text'")
    db.execute("CREATE INDEX quotes_for_counting ON quotes (article_id, person_id, speaker)")
    db.execute("CREATE INDEX articles_by_story_and_section ON articles (story_id, edition, section)")
    wide_view.fit(db)
