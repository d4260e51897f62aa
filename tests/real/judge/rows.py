"""The articles of an archive, with all that belongs to them."""

import re
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

Row = dict[str, Any]
"""A row of `articles` with its `tags`, `pictures` and `quotes`."""
_TAGS: Final = "SELECT name FROM tags JOIN article_tags ON tags.id = tag_id WHERE article_id = ?"
_PICTURES: Final = "SELECT url, caption, credit FROM images WHERE article_id = ? ORDER BY position"
_QUOTES: Final = "SELECT text, speaker FROM quotes WHERE article_id = ? ORDER BY position"


def of_archive(file: Path) -> list[Row]:
    """Every article that is on the site as far as the archive knows."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        rows = [dict(row) for row in db.execute("SELECT * FROM articles WHERE gone_at IS NULL ORDER BY id")]
        for row in rows:
            row["tags"] = sorted(tag for (tag,) in db.execute(_TAGS, (row["id"],)))
            row["pictures"] = [dict(picture) for picture in db.execute(_PICTURES, (row["id"],))]
            row["quotes"] = [dict(quote) for quote in db.execute(_QUOTES, (row["id"],))]
    return rows


def address(url: str) -> str:
    """One spelling of an address."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return plain(f"{parts.netloc}{unquote(parts.path).rstrip('/')}{query}")


def plain(text: str | None) -> str:
    """Text with one form of its letters, and one space where it has any."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip()


def letters(text: str) -> str:
    """Letters and digits alone: marks and spaces are asked of the body."""
    return re.sub(r"\W+", "", plain(text))
