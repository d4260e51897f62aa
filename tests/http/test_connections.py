"""The client before real sockets: broken, slow and silent servers, and addresses that it must not or need not connect to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from throttle_clock import ThrottleClock

from dimash_archive.errors import BadAnswer, OverLimit, Refused, Unreachable
from dimash_archive.http.client import Fetcher, Limits


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
        throttle=ThrottleClock().throttle(),
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
