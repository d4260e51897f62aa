"""What the WARC files beside the database hold: pictures, and records to download."""

import json
import re
import sqlite3
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urljoin

import nh3

from dimash_archive import urls
from dimash_archive.browse.layout import headings
from dimash_archive.records import Fetched, Values
from dimash_archive.text import charset
from dimash_archive.text.moments import moment_text
from dimash_archive.warc.reader import answers

LARGEST: Final = 64 << 20
"""A longer record, in bytes, is not sent: it is to be taken from the file itself."""
# What a browser shows without running anything; SVG could hold scripts.
_PICTURES: Final = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"))
LARGEST_PAGE: Final = 4 << 20
"""A longer page, in bytes, is not shown."""
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml"))
_HREF: Final = re.compile(r'href="([^"]*)"')
_NAMELESS: Final = re.compile(r"<a\b[^>]*>\s*</a>")
"""A link whose picture was removed."""
_ALLOWED_TAGS: Final = (
    "a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q"
    " s small strong sub sup table tbody td tfoot th thead tr u ul"
).split()
_PLACE: Final = "SELECT warc_file, warc_offset, warc_length, revisit_of, mime FROM captures WHERE id = ?"


class CapturedPage(NamedTuple):
    """A page as captured, for reading."""

    url: str
    """Its address."""
    fetched_at: str
    """When it was captured; ISO 8601, UTC."""
    html: str
    """Its text with headings (without skipped levels), lists, tables and links; nothing in it can run or make
    requests."""


class StoredPicture(NamedTuple):
    """A picture as captured."""

    mime: str
    """One of the types that a browser shows without running anything."""
    data: bytes
    """Its bytes."""


def record(conn: sqlite3.Connection, folder: Path, capture_id: int) -> tuple[str, bytes] | None:
    """A file name and the bytes of one WARC record, a gzip member; None if it is missing or too long."""
    row = conn.execute(_PLACE, (capture_id,)).fetchone()
    if row is None or row[2] > LARGEST:
        return None
    data = _read(folder, row[0], row[1], row[2])
    return None if data is None else (f"{Path(row[0]).name.split('.')[0]}-{row[1]}.warc.gz", data)


def picture(conn: sqlite3.Connection, folder: Path, capture_id: int) -> StoredPicture | None:
    """The picture of a capture; None if the capture is not a picture, or is missing."""
    row = conn.execute(_PLACE, (capture_id,)).fetchone()
    if row is None or row[4] not in _PICTURES:
        return None
    fetched = _answer(conn, folder, row)
    return None if fetched is None else StoredPicture(row[4], fetched.body)


def page(
    conn: sqlite3.Connection, folder: Path, capture_id: int, path: Callable[[int], str] | None = None
) -> CapturedPage | None:
    """The page of a capture as text and links that cannot run; None if the capture is not HTML, or is missing.

    `path` gives the reading page of an archived address: links to archived pages lead there.
    """
    row = conn.execute(_PLACE, (capture_id,)).fetchone()
    if row is None or row[4] not in _PAGES:
        return None
    fetched = _answer(conn, folder, row)
    if fetched is None or len(fetched.body) > LARGEST_PAGE:
        return None
    html = nh3.clean(
        charset.decode(fetched.body, fetched.charset),
        tags=set(_ALLOWED_TAGS),
        clean_content_tags={
            "script",
            "style",
            "noscript",
            "template",
            "title",
            "svg",
            "math",
            "iframe",
            "object",
            "select",
        },
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        attribute_filter=lambda _, name, value: _absolute(fetched.url, value) if name == "href" else value,
        url_schemes={"http", "https"},
        link_rel="noreferrer nofollow",
    )
    html = headings.levelled(_NAMELESS.sub("", html), above=1)
    return CapturedPage(
        fetched.url, moment_text(fetched.fetched_at), _inward(conn, html, path) if path else html
    )


def _inward(conn: sqlite3.Connection, html: str, path: Callable[[int], str]) -> str:
    """Cleaned HTML whose links to archived articles lead to their reading pages."""
    addresses = {unescape(href) for href in _HREF.findall(html)}
    keys = {address: urls.key(address) for address in addresses}
    sql = "SELECT key, id FROM articles WHERE key IN (SELECT value FROM json_each(?))"
    articles = dict(conn.execute(sql, (json.dumps(list(keys.values())),)).fetchall())

    def led(match: re.Match[str]) -> str:
        number = articles.get(keys.get(unescape(match[1]), ""))
        return match[0] if number is None else f'href="{path(number)}" data-archived'

    return _HREF.sub(led, html)


def _answer(conn: sqlite3.Connection, folder: Path, row: Values) -> Fetched | None:
    """The response of a capture, by its location; a revisit leads to the record that holds the payload."""
    name, offset, length = row[:3]
    if row[3]:
        name, _, place = row[3].rpartition(":")
        at = "SELECT warc_offset, warc_length FROM captures WHERE warc_file = ? AND warc_offset = ?"
        first = conn.execute(at, (name, int(place))).fetchone()
        if first is None:
            return None
        offset, length = first
    data = _read(folder, name, offset, length) if length <= LARGEST else None
    return next((fetched for _, fetched in answers(BytesIO(data or b""), name)), None)


def _absolute(base: str, address: str) -> str | None:
    """Where a link of a captured page led; a relative one would lead to the archive's own pages."""
    try:
        resolved = urljoin(base, address)
    except ValueError:
        return None
    return resolved if resolved.startswith(("http://", "https://")) else None


def _read(folder: Path, name: str, offset: int, length: int) -> bytes | None:
    """A stretch of a WARC file, whether it is finished or still being written."""
    for path in (folder / name, folder / f"{name}.open"):
        try:
            with path.open("rb") as file:
                file.seek(offset)
                data = file.read(length)
        except OSError:
            continue
        return data if len(data) == length else None
    return None
