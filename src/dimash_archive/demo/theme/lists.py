"""The pages that are not articles: front page, sections, tags, authors, calendar, static pages, errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.serving.answer import ServedAnswer
from dimash_archive.demo.theme import frame
from dimash_archive.demo.theme.fill import attr, snippet, text
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.vocabulary import section_name, sections, word, words

PER_PAGE = 10
_IN_A_BLOCK = 4


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Posts under one heading, on as many pages as they need."""

    path: str
    """Path of the first page, with a slash at both ends."""
    title: str
    """The heading, plain text."""
    posts: Sequence[Post]
    """Newest first."""
    body_class: str
    """WordPress's name for this kind of page."""

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-len(self.posts) // PER_PAGE))

    def page_path(self, number: int) -> str:
        """Path of page `number`, from 1."""
        return self.path if number == 1 else f"{self.path}page/{number}/"


@dataclass(frozen=True, slots=True)
class _ListSheet:
    """The main content of a page that is not an article."""

    title: str
    body: str
    extra: str = ""
    """Words after the title in the breadcrumb."""
    pager: str = ""
    body_class: str = "page"
    status: int = 200


def listing_page(place: PagePlace, listing: ListingPage, number: int) -> ServedAnswer | None:
    """Page `number` of a listing, or None if there is no such page."""
    if not 1 <= number <= listing.pages:
        return None
    shown = listing.posts[(number - 1) * PER_PAGE : number * PER_PAGE]
    links = []
    if number > 1:
        links.append(_pager(place, "prev", "newer", listing.page_path(number - 1)))
    if number < listing.pages:
        links.append(_pager(place, "next", "older", listing.page_path(number + 1)))
    body = frame.teasers(place, shown)
    if listing.path == "/" and number == 1:
        body += _sections(place)
    extra = f" – {word(place.lang, 'page')} {number}" if number > 1 else ""
    return _page(place, _ListSheet(listing.title, body, extra, " ".join(links), listing.body_class))


def calendar_page(place: PagePlace, month: str | None) -> ServedAnswer | None:
    """What was published in a month such as `2031-05`; there is always a next one. None if it is not a month."""
    try:
        first = datetime.strptime(month, "%Y-%m") if month else place.room.now
    except ValueError:
        return None
    posts = [
        each
        for each in place.room.posts(place.lang)
        if (each.published.year, each.published.month) == (first.year, first.month)
    ]
    empty = snippet("line", line=text(word(place.lang, "calendar_empty")))
    body = frame.teasers(place, posts, "module_small") or empty
    count, base = 12 * first.year + first.month - 1, place.at("/calendar/")
    links = [
        snippet("pager", side=side, url=f"{base}?month={at // 12:04}-{at % 12 + 1:02}", name=name)
        for side, at, name in (("prev", count - 1, "←"), ("next", count + 1, "→"))
        if 12 <= at < 120_000
    ]
    title = f"{word(place.lang, 'calendar')} {first:%Y-%m}"
    return _page(place, _ListSheet(title, body, pager=" ".join(links), body_class="page calendar"))


def text_page(place: PagePlace, title: str, lines: Sequence[str]) -> ServedAnswer:
    """A page of a few lines that is not an article."""
    inner = "\n".join(snippet("line", line=text(line)) for line in lines)
    return _page(place, _ListSheet(title, snippet("page_text", inner=inner)))


def static_page(place: PagePlace, name: str) -> ServedAnswer:
    """The page `about` or `contacts`."""
    return text_page(place, word(place.lang, name), words(place.lang)[f"{name}_text"])


def search_page(place: PagePlace, sought: str) -> ServedAnswer:
    """The newest posts with the search words in their headline."""
    posts = [each for each in place.room.posts(place.lang) if sought.lower() in each.title.lower()]
    title = f"{word(place.lang, 'search')}: {sought}"
    return _page(place, _ListSheet(title, frame.teasers(place, posts[:PER_PAGE]), body_class="search"))


def missing_page(place: PagePlace, name: str, status: int) -> ServedAnswer:
    """The page `not_found` or `gone`, with all page furniture and the latest teasers."""
    hint = snippet("line", line=text(word(place.lang, f"{name}_hint")))
    body = hint + frame.teasers(place, place.room.latest(place.lang, 6))
    return _page(place, _ListSheet(word(place.lang, name), body, body_class="error404", status=status))


def _sections(place: PagePlace) -> str:
    """The front page's blocks with the newest posts of each section."""
    return "\n".join(
        snippet(
            "section_block",
            url=place.section_url(key),
            name=text(section_name(place.lang, key)),
            inner=frame.teasers(place, place.room.section(place.lang, key)[:_IN_A_BLOCK], "module_small"),
        )
        for key in sections(place.lang)
    )


def _pager(place: PagePlace, side: str, name: str, path: str) -> str:
    return snippet("pager", side=side, url=place.at(path), name=attr(word(place.lang, name)))


def _page(place: PagePlace, sheet: _ListSheet) -> ServedAnswer:
    home = snippet("crumb", url=place.base, name=text(word(place.lang, "home")))
    values = {
        "title": text(sheet.title),
        "body": sheet.body,
        "crumbs": home + " " + snippet("crumb_last", name=text(sheet.title + sheet.extra)),
        "pager": sheet.pager,
        "body_class": sheet.body_class,
        "popular": frame.teasers(place, frame.popular(place), "module_small"),
    }
    site = word(place.lang, "site")
    meta = f'<meta property="og:site_name" content="{attr(site)}" />'
    html = frame.themed(place, "list", f"{sheet.title} - {site}", meta, values)
    modified = place.room.touched(place.lang) if sheet.status == 200 else None
    return ServedAnswer(html.encode(), status=sheet.status, modified=modified)
