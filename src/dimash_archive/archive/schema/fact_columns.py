"""The migrations for columns of facts."""

from typing import Final

from sqlite_utils import Database

_MOMENTS: Final = {
    "articles": ("published", "modified", "first_seen", "last_seen", "gone_at"),
    "history": ("seen_at", "last_seen"),
    "absences": ("gone_at", "back_at"),
    "runs": ("started", "finished"),
    "pages": ("found_at", "due", "visited_at", "modified"),
}


def add_author_kind(db: Database) -> None:
    """Kinds of authors, and moments of whole seconds: with fractions some sorted before the second they follow."""
    db.execute("ALTER TABLE articles ADD COLUMN author_kind TEXT")
    for table, names in _MOMENTS.items():
        for name in names:
            db.execute(f"UPDATE {table} SET {name} = substr({name}, 1, 19) || 'Z' WHERE {name} LIKE '%.%Z'")


def add_cms_id(db: Database) -> None:
    """The CMS's own number of an article, by which it is known at another address."""
    db.execute("ALTER TABLE articles ADD COLUMN cms_id INTEGER")
    db.execute("CREATE INDEX articles_by_cms_id ON articles (edition, cms_id) WHERE cms_id IS NOT NULL")
