"""Reading the captures anew: what a better extractor mends, what it leaves alone, and what stops nothing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

import dimash_archive as front
from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.crawler import crawl
from dimash_archive.demo import DemoSite, serve
from dimash_archive.errors import Locked, NotAnArticle
from dimash_archive.extraction import VERSION, extract
from dimash_archive.rebuild.reextract import reextract
from dimash_archive.records import Article, DiscoveredUrl, Failed, Fetched, Saved, Skipped, Unchanged
from dimash_archive.service.lock import Lock
from dimash_archive.warc.writer import WarcWriter

pytestmark = pytest.mark.whole

NOON = datetime(2024, 6, 14, 12, tzinfo=UTC)
SITE = DemoSite(3)
URLS = SITE.urls("en")


def _page(url: str, hours: int = 0) -> Fetched:
    path = "/" + url.partition("//")[2].partition("/")[2]
    status, headers, body = SITE.respond("en", path, {})
    return Fetched(url, status, "OK", tuple(headers.items()), body, body, NOON + timedelta(hours=hours))


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """An archive of two articles read by an extractor that knew less, and a front page."""
    with Archive.open(tmp_path, create=True) as archive:
        writer = WarcWriter(tmp_path / "warc", info={"isPartOf": "town"})
        for hours, url in enumerate((*URLS[:2], SITE.place("en").base)):
            fetched = _page(url, hours)
            capture = archive.record(None, writer.write(fetched))
            archive.remember(DiscoveredUrl(url, "en", "article" if url in URLS else "list", "links"))
            if url in URLS:
                known = replace(extract(fetched.body, url), title="Half a", url=url)
                archive.save(
                    known, edition="en", capture_id=capture, seen_at=fetched.fetched_at, extractor="0"
                )
        writer.close()
    yield tmp_path


def _articles(data: Path) -> list[dict[str, object]]:
    with Archive.open(data) as archive:
        return [archive.article(url) or {} for url in URLS[:2]]


def test_a_better_extractor_mends_what_it_reads_otherwise(data: Path) -> None:
    """The same version, the right title, today's extractor; a second time nothing is left to mend."""
    told = list(reextract(data))
    assert [type(each) for each in told] == [Saved, Saved]
    truth = SITE.truth("en")
    for url, article in zip(URLS, _articles(data), strict=False):
        assert (article["title"], article["version"]) == (truth[url].title, 1)
        assert article["extractor"] == VERSION
    assert [type(each) for each in reextract(data)] == [Unchanged, Unchanged]


def test_a_page_that_was_none_may_become_an_article(data: Path) -> None:
    """A page that gave nothing before is read as well; a copy of an article that we hold stays a copy."""
    with Archive.open(data) as archive:
        writer = WarcWriter(data / "warc", info={"isPartOf": "town"})
        for url, fetched in ((URLS[2], _page(URLS[2], 5)), (URLS[0] + "copy/", _page(URLS[0], 6))):
            archive.record(None, writer.write(replace(fetched, url=url)))
            archive.remember(DiscoveredUrl(url, "en", "unknown", "links"))
        writer.close()
    told = list(reextract(data))
    assert isinstance(told[2], Saved)
    assert (told[2].url, told[2].new) == (URLS[2], True)
    assert isinstance(told[3], Skipped)
    assert told[3].reason.startswith("the same page as ")


def test_what_gives_no_article_now_stays_as_it_was(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading that finds nothing takes nothing away."""

    def none(*_: object, **__: object) -> Article:
        raise NotAnArticle("There is no article on this page.")

    monkeypatch.setattr(import_module("dimash_archive.extraction"), "extract_captured", none)
    assert [type(each) for each in reextract(data, workers=0)] == [Skipped, Skipped]
    assert _articles(data)[0]["title"] == "Half a"


def test_one_bad_page_stops_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the extractor, or of a WARC record, costs that page and is told."""

    def faulty(body: bytes, url: str, *_: object) -> Article:
        if url == URLS[0]:
            raise RecursionError("too deep")
        return extract(body, url)

    monkeypatch.setattr(import_module("dimash_archive.extraction"), "extract_captured", faulty)
    first, second = reextract(data, workers=0)
    assert first == Failed(URLS[0], "The extractor failed: RecursionError: too deep")
    assert isinstance(second, Saved)
    for file in (data / "warc").iterdir():
        file.unlink()
    assert [type(each) for each in reextract(data)] == [Failed, Failed]


def test_processes_read_as_this_one_does(data: Path) -> None:
    """The outcomes are the same and in the same order, whoever reads."""
    here = list(reextract(data, workers=0))
    with Archive.open(data) as archive:
        before = archive.article(URLS[0])
    assert list(reextract(data, workers=2)) == [Unchanged(each.url) for each in here]
    with Archive.open(data) as archive:
        assert archive.article(URLS[0]) == before


def test_a_page_that_kills_its_reader_is_picked_up_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A native crash costs one page; the next time, with an extractor that survives it, it is read."""
    stub = tmp_path_factory.mktemp("stub")
    killer = """
import importlib, os, signal, dimash_archive.extraction
room = importlib.import_module("dimash_archive.extraction")
def fatal(body, url, *more, read=room.extract_captured):
    if url == os.environ["FATAL"]:
        os.kill(os.getpid(), signal.SIGSEGV)
    return read(body, url, *more)
room.extract_captured = fatal
"""
    (stub / "sitecustomize.py").write_text(killer)
    path = os.pathsep.join((str(stub), str(Path(front.__file__).parents[1])))
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("FATAL", URLS[0])
    assert [type(each) for each in reextract(data, workers=1)] == [Failed, Saved]
    monkeypatch.setenv("FATAL", "")
    assert [type(each) for each in reextract(data, workers=1)] == [Saved, Unchanged]


def test_only_one_run_writes_at_a_time(data: Path) -> None:
    """While a crawl holds the archive, its captures are not read anew."""
    with Lock(data), pytest.raises(Locked):
        next(reextract(data))


def test_an_older_database_catches_up_with_its_warc_files(tmp_path: Path) -> None:
    """Database lost, its copy of the day before and the WARC files are there: repair and reextract give the rest."""

    def texts(data: Path) -> list[object]:
        with closing(sqlite3.connect(data / "archive.db")) as db:
            sql = "SELECT url, version, title, body, edition FROM articles ORDER BY url"
            return db.execute(sql).fetchall()

    with serve(DemoSite(6)) as town:
        list(crawl(town.site, tmp_path, rate=0, workers=0))
        before = (tmp_path / "archive.db").read_bytes()
        town.move_to(1)
        list(crawl(town.site, tmp_path, rate=0, workers=0, full=True))
    whole = texts(tmp_path)
    (tmp_path / "archive.db").write_bytes(before)
    assert texts(tmp_path) != whole
    assert {finding.severity for finding in verify(tmp_path, repair=True)} == {"error"}
    list(reextract(tmp_path, workers=0))
    assert texts(tmp_path) == whole
    assert list(verify(tmp_path)) == []
