"""WordPress without its REST API: what its feeds tell, sorted by change."""

from datetime import datetime
from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, rows, run, saved

from dimash_archive.discovery import wordpress

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")
NAMED = f"{EN}/feed/"


def entry(slug: str, updated: str) -> str:
    """A post in a feed."""
    return (
        f'<entry><link href="{EN}/{slug}/"/><published>2020-01-01T00:00:00Z</published>'
        f"<updated>{updated}</updated></entry>"
    )


def wordpress_site(*pages: dict[str, str], posts: str = "") -> FakeSite:
    """A WordPress that has no REST API: its feed by change, page by page, and a sitemap of all posts."""
    site = FakeSite()
    front = f'<link rel="alternate" type="application/rss+xml" href="{NAMED}"><link href="/wp-content/a.css">'
    site.pages[f"{EN}/"] = httpx.Response(200, html=front)
    for number, page in enumerate(pages, 1):
        body = "".join(entry(slug, date) for slug, date in page.items())
        site.pages[str(wordpress.feed_by_change(NAMED, number))] = httpx.Response(
            200, text=f"<feed>{body}</feed>"
        )
    slugs = [*(slug for page in pages for slug in page), *posts]
    locations = "".join(f"<url><loc>{EN}/{slug}/</loc></url>" for slug in slugs)
    site.pages[f"{EN}/wp-sitemap.xml"] = httpx.Response(200, text=f"<urlset>{locations}</urlset>")
    for slug in slugs:
        site.article(f"{EN}/{slug}/", f"{slug} sang in the steppe.")
    return site


def asked_feeds(site: FakeSite) -> list[str]:
    """The addresses of feeds that were asked for."""
    return [url for url in site.asked if "/feed" in url]


def test_the_feed_by_change_says_when_each_post_changed(tmp_path: Path) -> None:
    """All of its pages are read once; later one of them tells that nothing changed."""
    pages = {"a": "2024-03-01T00:00:00Z", "b": "2024-02-01T00:00:00Z"}, {"c": "2024-01-01T00:00:00Z"}
    site, clock = wordpress_site(*pages), Clock()
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/{slug}/" for slug in "abc"}
    moments = dict(rows(tmp_path, "SELECT url, modified FROM articles"))
    assert {url: datetime.fromisoformat(moment).month for url, moment in moments.items()} == {
        f"{EN}/a/": 3, f"{EN}/b/": 2, f"{EN}/c/": 1
    }  # fmt: skip
    assert len(asked_feeds(site)) == 3
    site.forget()
    clock.pass_days(0.5)
    run(site, tmp_path, clock)
    assert asked_feeds(site) == [wordpress.feed_by_change(NAMED)]
    assert set(site.asked) == {*asked_feeds(site), f"{EN}/", f"{EN}/wp-sitemap.xml"}


def test_an_edit_and_a_removal_are_seen_at_once(tmp_path: Path) -> None:
    """The feed tells of the one, the sitemap of the other, and no other article is asked for."""
    clock = Clock()
    run(
        wordpress_site({"a": "2024-02-01T00:00:00Z", "b": "2024-01-01T00:00:00Z"}, posts="c"), tmp_path, clock
    )
    later = wordpress_site({"b": "2024-06-20T00:00:00Z", "a": "2024-02-01T00:00:00Z"})
    later.article(f"{EN}/b/", "b sang again.")
    clock.pass_days(6)
    outcomes, _ = run(later, tmp_path, clock)
    assert saved(outcomes, new=False) == {f"{EN}/b/"}
    assert (later.count(f"{EN}/a/"), later.count(f"{EN}/c/")) == (0, 1)


@pytest.mark.parametrize("page", [{"a": "2024-01-01T00:00:00Z", "b": "2024-02-01T00:00:00Z"}, {}])
def test_a_feed_in_another_order_tells_no_changes(page: dict[str, str], tmp_path: Path) -> None:
    """Where the order is not heeded, or there is no such feed, the usual feeds are read as ever."""
    site = wordpress_site(page, posts="c")
    site.pages[NAMED] = httpx.Response(200, text=f"<feed>{entry('d', '2024-01-01T00:00:00Z')}</feed>")
    site.article(f"{EN}/d/", "d sang.")
    outcomes, done = run(site, tmp_path, Clock())
    assert f"{EN}/d/" in saved(outcomes)
    assert asked_feeds(site) == [wordpress.feed_by_change(NAMED), NAMED]
    assert done.summary.notes == ()


