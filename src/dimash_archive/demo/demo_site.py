"""The invented site as a whole: three editions on one day, and the correct data of every article."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from dimash_archive.demo.flattened import FlatLayout, flattened
from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.newsroom import Newsroom
from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.demo.serving.answer import Wire, wire
from dimash_archive.demo.serving.routes import route
from dimash_archive.demo.theme.frame import PagePlace
from dimash_archive.demo.truth import Truth, truth_of

BASES = {
    "kk": "https://tasqonyr.invalid/",
    "ru": "https://ru.tasqonyr.invalid/",
    "en": "https://en.tasqonyr.invalid/",
}
"""Addresses of the editions until a server binds them: Kazakh on the bare host."""
OFFERS = frozenset({"wordpress", "sitemap", "feed"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened on a day: canonical addresses of all editions."""

    new: frozenset[str]
    """Articles published on that day."""
    edited: frozenset[str]
    """Articles that gained a paragraph."""
    retitled: frozenset[str]
    """Articles that got a new headline."""
    gone: frozenset[str]
    """Articles taken down that answer 410."""
    lost: frozenset[str]
    """Articles taken down that answer 404."""

    @property
    def changed(self) -> frozenset[str]:
        """Articles whose text or headline differs from the day before."""
        return self.edited | self.retitled

    @property
    def removed(self) -> frozenset[str]:
        """Articles that are no longer online."""
        return self.gone | self.lost


@dataclass
class DemoSite:
    """The site on one day. Pages are made when requested."""

    stories: int = 64
    """How many stories it opened with; most are in all three languages."""
    day: int = 0
    """Days since then; each brings new, edited, renamed and removed articles."""
    hreflang: bool = True
    """Whether pages and sitemaps name the same story in the other editions."""
    offers: frozenset[str] = OFFERS
    """Its discovery sources besides links: `wordpress`, `sitemap`, `feed`."""
    tell: Callable[[int], str] = library.tell
    """Returns the text of a story by its number."""
    bases: Mapping[str, str] | None = None
    """Address of each edition's front page; a server fills in its own."""

    @cached_property
    def room(self) -> Newsroom:
        """The posts, read when first asked for."""
        return Newsroom(self.stories, self.day, self.tell)

    def later(self, day: int) -> "DemoSite":
        """The same site, at the same addresses, on another day."""
        return DemoSite(self.stories, day, self.hreflang, self.offers, self.tell, self.bases)

    def place(self, edition: str) -> PagePlace:
        """One edition, as its pages see the site."""
        return PagePlace(self.room, edition, self.bases or BASES, self.hreflang)

    def url(self, post: Post) -> str:
        """The canonical address of a post."""
        return self.place(post.lang).url(post)

    def respond(self, edition: str, target: str, headers: Mapping[str, str]) -> Wire:
        """Status, headers and body for a GET of `target`, which is a path with or without a query."""
        path, _, rest = target.partition("?")
        query = dict(parse_qsl(rest, keep_blank_values=True))
        return wire(route(self.place(edition), self.offers, path or "/", query), headers)

    def truth(self, edition: str) -> dict[str, Truth]:
        """Every article of an edition by its canonical address, newest first."""
        place = self.place(edition)
        posts = self.room.posts(edition)
        return {place.url(post): truth_of(post, self.room.telling(post), place.base) for post in posts}

    def urls(self, edition: str) -> tuple[str, ...]:
        """The canonical addresses of an edition's articles, newest first; quick even for thousands."""
        return tuple(map(self.place(edition).url, self.room.posts(edition)))

    def flattened(self, post: Post, layout: FlatLayout) -> str:
        """A post's page as flattened text, with its latest-news block."""
        latest = [(each.title, self.room.teaser(each)) for each in self.room.latest(post.lang, 5, post)]
        titles = {each.key: each.title for each in self.room.posts(post.lang)}
        return flattened(self.room.telling(post), layout, latest, titles)

    def changes(self, day: int) -> Changes:
        """What happened on `day`, from 1, compared with the day before."""
        today, before = self.later(day), self.later(day - 1)
        events = today.room.last_day

        def addresses(site: "DemoSite", numbers: tuple[int, ...]) -> frozenset[str]:
            posts = (post for lang in LANGS for post in site.room.posts(lang))
            return frozenset(site.url(post) for post in posts if post.number in numbers)

        return Changes(
            new=addresses(today, events.new),
            edited=addresses(today, events.edited),
            retitled=addresses(today, events.retitled),
            gone=addresses(before, events.gone),
            lost=addresses(before, events.lost),
        )
