"""The page at an address: from path and query to a response. Pure; validators and gzip come later."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import unquote

from dimash_archive.demo.newsroom.post import SMALL, Post
from dimash_archive.demo.serving import answer, feeds, wordpress_api
from dimash_archive.demo.serving.answer import ServedAnswer, moved
from dimash_archive.demo.theme import lists
from dimash_archive.demo.theme.article_page import amp_page, article_page
from dimash_archive.demo.theme.drawings import picture
from dimash_archive.demo.theme.fill import file, text
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.theme.lists import ListingPage, listing_page
from dimash_archive.demo.vocabulary import section_name, section_slug, sections, word

Query = Mapping[str, str]
_THEME = "/wp-content/themes/Newspaper/"
_FILES = {"style.css": "text/css", "print.css": "text/css", "js/theme.js": "application/javascript"}
_UPLOAD = re.compile(
    r"/wp-content/uploads/\d{4}/\d\d/(?P<slug>.+)-(?P<position>\d)(?P<small>-300x200)?\.(?:jpg|png)"
)
_FURNITURE = {"logo.png": (60, 60), "banner.png": (300, 120), "avatar.png": (96, 96)}
_DATED = re.compile(r"/\d{4}/\d\d/\d\d/(?P<slug>[^/]+)/?")
_PAGED = re.compile(r"(?P<path>/(?:.+/)?)page/(?P<number>[1-9]\d{0,5})/")
_GUIDE = "/festival-guide-2019/"


def route(place: PagePlace, offers: frozenset[str], path: str, query: Query) -> ServedAnswer:
    """The response to a path and its parameters. `offers` names the site's discovery sources."""
    path = unquote(path)
    answer = _machine(place, offers, path, query) or _asset(place, path) or _redirect(place, path, query)
    if answer is None and path.endswith("/"):
        answer = _page(place, path, query)
    elif answer is None and _page(place, path + "/", query) is not None:
        return moved(place.at(path + "/" + _again(query)))
    return answer or lists.missing_page(place, "not_found", 404)


def _again(query: Query) -> str:
    """The query as requested, for a redirect."""
    return (
        "?" + "&".join(f"{name}={value}" if value else name for name, value in query.items()) if query else ""
    )


def _machine(place: PagePlace, offers: frozenset[str], path: str, query: Query) -> ServedAnswer | None:
    """Files for programs: robots.txt, sitemaps, feeds, the REST API."""
    if path == "/robots.txt":
        return feeds.robots(place, "sitemap" in offers)
    if path == wordpress_api.ROOT or path.startswith(f"{wordpress_api.ROOT}/"):
        return wordpress_api.rest(place, path, query) if "wordpress" in offers else None
    if "sitemap" in offers:
        if path == "/sitemap.xml":
            return moved(place.at("/sitemap_index.xml"))
        if path == "/sitemap_index.xml":
            return feeds.sitemap_index(place)
        if answer := feeds.sitemap(place, path.removeprefix("/")):
            return answer
    if "feed" in offers and re.fullmatch(r"/(?:.+/)?feed/", path):
        return _feed(place, path, query)
    return None


def _feed(place: PagePlace, path: str, query: Query) -> ServedAnswer | None:
    page = int(query["paged"]) if query.get("paged", "").isdecimal() else 1
    of = path.removesuffix("feed/")
    if listing := _listing(place, of):
        return feeds.feed(place, listing.title, path, listing.posts, max(1, page))
    if of == "/comments/" or place.room.by_slug(place.lang, of.strip("/")):
        return feeds.feed(place, word(place.lang, "comments"), path, ())
    return None


