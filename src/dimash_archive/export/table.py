"""CSV (RFC 4180, UTF-8): one row per article; nested values are given only as counts, tags by name.

Cells that a spreadsheet would execute begin with an apostrophe.
"""

import csv
from io import TextIOWrapper
from typing import BinaryIO

from dimash_archive.export.source import ExportSource
from dimash_archive.records import Row

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS = (
    "id", "url", "edition", "lang", "story_id", "section", "title", "author", "published", "modified", "first_seen",
    "last_seen", "gone_at", "version", "word_count", "image_url", "tags", "quotes", "images", "links",
    "quote_speaker", "quote", "lead", "body",
)  # fmt: skip
"""The header. `tags` are names, `;` between; `quotes`, `images`, `links` numbers; the rest as in `articles`."""


def write(source: ExportSource, out: BinaryIO) -> int:
    """Write header and rows; returns the number of articles."""
    count = 0
    text = TextIOWrapper(out, "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for count, row in enumerate(source.rows(), start=1):
            flat = _flat(row)
            writer.writerow([defused(flat[name]) for name in COLUMNS])
    finally:
        text.detach()
    return count


def defused(cell: object) -> object:
    """A cell that no spreadsheet executes: what would begin a formula is prefixed with an apostrophe.

    As OWASP recommends: https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(("\t", "\r")) else cell


def _flat(row: Row) -> Row:
    numbers = {name: len(row[name]) for name in ("quotes", "images", "links")}
    return {**row, **numbers, "tags": "; ".join(row["tags"])}
