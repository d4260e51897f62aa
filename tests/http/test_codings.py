"""Content codings."""

import gzip
import tracemalloc
import zlib

import pytest

from dimash_archive.errors import BadAnswer, OverLimit
from dimash_archive.http.codings import decode, gunzip, is_gzip

TEXT = b"The steppe is wide. " * 500


def bare(data: bytes) -> bytes:
    """Deflate without the zlib header."""
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT, None),
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), "X-GZIP"),
        (zlib.compress(TEXT), "deflate"),
        (bare(TEXT), "deflate"),
        (gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0), "gzip, gzip"),
        (gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0) + b"\0\0padding", "gzip"),
    ],
)
def test_every_coding_we_ask_for(raw: bytes, encoding: str | None) -> None:
    """gzip (several members, padding after them) and both kinds of deflate give the text back."""
    assert decode(raw, encoding, len(TEXT)) == TEXT


def test_an_empty_body_has_no_coding() -> None:
    """A redirect that says gzip and sends nothing is no error."""
    assert decode(b"", "gzip", 10) == b""


@pytest.mark.parametrize(
    ("raw", "encoding", "why"),
    [
        (b"<html>", "gzip", "broken"),
        (gzip.compress(TEXT, mtime=0)[:-20], "gzip", "is cut off"),
        (b"abc", "br", "'br'"),
    ],
)
def test_broken_answers(raw: bytes, encoding: str, why: str) -> None:
    """What cannot be undone is a bad answer with a reason."""
    with pytest.raises(BadAnswer, match=why):
        decode(raw, encoding, 10**6)


def test_plain_and_packed_limits() -> None:
    """A byte too many is over the limit, packed or not."""
    for raw, encoding in ((TEXT, None), (gzip.compress(TEXT, mtime=0), "gzip")):
        with pytest.raises(OverLimit):
            decode(raw, encoding, len(TEXT) - 1)


def test_a_bomb_costs_no_more_than_the_limit() -> None:
    """A gigabyte of zeros in a megabyte stops at the limit."""
    squeezer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(256)) + squeezer.flush()
    tracemalloc.start()
    with pytest.raises(OverLimit, match="unpacks to more"):
        decode(bomb, "gzip", 3_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def test_gzip_files() -> None:
    """A gzipped sitemap is recognised and read in pieces."""
    packed = gzip.compress(TEXT, mtime=0)
    assert is_gzip(packed)
    assert not is_gzip(TEXT)
    assert b"".join(gunzip(packed, 10**6)) == TEXT
