"""Answers out of WARC and ARC files."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dimash_archive.errors import CaptureError
from dimash_archive.records import Captured, Fetched
from dimash_archive.warc import record_format
from dimash_archive.warc.files import disk_errors, open_path

_log = logging.getLogger(__name__)


def read(path: Path, offset: int | None = None) -> Iterator[tuple[Captured, Fetched]]:
    """The answers in a WARC file, all or the one at `offset`; those of revisit records come without a body.

    Any WARC or ARC file will do, compressed or not. A torn end is logged, not raised. Raises CaptureError if
    the file cannot be read.
    """
    with disk_errors(path.name), path.open("rb") as file:
        file.seek(offset or 0)
        try:
            for captured, fetched in record_format.answers(file, path.name.removesuffix(".open")):
                if offset in (None, captured.warc_offset):
                    yield captured, fetched
                if offset is not None:
                    return
        except record_format.TORN as error:
            _log.warning("%s: the rest cannot be read: %s", path.name, error)


def load(folder: Path, captured: Captured) -> Fetched:
    """The answer that `captured` points to, with the body that a revisit refers to. Raises CaptureError.

    A 304 comes back as what it confirms: the status and headers of the first answer, the moment of this one.
    """
    fetched = _load_one(folder, captured.warc_file, captured.warc_offset)
    if captured.revisit_of is None:
        return fetched
    name, _, offset = captured.revisit_of.rpartition(":")
    first = _load_one(folder, name, int(offset))
    if fetched.status == 304:
        return replace(first, url=fetched.url, fetched_at=fetched.fetched_at)
    return replace(fetched, raw=first.raw, body=first.body)


def _load_one(folder: Path, name: str, offset: int) -> Fetched:
    path = folder / name if (folder / name).exists() else open_path(folder, name)
    for _, fetched in read(path, offset):
        return fetched
    raise CaptureError(
        f"{path}: there is no answer at {offset}.", hint="Run `dimash-archive verify` to see what is damaged."
    )
