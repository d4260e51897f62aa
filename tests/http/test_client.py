"""Asking for one address: what is sent, what comes back, what is tried again, and what is refused."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from dimash_archive.errors import BadAnswer, FetchError, OverLimit, Refused, Unreachable
from dimash_archive.http.client import HOME, Fetcher, Limits, user_agent
from dimash_archive.http.redirects import redirect_target
from dimash_archive.http.throttle import Throttle
from dimash_archive.version import __version__

URL = "https://example.org/page?x=1"


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.naps.append(seconds)
        self.time += seconds

    def throttle(self) -> Throttle:
        """A throttle without gap on this clock."""
        return Throttle(0.0, lambda: self.time, self.sleep)


def fetcher(
    handler: Callable[[httpx.Request], httpx.Response], clock: Clock | None = None, **limits: Any
) -> Fetcher:
    """A fetcher in front of a fake site that sleeps on a fake clock."""
    return Fetcher(
        throttle=(clock or Clock()).throttle(),
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
    clock = Clock()
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

    clock = Clock()
    client = fetcher(site, clock)
    assert client.get(URL).status == 200
    assert clock.naps == [1.0, 2.0, 4.0]
    assert [answer.status for answer in client.repeats] == [500]


def test_trouble_that_stays_is_told() -> None:
    """After the last attempt the answer is returned, or the error raised, with the address in it."""
    assert fetcher(lambda _: httpx.Response(502)).get(URL).status == 502

    def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    clock = Clock()
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
    clock = Clock()
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

    clock = Clock()
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


@contextmanager
def server(*answers: bytes, drip: float = 0.0) -> Iterator[int]:
    """A loopback server that gives these bytes to its first, second … connection; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in answers:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    pieces = [answer[i : i + 1] for i in range(len(answer))] if drip else [answer]
                    for piece in pieces:
                        try:
                            connection.sendall(piece)
                        except OSError:
                            break
                        time.sleep(drip)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.close()
        thread.join(5)


def real(port: int, **limits: Any) -> Fetcher:
    """A fetcher on the real network that may go to this port of loopback."""
    return Fetcher(
        [f"http://127.0.0.1:{port}/", f"http://localhost:{port}/"],
        throttle=Clock().throttle(),
        limits=Limits(**limits),
    )


def test_a_chunked_answer_from_a_real_server() -> None:
    """Chunks are taken apart, header lines keep their case, and the server's address is known."""
    head = b"HTTP/1.1 200 Fine\r\nX-Odd-CASE: \xe9\r\nTransfer-Encoding: chunked\r\n\r\n"
    with server(head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") as port, real(port) as client:
        got = client.get(f"http://localhost:{port}/")
    assert (got.raw, got.reason, got.ip, got.http_version) == (b"abcde", "Fine", "127.0.0.1", "HTTP/1.1")
    assert ("X-Odd-CASE", "é") in got.headers


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000,
        b"",
    ],
)
def test_broken_answers_are_never_a_page(answer: bytes) -> None:
    """Cut off, badly chunked, endless headers, no HTTP at all: tried twice, then a bad answer."""
    with server(answer, answer) as port, real(port, attempts=2) as client, pytest.raises(BadAnswer):
        client.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("answer", "raw", "flaw"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"short", "disconnect"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n5\r\ncd", b"abcd", "disconnect"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3000, b"x" * 1000, "length"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>plain", b"<p>plain", "coding"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x02", b"\x0b\x02", "coding"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n\x28\xb5", b"\x28\xb5", "coding"),
    ],
)
def test_what_came_of_a_broken_answer_is_at_hand(answer: bytes, raw: bytes, flaw: str) -> None:
    """Cut off, too long, or coded as nobody can read: status, header and bytes are there to be kept."""
    with server(answer) as port, real(port, attempts=1, wire=1000) as client:
        with pytest.raises(BadAnswer):
            client.get(f"http://127.0.0.1:{port}/")
        (got,) = client.repeats
    assert (got.status, got.raw, got.body, got.flaw) == (200, raw, b"", flaw)


def test_a_body_that_takes_too_long_is_at_hand() -> None:
    """What had come when the time was over is there to be kept."""
    stream = _Slow()
    slow = Fetcher(
        throttle=Clock().throttle(),
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


def test_a_reason_in_any_letters_is_kept() -> None:
    """The words behind the status code come as their bytes are."""
    words = "Не найдено".encode()
    with server(b"HTTP/1.1 404 " + words + b"\r\nContent-Length: 0\r\n\r\n") as port, real(port) as client:
        assert client.get(f"http://127.0.0.1:{port}/").reason.encode("latin-1") == words


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_slow_drip_ends_with_its_time(head: bytes) -> None:
    """A byte now and then, in the headers or in the body, does not hold us for ever."""
    with server(head + b"x" * 100, drip=0.05) as port, real(port, seconds=0.4) as client:
        started = time.monotonic()
        with pytest.raises(OverLimit, match="took more than"):
            client.get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 2


def test_silence_and_closed_ports_are_unreachable() -> None:
    """No byte in time, nobody listening, no such name."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with real(port, silence=0.1, attempts=1) as client, pytest.raises(Unreachable, match="in time"):
            client.get(f"http://127.0.0.1:{port}/")
    with real(port, attempts=1) as client, pytest.raises(Unreachable, match="No connection"):
        client.get(f"http://127.0.0.1:{port}/")
    with Fetcher(limits=Limits(attempts=1)) as client, pytest.raises(Unreachable, match="not known"):
        client.get("http://no-such-host.invalid/")


def test_private_addresses_are_refused_without_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback, link-local, and a public name that leads inside: the canary hears nothing."""

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        ip = "127.0.0.1" if host == "rebind.example.org" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    heard = []
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        port = canary.getsockname()[1]
        monkeypatch.setattr("socket.getaddrinfo", lookup)
        with Fetcher([f"http://rebind.example.org:{port}/"]) as client:
            for host in ("127.0.0.1", "169.254.169.254", "rebind.example.org"):
                with pytest.raises(Refused, match="not public"):
                    client.get(f"http://{host}:{port}/")
        with pytest.raises(TimeoutError):
            heard.append(canary.accept())
    assert heard == []


def test_the_next_address_is_tried_when_one_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with several addresses is reached through the one that answers, whatever httpx would look up."""
    lookups = []

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        lookups.append(host)
        ips = ["127.0.0.2", "127.0.0.1"] if host == "two.test" else [host]  # nothing listens on the first
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    with server(b"HTTP/1.1 204 Fine\r\n\r\n") as port:
        monkeypatch.setattr("socket.getaddrinfo", lambda host, port, *_, **__: lookup(host, port))
        with Fetcher([f"http://two.test:{port}/"]) as client:
            got = client.get(f"http://two.test:{port}/")
    assert (got.status, got.ip, lookups[0]) == (204, "127.0.0.1", "two.test")
    assert lookups.count("two.test") == 1


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
