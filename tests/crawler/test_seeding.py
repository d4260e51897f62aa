"""What a site says it has: the REST API, sitemaps and feeds, whole, changed, broken and missing."""

import gzip
from pathlib import Path
from zlib import crc32

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, profile, run, saved

from dimash_archive.crawler import DONE
from dimash_archive.discovery import wordpress
from dimash_archive.records import Skipped
from dimash_archive.site import Edition, Site

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")


def posts(*links: tuple[str, str], total: int | None = None, pages: int = 1) -> httpx.Response:
    """A page of the REST API."""
    body = [{"id": crc32(url.encode()), "link": url, "modified_gmt": date} for url, date in links]
    headers = {"X-WP-Total": str(len(links) if total is None else total), "X-WP-TotalPages": str(pages)}
    return httpx.Response(200, json=body, headers=headers)


def rest(order: str, page: int = 1) -> str:
    """The address of a page of posts."""
    root = wordpress.usual_root(f"{EN}/")
    return wordpress.address(root, page, newest=order == "modified")


def rest_site(**articles: str) -> FakeSite:
    """A site whose REST API names articles by slug and date of change."""
    site = FakeSite()
    links = [(f"{EN}/{slug}/", date) for slug, date in articles.items()]
    site.pages[rest("id")] = posts(*links)
    site.pages[rest("modified")] = posts(*sorted(links, key=lambda link: link[1], reverse=True))
    for url, _ in links:
        site.article(url)
    return site


def test_the_rest_api_names_all_posts(tmp_path: Path) -> None:
    """First the whole list; later one request tells that nothing changed."""
    site, clock = rest_site(a="2024-06-01T00:00:00", b="2024-06-02T00:00:00"), Clock()
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/b/"}
    site.forget()
    clock.pass_days(0.5)
    run(site, tmp_path, clock)
    assert site.asked == [rest("modified"), f"{EN}/"]


def test_the_rest_api_tells_of_new_changed_and_vanished_posts(tmp_path: Path) -> None:
    """Changes are asked for at once although our clock is years ahead of the site's; what vanished is looked at."""
    site, clock = (
        rest_site(a="2020-06-01T00:00:00", b="2020-06-02T00:00:00", c="2020-06-03T00:00:00"),
        Clock(),
    )
    run(site, tmp_path, clock)
    later = rest_site(a="2020-06-09T00:00:00", c="2020-06-03T00:00:00", d="2020-06-10T00:00:00")
    later.article(f"{EN}/a/", "Another text.")
    clock.pass_days(0.5)
    outcomes, done = run(later, tmp_path, clock)
    assert (saved(outcomes), saved(outcomes, new=False)) == ({f"{EN}/d/"}, {f"{EN}/a/"})
    reasons = {each.url: each.reason for each in outcomes if isinstance(each, Skipped)}
    assert "kept until this is certain" in reasons[f"{EN}/b/"]
    assert later.count(f"{EN}/c/") == 0
    assert done.summary.unchanged == 2


def test_new_posts_are_followed_to_known_ground(tmp_path: Path) -> None:
    """The list of changes is read as far as it is news, and no page further."""
    site, clock = rest_site(a="2020-06-01T00:00:00"), Clock()
    run(site, tmp_path, clock)
    fresh = [[(f"{EN}/{page}-{n}/", f"2021-0{5 - page}-01T00:00:00") for n in range(2)] for page in (1, 2, 3)]
    fresh[2][1] = (f"{EN}/a/", "2020-06-01T00:00:00")
    for page, links in enumerate(fresh, 1):
        site.pages[rest("modified", page)] = posts(*links, total=6, pages=9)
        for url, _ in links:
            site.article(url)
    site.forget()
    outcomes, _ = run(site, tmp_path, clock)
    assert len(saved(outcomes)) == 5
    assert [url for url in site.asked if "wp-json" in url] == [rest("modified", page) for page in (1, 2, 3)]


