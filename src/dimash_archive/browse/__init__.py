"""The Datasette plugin: our archives open with descriptions, facets and sort orders; other databases stay as
they are.

Datasette 0.65 asks a hook for metadata; the 1.0 alphas keep it in a database of their own and read the
settings of tables from the configuration. `table_labels.py` serves both.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Final

from datasette import Response, hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import Request
from markupsafe import Markup, escape

from dimash_archive.archive.articles import differences
from dimash_archive.archive.search import searcher
from dimash_archive.browse import error_pages
from dimash_archive.browse.interface_words import preferred, words
from dimash_archive.browse.middleware import App, Receive, SecureMiddleware, Send
from dimash_archive.browse.page_request import COOKIE, OURS, PAGES, ROOT, is_new, route
from dimash_archive.browse.tables import table_labels, table_markup
from dimash_archive.browse.views import ROUTES
from dimash_archive.records import Row

if TYPE_CHECKING:
    import pluggy
    from datasette.app import Datasette
    from datasette.database import Database
    from jinja2 import Environment

_WIDE: Final = "_dimash_wide_columns"
"""Attribute of Datasette that holds the columns of `stories_wide` by database: they are each archive's own
editions."""


@hookimpl
def startup(datasette: "Datasette") -> Callable[[], Awaitable[None]]:
    """Find out which of the databases are our archives, and describe them to Datasette."""

    async def describe() -> None:
        names = [name for name, db in datasette.databases.items() if await _is_ours(db)]
        setattr(datasette, OURS, names)
        wide = {name: await datasette.databases[name].table_columns("stories_wide") for name in names}
        setattr(datasette, _WIDE, wide)
        if hasattr(datasette, "add_query"):
            for name in names:
                await _describe(datasette, name)

    return describe


@hookimpl
def get_metadata(datasette: "Datasette") -> Row:
    """Our archives' metadata for Datasette 0.65. A new object each time: Datasette writes into it."""
    return {
        "databases": {
            name: table_labels.metadata(wide) for name, wide in getattr(datasette, _WIDE, {}).items()
        }
    }


@hookimpl
def extra_css_urls(datasette: "Datasette", database: str | None) -> list[str]:
    """Our style sheet, on the pages of our archives, and on every page if nothing else is served."""
    archives = getattr(datasette, OURS, ())
    ours = database in archives or (database is None and bool(_only_archive(datasette)))
    return [datasette.urls.static_plugins("dimash_archive", "archive.css")] if ours else []


@hookimpl
def extra_template_vars(datasette: "Datasette", database: str | None, request: Request) -> Row:
    """For Datasette's own pages: the frame of the reading pages, in the reader's language."""
    ours: list[str] = getattr(datasette, OURS, [])
    only = ours[0] if len(ours) == 1 else None
    name = database if database in ours else None if database else only
    if name is None or request is None:
        return {"archive_reading": None}
    lang = preferred(request.headers.get("accept-language", ""), request.cookies.get(COOKIE))
    return {
        "archive_reading": {
            "path": _read(datasette, name),
            "lang": lang,
            "words": words(lang),
            "pages": PAGES,
            "framed": not is_new(datasette),
        }
    }


@hookimpl
def prepare_jinja2_environment(env: "Environment") -> None:
    """The filter that completes the content of Datasette's own pages."""
    env.filters["completed_markup"] = table_markup.completed


@hookimpl
def extra_js_urls(datasette: "Datasette", database: str | None) -> list[str]:
    """Names the editor with which a script of Datasette replaces the one that has a name."""
    ours = database in getattr(datasette, OURS, ()) and not is_new(datasette)
    return [datasette.urls.static_plugins("dimash_archive", "tables.js")] if ours else []


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: "Datasette", request: Request, exception: Exception
) -> Generator[None, "pluggy.Result[list[object]]", None]:
    """Have `error_pages` answer expected errors: Datasette's own answer, the last of all, is dropped."""
    outcome = yield
    if (answer := error_pages.answer(datasette, request, exception)) is not None:
        outcome.force_result([*outcome.get_result()[:-1], answer])


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give SQL the archive's own search and comparison.

    `archive_search(query)`, `archive_snippet(query, id)`, `archive_changes(old, new)`.
    """
    if conn.execute("PRAGMA application_id").fetchone()[0] == table_labels.APPLICATION_ID:
        searcher.register(conn)
        conn.create_function("archive_changes", 2, _changes, deterministic=True)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The reading pages."""
    return [(rf"^/(?P<database>[^/]+){ROOT}{path}/?$", route(view)) for path, view in ROUTES.items()]


