"""An article keeps its row, its versions and its story when its address changes."""

from pathlib import Path
from typing import Any
from zlib import crc32

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, profile, rows, run, saved

from dimash_archive.archive import Archive
from dimash_archive.discovery import wordpress

__all__ = ["fake_extractor"]
pytestmark = pytest.mark.usefixtures("fake_extractor")
LINKS = profile(sources=("links",))
TEXT = "The choir of the steppe sang for an hour, and nobody in the square wanted to go home before the last song."


def articles(data: Path) -> list[tuple[Any, ...]]:
    """Number, address, version and whether it is there, of every article."""
    return rows(data, "SELECT id, url, version, gone_at IS NULL FROM articles ORDER BY id")


def moved(target: str) -> httpx.Response:
    """A redirect for good."""
    return httpx.Response(301, headers={"Location": target})


def test_a_redirect_moves_an_article_with_its_versions(tmp_path: Path) -> None:
    """An article whose page redirects to the same text, edited a little, is one article under any address."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/old/")
    site.article(f"{EN}/old/", TEXT, title="The choir")
    run(site, tmp_path, clock, LINKS)
    site.pages[f"{EN}/old/"] = moved(f"{EN}/new/")
    site.article(f"{EN}/new/", f"{TEXT} It rained.", title="The choir")
    clock.pass_days(40)
    outcomes, _ = run(site, tmp_path, clock, LINKS, full=True)
    assert saved(outcomes) == set()
    assert articles(tmp_path) == [(1, f"{EN}/new/", 2, 1)]
    with Archive.open(tmp_path, readonly=True) as archive:
        for url in ("/old/", "/new/"):
            assert len(archive.history(f"{EN}{url}")) == 2
    assert rows(tmp_path, "SELECT url, how FROM addresses ORDER BY url") == [
        (f"{EN}/new/", "canonical"),
        (f"{EN}/old/", "moved"),
    ]


def test_a_redirect_to_another_article_moves_nothing(tmp_path: Path) -> None:
    """What redirects to something else is not that."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/old/")
    site.article(f"{EN}/old/", TEXT)
    run(site, tmp_path, clock, LINKS)
    site.pages[f"{EN}/old/"] = moved(f"{EN}/new/")
    site.article(f"{EN}/new/", "Tickets for the winter season go on sale at ten o'clock on Monday.")
    clock.pass_days(40)
    outcomes, _ = run(site, tmp_path, clock, LINKS, full=True)
    assert saved(outcomes) == {f"{EN}/new/"}
    assert [url for _, url, *_ in articles(tmp_path)] == [f"{EN}/old/", f"{EN}/new/"]


@pytest.mark.parametrize(
    "there", [httpx.Response(404), moved(f"{EN}/new/"), moved(f"{EN}/")], ids=["404", "301", "front"]
)
def test_the_same_text_elsewhere_is_asked_about(tmp_path: Path, there: httpx.Response) -> None:
    """A new page with the text of one that is held, and that is not there any more, is where that one moved."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/old/")
    site.article(f"{EN}/old/", TEXT, title="The choir")
    run(site, tmp_path, clock, LINKS)
    site.list(f"{EN}/", "/new/")
    site.article(f"{EN}/new/", TEXT, title="The choir")
    site.pages[f"{EN}/old/"] = there
    clock.pass_days(1)
    run(site, tmp_path, clock, LINKS)
    assert articles(tmp_path) == [(1, f"{EN}/new/", 1, 1)]


def test_two_pages_with_one_text_stay_two(tmp_path: Path) -> None:
    """Where both are there, neither moved."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/old/", "/new/")
    site.article(f"{EN}/old/", TEXT)
    site.article(f"{EN}/new/", TEXT)
    for _ in range(2):
        run(site, tmp_path, clock, LINKS)
        clock.pass_days(1)
    assert len(articles(tmp_path)) == 2


