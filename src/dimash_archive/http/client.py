"""Requesting one address from a host: limits, retries, a guard on every connection. Home of httpx and tenacity."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

import httpcore
import httpx
from tenacity import RetryCallState, Retrying

from dimash_archive.errors import BadAnswer, FetchError, OverLimit, Postponed, Refused, Unreachable
from dimash_archive.http import robots
from dimash_archive.http.challenge import is_challenge
from dimash_archive.http.codings import decode
from dimash_archive.http.ssrf_guard import Guard
from dimash_archive.http.throttle import Throttle, retry_after
from dimash_archive.records import Fetched, Flaw
from dimash_archive.version import __version__

HOME = "https://github.com/dimash-archive/dimash-archive"
"""Where a webmaster can read about this crawler."""

_TRY_AGAIN = frozenset((408, 429, 500, 502, 503, 504))
_TOO_FAST = frozenset((429, 503))
_HEADERS = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"),
    ("Accept-Encoding", "gzip, deflate"),
)
_TIMEOUTS = (httpx.TimeoutException, httpcore.TimeoutException)
_BROKEN_OFF = (httpx.ReadError, httpx.ProtocolError, httpcore.ReadError, httpcore.ProtocolError)
_NO_CONNECTION = (httpx.TransportError, httpcore.NetworkError)


def user_agent(contact: str | None = None) -> str:
    """The User-Agent: `dimash-archive/VERSION (+URL; contact)`, the contact is the profile's, if any."""
    return f"{robots.AGENT}/{__version__} (+{HOME}{'; ' + contact if contact else ''})"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one address may cost."""

    wire: int = 32_000_000
    """Bytes of a body as transferred."""
    body: int = 64_000_000
    """Bytes of a body after decompression; a sitemap may have 50 MB."""
    seconds: float = 90.0
    """From connecting to the last byte, however slowly it drips."""
    silence: float = 30.0
    """Seconds without a byte before we give up."""
    attempts: int = 4
    """Requests for one address, at most."""
    patience: float = 120.0
    """The longest pause before another attempt, in seconds; a host that asks for more is left for the next run."""


DEFAULT_LIMITS = Limits()


class Fetcher:
    """Requests from one host, one at a time. A context manager; not for sharing between threads."""

    def __init__(
        self,
        site_hosts: Iterable[str] = (),
        *,
        agent: str | None = None,
        throttle: Throttle | None = None,
        limits: Limits = DEFAULT_LIMITS,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`site_hosts`: the profile's addresses, which may be private; `transport`: instead of the network; `now`: the clock."""
        self._now = now
        self.throttle = throttle or Throttle(0.0)
        self.limits = limits
        self.repeats: list[Fetched] = []
        """What the last `get` received besides its result, in order: responses that were followed by another attempt,
        and those that broke off or cannot be unpacked."""
        self._line = _Line(Guard(site_hosts), limits)
        self._transport = transport or _Transport(self._line)
        self._headers = (("User-Agent", agent or user_agent()), *_HEADERS)
        self._retrying = Retrying(
            sleep=self.throttle.sleep,
            retry=_worth_repeating,
            wait=self._rest,
            stop=self._enough,
            before_sleep=self._keep,
            retry_error_callback=_outcome,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The response to one GET: any status, including redirects, which are not followed.

        `etag` and `last_modified` make it a conditional request (304 if nothing changed). Trouble that may
        pass is tried again, as politely as the host asks. Raises Unreachable (no response), BadAnswer (broken),
        OverLimit (too long or slow), Refused (the guard forbids the address).
        """
        conditions = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
        return self._get(url, [(name, value) for name, value in conditions if value])

    def get_range(self, url: str, first: int, last: int) -> Fetched:
        """As `get`, but for these bytes of a file only, both ends included; 206 if the server can."""
        return self._get(url, [("Range", f"bytes={first}-{last}")])

    def _get(self, url: str, more: list[tuple[str, str]]) -> Fetched:
        try:
            lines = [(name.encode(), value.encode("latin-1")) for name, value in (*self._headers, *more)]
            request = httpx.Request(
                "GET", url, headers=lines
            )  # a validator goes back as the bytes it came as
        except (httpx.InvalidURL, ValueError) as error:
            raise Refused(f"This is not an address that can be requested: {error}.", url=url) from error
        if request.url.scheme not in ("http", "https") or not request.url.host:
            raise Refused("Only http and https addresses are requested.", url=url)
        self.repeats = []
        outcome: Fetched | FetchError = self._retrying(self._attempt, request, url)
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    def _attempt(self, request: httpx.Request, url: str) -> Fetched | FetchError:
        """One request. Errors are returned, not raised: one rule decides on errors and answers alike."""
        self.throttle.wait()
        started = time.monotonic()
        self._line.start()
        try:
            fetched = self._exchange(request, url)
        except FetchError as error:
            return error
        asked = retry_after(fetched.header("retry-after"), fetched.fetched_at)
        if fetched.status in _TOO_FAST and (asked is not None or not is_challenge(fetched)):
            self.throttle.slow_down(asked)
        elif fetched.status < 500:
            self.throttle.speed_up(time.monotonic() - started)
        return fetched

    def _exchange(self, request: httpx.Request, url: str) -> Fetched:
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write"), self.limits.silence)
        sent_at, raw = self._now(), bytearray()
        with _translated(url):
            response = self._transport.handle_request(request)
        fetched = _without_body(response, request, url, sent_at)
        try:
            with _translated(url):
                self._read(response, raw)
        except FetchError as error:
            self.repeats.append(
                replace(fetched, raw=bytes(raw[: self.limits.wire]), flaw=self._flaw(raw, error))
            )
            raise
        fetched = replace(fetched, raw=bytes(raw))
        try:
            with _translated(url):
                body = decode(fetched.raw, response.headers.get("content-encoding"), self.limits.body)
        except BadAnswer:
            self.repeats.append(replace(fetched, flaw="coding"))
            raise
        return replace(fetched, body=body)

    def _read(self, response: httpx.Response, raw: bytearray) -> None:
        """Add the body to `raw` as it comes; what has come stays there whatever happens."""
        assert isinstance(response.stream, httpx.SyncByteStream)
        try:
            for piece in response.stream:  # iter_raw() would refuse the ready-made answers of a fake site
                self._line.check_time()
                raw += piece
                if len(raw) > self.limits.wire:
                    raise OverLimit(f"The answer is longer than {self.limits.wire:,} bytes.")
        finally:
            response.close()

    def _flaw(self, raw: bytearray, error: FetchError) -> Flaw:
        """What WARC calls the reason that ended a body."""
        if len(raw) > self.limits.wire:
            return "length"
        return "time" if isinstance(error, OverLimit | Unreachable) else "disconnect"

    def _rest(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: what the host asks for, at least 1, 2, 4 …"""
        outcome, asked = _outcome(state), None
        if isinstance(outcome, Fetched):
            asked = retry_after(outcome.header("retry-after"), outcome.fetched_at)
        return max(asked or 0.0, 2.0 ** (state.attempt_number - 1))

    def _enough(self, state: RetryCallState) -> bool:
        return state.attempt_number >= self.limits.attempts or state.upcoming_sleep > self.limits.patience

    def _keep(self, state: RetryCallState) -> None:
        outcome = _outcome(state)
        if isinstance(outcome, Fetched):
            self.repeats.append(outcome)


def _outcome(state: RetryCallState) -> Fetched | FetchError:
    assert state.outcome is not None, "asked only after an attempt"
    outcome: Fetched | FetchError = state.outcome.result()
    return outcome


def _worth_repeating(state: RetryCallState) -> bool:
    outcome = _outcome(state)
    if isinstance(outcome, Fetched):
        return outcome.status in _TRY_AGAIN and not is_challenge(outcome)  # asked again, it is the same check
    return not isinstance(outcome, Refused | OverLimit)


def _without_body(response: httpx.Response, request: httpx.Request, url: str, sent_at: datetime) -> Fetched:
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    reason = response.extensions.get("reason_phrase")  # httpx's own property drops what is not ASCII
    return Fetched(
        url=url,
        status=response.status_code,
        reason=response.reason_phrase if reason is None else reason.decode("latin-1"),
        headers=_pairs(response.headers.raw),
        raw=b"",
        body=b"",
        fetched_at=sent_at,
        request_headers=_pairs(request.headers.raw),
        http_version=response.http_version,
        ip=peer[0] if peer else None,
    )


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Foreign errors become ours, and ours learn the address."""
    try:
        yield
    except _TIMEOUTS as error:
        raise Unreachable("No answer in time. It will be tried again in the next run.", url=url) from error
    except _BROKEN_OFF as error:
        raise BadAnswer(f"The answer broke off: {error}.", url=url) from error
    except _NO_CONNECTION as error:
        raise Unreachable(f"No connection: {str(error) or type(error).__name__}.", url=url) from error
    except FetchError as error:
        raise type(error)(str(error), url=url) from error


def _pairs(raw: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


class _Line(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and keeps one clock for all that one request costs.

    The name is resolved once and the connection goes to the address that was judged, so that a second,
    different answer of the name server has no effect. Host header and TLS name still come from the URL.
    """

    def __init__(self, guard: Guard, limits: Limits) -> None:
        self._guard, self._limits = guard, limits
        self._backend = httpcore.SyncBackend()
        self._deadline = 0.0
        self.start()

    def start(self) -> None:
        """A new request begins: its time counts from now."""
        self._deadline = time.monotonic() + self._limits.seconds

    def check_time(self) -> float:
        """The seconds left. Raises OverLimit if there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OverLimit(f"The answer took more than {self._limits.seconds:.0f} seconds.")
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first permitted address of `host` that answers."""
        failure: Exception | None = None
        for ip in self._addresses(host, port):
            left = min(timeout or self._limits.silence, self.check_time())
            try:
                stream = self._backend.connect_tcp(ip, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure or Postponed(
            f"{host} resolves to an address that is not public, so nothing is requested from it."
        )

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known ({error})") from error
        ips = dict.fromkeys(str(entry[4][0]) for entry in entries)
        return [ip for ip in ips if self._guard.permits(host, port, ip)]


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends with the time of the whole request."""

    def __init__(self, stream: httpcore.NetworkStream, line: _Line) -> None:
        self._stream, self._line = stream, line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._left(timeout))
        except httpcore.ReadTimeout:
            self._line.check_time()
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(stream, self._line)

    def get_extra_info(self, info: str) -> Any:
        try:
            return self._stream.get_extra_info(info)
        except OSError:  # the other side has reset the connection by now: nobody is there
            return None

    def _left(self, timeout: float | None) -> float:
        left = self._line.check_time()
        return left if timeout is None else min(timeout, left)


class _Transport(httpx.BaseTransport):
    """httpx's transport with our connections under it. No cookies, no proxies of the environment."""

    def __init__(self, line: _Line) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=1,
            keepalive_expiry=30.0,
            network_backend=line,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=dict(answer.extensions)
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
