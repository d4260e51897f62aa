"""The crawl as a whole: what it asks for, what becomes of it, and what a second run does."""

import gzip
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_site import EN, KK, START, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.crawler import DONE, FAILURES, LIMIT, NO_ACCESS, Crawl, crawl
from dimash_archive.errors import DiskFull, Locked, UsageError
from dimash_archive.records import Failed, Skipped, Unchanged
from dimash_archive.service.lock import Lock
from dimash_archive.site import Edition, Site
from dimash_archive.warc import reader

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")


def linked_site() -> FakeSite:
    """A front page, two articles, a third that only an article links to, a static page."""
    site = FakeSite()
    site.list(f"{EN}/", "/one/", "/two/", "/about/", "https://elsewhere.example/x")
    site.article(f"{EN}/one/", links='<a href="/three/">3</a>')
    site.article(f"{EN}/two/")
    site.article(f"{EN}/three/")
    site.list(f"{EN}/about/")
    return site


def test_everything_is_found_captured_and_stored(tmp_path: Path) -> None:
    """Articles become rows, every answer a capture, and nothing outside the site is asked for."""
    site = linked_site()
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/one/", f"{EN}/two/", f"{EN}/three/"}
    assert all(url.startswith(EN) for url in site.asked)
    assert len(set(site.asked)) == len(site.asked)
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(len(site.asked),)]
    summary = done.summary
    assert (summary.new, summary.changed, summary.unchanged, summary.failed) == (3, 0, 0, 0)
    assert (summary.requests, summary.fetched, summary.found) == (len(site.asked), 5, 4)
    assert (summary.started, summary.finished, summary.stopped, summary.exit) == (START, START, None, DONE)
    run_row = rows(tmp_path, "SELECT site, exit, new, skipped, found FROM runs")
    assert run_row == [("fake", 0, 3, summary.skipped, 4)]
    (path,) = (tmp_path / "warc").glob("*.gz")
    assert path.name.startswith("fake-20240614T100000Z-")
    assert path.suffix == ".gz"


def test_every_article_points_to_the_bytes_it_was_read_from(tmp_path: Path) -> None:
    """Row, capture and WARC record belong together."""
    site = linked_site()
    run(site, tmp_path, Clock())
    sql = "SELECT title, captures.url, warc_file, warc_offset FROM articles JOIN captures ON captures.id = capture_id"
    for title, url, name, offset in rows(tmp_path, sql):
        ((captured, fetched),) = reader.read(tmp_path / "warc" / name, offset)
        assert captured.url == url
        assert f"<h1>{title}</h1>".encode() in fetched.body


def test_a_second_run_asks_almost_nothing(tmp_path: Path) -> None:
    """An unchanged site is asked for its front page, with the validator it sent; the articles count as unchanged."""
    site, clock = linked_site(), Clock()
    run(site, tmp_path, clock)
    site.forget()
    clock.pass_days(0.1)
    outcomes, done = run(site, tmp_path, clock)
    assert site.asked == [f"{EN}/"]
    assert "if-none-match" in site.headers[0]
    assert outcomes == [Skipped(f"{EN}/", "unchanged since it held no article")]
    assert (done.summary.new, done.summary.unchanged, done.summary.requests) == (0, 3, 1)
    assert rows(tmp_path, "SELECT status, revisit_of IS NOT NULL FROM captures ORDER BY id DESC LIMIT 1") == [
        (304, 1)
    ]


def test_a_change_is_a_new_version(tmp_path: Path) -> None:
    """When a page is due again and its text is another, the archive has both."""
    site, clock = linked_site(), Clock()
    run(site, tmp_path, clock)
    site.article(f"{EN}/one/", "The rain has ended.")
    clock.pass_days(60)
    outcomes, done = run(site, tmp_path, clock)
    assert saved(outcomes, new=False) == {f"{EN}/one/"}
    assert sum(isinstance(each, Unchanged) for each in outcomes) == 2
    assert (done.summary.changed, done.summary.unchanged) == (1, 2)
    bodies = "SELECT body FROM versions JOIN articles USING (title) WHERE url LIKE '%/one/' ORDER BY versions.version"
    assert rows(tmp_path, bodies.replace("body", "versions.body")) == [
        ("It rained on the steppe.",),
        ("The rain has ended.",),
    ]


