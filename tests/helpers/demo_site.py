"""The invented site of sixty stories without sockets, for tests of what it serves."""

import httpx
import pytest
from demo_stories import small_site, transport
from selectolax.lexbor import LexborHTMLParser

from dimash_archive.demo import DemoSite
from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.newsroom.story import LANGS

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
