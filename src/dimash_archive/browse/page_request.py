"""A request for one of the reading pages: the archive, the language, the parameters, and the response."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Final, TypeVar, TypeVarTuple
from urllib.parse import urlencode

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import Forbidden, NotFound, Request, Response
from markupsafe import Markup

from dimash_archive import urls
from dimash_archive.browse import archive_profile, localization
from dimash_archive.browse.archive_profile import ArchiveProfile
from dimash_archive.browse.interface_words import LANGS, preferred, words
from dimash_archive.browse.query_cache import QueryCache
from dimash_archive.records import Row

if TYPE_CHECKING:
    from datasette.app import Datasette

_Answer = TypeVar("_Answer")
_Values = TypeVarTuple("_Values")
_Query = Callable[[Connection, *_Values], _Answer]

Source = dict[str, str]
"""A query of a page: `name`, a key of the interface's words, and the addresses `rows` and `json`."""
OURS: Final = "_dimash_archives"
"""Attribute of Datasette that holds the names of the databases that are our archives."""
ROOT: Final = "/-/read"
"""The root of a database's reading pages, after its name."""
COOKIE: Final = "dimash-archive-ui"
"""Name of the cookie that holds the interface language the reader chose."""
PAGES: Final = ("", "search", "sections", "tags", "timeline", "changes", "quotes", "charts", "runs", "about")
"""The menu: first steps of addresses, and keys of the interface's words; the front page is `latest_short`."""
PAGE: Final = 24
"""Entries per page of a list."""
COLOURS: Final = 6
"""Number of colours for languages and kinds in the style sheet."""
_LAST: Final = 5000
"""The last page of a list that can be requested: to reach it, the database steps over all before it."""
_CACHE: Final = "_dimash_cache"
_YEAR: Final = 365 * 24 * 3600
STRICT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the reading pages: no inline scripts or styles, and no other host."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list."""

    rows: list[Row]
    """Its entries."""
    older: str | None = None
    """The address of the next page; None on the last."""
    newer: str | None = None
    """The address of the previous page; None on the first."""


