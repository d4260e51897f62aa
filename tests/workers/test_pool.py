"""Reading pages in processes that may die, hang or fail without harm."""

import io
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from crawl_site import EN, KK, FakeSite, fake_extract, fake_extractor, profile, wait_for

from dimash_archive.workers import pool, protocol
from dimash_archive.workers.pool import InlinePool, ProcessPool
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading

__all__ = ["fake_extractor"]

HTML = b'<article><h1>T</h1><p>x</p></article><a href="/b/">b</a><a href="https://else.example/">e</a>'


def job(number: int = 1, body: bytes = HTML, *, extract: bool = True) -> PageJob:
    """A page to read."""
    return PageJob(number, f"{EN}/a/", body, None, "en", extract)


@pytest.mark.usefixtures("fake_extractor")
def test_a_reader_finds_article_and_links_of_the_site() -> None:
    """Links to other sites are left out; links told before are not told again, but for list pages."""
    reader = PageExtractor(profile(EN, KK))
    first = reader.read(job())
    assert first.article is not None
    assert (first.article.title, first.extractor, first.reason, first.failed) == ("T", "fake", None, False)
    assert [found.url for found in first.links] == [f"{EN}/b/"]
    assert reader.read(job()).links == ()
    listed = reader.read(job(extract=False))
    assert (listed.article, listed.extractor, len(listed.links)) == (None, "", 1)
    assert PageExtractor(profile(sources=("sitemap",))).read(job()).links == ()


@pytest.mark.usefixtures("fake_extractor")
def test_a_reader_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """No article is a reason; a bug in the extractor is a reading that failed; memory of links is bounded."""
    reader = PageExtractor(profile())
    assert reader.read(job(body=b"<p>none</p>")).reason == f"There is no article on this page. [{EN}/a/]"
    crashed = reader.read(job(body=b"CRASH"))
    assert crashed.failed
    assert crashed.reason is not None
    assert "ZeroDivisionError" in crashed.reason
    monkeypatch.setattr(protocol, "_REPORTED", 0)
    assert len(reader.read(job()).links) == len(reader.read(job()).links) == 1


@pytest.mark.usefixtures("fake_extractor")
def test_reading_here_delivers_at_once() -> None:
    """Without processes, a page is read by who submits it."""
    got: list[PageReading] = []
    readers = InlinePool(PageExtractor(profile()), got.append)
    readers.submit(job(7))
    readers.close()
    assert [each.number for each in got] == [7]


# A stand-in for `dimash_archive.extraction` that reading processes load: it does what a page tells it to.
_STUB = """
import os, re, time, types, sys
from dimash_archive.errors import NotAnArticle
from dimash_archive.records import Article
from dimash_archive.html.repetition import LineObservations

class BoilerplateFilter:
    observations = LineObservations()

    def __init__(self, repeats):
        pass

class Circumstances:
    def __init__(self, *known):
        pass

def extract_captured(body, url, charset, how):
    text = body.decode()
    if "DIE" in text:
        os.kill(os.getpid(), 9)
    if "HANG" in text:
        time.sleep(60)
    if "HOG" in text:
        bytearray(3 << 30)
    print("noise on standard output")
    return Article(url, text, (str(os.getpid()),), "en")

module = types.ModuleType("dimash_archive.extraction")
module.extract_captured, module.Circumstances = extract_captured, Circumstances
module.BoilerplateFilter, module.VERSION = BoilerplateFilter, "stub"
sys.modules["dimash_archive.extraction"] = module
"""


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading processes start with the stand-in loaded."""
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(_STUB))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(pool.__file__).parents[2]))))


@contextmanager
def readers(
    count: int, seconds: float = 30.0
) -> Iterator[tuple[ProcessPool, Callable[[int], dict[int, PageReading]]]]:
    """Readers, and a way to wait for so many readings by number."""
    got: list[PageReading] = []
    pool = ProcessPool(PageExtractor(profile()), got.append, count, seconds)

    def delivered(number: int) -> dict[int, PageReading]:
        wait_for(lambda: len(got) >= number, 30)
        return {each.number: each for each in got}

    try:
        yield pool, delivered
    finally:
        pool.close()


@pytest.mark.usefixtures("stub")
def test_processes_read_side_by_side() -> None:
    """Every page is read once, by no more processes than allowed; what they print does no harm."""
    with readers(2) as (pool, delivered):
        for number in range(20):
            pool.submit(job(number, f"page {number}".encode()))
        got = delivered(20)
    assert sorted(got) == list(range(20))
    articles = [each.article for each in got.values()]
    assert {article.title for article in articles if article} == {f"page {number}" for number in range(20)}
    assert 1 <= len({article.paragraphs for article in articles if article}) <= 2


@pytest.mark.usefixtures("stub")
def test_a_process_that_dies_costs_its_page_only() -> None:
    """The page is a failure, the next ones are read by a new process."""
    with readers(1) as (pool, delivered):
        for number, text in enumerate([b"one", b"DIE", b"two", b"DIE", b"three"]):
            pool.submit(job(number, text))
        got = delivered(5)
    assert [got[number].failed for number in range(5)] == [False, True, False, True, False]
    assert "died, or took too long" in (got[1].reason or "")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited on Linux only")
@pytest.mark.usefixtures("stub")
def test_a_memory_hog_costs_its_page_only() -> None:
    """A page that wants more memory than it may have is a failure; the next one is read."""
    with readers(1) as (pool, delivered):
        for number, text in enumerate([b"one", b"HOG", b"two"]):
            pool.submit(job(number, text))
        got = delivered(3)
    assert [got[number].failed for number in range(3)] == [False, True, False]
    assert "MemoryError" in (got[1].reason or "")


@pytest.mark.usefixtures("stub")
def test_a_process_that_hangs_is_ended() -> None:
    """A page may take so long and no longer."""
    with readers(1, seconds=1.0) as (pool, delivered):
        pool.submit(job(1, b"first"))
        delivered(1)
        pool.submit(job(2, b"HANG"))
        pool.submit(job(3, b"after"))
        got = delivered(3)
    assert (got[2].failed, got[3].failed) == (True, False)


@pytest.mark.usefixtures("stub")
def test_closing_ends_processes_at_once() -> None:
    """Neither a page being read nor pages in line hold up the end."""
    got: list[PageReading] = []
    pool = ProcessPool(PageExtractor(profile()), got.append, 1)
    pool.submit(job(1, b"x"))
    wait_for(lambda: len(got) == 1, 30)
    for number in range(2, 6):
        pool.submit(job(number, b"HANG"))
    time.sleep(0.2)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 5
    assert len(got) == 1


def test_a_reading_process_ends_with_its_crawl(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the other end is gone, a process ends by itself, without a complaint."""
    code = "from dimash_archive.workers.pool import serve; serve()"
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_serving_answers_each_job(monkeypatch: pytest.MonkeyPatch, fake_extractor: None) -> None:
    """Site first, then jobs in, readings out."""
    assert fake_extract(HTML, EN).title == "T"
    came = io.BytesIO()
    pool._send(came, PageExtractor(profile()))
    pool._send(came, job(3))
    came.seek(0)
    out, into = os.pipe()
    monkeypatch.setattr("os.dup", lambda fd: into)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    monkeypatch.setattr("sys.stdin", type("S", (), {"buffer": came}))
    thread = threading.Thread(target=pool.serve)
    thread.start()
    with os.fdopen(out, "rb") as pipe:
        assert pool._receive(pipe) is None
        answer: Any = pool._receive(pipe)
    thread.join()
    assert answer.number == 3
    assert answer.article.title == "T"
    assert FakeSite().asked == []
