"""The gzip members of a WARC file that begin in a range of its bytes, in bounded memory.

A range is entered at the first place where a gzip member begins that holds a WARC record: so the ranges of a file
can be read on different machines, without an index, and each record belongs to exactly one of them. Behind a torn
member reading goes on at the next such place.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from dimash_archive.cluster.plan import Part

_MAGIC: Final = b"\x1f\x8b\x08"
_BLOCK: Final = 1 << 18
_PROBE: Final = 512  # compressed bytes that are enough to see how a record begins
LARGEST: Final = 32_000_000
"""Bytes that a record may unpack to; of a longer one the rest is passed over."""


class Member(NamedTuple):
    """One gzip member."""

    content: bytes
    """What it unpacks to; its beginning only, if it is too long or torn."""
    offset: int
    """Where it begins in the file."""
    fault: str | None
    """Why it is not whole; None if it is."""


def members(file: BinaryIO, part: Part) -> Iterator[Member]:
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
        taken += len(data) - len(unpack.unconsumed_tail) - len(unpack.unused_data)
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
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, 16).startswith(b"WARC/")
    except zlib.error:
        return False
