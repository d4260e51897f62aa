"""A response before it is sent, and what HTTP makes of it: validators, 304, gzip. No I/O."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

HTML = "text/html; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
XML = "text/xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"
Wire = tuple[int, dict[str, str], bytes]
"""What is sent: status, headers, body."""


@dataclass(frozen=True, slots=True)
class ServedAnswer:
    """The site's response to one request."""

    body: bytes = b""
    """The whole body, uncompressed."""
    mime: str = HTML
    """Content-Type."""
    status: int = 200
    """HTTP status code."""
    modified: datetime | None = None
    """When the content last changed, aware; if given, the response gets validators."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Additional headers."""


def moved(url: str) -> ServedAnswer:
    """A permanent redirect, as WordPress gives it."""
    return ServedAnswer(status=301, headers={"Location": url, "X-Redirect-By": "WordPress"})


def wire(answer: ServedAnswer, asked: Mapping[str, str]) -> Wire:
    """The response as sent to a request with the headers `asked` (names in any case)."""
    wanted = {name.lower(): value for name, value in asked.items()}
    headers = {"Content-Type": answer.mime, **answer.headers}
    if answer.modified is not None:
        headers["ETag"] = etag(answer.body)
        headers["Last-Modified"] = format_datetime(answer.modified.astimezone(UTC), usegmt=True)
        if _is_unchanged(headers["ETag"], answer.modified, wanted):
            return 304, {name: headers[name] for name in ("ETag", "Last-Modified")}, b""
    body = answer.body
    if body and _compressible(answer.mime):
        headers["Vary"] = "Accept-Encoding"
        if _accepts_gzip(wanted.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, 3, mtime=0)
    return answer.status, headers | {"Content-Length": str(len(body))}, body


def etag(body: bytes) -> str:
    """A weak validator of the body: the same with and without compression."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'


def _is_unchanged(tag: str, modified: datetime, wanted: Mapping[str, str]) -> bool:
    """Whether the client has this exact response. If an ETag is given, it alone decides (RFC 9110, 13.2.2)."""
    if given := wanted.get("if-none-match"):
        tags = {each.strip().removeprefix("W/") for each in given.split(",")}
        return tag.removeprefix("W/") in tags or given.strip() == "*"
    try:
        since = parsedate_to_datetime(wanted["if-modified-since"])
    except (KeyError, ValueError):
        return False
    return modified.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _compressible(mime: str) -> bool:
    return mime.startswith("text/") or "json" in mime or "xml" in mime or "javascript" in mime


def _accepts_gzip(value: str) -> bool:
    for each in value.lower().split(","):
        coding, _, quality = each.partition(";")
        if coding.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