def test_one_wordpress_in_two_languages_has_one_list(tmp_path: Path) -> None:
    """It is read once per run, though each language has a directory and a front page; what vanishes is missed in either."""
    site, clock = FakeSite(), Clock()
    there = Site(
        "fake", (Edition("en", f"{EN}/"), Edition("kk", f"{EN}/kk/")), rate=0.0, sources=("wordpress",)
    )
    named = f'<link rel="https://api.w.org/" href="{wordpress.usual_root(f"{EN}/")}">'

    def publish(*paths: str) -> None:
        links = [(f"{EN}/{path}/", "2020-06-01T00:00:00") for path in paths]
        site.pages |= dict.fromkeys((rest("id"), rest("modified")), posts(*links))
        for front in ("/", "/kk/"):
            site.pages[f"{EN}{front}"] = httpx.Response(
                200, html=f"{named}<a href=/a/>a</a><a href=/kk/b/>b</a>"
            )

    publish("a", "kk/b", "kk/c")
    for path in ("a", "kk/b", "kk/c"):
        site.article(f"{EN}/{path}/", f"The text of {path}.")
    for _ in range(2):
        site.forget()
        run(site, tmp_path, clock, there)
        clock.pass_days(0.5)
    assert [url for url in site.asked if "wp-json" in url] == [rest("modified")]
    publish("a", "kk/b")
    site.forget()
    run(site, tmp_path, clock, there)
    assert site.count(f"{EN}/kk/c/") == 1
    assert (site.count(rest("id")), site.count(rest("modified"))) == (1, 1)


def test_posts_of_a_type_of_their_own_are_listed(tmp_path: Path) -> None:
    """Their lists are read beside that of posts: facts, additions and removals are seen; the types are asked for once a week."""
    site, clock, root = rest_site(a="2020-06-01T00:00:00"), Clock(), wordpress.usual_root(f"{EN}/")
    types = {"review": {"rest_base": "reviews", "taxonomies": ["category"]}}
    site.pages[wordpress.types_address(root)] = httpx.Response(200, json=types)

    def list_reviews(*numbers: int) -> None:
        reviews = [
            {
                "id": n,
                "link": f"{EN}/r{n}/",
                "date_gmt": "2020-05-01T00:00:00",
                "modified_gmt": f"2020-06-{n}T00:00:00",
            }
            for n in numbers
        ]
        for newest in (True, False):
            url = wordpress.address(root, newest=newest, kind="reviews")
            site.pages[url] = httpx.Response(200, json=reviews, headers={"X-WP-Total": str(len(numbers))})
        for n in numbers:
            site.article(f"{EN}/r{n}/")

    list_reviews(11, 12)
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/r11/", f"{EN}/r12/"}
    list_reviews(12, 13)
    del site.pages[f"{EN}/r11/"]
    site.forget()
    clock.pass_days(1)
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/r13/"}
    assert (site.count(f"{EN}/r11/"), site.count(f"{EN}/r12/"), site.count(f"{EN}/a/")) == (1, 0, 0)
    assert site.count(wordpress.types_address(root)) == 0


def test_an_interrupted_listing_is_read_again(tmp_path: Path) -> None:
    """A list of posts that breaks off half-way is noted, and the next run reads all of it."""
    site, clock = rest_site(a="2020-06-01T00:00:00"), Clock()
    for order in ("id", "modified"):
        site.pages[rest(order)] = posts((f"{EN}/a/", "2020-06-01T00:00:00"), total=2, pages=2)
    site.pages[rest("id", 2)] = httpx.Response(500)
    site.article(f"{EN}/b/")
    _, done = run(site, tmp_path, clock)
    assert any("REST API: answers 500" in note for note in done.summary.notes)
    assert done.summary.exit == DONE
    site.pages[rest("id", 2)] = posts((f"{EN}/b/", "2020-06-01T00:00:00"), total=2, pages=2)
    outcomes, _ = run(site, tmp_path, clock, full=True)
    assert saved(outcomes) == {f"{EN}/b/"}


