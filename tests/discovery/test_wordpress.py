"""The WordPress REST API."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dimash_archive.discovery import wordpress
from dimash_archive.errors import BadAnswer
from dimash_archive.records import Fetched, Listing

DAY = datetime(2024, 6, 14, 10, 30, tzinfo=UTC)


def answer(body: Any, status: int = 200, **headers: str) -> Fetched:
    """An answer of the API."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Fetched("https://example.org/wp-json/wp/v2/posts?page=1", status, "", lines, raw, raw, DAY)


def test_the_whole_list_is_asked_for_in_a_stable_order() -> None:
    """A hundred a page, by id, only the fields that tell where it stands, when it changed and how the CMS sorts it."""
    parts = urlsplit(wordpress.address(wordpress.usual_root("https://example.org/"), 3))
    assert parts.path == "/wp-json/wp/v2/posts"
    assert parse_qs(parts.query) == {
        "per_page": ["100"],
        "page": ["3"],
        "_embed": ["author,wp:term"],
        "_fields": [
            "id,link,title,date_gmt,modified_gmt,format,content.protected,categories,tags,_links,_embedded"
        ],
        "orderby": ["id"],
        "order": ["asc"],
    }


def test_later_the_newest_changes_come_first() -> None:
    """Then a later run can stop where it knows everything."""
    query = parse_qs(urlsplit(wordpress.address("https://example.org/", newest=True)).query)
    assert (query["orderby"], query["order"], query["page"]) == (["modified"], ["desc"], ["1"])


def test_posts_are_read() -> None:
    """Address and moment of change of each, and how many there are."""
    posts = [
        {"link": "https://example.org/a/", "modified_gmt": "2024-06-14T10:30:00"},
        {"link": "https://example.org/b", "modified_gmt": None},
        {"link": "about:blank"},
    ]
    got = wordpress.parse(answer(posts, X_WP_Total="250", x_wp_totalpages="3"), "kk")
    assert (got.pages, got.total) == (3, 250)
    assert [(each.url, each.modified) for each in got.addresses] == [
        ("https://example.org/a/", DAY),
        ("https://example.org/b", None),
    ]
    assert {(each.kind, each.found_by, each.edition) for each in got.addresses} == {
        ("article", "wordpress", "kk")
    }


def test_headers_may_be_missing() -> None:
    """Behind a cache that strips them, what was sent is all there is."""
    got = wordpress.parse(answer([], X_WP_Total="many"), "kk")
    assert (got.addresses, got.pages, got.total) == ((), 1, 0)


@pytest.mark.parametrize(
    "body", [b"<html>", b"\xff", {"code": "rest_no_route"}, [3], [{"id": 1}], b"[" * 99999, 5], ids=repr
)
def test_something_else_is_told(body: Any) -> None:
    """A site without the API often answers with a page, or with an error in JSON."""
    with pytest.raises(BadAnswer, match="something other"):
        wordpress.parse(answer(body), "kk")
    with pytest.raises(BadAnswer, match="404"):
        wordpress.parse(answer(body, 404), "kk")


def test_what_the_cms_says_of_a_post_is_read() -> None:
    """Number, format, section, tags, author by name, both moments, protection; entities resolved, errors are nothing."""
    terms = [
        [{"taxonomy": "category", "name": "News &amp; views"}, {"taxonomy": "category", "name": "Second"}],
        [{"taxonomy": "post_tag", "name": "Dombra"}],
    ]
    posts = [
        {
            "id": 7,
            "link": "https://example.org/?p=7",
            "date_gmt": "2024-06-14T10:30:00",
            "modified_gmt": "2024-06-15T10:30:00",
            "format": "gallery",
            "content": {"protected": True},
            "title": {"rendered": "Songs &#038; <em>steppes</em>"},
            "_embedded": {"author": [{"name": "Editorial"}], "wp:term": terms},
        },
        {
            "id": 8,
            "link": "https://example.org/?p=8",
            "tags": [3],
            "_embedded": {"author": [{"code": "rest_user_invalid_id"}], "wp:term": "none"},
        },
    ]
    first, second = (each.listing for each in wordpress.parse(answer(posts), "en").addresses)
    assert first == Listing(
        "wordpress",
        cms_id=7,
        format="gallery",
        section="News & views",
        tags=("Dombra",),
        author="Editorial",
        published=DAY,
        modified=DAY + timedelta(days=1),
        is_protected=True,
        title="Songs & steppes",
    )
    assert second == Listing("wordpress", cms_id=8)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((("Link", '<https://example.org/?rest_route=/>; rel="https://api.w.org/"'),), b""),
        ((), b"<link rel='https://api.w.org/' href='/?rest_route=/' />"),
    ],
)
def test_the_api_is_where_the_page_says(headers: tuple[tuple[str, str], ...], body: bytes) -> None:
    """By header or element; where addresses are plain, the list's query is joined to the API's."""
    front = Fetched("https://example.org/", 200, "", headers, body, body, DAY)
    root = wordpress.api_root(front)
    assert root == "https://example.org/?rest_route=/"
    assert wordpress.address(root).startswith("https://example.org/?rest_route=/wp/v2/posts&per_page=100&")