class PageRequest:
    """One request, and what its page is made from."""

    def __init__(self, datasette: "Datasette", request: Request, database: str) -> None:
        self.datasette, self.request, self.name = datasette, request, database
        self.db = datasette.get_database(database)
        self.chosen = request.args.get("ui")
        self.lang = preferred(
            request.headers.get("accept-language", ""), self.chosen or request.cookies.get(COOKIE)
        )
        self.sources: list[Source] = []
        """The page's queries, linked at its foot."""
        self.shown_edition = ""
        """The edition that the page is about, if any: it stays the same when the interface changes its language."""

    @property
    def profile(self) -> ArchiveProfile:
        """What the archive is; available once the page is requested."""
        return self._profile

    async def prepare(self) -> "PageRequest":
        """Load the profile of the archive."""
        self._profile: ArchiveProfile = await self.cached("profile", archive_profile.load)
        return self

    def arg(self, name: str) -> str:
        """A query parameter, stripped; empty if it is missing."""
        return (self.request.args.get(name) or "").strip()

    def var(self, name: str) -> int:
        """A number in the path. Raises NotFound if it is too large for any archive."""
        number = int(self.request.url_vars[name])
        if number >= 1 << 63:
            raise NotFound(words(self.lang)["not_found"])
        return number

    def edition(self) -> str:
        """The edition that a list is about: the one requested, else that of the interface, else the first."""
        preferences = (self.arg("edition"), self.lang, *self.profile.editions)
        self.shown_edition = next((each for each in preferences if each in self.profile.editions), self.lang)
        return self.shown_edition

    @property
    def number(self) -> int:
        """Which page of a list is requested, from 1."""
        number = self.arg("page")
        return min(max(int(number), 1), _LAST) if number.isdecimal() and len(number) < 9 else 1

    async def rows(
        self, sql: str, values: Row | None = None, *, source: str = "", cached: bool = False
    ) -> list[Row]:
        """The rows of a query, within Datasette's limits.

        `source` is a key of the interface's words: it labels the link to the query at the page's foot.
        Queries that count a lot are `cached`; they run again after a change.
        """
        values = dict(values or {})
        if source:
            self._cite(source, sql, values)

        async def ask() -> list[Row]:
            result = await self.db.execute(sql, values, truncate=True)
            return [dict(row) for row in result.rows]

        if not cached:
            return await ask()
        return await self._cache.value(self._path, (self.name, sql, *map(str, values.values())), ask)

    def _cite(self, source: str, sql: str, values: Row) -> None:
        query = urlencode({"sql": sql.strip(), **values})
        page = self.datasette.urls.database(self.name)
        page = f"{page}/-/query" if is_new(self.datasette) else page
        self.sources.append({"name": source, "rows": f"{page}?{query}", "json": f"{page}.json?{query}"})

    @property
    def _path(self) -> Path | None:
        return Path(self.db.path) if self.db.path else None

    @property
    def _cache(self) -> QueryCache:
        if not hasattr(self.datasette, _CACHE):
            setattr(self.datasette, _CACHE, QueryCache())
        cache: QueryCache = getattr(self.datasette, _CACHE)
        return cache

    async def cached(self, name: str, function: _Query[*_Values, _Answer], *values: *_Values) -> _Answer:
        """What a function of a connection returns, called again only after the archive has changed."""
        key = (self.name, name, *map(str, values))
        return await self._cache.value(self._path, key, lambda: self.call(function, *values))

    async def fragment(self, template: str, make: Callable[[], Awaitable[Row]]) -> Markup:
        """A part of a page that depends only on the archive and the interface's language.

        `make` returns the values for its template. Rendered again after the archive has changed; its queries
        are still linked at the page's foot.
        """

        async def render() -> tuple[Markup, list[Source]]:
            before = len(self.sources)
            values = {**helpers(self), **await make()}
            html = await self.datasette.render_template(
                f"dimash_archive/{template}.html", values, self.request
            )
            return Markup(html), self.sources[before:]

        html, sources = await self._cache.value(self._path, (self.name, template, self.lang), render)
        self.sources += [each for each in sources if each not in self.sources]
        return html

    async def list_page(self, sql: str, values: Row | None = None, source: str = "") -> ListPage:
        """One page of a list; the query takes `:limit` and `:skip`."""
        values = {**(values or {}), "limit": PAGE + 1, "skip": (self.number - 1) * PAGE}
        rows = await self.rows(sql, values, source=source)
        return self.paged(rows[:PAGE], more=len(rows) > PAGE)

    def paged(self, rows: list[Row], *, more: bool) -> ListPage:
        """One page of a list with the links to its neighbours; `more`: whether entries follow."""
        before = self.number - 1
        return ListPage(
            rows,
            older=self.here(page=self.number + 1) if more else None,
            newer=self.here(page=before if before > 1 else "") if before else None,
        )

    async def one(self, sql: str, values: Row, *, source: str = "") -> Row:
        """The first row of a query. Raises NotFound if there is none."""
        rows = await self.rows(sql, values, source=source)
        if not rows:
            raise NotFound(words(self.lang)["not_found"])
        return rows[0]

    async def call(self, function: _Query[*_Values, _Answer], *values: *_Values) -> _Answer:
        """What a function of a connection returns."""
        answer: _Answer = await self.db.execute_fn(lambda conn: function(conn, *values))
        return answer

    def path(self, *steps: object, **query: object) -> str:
        """The address of a reading page. The parameter `anchor` is its fragment."""
        anchor = query.pop("anchor", "")
        filled = {key: value for key, value in query.items() if value not in (None, "")}
        behind = "".join(f"/{step}" for step in steps)
        url = self.datasette.urls.path(f"/{tilde_encode(self.name)}{ROOT}{behind}")
        return f"{url}{f'?{urlencode(filled)}' if filled else ''}{f'#{anchor}' if anchor else ''}"

    def here(self, **changed: object) -> str:
        """The address of this page with some parameters changed."""
        query = {key: self.request.args[key] for key in self.request.args if key != "part"} | changed
        filled = {key: value for key, value in query.items() if value not in (None, "")}
        return f"{self.request.path}?{urlencode(filled)}" if filled else str(self.request.path)

    def absolute(self, path: str) -> str:
        """One of our addresses with its host, for feeds and citations."""
        return f"{self.datasette.absolute_url(self.request, '/').rstrip('/')}{path}"

    def static(self, file: str) -> str:
        """The address of one of our own files."""
        return str(self.datasette.urls.static_plugins("dimash_archive", file))

    @property
    def folder(self) -> Path:
        """Where the WARC files are."""
        return Path(self.db.path or "archive.db").parent / "warc"

    async def page(self, template: str, **context: object) -> Response:
        """The finished page."""
        return await reading_page(self, template, context)


