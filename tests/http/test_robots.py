"""Manners: throttle, Retry-After and robots rules, on a clock that tests turn by hand."""

from datetime import UTC, datetime

import pytest

from dimash_archive.http.robots import ROBOTS_LIMIT, Robots, forbids_archiving
from dimash_archive.http.throttle import Throttle, retry_after


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 100.0
        self.naps: list[float] = []

    def now(self) -> float:
        """Seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Move on, and remember for how long."""
        self.naps.append(seconds)
        self.time += seconds


def throttle(gap: float) -> tuple[Throttle, Clock]:
    """A throttle on a clock of its own."""
    clock = Clock()
    return Throttle(gap, clock.now, clock.sleep), clock


def test_requests_are_a_gap_apart() -> None:
    """The first request goes at once, each further one a gap after the one before."""
    polite, clock = throttle(2.0)
    for _ in range(3):
        polite.wait()
    clock.time += 1.5
    polite.wait()
    clock.time += 60
    polite.wait()
    assert clock.naps == [2.0, 2.0, 0.5]


def test_no_gap_means_no_sleep() -> None:
    """A gap of zero never sleeps, however slow the answers are."""
    polite, clock = throttle(0.0)
    for _ in range(5):
        polite.speed_up(latency=3.0)
        polite.wait()
    assert clock.naps == []


def test_trouble_slows_down_and_good_answers_give_back_slowly() -> None:
    """The gap doubles up to a minute, comes back in small steps, and never falls below what was asked for."""
    polite, _ = throttle(1.0)
    gaps = []
    for _ in range(8):
        polite.slow_down()
        gaps.append(polite.gap)
    assert gaps[:3] == [2.0, 4.0, 8.0]
    assert gaps[-1] == 60.0
    polite.speed_up()
    assert polite.gap == 59.75
    for _ in range(1000):
        polite.speed_up()
    assert polite.gap == 1.0


def test_a_throttle_without_gap_brakes_too() -> None:
    """Even `--rate 0` slows down for a host that asks for it."""
    polite, clock = throttle(0.0)
    polite.slow_down()
    polite.wait()
    assert clock.naps == [1.0]


@pytest.mark.parametrize(
    ("asked", "slept"), [(30.0, 30.0), (0.0, 2.0), (-5.0, 2.0), (90000.0, 3600.0), (None, 2.0)]
)
def test_the_rest_a_host_asks_for_is_given(asked: float | None, slept: float) -> None:
    """Retry-After counts from now, is never shorter than the gap, and is capped at an hour."""
    polite, clock = throttle(1.0)
    polite.wait()
    polite.slow_down(asked)
    polite.wait()
    assert clock.naps == [slept]


def test_crawl_delay_wins_if_slower() -> None:
    """`at_least` only ever makes us slower."""
    polite, _ = throttle(1.0)
    polite.at_least(None)
    polite.at_least(0.5)
    assert polite.gap == 1.0
    polite.at_least(10.0)
    polite.speed_up()
    assert polite.gap == 10.0


