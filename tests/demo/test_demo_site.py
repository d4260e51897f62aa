"""The invented site without sockets: its addresses and validators, its pictures, and how it moves on."""

import gzip
import re
import struct
import zlib
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest
from demo_site import SITE, get, some, web
from demo_stories import small_site

from dimash_archive.demo import DemoSite
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.demo.newsroom.timeline import shelf
from dimash_archive.demo.theme.drawings import picture
from dimash_archive.demo.vocabulary import word

__all__ = ["web"]


# --- addresses


def test_every_spelling_of_an_address_leads_to_the_canonical_one(web: httpx.Client) -> None:
    """Without slash, dated, by number: one 301 to the address with the slash; tracking changes nothing."""
    post = SITE.room.posts("en")[0]
    for spelling in (post.path.rstrip("/"), post.dated_path, post.dated_path.rstrip("/"), f"/?p={post.id}"):
        answer = web.get(spelling)
        assert (answer.status_code, answer.headers["location"]) == (301, SITE.url(post))
    assert web.get(f"/{post.slug}?amp").headers["location"] == f"{SITE.url(post)}?amp"
    assert web.get(f"/{post.slug}?utm_source=x&a=").headers["location"] == f"{SITE.url(post)}?utm_source=x&a"
    assert web.get(f"{post.path}?utm_source=x").text == web.get(post.path).text
    assert web.get("/?p=1").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("/", 200),
        ("/?s=festival", 200),
        ("/page/2/", 200),
        ("/page/1/", 301),
        ("/page/99/", 404),
        ("/category/festivals/", 200),
        ("/category/festivals/page/2/", 200),
        ("/category/festivals", 301),
        ("/category/nothing/", 404),
        ("/tag/festival-fair/", 200),
        ("/tag/nothing/", 404),
        ("/author/dana-sozbekova/", 200),
        ("/about-us/", 200),
        ("/contacts/", 200),
        ("/calendar/", 200),
        ("/calendar/?month=2031-05", 200),
        ("/calendar/?month=9999-12", 200),
        ("/calendar/?month=soon", 404),
        ("/private/photo-bank/", 200),
        ("/wp-admin/", 200),
        ("/festival-guide-2019/", 410),
        ("/festival-guide-2019", 301),
        ("/nothing-here", 404),
        ("/2024/01/01/nothing/", 404),
        ("/wp-content/themes/Newspaper/style.css?ver=12.6.6", 200),
        ("/wp-content/themes/Newspaper/js/theme.js", 200),
        ("/wp-content/themes/Newspaper/nothing.css", 404),
        ("/wp-content/uploads/logo.png", 200),
        ("/wp-content/uploads/2024/03/nothing-1.jpg", 404),
        ("/wp-content/uploads/1999/01/voice-of-the-wind-0-1.jpg", 404),
        ("/feed/", 200),
        ("/feed/?paged=2", 200),
        ("/feed/?paged=99", 404),
        ("/category/festivals/feed/", 200),
        ("/comments/feed/", 200),
        ("/nothing/feed/", 404),
        ("/sitemap.xml", 301),
        ("/sitemap_index.xml", 200),
        ("/nothing-sitemap.xml.gz", 404),
        ("/xmlrpc.php?rsd", 404),
    ],
)
def test_addresses_answer_as_they_should(path: str, status: int) -> None:
    """Pages, lists, assets and errors have their status in the English edition."""
    assert SITE.respond("en", path, {})[0] == status


def test_a_missing_page_has_all_the_furniture() -> None:
    """404 and 410 show menus and the latest teasers, and carry no validators."""
    for path in ("/nothing-here/", "/festival-guide-2019/"):
        _, headers, html = get("en", path)
        assert "td-module-title" in html
        assert "ETag" not in headers


def test_every_article_is_reached_by_links_alone() -> None:
    """From the front page over pagination, without the calendar or what robots.txt forbids."""
    for lang in LANGS:
        base = SITE.place(lang).base
        seen, queue = {"/"}, ["/"]
        while queue:
            html = get(lang, queue.pop())[2]
            for href in re.findall(r'href="([^"]+)"', html):
                path = href.removeprefix(base.rstrip("/")).partition("?")[0]
                listed = re.match(r"/(category/[^/]+/)?(page/\d+/)?$", path)
                if href.startswith(base) and path not in seen:
                    seen.add(path)
                    queue += [path] if listed else []
        assert {urlsplit(url).path for url in SITE.urls(lang)} <= seen


def test_the_calendar_never_ends() -> None:
    """Each month links to the next, however far; a month with articles lists them."""
    assert '/calendar/?month=2031-06"' in get("en", "/calendar/?month=2031-05")[2]
    assert word("en", "calendar_empty") in get("en", "/calendar/?month=2031-05")[2]
    assert "td-module-title" in get("en", "/calendar/?month=2024-03")[2].partition("td-main-sidebar")[0]


# --- validators and codings


@pytest.mark.parametrize(
    "path", ["/", "/feed/", "/post-sitemap1.xml.gz", "/robots.txt", "/wp-content/uploads/logo.png"]
)
def test_what_is_known_is_not_sent_again(path: str) -> None:
    """ETag, a list with it, a star, or Last-Modified alone give 304; another tag or older date does not."""
    _, headers, _ = SITE.respond("ru", path, {})
    tag, moment = headers["ETag"], headers["Last-Modified"]
    for known in ({"If-None-Match": tag}, {"if-none-match": f'"x", {tag}'}, {"If-None-Match": "*"}):
        assert SITE.respond("ru", path, known)[::2] == (304, b"")
    assert SITE.respond("ru", path, {"If-Modified-Since": moment})[0] == 304
    earlier = format_datetime(parsedate_to_datetime(moment) - timedelta(seconds=1), usegmt=True)
    for unknown in (
        {"If-None-Match": '"other"', "If-Modified-Since": moment},
        {"If-Modified-Since": earlier},
        {"If-Modified-Since": "yesterday"},
    ):
        assert SITE.respond("ru", path, unknown)[0] == 200


