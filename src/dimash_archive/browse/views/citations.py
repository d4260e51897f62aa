"""How to cite an article or a version, and the file formats of a citation."""

import json
from typing import Final

from datasette.utils.asgi import NotFound, Response

from dimash_archive.archive.articles import references
from dimash_archive.browse import queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.page_request import PageRequest
from dimash_archive.citation.forms import FORMS
from dimash_archive.citation.reference import Reference
from dimash_archive.export import markdown
from dimash_archive.records import Row

_TEXTS: Final = {"md": "text/markdown", "txt": "text/plain", "json": "application/json"}


async def cite(r: PageRequest) -> Response:
    """Every form of citation of an article or version, to copy or download."""
    reference, row = await _reference(r)
    texts = {name: form.write(reference) for name, form in FORMS.items()}
    r.shown_edition = row["edition"]
    return await r.page(
        "cite", reference=reference, article=row, forms=FORMS, texts=texts, is_version=_is_version(r)
    )


async def download(r: PageRequest) -> Response:
    """A citation, or the article itself, as a file."""
    reference, row = await _reference(r)
    name = r.request.url_vars["form"]
    if name in FORMS:
        form = FORMS[name]
        return _file(form.write(reference), form.mime, f"{reference.key}.{form.suffix}")
    if name not in _TEXTS:
        raise NotFound(words(r.lang)["not_found"])
    whole = await _article(r, row, reference)
    texts = {
        "md": lambda: markdown.page(whole),
        "txt": lambda: _plain(whole, reference),
        "json": lambda: _json(whole),
    }
    return _file(texts[name](), _TEXTS[name], f"{reference.key}.{name}")


def _is_version(r: PageRequest) -> bool:
    return "version" in r.request.url_vars


async def _reference(r: PageRequest) -> tuple[Reference, Row]:
    number = r.var("version") if _is_version(r) else None
    reference = await r.call(references.reference, r.var("id"), number, r.absolute(r.path()))
    if reference is None:
        raise NotFound(words(r.lang)["not_found"])
    return reference, await r.one(queries.ARTICLE, {"id": r.var("id")})


async def _article(r: PageRequest, row: Row, reference: Reference) -> Row:
    """The article with its parts, in the text of the version; an earlier text has no parts."""
    values = {"id": row["id"]}
    tags = [each["name"] for each in await r.rows(queries.TAGS_OF, values)]
    place = {"permalink": reference.permalink, "warc": reference.warc, "digest": reference.digest}
    if reference.version == row["version"]:
        parts = {
            "images": await r.rows(queries.IMAGES_OF, values),
            "quotes": await r.rows(queries.QUOTES_OF, values),
        }
        return {**row, **parts, "tags": tags, **place}
    text = await r.one(queries.VERSION_OF, {**values, "version": reference.version})
    former = {name: text[name] for name in ("version", "title", "lead", "body", "quote", "capture_id")}
    return {**row, **former, "images": [], "quotes": [], "tags": tags, "blocks": None, **place}


def _plain(row: Row, reference: Reference) -> str:
    texts = [row["title"], row["lead"], row["body"], FORMS["gost"].write(reference)]
    return "\n\n".join(filter(None, texts)) + "\n"


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, indent=2) + "\n"


def _file(text: str, mime: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=headers, content_type=f"{mime}; charset=utf-8")
