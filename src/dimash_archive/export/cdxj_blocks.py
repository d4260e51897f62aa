"""A sorted CDXJ index in compressed blocks with an index of their own, so that a line is found without reading all."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

BLOCK = 3000
"""Lines in a compressed block."""


def ordered(lines: Iterable[str]) -> Iterator[str]:
    """The lines sorted by code point: through a temporary file, however many there are."""
    aside = sqlite3.connect("", isolation_level=None)
    try:
        aside.execute("CREATE TABLE lines (line TEXT)")
        aside.execute("BEGIN")
        aside.executemany("INSERT INTO lines VALUES (?)", ((each,) for each in lines))
        for (each,) in aside.execute("SELECT line FROM lines ORDER BY line"):
            yield each
    finally:
        aside.close()


def compressed(lines: Iterator[str], out: BinaryIO, name: str) -> Iterator[str]:
    """Write sorted lines to `out`, one gzip member per block; yields the lines of the index to the blocks.

    `name` is the name of the file of blocks in that index.
    """
    yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    offset = 0
    while block := list(islice(lines, BLOCK)):
        packed = zlib.compress("".join(block).encode(), wbits=zlib.MAX_WBITS | 16)
        out.write(packed)
        place = {
            "offset": offset,
            "length": len(packed),
            "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
        }
        yield f"{block[0].partition(' {')[0]} {json.dumps(place)}\n"
        offset += len(packed)