def test_a_slow_host_gets_rest() -> None:
    """A host that needs four seconds for each answer is asked every eight."""
    polite, _ = throttle(1.0)
    for _ in range(60):
        polite.speed_up(latency=4.0)
    assert polite.gap == pytest.approx(8.0, abs=0.01)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 1.5 ", 1.5),
        ("-3", 0.0),
        ("99999999", 86400.0),
        ("Fri, 14 Jun 2024 10:01:00 GMT", 60.0),
        ("Fri, 14 Jun 2024 09:00:00 GMT", 0.0),
        ("Fri, 14 Jun 2024 10:00:30", 30.0),
        ("soon", None),
        (f"Fri, 14 Jun 2024 {'1' * 40}:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 86400.0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0),
        ("nan", None),
        ("inf", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    """Seconds or a date; nonsense is no wish at all."""
    assert retry_after(value, datetime(2024, 6, 14, 10, tzinfo=UTC)) == seconds


SITE = "https://example.org"


def test_rules_for_us_and_for_all() -> None:
    """The most specific group counts, and groups for one agent are merged."""
    robots = Robots.parse(
        b"User-agent: *\nDisallow: /private\n\nUser-agent: dimash-archive\nDisallow: /a\n\n"
        b"User-agent: Dimash-Archive\nDisallow: /b\nAllow: /b/c\nCrawl-delay: 3\nSitemap: https://example.org/s.xml\n",
        200,
    )
    allowed = [path for path in ("/private", "/a/x", "/b", "/b/c/d", "/") if robots.allows(SITE + path)]
    assert allowed == ["/private", "/b/c/d", "/"]
    assert not robots.allows(SITE + "/private", "otherbot/2.0 (+https://dimash-archive.example)")
    assert robots.delay() == 3.0
    assert robots.sitemaps == ("https://example.org/s.xml",)


def test_words_in_our_address_match_no_group() -> None:
    """A group for `github` is not ours although the User-Agent holds that word."""
    robots = Robots.parse(b"User-agent: github\nDisallow: /\n", 200)
    assert robots.allows(SITE, "dimash-archive/1.0 (+https://github.com/x)")


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, False),
        (404, True),
        (401, True),
        (301, True),
        (500, False),
        (503, False),
        (429, False),
        (None, False),
    ],
)
def test_what_the_status_of_robots_txt_means(status: int | None, allowed: bool) -> None:
    """No file allows all; a server in trouble forbids all for now (RFC 9309)."""
    robots = Robots.parse(b"User-agent: *\nDisallow: /\n", status)
    assert robots.allows(SITE + "/x") is allowed
    assert robots.closed is (status in (500, 503, 429, None))
    assert robots.delay() is None
    assert Robots.parse(b"", status).sitemaps == ()


def test_byte_order_mark_and_junk() -> None:
    """A BOM does not hide the first group, and bytes that are no UTF-8 do no harm."""
    robots = Robots.parse(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /x\r\n\xff\xfe\x00<html>\r\n", 200)
    assert not robots.allows(SITE + "/x")
    assert robots.allows(SITE + "/y")


def test_only_500_kib_are_read() -> None:
    """What comes after the limit does not count, nor a rule that the limit cuts in the middle."""
    start = b"User-agent: *\nDisallow: /early\n"
    filler = b"#" * (ROBOTS_LIMIT - len(start) - 12) + b"\n"
    robots = Robots.parse(start + filler + b"Disallow: /late\nDisallow: /later\n", 200)
    assert not robots.allows(SITE + "/early")
    assert robots.allows(SITE + "/late")
    assert robots.allows(SITE + "/l")


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        ("Crawl-delay: 0", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: x", None),
        ("Request-rate: 1/5", 5.0),
    ],
)
def test_delays(line: str, delay: float | None) -> None:
    """Crawl-delay and Request-rate in seconds; nothing and nonsense are no delay."""
    assert Robots.parse(f"User-agent: *\n{line}\n".encode(), 200).delay() == delay


@pytest.mark.parametrize(
    ("header", "body", "expected"),
    [
        ("noindex, noarchive", b"", True),
        ("none", b"", True),
        ("dimash-archive: noarchive", b"", True),
        ("googlebot: noarchive", b"", False),
        ("noindex", b"", False),
        ("max-image-preview:none, max-snippet:-1", b"", False),
        (None, b'<meta name="robots" content="index, max-image-preview:none">', False),
        (None, b"<META content='NOARCHIVE, nofollow' name=robots>", True),
        (None, b'<meta name="dimash-archive" content="none">', True),
        (None, b'<meta name="googlebot" content="noarchive">', False),
        (None, b'<meta name="description" content="noarchive">', False),
        (None, b"<meta " * 50_000, False),
    ],
)
def test_who_asks_not_to_be_archived(header: str | None, body: bytes, expected: bool) -> None:
    """In a header or in the page, to everyone or to us; what is said to others is not for us."""
    headers = [("X-Robots-Tag", header)] if header else []
    assert forbids_archiving(headers, body) is expected
