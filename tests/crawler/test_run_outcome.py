"""A run that was kept out, or found nothing, is no good run; limits of time and bytes; long waits are told."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_site import EN, KK, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.archive import Archive
from dimash_archive.archive.quality.health import health
from dimash_archive.crawler import DONE, FAILURES, LIMIT, NO_ACCESS
from dimash_archive.errors import UsageError
from dimash_archive.records import Wait
from dimash_archive.site import Edition, Site

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")

CHALLENGE = "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>"


def town(number: int = 6) -> FakeSite:
    """A site of a front page and articles."""
    site = FakeSite()
    site.list(f"{EN}/", *(f"/{n}/" for n in range(number)))
    for n in range(number):
        site.article(f"{EN}/{n}/", text=f"Rain on day {n}.")
    return site


def everywhere(site: FakeSite, answer: Callable[[httpx.Request], httpx.Response] | httpx.Response) -> None:
    """Have the site answer everything alike."""
    for url in (*site.pages, f"{EN}/robots.txt"):
        site.pages[url] = answer
    site.missing = answer if isinstance(answer, httpx.Response) else httpx.Response(503)


def refuse(_: httpx.Request) -> httpx.Response:
    """No connection."""
    raise httpx.ConnectError("refused")


OUTAGES: dict[str, tuple[Any, str]] = {
    "unreachable": (refuse, "robots.txt could not be read: No connection: refused"),
    "turned away": (httpx.Response(403), "answers 403"),
    "robots.txt fails": (httpx.Response(500), "robots.txt could not be read: it answers 500"),
    "challenge": (httpx.Response(200, html=CHALLENGE), "a bot check"),
    "unknown challenge": (
        httpx.Response(200, html="<p>Please enable JavaScript.</p>"),
        "a bot check",
    ),
    "moved away": (httpx.Response(302, headers={"Location": "https://other.example.net/"}), "does not name"),
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_run_that_was_kept_out_says_so(tmp_path: Path, outage: str) -> None:
    """An exit code of its own and a sentence that is stored; the monitor rings at the second in a row; nothing is lost."""
    site, clock = town(), Clock()
    assert run(site, tmp_path, clock)[1].summary.exit == DONE
    answer, sentence = OUTAGES[outage]
    everywhere(site, answer)
    for number in range(1, 8):
        clock.pass_days(1.1)
        _, done = run(site, tmp_path, clock)
        assert done.summary.exit == NO_ACCESS
        assert sentence in done.summary.notes[0]
        assert done.summary.unchanged == 0
        with Archive.open(tmp_path, readonly=True) as archive:
            alarms = health(archive.db, clock(), timedelta(days=99)).alarms
        assert [sentence in alarm for alarm in alarms] == ([True] if number > 1 else [])
    ((notes,),) = rows(tmp_path, "SELECT notes FROM runs ORDER BY id DESC LIMIT 1")
    assert json.loads(notes) == list(done.summary.notes)
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE gone_at IS NULL") == [(6,)]


def test_a_site_that_is_suddenly_empty_is_no_good_run(tmp_path: Path) -> None:
    """All is well by its status, and no list or front page names one of the articles held."""
    site, clock = town(), Clock()
    run(site, tmp_path, clock)
    site.pages = {f"{EN}/": httpx.Response(200, html="<h1>Welcome to nginx</h1>")}
    site.missing = httpx.Response(200, html="<h1>Welcome to nginx</h1>")
    clock.pass_days(0.3)
    _, done = run(site, tmp_path, clock)
    assert done.summary.exit == NO_ACCESS
    assert "names any of the 6 articles that are held" in done.summary.notes[0]


class Wall(FakeSite):
    """A site of which only robots.txt is shown; all else is a bot check."""

    wait: str | None = None
    """How long it asks to wait."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        answer = super().__call__(request)
        if request.url.path == "/robots.txt":
            return answer
        headers = {"Retry-After": self.wait} if self.wait else {}
        return httpx.Response(503, html=CHALLENGE, headers=headers)


@pytest.mark.parametrize(("wait", "requests"), [(None, 2), ("300", 1)])
def test_a_check_of_the_visitor_is_recognised_at_once(
    tmp_path: Path, wait: str | None, requests: int
) -> None:
    """It is not asked for again, whatever its status; two settle it where only robots.txt is let through, or one that says
    when to come back. Another edition of the host is not tried."""
    site = Wall()
    site.wait = wait
    two = Site("fake", (Edition("en", f"{EN}/"), Edition("kk", f"{EN}/kk/")), rate=0.0)
    _, done = run(site, tmp_path, Clock(), two)
    assert done.summary.exit == NO_ACCESS
    assert all("a bot check" in note for note in done.summary.notes[:2])
    assert len([url for url in site.asked if not url.endswith("/robots.txt")]) == requests


def test_a_site_behind_a_login_is_no_good_run(tmp_path: Path) -> None:
    """Every page leads to one that asks who is there: nothing that is held was seen."""
    site, clock = town(), Clock()
    run(site, tmp_path, clock)
    everywhere(site, httpx.Response(302, headers={"Location": "/login/"}))
    site.missing = httpx.Response(302, headers={"Location": "/login/"})
    site.pages[f"{EN}/login/"] = httpx.Response(
        200, html='<h1>Sign in</h1><form><input type="password"></form>'
    )
    clock.pass_days(40)
    _, done = run(site, tmp_path, clock)
    assert (done.summary.exit, done.summary.unchanged) == (NO_ACCESS, 0)
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE gone_at IS NULL") == [(6,)]


