"""Captured material: pictures, pages as text and links, WARC records."""

from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup

from dimash_archive.browse import captured, queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.page_request import PageRequest


async def picture(r: PageRequest) -> Response:
    """A picture as it was captured."""
    image = await r.call(captured.picture, r.folder, r.var("id"))
    if image is None:
        raise NotFound(words(r.lang)["picture_missing"])
    headers = {"cache-control": "max-age=31536000, immutable", "x-content-type-options": "nosniff"}
    return Response(
        image.data,
        headers={**headers, "content-security-policy": "default-src 'none'"},
        content_type=image.mime,
    )


async def captured_page(r: PageRequest) -> Response:
    """A page as it was captured: its text and links; links to archived articles lead to their reading pages."""
    number = r.var("id")
    page = await r.call(captured.page, r.folder, number, lambda key: r.path("articles", key))
    if page is None:
        raise NotFound(words(r.lang)["not_found"])
    capture = await r.one(queries.CAPTURE, {"id": number}, source="captures")
    shown = await r.rows(queries.ARTICLE_OF_CAPTURE, {"id": number})
    return await r.page(
        "captured",
        captured=page,
        id=number,
        html=Markup,
        capture=capture,
        article=shown[0] if shown else None,
    )


async def record(r: PageRequest) -> Response:
    """One WARC record, for download."""
    file = await r.call(captured.record, r.folder, r.var("id"))
    if file is None:
        raise NotFound(words(r.lang)["not_found"])
    name, data = file
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, content_type="application/warc")
