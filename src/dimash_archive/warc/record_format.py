"""The records that are written for one exchange, WARC/1.1. Home of warcio; opens no files."""

import re
import uuid
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from dimash_archive.records import Captured, Fetched
from dimash_archive.text.moments import moment_text

_LEVEL = 4  # measured on news pages: 4 % larger than level 9 in a third of its time
_BLOCK = 1 << 16  # bytes of a record that hold its header
_RECORD_ID = re.compile(rb"^WARC-Record-ID:[ \t]*(\S+)", re.I | re.M)
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def warcinfo(name: str, moment: datetime, info: Mapping[str, str]) -> bytes:
    """The record that a file begins with, as one gzip member."""
    lines = "".join(f"{key}: {value}\r\n" for key, value in info.items())
    return _member("warcinfo", "", {"WARC-Filename": name, "WARC-Date": moment_text(moment)}, lines.encode())


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
    """The record of a response that another archive received, and a metadata record that says so.

    `fields` are the lines of the latter; nothing is known of the request. `original` as for `exchange`.
    """
    headers, response = _response(fetched, digest, original)
    return response, metadata(fetched.url, fields, headers["WARC-Record-ID"])


def metadata(url: str, fields: Mapping[str, str], record_id: str | None) -> bytes:
    """A metadata record on another record, in `application/warc-fields`, as one gzip member."""
    headers = {"WARC-Date": moment_text(datetime.now(UTC)), "Content-Type": "application/warc-fields"}
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
        headers["WARC-Refers-To-Date"] = moment_text(original.fetched_at)
        headers["WARC-Refers-To-Filename"] = original.warc_file  # these two as Heritrix writes them
        headers["WARC-Refers-To-File-Offset"] = str(original.warc_offset)
    if fetched.flaw is not None and fetched.flaw != "coding":
        headers["WARC-Truncated"] = fetched.flaw
    lines = [(_header_name(name), value) for name, value in fetched.headers]
    http = _Headers(f"{fetched.status} {fetched.reason}", lines, protocol=fetched.http_version)
    return headers, _member(kind, fetched.url, headers, payload, http)


def _header_name(name: str) -> str:
    """What a line of the answer's header is called in the record.

    Chunks are joined on the way in, so that the payload and its digest are the same for every reader. The line that would
    announce them is called as Common Crawl calls it in its files.
    """
    return f"X-Crawl-{name}" if name.lower() == "transfer-encoding" else name


class _Headers(StatusAndHeaders):  # type: ignore[misc]
    """Header lines written as they were received, byte for byte: warcio would percent-encode some."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        """The header block."""
        return str(self.to_str(filter_func)).encode("latin-1", "replace") + b"\r\n"


def _record_headers(fetched: Fetched) -> dict[str, str]:
    headers = {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>", "WARC-Date": moment_text(fetched.fetched_at)}
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
