"""Playbacks become the site's own answers, or are refused."""

from datetime import UTC, datetime

import pytest

from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.backfill.sources.playback import original, playback_url
from dimash_archive.errors import BadAnswer
from dimash_archive.records import Fetched
from dimash_archive.warc.digests import payload_digest

BODY = b"<h1>Choir</h1>"
WHEN = datetime(2019, 5, 31, 10, tzinfo=UTC)
URL = "http://en.example.org/choir/"


def line(status: int | None = 200, body: bytes = BODY) -> IndexLine:
    """What the index says."""
    return IndexLine(URL, WHEN, "text/html", status, payload_digest(body).rpartition(":")[2], 100)


def replayed(*headers: tuple[str, str], status: int = 200, body: bytes = BODY) -> Fetched:
    """What the archive plays back."""
    marks = (
        ("Memento-Datetime", "Fri, 31 May 2019 10:00:00 GMT"),
        ("Server", "nginx"),
        ("X-App-Server", "w1"),
    )
    return Fetched(
        url="https://web.archive.org/web/20190531100000id_/" + URL,
        status=status,
        reason="OK",
        headers=(*marks, *headers),
        raw=body,
        body=body,
        fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
        request_headers=(),
    )


def test_the_sites_headers_come_back_and_the_archives_go() -> None:
    """Under `x-archive-orig-` or under their own names; address, moment and payload are those of the index."""
    sent = (("x-archive-orig-server", "apache"), ("Content-Type", "text/html; charset=windows-1251"))
    fetched = original(line(), replayed(*sent, ("Link", f'<{URL}>; rel="original"')))
    assert fetched.headers == (("server", "apache"), ("Content-Type", "text/html; charset=windows-1251"))
    assert (fetched.url, fetched.fetched_at, fetched.body, fetched.charset) == (
        URL,
        WHEN,
        BODY,
        "windows-1251",
    )


def test_redirects_lead_where_the_site_led() -> None:
    """Not into the archive."""
    location = "https://web.archive.org/web/20190531100000id_/http://en.example.org/new/"
    fetched = original(line(301, b""), replayed(("Location", location), status=301, body=b""))
    assert fetched.header("location") == "http://en.example.org/new/"


@pytest.mark.parametrize(
    "answer",
    [
        replayed(body=b"<h1>Choir</h1><!-- banner -->"),
        replayed(status=302, body=b""),
        Fetched("u", 200, "OK", (("Server", "nginx"),), BODY, BODY, WHEN, ()),
    ],
    ids=["rewritten", "another moment", "no playback"],
)
def test_what_is_not_the_capture_is_refused(answer: Fetched) -> None:
    """A payload without the digest of the index, a way to another moment, a notice of the archive."""
    with pytest.raises(BadAnswer):
        original(line(), answer)


def test_a_capture_has_a_raw_address() -> None:
    """Base, moment, `id_`, address."""
    assert (
        playback_url("https://web.archive.org/web/", line())
        == f"https://web.archive.org/web/20190531100000id_/{URL}"
    )