def test_a_canonical_address_that_changes_moves_the_article(tmp_path: Path) -> None:
    """A page that calls another address its own takes its article there."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/old/")
    site.article(f"{EN}/old/", TEXT)
    run(site, tmp_path, clock, LINKS)
    site.article(f"{EN}/old/", TEXT, canonical=f"{EN}/news/old/")
    clock.pass_days(40)
    run(site, tmp_path, clock, LINKS, full=True)
    assert articles(tmp_path) == [(1, f"{EN}/news/old/", 1, 1)]


def listed(site: FakeSite, posts: dict[int, str], date: str = "2024-06-01T00:00:00", **more: Any) -> None:
    """Let the REST API list these posts: address by number."""
    body = [{"id": number, "link": url, "modified_gmt": date, **more} for number, url in posts.items()]
    headers = {"X-WP-Total": str(len(body)), "X-WP-TotalPages": "1"}
    root = wordpress.usual_root(f"{EN}/")
    for newest in (True, False):
        site.pages[wordpress.address(root, newest=newest)] = httpx.Response(200, json=body, headers=headers)


@pytest.mark.parametrize("new", ["?p={}", "2024/06/01/{}-slug/", "news/{}-slug/"])
def test_new_permalinks_move_all_articles(new: str, tmp_path: Path) -> None:
    """A site that changes all its addresses has the same articles as before, each with the same number."""
    site, clock = FakeSite(), Clock()
    texts = {number: f"Number {number}. {TEXT} {crc32(bytes([number]))}" for number in range(1, 6)}
    listed(site, {number: f"{EN}/{number}-slug/" for number in texts})
    for number, text in texts.items():
        site.article(f"{EN}/{number}-slug/", text, title=f"Title {number}")
    run(site, tmp_path, clock)
    before = articles(tmp_path)
    site.pages.clear()
    listed(site, {number: f"{EN}/{new.format(number)}" for number in texts})
    for number, text in texts.items():
        site.article(f"{EN}/{new.format(number)}", text, title=f"Title {number}")
    clock.pass_days(1)
    outcomes, _ = run(site, tmp_path, clock)
    assert saved(outcomes) == set()
    after = articles(tmp_path)
    assert [row[0] for row in after] == [row[0] for row in before]
    assert {row[1] for row in after} == {f"{EN}/{new.format(number)}" for number in texts}
    assert {row[2] for row in after} == {1}


def test_a_removal_beside_a_restoring_is_seen(tmp_path: Path) -> None:
    """The number of posts stays the same; their numbers do not."""
    site, clock = FakeSite(), Clock()
    for slug in "abc":
        site.article(f"{EN}/{slug}/", f"{slug}. {TEXT}")
    listed(site, {1: f"{EN}/a/", 2: f"{EN}/b/"})
    run(site, tmp_path, clock)
    site.pages.pop(f"{EN}/b/")
    listed(site, {3: f"{EN}/c/", 1: f"{EN}/a/"})
    clock.pass_days(1)
    run(site, tmp_path, clock)
    assert rows(tmp_path, "SELECT url FROM pages WHERE last_status = 404 AND url LIKE '%/b/'") == [
        (f"{EN}/b/",)
    ]
    assert rows(tmp_path, "SELECT cms_id FROM listings WHERE absent_since IS NOT NULL") == [(2,)]


def test_a_post_that_becomes_protected_keeps_its_text(tmp_path: Path) -> None:
    """The password form is no text; since when it is there is noted, until it is gone again."""
    site, clock = FakeSite(), Clock()
    listed(site, {1: f"{EN}/a/"})
    site.article(f"{EN}/a/", TEXT)
    run(site, tmp_path, clock)
    listed(site, {1: f"{EN}/a/"}, "2024-07-01T00:00:00", content={"protected": True})
    site.article(f"{EN}/a/", "This content is protected.", links='<form class="post-password-form"></form>')
    clock.pass_days(30)
    run(site, tmp_path, clock)
    asked = "SELECT body, version, gone_at, protected_at IS NOT NULL FROM articles"
    assert rows(tmp_path, asked) == [(TEXT, 1, None, 1)]
    listed(site, {1: f"{EN}/a/"}, "2024-08-01T00:00:00", content={"protected": False})
    site.article(f"{EN}/a/", TEXT)
    clock.pass_days(30)
    run(site, tmp_path, clock)
    assert rows(tmp_path, asked) == [(TEXT, 1, None, 0)]


def test_addresses_that_become_dated_move_all_articles(tmp_path: Path) -> None:
    """Where short addresses redirect to dated ones, links to these are followed, whatever page names them first."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/choir/", "/rain/")
    for slug in ("choir", "rain"):
        site.article(f"{EN}/{slug}/", f"{slug}. {TEXT}", title=slug)
    run(site, tmp_path, clock, LINKS)
    for slug in ("choir", "rain"):
        site.pages[f"{EN}/{slug}/"] = moved(f"{EN}/2024/06/01/{slug}/")
        site.article(f"{EN}/2024/06/01/{slug}/", f"{slug}. {TEXT}", title=slug)
    site.list(f"{EN}/", "/2024/06/01/choir/", "/2024/06/01/rain/")
    clock.pass_days(1)
    run(site, tmp_path, clock, LINKS, full=True)
    assert articles(tmp_path) == [
        (1, f"{EN}/2024/06/01/choir/", 1, 1),
        (2, f"{EN}/2024/06/01/rain/", 1, 1),
    ]
