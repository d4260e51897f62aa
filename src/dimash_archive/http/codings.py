"""Content codings: gzip and deflate undone within a limit. A bomb costs no more memory than the limit."""

import zlib
from collections.abc import Iterator

from dimash_archive.errors import BadAnswer, OverLimit

_GZIP = zlib.MAX_WBITS | 16
_CHUNK = 1 << 20


def decode(raw: bytes, encoding: str | None, limit: int) -> bytes:
    """`raw` without the codings of a Content-Encoding header, at most `limit` bytes long.

    Raises BadAnswer: an unknown coding, a broken or truncated stream; OverLimit: a result that is too long.
    """
    codings = [name.strip().lower() for name in (encoding or "").split(",")]
    for coding in reversed([name for name in codings if name not in ("", "identity")]):
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise BadAnswer(f"The answer is encoded as {coding!r}, which was not asked for.")
        if raw:
            bits = _GZIP if coding != "deflate" else _deflate_bits(raw)
            raw = b"".join(_inflate(raw, bits, limit))
    if len(raw) > limit:
        raise OverLimit(f"The answer is longer than {limit:,} bytes.")
    return raw


def gunzip(data: bytes, limit: int) -> Iterator[bytes]:
    """The content of a gzip file in pieces, at most `limit` bytes together. Raises as `decode` does."""
    return _inflate(data, _GZIP, limit)


def is_gzip(data: bytes) -> bool:
    """Whether `data` starts as a gzip file does."""
    return data.startswith(b"\x1f\x8b\x08")


def _inflate(data: bytes, bits: int, limit: int) -> Iterator[bytes]:
    left = limit
    while data:
        stream = zlib.decompressobj(bits)
        while not stream.eof:
            try:
                piece = stream.decompress(data, min(_CHUNK, left + 1))
            except zlib.error as error:
                raise BadAnswer(f"The compressed answer is broken: {error}.") from error
            left -= len(piece)
            if left < 0:
                raise OverLimit(f"The answer unpacks to more than {limit:,} bytes.")
            data = stream.unconsumed_tail
            if not piece and not data and not stream.eof:
                raise BadAnswer("The compressed answer is cut off.")
            yield piece
        # What follows is a further gzip member, or padding that some servers send.
        data = stream.unused_data if is_gzip(stream.unused_data) else b""


def _deflate_bits(raw: bytes) -> int:
    # "deflate" means a zlib stream, but some servers send it bare; a zlib header is a multiple of 31.
    wrapped = len(raw) >= 2 and raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
