"""A small fake site behind httpx's fake transport, and an extractor that reads its pages, for tests of the crawl."""

import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from dimash_archive.archive import Archive
from dimash_archive.crawler import Crawl
from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction import BoilerplateFilter, Circumstances
from dimash_archive.records import Article, Outcome, Saved
from dimash_archive.site import Edition, Site

START = datetime(2024, 6, 14, 10, tzinfo=UTC)
KK, EN = "https://kk.example.org", "https://en.example.org"
Page = httpx.Response | Callable[[httpx.Request], httpx.Response]


class Clock:
    """The wall clock of a test."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        """Now."""
        return self.time

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.time += timedelta(days=days)


@dataclass
class FakeSite:
    """Pages by address; what is not there is a 404. Counts every request."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Addresses asked for, in order."""
    missing: httpx.Response = field(
        default_factory=lambda: httpx.Response(404, html="<title>Not found</title>")
    )
    """What is sent for all other addresses below a path."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    """The headers of each request."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        url = str(request.url)
        self.asked.append(url)
        self.headers.append(dict(request.headers))
        page = self.pages.get(url)
        if page is None:
            page = self.missing if url.endswith("/") else httpx.Response(404, html="<title>Not found</title>")
        if isinstance(page, httpx.Response):
            return httpx.Response(page.status_code, headers=page.headers, content=page.content)
        return page(request)

    def forget(self) -> None:
        """Start counting anew."""
        self.asked.clear()
        self.headers.clear()

    def count(self, url: str) -> int:
        """How often an address was asked for."""
        return Counter(self.asked)[url]

    def article(self, url: str, text: str = "It rained on the steppe.", links: str = "", **head: str) -> None:
        """Put an article at an address; `head` may name `canonical`, `title` and other things in its head."""
        title = head.get("title", url.rstrip("/").rpartition("/")[2])
        canonical = f'<link rel="canonical" href="{head["canonical"]}">' if "canonical" in head else ""
        html = f"<html><head>{canonical}</head><body><article><h1>{title}</h1><p>{text}</p></article>{links}</body>"
        self.pages[url] = conditional(html)

    def list(self, url: str, *targets: str) -> None:
        """Put a page that only links to others at an address."""
        anchors = "".join(f'<a href="{target}">x</a>' for target in targets)
        self.pages[url] = conditional(f"<html><body>{anchors}</body></html>")


def conditional(html: str) -> Callable[[httpx.Request], httpx.Response]:
    """A page with an ETag that answers 304 to who has it."""
    tag = f'"{hash(html)}"'

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match") == tag:
            return httpx.Response(304, headers={"ETag": tag})
        return httpx.Response(200, html=html, headers={"ETag": tag})

    return answer


def fake_extract(
    body: bytes,
    url: str,
    *,
    charset: str | None = None,
    memory: BoilerplateFilter | None = None,
    **wishes: object,
) -> Article:
    """Reads the articles of `FakeSite`."""
    text = body.decode(charset or "utf-8", "replace")
    if "CRASH" in text:
        raise ZeroDivisionError("a bug in the extractor")
    found = re.search(r"<article><h1>(.*?)</h1><p>(.*?)</p>", text, re.S)
    if found is None:
        raise NotAnArticle("There is no article on this page.", url=url)
    canonical = re.search(r'rel="canonical" href="(.*?)"', text)
    return Article(canonical[1] if canonical else url, found[1], (found[2],), "en")


@pytest.fixture
def fake_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The crawl reads pages with `fake_extract`."""
    module = ModuleType("dimash_archive.extraction")

    def extract_captured(body: bytes, url: str, charset: str | None, how: Circumstances) -> Article:
        return fake_extract(body, url, charset=charset, memory=how.memory)

    vars(module).update(
        extract_captured=extract_captured,
        Circumstances=Circumstances,
        VERSION="fake",
        BoilerplateFilter=BoilerplateFilter,
    )
    monkeypatch.setitem(sys.modules, "dimash_archive.extraction", module)


def profile(
    *urls: str, sources: tuple[str, ...] = ("wordpress", "sitemap", "feed", "links"), **more: Any
) -> Site:
    """A profile of editions whose language is the first label of their host."""
    editions = tuple(Edition(url.partition("://")[2][:2], f"{url}/") for url in urls or (EN,))
    return Site("fake", editions, rate=0.0, sources=sources, **more)


def run(
    site: FakeSite, data: Path, clock: Clock, profile_: Site | None = None, **wishes: Any
) -> tuple[list[Outcome], Crawl]:
    """Crawl a fake site to the end."""
    wishes = {"workers": 0, "sleep": lambda seconds: None, **wishes}
    crawl = Crawl(profile_ or profile(), data, transport=httpx.MockTransport(site), now=clock, **wishes)
    return list(crawl.run()), crawl


def saved(outcomes: list[Outcome], *, new: bool = True) -> set[str]:
    """The addresses of the articles that were new, or that changed."""
    return {outcome.url for outcome in outcomes if isinstance(outcome, Saved) and outcome.new is new}


def rows(data: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query of the archive gives."""
    with Archive.open(data, readonly=True) as archive:
        return archive.db.execute(sql, values).fetchall()


def wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something has happened in another thread."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        pause.wait(0.01)
    raise TimeoutError("it did not happen")
