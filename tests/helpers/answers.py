"""Answers of a server, as the client gives them."""

from datetime import UTC, datetime
from typing import Any

from dimash_archive.records import Fetched

MOMENT = datetime(2024, 6, 14, 10, 30, 0, 123456, tzinfo=UTC)


def answer(url: str = "https://example.org/a?b=c", raw: bytes = b"<h1>Hi</h1>", **fields: Any) -> Fetched:
    """An answer as the fetcher gives it."""
    values: dict[str, Any] = {
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("X-Café", "naïve")),
        "body": raw,
        "fetched_at": MOMENT,
        "request_headers": (("Host", "example.org"), ("User-Agent", "dimash-archive/1")),
        "ip": "93.184.216.34",
    }
    return Fetched(url=url, raw=raw, **(values | fields))
