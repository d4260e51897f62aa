"""One bad thing never ends a run: not a source, a record, a page, a host, a picture, an ETag, an encoding declaration."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_site import EN, KK, Clock, FakeSite, Page, fake_extractor, profile, rows, run, saved

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity import checksum
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.crawler import DONE, FAILURES
from dimash_archive.crawler.deciding import decisions
from dimash_archive.discovery import links, sitemap
from dimash_archive.errors import ExitCode
from dimash_archive.http.client import Fetcher
from dimash_archive.records import Failed
from dimash_archive.workers.protocol import PageExtractor

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")
GOOD = {f"{EN}/2024/06/{name}/" for name in ("one", "two", "three")}
BAD = f"{EN}/2024/06/bad/"
HUGE = '{"id": 99999999999999999999999, "link": "%s/x/", "modified_gmt": "9999-99-99T00:00:00"}'


def _html(body: bytes = b"<p>Nothing.", status: int = 200, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers={"Content-Type": "text/html"} | named, content=body)


def _failing(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


BAD_THINGS: dict[str, dict[str, Page]] = {
    "encoding declaration of a sitemap": {
        "/sitemap.xml": httpx.Response(
            200, content=b'<?xml version="1.0" encoding="gb2312"?><urlset></urlset>'
        ),
        "/feed/": httpx.Response(200, content=b'<?xml version="1.0" encoding="klingon"?><rss></rss>'),
    },
    "numbers of a REST API": {
        "/wp-json/wp/v2/posts": httpx.Response(
            200,
            headers={"X-WP-Total": "9" * 30, "X-WP-TotalPages": "-1"},
            content=(f"[{HUGE % EN}]").encode(),
        )
    },
    "encoding declaration of a page": {BAD: _html(body=b'<meta charset="utf-99\xff"><p>\xff\xfe\0')},
    "charset in a header": {BAD: _html(Content_Type="text/html; charset=\x7fno-such")},
    "ETag": {BAD: httpx.Response(200, headers=[(b"ETag", b'"\xd0\xb6"')], html="<p>x")},
    "Location": {BAD: httpx.Response(301, headers=[(b"Location", b"http://[::1:bad\xff/%%%")])},
    "Link header": {BAD: httpx.Response(200, headers=[(b"Link", b'<http://[>; rel="x')], html="<p>x")},
    "Retry-After": {BAD: _html(status=503, Retry_After=f"Fri, 14 Jun 2024 {'1' * 40}:00:00 GMT")},
    "page that crashes the extractor": {BAD: _html(body=b"CRASH")},
    "error that nobody knows": {BAD: _failing(ZeroDivisionError("a bug in the client"))},
    "host": {BAD: _failing(UnicodeError("a name that cannot be asked for"))},
    "robots.txt in no text": {"/robots.txt": httpx.Response(200, content=bytes(range(256)) * 4)},
}


def a_site() -> FakeSite:
    """Three good articles, and a link to a bad one."""
    site = FakeSite()
    site.list(f"{EN}/", *sorted(GOOD), BAD)
    for url in GOOD:
        site.article(url)
    return site


def spoiled(site: FakeSite, pages: dict[str, Page]) -> FakeSite:
    """The site with these pages in it; one whose path begins an API's address answers for all of it."""
    for path, page in pages.items():
        site.pages[path if path.startswith("http") else f"{EN}{path}"] = page
    api = pages.get("/wp-json/wp/v2/posts")
    if api is not None:
        asked = site.__call__

        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path.startswith("/wp-json/") and isinstance(api, httpx.Response):
                return httpx.Response(api.status_code, headers=api.headers, content=api.content)
            return asked(request)

        return answer  # type: ignore[return-value]
    return site


@pytest.mark.parametrize("what", BAD_THINGS)
def test_a_bad_answer_costs_itself(tmp_path: Path, what: str) -> None:
    """Every good article is there, the run row is finished, and the next run goes through as well."""
    site, clock = spoiled(a_site(), BAD_THINGS[what]), Clock()
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) >= GOOD
    clock.pass_days(3)
    run(site, tmp_path, clock, full=True)
    assert rows(tmp_path, "SELECT count(*), count(finished), count(exit) FROM runs") == [(2, 2, 2)]


def test_all_bad_things_at_once_cost_themselves(tmp_path: Path) -> None:
    """Two editions, one whose host is down; on the other all that can be bad together is: its good articles are there."""
    site, bad = a_site(), [f"{EN}/2024/06/bad-{number}/" for number in range(len(BAD_THINGS))]
    site.list(f"{EN}/", *sorted(GOOD), *bad)
    for (_, pages), url in zip(BAD_THINGS.items(), bad, strict=True):
        for path, page in pages.items():
            site.pages[url if path == BAD else f"{EN}{path}"] = page
    site.pages[f"{KK}/robots.txt"] = _failing(httpx.ConnectError("down"))
    outcomes, done = run(site, tmp_path, Clock(), profile(KK, EN))
    assert saved(outcomes) >= GOOD
    assert done.summary.exit == ExitCode.NO_ACCESS  # of the other edition nothing could be had
    assert any("kk" in note for note in done.summary.notes)
    assert rows(tmp_path, "SELECT count(finished) FROM runs") == [(1,)]