@pytest.mark.parametrize(
    ("named", "first", "second"),
    [
        ("https://x.kz/feed/", "https://x.kz/feed/atom/?orderby=modified", "&paged=2"),
        ("https://x.kz/kk/feed/rss2", "https://x.kz/kk/feed/atom/?orderby=modified", "&paged=2"),
        ("https://x.kz/?feed=rss2", "https://x.kz/?feed=atom&orderby=modified", "&paged=2"),
        ("https://x.kz/?feed=rss2&lang=kk", "https://x.kz/?lang=kk&feed=atom&orderby=modified", "&paged=2"),
        ("https://x.kz/rss.xml", None, None),
    ],
)
def test_the_feed_by_change_is_beside_the_named_one(
    named: str, first: str | None, second: str | None
) -> None:
    """By path or by query, whatever form the site names; what is no feed of WordPress's has none."""
    assert wordpress.feed_by_change(named) == first
    assert wordpress.feed_by_change(named, 2) == (first and f"{first}{second}")


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (b'<meta name="generator" content="WordPress 6.1" />', True),
        (b'<link rel="stylesheet" href="/wp-content/themes/steppe/style.css">', True),
        (b'<link rel="https://api.w.org/" href="/wp-json/">', True),
        (b"<p>We moved away from WordPress.</p>", False),
    ],
)
def test_a_wordpress_is_known_by_its_front_page(body: bytes, is_one: bool) -> None:
    """By its generator, its folders or its API; not by its name."""
    front = Fetched("https://x.kz/", 200, "", (), body, body, DAY)
    assert wordpress.is_wordpress(front) is is_one


@pytest.mark.parametrize(
    ("types", "kinds"),
    [
        ({"post": {"rest_base": "posts", "taxonomies": ["category", "post_tag"]}}, ()),
        ({"review": {"rest_base": "reviews", "taxonomies": ["genre", "post_tag"]}}, ("reviews",)),
        ({"product": {"rest_base": "products", "taxonomies": ["product_cat"]}}, ()),
        ({"page": {"rest_base": "pages", "taxonomies": ["category"]}}, ()),
        ({"odd": {"rest_base": "../users", "taxonomies": ["category"]}}, ()),
        ({"odd": {"rest_base": None, "taxonomies": None}}, ()),
        ([{"rest_base": "reviews", "taxonomies": ["category"]}], ()),
        ({"odd": ["category"]}, ()),
        (b"<html>", ()),
    ],
)
def test_types_that_share_the_sections_of_posts_are_posts(types: object, kinds: tuple[str, ...]) -> None:
    """News and reviews kept as a type of their own are; products, pages and what is no list of types are not."""
    assert wordpress.further_kinds(answer(types)) == kinds
    assert wordpress.address("https://example.org/wp-json/", kind="reviews").startswith(
        "https://example.org/wp-json/wp/v2/reviews?"
    )


@pytest.mark.parametrize("number", [10**30, -(10**30), -1])
def test_a_number_that_no_database_holds_is_none(number: int) -> None:
    """A post may have any number in its JSON; one beyond 64 bits would end the reading of all lists."""
    body = [{"id": number, "link": "https://a.org/b/"}]
    posts = wordpress.parse(answer(body, X_WP_Total="9" * 5000), "en")
    (post,) = posts.addresses
    assert post.listing is not None and post.listing.cms_id is None
    assert posts.total == 1


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("https://example.org/wp-sitemap-posts-report-2.xml", ("report",)),
        ("https://example.org/?sitemap=posts&sitemap-subtype=long-read&paged=1", ("long-read",)),
        ("https://example.org/long-read-sitemap3.xml", ("long-read",)),
        ("https://example.org/sitemap-pt-report-2024-06.xml", ("report",)),
        ("https://example.org/wp-sitemap-posts-post-1.xml", ()),
        ("https://example.org/wp-sitemap-taxonomies-category-1.xml", ()),
        ("https://example.org/post_tag-sitemap.xml", ()),
        ("https://example.org/wp-sitemap.xml", ()),
        ("https://example.org/sitemap_index.xml", ()),
    ],
)
def test_sitemaps_name_the_types_of_posts(address: str, kinds: tuple[str, ...]) -> None:
    """WordPress's own sitemaps and those of its plugins have the type in their addresses."""
    assert wordpress.kinds_of_sitemaps([address]) == kinds
