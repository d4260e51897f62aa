"""The records of any WARC or ARC file, one after another, in bounded memory; damage costs only what is damaged.

    x.warc.gz   a gzip member per record, as WARC recommends; or one member for all; or members of any length
    x.warc      not compressed
    x.arc[.gz]  ARC 1.0 and 1.1, in the same ways

A record's end follows from its length and is checked against what follows. After damage, reading continues at the next
member, or line, that begins a record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO, Final

from dimash_archive.warc.byte_streams import (
    HEAD,
    MAGIC,
    ByteStream,
    GzipStream,
    PlainStream,
    Torn,
    next_member,
)

LARGEST: Final = 128_000_000
"""Bytes that a record may unpack to and still be read; the rest of a longer one is skipped."""
_HEADER: Final = 1 << 16  # bytes that the header of a record may be long
_LENGTH: Final = re.compile(rb"(?i)\ncontent-length[ \t]*:[ \t]*([0-9]{1,15})[ \t]*\r?\n")
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_INNER: Final = re.compile(rb"\n\r?\nWARC/[0-9]\.[0-9]+\r?\n")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record as it is in a file."""

    content: bytes
    """Its header and its block, unpacked; the beginning of them if it is too long."""
    offset: int
    """Where its gzip member begins in the file; inside a member, or without one, where it begins in the content."""
    length: int
    """Bytes of its gzip member; inside a member, or without one, bytes of the content."""
    fault: str | None = None
    """Why it is incomplete; None if it is complete."""
    is_reachable: bool = True
    """Whether reading may begin at the offset: not inside a gzip member."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file that holds no readable record."""

    offset: int
    """Where it begins, counted as in `StoredRecord`."""
    length: int
    """Its length in bytes."""
    reason: str
    """What is wrong with it, in a few words."""
    is_tail: bool = False
    """Whether no record was found after it."""


Piece = StoredRecord | Damage
"""What a file is made of."""


def scan(file: BinaryIO, start: int = 0, end: int | None = None, limit: int = LARGEST) -> Iterator[Piece]:
    """The records that begin at or after `start` and before `end`, and the damage between them, in order.

    In a file that is not compressed, `start` must be where a record begins. Raises OSError.
    """
    size = file.seek(0, 2)
    end = size if end is None else min(end, size)
    file.seek(0)
    beginning = file.read(_HEADER)
    if not size or start >= end:
        return
    # The beginning shows whether it is compressed; where that is damaged, what stands behind it.
    if beginning.startswith(MAGIC) or (
        not HEAD.match(beginning) and next_member(file, start, end) is not None
    ):
        yield from _members(file, start, end, limit)
    else:
        yield from _plain(PlainStream(file, start), start, end, limit)


def _plain(stream: ByteStream, start: int, end: int, limit: int) -> Iterator[Piece]:
    """The records of a file that is not compressed."""
    for piece in _records(stream, start, limit):
        if piece.offset >= end:
            return
        yield piece


def _members(file: BinaryIO, start: int, end: int, limit: int) -> Iterator[Piece]:
    """The records of a file of gzip members."""
    offset = next_member(file, start, end)
    if start == 0 and offset != 0:
        yield _between(0, offset, end, "it does not begin with a record")
    while offset is not None and offset < end:
        stream = GzipStream(file, offset)
        torn: str | None = None
        try:
            yield from _of_member(stream, offset, limit)
        except Torn as error:
            torn = str(error)
        # The member that is torn may be one behind the first: what goes before it was read.
        after = stream.position if torn is None else stream.member + 1
        following = next_member(file, after, end)
        if torn is not None or following != after:
            begin = stream.member if torn is not None else after
            if begin < end:
                yield _between(begin, following, end, torn or "it is not a record")
        offset = following


def _between(begin: int, following: int | None, end: int, reason: str) -> Damage:
    return Damage(begin, (end if following is None else following) - begin, reason, following is None)


def _of_member(stream: GzipStream, offset: int, limit: int) -> Iterator[Piece]:
    """The records of a member; one that has it to itself lies where the member lies."""
    pieces = _records(stream, 0, limit)
    first = next(pieces, None)
    if first is None:
        return
    try:
        second = next(pieces, None)
    except Torn:
        yield _inner(first)
        raise
    if second is not None:
        yield from map(_inner, chain((first, second), pieces))
    elif isinstance(first, Damage):
        yield Damage(offset, stream.position - offset, first.reason)
    else:
        yield StoredRecord(first.content, offset, stream.position - offset, first.fault)


def _inner(piece: Piece) -> Piece:
    return piece if isinstance(piece, Damage) else replace(piece, is_reachable=False)


def _records(stream: ByteStream, start: int, limit: int) -> Iterator[Piece]:
    """The records of a stream that begins at `start`, and what is no record."""
    while _skip_blank(stream):
        begin = start + stream.given
        record, reason = _record(stream, limit)
        if record is not None:
            content, length, fault = record
            _skip_blank(stream)
            yield StoredRecord(content, begin, length, fault)
            continue
        more = stream.seek_record()
        yield Damage(begin, start + stream.given - begin, reason, not more)


def _skip_blank(stream: ByteStream) -> bool:
    """Pass over the ends of lines that part records; whether anything follows them."""
    while (ahead := stream.peek(4)) and (blank := len(ahead) - len(ahead.lstrip(b"\r\n"))):
        stream.take(blank, 0)
    return bool(ahead)


def _record(stream: ByteStream, limit: int) -> tuple[tuple[bytes, int, str | None] | None, str]:
    """The record that begins here: its content, length and fault. Or none, and why; then little of it was passed."""
    stream.is_inside = _size(stream.peek(_HEADER)) is None  # then the header may go on in the next member
    ahead = stream.peek(_HEADER)
    stream.is_inside, size = True, _size(ahead)
    if not HEAD.match(ahead) or (size is None and not isinstance(stream, GzipStream)):
        stream.is_inside = False
        return None, "it does not say how long it is" if HEAD.match(ahead) else "it is not a record"
    before = stream.given
    content = stream.take(size if size is not None else 1 << 62, limit)
    length, stream.is_inside = stream.given - before, False
    if length > limit:
        return (content, length, f"The record is longer than {limit:,} bytes."), ""
    reason = "it is cut off" if size is not None and length < size else _overrun(stream, content)
    if reason is None:
        return (content, length, None), ""
    stream.give_back(content)
    stream.take(1, 0)
    return None, reason


def _overrun(stream: ByteStream, content: bytes) -> str | None:
    """What is wrong with the length of a record that was taken, by what it holds and what follows it; else None."""
    following = stream.peek(1)
    if following and following not in b"\r\n" and not HEAD.match(stream.peek(_HEADER)):
        return "it is longer than it says"
    blank = _skip_blank(stream)
    if blank and not HEAD.match(stream.peek(_HEADER)) and _INNER.search(content):
        return "it is shorter than it says"
    return None


def _size(ahead: bytes) -> int | None:
    """How many bytes the record is long that begins so: header and block; None if it does not say."""
    line = HEAD.match(ahead)
    if line is not None and line["length"] is not None:  # ARC
        return line.end() + int(line["length"])
    end = _BLANK.search(ahead)
    length = _LENGTH.search(ahead, 0, end.end()) if end else None
    return end.end() + int(length[1]) if end and length else None