def test_a_date_without_a_zone_is_taken_as_utc() -> None:
    """The old form of a date still gives 304."""
    assert SITE.respond("ru", "/", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 -0000"})[0] == 304


@pytest.mark.parametrize(
    ("accepted", "coded"), [("gzip, br", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)]
)
def test_text_is_compressed_for_those_who_accept_it(accepted: str, coded: bool) -> None:
    """The decoded body, its length and its tag are the same either way; pictures are never compressed."""
    plain = SITE.respond("kk", "/", {})
    status, headers, body = SITE.respond("kk", "/", {"Accept-Encoding": accepted})
    assert headers.get("Content-Encoding") == ("gzip" if coded else None)
    assert (gzip.decompress(body) if coded else body) == plain[2]
    assert (status, headers["Content-Length"], headers["ETag"]) == (200, str(len(body)), plain[1]["ETag"])
    assert (
        "Content-Encoding"
        not in SITE.respond("kk", "/wp-content/uploads/logo.png", {"Accept-Encoding": "gzip"})[1]
    )


# --- pictures


def test_pictures_are_real_and_always_the_same() -> None:
    """A PNG's lines unpack to the size it says; a JPEG says its size and ends as it should."""
    png = picture("a.png", 50, 30)
    assert struct.unpack(">II", png[16:24]) == (50, 30)
    data = png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8]
    assert len(zlib.decompress(data)) == 30 * (1 + 3 * 50)
    jpeg = picture("a.jpg", 50, 30)
    frame = jpeg.index(b"\xff\xc0")
    assert struct.unpack(">HH", jpeg[frame + 5 : frame + 9]) == (30, 50)
    assert jpeg.endswith(b"\xff\xd9")
    assert b"\xff\xff" not in jpeg
    picture.cache_clear()
    assert picture("a.jpg", 50, 30) == jpeg != picture("b.jpg", 50, 30)


# --- time


def test_a_day_brings_news_changes_and_removals() -> None:
    """What `changes` says is exactly the difference between the truths of two days."""
    before, after = small_site(40), small_site(40, day=1)
    changes = before.changes(1)
    old = {url: truth for lang in LANGS for url, truth in before.truth(lang).items()}
    new = {url: truth for lang in LANGS for url, truth in after.truth(lang).items()}
    assert set(new) - set(old) == changes.new
    assert set(old) - set(new) == changes.removed
    kept = set(old) & set(new)
    assert {url for url in kept if old[url].paragraphs != new[url].paragraphs} == changes.edited
    assert {url for url in kept if old[url].title != new[url].title} == changes.retitled
    assert {url for url in kept if old[url].modified != new[url].modified} == changes.changed
    assert all(changes.new) and changes.gone and changes.lost and changes.edited and changes.retitled
    assert all(new[url].published > before.room.opening for url in changes.new)
    assert all(new[url].modified < after.room.now for url in changes.changed)


def test_removed_articles_are_gone_or_lost() -> None:
    """Some answer 410 and some 404, in every edition, and stay so on later days."""
    site = small_site(40)
    changes = site.changes(1)
    for day in (1, 3):
        later = site.later(day)
        for urls, status in ((changes.gone, 410), (changes.lost, 404)):
            for url in urls:
                lang = next(lang for lang in LANGS if url.startswith(site.place(lang).base))
                assert later.respond(lang, urlsplit(url).path, {})[0] == status


def test_days_add_up() -> None:
    """What was edited once stays edited; a story may be edited again; nothing comes back."""
    before, _ = shelf(30, 4)
    after, day = shelf(30, 5)
    assert set(before.updates) <= set(after.updates)
    assert not (after.gone | after.lost) & set(after.numbers)
    assert len(after.numbers) == len(before.numbers) + 1
    assert set(day.new) == {42, 43, 44}


def test_a_small_site_survives_a_day() -> None:
    """Even a site of one story can move on."""
    site = small_site(1)
    assert len(site.later(1).urls("en")) >= 3
    assert site.changes(1).edited


def test_pages_move_with_the_days() -> None:
    """The front page is another one after a day, and says so."""
    today, tomorrow = small_site(12), small_site(12, day=1)
    _, headers, _ = today.respond("en", "/", {})
    assert today.respond("en", "/", {"If-None-Match": headers["ETag"]})[0] == 304
    assert tomorrow.respond("en", "/", {"If-None-Match": headers["ETag"]})[0] == 200
    assert tomorrow.respond("en", "/", {"If-Modified-Since": headers["Last-Modified"]})[0] == 200


def test_an_edition_without_posts_still_answers() -> None:
    """A site whose only story is not told in Russian has a Russian front page all the same."""
    site = DemoSite(1, tell=lambda number: small_site().tell(1))
    assert site.urls("ru") == ()
    for path in (
        "/",
        "/feed/",
        "/sitemap_index.xml",
        "/post-sitemap1.xml.gz",
        "/wp-json/wp/v2/posts",
        "/robots.txt",
    ):
        assert site.respond("ru", path, {})[0] == 200


def test_flattened_text_of_a_page_has_its_latest_news() -> None:
    """The site fills in the teasers that the page shows."""
    post = some("classic")
    text = SITE.flattened(post, "full")
    shown = SITE.room.latest("en", 5, post)
    tail = text.partition("\n\nLatest news\n\n")[2].split("\n\n")
    assert tail[::2] == [each.title for each in shown]
    assert text.startswith("ҚАЗ RUS ENG\n\nҚАЗ RUS ENG\n\nFestivals The")
