"""What a crawl does with a server that does everything wrong: which rule catches each fault, at what cost.

    python benchmarks/hostile.py [--fast] [--json FILE]

One edition mixes good articles with every fault; another is down. `--fast` shortens the limits of time, so that the
whole takes seconds; without it they are those of every crawl. A canary listens on another port of loopback: nobody may
ever come. The exit code is 1 if a fault became an article, a good article was lost, or the canary was reached.
"""

import argparse
import gzip
import json
import resource
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from dimash_archive.crawler import Crawl, run
from dimash_archive.errors import ExitCode
from dimash_archive.http.client import DEFAULT_LIMITS, Fetcher, Limits
from dimash_archive.records import Failed, Outcome, Saved, Skipped
from dimash_archive.site import Edition, Site
from dimash_archive.warc import reader

FAST = Limits(seconds=1.5, silence=0.5, attempts=2, patience=2.0)
SENTENCE = (
    "The bridge over the river was opened on Friday after two years of work by the people of the town. "
)
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def article(name: str) -> bytes:
    """A good page."""
    told = "".join(f"<p>Part {n} of {name}. {SENTENCE * 2}</p>" for n in range(6))
    head = f'<title>{name}</title><meta property="og:type" content="article">'
    head += '<meta property="article:published_time" content="2024-06-14T10:30:00+05:00">'
    return f"<html><head>{head}</head><body><article><h1>{name}</h1>{told}</article></body>".encode()


def answer(body: bytes, head: bytes = HTML, status: bytes = b"200 OK", length: int | None = None) -> bytes:
    """An answer; `length`: what it claims to have."""
    size = len(body) if length is None else length
    return b"HTTP/1.1 " + status + b"\r\n" + head + b"Content-Length: %d\r\n\r\n" % size + body


def moved(target: str) -> bytes:
    """A redirect."""
    return answer(b"", b"Location: " + target.encode() + b"\r\n", b"302 Found")


def bomb() -> bytes:
    """A gigabyte of zeros in a megabyte."""
    packed = b"".join((gzip.compress(bytes(1 << 24)),) * 64)
    return answer(packed, HTML + b"Content-Encoding: gzip\r\n")


class Reset(Exception):
    """The connection ends with a reset."""


def reset(connection: socket.socket) -> None:
    """Half an answer, then a reset."""
    connection.sendall(answer(article("reset"))[:400])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Reset


def half(connection: socket.socket, told: bytes) -> None:
    """A part of what was promised, then the end."""
    connection.sendall(told)


def drip(connection: socket.socket) -> None:
    """A byte a tenth of a second, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + HTML + b"\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.1)


def endless(connection: socket.socket, piece: bytes = bytes(1 << 16), head: bytes = HTML + b"\r\n") -> None:
    """As much as the other side takes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + head)
    while True:
        connection.sendall(piece)


def silent(connection: socket.socket) -> None:
    """Nothing at all, until the other side has had enough."""
    connection.settimeout(120)
    with suppress(OSError):
        connection.recv(1)
    raise Reset


Fault = bytes | Callable[[socket.socket], None]
CHUNKED = b"HTTP/1.1 200 OK\r\n" + HTML + b"Transfer-Encoding: chunked\r\n\r\n"


def faults(canary: int) -> dict[str, tuple[Fault, str]]:
    """By name: what the server does, and a word of the rule that must catch it."""
    page = article("a good story told badly")
    return {
        "gzip-bomb": (bomb(), "unpacks to more than"),
        "endless-body": (endless, "longer than"),
        "slow-drip": (drip, "took more than"),
        "silence": (silent, "No answer in time"),
        "endless-headers": (
            partial(endless, piece=b"X-More: " + b"y" * 60_000 + b"\r\n", head=b""),
            "broke off",
        ),
        "cut-short": (partial(half, told=answer(page, length=len(page) + 500)), "broke off"),
        "bad-chunks": (CHUNKED + b"zz\r\n" + page, "broke off"),
        "chunks-cut": (partial(half, told=CHUNKED + b"%x\r\n" % len(page) + page[:300]), "broke off"),
        "reset": (reset, "broke off"),
        "no-http": (b"I am no web server.\r\n\r\n", "broke off"),
        "broken-gzip": (answer(b"\x1f\x8b\x08" + page, HTML + b"Content-Encoding: gzip\r\n"), "broken"),
        "unknown-coding": (answer(page, HTML + b"Content-Encoding: br\r\n"), "not asked for"),
        "nul-bytes": (answer(b"\0" * 900 + page), "not text"),
        "empty": (answer(b""), "empty"),
        "pdf-as-html": (answer(b"%PDF-1.7 " + page), "not HTML"),
        "picture": (answer(b"\x89PNG" + page, b"Content-Type: image/png\r\n"), "not HTML"),
        "loop": (moved("/loop/?again=1"), "redirects"),
        "itself": (moved("/itself/"), "itself"),
        "to-loopback": (moved(f"http://127.0.0.1:{canary}/secret"), "redirects"),
        "to-metadata": (moved("http://169.254.169.254/latest/meta-data/"), "redirects"),
        "to-file": (moved("file:///etc/passwd"), "nowhere"),
        "error-500": (answer(b"oops", HTML, b"500 Internal Server Error"), "answers 500"),
        "not-allowed": (answer(page, HTML, b"403 Forbidden"), "answers 403"),
        "deep-nesting": (answer(b"<html><body>" + b"<div>" * 5_000), "article"),
    }