def test_one_edition_that_is_kept_out_rings_although_the_others_go_well(tmp_path: Path) -> None:
    """The exit code is that of the worst edition."""
    site = town()
    site.pages[f"{KK}/robots.txt"] = httpx.Response(500)
    outcomes, done = run(site, tmp_path, Clock(), profile(KK, EN))
    assert (len(saved(outcomes)), done.summary.exit) == (6, NO_ACCESS)
    assert done.summary.notes[0].startswith("kk could not be crawled")


def test_pages_that_fail_beside_others_are_failures(tmp_path: Path) -> None:
    """A front page in trouble while the pages come is none of it, nor is a quiet day."""
    site, clock = town(), Clock()
    run(site, tmp_path, clock)
    clock.pass_days(0.2)
    assert run(site, tmp_path, clock)[1].summary.exit == DONE
    site.pages[f"{EN}/3/"] = httpx.Response(500)
    clock.pass_days(30)
    assert run(site, tmp_path, clock, full=True)[1].summary.exit == FAILURES


def test_an_archive_knows_its_site(tmp_path: Path) -> None:
    """Another profile, or an edition on another host, is refused before a request, unless it is meant."""
    site, clock = town(), Clock()
    run(site, tmp_path, clock, profile(EN))
    site.list(f"{KK}/", "/k/")
    site.article(f"{KK}/k/")
    site.forget()
    village = Site("village", (Edition("en", f"{EN}/"),), rate=0.0)
    moved = Site("fake", (Edition("en", f"{KK}/"),), rate=0.0)
    only_new = Site("fake", (Edition("kk", f"{KK}/"),), rate=0.0)
    for other, words in (
        (village, "is called village"),
        (moved, "has it at"),
        (only_new, "has none of them"),
    ):
        with pytest.raises(UsageError, match=words) as told:
            run(site, tmp_path, clock, other)
        assert "--other-site" in str(told.value)
        assert str(tmp_path) in str(told.value)
    assert site.asked == []
    assert rows(tmp_path, "SELECT count(*) FROM runs") == [(1,)]
    run(site, tmp_path, clock, profile(EN, KK))  # a new edition beside a known one
    run(site, tmp_path, clock, village, other_site=True)
    run(site, tmp_path, clock, village)
    run(site, tmp_path, clock, moved, other_site=True)


def test_an_archive_of_an_earlier_version_knows_its_site_by_its_pages(tmp_path: Path) -> None:
    """Where no run noted its front pages, the first page that was read tells the host."""
    site, clock = town(), Clock()
    run(site, tmp_path, clock)
    with Archive.open(tmp_path) as archive, archive.batch():
        archive.db.execute("UPDATE runs SET fronts = NULL")
    moved = Site("fake", (Edition("en", f"{KK}/"),), rate=0.0)
    with pytest.raises(UsageError, match="has it at"):
        run(site, tmp_path, clock, moved)
    run(site, tmp_path, clock)


def test_a_run_ends_when_its_time_is_up(tmp_path: Path) -> None:
    """What is in flight is stored, the exit code is that of a limit, and the next run takes up the rest."""
    site, clock = town(), Clock()

    def slowly(request: httpx.Request) -> httpx.Response:
        clock.pass_days(60 / 86400)
        return httpx.Response(200, html=f"<article><h1>A</h1><p>Rain at {request.url.path}.</p></article>")

    for n in range(6):
        site.pages[f"{EN}/{n}/"] = slowly
    outcomes, done = run(site, tmp_path, clock, time_limit=150, rate=100)
    assert (done.summary.exit, done.summary.stopped) == (LIMIT, "time")
    assert 3 <= len(saved(outcomes)) <= 4
    assert done.summary.left == 6 - len(saved(outcomes))
    outcomes, done = run(site, tmp_path, clock)
    assert (done.summary.exit, rows(tmp_path, "SELECT count(*) FROM articles")) == (DONE, [(6,)])


def test_a_run_ends_when_its_bytes_are_spent(tmp_path: Path) -> None:
    """A little over the limit, as what is in flight is stored; the next run goes on and ends it."""
    site, clock = town(40), Clock()
    outcomes, done = run(site, tmp_path, clock, size_limit=5000)
    assert (done.summary.exit, done.summary.stopped) == (LIMIT, "size")
    assert len(saved(outcomes)) + done.summary.left >= 30
    assert sum(path.stat().st_size for path in (tmp_path / "warc").glob("*.warc.gz")) < 20_000
    outcomes, done = run(site, tmp_path, clock)
    assert done.summary.exit == DONE
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(40,)]


def test_long_waits_are_told(tmp_path: Path) -> None:
    """A Crawl-delay once, a Retry-After each time, with the host, the seconds and the reason."""
    site, waits = town(), list[Wait]()
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text="User-agent: *\nCrawl-delay: 30")
    site.pages[f"{EN}/3/"] = httpx.Response(503, headers={"Retry-After": "3600"})
    run(site, tmp_path, Clock(), on_wait=waits.append)
    assert [(wait.host, wait.reason) for wait in waits] == [
        ("en.example.org", "Crawl-delay"),
        ("en.example.org", "Retry-After"),
    ]
    assert [round(wait.seconds, -2) for wait in waits] == [0, 3600]