def test_full_asks_for_every_page(tmp_path: Path) -> None:
    """`full` looks at all pages again, conditionally, although none is due."""
    site, clock = linked_site(), Clock()
    run(site, tmp_path, clock)
    site.forget()
    clock.pass_days(0.1)
    outcomes, _ = run(site, tmp_path, clock, full=True)
    assert {f"{EN}/one/", f"{EN}/two/", f"{EN}/three/", f"{EN}/about/", f"{EN}/"} <= set(site.asked)
    assert sum(isinstance(each, Unchanged) for each in outcomes) == 3


def test_the_limit_stops_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """Exit code 9, what is left is told, and nothing is asked for twice."""
    site, clock = linked_site(), Clock()
    _, first = run(site, tmp_path, clock, limit=2)
    assert (first.summary.stopped, first.summary.exit, first.summary.fetched) == ("limit", LIMIT, 3)
    assert first.summary.left >= 1
    _, second = run(site, tmp_path, clock, limit=100)
    assert (second.summary.stopped, second.summary.exit) == (None, DONE)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    assert all(site.count(f"{EN}/{name}/") == 1 for name in ("one", "two", "three", "about"))


def test_only_the_editions_wanted(tmp_path: Path) -> None:
    """`langs` leaves the other editions alone, but remembers the way to them."""
    site, both = FakeSite(), profile(KK, EN)
    for base, other in ((KK, EN), (EN, KK)):
        site.list(f"{base}/", "/a/", f"{other}/b/")
        site.article(f"{base}/a/")
    run(site, tmp_path, Clock(), both, langs=("en",))
    assert all(url.startswith(EN) for url in site.asked)
    assert rows(tmp_path, "SELECT url FROM pages WHERE edition = 'kk' AND state = 'new'") == [(f"{KK}/b/",)]
    with pytest.raises(UsageError, match=r"no edition 'fr'") as caught:
        Crawl(both, tmp_path, langs=("fr",))
    assert "kk, en" in str(caught.value)


def test_editions_are_crawled_side_by_side(tmp_path: Path) -> None:
    """Each edition's articles carry its language, and its own links win over others'."""
    site = FakeSite()
    for base, other in ((KK, EN), (EN, KK)):
        site.list(f"{base}/", "/a/", f"{other}/")
        site.article(f"{base}/a/", links=f'<a href="{other}/a/">other</a>')
    outcomes = list(
        crawl(profile(KK, EN), tmp_path, workers=0, transport=httpx.MockTransport(site), now=Clock())
    )
    assert saved(outcomes) == {f"{KK}/a/", f"{EN}/a/"}
    assert sorted(rows(tmp_path, "SELECT edition, url FROM articles")) == [
        ("en", f"{EN}/a/"),
        ("kk", f"{KK}/a/"),
    ]
    assert len(site.asked) == len(set(site.asked))


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A held archive is left alone; there is no summary of a run that was none."""
    with Lock(tmp_path), pytest.raises(Locked):
        run(linked_site(), tmp_path, Clock())
    with pytest.raises(UsageError, match="no summary yet"):
        _ = Crawl(profile(), tmp_path).summary


def test_a_nearly_full_disk_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a byte is written, and in the middle; the run is on record with its exit code."""
    usage = iter([(1, 1, 10**9), (1, 1, 10**9)])
    site = linked_site()
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: type("U", (), {"free": next(usage, (0, 0, 5))[2]}))
        with pytest.raises(DiskFull, match="nearly full"):
            run(site, tmp_path, Clock())
    assert rows(tmp_path, "SELECT exit FROM runs") == [(8,)]
    _, done = run(site, tmp_path, Clock())
    assert done.summary.exit == DONE
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_only_wanted_sources_and_paths(tmp_path: Path) -> None:
    """Without the source `links` no link is followed; what the profile skips is never asked for."""
    site = linked_site()
    _, done = run(site, tmp_path, Clock(), profile(sources=("sitemap",)))
    assert f"{EN}/one/" not in site.asked
    assert done.summary.new == 0
    skipping = profile(skip=("/two",))
    outcomes, _ = run(linked_site(), tmp_path / "2", Clock(), skipping)
    assert saved(outcomes) == {f"{EN}/one/", f"{EN}/three/"}


