"""An invented site on loopback: real HTTP servers, each on a port of its own."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from dimash_archive.demo.demo_site import DemoSite
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.demo.serving.answer import Wire
from dimash_archive.demo.shapes import PathsSite, TableSite
from dimash_archive.site import Site


class Request(NamedTuple):
    """One request that the servers answered."""

    edition: str
    """Language of the edition requested."""
    path: str
    """Path and query, as requested."""
    status: int
    """Status code of the response."""


class DemoServer:
    """The three servers while they run."""

    def __init__(self, site: DemoSite) -> None:
        self.demo = site
        self._log: list[Request] = []
        self._lock = threading.Lock()

    @property
    def requests(self) -> list[Request]:
        """Every request answered so far, in order."""
        with self._lock:
            return list(self._log)

    def forget(self) -> None:
        """Start counting again."""
        with self._lock:
            self._log.clear()

    def note(self, request: Request) -> None:
        """Record a request."""
        with self._lock:
            self._log.append(request)

    def move_to(self, day: int) -> None:
        """Let time pass: from now on the site of `day` responds, at the same addresses."""
        later = self.demo.later(day)
        _ = later.room
        self.demo = later

    @property
    def profile_text(self) -> str:
        """A profile of the site for `crawl`, as TOML."""
        return profile("demo", self.demo.bases or {})

    @property
    def site(self) -> Site:
        """The profile, parsed."""
        return Site.parse(self.profile_text, "demo")


@contextmanager
def serve(site: DemoSite, ports: Sequence[int] = (0, 0, 0)) -> Iterator[DemoServer]:
    """Serve the site on 127.0.0.1 until the block ends; port 0 takes a free one. Order: kk, ru, en.

    The stories are read before the first request. `site.bases` is set to the addresses bound, so that its
    links and its truth name them. Raises OSError if a port is taken.
    """
    server = DemoServer(site)
    _ = site.room
    with listening(LANGS, lambda *asked: server.demo.respond(*asked), ports, server.note) as addresses:
        site.bases = addresses
        yield server


@contextmanager
def serve_shape(site: PathsSite | TableSite, ports: Sequence[int] | None = None) -> Iterator[Site]:
    """Serve a site of another shape on 127.0.0.1 until the block ends, on free ports if none are named.

    Gives its profile. Raises OSError if a port is taken.
    """
    _ = site.room
    with listening(site.hosts, site.respond, ports) as addresses:
        site.bind(addresses)
        yield Site.parse(profile("demo", site.bases), "demo")


def profile(name: str, bases: Mapping[str, str]) -> str:
    """A profile for `crawl`, as TOML: the address of each edition's front page by its language."""
    editions = "\n".join(f'[editions.{lang}]\nurl = "{base}"\n' for lang, base in bases.items())
    return f'name = "{name}"\n\n{editions}\n[crawl]\nrate = 0\n'


Respond = Callable[[str, str, Mapping[str, str]], Wire]
"""From the name of a server, path with query, and headers to a response."""


@contextmanager
def listening(
    names: Sequence[str],
    respond: Respond,
    ports: Sequence[int] | None = None,
    note: Callable[[Request], None] = lambda request: None,
) -> Iterator[dict[str, str]]:
    """Servers on 127.0.0.1 by name; yields their addresses. Raises OSError if a port is taken."""
    with ExitStack() as stack:
        addresses = {}
        for name, port in zip(names, ports or [0] * len(names), strict=True):
            host = _Host(("127.0.0.1", port), name, respond, note)
            stack.callback(host.server_close)
            addresses[name] = f"http://127.0.0.1:{host.server_port}/"
            thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(host.shutdown)
        yield addresses


class _Host(ThreadingHTTPServer):
    """One server."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], name: str, respond: Respond, note: Callable[[Request], None]
    ) -> None:
        super().__init__(address, _Handler)
        self.name, self.respond, self.note = name, respond, note

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is not an error."""


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 with one client; the site decides every response."""

    server: _Host
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Respond with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Respond with headers only."""
        self._answer(with_body=False)

    def do_POST(self) -> None:
        """Refuse uploads."""
        self.close_connection = True
        self._send(405, {"Allow": "GET, HEAD", "Content-Length": "0", "Connection": "close"}, b"")

    def _answer(self, *, with_body: bool) -> None:
        asked = self.server.name, self.path, dict(self.headers.items())
        status, headers, body = self.server.respond(*asked)
        self._send(status, headers, body if with_body else b"")

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.server.note(Request(self.server.name, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the requests are counted, not printed."""