@hookimpl
def database_actions(datasette: "Datasette", database: str) -> list[dict[str, str]]:
    """The link from Datasette's pages to ours."""
    ours = database in getattr(datasette, OURS, ())
    return [{"href": _read(datasette, database), "label": "Read the archive"}] if ours else []


@hookimpl
def menu_links(datasette: "Datasette") -> list[dict[str, str]]:
    """The archives, in Datasette's menu."""
    return [
        {"href": _read(datasette, name), "label": f"Read {name}"} for name in getattr(datasette, OURS, ())
    ]


@hookimpl
def render_cell(
    row: sqlite3.Row, value: object, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Markup | None:
    """Titles of articles and numbers of stories link to their reading pages."""
    links = {("articles", "title"): ("articles", "id"), ("stories_wide", "id"): ("stories", "id")}
    if table == "stories_wide" and column.endswith("_title"):
        links[table, column] = ("articles", f"{column.removesuffix('_title')}_id")
    step, number = links.get((table or "", column), (None, ""))
    names = row.keys()  # of a sqlite3.Row, where `in` would look at the values
    if step is None or not value or number not in names or database not in getattr(datasette, OURS, ()):
        return None
    return Markup(f'<a href="{escape(_read(datasette, database))}/{step}/{row[number]}">{escape(value)}</a>')


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> Callable[[App], App]:
    """The front page of a lone archive opens with its articles, and no page makes requests to another host."""

    def wrap(app: App) -> App:
        async def serve(scope: Row, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                await (
                    datasette.invoke_startup()
                )  # it comes with the first request; only then is it known which archives are ours
            if scope["type"] != "http" or not getattr(datasette, OURS, ()):
                await app(scope, receive, send)
            elif scope["path"] == datasette.setting("base_url") and (target := _only_archive(datasette)):
                await Response.redirect(target).asgi_send(send)
            else:
                await app(
                    scope,
                    receive,
                    SecureMiddleware(send, dict(scope["headers"]).get(b"accept-encoding", b"")),
                )

        return serve

    return wrap


def _only_archive(datasette: "Datasette") -> str | None:
    """Where the archive is read, if nothing else is served."""
    shown = [name for name in datasette.databases if not name.startswith("_")]
    return _read(datasette, shown[0]) if len(shown) == 1 and shown == getattr(datasette, OURS, []) else None


def _read(datasette: "Datasette", database: str) -> str:
    return str(datasette.urls.path(f"/{tilde_encode(database)}{ROOT}"))


def _changes(old: object, new: object) -> str:
    return differences.plain(differences.differences(str(old or ""), str(new or "")))


async def _is_ours(db: "Database") -> bool:
    rows = await db.execute("PRAGMA application_id")
    return bool(rows.first()[0] == table_labels.APPLICATION_ID)


async def _describe(datasette: "Datasette", name: str) -> None:
    """Give Datasette 1.0 the descriptions and settings it accepts; what its user has configured takes precedence."""
    about = table_labels.metadata(getattr(datasette, _WIDE)[name])
    config = datasette.config.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {})
    for table, entry in about["tables"].items():
        await datasette.set_resource_metadata(name, table, "description", entry["description"])
        for column, text in entry["columns"].items():
            await datasette.set_column_metadata(name, table, column, "description", text)
        settings = {key: value for key, value in entry.items() if key not in ("description", "columns")}
        config[table] = settings | config.get(table, {})
    for query, entry in about["queries"].items():
        if await datasette.get_query(name, query) is None:
            await datasette.add_query(name, query, **entry)
    for key in ("title", "description"):
        await datasette.set_database_metadata(name, key, about[key])
