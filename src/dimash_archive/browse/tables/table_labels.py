"""How Datasette shows each table of an archive: label, sort order, facets, and description."""

from collections.abc import Sequence
from copy import deepcopy

from dimash_archive.archive.schema import dictionary
from dimash_archive.archive.schema.migrations import APPLICATION_ID
from dimash_archive.browse.tables.canned_queries import QUESTIONS
from dimash_archive.records import Row

__all__ = ["APPLICATION_ID", "metadata"]

TITLE = "A news archive"
ABOUT = "Articles, the speeches in them, every version they had, and every answer of the site they came from."
_SETTINGS: dict[str, Row] = {
    "articles": {
        "label_column": "title",
        "sort_desc": "published",
        "facets": ["edition", "section", "author"],
    },
    "versions": {"sort_desc": "seen_at", "facets": ["changed"]},
    "quotes": {"facets": ["speaker"]},
    "images": {"facets": ["credit"]},
    "links": {"facets": ["kind"]},
    "tags": {"label_column": "name", "sort": "name"},
    "stories": {"sort_desc": "id"},
    "stories_wide": {"sort_desc": "published"},
    "story_links": {"facets": ["method"]},
    "captures": {"label_column": "url", "sort_desc": "fetched_at", "facets": ["status", "mime"]},
    "pages": {"label_column": "url", "facets": ["edition", "kind", "state"]},
    "runs": {"label_column": "started", "sort_desc": "started", "facets": ["site", "exit"]},
}
_INNER = (*dictionary.HIDDEN, "alternates", "article_tags", "blocks")
"""Tables that other tables need but readers do not."""


def metadata(wide: Sequence[str] = ()) -> Row:
    """One database's part of Datasette's metadata, in the form of 0.65; a new object at every call.

    `wide`: the columns of `stories_wide` in this archive; those of other editions are not described.
    """
    return {
        "title": TITLE,
        "description": ABOUT,
        "queries": {name: {**about, "sql": about["sql"].strip()} for name, about in QUESTIONS.items()},
        "tables": {name: _table(name, wide) for name in dictionary.TABLES},
    }


def _table(name: str, wide: Sequence[str]) -> Row:
    hidden = {"hidden": True} if name in _INNER else {}
    columns = dictionary.COLUMNS[name]
    if name == "stories_wide" and wide:
        columns = {column: text for column, text in columns.items() if column in wide}
    about = {"description": dictionary.TABLES[name], "columns": dict(columns)}
    return {**about, **deepcopy(_SETTINGS.get(name, {})), **hidden}
