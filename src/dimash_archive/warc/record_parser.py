"""A response parsed from the bytes of one record: WARC 0.18 to 1.1, ARC 1.0 and 1.1, by any program. Opens no files.

Lenient where programs differ: header names in any case, addresses in angle brackets, dates in any ISO 8601 form or 14
digits or none, status lines without protocol or reason, bodies in chunks. Revisits come without a body.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from dimash_archive.errors import BadAnswer
from dimash_archive.http.codings import decode
from dimash_archive.records import Captured, Fetched, Flaw
from dimash_archive.warc.byte_streams import ARC_LINE
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.scanner import StoredRecord

_HEADER: Final = 1 << 16  # bytes that a record's header may be long
BODY_LIMIT: Final = 256_000_000
"""Bytes that a body may unpack to when it is read back; a longer one is given as its encoded bytes."""
UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a response whose record and headers give none."""
_ARC: Final = re.compile(ARC_LINE)
_BLANK: Final = re.compile(rb"\r?\n\r?\n|\A\r?\n|\r?\n\Z")
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_STATUS: Final = re.compile(
    rb"(?:(?P<protocol>[A-Za-z]+(?:/[0-9.]*)?)[ \t]*[ \t/])?[ \t]*"
    rb"(?P<status>[1-9][0-9]{2})(?![0-9])[ \t]*(?P<reason>.*)"
)
_CHUNK: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_TYPES: Final = frozenset(("response", "revisit", "resource", "conversion"))
_TRUNCATED: Final[tuple[Flaw, ...]] = ("disconnect", "time", "length")
_ALGORITHMS: Final = ("sha1", "sha256", "sha512", "md5")


class BadRecord(ValueError):
    """A record that holds a response in a form that cannot be read."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A response, where it is, and what its record says of its bytes."""

    captured: Captured
    """Where it is."""
    fetched: Fetched
    """The response."""
    payload: bytes
    """The body as it is in the record: in chunks, if it was stored that way."""
    declared_digest: str | None
    """The payload digest given in the record."""

    @property
    def is_intact(self) -> bool:
        """Whether the payload has the digest given in the record, over the bytes with or without their chunks.

        True if nothing can be compared: for revisits, and digests of an unknown kind.
        """
        if self.declared_digest is None or not self.payload:
            return True
        return any(_has(each, self.declared_digest) for each in (self.fetched.raw, self.payload))


def parse(record: StoredRecord, name: str, limit: int = BODY_LIMIT) -> StoredAnswer | None:
    """The response in a record of the file `name`; None for other records, such as requests and metadata.

    A body that would unpack to more than `limit` bytes stays encoded. Raises BadRecord.
    """
    arc = _ARC.match(record.content)
    if arc is not None:
        return _of_arc(record, arc, name, limit)
    # Of a record that is not whole only the header matters, and its block may be large.
    head, block = _split(record.content[:_HEADER] if record.fault else record.content)
    fields = _fields(head.partition(b"\n")[2])
    kind = fields.get("warc-type", "").lower()
    if kind not in _TYPES:
        return None
    if record.fault:
        raise BadRecord(record.fault)
    url = fields.get("warc-target-uri", "").strip("<>")
    if not url:
        raise BadRecord("it names no address")
    if not url.lower().startswith(("http://", "https://")):
        return None
    moment, ip = _moment(fields.get("warc-date")), fields.get("warc-ip-address")
    if kind in ("resource", "conversion"):
        headers = (("Content-Type", fields.get("content-type", "")),)
        fetched = Fetched(url, 200, "OK", headers, block, block, moment or UNDATED, ip=ip)
        payload = block
    else:
        fetched, payload = _http(url, block, moment, limit, ip)
    if kind == "revisit":
        fetched, payload = replace(fetched, raw=b"", body=b"", flaw=None), b""
    if (truncated := _truncated(fields)) is not None:
        fetched = replace(fetched, flaw=truncated)
    return _answer(fetched, payload, record, name, fields)


def _of_arc(record: StoredRecord, line: re.Match[bytes], name: str, limit: int) -> StoredAnswer | None:
    url = line["url"].decode("utf-8", "replace")
    if not url.lower().startswith(("http://", "https://")):
        return None
    if record.fault:
        raise BadRecord(record.fault)
    block = record.content[line.end() :]
    fetched, payload = _http(url, block, _moment(line["date"].decode()), limit, line["ip"].decode())
    return _answer(fetched, payload, record, name, {})


