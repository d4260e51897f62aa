"""Web archives that answer as the real ones do, over the captures of WARC files: functions for a fake transport."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from dimash_archive.records import Captured, Fetched
from dimash_archive.warc import reader

WAYBACK = "https://web.archive.org"
COLUMNS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def held(folder: Path) -> list[tuple[Captured, Fetched]]:
    """Every answer in the WARC files of a folder, revisits with the payload that they refer to."""
    answers = [pair for path in sorted(folder.glob("*.warc.gz")) for pair in reader.read(path)]
    return [(captured, reader.load(folder, captured)) for captured, _ in answers]


def stamp(captured: Captured) -> str:
    """The moment of a capture in the 14 digits of an index."""
    return f"{captured.fetched_at:%Y%m%d%H%M%S}"


def digest(fetched: Fetched) -> str:
    """The digest of a payload as an index writes it."""
    return base64.b32encode(hashlib.sha1(fetched.raw).digest()).decode()


@dataclass
class WaybackLike:
    """Answers as the Wayback Machine does where it differs from pywb: columns, resume keys, 429, original headers."""

    captures: list[tuple[Captured, Fetched]]
    plain: bool = False
    """Columns parted by spaces, as when no JSON is asked for."""
    page: int = 50
    """Lines an answer, at most."""
    gaps: frozenset[str] = frozenset()
    """Addresses that the index names and nobody can play back."""
    rewritten: frozenset[str] = frozenset()
    """Addresses whose payload comes back changed."""
    busy: int = 0
    """How many of the next requests are answered with 429."""
    asked: list[str] = field(default_factory=list)
    """Every address asked for."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        url = str(request.url)
        self.asked.append(url)
        if self.busy:
            self.busy -= 1
            return httpx.Response(429, headers={"Retry-After": "2"})
        return self._index(url) if "/cdx/" in url else self._play(url)

    def _index(self, url: str) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        prefix, start = query["url"].rstrip("/"), int(query.get("resumeKey", "0"))
        lines = [each for each in self.captures if each[0].url.partition("://")[2].startswith(prefix)]
        lines.sort(key=lambda each: (each[0].url, each[0].fetched_at))
        rows = [self._row(*each) for each in lines if query.get("from", "") <= stamp(each[0])]
        rest = [str(start + self.page)] if start + self.page < len(rows) else []
        rows = rows[start : start + self.page]
        if self.plain:
            text = "\n".join(" ".join(row) for row in rows)
            return httpx.Response(200, text=text + (f"\n\n{rest[0]}" if rest else "") + "\n")
        told: list[list[str]] = [COLUMNS, *rows, *([[], rest] if rest else [])]
        return httpx.Response(200, text=json.dumps(told))

    def _row(self, captured: Captured, fetched: Fetched) -> list[str]:
        key = captured.url.partition("://")[2]
        return [
            key,
            stamp(captured),
            captured.url,
            captured.mime or "unk",
            str(captured.status),
            digest(fetched),
            "900",
        ]

    def _play(self, url: str) -> httpx.Response:
        moment, _, original = url.partition("/web/")[2].partition("id_/")
        found = [
            f
            for c, f in self.captures
            if stamp(c) == moment and c.url == original and original not in self.gaps
        ]
        if not found:
            return httpx.Response(404, html="<title>Not in the archive</title>")
        headers = [(f"x-archive-orig-{name.lower()}", value) for name, value in found[0].headers]
        headers.append(("memento-datetime", "Fri, 14 Jun 2024 10:00:00 GMT"))
        if (coding := found[0].header("content-encoding")) is not None:
            headers.append(("Content-Encoding", coding))
        if (location := found[0].header("location")) is not None:
            headers.append(("Location", f"/web/{moment}id_/{location}"))
        content = found[0].raw + (b"<!-- rewritten -->" if original in self.rewritten else b"")
        return httpx.Response(found[0].status, headers=headers, stream=httpx.ByteStream(content))


@dataclass
class CommonCrawlLike:
    """Answers as Common Crawl does: a list of crawls, an index with numbered pages, ranges of bytes of its files."""

    folder: Path
    """The folder of the WARC files."""
    page: int = 40
    """Lines a page."""
    asked: list[str] = field(default_factory=list)
    """Every address asked for."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        url = str(request.url)
        self.asked.append(url)
        if url.endswith("/collinfo.json"):
            return httpx.Response(
                200, json=[{"id": "CC-MAIN-1", "cdx-api": "https://index.example.org/CC-MAIN-1-index"}]
            )
        return self._index(url) if "-index?" in url else self._range(request)

    def _index(self, url: str) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        prefix, number = query["url"].rstrip("/"), int(query.get("page", "0"))
        lines = [line for line in self._lines() if line["url"].partition("://")[2].startswith(prefix)]
        lines = lines[number * self.page : (number + 1) * self.page]
        if not lines:
            return httpx.Response(404, json={"message": "No Captures found for: " + query["url"]})
        return httpx.Response(200, text="".join(json.dumps(line) + "\n" for line in lines))

    def _lines(self) -> Iterable[dict[str, str]]:
        for path in sorted(self.folder.glob("*.warc.gz")):
            for captured, _ in reader.read(path):
                yield {
                    "urlkey": captured.url,
                    "timestamp": stamp(captured),
                    "url": captured.url,
                    "mime": "warc/revisit" if captured.revisit_of else captured.mime,
                    "status": str(captured.status),
                    "digest": captured.digest.rpartition(":")[2],
                    "length": str(captured.warc_length),
                    "offset": str(captured.warc_offset),
                    "filename": path.name,
                }

    def _range(self, request: httpx.Request) -> httpx.Response:
        first, _, last = request.headers["range"].removeprefix("bytes=").partition("-")
        content = (self.folder / str(request.url).rpartition("/")[2]).read_bytes()
        return httpx.Response(206, content=content[int(first) : int(last) + 1])
