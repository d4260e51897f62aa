"""What is needed to cite an article or a version of it."""

import sqlite3
from typing import Final
from urllib.parse import quote, urlsplit

from dimash_archive.citation.reference import Reference
from dimash_archive.records import Values

_REFERENCE: Final = """
SELECT a.id, h.version, iif(h.version = a.version, a.title, h.title), a.author, a.lang, a.section,
    ifnull(a.published_local, a.published), a.url, c.fetched_at, c.digest, h.digest, c.warc_file || ':' || c.warc_offset
FROM articles AS a JOIN history AS h ON h.article_id = a.id JOIN captures AS c ON c.id = h.capture_id
WHERE a.id = ? AND h.version = ifnull(?, a.version)
"""


def reference(
    connection: sqlite3.Connection, article_id: int, version: int | None, root: str = ""
) -> Reference | None:
    """The reference to a version of an article, the newest by default; None if it does not exist.

    `root`: the address of the archive's pages, for the permalink.
    """
    row: Values | None = connection.execute(_REFERENCE, (article_id, version)).fetchone()
    if row is None:
        return None
    number, text, title, author, lang, section, published, url, fetched, payload, digest, place = row
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return Reference(
        number, text, title, author, host, lang, section, published, url, fetched, permalink(root, fetched, url), payload,
        digest, place,
    )  # fmt: skip


def permalink(root: str, moment: str, url: str) -> str:
    """The address under `root` of what an address showed at a moment (ISO 8601, UTC), as `ROOT/at/20240614053000/URL`."""
    digits = "".join(letter for letter in moment[:19] if letter.isdigit())
    return f"{root}/at/{digits}/{quote(url, safe=':/%')}"


def version_at(connection: sqlite3.Connection, key: str, digits: str | None) -> tuple[int, int] | None:
    """The article with a key and its version at a moment (14 digits, UTC): the last one seen by then, else the first.

    Without a moment the newest; None if there is no such article.
    """
    row = connection.execute("SELECT id, version FROM articles WHERE key = ?", (key,)).fetchone()
    if row is None or digits is None:
        return None if row is None else (int(row[0]), int(row[1]))
    parts = (digits[:4], digits[4:6], digits[6:8])
    moment = f"{'-'.join(parts)}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}~"
    sql = "SELECT version FROM history WHERE article_id = ? AND seen_at <= ? ORDER BY version DESC LIMIT 1"
    version_row = connection.execute(sql, (row[0], moment)).fetchone()
    return int(row[0]), int(version_row[0]) if version_row else 1
