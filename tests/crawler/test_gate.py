"""Which hosts are asked, and by whose rules."""

from pathlib import Path

import httpx
import pytest
from crawl_site import EN, KK, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.crawler import DONE
from dimash_archive.site import Edition, Site

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")

OTHER = "https://elsewhere.example.net"


def _moved(target: str) -> httpx.Response:
    return httpx.Response(301, headers={"Location": target})


def test_pages_of_a_host_that_the_profile_no_longer_names_are_left_alone(tmp_path: Path) -> None:
    """An edition moved to another host: none of its pages on the old one is asked for, or marked."""
    old, clock = FakeSite(), Clock()
    old.list(f"{EN}/", "/a/", "/b/")
    old.article(f"{EN}/a/")
    old.article(f"{EN}/b/")
    run(old, tmp_path, clock)
    before = rows(tmp_path, "SELECT * FROM pages ORDER BY id")
    old.forget()
    clock.pass_days(40)
    old.list(f"{OTHER}/", "/c/")
    old.article(f"{OTHER}/c/")
    moved = Site("fake", (Edition("en", f"{OTHER}/", formerly=(f"{EN}/",)),), rate=0.0)
    outcomes, done = run(old, tmp_path, clock, moved)
    assert saved(outcomes) == {f"{OTHER}/c/"}
    assert all(url.startswith(OTHER) for url in old.asked)
    assert done.summary.left == 0
    assert rows(tmp_path, f"SELECT * FROM pages WHERE url LIKE '{EN}%' ORDER BY id") == before
    old.forget()
    run(old, tmp_path, clock, moved, full=True)
    assert all(url.startswith(OTHER) for url in old.asked)
    assert rows(tmp_path, f"SELECT * FROM pages WHERE url LIKE '{EN}%' ORDER BY id") == before


