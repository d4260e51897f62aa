"""The invented site on loopback: three real HTTP servers, one an edition, each on a port of its own."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from dimash_archive.demo.site import DemoSite
from dimash_archive.demo.story import LANGS
from dimash_archive.site import Site


class Request(NamedTuple):
    """One request that the servers answered."""

    edition: str
    """Language of the edition asked."""
    path: str
    """Path and query, as asked."""
    status: int
    """Status code of the answer."""


class Server:
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
        """Start counting anew."""
        with self._lock:
            self._log.clear()

    def note(self, request: Request) -> None:
        """Remember a request."""
        with self._lock:
            self._log.append(request)

    def move_to(self, day: int) -> None:
        """Let time pass: from now on the site of `day` answers, at the same addresses."""
        later = self.demo.later(day)
        _ = later.room
        self.demo = later

    @property
    def profile_text(self) -> str:
        """A profile of the site for `crawl`, as TOML."""
        bases = self.demo.bases or {}
        editions = "\n".join(f'[editions.{lang}]\nurl = "{base}"\n' for lang, base in bases.items())
        return f'name = "demo"\n\n{editions}\n[crawl]\nrate = 0\n'

    @property
    def site(self) -> Site:
        """The profile, read."""
        return Site.parse(self.profile_text, "demo")


@contextmanager
def serve(site: DemoSite, ports: Sequence[int] = (0, 0, 0)) -> Iterator[Server]:
    """Serve the site on 127.0.0.1 until the block ends; port 0 takes a free one. Order: kk, ru, en.

    The stories are read before the first request. `site.bases` is set to the addresses bound, so that its
    links and its truth name them. Raises OSError if a port is taken.
    """
    server = Server(site)
    _ = site.room
    with ExitStack() as stack:
        hosts = {}
        for lang, port in zip(LANGS, ports, strict=True):
            hosts[lang] = _Host(("127.0.0.1", port), lang, server)
            stack.callback(hosts[lang].server_close)
        site.bases = {lang: f"http://127.0.0.1:{host.server_port}/" for lang, host in hosts.items()}
        for host in hosts.values():
            thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(host.shutdown)
        yield server


class _Host(ThreadingHTTPServer):
    """The server of one edition."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], edition: str, server: Server) -> None:
        super().__init__(address, _Handler)
        self.edition, self.owner = edition, server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 with one client; all it knows it asks the site."""

    server: _Host
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with headers only."""
        self._answer(with_body=False)

    def do_POST(self) -> None:
        """Nothing here takes anything."""
        self.close_connection = True
        self._send(405, {"Allow": "GET, HEAD", "Content-Length": "0", "Connection": "close"}, b"")

    def _answer(self, *, with_body: bool) -> None:
        status, headers, body = self.server.owner.demo.respond(
            self.server.edition, self.path, dict(self.headers.items())
        )
        self._send(status, headers, body if with_body else b"")

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.server.owner.note(Request(self.server.edition, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the requests are counted, not printed."""
