"""One WARC/1.1 record: bytes from an answer, an answer from bytes. Home of warcio; opens no files."""

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeaders,
    StatusAndHeadersParserException,
)
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from dimash_archive.errors import BadAnswer
from dimash_archive.http.codings import decode, is_gzip
from dimash_archive.records import Captured, Fetched

TORN = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError)
"""What reading raises where a file is cut off, or is no WARC file."""

_LEVEL = 4  # measured on news pages: 4 % larger than level 9 in a third of its time
_BLOCK = 1 << 16
_LIMIT = 256_000_000  # bytes a stored answer may unpack to when read back
_RECORD_ID = re.compile(rb"^WARC-Record-ID:[ \t]*(\S+)", re.I | re.M)
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def payload_digest(payload: bytes) -> str:
    """The digest of a payload as WARC writes it: `sha1:` and 32 letters and digits."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()


def warcinfo(name: str, moment: datetime, info: Mapping[str, str]) -> bytes:
    """The record that a file begins with, as one gzip member."""
    lines = "".join(f"{key}: {value}\r\n" for key, value in info.items())
    return _member("warcinfo", "", {"WARC-Filename": name, "WARC-Date": _date(moment)}, lines.encode())


def exchange(fetched: Fetched, digest: str, original: Captured | None) -> tuple[bytes, bytes]:
    """The response and the request record of one exchange, each as one gzip member.

    `original` is the capture that already holds this payload: then a revisit record is written instead.
    """
    headers, response = _response(fetched, digest, original)
    request = _record_headers(fetched) | {"WARC-Concurrent-To": headers["WARC-Record-ID"]}
    path = "/" + fetched.url.partition("://")[2].partition("/")[2]
    asked = _Headers(f"{path} HTTP/1.1", list(fetched.request_headers), protocol="GET")
    return response, _member("request", fetched.url, request, b"", asked)


def answer_from_elsewhere(
    fetched: Fetched, digest: str, original: Captured | None, fields: Mapping[str, str]
) -> tuple[bytes, bytes]:
    """The response record of an answer that another archive received, and a metadata record that says so.

    `fields` are the lines of the latter; of the request nothing is known. `original` as for `exchange`.
    """
    headers, response = _response(fetched, digest, original)
    return response, metadata(fetched.url, fields, headers["WARC-Record-ID"])


def metadata(url: str, fields: Mapping[str, str], record_id: str | None) -> bytes:
    """A metadata record on another record, in `application/warc-fields`, as one gzip member."""
    headers = {"WARC-Date": _date(datetime.now(UTC)), "Content-Type": "application/warc-fields"}
    if record_id is not None:
        headers["WARC-Concurrent-To"] = record_id
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return _member("metadata", url, headers, lines.encode())


def record_id(member: bytes) -> str | None:
    """The `WARC-Record-ID` of a record given as one gzip member; None if it has none."""
    head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(member, _BLOCK)
    match = _RECORD_ID.search(head.partition(b"\r\n\r\n")[0])
    return match[1].decode("ascii", "replace") if match else None


def _response(fetched: Fetched, digest: str, original: Captured | None) -> tuple[dict[str, str], bytes]:
    """The headers of a response or revisit record, and the record as one gzip member."""
    headers = _record_headers(fetched)
    headers["WARC-Payload-Digest"] = digest
    kind, payload = "response", fetched.raw
    if original is not None:
        kind, payload = "revisit", b""
        headers["WARC-Profile"] = _UNCHANGED if fetched.status == 304 else _IDENTICAL
        headers["WARC-Refers-To-Target-URI"] = original.url
        headers["WARC-Refers-To-Date"] = _date(original.fetched_at)
        headers["WARC-Refers-To-Filename"] = original.warc_file  # these two as Heritrix writes them
        headers["WARC-Refers-To-File-Offset"] = str(original.warc_offset)
    # The body was de-chunked on the way in: the header would announce chunks that are not there.
    lines = [(name, value) for name, value in fetched.headers if name.lower() != "transfer-encoding"]
    http = _Headers(f"{fetched.status} {fetched.reason}", lines, protocol=fetched.http_version)
    return headers, _member(kind, fetched.url, headers, payload, http)


def answers(file: BinaryIO, name: str, limit: int = _LIMIT) -> Iterator[tuple[Captured, Fetched]]:
    """The responses and revisits of a WARC or ARC file from where it stands, compressed or not.

    `name` goes into the captures. Those of revisits have no body; one that would be longer than `limit` bytes once
    unpacked stays as it came. Raises one of TORN where the file is cut off.
    """
    for record, place in _records(file):
        if record.rec_type in ("response", "revisit") and record.http_headers is not None:
            fetched = _fetched(record, limit)
            yield _captured(record, fetched, (name, *place())), fetched


def members(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The whole gzip members from where the file stands: content, offset, length. Stops where one is torn."""
    start = file.tell()
    data = file.read(_BLOCK)
    while data:
        member, content, taken = zlib.decompressobj(zlib.MAX_WBITS | 16), [], 0
        while data and not member.eof:
            try:
                content.append(member.decompress(data))
            except zlib.error:
                return
            taken += len(data) - len(member.unused_data)
            data = member.unused_data if member.eof else file.read(_BLOCK)
        if not member.eof:
            return
        yield b"".join(content), start, taken
        start += taken
        data = data or file.read(_BLOCK)