@pytest.mark.parametrize("how", ["named in robots.txt", "redirect", "robots.txt itself"])
def test_discovery_asks_no_other_host(tmp_path: Path, how: str) -> None:
    """A sitemap on a host that the profile does not name, and whatever redirects there: no request, a sentence."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/")
    site.article(f"{EN}/a/")
    site.pages[f"{OTHER}/map.xml"] = httpx.Response(200, text="<urlset></urlset>")
    if how == "robots.txt itself":
        site.pages[f"{EN}/robots.txt"] = _moved(f"{OTHER}/robots.txt")
    elif how == "redirect":
        site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=f"Sitemap: {EN}/map.xml")
        site.pages[f"{EN}/map.xml"] = _moved(f"{OTHER}/map.xml")
    else:
        site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=f"Sitemap: {OTHER}/map.xml")
    _, done = run(site, tmp_path, Clock())
    assert not [url for url in site.asked if url.startswith(OTHER)]
    assert any("does not name this host" in note for note in done.summary.notes)


def test_a_sitemap_on_a_host_that_the_profile_names_is_read_by_its_own_rules(tmp_path: Path) -> None:
    """Its robots.txt is read first, once, and obeyed."""
    site = FakeSite()
    site.list(f"{EN}/")
    site.article(f"{EN}/a/")
    listed = f"<urlset><url><loc>{EN}/a/</loc></url></urlset>"
    site.pages[f"{OTHER}/map.xml"] = httpx.Response(200, text=listed)
    site.pages[f"{OTHER}/private/map.xml"] = httpx.Response(200, text=listed)
    site.pages[f"{OTHER}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow: /private/")
    maps = (f"{OTHER}/map.xml", f"{OTHER}/private/map.xml")
    named = Site("fake", (Edition("en", f"{EN}/", sitemaps=maps),), rate=0.0)
    outcomes, done = run(site, tmp_path, Clock(), named)
    assert saved(outcomes) == {f"{EN}/a/"}
    assert [url for url in site.asked if url.startswith(OTHER)] == [f"{OTHER}/robots.txt", f"{OTHER}/map.xml"]
    assert any("robots.txt forbids it" in note for note in done.summary.notes)


def test_every_hop_of_a_redirect_goes_by_its_hosts_rules(tmp_path: Path) -> None:
    """A document or a page that redirects to a spelling or an edition whose robots.txt forbids it is not followed."""
    site, www = FakeSite(), EN.replace("//", "//www.")
    site.list(f"{EN}/", "/a/", "/b/")
    site.pages[f"{EN}/a/"] = _moved(f"{www}/a/")
    site.pages[f"{EN}/b/"] = _moved(f"{www}/b/")
    site.article(f"{www}/a/")
    site.article(f"{www}/b/")
    site.pages[f"{www}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow: /b/")
    site.pages[f"{EN}/sitemap.xml"] = _moved(f"{KK}/private/map.xml")
    site.pages[f"{KK}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow: /private/")
    site.list(f"{KK}/", "/k/")
    site.article(f"{KK}/k/")
    run(site, tmp_path, Clock(), profile(EN, KK))
    assert f"{www}/b/" not in site.asked
    assert f"{KK}/private/map.xml" not in site.asked
    assert site.asked.index(f"{www}/robots.txt") < len(site.asked)
    assert site.count(f"{www}/robots.txt") == 1


def test_rules_of_another_spelling_that_cannot_be_read_postpone_the_page(tmp_path: Path) -> None:
    """The page fails, with the reason, and is due again within hours."""
    site, www, clock = FakeSite(), EN.replace("//", "//www."), Clock()
    site.list(f"{EN}/", "/a/", "/ok/")
    site.article(f"{EN}/ok/")
    site.pages[f"{EN}/a/"] = _moved(f"{www}/a/")
    site.pages[f"{www}/robots.txt"] = httpx.Response(503)
    run(site, tmp_path, clock)
    ((state,),) = rows(tmp_path, f"SELECT state FROM pages WHERE url = '{www}/a/'")
    assert state == "failed"
    site.pages.pop(f"{www}/robots.txt")
    site.article(f"{www}/a/")
    clock.pass_days(0.2)
    assert saved(run(site, tmp_path, clock)[0]) == {f"{www}/a/"}


def test_a_crawl_delay_of_another_host_is_kept(tmp_path: Path) -> None:
    """Each host has its own pace, whoever is asked through it."""
    site, naps = FakeSite(), list[float]()
    site.list(f"{EN}/")
    site.pages[f"{OTHER}/robots.txt"] = httpx.Response(200, text="User-agent: *\nCrawl-delay: 7")
    for name in "ab":
        site.pages[f"{OTHER}/{name}.xml"] = httpx.Response(
            200, text=f"<urlset><url><loc>{EN}/x</loc></url></urlset>"
        )
    named = Site("fake", (Edition("en", f"{EN}/", sitemaps=(f"{OTHER}/a.xml", f"{OTHER}/b.xml")),), rate=0.0)
    run(site, tmp_path, Clock(), named, sleep=naps.append)
    assert any(6 < nap <= 7 for nap in naps)


@pytest.mark.parametrize("full", [False, True])
def test_robots_that_forbade_all_for_a_while_cost_no_month(tmp_path: Path, full: bool) -> None:
    """Pages refused in the meantime are asked for as soon as the rules change; `full` reads the rules anew."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/a/", "/b/")
    for slug in "ab":
        site.article(f"{EN}/{slug}/")
    run(site, tmp_path, clock)
    clock.pass_days(3)
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text="User-agent: *\nDisallow: /")
    run(site, tmp_path, clock)
    site.pages.pop(f"{EN}/robots.txt")
    site.forget()
    clock.pass_days(0.05)
    _, done = run(site, tmp_path, clock, full=full)
    assert site.count(f"{EN}/") == 1
    assert done.summary.exit == DONE
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE state = 'refused'") == [(0,)]
    if full:
        assert {f"{EN}/a/", f"{EN}/b/"} <= set(site.asked)
