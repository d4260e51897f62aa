"""A request for one of the reading pages: which archive, which language, what it asked, and the answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import Forbidden, NotFound, Response

from dimash_archive.browse.interface_words import LANGS, day, preferred, words
from dimash_archive.browse.query_cache import QueryCache

OURS: Final = "_dimash_archives"
"""Attribute of Datasette that holds the names of the databases that are ours."""
ROOT: Final = "/-/read"
"""Where the reading pages of a database begin, behind its name."""
PAGE: Final = 24
"""Entries on a page of a list."""
_LAST: Final = 2000
"""The last page of a list that may be asked for: to reach it, all before it are stepped over."""
_KEPT: Final = "_dimash_kept"
_COOKIE: Final = "dimash-archive-ui"
_YEAR: Final = 365 * 24 * 3600
STRICT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the reading pages: no inline script or style, and no other host."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Some:
    """One page of a list."""

    rows: list[Row]
    """Its entries."""
    older: str | None = None
    """The address of the next page; None on the last."""
    newer: str | None = None
    """The address of the page before; None on the first."""


class PageRequest:
    """One request, and what its page is made of."""

    def __init__(self, datasette: Any, request: Any, database: str) -> None:
        self.datasette, self.request, self.name = datasette, request, database
        self.db = datasette.get_database(database)
        self.chosen = request.args.get("ui")
        self.lang = preferred(
            request.headers.get("accept-language", ""), self.chosen or request.cookies.get(_COOKIE)
        )
        self.sources: list[dict[str, str]] = []
        """Addresses of the page's queries, for its foot."""

    def arg(self, name: str) -> str:
        """A parameter of the address, stripped; empty if it is not there."""
        return (self.request.args.get(name) or "").strip()

    def var(self, name: str) -> int:
        """A number in the path. Raises NotFound if no archive has so many."""
        number = int(self.request.url_vars[name])
        if number >= 1 << 63:
            raise NotFound(words(self.lang)["not_found"])
        return number

    @property
    def number(self) -> int:
        """Which page of a list is asked for, from 1."""
        asked = self.arg("page")
        return min(max(int(asked), 1), _LAST) if asked.isdecimal() and len(asked) < 9 else 1

    async def rows(
        self, sql: str, values: Mapping[str, Any] | None = None, *, told: bool = False, kept: bool = False
    ) -> list[Row]:
        """The rows of a query, within Datasette's limits.

        `told` queries are linked at the page's foot; `kept` ones count much, and are asked again after a change.
        """
        values = dict(values or {})
        if told:
            query = urlencode({"sql": sql.strip(), **values})
            page = self.datasette.urls.database(self.name)
            page = f"{page}/-/query" if is_new(self.datasette) else page
            self.sources.append({"rows": f"{page}?{query}", "json": f"{page}.json?{query}"})

        async def ask() -> list[Row]:
            found = await self.db.execute(sql, values, truncate=True)
            return [dict(row) for row in found.rows]

        if not kept:
            return await ask()
        if not hasattr(self.datasette, _KEPT):
            setattr(self.datasette, _KEPT, QueryCache())
        counts: QueryCache = getattr(self.datasette, _KEPT)
        path = Path(self.db.path) if self.db.path else None
        return await counts.rows(path, (self.name, sql, *map(str, values.values())), ask)

    async def some(self, sql: str, values: Mapping[str, Any] | None = None) -> "Some":
        """One page of a list, told at the foot; the query takes `:limit` and `:skip`."""
        asked = {**(values or {}), "limit": PAGE + 1, "skip": (self.number - 1) * PAGE}
        found = await self.rows(sql, asked, told=True)
        return Some(
            found[:PAGE],
            older=self.here(page=self.number + 1) if len(found) > PAGE else None,
            newer=self.here(page=self.number - 1 if self.number > 2 else "") if self.number > 1 else None,
        )

    async def one(self, sql: str, values: Mapping[str, Any], *, told: bool = False) -> Row:
        """The first row of a query. Raises NotFound if there is none."""
        found = await self.rows(sql, values, told=told)
        if not found:
            raise NotFound(words(self.lang)["not_found"])
        return found[0]

    async def call(self, function: Callable[..., Any], *values: Any) -> Any:
        """What a function of a connection says."""
        return await self.db.execute_fn(lambda conn: function(conn, *values))

    def path(self, *steps: object, **query: object) -> str:
        """The address of a reading page."""
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        behind = "".join(f"/{step}" for step in steps)
        url = self.datasette.urls.path(f"/{tilde_encode(self.name)}{ROOT}{behind}")
        return f"{url}?{urlencode(asked)}" if asked else str(url)

    def here(self, **changed: object) -> str:
        """The address of this page with some parameters changed."""
        query = {key: self.request.args[key] for key in self.request.args if key != "part"} | changed
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        return f"{self.request.path}?{urlencode(asked)}"

    def static(self, file: str) -> str:
        """The address of one of our own files."""
        return str(self.datasette.urls.static_plugins("dimash_archive", file))

    @property
    def folder(self) -> Path:
        """Where the WARC files are."""
        return Path(self.db.path or "archive.db").parent / "warc"

    async def page(self, template: str, **context: Any) -> Response:
        """The finished page."""
        html = await self.datasette.render_template(
            f"dimash_archive/{template}.html",
            {
                "r": self,
                "w": words(self.lang),
                "langs": LANGS,
                "day": partial(day, self.lang),
                "is_web": _is_web,
                **context,
            },
            self.request,
        )
        answer = Response.html(
            html, headers={"content-security-policy": STRICT, "vary": "accept-language, cookie"}
        )
        if self.chosen in LANGS:
            answer.set_cookie(_COOKIE, self.lang, max_age=_YEAR)
        return answer


def _is_web(url: str) -> bool:
    """Whether an address of the archive may be a link: others could run something."""
    return url.startswith(("http://", "https://"))


def route(view: Callable[[PageRequest], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """A page as Datasette takes it: only of archives of ours, only for who may see the database."""

    async def answer(datasette: Any, request: Any) -> Response:
        name = tilde_decode(request.url_vars["database"])
        if name not in getattr(datasette, OURS, ()):
            raise NotFound("This database is no archive of dimash-archive.")
        if not await _may_see(datasette, request.actor, name):
            raise Forbidden("This archive is not open to you.")
        return await view(PageRequest(datasette, request, name))

    return answer


def is_new(datasette: Any) -> bool:
    """Whether this is Datasette 1.0, or an alpha of it: queries and permissions are found elsewhere there."""
    return hasattr(datasette, "allowed")


async def _may_see(datasette: Any, actor: Any, name: str) -> bool:
    if is_new(datasette):
        from datasette.resources import DatabaseResource

        return bool(
            await datasette.allowed(
                action="view-database", resource=DatabaseResource(database=name), actor=actor
            )
        )
    return bool(await datasette.permission_allowed(actor, "view-database", resource=name, default=True))
