"""The Datasette plugin: archives of ours open with descriptions, facets and orders; others stay as they are.

Datasette 0.65 asks for metadata by a hook, the 1.0 alphas keep it in a database of their own and take the
settings of tables from the configuration; what stands in `tables.py` serves both.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

from dimash_archive.archive import search
from dimash_archive.browse import tables

_OURS = "_dimash_archives"


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Find out which of the databases are archives of ours, and describe them to Datasette."""

    async def describe() -> None:
        names = [name for name, db in datasette.databases.items() if await _is_ours(db)]
        setattr(datasette, _OURS, names)
        if hasattr(datasette, "add_query"):
            for name in names:
                await _describe(datasette, name)

    return describe


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """What Datasette 0.65 knows of our archives. Made anew each time: Datasette writes into what it gets."""
    return {"databases": {name: tables.metadata() for name in getattr(datasette, _OURS, ())}}


@hookimpl
def extra_css_urls(datasette: Any, database: str | None) -> list[str]:
    """Our style sheet, on the pages of our archives."""
    ours = database in getattr(datasette, _OURS, ())
    return [datasette.urls.static_plugins("dimash_archive", "archive.css")] if ours else []


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give SQL the archive's own search: `archive_search(query)` and `archive_snippet(query, id)`."""
    if conn.execute("PRAGMA application_id").fetchone()[0] == tables.APPLICATION_ID:
        search.register(conn)


async def _is_ours(db: Any) -> bool:
    rows = await db.execute("PRAGMA application_id")
    return bool(rows.first()[0] == tables.APPLICATION_ID)


async def _describe(datasette: Any, name: str) -> None:
    """Tell Datasette 1.0 what it takes; what its user has configured stands."""
    about = tables.metadata()
    config = datasette.config.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {})
    for table, known in about["tables"].items():
        await datasette.set_resource_metadata(name, table, "description", known["description"])
        for column, text in known["columns"].items():
            await datasette.set_column_metadata(name, table, column, "description", text)
        settings = {key: value for key, value in known.items() if key not in ("description", "columns")}
        config[table] = settings | config.get(table, {})
    for query, known in about["queries"].items():
        if await datasette.get_query(name, query) is None:
            await datasette.add_query(name, query, **known)
    for key in ("title", "description"):
        await datasette.set_database_metadata(name, key, about[key])
