"""Asking for one address: what is sent, what comes back, what is tried again, and what is refused."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from throttle_clock import ThrottleClock

from dimash_archive.errors import BadAnswer, FetchError, OverLimit, Refused, Unreachable
from dimash_archive.http.client import HOME, Fetcher, Limits, user_agent
from dimash_archive.http.redirects import redirect_target
from dimash_archive.version import __version__

URL = "https://example.org/page?x=1"


def fetcher(
    handler: Callable[[httpx.Request], httpx.Response], clock: ThrottleClock | None = None, **limits: Any
) -> Fetcher:
    """A fetcher in front of a fake site that sleeps on a fake clock."""
    return Fetcher(
        throttle=(clock or ThrottleClock()).throttle(),
        transport=httpx.MockTransport(handler),
        limits=Limits(**limits),
    )


def test_an_answer_comes_back_as_it_was_sent() -> None:
    """Status, header lines, both bodies and the request are kept as they went over the wire."""
    packed = gzip.compress(b"<h1>Hi</h1>")

    def site(request: httpx.Request) -> httpx.Response:
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-A", "1"), ("x-a", "2")]
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(packed))

    with fetcher(site) as client:
        got = client.get(URL, etag='"v1"', last_modified="Fri, 14 Jun 2024 10:00:00 GMT")
    assert (got.url, got.status, got.reason, got.ip) == (URL, 200, "OK", None)
    assert (got.raw, got.body) == (packed, b"<h1>Hi</h1>")
    assert got.headers[2:] == (("X-A", "1"), ("x-a", "2"))
    assert got.fetched_at.utcoffset() is not None
    sent = {name.lower(): value for name, value in got.request_headers}
    assert sent["host"] == "example.org"
    assert sent["user-agent"] == user_agent()
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["if-none-match"] == '"v1"'
    assert sent["if-modified-since"] == "Fri, 14 Jun 2024 10:00:00 GMT"
    assert "cookie" not in sent


def test_who_we_say_we_are() -> None:
    """The User-Agent names the program, its page and the operator."""
    assert user_agent() == f"dimash-archive/{__version__} (+{HOME})"
    assert user_agent("me@example.org") == f"dimash-archive/{__version__} (+{HOME}; me@example.org)"


def test_a_check_of_the_visitor_is_not_asked_for_again() -> None:
    """Whatever its status: the second answer would be the same."""
    page = "<title>Just a moment...</title><script>window._cf_chl_opt = {}</script>"
    clock = ThrottleClock()
    client = fetcher(lambda _: httpx.Response(503, html=page), clock)
    assert client.get(URL).status == 503
    assert (clock.naps, client.repeats, client.throttle.gap) == ([], [], 0.0)


@pytest.mark.parametrize("status", [301, 302, 304, 403, 404, 410, 501])
def test_final_answers_are_not_tried_again(status: int) -> None:
    """Redirects are not followed, and a clear no is a no."""
    asked = []

    def site(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(status, headers={"Location": "/elsewhere"})

    assert fetcher(site).get(URL).status == status
    assert len(asked) == 1


def test_passing_trouble_is_tried_again() -> None:
    """503, a broken connection and half an answer are tried again, with growing rests in between."""
    steps: Iterator[Any] = iter(
        [httpx.Response(500), httpx.ConnectError("refused"), httpx.ReadError("reset"), httpx.Response(200)]
    )

    def site(request: httpx.Request) -> httpx.Response:
        step = next(steps)
        if isinstance(step, Exception):
            raise step
        return step  # type: ignore[no-any-return]

    clock = ThrottleClock()
    client = fetcher(site, clock)
    assert client.get(URL).status == 200
    assert clock.naps == [1.0, 2.0, 4.0]
    assert [answer.status for answer in client.repeats] == [500]


def test_trouble_that_stays_is_told() -> None:
    """After the last attempt the answer is returned, or the error raised, with the address in it."""
    assert fetcher(lambda _: httpx.Response(502)).get(URL).status == 502

    def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    clock = ThrottleClock()
    with pytest.raises(Unreachable, match=r"No connection: refused.*example\.org/page") as caught:
        fetcher(dead, clock).get(URL)
    assert caught.value.url == URL
    assert len(clock.naps) == 3

    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("")

    with pytest.raises(Unreachable, match="in time"):
        fetcher(silent).get(URL)


def test_a_failure_without_words_is_named_by_its_kind() -> None:
    """`No connection:` is never the whole sentence."""

    def mute(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("")

    with pytest.raises(Unreachable, match="No connection: ConnectError"):
        fetcher(mute).get(URL)


def test_a_host_that_asks_for_rest_gets_it() -> None:
    """Retry-After is slept out, and the host is asked more slowly from then on."""
    steps = iter([httpx.Response(429, headers={"Retry-After": "40"}), httpx.Response(200)])
    clock = ThrottleClock()
    client = fetcher(lambda _: next(steps), clock)
    assert client.get(URL).status == 200
    assert clock.time == 40.0
    assert client.throttle.gap == 0.75


def test_a_host_that_asks_for_too_much_rest_is_left_alone() -> None:
    """A Retry-After beyond our patience ends the matter for this run."""
    asked = []

    def site(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        return httpx.Response(503, headers={"Retry-After": "600"})

    clock = ThrottleClock()
    assert fetcher(site, clock).get(URL).status == 503
    assert (len(asked), clock.naps) == (1, [])


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "javascript:alert(1)", "/relative", "http://", "http://[::1"]
)
def test_only_http_addresses_are_asked_for(url: str) -> None:
    """Anything else is refused before a connection is made."""
    with pytest.raises(Refused):
        fetcher(lambda _: pytest.fail("was asked")).get(url)


def test_answers_over_a_limit_are_dropped_at_once() -> None:
    """Too long on the wire or too long when unpacked: no second attempt."""
    asked = []

    def site(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        if request.url.path == "/long":
            return httpx.Response(200, content=b"x" * 2000)
        packed = gzip.compress(b"x" * 200_000)
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(packed))

    client = fetcher(site, wire=1000, body=100_000)
    with pytest.raises(OverLimit, match="1,000 bytes"):
        client.get("https://example.org/long")
    with pytest.raises(OverLimit, match="100,000 bytes"):
        client.get("https://example.org/bomb")
    assert len(asked) == 2


# From here on real sockets: what httpx never shows.


def test_a_body_that_takes_too_long_is_at_hand() -> None:
    """What had come when the time was over is there to be kept."""
    stream = _Slow()
    slow = Fetcher(
        throttle=ThrottleClock().throttle(),
        transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=stream)),
        limits=Limits(attempts=1),
    )
    with pytest.raises(Unreachable):
        slow.get(URL)
    assert [(each.raw, each.flaw) for each in slow.repeats] == [(b"abc", "time")]


class _Slow(httpx.SyncByteStream):
    """Three bytes, then nothing in time."""

    def __iter__(self) -> Iterator[bytes]:
        yield b"abc"
        raise httpx.ReadTimeout("")


def test_all_errors_are_of_one_family() -> None:
    """A caller needs to catch FetchError only."""
    assert all(issubclass(kind, FetchError) for kind in (Unreachable, BadAnswer, OverLimit, Refused))


def test_a_validator_that_is_not_ascii_goes_back_as_it_came() -> None:
    """An ETag is bytes to us; a page that has a strange one is no refused page."""
    sent: list[bytes] = []

    def site(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.raw[-1][1])
        return httpx.Response(200, headers=[(b"ETag", '"тег"'.encode())])

    with Fetcher(transport=httpx.MockTransport(site)) as fetcher:
        tag = fetcher.get("https://example.org/").header("etag")
        fetcher.get("https://example.org/", etag=tag)
    assert sent[-1] == '"тег"'.encode()


@pytest.mark.parametrize(
    ("raw", "path"),
    [("/жаңа/".encode(), "/%D0%B6%D0%B0%D2%A3%D0%B0/"), ("/caf\u00e9/".encode("latin-1"), "/caf%C3%A9/")],
)
def test_a_redirect_target_in_raw_utf_8_is_that_address(raw: bytes, path: str) -> None:
    """Servers write Kazakh and Russian paths as they are; one in Latin-1 stays one."""
    answer = httpx.Response(301, headers=[(b"Location", raw)])
    with Fetcher(transport=httpx.MockTransport(lambda _: answer)) as fetcher:
        assert redirect_target(fetcher.get("https://example.org/")) == f"https://example.org{path}"
