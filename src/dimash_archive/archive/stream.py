"""Reading the whole archive in one go, article by article, in constant memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlite_utils import Database

from dimash_archive.archive.articles import article_rows
from dimash_archive.records import Row

Item = TypeVar("Item")

ORDERS = {"id": "id", "newest": "published DESC, id DESC"}
"""The orders that articles come in: as stored, or the newest first, undated ones last."""


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Everything read inside is consistent, even while a crawl writes."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()


def each(db: Database, lang: str | None = None, order: str = "id") -> Iterator[Row]:
    """Every article with quotes, images, links and tags, as `Archive.article` gives it; of one language if named.

    `order` is a key of ORDERS.
    """
    where, values = ("", ()) if lang is None else ("WHERE lang = ?", (lang,))
    cursor = db.execute(f"SELECT * FROM articles {where} ORDER BY {ORDERS[order]}", values)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield {**row, **article_rows.parts_of(db, row["id"])}


def groups(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The rows in batches: one transaction each."""
    group: list[Item] = []
    for row in rows:
        group.append(row)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
