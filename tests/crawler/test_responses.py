"""What an answer to a page means."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_site import EN, KK, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.errors import Refused
from dimash_archive.http.client import Fetcher
from dimash_archive.records import Failed, Fetched, Gone, Outcome, Skipped, Unchanged

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")


def site_with(page: Any, path: str = "/page/") -> FakeSite:
    """A front page that links to one page."""
    site = FakeSite({f"{EN}{path}": page})
    site.list(f"{EN}/", path)
    return site


def fate(outcomes: list[Outcome], path: str = "/page/") -> Outcome:
    """What became of the page."""
    (found,) = [each for each in outcomes if each.url == f"{EN}{path}"]
    return found


def moved(target: str, status: int = 301) -> httpx.Response:
    """A redirect."""
    return httpx.Response(status, headers={"Location": target})


def test_spellings_of_one_page_are_one_visit(tmp_path: Path) -> None:
    """A redirect to the form with a slash is followed at once, hop by hop on record; the article has that form."""
    site, clock = site_with(moved("/story/"), "/story"), Clock()
    site.article(f"{EN}/story/")
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/story/"}
    assert rows(tmp_path, "SELECT url, status FROM captures WHERE url LIKE '%story%' ORDER BY id") == [
        (f"{EN}/story", 301),
        (f"{EN}/story/", 200),
    ]
    site.forget()
    clock.pass_days(60)
    outcomes, _ = run(site, tmp_path, clock)
    assert Unchanged(f"{EN}/story") in outcomes
    assert [url for url in site.asked if "story" in url] == [f"{EN}/story/"]


def test_a_redirect_to_another_page_is_an_address_of_its_own(tmp_path: Path) -> None:
    """A former address leads to the article, which is asked for once."""
    site = site_with(moved("/new/"), "/2019/01/02/old/")
    site.article(f"{EN}/new/")
    outcomes, _ = run(site, tmp_path, Clock())
    assert fate(outcomes, "/2019/01/02/old/") == Skipped(f"{EN}/2019/01/02/old/", f"redirects to {EN}/new/")
    assert saved(outcomes) == {f"{EN}/new/"}


def test_what_the_front_page_leads_to_is_looked_at_in_every_run(tmp_path: Path) -> None:
    """A wiki's front redirects to its start page, where what is new is listed."""
    site, clock = FakeSite({f"{EN}/": moved("/start/", 302)}), Clock()
    site.article(f"{EN}/one/")
    site.list(f"{EN}/start/", "/one/")
    run(site, tmp_path, clock)
    site.article(f"{EN}/two/")
    site.list(f"{EN}/start/", "/one/", "/two/")
    clock.pass_days(1)
    outcomes, _ = run(site, tmp_path, clock)
    assert f"{EN}/two/" in saved(outcomes)


@pytest.mark.parametrize("target", ["https://evil.example/", "/page/", "/page", "javascript:x", None])
def test_redirects_out_of_the_site_in_circles_and_to_nowhere(tmp_path: Path, target: str | None) -> None:
    """None of these is followed for ever, and no other site is asked."""
    site = site_with(moved(target) if target else httpx.Response(302))
    site.pages[f"{EN}/page"] = moved("/page/")
    outcomes, _ = run(site, tmp_path, Clock())
    assert isinstance(fate(outcomes), Skipped if target and "evil" in target else Failed)
    assert len(site.asked) < 20
    assert all(url.startswith(EN) for url in site.asked)


@pytest.mark.parametrize(
    ("page", "kind", "reason"),
    [
        (
            httpx.Response(200, content=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
            Skipped,
            "not HTML",
        ),
        (
            httpx.Response(200, content=b"%PDF-1.7", headers={"Content-Type": "text/html"}),
            Skipped,
            "not HTML",
        ),
        (
            httpx.Response(200, content=b"  \n", headers={"Content-Type": "text/html"}),
            Failed,
            "an empty page",
        ),
        (httpx.Response(200, html="<html>\0\0"), Failed, "bytes that are not text"),
        (httpx.Response(200, html="<p>nothing</p>"), Skipped, "no article"),
        (httpx.Response(200, html="CRASH"), Failed, "ZeroDivisionError"),
        (httpx.Response(403), Failed, "does not want to show it"),
        (httpx.Response(404), Skipped, "answers 404"),
        (httpx.Response(418), Failed, "answers 418"),
    ],
)
def test_what_is_no_article(tmp_path: Path, page: httpx.Response, kind: type, reason: str) -> None:
    """Each answer has its sentence; all are captured, none becomes an article."""
    outcomes, _ = run(site_with(page), tmp_path, Clock())
    outcome = fate(outcomes)
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Skipped | Failed)
    assert reason in outcome.reason
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url LIKE '%/page/'") == [(1,)]


