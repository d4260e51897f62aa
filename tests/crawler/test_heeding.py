"""What a crawl never asks for, joins, and says."""

from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.crawler import DONE, SHORTFALL
from dimash_archive.discovery import wordpress
from dimash_archive.rebuild.reextract import reextract

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")


def test_links_that_say_nofollow_are_not_followed(tmp_path: Path) -> None:
    """Neither a link that says so nor any of a page that says so, unless the profile does not heed it."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/", "/silent/")
    site.article(f"{EN}/a/", links='<a rel="nofollow" href="/b/">b</a>')
    site.article(f"{EN}/b/")
    site.pages[f"{EN}/silent/"] = httpx.Response(
        200,
        html='<meta name="robots" content="nofollow"><article><h1>S</h1><p>T.</p></article><a href="/c/">c</a>',
    )
    site.article(f"{EN}/c/")
    outcomes, _ = run(site, tmp_path / "heeded", Clock())
    assert saved(outcomes) == {f"{EN}/a/", f"{EN}/silent/"}
    outcomes, _ = run(site, tmp_path / "ignored", Clock(), profile(ignore=("nofollow",)))
    assert len(saved(outcomes)) == 4


def test_noindex_pages_are_no_articles(tmp_path: Path) -> None:
    """By meta element or header."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/", "/b/")
    html = "<article><h1>A</h1><p>Text.</p></article>"
    site.pages[f"{EN}/a/"] = httpx.Response(200, html=f'<meta name="robots" content="noindex">{html}')
    site.pages[f"{EN}/b/"] = httpx.Response(200, html=html, headers={"X-Robots-Tag": "noindex"})
    outcomes, _ = run(site, tmp_path / "heeded", Clock())
    assert saved(outcomes) == set()
    outcomes, _ = run(site, tmp_path / "ignored", Clock(), profile(ignore=("noindex",)))
    assert len(saved(outcomes)) == 2


def test_nothing_that_acts_is_asked_for(tmp_path: Path) -> None:
    """Edit, delete, logout, cart and the like, whoever names them."""
    acting = ["/a/?do=edit", "/b/delete", "/logout", "/shop/?add-to-cart=3", "/x/?action=edit", "/user/login"]
    site = FakeSite()
    site.list(f"{EN}/", *acting)
    entries = "".join(f"<url><loc>{EN}{path}</loc></url>" for path in acting)
    site.pages[f"{EN}/sitemap.xml"] = httpx.Response(200, text=f"<urlset>{entries}</urlset>")
    run(site, tmp_path, Clock())
    assert not {f"{EN}{path}" for path in acting} & set(site.asked)


def test_the_pages_of_an_article_are_one(tmp_path: Path) -> None:
    """`/slug/2/` and `/slug/3/` are fetched and joined to one article, whose text is read again when it changes."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/a/")
    site.article(f"{EN}/a/", "One.", links='<a href="/a/2/">2</a><a href="/a/3/">3</a>')
    site.article(f"{EN}/a/2/", "Two.", links='<a href="/a/">1</a><a href="/a/3/">3</a>')
    site.article(f"{EN}/a/3/", "Three.", links='<a href="/a/">1</a><a href="/a/2/">2</a>')
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == {f"{EN}/a/"}
    assert rows(tmp_path, "SELECT url, body FROM articles") == [(f"{EN}/a/", "One.\n\nTwo.\n\nThree.")]
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE url LIKE '%/2/' OR url LIKE '%/3/'") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url LIKE '%/a/%'") == [(3,)]


def test_an_edition_without_articles_is_no_success(tmp_path: Path) -> None:
    """Pages and no article: a sentence, and an exit code of its own."""
    site = FakeSite()
    site.list(f"{EN}/", "/a/", "/b/")
    for slug in "ab":
        site.pages[f"{EN}/{slug}/"] = httpx.Response(200, html=f"<div id=app>{slug}</div><script></script>")
    _, crawl = run(site, tmp_path, Clock())
    assert crawl.summary.exit == SHORTFALL
    assert any("no article was found on 2 pages" in note for note in crawl.summary.notes)


def test_a_listed_post_that_is_not_held_is_named(tmp_path: Path) -> None:
    """What the CMS lists and the archive lacks, until it is there; a protected post is not lacking."""
    site, clock = FakeSite(), Clock()
    posts = [{"id": n, "link": f"{EN}/{n}/", "content": {"protected": n == 3}} for n in (1, 2, 3)]
    root = wordpress.usual_root(f"{EN}/")
    for newest in (True, False):
        site.pages[wordpress.address(root, newest=newest)] = httpx.Response(200, json=posts)
    site.article(f"{EN}/1/")
    site.pages[f"{EN}/3/"] = httpx.Response(200, html="<form></form>")
    _, crawl = run(site, tmp_path, clock)
    assert crawl.summary.exit == SHORTFALL
    (note,) = (note for note in crawl.summary.notes if "not held" in note)
    assert note == f"en: the site lists 2 posts, and 1 of them is not held, such as {EN}/2/"
    site.article(f"{EN}/2/")
    clock.pass_days(1.1)
    _, crawl = run(site, tmp_path, clock)
    assert crawl.summary.exit == DONE


def test_plain_permalinks_are_found_by_the_api_that_the_page_names(tmp_path: Path) -> None:
    """`?rest_route=/` is where the front page says; it is asked for once."""
    site = FakeSite()
    root = f"{EN}/?rest_route=/"
    site.pages[f"{EN}/"] = httpx.Response(200, html=f'<link rel="https://api.w.org/" href="{root}">')
    posts = [{"id": n, "link": f"{EN}/?p={n}"} for n in (1, 2)]
    for newest in (True, False):
        site.pages[wordpress.address(root, newest=newest)] = httpx.Response(200, json=posts)
    for n in (1, 2):
        site.article(f"{EN}/?p={n}", f"Text {n}.")
    outcomes, _ = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/?p=1", f"{EN}/?p=2"}
    assert site.count(f"{EN}/") == 1


def test_stored_parts_are_joined_again(tmp_path: Path) -> None:
    """Reading the captures anew changes nothing of an article on several pages, nor of one that is protected now."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/a/", "/b/")
    site.article(f"{EN}/a/", "One.", links='<a href="/a/2/">2</a>')
    site.article(f"{EN}/a/2/", "Two.", links='<a href="/a/">1</a>')
    site.article(f"{EN}/b/", "Open to all.")
    run(site, tmp_path, clock)
    site.article(f"{EN}/b/", "Closed.", links='<form class="post-password-form"></form>')
    clock.pass_days(40)
    run(site, tmp_path, clock, full=True)
    bodies = "SELECT body, version FROM articles ORDER BY url"
    before = rows(tmp_path, bodies)
    assert before == [("One.\n\nTwo.", 1), ("Open to all.", 1)]
    list(reextract(tmp_path, workers=0))
    assert rows(tmp_path, bodies) == before