def test_robots_are_obeyed_and_kept_for_a_day(tmp_path: Path) -> None:
    """Forbidden paths are not asked for, the file is archived, and asked for again after 24 hours."""
    site, clock = linked_site(), Clock()
    text = "User-agent: *\nDisallow: /two\nCrawl-delay: 7\n"
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=text)
    naps: list[float] = []
    outcomes, _ = run(site, tmp_path, clock, sleep=naps.append)
    assert f"{EN}/two/" not in site.asked
    assert Skipped(f"{EN}/two/", "robots.txt forbids it") in outcomes
    assert max(naps) > 6
    assert rows(tmp_path, "SELECT status FROM captures WHERE url LIKE '%robots.txt'") == [(200,)]
    site.forget()
    clock.pass_days(0.9)
    run(site, tmp_path, clock)
    assert f"{EN}/robots.txt" not in site.asked
    clock.pass_days(0.2)
    run(site, tmp_path, clock)
    assert site.count(f"{EN}/robots.txt") == 1
    assert f"{EN}/two/" not in site.asked


@pytest.mark.parametrize("trouble", [httpx.Response(503), httpx.ConnectError("refused")])
def test_without_robots_nothing_is_asked_for(tmp_path: Path, trouble: Any) -> None:
    """A server in trouble is left alone, and the exit code says so; the next run asks for robots.txt again."""
    site, clock = linked_site(), Clock()

    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(trouble, Exception):
            raise trouble
        return httpx.Response(trouble.status_code)

    site.pages[f"{EN}/robots.txt"] = answer
    _, done = run(site, tmp_path, clock)
    assert set(site.asked) == {f"{EN}/robots.txt"}
    assert done.summary.exit == NO_ACCESS
    assert "robots.txt could not be read" in done.summary.notes[0]
    site.pages.pop(f"{EN}/robots.txt")
    outcomes, _ = run(site, tmp_path, clock)
    assert len(saved(outcomes)) == 3


def test_a_host_that_fails_again_and_again_is_left_alone(tmp_path: Path) -> None:
    """After five failures in a row the rest of the edition waits for the next run; other editions go on."""
    site, both = FakeSite(), profile(KK, EN)
    site.list(f"{KK}/", *(f"/{n}/" for n in range(20)))
    for n in range(20):
        site.pages[f"{KK}/{n}/"] = httpx.Response(500)
    site.list(f"{EN}/", "/a/")
    site.article(f"{EN}/a/")
    outcomes, done = run(site, tmp_path, Clock(), both)
    assert saved(outcomes) == {f"{EN}/a/"}
    failed = [each for each in outcomes if isinstance(each, Failed)]
    assert 5 <= len(failed) <= 9
    assert (done.summary.exit, done.summary.failed) == (NO_ACCESS, len(failed))
    assert done.summary.left >= 11
    assert any("kk: left alone after 5 failures" in note for note in done.summary.notes)
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE status = 500")[0][0] == 4 * len(failed)


def test_a_single_failure_does_not_end_the_run(tmp_path: Path) -> None:
    """One page fails, the others are stored; the failed one is tried again when it is due."""
    site, clock = linked_site(), Clock()
    site.pages[f"{EN}/two/"] = httpx.Response(502)
    outcomes, done = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/one/", f"{EN}/three/"}
    assert Failed(f"{EN}/two/", "answers 502") in outcomes
    assert (done.summary.failed, done.summary.exit) == (1, FAILURES)
    site.article(f"{EN}/two/")
    clock.pass_days(0.01)
    assert saved(run(site, tmp_path, clock)[0]) == set()
    clock.pass_days(0.1)
    assert saved(run(site, tmp_path, clock)[0]) == {f"{EN}/two/"}


