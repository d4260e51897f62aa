"""Nothing lost: kills, torn files, full disks, Ctrl-C; the next run takes up the thread."""

import os
import signal
import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from answers import answer
from crawl_site import EN, Clock, FakeSite, fake_extractor, profile, rows, run, saved
from dying import Killed, dying

from dimash_archive.archive import Archive
from dimash_archive.cli.signals import stopped_by_signals
from dimash_archive.crawler import DONE, INTERRUPTED, Crawl, engine
from dimash_archive.errors import DatabaseError, DiskFull
from dimash_archive.records import Outcome
from dimash_archive.warc import reader
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.writer import WarcWriter

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")


def big_site(articles: int = 12) -> FakeSite:
    """Articles in a chain of links, with redirects, a missing page and one that fails now and then."""
    site = FakeSite()
    site.list(f"{EN}/", *(f"/a{n}" for n in range(0, articles, 3)), "/none/")
    for n in range(articles):
        site.pages[f"{EN}/a{n}"] = httpx.Response(301, headers={"Location": f"/a{n}/"})
        site.article(f"{EN}/a{n}/", f"Text number {n}.", f'<a href="/a{n + 1}">next</a>')
    return site


def holdings(data: Path) -> dict[str, Any]:
    """What must be the same however often a crawl was killed."""
    return {
        "articles": sorted(rows(data, "SELECT url, title, body, version FROM articles")),
        "versions": sorted(rows(data, "SELECT title, version, body FROM versions")),
        "pages": sorted(rows(data, "SELECT key, state, kind FROM pages WHERE due IS NOT NULL")),
    }


def check(data: Path) -> None:
    """Every record in the files is in the database once, at its place, and nothing else is."""
    paths = sorted((data / "warc").glob("*.warc.gz"))
    found = [captured for path in paths for captured, _ in reader.read(path)]
    places = [(captured.warc_file, captured.warc_offset) for captured in found]
    known = rows(data, "SELECT warc_file, warc_offset FROM captures")
    assert sorted(places) == sorted(known)
    assert len(set(known)) == len(known)
    assert not list((data / "warc").glob("*.open"))


@cache
def undisturbed() -> dict[str, Any]:
    """What a crawl of the big site holds that nothing disturbed."""
    with TemporaryDirectory() as data:
        run(big_site(), Path(data), Clock())
        return holdings(Path(data))


@pytest.mark.parametrize("target", ["record", "save", "visited", "remember", "sync"])
@pytest.mark.parametrize("at", [1, 2, 5, 9])
def test_a_run_that_dies_anywhere_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, at: int
) -> None:
    """Killed at the N-th write of any kind and resumed, the archive equals that of an undisturbed run."""
    site, data = big_site(), tmp_path / "killed"
    owner: Any = WarcWriter if target == "sync" else Archive
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_BATCH", 1)
        patch.setattr(owner, target, dying(getattr(owner, target), at))
        with pytest.raises(Killed):
            run(site, data, Clock())
    _, done = run(site, data, Clock())
    assert holdings(data) == undisturbed()
    check(data)
    assert done.summary.exit == 0


def test_what_was_heard_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers in the WARC file that the database has not heard of are acted upon without a new request."""
    site = big_site()
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "save", dying(Archive.save, 3))
        with pytest.raises(Killed):
            run(site, tmp_path, Clock())
    asked = list(site.asked)
    run(site, tmp_path, Clock())
    twice = {url for url in site.asked if site.count(url) > 1}
    articles = {url for url in asked if "/a" in url and url.endswith("/")}
    assert articles
    assert not articles & twice


def test_a_torn_record_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut in the middle of a record: the half is cut off, its page is fetched once more."""
    site = big_site()
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "save", dying(Archive.save, 4))
        with pytest.raises(Killed):
            run(site, tmp_path, Clock())
    (path,) = (tmp_path / "warc").glob("*.open")
    os.truncate(path, path.stat().st_size - 700)
    _, done = run(site, tmp_path, Clock())
    assert holdings(tmp_path) == undisturbed()
    assert done.summary.exit == 0
    check(tmp_path)


def test_unheard_revisits_and_confirmations_are_acted_upon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 304 and a page whose bytes were stored before count when they are found in a dead run's file."""
    site, clock = big_site(3), Clock()
    run(site, tmp_path, clock)
    same = site.pages[f"{EN}/a1/"]
    assert callable(same)
    site.pages[f"{EN}/a1/"] = lambda request: same(
        httpx.Request("GET", request.url)
    )  # no 304, the same bytes
    clock.pass_days(60)
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "visited", dying(Archive.visited, 12))
        with pytest.raises(Killed):
            run(site, tmp_path, clock)
    (path,) = (tmp_path / "warc").glob("*.open")
    statuses = {captured.status for captured, _ in reader.read(path) if captured.revisit_of}
    assert statuses
    outcomes, done = run(site, tmp_path, clock)
    assert done.summary.unchanged == 3
    assert len(saved(outcomes)) == 0
    check(tmp_path)


def test_a_lost_original_does_not_stop_the_repair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the file that a revisit refers to is gone, that answer is only noted; the crawl goes on."""
    site, clock = big_site(3), Clock()
    run(site, tmp_path, clock)
    same = site.pages[f"{EN}/a1/"]
    assert callable(same)
    site.pages[f"{EN}/a1/"] = lambda request: same(httpx.Request("GET", request.url))
    clock.pass_days(60)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_BATCH", 1)
        patch.setattr(WarcWriter, "sync", dying(WarcWriter.sync, 3))
        with pytest.raises(Killed):
            run(site, tmp_path, clock)
    for path in (tmp_path / "warc").glob("*.gz"):
        path.unlink()
    _, done = run(site, tmp_path, clock)
    assert done.summary.exit in (0, 7)


class Disk:
    """A disk that is full after so many writes of WARC members."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def append(self, writer: Any, file: Any, data: bytes) -> int:
        """Write, or fail."""
        self.left -= 1
        if self.left < 0:
            raise DiskFull("The disk is full.")
        return _append(writer, file, data)


