"""Answers to requests that cannot be served: styled as the reading pages, or as Datasette gives them.

If rich is installed, as it is here, Datasette's own hook prints a traceback for each of them, and answers 500
if there is no traceback to print. Ours therefore wraps that hook: expected errors never reach it.
"""

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from dimash_archive.browse.page_request import OURS, ROOT, PageRequest, reading_page
from dimash_archive.records import Row

if TYPE_CHECKING:
    from datasette.app import Datasette

Answer = Callable[[], Awaitable[Response]]

_READING: Final = re.compile(rf"/(?P<database>[^/]+){ROOT}(?:/|\Z)")


def answer(datasette: "Datasette", request: Request, exception: Exception) -> Answer | None:
    """The answer to an expected error; None for any other, which Datasette has to report."""
    if isinstance(exception, NotFound):
        archive = _archive(datasette, request.path)
        if archive is not None:
            return _not_found(datasette, request, str(exception), archive)
    if isinstance(exception, Base400):
        return _plain(
            datasette, request, {"status": exception.status, "error": str(exception), "title": None}
        )
    if isinstance(exception, DatasetteError):
        text = Markup(exception.message) if exception.message_is_html else exception.message
        about = {"status": exception.status, "error": text, "title": exception.title}
        return _plain(datasette, request, exception.error_dict | about)
    return None


def _not_found(datasette: "Datasette", request: Request, message: str, archive: str) -> Answer:
    async def page() -> Response:
        r = await PageRequest(datasette, request, archive).prepare()
        shown = await reading_page(r, "not_found", {"message": message})
        shown.status = 404
        return shown

    return page


def _plain(datasette: "Datasette", request: Request, about: Row) -> Answer:
    """The answer in Datasette's own form, JSON or a page."""
    status: int = about["status"]

    async def page() -> Response:
        values = {"ok": False, **about}
        if request.path.endswith(".json"):
            return Response.json(values, status=status)
        html = await datasette.render_template([f"{status}.html", "error.html"], values, request)
        return Response.html(html, status=status)

    return page


def _archive(datasette: "Datasette", path: str) -> str | None:
    """The archive whose reading pages include an address; or the only archive, if the request is not for data."""
    ours: tuple[str, ...] = getattr(datasette, OURS, ())
    reading = _READING.match(path.removeprefix(datasette.setting("base_url").rstrip("/")))
    name = tilde_decode(reading["database"]) if reading else _only(datasette, path)
    return name if name in ours else None


def _only(datasette: "Datasette", path: str) -> str | None:
    names = [name for name in datasette.databases if not name.startswith("_")]
    is_page = not path.endswith((".json", ".csv")) and "/-/static" not in path
    return names[0] if len(names) == 1 and is_page else None