def test_user_agent_and_rate(tmp_path: Path) -> None:
    """Every request says who asks, with the profile's contact, and requests to a host keep their distance."""
    site, naps = linked_site(), list[float]()
    run(site, tmp_path, Clock(), profile(contact="me@example.org"), rate=0.5, sleep=naps.append)
    assert all("me@example.org" in headers["user-agent"] for headers in site.headers)
    assert len(naps) >= len(site.asked) - 1
    assert all(1.5 < nap <= 2.0 for nap in naps)
    ((name,),) = rows(tmp_path, "SELECT DISTINCT warc_file FROM captures")
    assert b"operator: me@example.org" in gzip.decompress((tmp_path / "warc" / name).read_bytes())


def test_traps_are_left(tmp_path: Path) -> None:
    """An endless calendar and a thousand tags that bring nothing new are given up; no article is lost."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/", "/calendar/?month=1", "/round/1/", *(f"/tag/{n}/" for n in range(300)))
    site.article(f"{EN}/a/")
    for n in range(300):
        site.list(f"{EN}/tag/{n}/", "/a/")
        site.list(f"{EN}/calendar/?month={n}", f"/calendar/?month={n + 1}")
        site.list(f"{EN}/round/{n}/", f"/round/{n + 1}/")
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/a/"}
    assert sum("calendar" in url for url in site.asked) == 3
    assert 50 <= sum("round" in url for url in site.asked) < 60
    assert 50 <= sum("/tag/" in url for url in site.asked) < 60
    assert done.summary.skipped > 250
    assert json.dumps(done.summary.notes) == "[]"


def test_noarchive_is_respected_where_the_profile_says_so(tmp_path: Path) -> None:
    """Nothing of the page is kept, neither in the database nor in WARC; without the setting it is a page like others."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/", "/b/")
    site.article(f"{EN}/a/")
    html = "<article><h1>b</h1><p>Secret words.</p></article>"
    site.pages[f"{EN}/b/"] = httpx.Response(200, html=html, headers={"X-Robots-Tag": "noarchive"})
    outcomes, done = run(site, tmp_path / "left", Clock(), profile(noarchive=True))
    assert saved(outcomes) == {f"{EN}/a/"}
    assert done.summary.exit == 0
    assert rows(tmp_path / "left", "SELECT state FROM pages WHERE url = ?", f"{EN}/b/") == [("refused",)]
    kept = [each.url for path in (tmp_path / "left/warc").glob("*.gz") for each, _ in reader.read(path)]
    assert f"{EN}/b/" not in kept
    outcomes, _ = run(site, tmp_path / "kept", Clock())
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/b/"}


def test_editions_may_be_queries_of_one_address(tmp_path: Path) -> None:
    """Lists and stories of each language are told apart by the query alone, and each is filed where it belongs."""
    site, host = FakeSite(), "https://town.example.org"
    for lang in ("en", "kk"):
        site.list(f"{host}/?lang={lang}", f"/story.php?id=7&lang={lang}", f"/story.php?id=8&lang={lang}")
        for number in (7, 8):
            site.article(f"{host}/story.php?id={number}&lang={lang}", f"Story {number} in {lang}.")
    editions = tuple(Edition(lang, f"{host}/?lang={lang}") for lang in ("en", "kk"))
    run(site, tmp_path, Clock(), Site("town", editions, rate=0.0, sources=("links",)))
    assert sorted(rows(tmp_path, "SELECT edition, url FROM articles")) == [
        (lang, f"{host}/story.php?id={number}&lang={lang}") for lang in ("en", "kk") for number in (7, 8)
    ]