async def reading_page(r: PageRequest, template: str, context: Row) -> Response:
    """A template filled in, with the values that every page needs; status 200."""
    html = await r.datasette.render_template(
        f"dimash_archive/{template}.html", {**helpers(r), **context}, r.request
    )
    answer = Response.html(
        html, headers={"content-security-policy": STRICT, "vary": "accept-language, cookie"}
    )
    if r.chosen in LANGS:
        answer.set_cookie(COOKIE, r.lang, max_age=_YEAR)
    return answer


def helpers(r: PageRequest) -> Row:
    """The values with which every page's template is filled in."""
    return {
        "r": r,
        "w": words(r.lang),
        "ui_langs": LANGS,
        "menu_pages": PAGES,
        "editions": r.profile.editions,
        "day": partial(localization.day, r.lang),
        "instant": partial(localization.instant, r.lang),
        "local": partial(localization.local, zone=r.profile.zone),
        "number": partial(localization.number, r.lang),
        "percent": partial(localization.percent, r.lang),
        "plural": partial(localization.plural, r.lang),
        "own_name": localization.own_name,
        "language_name": partial(localization.language_name, r.lang),
        "month_names": partial(localization.month_names, r.lang),
        "colour": partial(_colour, r.profile.editions),
        "is_web": _is_web,
        "readable": urls.readable,
    }


def _colour(editions: Sequence[str], edition: str) -> int:
    """The number of an edition's colour: its place among the archive's editions, the same on every page."""
    return editions.index(edition) % COLOURS if edition in editions else COLOURS - 1


def _is_web(url: str) -> bool:
    """Whether an address in the archive may become a link: other schemes could run something."""
    return url.startswith(("http://", "https://"))


def route(view: Callable[[PageRequest], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """A page as Datasette wants it: only for our archives, and only for readers who may see the database."""

    async def answer(datasette: "Datasette", request: Request) -> Response:
        name = tilde_decode(request.url_vars["database"])
        if name not in getattr(datasette, OURS, ()):
            raise NotFound("This database is not an archive of dimash-archive.")
        if not await _may_see(datasette, request.actor, name):
            raise Forbidden("This archive is not open to you.")
        return await view(await PageRequest(datasette, request, name).prepare())

    return answer


def is_new(datasette: "Datasette") -> bool:
    """Whether this is Datasette 1.0, or one of its alphas: it keeps queries and permissions elsewhere."""
    return hasattr(datasette, "allowed")


async def _may_see(datasette: "Datasette", actor: object, name: str) -> bool:
    if is_new(datasette):
        from datasette.resources import DatabaseResource

        return bool(
            await datasette.allowed(
                action="view-database", resource=DatabaseResource(database=name), actor=actor
            )
        )
    return bool(await datasette.permission_allowed(actor, "view-database", resource=name, default=True))
