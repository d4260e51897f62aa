"""JSON lines: one object per article, with its quotes, images, links and tags, as `show --json` prints it."""

import json
from typing import BinaryIO

from dimash_archive.export.source import ExportSource


def write(source: ExportSource, out: BinaryIO) -> int:
    """Write one line of UTF-8 per article; returns how many."""
    count = 0
    for count, row in enumerate(source.rows(), start=1):
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return count