def xml(body: str) -> httpx.Response:
    """A sitemap or feed."""
    return httpx.Response(200, content=body.encode(), headers={"Content-Type": "text/xml"})


def urlset(*entries: tuple[str, str]) -> httpx.Response:
    """A gzipped sitemap of addresses and dates."""
    inner = "".join(f"<url><loc>{url}</loc><lastmod>{date}</lastmod></url>" for url, date in entries)
    return httpx.Response(200, content=gzip.compress(f"<urlset>{inner}</urlset>".encode()))


def sitemap_site(date: str, *slugs: str) -> FakeSite:
    """A site with a sitemap index in robots.txt."""
    site = FakeSite()
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=f"Sitemap: {EN}/index.xml\n")
    inner = f"<sitemap><loc>{EN}/posts.xml.gz</loc><lastmod>{date}</lastmod></sitemap>"
    site.pages[f"{EN}/index.xml"] = xml(f"<sitemapindex>{inner}</sitemapindex>")
    site.pages[f"{EN}/posts.xml.gz"] = urlset(*((f"{EN}/{slug}/", "2020-01-01") for slug in slugs))
    for slug in slugs:
        site.article(f"{EN}/{slug}/")
    return site


def test_sitemaps_are_followed_through_their_index(tmp_path: Path) -> None:
    """A child that the index says is unchanged is not asked for again; one that changed is compared."""
    site, clock = sitemap_site("2020-01-01", "a", "b"), Clock()
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/b/"}
    site.forget()
    clock.pass_days(0.5)
    run(site, tmp_path, clock)
    assert sorted(site.asked) == [f"{EN}/", f"{EN}/index.xml"]
    later = sitemap_site("2020-02-02", "b", "c")
    clock.pass_days(1)
    outcomes, _ = run(later, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/c/"}
    assert later.count(f"{EN}/a/") == 1
    assert later.count(f"{EN}/b/") == 0


def test_a_sitemap_of_pages_that_are_no_articles_is_read_once_a_week(tmp_path: Path) -> None:
    """Systems have sitemaps of tags and authors beside that of posts, often without a date."""
    site, clock = FakeSite(), Clock()
    site.pages[f"{EN}/robots.txt"] = httpx.Response(200, text=f"Sitemap: {EN}/index.xml\n")
    names = "".join(f"<sitemap><loc>{EN}/{name}.xml</loc></sitemap>" for name in ("posts", "tags"))
    site.pages[f"{EN}/index.xml"] = xml(f"<sitemapindex>{names}</sitemapindex>")
    for name, page in (("posts", "a"), ("tags", "tag/choir")):
        site.pages[f"{EN}/{name}.xml"] = xml(f"<urlset><url><loc>{EN}/{page}/</loc></url></urlset>")
    site.article(f"{EN}/a/")
    site.list(f"{EN}/tag/choir/", "/a/")
    run(site, tmp_path, clock)
    asked = []
    for days in (0.5, 8):
        site.forget()
        clock.pass_days(days)
        run(site, tmp_path, clock)
        asked.append((site.count(f"{EN}/posts.xml"), site.count(f"{EN}/tags.xml")))
    assert asked == [(1, 0), (1, 1)]


def test_a_sitemap_that_stops_half_way_gives_what_it_has(tmp_path: Path) -> None:
    """The break is noted and the rest of the site is found by links."""
    site = sitemap_site("2020-01-01", "a", "b")
    body = f"<urlset><url><loc>{EN}/a/</loc></url><url><loc>{EN}/b"
    site.pages[f"{EN}/posts.xml.gz"] = xml(body)
    site.article(f"{EN}/a/", links='<a href="/b/">b</a>')
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/b/"}
    assert any("is cut off or malformed" in note for note in done.summary.notes)


def test_documents_that_are_not_there(tmp_path: Path) -> None:
    """A named sitemap that is missing is noted, usual places are not; neither is asked for again for a week."""
    site, clock = sitemap_site("2020-01-01", "a"), Clock()
    site.list(f"{EN}/")
    site.pages.pop(f"{EN}/index.xml")
    _, done = run(site, tmp_path, clock)
    assert done.summary.notes == (f"en: there is no sitemap at {EN}/index.xml.",)
    bare = FakeSite({f"{EN}/": httpx.Response(200, html="<a href='/x/'>x</a>")})
    clock.pass_days(1)
    run(bare, tmp_path / "other", clock)
    assert {f"{EN}/sitemap.xml", f"{EN}/feed/", f"{EN}/wp-sitemap.xml"} <= set(bare.asked)
    bare.forget()
    clock.pass_days(2)
    _, done = run(bare, tmp_path / "other", clock)
    assert sorted(bare.asked) == [f"{EN}/", f"{EN}/robots.txt"]
    assert done.summary.notes == ()


def test_sitemaps_may_redirect_fail_and_loop(tmp_path: Path) -> None:
    """A redirect is followed, a broken child is noted, a sitemap that names itself is read once."""
    site = sitemap_site("2020-01-01", "a")
    site.pages[f"{EN}/moved.xml"] = site.pages[f"{EN}/index.xml"]
    children = "".join(
        f"<sitemap><loc>{EN}/{name}</loc></sitemap>" for name in ("index.xml", "gone.xml", "posts.xml.gz")
    )
    site.pages[f"{EN}/moved.xml"] = xml(f"<sitemapindex>{children}</sitemapindex>")
    site.pages[f"{EN}/index.xml"] = httpx.Response(301, headers={"Location": "/moved.xml"})
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/a/"}
    assert site.count(f"{EN}/index.xml") == 1
    assert any("gone.xml" in note for note in done.summary.notes)
    round_ = FakeSite({f"{EN}/robots.txt": httpx.Response(200, text=f"Sitemap: {EN}/a.xml\n")})
    round_.pages[f"{EN}/a.xml"] = httpx.Response(302, headers={"Location": f"{EN}/a.xml"})
    _, done = run(round_, tmp_path / "round", Clock())
    assert any("redirects endlessly" in note for note in done.summary.notes)


def test_feeds_and_their_failures(tmp_path: Path) -> None:
    """A feed's articles are found; a feed that is no feed is noted."""
    site = FakeSite()
    site.pages[f"{EN}/feed/"] = xml(f"<rss><channel><item><link>{EN}/a/</link></item></channel></rss>")
    site.article(f"{EN}/a/")
    outcomes, _ = run(site, tmp_path, Clock(), profile(sources=("feed",)))
    assert saved(outcomes) == {f"{EN}/a/"}
    assert not any("sitemap" in url or "wp-json" in url for url in site.asked)
    site.pages[f"{EN}/feed/"] = httpx.Response(200, html="<html>")
    _, done = run(site, tmp_path / "2", Clock(), profile(sources=("feed",)))
    assert any(note.startswith("en: feed: ") for note in done.summary.notes)


def test_the_place_where_a_sitemap_was_is_the_first_to_be_asked(tmp_path: Path) -> None:
    """A site that answers with its front page to anything is not asked for what it has not in every run."""
    site, clock = FakeSite(), Clock()
    front = httpx.Response(200, html="<html><title>Courier</title><p>Welcome to our valley.</p></html>")
    for name in ("sitemap_index.xml", "sitemap.xml"):
        site.pages[f"{EN}/{name}"] = front
    site.pages[f"{EN}/wp-sitemap.xml"] = xml(f"<urlset><url><loc>{EN}/a/</loc></url></urlset>")
    site.article(f"{EN}/a/")
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/"}
    site.forget()
    clock.pass_days(1)
    run(site, tmp_path, clock)
    assert [url for url in site.asked if "sitemap" in url] == [f"{EN}/wp-sitemap.xml"]