class Server:
    """Answers as the table says; `good-N` and the front page are good."""

    def __init__(
        self, listener: socket.socket, table: dict[str, tuple[Fault, str]], *, down: bool = False
    ) -> None:
        self._listener, self._table, self._down = listener, table, down
        self.cookies: list[bytes] = []
        self.asked: list[str] = []

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, Reset):
            while data := connection.recv(65536):
                path = data.split(b" ", 2)[1].decode("latin-1")
                self.asked.append(path)
                self.cookies += [line for line in data.split(b"\r\n") if line.lower().startswith(b"cookie")]
                told = self._answer(path)
                if callable(told):
                    told(connection)
                    return
                connection.sendall(told)

    def _answer(self, path: str) -> Fault:
        name = path.strip("/").partition("/")[0]
        if self._down:
            return (
                answer(b"down", HTML, b"500 Down") if name != "robots.txt" else answer(b"", HTML, b"404 No")
            )
        if not name:
            links = "".join(
                f'<a href="/good-{n}/">g</a><a href="/{each}/">x</a>' for n, each in enumerate(self._table)
            )
            more = "".join(
                f'<a href="{scheme}">x</a>' for scheme in ("ftp://x/", "javascript:1", "/chain-0/")
            )
            return answer(f"<html><body>{links}{more}</body></html>".encode(), HTML + b"Set-Cookie: a=1\r\n")
        if name.startswith("good-"):
            return answer(article(f"Good story {name}"))
        if name.startswith("chain-"):  # redirects that never end, each to an address never seen before
            return moved(f"/chain-{int(name[6:]) + 1}/")
        return self._table[name][0] if name in self._table else answer(b"", HTML, b"404 Not Found")


@contextmanager
def serving(*, down: bool, canary: int) -> Iterator[tuple[str, Server]]:
    """A server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener, faults(canary), down=down)
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", server


def judged(outcomes: list[Outcome], base: str, canary: int) -> list[tuple[str, str, bool]]:
    """By fault: what became of it, and whether that is right."""
    by_url = {outcome.url: outcome for outcome in outcomes}
    rows = []
    for name, (_, word) in faults(canary).items():
        outcome = by_url.get(f"{base}{name}/")
        reason = outcome.reason if isinstance(outcome, Skipped | Failed) else repr(outcome)
        rows.append((name, reason.replace(base, "/"), word in reason and not isinstance(outcome, Saved)))
    return rows


def crawled(limits: Limits, **wishes: Any) -> dict[str, Any]:
    """One crawl of the two editions, with these wishes; what came of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        canary = listener.getsockname()[1]
        base, server = stack.enter_context(serving(down=False, canary=canary))
        base_down, down = stack.enter_context(serving(down=True, canary=canary))
        vars(run)["Fetcher"] = partial(Fetcher, limits=limits)
        stack.callback(setattr, run, "Fetcher", Fetcher)
        editions = Edition("en", base), Edition("ru", base_down)
        began = time.monotonic()
        job = Crawl(Site("hostile", editions, rate=0.0), folder, workers=1, **wishes)
        outcomes = list(job.run())
        listener.settimeout(0.2)
        try:
            listener.accept()
            reached = True
        except TimeoutError:
            reached = False
        warcs = [each for path in (folder / "warc").glob("*.gz") for each, _ in reader.read(path)]
        return {
            "seconds": time.monotonic() - began,
            "rows": judged(outcomes, base, canary),
            "good": sum(isinstance(each, Saved) and "/good-" in each.url for each in outcomes),
            "expected": len(faults(canary)),
            "chain": sum(path.startswith("/chain-") for path in server.asked),
            "down": len(down.asked),
            "canary": reached,
            "cookies": len(server.cookies),
            "captures": len(warcs),
            "exit": job.summary.exit,
            "notes": [note.replace(base_down, "/") for note in job.summary.notes],
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }


def complaints(found: dict[str, Any]) -> list[str]:
    """What is not as it should be."""
    told = [f"{name}: {reason}" for name, reason, right in found["rows"] if not right]
    told += (
        [f"{found['good']} of {found['expected']} good articles"]
        if found["good"] != found["expected"]
        else []
    )
    told += ["the canary was reached"] if found["canary"] else []
    told += ["cookies were sent"] if found["cookies"] else []
    told += [f"{found['chain']} redirects of an endless chain"] if found["chain"] > 60 else []
    told += [f"{found['down']} requests to a host that is down"] if found["down"] > 40 else []
    return told + ([f"exit {found['exit']}"] if found["exit"] != ExitCode.NO_ACCESS else [])


def main() -> None:
    """Crawl, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = crawled(FAST if options.fast else DEFAULT_LIMITS)
    for name, reason, right in found["rows"]:
        print(f"{name:18} {'' if right else 'WRONG: '}{reason}")
    print("\n".join(found["notes"]))
    print(
        f"{found['good']} of {found['expected']} good articles, {found['captures']} captures, exit {found['exit']},"
        f" {found['seconds']:.1f} s, {found['peak'] / 1e6:.0f} MB at most; endless chain left after {found['chain']}"
        f" redirects, host that is down after {found['down']} requests; canary reached: {found['canary']}"
    )
    wrong = complaints(found)
    print("; ".join(wrong) or "Every fault was caught.")
    if options.json:
        options.json.write_text(json.dumps(found) + "\n", "utf-8")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
