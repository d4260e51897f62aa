"""What stands between Datasette and the browser: compression, policies, kept counts; and pages as captured."""

import asyncio
import gzip
import os
import re
import sqlite3
import zlib
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from browse_archive import injections
from browse_pages import ask, read

from dimash_archive.archive import Archive
from dimash_archive.browse import captured, middleware, queries
from dimash_archive.browse.query_cache import QueryCache
from dimash_archive.records import Fetched
from dimash_archive.warc.writer import WarcWriter


def _sent(accepts: bytes, kind: bytes, *bodies: bytes, extra: tuple[tuple[bytes, bytes], ...] = ()) -> Any:
    """The headers and the body that leave, for what an application sends."""
    told: list[dict[str, Any]] = []

    async def note(message: dict[str, Any]) -> None:
        told.append(message)

    async def send() -> None:
        way = middleware.SecureMiddleware(note, accepts)
        headers = [(b"content-type", kind), (b"content-length", b"9"), *extra]
        await way({"type": "http.response.start", "status": 200, "headers": headers})
        for number, body in enumerate(bodies, 1):
            await way({"type": "http.response.body", "body": body, "more_body": number < len(bodies)})

    asyncio.run(send())
    return dict(told[0]["headers"]), [message["body"] for message in told[1:]]


def test_texts_are_compressed_as_they_come() -> None:
    """Whole when put together, and each piece readable before the next is there."""
    headers, bodies = _sent(b"br, gzip", b"text/html; charset=utf-8", b"one " * 99, b"two")
    assert gzip.decompress(b"".join(bodies)) == b"one " * 99 + b"two"
    assert zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(bodies[0]) == b"one " * 99
    assert headers[b"content-encoding"] == b"gzip"
    assert b"content-length" not in headers


@pytest.mark.parametrize(
    ("accepts", "kind", "extra"),
    [
        (b"identity", b"text/html", ()),
        (b"gzip", b"image/png", ()),
        (b"gzip", b"application/warc", ()),
        (b"gzip", b"text/html", ((b"content-encoding", b"br"),)),
    ],
)
def test_what_may_not_be_compressed_is_left_alone(
    accepts: bytes, kind: bytes, extra: tuple[tuple[bytes, bytes], ...]
) -> None:
    """Who cannot read it, what is dense already, what another has compressed."""
    headers, bodies = _sent(accepts, kind, b"some bytes", extra=extra)
    assert bodies == [b"some bytes"]
    assert headers[b"content-length"] == b"9"


def test_a_page_keeps_its_own_policy() -> None:
    """Only answers without one get Datasette's."""
    headers, _ = _sent(b"", b"text/html", extra=((b"content-security-policy", b"default-src 'none'"),))
    assert headers[b"content-security-policy"] == b"default-src 'none'"
    headers, _ = _sent(b"", b"text/html")
    assert headers[b"content-security-policy"].decode() == middleware.policy()


@pytest.mark.parametrize(
    "path", ["/archive", "/archive/articles", "/archive/articles/1", "/archive/runs", "/-/versions"]
)
def test_every_script_of_datasette_is_known(database: Path, path: str) -> None:
    """By its digest on 0.65, so that its menus and editor work; the alphas of 1.0 fill theirs in, and are let run."""
    answer = ask([database], path)[0]
    for script in re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL):
        digest = b64encode(sha256(script.encode()).digest()).decode()
        known = f"'sha256-{digest}'" in middleware.policy()
        assert known or "script-src 'self' 'unsafe-inline'" in middleware.policy(), script[:80]


def test_counts_are_kept_until_the_database_changes(tmp_path: Path) -> None:
    """Asked once for a state of the file; while a crawl writes, anew after a minute at the earliest."""
    file, clock, asked = tmp_path / "archive.db", [0.0], []
    file.write_bytes(b"one")
    kept = QueryCache(lambda: clock[0])

    async def count() -> list[dict[str, Any]]:
        asked.append(1)
        return [{"count": len(asked)}]

    def rows(key: str = "a") -> Any:
        return asyncio.run(kept.value(file, (key,), count))

    assert rows() == rows() == [{"count": 1}]
    assert rows("b") == [{"count": 2}]
    file.write_bytes(b"longer")
    os.utime(file, ns=(1, 1))
    assert rows() == [{"count": 1}]
    clock[0] = 61.0
    assert rows() == [{"count": 3}]
    clock[0] = 999.0
    assert rows() == [{"count": 3}]


def _captured(folder: Path, body: bytes, mime: str = "text/html; charset=utf-8") -> sqlite3.Connection:
    writer = WarcWriter(folder / "warc")
    when = datetime(2024, 6, 1, tzinfo=UTC)
    url = "https://en.example.org/town/page"
    with Archive.open(folder, create=True) as archive:
        archive.record(
            None, writer.write(Fetched(url, 200, "OK", (("content-type", mime),), body, body, when))
        )
    writer.close()
    return sqlite3.connect(folder / "archive.db")


def test_a_captured_page_is_text_and_links(tmp_path: Path) -> None:
    """What could run, look, or ask another host is gone; links lead where they led on the site."""
    html = (
        "<title>T</title><script>hit()</script><style>p{}</style><h1 onclick=hit()>Хор</h1><form action=/x><p>Text"
        "<img src=https://evil.example/x.png></form><a href=/about style=color:red>About</a><a href='javascript:hit()'>no</a>"
    )
    conn = _captured(tmp_path, html.encode())
    found = captured.page(conn, tmp_path / "warc", 1)
    conn.close()
    assert found is not None
    link = '<a href="https://en.example.org/about" rel="noreferrer nofollow">About</a>'
    assert found.html == f'<h1>Хор</h1><p>Text</p>{link}<a rel="noreferrer nofollow">no</a>'


def test_no_text_of_a_captured_page_runs(tmp_path: Path) -> None:
    """None of the injections leaves more than text and harmless marks."""
    conn = _captured(tmp_path, "\n".join(injections()).encode())
    found = captured.page(conn, tmp_path / "warc", 1)
    conn.close()
    assert found is not None
    assert not re.search(r"<[^>]*(script|\son\w+\s*=|javascript|style|src)", found.html, re.IGNORECASE)


def test_what_is_no_page_is_not_shown(tmp_path: Path) -> None:
    """A picture, and what is not there."""
    conn = _captured(tmp_path, b"\x89PNG", "image/png")
    assert captured.page(conn, tmp_path / "warc", 1) is None
    assert captured.page(conn, tmp_path / "warc", 9) is None
    conn.close()


def test_lists_have_pages_and_lose_nothing(database: Path) -> None:
    """Articles without a date stand behind the others; pages lead to one another, and no number breaks them."""
    with sqlite3.connect(database) as db:
        asked = {"edition": "en", "limit": 99, "skip": 0}
        listed = db.execute(queries.LATEST, asked).fetchall()
        assert len(listed) == db.execute("SELECT count(*) FROM articles WHERE edition = 'en'").fetchone()[0]
    db.close()
    assert read(database, "?page=2").status_code == 200
    assert 'rel="prev"' in read(database, "?page=2").text
    for number in ("0", "-1", "x", "9" * 30, "²"):
        assert read(database, f"?page={number}").status_code == 200