_append = WarcWriter._append


@pytest.mark.parametrize("writes", [0, 1, 2, 7, 20])
def test_a_full_disk_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """DiskFull comes out of the run, everything before it is stored, and with room again nothing is missing."""
    site = big_site()
    with monkeypatch.context() as patch:
        disk = Disk(writes)
        patch.setattr(WarcWriter, "_append", lambda writer, *args: disk.append(writer, *args))
        with pytest.raises(DiskFull):
            run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT exit FROM runs") == [(8,)]
    run(site, tmp_path, Clock())
    assert holdings(tmp_path) == undisturbed()
    check(tmp_path)


def test_a_database_that_fails_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the database is told as ours, and the next run goes on from the WARC files."""
    site = big_site()

    def broken(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "save", broken)
        with pytest.raises(DatabaseError, match="disk I/O error"):
            run(site, tmp_path, Clock())
    run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(12,)]
    check(tmp_path)


def test_a_thread_that_dies_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in a host's thread is not waited for in vain."""

    def bug(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(WarcWriter, "write", bug)
    with pytest.raises(ZeroDivisionError):
        run(big_site(), tmp_path, Clock())


def test_a_robots_txt_that_was_lost_is_read_anew(tmp_path: Path) -> None:
    """Lost WARC files stop no crawl: a stored robots.txt that cannot be read any more is asked for again."""
    site, clock = big_site(2), Clock()
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow:\n")
    run(site, tmp_path, clock)
    for path in (tmp_path / "warc").iterdir():
        path.write_bytes(b"")
    site.forget()
    _, done = run(site, tmp_path, clock)
    assert (site.count(f"{EN}/robots.txt"), done.summary.exit) == (1, DONE)


def test_ctrl_c_finishes_what_is_in_flight(tmp_path: Path) -> None:
    """One SIGINT: what was received is stored, the exit code says interrupted, the next run goes on."""
    site = big_site()
    before = signal.getsignal(signal.SIGINT)
    crawl = Crawl(profile(), tmp_path, workers=0, now=Clock(), transport=httpx.MockTransport(site))
    outcomes: list[Outcome] = []
    with stopped_by_signals(crawl.stop):
        for outcome in crawl.run():
            outcomes.append(outcome)
            if len(outcomes) == 1:
                os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert (crawl.summary.stopped, crawl.summary.exit) == ("interrupted", INTERRUPTED)
    assert rows(tmp_path, "SELECT count(*) FROM captures")[0][0] == len(site.asked)
    check(tmp_path)
    run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(12,)]


def test_ctrl_c_does_not_wait_for_a_polite_gap(tmp_path: Path) -> None:
    """A thread that sleeps between two requests wakes up to end."""
    site = big_site()

    def asked_once(request: httpx.Request) -> httpx.Response:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        return site(request)

    transport = httpx.MockTransport(asked_once)
    crawl = Crawl(profile(), tmp_path, workers=0, now=Clock(), transport=transport, rate=0.001)
    before = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    try:
        with stopped_by_signals(crawl.stop):
            assert list(crawl.run()) == []
    finally:
        signal.signal(signal.SIGALRM, before)
    assert crawl.summary.exit == INTERRUPTED
    assert len(site.asked) == 1


def test_an_abandoned_generator_loses_nothing(tmp_path: Path) -> None:
    """Who stops listening in the middle can crawl again; the lock is free."""
    site = big_site()
    crawl = Crawl(profile(), tmp_path, workers=0, now=Clock(), transport=httpx.MockTransport(site))
    outcomes = crawl.run()
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(12,)]
    check(tmp_path)


def test_foreign_pages_in_a_dead_run_are_only_noted(tmp_path: Path) -> None:
    """Documents, other hosts and pages that nobody remembers do no harm when a dead run's file is read."""
    writer = WarcWriter(tmp_path / "warc", now=Clock())
    html = (("Content-Type", "text/html"),)
    page = b"<article><h1>Found</h1><p>Text.</p></article>"
    writer.write(answer(f"{EN}/unknown/", page, headers=html))
    writer.write(answer(f"{EN}/robots.txt", b"User-agent: *", headers=(("Content-Type", "text/plain"),)))
    writer.write(answer("https://elsewhere.example/", page + b" ", headers=html))
    writer.write(answer(f"{EN}/moved", b"", status=301, headers=(*html, ("Location", "/moved/"))))
    writer.close(settled=False)
    outcomes, _ = run(FakeSite(), tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/unknown/"}
    check(tmp_path)
    assert payload_digest(page) in {digest for (digest,) in rows(tmp_path, "SELECT digest FROM captures")}


def test_each_file_has_its_index(tmp_path: Path) -> None:
    """A line of CDXJ for every capture beside its file; one that is missing is written by the next run."""
    site, clock = big_site(3), Clock()
    run(site, tmp_path, clock)
    run(site, tmp_path, clock, full=True)
    files = sorted((tmp_path / "warc").glob("*.warc.gz"))
    indexes = [path.with_name(path.name.replace(".warc.gz", ".cdxj")) for path in files]
    before = [path.read_text("utf-8").splitlines() for path in indexes]
    assert sum(map(len, before)) == rows(tmp_path, "SELECT count(*) FROM captures WHERE status != 304")[0][0]
    assert all(lines == sorted(lines) for lines in before)
    indexes[0].unlink()
    clock.pass_days(0.01)
    run(site, tmp_path, clock)
    assert indexes[0].read_text("utf-8").splitlines() == before[0]
