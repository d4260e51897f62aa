"""The invented site without sockets: its pages, lists, feeds, sitemaps, REST API, and how it moves on."""

import gzip
import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from demo_stories import small_site, transport
from dimash_archive.demo import DemoSite
from dimash_archive.demo.marks import cut, straight
from dimash_archive.demo.pictures import picture
from dimash_archive.demo.post import Post
from dimash_archive.demo.story import LANGS
from dimash_archive.demo.timeline import shelf
from dimash_archive.demo.words import word

SITE = small_site(60)
POSTS = [post for lang in LANGS for post in SITE.room.posts(lang)]
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def web() -> httpx.Client:
    """A client of the site of sixty stories."""
    return httpx.Client(transport=transport(SITE), base_url=SITE.place("en").base)


def get(lang: str, path: str, site: DemoSite = SITE, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer."""
    status, found, body = site.respond(
        lang, path, {key.replace("_", "-"): value for key, value in headers.items()}
    )
    return status, found, body.decode()


def page(post: Post, query: str = "") -> LexborHTMLParser:
    """The page of a post, parsed."""
    return LexborHTMLParser(get(post.lang, post.path + query)[2])


def some(layout: str) -> Post:
    """A post set in this layout, with everything in it: an English one of three languages."""
    return next(
        post for post in POSTS if post.layout == layout and post.lang == "en" and post.number % 2 == 0
    )


# --- articles


def test_most_pages_are_classic_some_cloud_a_few_plain() -> None:
    """All three layouts occur, in the order of their age."""
    counts = [sum(post.layout == each for post in POSTS) for each in ("classic", "cloud", "plain")]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) >= 3


@pytest.mark.parametrize("layout", ["classic", "cloud", "plain"])
def test_a_page_shows_everything_twice(layout: str) -> None:
    """Language switch, menu, headline and breadcrumb stand in the mobile and in the desktop header."""
    post = some(layout)
    tree, html = page(post), get(post.lang, post.path)[2]
    assert tree.body is not None
    text = re.sub(r"\s+", " ", tree.body.text(separator=" "))
    assert text.count("ҚАЗ RUS ENG") == 2
    assert [node.text() for node in tree.css("h1")] == [post.title, post.title]
    for words in (9, 12):
        assert f"Festivals {cut(straight(post.title), words)}" in text
    assert html.count('/category/choir-world/">Choir World</a>') >= 2


@pytest.mark.parametrize(
    "post", [some("classic"), some("cloud"), some("plain")], ids=lambda post: post.layout
)
def test_the_truth_stands_on_the_page(post: Post) -> None:
    """Headline, section, moment, tags, and every paragraph in order are what the truth says."""
    truth = SITE.truth(post.lang)[SITE.url(post)]
    tree = page(post)
    assert tree.body is not None
    text = re.sub(r"[\s\xa0]+", " ", tree.body.text(separator=""))
    at = [text.index(re.sub(r"\s+", " ", each)) for each in truth.paragraphs]
    assert at == sorted(at)
    header = tree.css_first(".td-post-header time, .tdb_single_date time, body > div > div > time")
    assert header is not None
    assert header.attributes["datetime"] == truth.published.isoformat()
    assert truth.published.utcoffset() == timedelta(hours=5)
    assert all(f">{tag.replace('&', '&amp;')}</a>" in (tree.html or "") for tag in truth.tags)
    assert truth.body == "\n\n".join(truth.paragraphs)
    assert truth.embeds == (("youtube", "aB3dE6gH9kL"),)


def test_every_page_of_every_layout_can_be_made() -> None:
    """All pages and AMP copies answer and name their canonical address; plain ones have no class."""
    for post in POSTS:
        html = get(post.lang, post.path)[2]
        assert f'rel="canonical" href="{SITE.url(post)}"' in html
        assert ("class=" not in html) == (post.layout == "plain")
        status, _, amp = get(post.lang, f"{post.path}?amp")
        assert (status, f'rel="canonical" href="{SITE.url(post)}"' in amp) == (200, True)


def test_the_truths_pictures_are_on_the_page_and_on_the_server() -> None:
    """Each picture of the truth is shown, lazily or not, with the headline as typed, and can be fetched."""
    for post in POSTS[:20]:
        truth, tree = SITE.truth(post.lang)[SITE.url(post)], page(post)
        sources = {
            img.attributes.get("data-src") or img.attributes.get("src"): img.attributes.get("alt")
            for img in tree.css("img")
        }
        for image in truth.images:
            assert sources[image.url] == image.alt == straight(post.title)
        path = urlsplit(truth.images[-1].url).path
        status, headers, body = SITE.respond(post.lang, path, {})
        assert status == 200
        assert body.startswith(b"\x89PNG" if headers["Content-Type"] == "image/png" else b"\xff\xd8\xff")
        assert SITE.respond(post.lang, re.sub(r"(\.\w+)$", r"-300x200\1", path), {})[0] == 200


def test_the_alt_text_is_glued_to_the_speech() -> None:
    """The picture of `!img+` stands in the same paragraph, directly before its text."""
    paragraph = next(node for node in page(some("plain")).css("p") if "We sang" in node.text())
    assert re.match(r'<p><img [^>]+alt="The &quot;Voice[^>]+>“We sang', paragraph.html or "")


def test_pages_carry_their_traps() -> None:
    """Hidden user names, lazy pictures, advertisements, comments, counters and the like all occur."""
    pages = "\n".join(get(post.lang, post.path)[2] for post in POSTS)
    for trap in (
        'class="td-author-name vcard author" style="display: none"',
        'content="tasqonyr_admin"',
        "data-src=",
        "td-adspot-title",
        'class="code-block',
        "replytocom=",
        "td-nr-views-",
        "&nbsp;<a ",
        "font-weight: 400",
        "tdb_single_post_views",
        "cookie-law-info-bar",
        "tdn-form-wrap",
        "Read also:",
        "wp-caption-text",
        "<br />\ncr: qonyr_samal",
        'h3 class="entry-title td-module-title',
        "instagram-media",
        "Latest news",
        "Последние новости",
        "Соңғы жаңалықтар",
    ):
        assert trap in pages, trap


def test_most_pages_have_json_ld_and_og_but_not_all() -> None:
    """Machine-readable data names headline, moments and author, or is missing."""
    heads = [(post, get(post.lang, post.path)[2].partition("</head>")[0]) for post in POSTS]
    with_data = [each for each in heads if "ld+json" in each[1]]
    with_og = [each for each in heads if 'property="og:title"' in each[1]]
    assert len(heads) / 2 < len(with_data) < len(heads)
    assert len(heads) / 2 < len(with_og) < len(heads)
    post, head = with_data[0]
    data = json.loads(head.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    article = data["@graph"][0]
    assert article["datePublished"] == post.published.isoformat()
    assert article["headline"] == straight(post.title)
    assert f"- {word(post.lang, 'site')}" in with_og[0][1]


def test_latest_news_leaves_the_article_itself_out() -> None:
    """Five teasers with headlines in type, cut words as typed, and other dates."""
    newest = SITE.room.posts("en")[0]
    shown = SITE.room.latest("en", 5, newest)
    assert newest not in shown
    assert len(shown) == 5
    teaser = SITE.room.teaser(SITE.room.posts("kk")[1])
    assert len(teaser.split()) <= 19


def test_languages_are_linked_only_on_a_site_that_tells() -> None:
    """hreflang names every edition that has the story, and nothing where the setting is off."""
    post = some("classic")
    assert len(page(post).css('link[rel="alternate"][hreflang]')) == 3
    silent = small_site(12, hreflang=False)
    first = silent.room.posts("en")[0]
    assert "hreflang" not in get("en", first.path, silent)[2]
    assert b"hreflang" not in gzip.decompress(silent.respond("en", "/post-sitemap1.xml.gz", {})[2])


def test_editions_have_their_own_slugs_and_moments() -> None:
    """A story is published minutes to hours apart, under other addresses; equal slugs are numbered."""
    versions = SITE.room.versions(some("classic"))
    assert len({post.slug for post in versions}) == 3
    moments = [post.published for post in versions]
    assert len(set(moments)) == 3
    assert max(moments) - min(moments) < timedelta(hours=5)
    kazakh = {post.slug for post in SITE.room.posts("kk")}
    assert {"hor-saparga-shykty", "hor-saparga-shykty-2", "hor-saparga-shykty-30"} <= kazakh


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


# --- for programs


def test_robots_txt_names_the_sitemap() -> None:
    """The rules stand there, and the sitemap only where there is one."""
    text = get("en", "/robots.txt")[2]
    assert "Disallow: /private/" in text
    assert f"Sitemap: {SITE.place('en').base}sitemap_index.xml" in text
    assert "Sitemap" not in get("en", "/robots.txt", small_site(2, offers=frozenset()))[2]


def test_sitemaps_name_every_article_with_its_last_change() -> None:
    """The index leads to gzipped children, which hold each address once, with lastmod and alternates."""
    found = {}
    for loc in ET.fromstring(get("en", "/sitemap_index.xml")[2]).findall("s:sitemap/s:loc", SITEMAP):
        body = SITE.respond("en", urlsplit(loc.text or "").path, {"Accept-Encoding": "gzip"})[2]
        for entry in ET.fromstring(gzip.decompress(body)).findall("s:url", SITEMAP):
            found[entry.findtext("s:loc", "", SITEMAP)] = entry
    for post in SITE.room.posts("en"):
        entry = found.pop(SITE.url(post))
        assert entry.findtext("s:lastmod", "", SITEMAP) == post.modified.isoformat()
        assert len(entry.findall("x:link", SITEMAP)) in (2, 3)
    assert len(found) == 3 + 5


def test_feeds_hold_the_ten_newest() -> None:
    """Items name title, address, moment and text; a section's feed holds that section alone."""
    channel = ET.fromstring(get("en", "/feed/")[2].encode())
    assert [item.findtext("link") for item in channel.iter("item")] == list(SITE.urls("en")[:10])
    item = next(channel.iter("item"))
    newest = SITE.room.posts("en")[0]
    assert parsedate_to_datetime(item.findtext("pubDate", "")) == newest.published
    assert item.findtext("title") == newest.title
    section = ET.fromstring(get("en", "/category/choir-world/feed/")[2].encode())
    assert {each.findtext("category") for each in section.iter("item")} == {"Choir World"}


def rest(web: httpx.Client, kind: str, **query: object) -> httpx.Response:
    """An answer of the REST API."""
    return web.get(f"/wp-json/wp/v2/{kind}", params={key: str(value) for key, value in query.items()})


def test_rest_pages_through_all_posts(web: httpx.Client) -> None:
    """Pages of the asked size, totals in the headers, links to the neighbours, 400 beyond the end."""
    first = rest(web, "posts", per_page=25, _fields="id,link,title.rendered")
    assert (first.headers["x-wp-total"], first.headers["x-wp-totalpages"]) == ("60", "3")
    assert set(first.json()[0]) == {"id", "link", "title"}
    assert 'page=2>; rel="next"' in first.headers["link"]
    pages = [rest(web, "posts", per_page=25, page=number) for number in (1, 2, 3)]
    assert [post["link"] for answer in pages for post in answer.json()] == list(SITE.urls("en"))
    assert 'rel="prev"' in pages[2].headers["link"]
    assert "link" not in rest(web, "posts", per_page=100).headers
    beyond = rest(web, "posts", per_page=25, page=4)
    assert (beyond.status_code, beyond.json()["code"]) == (400, "rest_post_invalid_page_number")
    assert rest(web, "posts", per_page=25, offset=50).json() == pages[2].json()
    assert rest(web, "posts", offset=100).json() == []


def test_rest_tells_all_of_a_post(web: httpx.Client) -> None:
    """Moments in local time and UTC, the title in entities, the text as HTML, numbers of section and tags."""
    post = next(each for each in SITE.room.posts("en") if each.number % 2 == 0)
    found = web.get(f"/wp-json/wp/v2/posts/{post.id}").json()
    assert datetime.fromisoformat(found["date_gmt"]).replace(tzinfo=UTC) == post.published.replace(
        microsecond=0
    )
    assert found["date"] == post.published.strftime("%Y-%m-%dT%H:%M:%S")
    assert "&#8220;Voice of the Wind&#8221; festival &#8211; day" in found["title"]["rendered"]
    assert "<h" in found["content"]["rendered"]
    assert found["categories"] == [rest(web, "categories", slug="festivals").json()[0]["id"]]
    tags = rest(web, "tags", include=",".join(map(str, found["tags"]))).json()
    assert {tag["name"] for tag in tags} == set(post.tags)
    assert rest(web, "posts", tags=found["tags"][0], per_page=100).headers["x-wp-total"] == "30"


def test_rest_selects(web: httpx.Client) -> None:
    """By moments, section, tag, number, address, words, and their opposites."""
    posts = SITE.room.posts("en")
    middle = sorted(post.modified for post in posts)[40]

    def count(**query: object) -> int:
        return int(rest(web, "posts", **query).headers["x-wp-total"])

    assert count(modified_after=middle.isoformat()) == 19
    assert count(modified_before=middle.isoformat()) == 40
    assert count(modified_after=middle.strftime("%Y-%m-%dT%H:%M:%S")) == 19
    assert count(after=posts[10].published.isoformat()) == 10
    assert count(before=posts[10].published.isoformat()) == 49
    festivals = rest(web, "categories", slug="festivals").json()[0]["id"]
    assert count(categories=festivals) == count(categories_exclude=3) == 30
    tag = rest(web, "tags", search="fair").json()[0]["id"]
    assert count(tags=tag) == 30
    assert count(tags_exclude=tag) == 30
    assert count(include=f"{posts[3].id},{posts[4].id}") == 2
    assert count(exclude=posts[3].id) == 59
    assert count(slug=f"{posts[3].slug},nothing") == 1
    assert count(search="VOICE") == 30
    assert count(search="zzz") == 0


@pytest.mark.parametrize("by", ["date", "modified", "id", "title", "slug"])
def test_rest_sorts(web: httpx.Client, by: str) -> None:
    """Any order it knows, both ways."""
    down = rest(web, "posts", orderby=by, per_page=100, _fields="id").json()
    up = rest(web, "posts", orderby=by, order="asc", per_page=100, _fields="id").json()
    assert down == up[::-1]
    assert len(down) == 60


def test_rest_keeps_the_order_asked_for(web: httpx.Client) -> None:
    """`orderby=include` gives the numbers as they were listed."""
    ids = [post.id for post in SITE.room.posts("en")[5:8]]
    found = rest(web, "posts", include=",".join(map(str, ids)), orderby="include", _fields="id").json()
    assert [each["id"] for each in found] == ids
    assert rest(web, "posts", orderby="include").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("posts?per_page=101", 400, "rest_invalid_param"),
        ("posts?per_page=0", 400, "rest_invalid_param"),
        ("posts?page=x", 400, "rest_invalid_param"),
        ("posts?orderby=mood", 400, "rest_invalid_param"),
        ("posts?order=sideways", 400, "rest_invalid_param"),
        ("posts?status=draft", 400, "rest_invalid_param"),
        ("posts?modified_after=soon", 400, "rest_invalid_param"),
        ("posts/1", 404, "rest_post_invalid_id"),
        ("tags/1", 404, "rest_term_invalid_id"),
        ("users", 404, "rest_no_route"),
        ("posts/1/2", 404, "rest_no_route"),
    ],
)
def test_rest_refuses_as_wordpress_does(web: httpx.Client, path: str, status: int, code: str) -> None:
    """Bad parameters, unknown numbers and routes have WordPress's status and code."""
    answer = web.get(f"/wp-json/wp/v2/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_rest_lists_terms_and_pages(web: httpx.Client) -> None:
    """Categories, tags with their counts, and the static pages."""
    assert web.get("/wp-json/").json()["namespaces"] == ["wp/v2"]
    assert web.get("/wp-json").json()["name"] == "Tasqonyr News"
    categories = rest(web, "categories").json()
    assert [each["name"] for each in categories] == sorted(each["name"] for each in categories)
    assert len(rest(web, "categories", hide_empty="true").json()) == 2
    assert rest(web, "categories", hide_empty="false", page=9).json() == []
    tag = rest(web, "tags", orderby="count", order="desc").json()[0]
    assert (tag["count"], tag["taxonomy"]) == (30, "post_tag")
    assert web.get(urlsplit(tag["link"]).path).status_code == 200
    pages = rest(web, "pages").json()
    assert [urlsplit(each["link"]).path for each in pages] == ["/about-us/", "/contacts/"]


def test_sources_can_be_missing() -> None:
    """A site without them answers 404 for REST API, sitemaps and feeds, and still has its pages."""
    bare = small_site(4, offers=frozenset())
    for path in (
        "/wp-json/wp/v2/posts",
        "/sitemap_index.xml",
        "/sitemap.xml",
        "/feed/",
        "/post-sitemap1.xml.gz",
    ):
        assert bare.respond("en", path, {})[0] == 404
    assert bare.respond("en", "/", {})[0] == 200


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
