"""Pages for what is not there, in the dress of the reading pages."""

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response

from dimash_archive.browse.page_request import OURS, ROOT, PageRequest, reading_page

if TYPE_CHECKING:
    from datasette.app import Datasette

_READING = re.compile(rf"/(?P<database>[^/]+){ROOT}(?:/|\Z)")


def answer(
    datasette: "Datasette", request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """A page with status 404 for an address below the reading pages; None for any other, which Datasette answers."""
    if not isinstance(exception, NotFound):
        return None
    base = datasette.setting("base_url").rstrip("/")
    found = _READING.match(request.path.removeprefix(base))
    name = tilde_decode(found["database"]) if found else _only(datasette, request.path)
    if name is None or name not in getattr(datasette, OURS, ()):
        return None

    async def page() -> Response:
        r = await PageRequest(datasette, request, name).prepare()
        shown = await reading_page(r, "not_found", {"message": str(exception)})
        shown.status = 404
        return shown

    return page


def _only(datasette: "Datasette", path: str) -> str | None:
    """The archive, where it is all that is served and no data are asked for."""
    names = [name for name in datasette.databases if not name.startswith("_")]
    is_page = not path.endswith((".json", ".csv")) and "/-/static" not in path
    return names[0] if len(names) == 1 and is_page else None
