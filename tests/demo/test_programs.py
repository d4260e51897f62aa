"""What the invented site offers to programs: robots.txt, sitemaps, feeds, REST API."""

import gzip
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest
from demo_site import SITE, SITEMAP, get, web
from demo_stories import small_site

__all__ = ["web"]


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