@pytest.mark.parametrize("mime", ["text/plain", "application/octet-stream", None])
def test_html_under_a_wrong_name_is_read(tmp_path: Path, mime: str | None) -> None:
    """HTML served as text is HTML."""
    html = b"<!DOCTYPE html><html><article><h1>T</h1><p>x</p></article>"
    page = httpx.Response(200, content=html, headers={"Content-Type": mime} if mime else {})
    assert saved(run(site_with(page), tmp_path, Clock())[0]) == {f"{EN}/page/"}


def test_a_page_over_a_limit_and_a_forbidden_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer within the limits is a failure; an address that the guard refuses is skipped for a month."""
    bomb = httpx.Response(200, headers={"Content-Encoding": "br"}, content=b"x")
    outcomes, _ = run(site_with(lambda _: bomb), tmp_path, Clock())
    assert isinstance(fate(outcomes), Failed)
    get = Fetcher.get

    def guarded(self: Fetcher, url: str, **conditions: Any) -> Fetched:
        if url.endswith("/page/"):
            raise Refused("This leads to an address that is not public.", url=url)
        return get(self, url, **conditions)

    monkeypatch.setattr(Fetcher, "get", guarded)
    outcomes, _ = run(site_with(bomb), tmp_path / "2", Clock())
    assert isinstance(fate(outcomes), Skipped)
    assert rows(tmp_path / "2", "SELECT state FROM pages WHERE url LIKE '%/page/'") == [("refused",)]


def test_the_canonical_address_is_believed_within_the_site(tmp_path: Path) -> None:
    """A copy is kept under the address it names, which is then not asked for; foreign and list addresses are not."""
    site = FakeSite()
    site.list(f"{EN}/", "/copy/", "/thief/", "/lazy/", "/kk/")
    site.article(f"{EN}/copy/", canonical=f"{EN}/true/", links='<a href="/true/">t</a>')
    site.article(f"{EN}/true/")
    site.article(f"{EN}/thief/", canonical="https://evil.example/x/")
    site.article(f"{EN}/lazy/", canonical=f"{EN}/")
    site.article(f"{EN}/kk/", canonical=f"{KK}/kk/")
    outcomes, _ = run(site, tmp_path, Clock(), profile(EN, KK), langs=("en",))
    assert saved(outcomes) == {f"{EN}/{name}/" for name in ("true", "thief", "lazy", "kk")}
    assert site.count(f"{EN}/true/") == 0


def test_an_article_is_not_kept_under_the_address_of_its_comments(tmp_path: Path) -> None:
    """WordPress names the last page of comments the canonical address of an article whose comments stand on pages."""
    site = FakeSite()
    site.list(f"{EN}/", "/talk/")
    comments = f"{EN}/talk/comment-page-5/"
    site.article(f"{EN}/talk/", canonical=comments, links=f'<a href="{comments}">Older</a>')
    site.article(comments)
    outcomes, _ = run(site, tmp_path, Clock())
    assert (saved(outcomes), site.count(comments)) == ({f"{EN}/talk/"}, 0)


def test_a_page_cannot_take_the_place_of_another(tmp_path: Path) -> None:
    """Two pages that claim one canonical address: the one that answers there keeps it."""
    site = FakeSite()
    site.list(f"{EN}/", "/true/", "/liar/")
    site.article(f"{EN}/true/", "The true text.")
    site.article(f"{EN}/liar/", "Another text.", canonical=f"{EN}/true/")
    outcomes, _ = run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT body FROM articles") == [("The true text.",)]
    assert fate(outcomes, "/liar/") == Skipped(f"{EN}/liar/", f"the same page as {EN}/true/")


@pytest.mark.parametrize(("status", "looks"), [(404, 3), (410, 2)])
def test_absence_is_believed_after_several_days(tmp_path: Path, status: int, looks: int) -> None:
    """The article stays until then, and its text for ever; when the page comes back, so does the article."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/page/")
    site.article(f"{EN}/page/")
    run(site, tmp_path, clock)
    there, site.pages[f"{EN}/page/"] = site.pages[f"{EN}/page/"], httpx.Response(status)
    clock.pass_days(40)
    for look in range(1, looks + 1):
        outcomes, done = run(site, tmp_path, clock)
        if look < looks:
            assert isinstance(fate(outcomes), Skipped)
            assert done.summary.unchanged == 1
        else:
            assert fate(outcomes) == Gone(f"{EN}/page/")
            assert (done.summary.gone, done.summary.unchanged) == (1, 0)
        assert rows(tmp_path, "SELECT gone_at IS NOT NULL, body != '' FROM articles") == [(look == looks, 1)]
        again, _ = run(site, tmp_path, clock, full=True)  # a second look on the same day is no second opinion
        assert not any(isinstance(each, Gone) for each in again)
        clock.pass_days(1.1)
    site.pages[f"{EN}/page/"] = there
    clock.pass_days(300)
    outcomes, done = run(site, tmp_path, clock)
    assert fate(outcomes) == Unchanged(f"{EN}/page/")
    assert rows(tmp_path, "SELECT gone_at FROM articles") == [(None,)]


