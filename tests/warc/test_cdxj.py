"""The index beside the WARC files, as replay tools read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.records import Captured
from dimash_archive.warc import cdxj

MOMENT = datetime(2024, 6, 14, 10, 30, tzinfo=UTC)
PAGE = Captured("https://ru.example.org/a/", MOMENT, 200, "text/html", "sha1:ABC", "f.warc.gz", 10, 20)


@pytest.mark.parametrize(
    ("url", "key"),  # as the Internet Archive's `surt` gives them
    [
        ("http://127.0.0.1:8610/A/b/?z=1&a=B", "1,0,0,127:8610)/a/b?a=b&z=1"),
        ("https://www.Example.org/", "org,example)/"),
        ("https://ru.dimashnews.com/%D0%BA%D0%BE%D0%BD/?p=1", "com,dimashnews,ru)/%d0%ba%d0%be%d0%bd?p=1"),
        ("http://example.org:80/x/index.html", "org,example)/x/index.html"),
        ("https://example.org/a//b/../c", "org,example)/a/c"),
        ("https://қазақ.kz/a?b", "kz,xn--80aau21bd)/a?b"),
        ("https://example.org/?", "org,example)/"),
        ("https://www2.example.org/a;b=1?x=%2F", "org,example)/a;b=1?x=/"),
        (
            "https://en.example.org/page/?PHPSESSID=0123456789abcdef0123456789abcdef&x=1",
            "org,example,en)/page?x=1",
        ),
        ("https://example.org/a%20b+c", "org,example)/a%20b+c"),
        ("https://example.org:8080/x//y/./z/../", "org,example:8080)/x/y"),
        ("https://example.org/?amp", "org,example)/?amp"),
        ("https://example.org/%D0%BF/%7Ea%2Db%20c", "org,example)/%d0%bf/~a-b%20c"),
        ("https://example.org/п?q=a%2Cb&", "org,example)/%d0%bf?q=a,b"),
        ("https://example.org:port/", "https://example.org:port/"),
    ],
)
def test_the_key_turns_the_host_round(url: str, key: str) -> None:
    """One key for what is one page to a replay tool."""
    assert cdxj.key(url) == key


def test_a_line_says_where_the_capture_lies() -> None:
    """Key, fourteen digits, JSON; revisits say that they are; sorted."""
    later = replace(PAGE, fetched_at=MOMENT + timedelta(days=1), revisit_of="f.warc.gz:10", warc_offset=99)
    confirmed = replace(later, status=304)
    first, second = (line.split(" ", 2) for line in sorted(cdxj.lines([later, confirmed, PAGE])))
    assert first[:2] == ["org,example,ru)/a", "20240614103000"]
    assert json.loads(first[2]) == {
        "url": PAGE.url,
        "mime": "text/html",
        "status": "200",
        "digest": "sha1:ABC",
        "length": "20",
        "offset": "10",
        "filename": "f.warc.gz",
    }
    assert json.loads(second[2])["mime"] == "warc/revisit"


@given(st.text(max_size=60))
def test_no_address_breaks_it(junk: str) -> None:
    """Whatever an address is, it has a line of its own."""
    assert "\n" not in cdxj.key(f"https://example.org/{junk}?{junk}")
    assert len(list(cdxj.lines([replace(PAGE, url=f"https://example.org/{junk}")]))) == 1
