"""A site for measuring crawlers: three editions of any number of article pages of about 100 kB, on loopback.

    python benchmarks/loadsite.py [--pages 1000] [--kilobytes 100]

Prints one line of JSON with the address of each edition, then serves until its standard input ends. Pages have the
demo's theme, and texts of the demo's sentences in an order of their own, three a day; they are made when they are asked
for, so a site of a hundred thousand pages needs no more memory than a small one. robots.txt names a sitemap of all.
"""

import argparse
import asyncio
import json
import random
import re
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from dimash_archive.demo import DemoSite

LANGS = ("kk", "ru", "en")
IN_A_SITEMAP = 1000
_SENTENCES = 40  # of an article, three a paragraph
_CONTENT = re.compile(
    r'(<div class="td-post-content tagdiv-type">).*?(<div class="td-post-sharing|</article>)', re.S
)

_NEWEST = datetime(2026, 10, 2, 12, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


class Edition:
    """The pages of one edition."""

    def __init__(self, site: DemoSite, lang: str, pages: int, size: int) -> None:
        self.base, self._pages, self._size = "", pages, size
        truth = site.truth(lang)
        url, first = next(iter(truth.items()))
        html = site.respond(lang, urlsplit(url).path, {})[2].decode()
        self._old_base = url.rsplit("/", 2)[0] + "/"
        slug = url.rstrip("/").rpartition("/")[2]
        html = html.replace(slug, "story-NUMBER").replace(first.title, "TITLE")
        self._template, found = _CONTENT.subn(r"\1CONTENT</div>\2", html, count=1)
        assert found, "the theme has another element for its text"
        self._sentences = [
            sentence
            for each in truth.values()
            for text in each.paragraphs
            for sentence in re.split(r"(?<=[.!?]) ", text)
            if len(sentence) > 40
        ]
        self._padding = "".join(f".tdi_{n}{{margin:{n % 97}px}}\n" for n in range(size // 20))

    def answer(self, target: str) -> bytes | None:
        """The body for a path; None for 404."""
        path = target.partition("?")[0]
        if path == "/robots.txt":
            return f"User-agent: *\nDisallow:\nSitemap: {self.base}sitemap.xml\n".encode()
        if path == "/sitemap.xml":
            parts = -(-self._pages // IN_A_SITEMAP)
            inner = "".join(f"<sitemap><loc>{self.base}part-{n}.xml</loc></sitemap>" for n in range(parts))
            return f"<sitemapindex>{inner}</sitemapindex>".encode()
        if match := re.fullmatch(r"/part-(\d+)\.xml", path):
            first = int(match[1]) * IN_A_SITEMAP
            numbers = range(first, min(first + IN_A_SITEMAP, self._pages))
            inner = "".join(f"<url><loc>{self.base}story-{n}/</loc></url>" for n in numbers)
            return f"<urlset>{inner}</urlset>".encode()
        match = re.fullmatch(r"/story-(\d+)/", path)
        return self._page(int(match[1])) if match and int(match[1]) < self._pages else None

    def _page(self, number: int) -> bytes:
        chance = random.Random(number)
        told = chance.choices(self._sentences, k=_SENTENCES)
        content = "".join(f"<p>{' '.join(told[at : at + 3])}</p>\n" for at in range(0, _SENTENCES, 3))
        title = f"{' '.join(told[0].split()[:7])} {number}"
        published = (_NEWEST - number * timedelta(hours=8)).isoformat()
        html = _MOMENT.sub(published, self._template).replace("CONTENT", content).replace("TITLE", title)
        html = html.replace("NUMBER", str(number)).replace(self._old_base, self.base)
        short = self._size - len(html.encode())
        return html.replace("</head>", f"<style>{self._padding[: max(short, 0)]}</style></head>", 1).encode()


class _Connection(asyncio.Protocol):
    """Speaks as much HTTP/1.1 as a polite client needs."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._data = edition, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            head, _, self._data = self._data.partition(b"\r\n\r\n")
            body = self._edition.answer(head.split(b" ", 2)[1].decode("latin-1"))
            status = b"404 Not Found" if body is None else b"200 OK"
            mime = b"text/html; charset=utf-8" if body is None or body.startswith(b"<!") else b"text/xml"
            lines = b"Content-Type: " + mime + b"\r\nContent-Length: " + str(len(body or b"")).encode()
            self._transport.write(b"HTTP/1.1 " + status + b"\r\n" + lines + b"\r\n\r\n" + (body or b""))


async def serve(pages: int, kilobytes: int) -> None:
    """Serve until standard input ends."""
    loop, site, bases = asyncio.get_running_loop(), DemoSite(40), {}
    for lang in LANGS:
        edition = Edition(site, lang, pages, kilobytes * 1000)
        server = await loop.create_server(partial(_Connection, edition), "127.0.0.1", 0)
        edition.base = bases[lang] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    print(json.dumps(bases), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=100)
    options = parser.parse_args()
    asyncio.run(serve(options.pages, options.kilobytes))


if __name__ == "__main__":
    main()