def test_other_failures_do_not_count_as_absence(tmp_path: Path) -> None:
    """Two server errors and a 404 are one look at a missing page."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/page/")
    site.article(f"{EN}/page/")
    run(site, tmp_path, clock)
    for answer in (500, 500, 404, 404):
        site.pages[f"{EN}/page/"] = httpx.Response(answer)
        clock.pass_days(40)
        outcomes, _ = run(site, tmp_path, clock)
        assert not isinstance(fate(outcomes), Gone)
    clock.pass_days(40)
    assert isinstance(fate(run(site, tmp_path, clock)[0]), Gone)


@pytest.mark.parametrize("now", [moved("/"), httpx.Response(200, html="<title>Oops</title> nothing here")])
def test_a_front_page_or_an_excuse_is_no_new_text(tmp_path: Path, now: httpx.Response) -> None:
    """A redirect to the front page, or a "not found" that says 200, leaves the article as it was."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/page/")
    site.article(f"{EN}/page/")
    run(site, tmp_path, clock)
    site.pages[f"{EN}/page/"] = now
    clock.pass_days(40)
    outcomes, _ = run(site, tmp_path, clock)
    outcome = fate(outcomes)
    assert isinstance(outcome, Skipped)
    assert "kept until this is certain" in outcome.reason
    assert rows(tmp_path, "SELECT version, gone_at, body FROM articles") == [
        (1, None, "It rained on the steppe.")
    ]


def test_useless_pages_are_asked_for_ever_more_rarely(tmp_path: Path) -> None:
    """A dead link is looked at again after weeks, then months."""
    site, clock = site_with(httpx.Response(404)), Clock()
    looks = []
    for day in range(0, 400, 8):
        site.forget()
        run(site, tmp_path, clock)
        looks += [day] * site.count(f"{EN}/page/")
        clock.pass_days(8)
    gaps = [after - before for before, after in pairwise(looks)]
    assert gaps == sorted(gaps)
    assert gaps[0] >= 20
    assert len(looks) <= 6


def test_lists_are_followed_to_known_ground(tmp_path: Path) -> None:
    """Where links are all there is, a front page full of news sends us to the next page of the list."""
    site, clock = FakeSite(), Clock()

    def put(*numbers: int) -> None:
        pages = [numbers[n : n + 2] for n in range(0, len(numbers), 2)]
        for place, shown in enumerate(pages, 1):
            url = f"{EN}/" if place == 1 else f"{EN}/page/{place}/"
            site.list(url, *(f"/a{n}/" for n in shown), f"/page/{place + 1}/")
        for n in numbers:
            site.article(f"{EN}/a{n}/")

    put(6, 5, 4, 3, 2, 1)
    assert len(saved(run(site, tmp_path, clock)[0])) == 6
    put(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    site.forget()
    clock.pass_days(0.2)
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a{n}/" for n in (7, 8, 9, 10)}
    assert f"{EN}/page/2/" in site.asked


def test_second_looks_without_a_reason_are_few(tmp_path: Path) -> None:
    """Where a source tells what changed, only a small share of what is due is looked at; the rest waits a day."""
    site, clock = FakeSite(), Clock()
    urls = [f"{EN}/a{n}/" for n in range(60)]
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=f"Sitemap: {EN}/s.txt")
    site.pages[f"{EN}/s.txt"] = httpx.Response(200, text="\n".join(urls))
    for url in urls:
        site.article(url)
    run(site, tmp_path, clock)
    clock.pass_days(200)
    site.forget()
    run(site, tmp_path, clock)
    assert sum("/a" in url for url in site.asked) == 10
    site.forget()
    clock.pass_days(1.1)
    run(site, tmp_path, clock)
    assert sum("/a" in url for url in site.asked) == 10


def test_the_page_for_what_is_not_there_is_no_article(tmp_path: Path) -> None:
    """A site that says 200 for everything: what it sends for nothing never becomes an article, nor a new version."""
    site, clock = site_with(f"{EN}/a/"), Clock()
    site.article(f"{EN}/a/", "It rained on the steppe, and the choir sang all night.")
    shown = "<title>Sorry</title><body><article><h1>Sorry</h1><p>There is nothing here.</p></article>"
    site.missing = httpx.Response(200, html=shown)
    site.list(f"{EN}/", "/a/", "/typo/")
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/"}
    assert Skipped(f"{EN}/typo/", "shows the site's not-found page") in outcomes
    del site.pages[f"{EN}/a/"]
    gone_after = []
    for look in range(1, 7):
        clock.pass_days(60)
        outcomes, _ = run(site, tmp_path, clock)
        assert not saved(outcomes) | saved(outcomes, new=False)
        gone_after += [look for each in outcomes if isinstance(each, Gone)]
    assert gone_after == [5]
    assert rows(tmp_path, "SELECT title, version FROM articles") == [("a", 1)]
    assert sum("no-such-page" in url for url in site.asked) <= 3  # not in every run