def _records(file: BinaryIO) -> Iterator[tuple[Any, Callable[[], tuple[int, int]]]]:
    """warcio's records, and a way to learn offset and length once a record was read.

    Gzip members are taken one by one, so that a torn one harms no other.
    """
    start = file.tell()
    compressed = is_gzip(file.read(3))
    file.seek(start)
    if compressed:
        for content, offset, length in members(file):
            for record in ArchiveIterator(BytesIO(content)):
                yield record, partial(_place, offset, length)
    else:
        records = ArchiveIterator(file)
        for record in records:
            yield record, lambda: _place(records.get_record_offset(), records.get_record_length())


def _place(offset: int, length: int) -> tuple[int, int]:
    return offset, length


class _Headers(StatusAndHeaders):  # type: ignore[misc]
    """Header lines written as they were received, byte for byte: warcio would percent-encode some."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        """The header block."""
        return str(self.to_str(filter_func)).encode("latin-1", "replace") + b"\r\n"


def _record_headers(fetched: Fetched) -> dict[str, str]:
    headers = {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>", "WARC-Date": _date(fetched.fetched_at)}
    return headers | ({"WARC-IP-Address": fetched.ip} if fetched.ip else {})


def _member(
    kind: str, url: str, headers: Mapping[str, str], payload: bytes, http: StatusAndHeaders | None = None
) -> bytes:
    """One record as one gzip member."""
    plain = BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        url, kind, BytesIO(payload), len(payload), warc_headers_dict=dict(headers), http_headers=http
    )
    writer.write_record(record)
    return zlib.compress(plain.getbuffer(), _LEVEL, wbits=zlib.MAX_WBITS | 16)


def _fetched(record: Any, limit: int) -> Fetched:
    """A record's answer. Raises EOFError if it is cut off."""
    http, warc = record.http_headers, record.rec_headers
    chunked = (http.get_header("transfer-encoding") or "").lower() == "chunked"
    raw = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read()
    if record.rec_type == "revisit":
        raw = b""
    elif not chunked and len(raw) < record.payload_length:
        raise EOFError(f"{record.payload_length - len(raw)} bytes are missing")
    try:
        body = decode(raw, http.get_header("content-encoding"), limit)
    except BadAnswer:
        body = raw  # stored as it came; whoever parses it will find no page in it
    status, _, reason = http.statusline.partition(" ")
    return Fetched(
        url=warc.get_header("WARC-Target-URI") or warc.get_header("uri"),
        status=int(status),
        reason=reason,
        headers=tuple(http.headers),
        raw=raw,
        body=body,
        fetched_at=_moment(warc.get_header("WARC-Date") or warc.get_header("archive-date")),
        http_version=http.protocol,
        ip=warc.get_header("WARC-IP-Address") or warc.get_header("ip-address"),
    )


def _captured(record: Any, fetched: Fetched, place: tuple[str, int, int]) -> Captured:
    warc = record.rec_headers
    original = warc.get_header("WARC-Refers-To-Filename"), warc.get_header("WARC-Refers-To-File-Offset")
    return Captured(
        fetched.url,
        fetched.fetched_at,
        fetched.status,
        fetched.mime,
        warc.get_header("WARC-Payload-Digest") or payload_digest(fetched.raw),
        *place,
        revisit_of=":".join(original) if record.rec_type == "revisit" and all(original) else None,
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(date: str) -> datetime:
    """A WARC-Date, or the 14 digits of an ARC file."""
    moment = datetime.strptime(date, "%Y%m%d%H%M%S") if date.isdigit() else datetime.fromisoformat(date)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