def _bug(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("a bug of ours")


def _bug_for(url: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, but for one address it has a bug."""

    def call(*args: Any, **kwargs: Any) -> Any:
        pages = (getattr(each, "page", each) for each in args)
        if any(url == getattr(each, "url", each) for each in pages):
            raise ZeroDivisionError("a bug of ours")
        return method(*args, **kwargs)

    return call


MISTAKES: dict[str, tuple[Any, str]] = {
    "decision": (decisions, "on_answer"),
    "decision after reading": (decisions, "on_reading"),
    "archive": (Archive, "save"),
    "client": (Fetcher, "get"),
    "reader": (PageExtractor, "_read"),
    "links": (links, "parse"),
}


@pytest.mark.parametrize("where", MISTAKES)
def test_a_mistake_of_ours_costs_the_page_it_is_met_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """The page is marked with the reason and due again; the next run, without the mistake, has its article."""
    site, clock = a_site(), Clock()
    site.article(BAD)
    owner, name = MISTAKES[where]
    logging.disable()
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, _bug_for(BAD, getattr(owner, name)))
        outcomes, done = run(site, tmp_path, clock)
    logging.disable(logging.NOTSET)
    assert saved(outcomes) == GOOD
    assert [outcome.url for outcome in outcomes if isinstance(outcome, Failed)] == [BAD]
    assert done.summary.exit == 7
    ((state, reason, due),) = rows(tmp_path, "SELECT state, reason, due FROM pages WHERE url = ?", BAD)
    assert state == "failed"
    assert "a bug of ours" in reason
    assert due is not None
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url = ?", BAD)[0][0] == (where != "client")
    clock.pass_days(1)
    again, _ = run(site, tmp_path, clock)
    assert saved(again) == {BAD}
    assert rows(tmp_path, "SELECT state, reason FROM pages WHERE url = ?", BAD) == [("done", None)]


def test_a_mistake_in_reading_a_source_costs_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sitemap that our reader fails on is noted; the links bring the articles."""
    site = a_site()
    site.pages[f"{EN}/sitemap.xml"] = httpx.Response(200, content=b"<urlset></urlset>")
    monkeypatch.setattr(sitemap, "parse", _bug)
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == GOOD
    assert done.summary.exit == 7
    assert any("sitemap" in note and "a bug of ours" in note for note in done.summary.notes)


def test_a_page_that_cannot_be_written_is_taken_back_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text that SQLite does not take costs its article; nothing of it is half there."""
    site = a_site()
    site.article(BAD)
    save = Archive.save

    def spoil(self: Archive, article: Any, **more: Any) -> Any:
        broken = article.url == BAD
        return save(self, replace(article, paragraphs=("\ud800",)) if broken else article, **more)

    monkeypatch.setattr(Archive, "save", spoil)
    outcomes, _ = run(site, tmp_path, Clock())
    assert saved(outcomes) == GOOD
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE url = ?", BAD) == [(0,)]
    assert rows(tmp_path, "SELECT state FROM pages WHERE url = ?", BAD) == [("failed",)]


def test_lost_warc_files_stop_no_crawl(tmp_path: Path) -> None:
    """Every stored answer is lost, and the next runs ask once more for what they need of it."""
    site, clock = a_site(), Clock()
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow: /none/\n")
    run(site, tmp_path, clock)
    for path in (tmp_path / "warc").iterdir():
        path.unlink()
    for days in (0.01, 40.0):
        site.forget()
        clock.pass_days(days)
        run(site, tmp_path, clock)
        assert site.count(f"{EN}/robots.txt") >= 1
    assert rows(tmp_path, "SELECT count(*), count(finished) FROM runs") == [(3, 3)]


def test_a_crawl_does_not_seal_damage_in(tmp_path: Path) -> None:
    """A database that was changed behind our back is crawled into, said so in every run, and still known as changed."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/")
    site.article(f"{EN}/a/")
    run(site, tmp_path, Clock())
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("UPDATE articles SET title = 'Changed by another program'")
    db.close()
    for _ in range(2):
        _, done = run(site, tmp_path, Clock())
        assert "not byte for byte" in done.summary.notes[0]
        assert done.summary.exit == FAILURES
        assert next(verify(tmp_path)).check == "seal"
    checksum.discard(tmp_path / "archive.db")
    assert run(site, tmp_path, Clock())[1].summary.exit == DONE
    assert checksum.state(tmp_path / "archive.db") == "whole"
