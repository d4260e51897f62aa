"""What lies in the WARC files beside the database: pictures, and records to download."""

import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from dimash_archive import warc

LARGEST: Final = 64 << 20
"""A record of more bytes is not sent: it is fetched from the file itself."""
# What a browser shows without running anything; SVG could hold scripts.
_PICTURES: Final = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"))
_PLACE: Final = "SELECT warc_file, warc_offset, warc_length, revisit_of, mime FROM captures WHERE id = ?"
_FIRST: Final = """
SELECT id FROM captures
WHERE url = ? AND status = 200 AND mime IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif')
ORDER BY fetched_at DESC LIMIT 1
"""


class Picture(NamedTuple):
    """A picture as captured."""

    mime: str
    """One of the types a browser shows without running anything."""
    data: bytes
    """Its bytes."""


def picture_of(conn: sqlite3.Connection, url: str) -> int | None:
    """The newest capture of a picture, by its address: captures.id; None if there is none."""
    row = conn.execute(_FIRST, (url,)).fetchone()
    return None if row is None else int(row[0])


def record(conn: sqlite3.Connection, folder: Path, capture_id: int) -> tuple[str, bytes] | None:
    """A file name and the bytes of one WARC record, a gzip member; None if it is not there or too long."""
    row = conn.execute(_PLACE, (capture_id,)).fetchone()
    if row is None or row[2] > LARGEST:
        return None
    data = _read(folder, row[0], row[1], row[2])
    return None if data is None else (f"{Path(row[0]).name.split('.')[0]}-{row[1]}.warc.gz", data)


def picture(conn: sqlite3.Connection, folder: Path, capture_id: int) -> Picture | None:
    """The picture of a capture; None if the capture is none, or is not there."""
    row = conn.execute(_PLACE, (capture_id,)).fetchone()
    if row is None or row[4] not in _PICTURES or row[2] > LARGEST:
        return None
    name, offset, length = row[:3]
    if row[3]:
        name, _, place = row[3].rpartition(":")
        at = "SELECT warc_offset, warc_length FROM captures WHERE warc_file = ? AND warc_offset = ?"
        first = conn.execute(at, (name, int(place))).fetchone()
        if first is None:
            return None
        offset, length = first
    data = _read(folder, name, offset, length)
    for _, fetched in warc.answers(BytesIO(data or b""), name):
        return Picture(row[4], fetched.body)
    return None


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
