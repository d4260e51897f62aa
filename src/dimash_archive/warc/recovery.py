"""What a dead run left behind in WARC files, and their indexes."""

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from dimash_archive.records import Captured
from dimash_archive.warc import cdxj
from dimash_archive.warc.files import SUFFIX, disk_errors
from dimash_archive.warc.scanner import Damage, scan

_log = logging.getLogger(__name__)


def repair(folder: Path, recorded_end: Callable[[str], int] = lambda name: 0) -> list[Path]:
    """Repair the files that a dead run left open: a half-written record at the end is cut off, empty files are removed.

    `recorded_end` gives the end of a file's last record in the database: nothing before that is cut, and
    damage in the middle stays, for `verify` to report. Returns the files in the order of their names. The database may
    not know all of their records; as soon as it does, `settle` them. The caller must hold the archive's lock. Raises
    CaptureError.
    """
    mended = []
    for path in sorted(folder.glob(f"*{SUFFIX}.open")):
        with disk_errors(path.name):
            recorded = recorded_end(path.name.removesuffix(".open"))
            end = max(_end_of_records(path), min(recorded, path.stat().st_size))
            if end < path.stat().st_size:
                _log.warning("%s: cut off %d torn bytes", path.name, path.stat().st_size - end)
                os.truncate(path, end)
            if end or recorded:
                mended.append(path)
            else:
                path.unlink()
    return mended


def _end_of_records(path: Path) -> int:
    """Where the last whole record of a file ends."""
    end = 0
    with path.open("rb") as file:
        for piece in scan(file):
            if isinstance(piece, Damage):
                if not piece.is_tail:
                    _log.warning("%s:%d: %d bytes are damaged", path.name, piece.offset, piece.length)
            else:
                end = piece.offset + piece.length
    return end


def settle(path: Path) -> Path:
    """Give a file its final name, and return it: the database knows all its records. Raises CaptureError."""
    with disk_errors(path.name):
        return path.rename(path.with_name(path.name.removesuffix(".open")))


def without_index(folder: Path) -> list[Path]:
    """The settled files that lack an index: from earlier versions, or from a run that died just before writing it."""
    return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if not cdxj.beside(path).exists()]


def write_index(path: Path, captures: Iterable[Captured]) -> None:
    """Write the CDXJ index of a WARC file beside it, `NAME.cdxj`. Raises CaptureError."""
    with disk_errors(cdxj.beside(path).name):
        cdxj.write(path, captures)
