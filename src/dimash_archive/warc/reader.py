"""Responses read from WARC and ARC files."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dimash_archive.errors import CaptureError
from dimash_archive.records import Captured, Fetched
from dimash_archive.warc.files import disk_errors, find
from dimash_archive.warc.record_parser import BODY_LIMIT, BadRecord, parse
from dimash_archive.warc.scanner import Damage, StoredRecord, scan

_log = logging.getLogger(__name__)


def read(
    path: Path, offset: int | None = None, tell: Callable[[str], None] = _log.warning
) -> Iterator[tuple[Captured, Fetched]]:
    """The responses in a WARC file, all or the one at `offset`; those of revisit records come without a body.

    Any WARC or ARC file will do, compressed or not. Damage costs only what is damaged: `tell` gets a sentence for each piece of it,
    or the log does without `tell`. Raises CaptureError if the file cannot be read.
    """
    name = path.name.removesuffix(".open")
    with disk_errors(path.name), path.open("rb") as file:
        if offset is None:
            yield from answers(file, name, tell=tell)
        else:
            yield from _at(file, name, offset)


def answers(
    file: BinaryIO, name: str, limit: int = BODY_LIMIT, tell: Callable[[str], None] = _log.warning
) -> Iterator[tuple[Captured, Fetched]]:
    """The responses of a WARC or ARC file; `name` goes into the captures. `tell` gets a sentence for each piece of damage.

    A body that would unpack to more than `limit` bytes stays as received.
    """
    for piece in scan(file):
        if isinstance(piece, Damage):
            tell(_damage(name, piece))
        elif (answer := _parsed(piece, name, limit, tell)) is not None:
            yield answer


def load(folder: Path, captured: Captured) -> Fetched:
    """The response that `captured` points to, with the body that a revisit refers to. Raises CaptureError.

    A 304 comes back as what it confirms: the status and headers of the first response, the time of this one.
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
    path = find(folder, name)
    for _, fetched in read(path, offset):
        return fetched
    raise CaptureError(
        f"{path}: there is no answer at {offset}.", hint="Run `dimash-archive verify` to see what is damaged."
    )


def _at(file: BinaryIO, name: str, offset: int) -> Iterator[tuple[Captured, Fetched]]:
    """The answer at an offset, if there is one: where a member or line begins, or inside of the content."""
    for start in dict.fromkeys((offset, 0)):
        for piece in scan(file, start):
            if piece.offset == offset and isinstance(piece, StoredRecord):
                if (answer := _parsed(piece, name, BODY_LIMIT, _log.warning)) is not None:
                    yield answer
                return
            if start == offset or piece.offset > offset:
                break


def _parsed(
    record: StoredRecord, name: str, limit: int, tell: Callable[[str], None]
) -> tuple[Captured, Fetched] | None:
    try:
        answer = parse(record, name, limit)
    except BadRecord as error:
        tell(f"{name}:{record.offset}: the record cannot be read: {error}")
        return None
    return None if answer is None else (answer.captured, answer.fetched)


def _damage(name: str, damage: Damage) -> str:
    what = "the rest" if damage.is_tail else f"{damage.length} bytes"
    return f"{name}: {what} cannot be read, from byte {damage.offset} on: {damage.reason}"
