"""A site's profile: a few lines of TOML about a site, read strictly. Data, not code."""

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from dimash_archive import urls
from dimash_archive.errors import ProfileError, UsageError
from dimash_archive.records import Row

DEFAULT = "dimashnews"
KEYS = {
    "": ("name", "editions", "crawl", "extract"),
    "editions": ("url", "sitemaps", "feeds", "formerly"),
    "crawl": ("rate", "contact", "sources", "skip", "noarchive", "ignore"),
    "extract": ("content",),
}
"""Every key that a profile may hold, by table; `editions` means each table below it."""
_NAME = re.compile(r"[^\W_][\w.-]{0,99}")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # BCP 47, without what no site has
_SIMPLE_SELECTOR = re.compile(r"[.#]?[\w-]+")
IGNORABLE = ("noindex", "nofollow")
SOURCES = ("wordpress", "sitemap", "feed", "links")


@dataclass(frozen=True, slots=True)
class Edition:
    """One language edition of a site."""

    lang: str
    """BCP 47 code, the key in the profile."""
    url: str
    """Address of its front page: of a host, a path of one that other editions share, or a query (`?lang=kk`,
    `?id=kk:`, which is the beginning of a value)."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps that robots.txt does not name, absolute addresses."""
    feeds: tuple[str, ...] = ()
    """Feeds to read, absolute addresses."""
    formerly: tuple[str, ...] = ()
    """Former front pages of the edition, such as another host: captures of them in other archives belong to it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site to archive."""

    name: str
    """Short name, as in `crawl NAME`."""
    editions: tuple[Edition, ...]
    """At least one, in the order of the profile."""
    rate: float = 1.0
    """Requests per second per host; 0 means no gap between them."""
    contact: str | None = None
    """Address or e-mail put into the User-Agent, so that a webmaster can reach the operator."""
    sources: tuple[str, ...] = field(default=SOURCES)
    """Discovery sources to use."""
    skip: tuple[str, ...] = ()
    """Path prefixes that are never requested, in addition to robots.txt."""
    noarchive: bool = False
    """Whether pages that say `noarchive` (X-Robots-Tag, or meta robots) are left out of the archive."""
    ignore: tuple[str, ...] = ()
    """Requests of pages to robots that are not heeded: `noindex`, `nofollow`. robots.txt is always heeded."""
    content: str | None = None
    """The article's element, an optional hint: `.class`, `#id` or the element's name."""

    @property
    def langs(self) -> tuple[str, ...]:
        """The language codes of the editions, in order."""
        return tuple(edition.lang for edition in self.editions)

    def edition_of(self, url: str) -> Edition | None:
        """The edition that this address belongs to, or None for another site's address."""
        return edition_of(self.editions, url)

    def present_address(self, url: str) -> str:
        """An address below a former front page, moved below the present one; any other address unchanged."""
        for edition in self.editions:
            for front in edition.formerly:
                if urls.is_below(url, front):
                    return edition.url + url.partition("://")[2].partition("/")[2][len(_path(front)) :]
        return url

    @classmethod
    def load(cls, name: str | Path) -> "Site":
        """The profile of a built-in site, or of a TOML file. Raises ProfileError."""
        text = str(name)
        if text in built_in():
            source = resources.files("dimash_archive.sites") / f"{text}.toml"
            return cls.parse(source.read_text("utf-8"), text)
        path = Path(name)
        if not (text.endswith(".toml") or path.is_file()):
            raise ProfileError(
                f"There is no site called {text!r}.",
                hint=f"Built in: {', '.join(built_in())}. For another site, name its TOML file.",
            )
        try:
            return cls.parse(path.read_text("utf-8-sig"), text)
        except OSError as error:
            raise ProfileError(f"Cannot read the profile {text}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise ProfileError(f"The profile {text} is not UTF-8 text.") from error

    @classmethod
    def parse(cls, text: str, source: str = "profile") -> "Site":
        """The profile written in `text`; `source` names it in errors. Raises ProfileError."""
        try:
            data = tomllib.loads(text.removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(f"{source} is not valid TOML: {error}.") from error
        return _ProfileReader(source, text).site(data)


def edition_of(editions: Iterable[Edition], url: str) -> Edition | None:
    """The edition whose front page an address is below: on its host, and with the longest path."""
    there = [each for each in editions if urls.is_below(url, each.url)]
    return max(there, key=lambda each: urls.depth(each.url)) if there else None


def _path(front: str) -> str:
    """The path of a front page, without its first slash."""
    return front.partition("://")[2].partition("/")[2]


def by_host(sites: Sequence[Site]) -> list[tuple[Site, ...]]:
    """The sites in groups, such that no two groups share a host."""
    groups: list[tuple[set[str], tuple[Site, ...]]] = []
    for site in sites:
        hosts = {urls.host(edition.url) for edition in site.editions}
        shared = [group for group in groups if group[0] & hosts]
        joined = (
            hosts.union(*(each[0] for each in shared)),
            (*(s for each in shared for s in each[1]), site),
        )
        groups = [*(group for group in groups if group not in shared), joined]
    return [members for _, members in groups]


def distinct(names: Sequence[str], *taken: str) -> None:
    """Raises UsageError if two sites, or a site and a name that is `taken`, would share a folder."""
    twice = [name for number, name in enumerate(names) if name in taken or name in names[:number]]
    if twice:
        raise UsageError(
            f"There cannot be two archives called {twice[0]!r} in one folder.",
            hint="Give each profile a name of its own: its first line.",
        )


def built_in() -> tuple[str, ...]:
    """The names of the profiles that come with the package."""
    names = (entry.name for entry in resources.files("dimash_archive.sites").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


class _ProfileReader:
    """Reads a profile strictly; every complaint names file, key and what would be right."""

    def __init__(self, source: str, text: str) -> None:
        self.source, self._lines = source, text.splitlines()

    def site(self, data: Row) -> Site:
        self._check_keys("", data)
        crawl = self._table(data, "crawl")
        extract = self._table(data, "extract")
        tables = self._table(data, "editions", nested=True)
        if not tables:
            raise self._complaint("editions", "at least one table such as [editions.en] with its url")
        editions = tuple(self._edition(lang, table) for lang, table in tables.items())
        if len({urls.key(each.url) for each in editions}) < len(editions):
            raise self._complaint("editions", "tables, each with a url of its own: a host, or a path on one")
        rate = self._value(crawl, "crawl.rate", (int, float), 1.0)
        if not 0 <= rate < math.inf:
            raise self._complaint("crawl.rate", "a number of 0 or more")
        return Site(
            name=self._name(data),
            editions=editions,
            rate=float(rate),
            contact=self._contact(crawl),
            sources=self._sources(crawl),
            skip=self._skip(crawl),
            noarchive=self._flag(crawl, "crawl.noarchive"),
            ignore=self._ignored(crawl),
            content=self._content(extract),
        )

    def _name(self, data: Row) -> str:
        """It becomes a part of file names."""
        name: str = self._value(data, "name", str, None) or Path(self.source).stem
        if not _NAME.fullmatch(name):
            raise self._complaint("name", "letters, digits, - _ and . only, as it names files")
        return name

    def _contact(self, crawl: Row) -> str | None:
        """It goes into a header line, which holds ASCII only (RFC 9110)."""
        contact: str | None = self._value(crawl, "crawl.contact", str, None)
        if contact is not None and not (contact.isascii() and contact.isprintable()):
            raise self._complaint(
                "crawl.contact", "an e-mail or web address in ASCII letters: it is sent in a header"
            )
        return contact

    def _skip(self, crawl: Row) -> tuple[str, ...]:
        skip = self._strings(crawl, "crawl.skip")
        if wrong := [each for each in skip if not each.startswith("/")]:
            raise self._complaint(f"crawl.skip ({wrong[0]!r})", 'path prefixes, such as "/shop/"')
        return skip

    def _content(self, extract: Row) -> str | None:
        content: str | None = self._value(extract, "extract.content", str, None)
        if content is not None and not _SIMPLE_SELECTOR.fullmatch(content.strip()):
            raise self._complaint(
                f"extract.content ({content!r})",
                "one class (.article-body), one id (#text) or one element (article), and nothing more",
            )
        return content

    def _edition(self, lang: str, table: Any) -> Edition:
        where = f"editions.{lang}"
        if not _LANG.fullmatch(lang):
            raise self._complaint(where, "a language code, such as [editions.en]")
        if not isinstance(table, dict):
            raise self._complaint(where, f'a table: [{where}] with url = "https://…/"')
        self._check_keys("editions", table, where)
        url = self._value(table, f"{where}.url", str, None)
        clean = urls.absolute(url, "") if url else None
        if clean is None:
            raise self._complaint(f"{where}.url", "an address such as https://example.org/")
        lists = (self._addresses(table, f"{where}.{key}", clean) for key in ("sitemaps", "feeds", "formerly"))
        return Edition(lang, clean, *lists)

    def _addresses(self, table: Row, where: str, base: str) -> tuple[str, ...]:
        addresses = (urls.absolute(base, each) for each in self._strings(table, where))
        return tuple(each for each in addresses if each)

    def _sources(self, crawl: Row) -> tuple[str, ...]:
        sources = self._strings(crawl, "crawl.sources") if "sources" in crawl else SOURCES
        if not sources:
            raise self._complaint("crawl.sources", f"one or more of {', '.join(SOURCES)}")
        if unknown := [each for each in sources if each not in SOURCES]:
            raise self._complaint(f"crawl.sources ({unknown[0]!r})", f"any of {', '.join(SOURCES)}")
        return sources

    def _ignored(self, crawl: Row) -> tuple[str, ...]:
        words = self._strings(crawl, "crawl.ignore")
        if unknown := [each for each in words if each not in IGNORABLE]:
            raise self._complaint(f"crawl.ignore ({unknown[0]!r})", f"any of {', '.join(IGNORABLE)}")
        return words

    def _table(self, data: Row, key: str, *, nested: bool = False) -> Row:
        table = data.get(key, {})
        if not isinstance(table, dict):
            raise self._complaint(key, f"a table: [{key}]")
        if not nested:
            self._check_keys(key, table)
        return table

    def _check_keys(self, table: str, keys: Iterable[str], where: str | None = None) -> None:
        for key in keys:
            if key not in KEYS[table]:
                place = f"{where or table}.{key}".lstrip(".")
                raise ProfileError(
                    f"{self._place(place)}: the key {place!r} is unknown.",
                    hint=f"Known keys: {', '.join(KEYS[table])}.",
                )

    def _value(self, table: Row, where: str, kind: Any, default: Any) -> Any:
        value = table.get(where.rpartition(".")[2], default)
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            raise self._complaint(where, "text in quotes" if kind is str else "a number")
        return value

    def _flag(self, table: Row, where: str) -> bool:
        value = table.get(where.rpartition(".")[2], False)
        if not isinstance(value, bool):
            raise self._complaint(where, "true or false")
        return value

    def _strings(self, table: Row, where: str) -> tuple[str, ...]:
        value = table.get(where.rpartition(".")[2], [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._complaint(where, "a list of texts")
        return tuple(value)

    def _complaint(self, key: str, wanted: str) -> ProfileError:
        return ProfileError(f"{self._place(key)}: {key} must be {wanted}.")

    def _place(self, key: str) -> str:
        """File and line of a key, as far as the line can be determined."""
        table, _, name = key.partition(" (")[0].rpartition(".")
        header = ""
        for number, line in enumerate(self._lines, start=1):
            text = line.strip()
            if text.startswith("["):
                header = text.strip("[] ")
            if (header == table and re.match(rf"{re.escape(name)}\s*=", text)) or (
                text.startswith("[") and header == f"{table}.{name}".strip(".")
            ):
                return f"{self.source}, line {number}"
        return self.source