def test_a_feed_that_sends_one_page_for_all_has_an_end(tmp_path: Path) -> None:
    """A cache that does not look at the query is not asked for page after page."""
    site = wordpress_site({"a": "2024-01-01T00:00:00Z"})
    site.pages[str(wordpress.feed_by_change(NAMED, 2))] = site.pages[str(wordpress.feed_by_change(NAMED))]
    run(site, tmp_path, Clock())
    assert len(asked_feeds(site)) == 2


def test_the_feed_names_sections_and_tags_of_types_that_themes_do_not_show(tmp_path: Path) -> None:
    """The sitemap tells of a type; the feed of both is one; what is first of any post is a section, not a tag."""
    site = wordpress_site(posts="a")
    site.pages[f"{EN}/wp-sitemap.xml"] = httpx.Response(
        200, text=f"<sitemapindex><sitemap><loc>{EN}/report-sitemap.xml</loc></sitemap></sitemapindex>"
    )
    site.pages[f"{EN}/report-sitemap.xml"] = httpx.Response(
        200, text=f"<urlset><url><loc>{EN}/b/</loc></url></urlset>"
    )
    named = {"a": ("Music", "Town", "reeds"), "b": ("Town",), "shop": ()}
    moment = "2024-01-01T00:00:00Z"
    body = "".join(
        entry(slug, moment).replace(
            "</entry>", "".join(f'<category term="{term}"/>' for term in terms) + "</entry>"
        )
        for slug, terms in named.items()
    )
    url = str(wordpress.feed_by_change(NAMED, 1, ("report",)))
    site.pages[url] = httpx.Response(200, text=f"<feed>{body}</feed>")
    for slug in named:
        site.article(f"{EN}/{slug}/", f"{slug} sang in the steppe.")
    outcomes, _ = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/b/"}
    listed = rows(tmp_path, "SELECT url, section, tags FROM listings ORDER BY url")
    assert listed == [(f"{EN}/a/", "Music", '["reeds"]'), (f"{EN}/b/", "Town", None)]
    assert asked_feeds(site)[0] == url


def test_a_wordpress_that_refuses_types_in_its_feed_is_asked_for_posts_alone(tmp_path: Path) -> None:
    """A feed of several types that is not there costs nothing but the attempt."""
    site = wordpress_site({"a": "2024-03-01T00:00:00Z"})
    index = (
        "<sitemap><loc>{0}/report-sitemap.xml</loc></sitemap><sitemap><loc>{0}/p-sitemap.xml</loc></sitemap>"
    )
    site.pages[f"{EN}/wp-sitemap.xml"] = httpx.Response(
        200, text=f"<sitemapindex>{index.format(EN)}</sitemapindex>"
    )
    outcomes, done = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/a/"}
    assert wordpress.feed_by_change(NAMED) in asked_feeds(site)
    assert not [note for note in done.summary.notes if "feed" in note]


def test_tags_reach_an_article_that_was_read_before_the_end_of_the_feed(tmp_path: Path) -> None:
    """Its section was noted with the feed's first page."""
    site, clock = wordpress_site({"a": "2024-03-01T00:00:00Z"}), Clock()
    run(site, tmp_path, clock)
    terms = '<category term="Town"/><category term="reeds"/></entry>'
    body = entry("a", "2024-03-01T00:00:00Z").replace("</entry>", terms)
    site.pages[str(wordpress.feed_by_change(NAMED))] = httpx.Response(200, text=f"<feed>{body}</feed>")
    clock.pass_days(0.5)
    run(site, tmp_path, clock)
    assert rows(tmp_path, "SELECT section FROM articles") == [("Town",)]
    assert rows(tmp_path, "SELECT name FROM tags") == [("reeds",)]
