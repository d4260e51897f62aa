"""The content of a WARC or ARC file from an offset on, unpacked on demand, in constant memory."""

import re
import zlib
from io import BytesIO
from typing import BinaryIO, Final

MAGIC: Final = b"\x1f\x8b\x08"
"""How a gzip member begins."""
BLOCK: Final = 1 << 16  # larger ones are copied for each of many small records: four times slower at 1 << 18
"""How many bytes are read at a time."""
_PIECE: Final = 4 * BLOCK  # bytes that are unpacked at a time
_PROBE: Final = 2048  # compressed bytes that are enough to see how a record begins
_OVERLAP: Final = 10_000  # bytes: the longest line that begins an ARC record
ARC_LINE: Final = (
    rb"(?P<url>[a-z][a-z0-9+.-]{0,20}:[^\r\n]{0,8000}?) (?P<ip>[0-9a-fA-F.:]+|-) (?P<date>[0-9]{8,17})"
    rb" (?P<mime>[^\r\n]{0,500}?) ?(?P<length>[0-9]{1,15})\r?\n"
)
"""The line that an ARC record begins with, version 1 or 2: https://archive.org/web/researcher/ArcFileFormat.php."""
HEAD: Final = re.compile(rb"WARC/|" + ARC_LINE)
"""How a record begins."""
_NEXT: Final = re.compile(rb"\n(?=WARC/[0-9]\.[0-9]+\r?\n|" + ARC_LINE + rb")")


class Torn(Exception):
    """The bytes cannot be unpacked, or end before they should."""


class ByteStream:
    """Bytes from start to end, with look-ahead."""

    def __init__(self) -> None:
        self._buffer = b""
        self.given = 0
        """How many bytes were given out."""
        self.is_inside = False
        """Whether a record is being read: only then does reading continue after the end of a gzip member."""

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end of the stream. Raises Torn if there are none."""
        try:
            while len(self._buffer) < size and (piece := self._more()):
                self._buffer += piece
        except Torn:
            if not self._buffer:
                raise
        return self._buffer[:size]

    def take(self, size: int, limit: int) -> bytes:
        """Skip the next `size` bytes and return the first `limit` of them. Raises Torn."""
        taken, written = BytesIO(), 0  # a list of pieces would be held twice while it is joined
        while size > 0 and (self._buffer or self._refill()):
            piece = self._buffer if len(self._buffer) <= size else self._buffer[:size]
            self._buffer = self._buffer[len(piece) :]
            self.given += len(piece)
            size -= len(piece)
            if written < limit:
                written += taken.write(piece[: limit - written])
        return taken.getvalue()

    def give_back(self, data: bytes) -> None:
        """Put back what was taken last."""
        self._buffer = data + self._buffer
        self.given -= len(data)

    def seek_record(self) -> bool:
        """Skip everything up to the next line that begins a record; False if there is none. Raises Torn."""
        while True:
            block = self.peek(BLOCK + _OVERLAP)
            if (mark := _NEXT.search(block)) is not None:
                self.take(mark.end(), 0)
                return True
            if len(block) < BLOCK + _OVERLAP:
                self.take(len(block), 0)
                return False
            self.take(BLOCK, 0)

    def _refill(self) -> bool:
        self._buffer = self._more()
        return bool(self._buffer)

    def _more(self) -> bytes:
        raise NotImplementedError


class PlainStream(ByteStream):
    """A file that is not compressed."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        super().__init__()
        self._file, self._at = file, offset

    def _more(self) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(BLOCK)
        self._at += len(data)
        return data


class GzipStream(ByteStream):
    """A gzip member and the following ones into which a record continues; they end where one of them is torn."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        super().__init__()
        self._file = file
        self.member = offset
        """Where the member that is being unpacked begins in the file."""
        self.position = offset
        """Where in the file the member ends, as far as known."""
        self._first = offset
        self._begin(offset)

    def _begin(self, offset: int) -> None:
        self.member = self.position = self._at = offset
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def _more(self) -> bytes:
        while True:
            if self._unpack.eof and not self._next():
                return b""
            try:
                piece = self._unpacked()
            except Torn:
                if self.member == self._first:
                    raise
                self.position = self.member
                return b""
            if piece:
                return piece

    def _next(self) -> bool:
        """Go on to the next member, if a record does."""
        self.position = self._at - len(self._unpack.unused_data)
        if not self.is_inside or begins(self._file, self.position) is not False:
            return False
        self._begin(self.position)
        return True

    def _unpacked(self) -> bytes:
        data = self._unpack.unconsumed_tail
        if not data:
            self._file.seek(self._at)
            data = self._file.read(BLOCK)
            self._at += len(data)
        if not data:
            raise Torn("it is cut off")
        try:
            return self._unpack.decompress(data, _PIECE)
        except zlib.error as error:
            raise Torn("it cannot be unpacked") from error


def begins(file: BinaryIO, offset: int) -> bool | None:
    """Whether the gzip member at an offset begins with a record; None if none can be unpacked there."""
    file.seek(offset)
    data = file.read(_PROBE)
    if not data.startswith(MAGIC):
        return None
    try:
        content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _OVERLAP).lstrip(b"\r\n")
        return HEAD.match(content) is not None
    except zlib.error:
        return None


def next_member(file: BinaryIO, start: int, end: int) -> int | None:
    """The first offset from `start`, before `end`, at which a gzip member begins that begins with a record."""
    position = start
    while position < end:
        file.seek(position)
        block = file.read(BLOCK + len(MAGIC) - 1)
        if not block:
            return None
        at = block.find(MAGIC)
        while at >= 0:
            if position + at >= end:
                return None
            if begins(file, position + at):
                return position + at
            at = block.find(MAGIC, at + 1)
        position += BLOCK
    return None
