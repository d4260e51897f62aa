"""The texts of an article: one version, two compared, all of them in time; and recent changes."""

from itertools import count
from typing import Final

from datasette.utils.asgi import NotFound, Response

from dimash_archive import urls
from dimash_archive.archive.articles import references
from dimash_archive.archive.articles.differences import differences, shortened
from dimash_archive.browse import queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.layout.time_strip import strip
from dimash_archive.browse.page_request import ListPage, PageRequest
from dimash_archive.citation.forms import FORMS
from dimash_archive.records import Row

_TEXTS: Final = ("title", "lead", "body")


async def version(r: PageRequest) -> Response:
    """One version: its changes or its text, when it was seen, and where its capture is."""
    article = await r.one(queries.ARTICLE, {"id": r.var("id")})
    number = r.var("version")
    new = await _text(r, number)
    old = await _text(r, number - 1) if number > 1 and r.arg("view") != "text" else None
    return await _page(r, article, old, new)


async def compare(r: PageRequest) -> Response:
    """Any two versions compared, whichever is older."""
    article = await r.one(queries.ARTICLE, {"id": r.var("id")})
    numbers = sorted(
        {int(r.arg(name)) for name in ("from", "to") if r.arg(name).isdecimal() and len(r.arg(name)) < 9}
    )
    if not numbers:
        raise NotFound(words(r.lang)["not_found"])
    old = await _text(r, numbers[0]) if len(numbers) > 1 else None
    return await _page(r, article, old, await _text(r, numbers[-1]))


async def history(r: PageRequest) -> Response:
    """Every version and every capture of an article on one timeline."""
    article = await r.one(queries.ARTICLE, {"id": r.var("id")}, source="article")
    versions = await r.rows(queries.VERSIONS_OF, {"id": article["id"]}, source="versions")
    captures = await r.rows(queries.CAPTURES_OF, {"id": article["id"]}, source="captures")
    absences = await r.rows(queries.ABSENCES_OF, {"id": article["id"]})
    line = strip(versions, captures, absences)
    return await r.page(
        "history", article=article, versions=versions, captures=captures, absences=absences, strip=line
    )


async def permalink(r: PageRequest) -> Response:
    """Redirects to the version an address had at a given time, whatever its number in this archive."""
    address = r.request.url_vars["url"]
    scheme, _, rest = address.partition(":")
    query = f"?{r.request.query_string}" if r.request.query_string else ""
    key = urls.key(f"{scheme}://{rest.lstrip('/')}{query}")
    version = await r.call(references.version_at, key, r.request.url_vars["moment"])
    if version is None:
        raise NotFound(words(r.lang)["not_archived"])
    number, text = version
    newest = await r.one(queries.ARTICLE, {"id": number})
    place = () if newest["version"] == text else ("versions", text)
    return Response.redirect(r.path("articles", number, *place), status=302)


async def changes(r: PageRequest) -> Response:
    """Edited, retitled, moved, removed and returned articles, newest first, each with the place of its first
    change."""
    kind = r.arg("kind") if r.arg("kind") in queries.CHANGES else ""
    edition = r.arg("edition") if r.arg("edition") in r.profile.editions else ""
    some = await recent(r, kind, edition)
    return await r.page("changes", some=some, kind=kind, kinds=tuple(queries.CHANGES), edition=edition)


async def recent(r: PageRequest, kind: str, edition: str) -> ListPage:
    """One page of the changes, each with its shortened difference."""
    some = await r.list_page(queries.CHANGES[kind], {"edition": edition}, source="changes")
    return ListPage([{**row, **await _difference(r, row)} for row in some.rows], some.older, some.newer)


async def _difference(r: PageRequest, row: Row) -> Row:
    """The change to the headline and, shortened, to the text."""
    if row["version"] is None:
        return {"parts": [], "titles": []}
    values = {"id": row["article_id"], "version": row["version"]}
    texts = [
        await r.rows(queries.VERSION_OF, {**values, "version": values["version"] - back}) for back in (1, 0)
    ]
    if not all(texts):
        return {"parts": [], "titles": []}
    old, new = (rows[0] for rows in texts)
    titles = differences(old["title"], new["title"]) if old["title"] != new["title"] else ()
    before, after = ("\n\n".join(filter(None, (each["lead"], each["body"]))) for each in (old, new))
    parts = shortened(differences(before, after)) if before != after else ()
    return {"titles": titles, "parts": parts[:9]}


async def _text(r: PageRequest, number: int) -> Row:
    return await r.one(queries.VERSION_OF, {"id": r.var("id"), "version": number}, source="version_text")


async def _page(r: PageRequest, article: Row, old: Row | None, new: Row) -> Response:
    versions = await r.rows(queries.VERSIONS_OF, {"id": article["id"]}, source="versions")
    numbers = count(1)
    changed = {}
    for name in _TEXTS:
        parts = differences((old[name] or "") if old else (new[name] or ""), new[name] or "")
        changed[name] = [
            (part.kind, part.text, 0 if part.kind == "same" else next(numbers)) for part in parts
        ]
    reference = await r.call(references.reference, article["id"], new["version"], r.absolute(r.path()))
    r.shown_edition = article["edition"]
    return await r.page(
        "version", article=article, old=old, new=new, changed=changed, versions=versions, reference=reference,
        count=next(numbers) - 1, forms=FORMS,
    )  # fmt: skip
