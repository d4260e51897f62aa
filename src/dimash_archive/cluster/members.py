"""The records of a WARC file, in bounded memory: gzip members that begin in a range of its bytes, or plain ones.

A range is entered at the first place where a gzip member begins that holds a WARC record: so the ranges of a file
can be read on different machines, without an index, and each record belongs to exactly one of them. Behind a torn
member reading goes on at the next such place.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from dimash_archive.cluster.plan import WarcPart

_MAGIC: Final = b"\x1f\x8b\x08"
_WARC: Final = b"WARC/"
_BETWEEN: Final = b"\r\n\r\n" + _WARC
_BLOCK: Final = 1 << 16  # larger ones are copied for each of many small records: four times slower at 1 << 18
_HEAD: Final = 1 << 16  # bytes that the head of a record may be long
_PROBE: Final = 512  # compressed bytes that are enough to see how a record begins
LARGEST: Final = 32_000_000
"""Bytes that a record may unpack to; of a longer one the rest is passed over."""


class Member(NamedTuple):
    """One record: a gzip member, or its bytes in a file that is not compressed."""

    content: bytes
    """What it unpacks to; its beginning, or nothing, if it is too long or torn."""
    offset: int
    """Where it begins in the file."""
    fault: str | None
    """Why it is not whole; None if it is."""


def members(file: BinaryIO, part: WarcPart) -> Iterator[Member]:
    """The members that begin in the part, in order."""
    offset = _entry(file, part.start, part.end)
    while offset is not None and offset < part.end:
        member, length = _member(file, offset)
        yield member
        following: int | None = offset + length
        if member.fault == _TORN:
            following = _entry(file, offset + 1, part.end)
        elif not _begins(file, offset + length):
            following = _entry(file, offset + length, part.end)
        offset = following


def records(file: BinaryIO) -> Iterator[Member]:
    """The records of a file that is not compressed, in order."""
    offset: int | None = 0
    while offset is not None:
        file.seek(offset)
        head = file.read(_HEAD)
        if not head:
            return
        length, fault = _length(head)
        content = b"" if fault else head[:length] + file.read(max(0, length - len(head)))
        if not fault and len(content) < length:
            fault = _TORN
        yield Member(content, offset, fault)
        offset = _next(file, offset + (1 if fault == _TORN else length))


def _length(head: bytes) -> tuple[int, str | None]:
    """How many bytes the record is long that begins so, and why it cannot be taken."""
    end = head.find(b"\r\n\r\n") + 4
    told = re.search(rb"(?i)\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", head[:end])
    if end < 4 or told is None or not head.startswith(_WARC):
        return 0, _TORN
    length = end + int(told[1])
    return length, _LONG if length > LARGEST else None


def _next(file: BinaryIO, position: int) -> int | None:
    """The first offset from `position` at which a record begins; an empty line and one more end go before each."""
    while True:
        file.seek(position)
        block = file.read(_BLOCK)
        at = block.find(_BETWEEN)
        if at >= 0:
            return position + at + len(_BETWEEN) - len(_WARC)
        if len(block) < _BLOCK:
            return None
        position += _BLOCK - len(_BETWEEN)


_TORN: Final = "The record is torn."
_LONG: Final = f"The record is longer than {LARGEST:,} bytes."


def _member(file: BinaryIO, offset: int) -> tuple[Member, int]:
    """The member at an offset, and its length in the file."""
    file.seek(offset)
    unpack, size, taken = zlib.decompressobj(zlib.MAX_WBITS | 16), 0, 0
    content: list[bytes] = []
    fault: str | None = None
    while not unpack.eof:
        data = unpack.unconsumed_tail or file.read(_BLOCK)
        if not data:
            return Member(b"".join(content), offset, _TORN), taken
        try:
            piece = unpack.decompress(data, _BLOCK * 4)
        except zlib.error:
            return Member(b"".join(content), offset, _TORN), taken
        taken += len(data) - len(unpack.unused_data if unpack.eof else unpack.unconsumed_tail)
        size += len(piece)
        if size <= LARGEST:
            content.append(piece)
        else:
            fault = _LONG
    return Member(b"".join(content), offset, fault), taken


def _entry(file: BinaryIO, start: int, end: int) -> int | None:
    """The first offset from `start`, before `end`, at which a record begins."""
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_BLOCK + len(_MAGIC) - 1)
        if not block:
            return None
        at = block.find(_MAGIC)
        while at >= 0:
            if position + at >= end:
                return None
            if _begins(file, position + at):
                return position + at
            at = block.find(_MAGIC, at + 1)
        position += _BLOCK
    return None


def _begins(file: BinaryIO, offset: int) -> bool:
    """Whether a gzip member with a WARC record begins here."""
    file.seek(offset)
    data = file.read(_PROBE)
    if not data.startswith(_MAGIC):
        return False
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, 16).startswith(_WARC)
    except zlib.error:
        return False
