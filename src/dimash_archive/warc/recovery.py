"""What a dead run left behind in WARC files, and their indexes."""

import logging
import os
from collections.abc import Iterable
from pathlib import Path

from dimash_archive.records import Captured
from dimash_archive.warc import cdxj, record_format
from dimash_archive.warc.files import SUFFIX, disk_errors

_log = logging.getLogger(__name__)


def repair(folder: Path) -> list[Path]:
    """Mend the files that a dead run left open: half-written records are cut off, empty files go.

    Returns them in the order of their names. The database may not know all of their records; as soon as it
    does, `settle` them. Only for who holds the archive's lock. Raises CaptureError.
    """
    mended = []
    for path in sorted(folder.glob(f"*{SUFFIX}.open")):
        with disk_errors(path.name):
            with path.open("rb") as file:
                whole = max((start + length for _, start, length in record_format.members(file)), default=0)
            if whole < path.stat().st_size:
                _log.warning("%s: cut off %d torn bytes", path.name, path.stat().st_size - whole)
                os.truncate(path, whole)
            if whole:
                mended.append(path)
            else:
                path.unlink()
    return mended


def settle(path: Path) -> Path:
    """Give a file its final name, which is returned: the database knows all its records. Raises CaptureError."""
    with disk_errors(path.name):
        return path.rename(path.with_name(path.name.removesuffix(".open")))


def without_index(folder: Path) -> list[Path]:
    """The settled files that lack an index: of earlier versions, or of a run that died just before it."""
    return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if not cdxj.beside(path).exists()]


def write_index(path: Path, captures: Iterable[Captured]) -> None:
    """Write the CDXJ index of a WARC file beside it, `NAME.cdxj`. Raises CaptureError."""
    with disk_errors(cdxj.beside(path).name):
        cdxj.write(path, captures)