def _answer(
    fetched: Fetched, payload: bytes, record: StoredRecord, name: str, fields: Mapping[str, str]
) -> StoredAnswer:
    file, offset = fields.get("warc-refers-to-filename"), fields.get("warc-refers-to-file-offset")
    revisited = (
        f"{file}:{offset}" if fields.get("warc-type", "").lower() == "revisit" and file and offset else None
    )
    digest = fields.get("warc-payload-digest")
    captured = Captured(
        fetched.url,
        fetched.fetched_at,
        fetched.status,
        fetched.mime,
        digest or payload_digest(fetched.raw),
        name,
        record.offset,
        record.length,
        revisit_of=revisited,
        flaw=fetched.flaw,
    )
    return StoredAnswer(captured, fetched, payload, digest)


def _http(
    url: str, block: bytes, moment: datetime | None, limit: int, ip: str | None
) -> tuple[Fetched, bytes]:
    """The answer in an HTTP message, and its body as it stands there."""
    first = block[:200].partition(b"\n")[0].strip()
    status = _STATUS.match(first)
    if status is None and not block.lstrip().startswith(b"<"):
        raise BadRecord(f"its status line is {first[:60].decode('latin-1')!r}")
    if status is None:  # HTTP 0.9: the page and nothing else
        return Fetched(
            url, 200, "", (), block, block, moment or UNDATED, http_version="HTTP/0.9", ip=ip
        ), block
    head, payload = _split(block)
    lines = _pairs(head.partition(b"\n")[2])
    headers = {key.lower(): value for key, value in reversed(lines)}
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    raw = _unchunked(payload) if chunked else payload
    try:
        body = decode(raw, headers.get("content-encoding"), limit)
        flaw: Flaw | None = None
    except BadAnswer:
        body, flaw = raw, "coding"  # stored as it came; whoever parses it will find no page in it
    fetched = Fetched(
        url=url,
        status=int(status["status"]),
        reason=status["reason"].strip().decode("latin-1"),
        headers=lines,
        raw=raw,
        body=body,
        fetched_at=moment or _http_date(headers.get("date")) or UNDATED,
        http_version=(status["protocol"] or b"HTTP/1.0").decode(),
        ip=ip,
        flaw=flaw,
    )
    return fetched, payload


def _truncated(fields: Mapping[str, str]) -> Flaw | None:
    """Why the program that wrote the record had no more of the answer, if it says so."""
    reason = fields.get("warc-truncated", "").strip().lower()
    if not reason:
        return None
    return next((each for each in _TRUNCATED if each == reason), "unspecified")


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Header and rest, which an empty line parts."""
    blank = _BLANK.search(data)
    return (data, b"") if blank is None else (data[: blank.start()], data[blank.end() :])


def _fields(head: bytes) -> dict[str, str]:
    """The header of a record by names in small letters; the first of each counts."""
    lines = _FOLD.sub(b" ", head).splitlines()
    pairs = (line.partition(b":") for line in reversed(lines))
    return {
        name.strip().lower().decode("latin-1"): value.strip().decode("utf-8", "replace")
        for name, _, value in pairs
    }


def _pairs(head: bytes) -> tuple[tuple[str, str], ...]:
    """The lines of an HTTP header, byte for byte as Latin-1."""
    lines = (line.partition(b":") for line in re.split(rb"\r?\n", _FOLD.sub(b" ", head)) if b":" in line)
    return tuple(
        (name.strip().decode("latin-1"), value.strip(b" \t\r").decode("latin-1")) for name, _, value in lines
    )


def _unchunked(payload: bytes) -> bytes:
    """The chunks joined; a body that is not in chunks, whatever its header says, as it is."""
    pieces: list[bytes] = []
    at = 0
    while (line := _CHUNK.match(payload, at)) is not None:
        size = int(line[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(payload[line.end() : line.end() + size])
        at = line.end() + size
        at += 2 if payload[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces) if pieces and at >= len(payload) else payload


def _moment(date: str | None) -> datetime | None:
    """A WARC-Date, or the digits of an ARC file, in UTC and whole seconds; None if it is none."""
    text = (date or "").strip()
    try:
        digits = text[:14].ljust(14, "0")
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S") if text.isdigit() else datetime.fromisoformat(text)
        moment = moment.replace(microsecond=0)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _has(data: bytes, declared: str) -> bool:
    """Whether bytes have a digest, in base32 or hexadecimal; True for one of an unknown kind."""
    kind, _, value = declared.partition(":")
    algorithm = kind.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return True
    digest = hashlib.new(algorithm, data, usedforsecurity=False)
    forms = (
        base64.b32encode(digest.digest()).decode(),
        digest.hexdigest(),
        base64.b64encode(digest.digest()).decode(),
    )
    return value in forms or value.upper().rstrip("=") == forms[0].rstrip("=") or value.lower() == forms[1]