def _asset(place: PagePlace, path: str) -> ServedAnswer | None:
    """Style sheets, scripts and pictures."""
    name = path.removeprefix(_THEME)
    if path.startswith(_THEME) and name in _FILES:
        long_ago = place.room.opening - timedelta(days=400)
        return ServedAnswer(file(name.rpartition("/")[2]), _FILES[name], modified=long_ago)
    name = path.removeprefix("/wp-content/uploads/")
    if path.startswith("/wp-content/uploads/") and name in _FURNITURE:
        width, height = _FURNITURE[name]
        return _picture(place, path, width, height)
    match = _UPLOAD.fullmatch(path)
    post = place.room.by_slug(place.lang, match["slug"]) if match else None
    if match is None or post is None:
        return None
    small = match["small"] is not None
    if path != post.upload(int(match["position"]), small=small):
        return None
    return _picture(place, path, *((300, 200) if small else (696, 464)))


def _picture(place: PagePlace, path: str, width: int, height: int) -> ServedAnswer:
    name = path.replace(f"{SMALL}.", ".")
    mime = "image/png" if path.endswith(".png") else "image/jpeg"
    return ServedAnswer(picture(name, width, height), mime, modified=place.room.opening - timedelta(days=400))


def _redirect(place: PagePlace, path: str, query: Query) -> ServedAnswer | None:
    """Addresses of earlier years and short links."""
    if path == "/" and query.get("p", "").isdecimal():
        number = int(query["p"])
        post = next((each for each in place.room.posts(place.lang) if each.id == number), None)
        return moved(place.url(post)) if post else None
    dated = _DATED.fullmatch(path)
    post = place.room.by_slug(place.lang, dated["slug"]) if dated else None
    return moved(place.url(post)) if post else None


def _page(place: PagePlace, path: str, query: Query) -> ServedAnswer | None:
    """A page for people; `path` ends in a slash."""
    slug = path.strip("/")
    if post := place.room.by_slug(place.lang, slug):
        return _article(place, post, query)
    if (place.lang, slug) in place.room.gone or path == _GUIDE:
        return lists.missing_page(place, "gone", 410)
    if path == "/" and "s" in query:
        return lists.search_page(place, query["s"])
    if listing := _listing(place, path):
        return listing_page(place, listing, 1)
    if (paged := _PAGED.fullmatch(path)) and (listing := _listing(place, paged["path"])):
        number = int(paged["number"])
        return moved(place.at(listing.path)) if number == 1 else listing_page(place, listing, number)
    return _other(place, path, query)


def _article(place: PagePlace, post: Post, query: Query) -> ServedAnswer:
    """The page of a post. It also shows the newest posts, so it changes with them."""
    render: Callable[[PagePlace, Post], str] = amp_page if "amp" in query else article_page
    shown = [post, *place.room.latest(place.lang, 5, post)]
    api = f'<{place.at(f"/wp-json/wp/v2/posts/{post.id}")}>; rel="alternate"; type="application/json"'
    modified = max(each.modified for each in shown)
    return ServedAnswer(render(place, post).encode(), answer.HTML, modified=modified, headers={"Link": api})


def _listing(place: PagePlace, path: str) -> ListingPage | None:
    """The listing whose first page has this path."""
    lang, room = place.lang, place.room
    if path == "/":
        return ListingPage("/", word(lang, "latest"), room.posts(lang), "home blog")
    kind, _, slug = path.strip("/").partition("/")
    if kind == "category":
        key = next((key for key in sections(lang) if section_slug(lang, key) == slug), None)
        return (
            ListingPage(path, section_name(lang, key), room.section(lang, key), "archive category")
            if key
            else None
        )
    marks = {"tag": room.tags(lang), "author": room.authors(lang)}.get(kind, {})
    if mark := marks.get(slug):
        return ListingPage(path, f"{word(lang, kind)}: {mark.name}", mark.posts, f"archive {kind}")
    return None


def _other(place: PagePlace, path: str, query: Query) -> ServedAnswer | None:
    """Static pages, the calendar, and pages meant for the staff alone."""
    if path == "/calendar/":
        return lists.calendar_page(place, query.get("month"))
    if path.startswith(("/private/", "/wp-admin/")):
        return lists.text_page(place, word(place.lang, "photo_bank"), [text(word(place.lang, "private"))])
    names = (name for name in ("about", "contacts") if path == f"/{word(place.lang, f'{name}_slug')}/")
    name = next(names, None)
    return lists.static_page(place, name) if name else None
