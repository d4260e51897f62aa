"""The same invented stories on sites of other shapes: nothing that reads them may depend on one theme.

`PathsSite`: one host, each edition a path (`/`, `/ru/`, `/en/`), HTML5, one sitemap that names the translations.
`TableSite`: two hosts, pages of tables and line breaks, addresses by number, Windows-1251 or undeclared UTF-8, no metadata,
no sitemap, no robots.txt; a feed with the newest and lists page by page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Final
from urllib.parse import parse_qsl

from dimash_archive.demo.newsroom.newsroom import Newsroom
from dimash_archive.demo.newsroom.post import Post
from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.demo.serving import answer
from dimash_archive.demo.serving.answer import ServedAnswer, Wire, wire
from dimash_archive.demo.theme import shape_pages
from dimash_archive.demo.theme.drawings import picture
from dimash_archive.demo.theme.shape_pages import PAGE, Shown
from dimash_archive.demo.truth import Truth, truth_of

_NOT_FOUND: Final = ServedAnswer(b"<title>404</title><p>404", status=404)


@dataclass
class _ShapeSite:
    """What both shapes share."""

    stories: int = 24
    """How many stories it has."""
    bases: Mapping[str, str] = field(default_factory=dict)
    """Address of each edition's front page; a server fills in its own."""

    @cached_property
    def room(self) -> Newsroom:
        """The posts, read when first asked for."""
        return Newsroom(self.stories, 0)

    def url(self, post: Post) -> str:
        """The address of a post."""
        raise NotImplementedError

    def truth(self, edition: str) -> dict[str, Truth]:
        """Every article of an edition by its address, newest first, without its pictures."""
        truths = (
            truth_of(post, self.room.telling(post), self.bases[edition]) for post in self.room.posts(edition)
        )
        posts = self.room.posts(edition)
        return {
            self.url(post): replace(each, url=self.url(post), images=())
            for post, each in zip(posts, truths, strict=True)
        }

    def shown(self, post: Post) -> Shown:
        """A post with everything its page needs."""
        newest = self.room.latest(post.lang, 4, post)
        others = [each for each in self.room.versions(post) if each.lang in self.bases]
        return Shown(
            post,
            self.room.telling(post),
            self.url(post),
            tuple((each.title, self.url(each)) for each in newest),
            tuple((each.lang, self.url(each)) for each in others),
        )

    def listed(self, lang: str, page: int) -> Sequence[tuple[Post, str]]:
        """The posts of a page of the list, with their addresses."""
        posts = self.room.posts(lang)[(page - 1) * PAGE : page * PAGE]
        return [(post, self.url(post)) for post in posts]


@dataclass
class PathsSite(_ShapeSite):
    """One host; each edition is a path on it."""

    hosts: tuple[str, ...] = ("site",)
    """The names of the servers it needs."""

    def bind(self, addresses: Mapping[str, str]) -> None:
        """Adopt the addresses of its servers."""
        root = addresses["site"]
        self.bases = {"kk": root, "ru": f"{root}ru/", "en": f"{root}en/"}

    def url(self, post: Post) -> str:
        """Below the edition's front page, by year."""
        return f"{self.bases[post.lang]}{post.published:%Y}/{post.slug}"

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Wire:
        """Status, headers and body for a GET of `target`."""
        return wire(self._answer(target), headers)

    def _answer(self, target: str) -> ServedAnswer:
        path, _, query = target.partition("?")
        if path == "/robots.txt":
            text = f"User-agent: *\nSitemap: {self.bases['kk']}sitemap.xml\n"
            return ServedAnswer(text.encode(), "text/plain", modified=self.room.opening)
        if path.startswith("/sitemap"):
            return self._sitemap(path)
        if path.startswith("/media/"):
            return ServedAnswer(picture(path, 640, 400), "image/jpeg", modified=self.room.opening)
        lang = next((each for each in ("ru", "en") if f"{path}/".startswith(f"/{each}/")), "kk")
        return self._page(lang, path.removeprefix(f"/{lang}").strip("/"), dict(parse_qsl(query)))

    def _page(self, lang: str, path: str, query: Mapping[str, str]) -> ServedAnswer:
        if not path:
            number = int(query.get("page", "1"))
            shown = shape_pages.html5_list(lang, self.bases, self.listed(lang, number), number)
            return ServedAnswer(shown.encode(), answer.HTML, modified=self.room.touched(lang))
        post = self.room.by_slug(lang, path.rpartition("/")[2])
        if post is None or self.url(post) != f"{self.bases[lang]}{path}":
            return _NOT_FOUND
        page = shape_pages.html5_article(self.shown(post), self.bases)
        return ServedAnswer(page.encode(), answer.HTML, modified=self.room.touched(lang))

    def _sitemap(self, path: str) -> ServedAnswer:
        if path == "/sitemap.xml":
            names = "".join(
                f"<sitemap><loc>{self.bases['kk']}sitemap-{lang}.xml</loc></sitemap>" for lang in LANGS
            )
            return ServedAnswer(shape_pages.xml("sitemapindex", names), answer.XML, modified=self.room.now)
        lang = path.removeprefix("/sitemap-").removesuffix(".xml")
        if lang not in LANGS:
            return _NOT_FOUND
        entries = "".join(map(self._entry, self.room.posts(lang)))
        return ServedAnswer(shape_pages.xml("urlset", entries), answer.XML, modified=self.room.touched(lang))

    def _entry(self, post: Post) -> str:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{each.lang}" href="{escape(self.url(each))}"/>'
            for each in self.room.versions(post)
        )
        moment = post.modified.isoformat()
        return f"<url><loc>{escape(self.url(post))}</loc><lastmod>{moment}</lastmod>{links}</url>"


@dataclass
class TableSite(_ShapeSite):
    """Two hosts in the style of earlier years."""

    hosts: tuple[str, ...] = ("kk", "ru")
    """The names of the servers it needs."""

    def bind(self, addresses: Mapping[str, str]) -> None:
        """Adopt the addresses of its servers."""
        self.bases = dict(addresses)

    def url(self, post: Post) -> str:
        """By number."""
        return f"{self.bases[post.lang]}news.php?id={post.id}"

    def respond(self, host: str, target: str, headers: Mapping[str, str]) -> Wire:
        """Status, headers and body for a GET of `target`."""
        return wire(self._answer(host, target), headers)

    def _answer(self, lang: str, target: str) -> ServedAnswer:
        path, _, rest = target.partition("?")
        query = dict(parse_qsl(rest))
        if path == "/rss.xml":
            items = [(post, url) for page in (1, 2) for post, url in self.listed(lang, page)]
            return ServedAnswer(shape_pages.rss(items), answer.RSS)
        post = next((each for each in self.room.posts(lang) if str(each.id) == query.get("id")), None)
        if path == "/news.php" and post is not None:
            return self._encoded(lang, shape_pages.table_article(self.shown(post), self.bases[lang]))
        if path in ("/", "/archive.php"):
            number = int(query.get("page", "1"))
            return self._encoded(
                lang, shape_pages.table_list(lang, self.bases[lang], self.listed(lang, number), number)
            )
        return _NOT_FOUND

    def _encoded(self, lang: str, page: str) -> ServedAnswer:
        """Russian pages declare their encoding; Kazakh ones do not."""
        if lang == "ru":
            return ServedAnswer(page.encode("cp1251", "xmlcharrefreplace"), "text/html; charset=windows-1251")
        return ServedAnswer(page.encode(), "text/html")
