"""Atom feeds: newest articles, speech, changes, and the results of a search."""

import json

from datasette.utils.asgi import Response

from dimash_archive.browse import queries
from dimash_archive.browse.page_request import PAGE, PageRequest
from dimash_archive.browse.views import page_parts, search, version_pages
from dimash_archive.records import Row

_SIGNS = {"removed": "[−{}−]", "added": "[+{}+]", "same": "{}"}
"""Put around removed and added text in feeds that show text alone."""


async def feed(r: PageRequest) -> Response:
    """One of the feeds, by its kind."""
    kind = r.request.url_vars["kind"]
    edition = r.edition()
    entries = await _ENTRIES[kind](r, edition)
    answer = await r.page("feed", entries=entries, edition=edition, kind=kind, query=search.query(r))
    answer.content_type = "application/atom+xml; charset=utf-8"
    return answer


async def _articles(r: PageRequest, edition: str) -> list[Row]:
    rows = await r.rows(queries.LATEST, {"edition": edition, "limit": PAGE, "skip": 0})
    return [_entry(r, row, row["lead"] or row["start"]) for row in rows]


async def _quotes(r: PageRequest, edition: str) -> list[Row]:
    rows = await r.rows(queries.QUOTES, {"edition": edition, "limit": PAGE, "skip": 0})
    return [
        {
            **_entry(r, row, page_parts.spoken(row["text"]), f"quote-{row['position']}"),
            "author": row["speaker"],
        }
        for row in rows
    ]


async def _changes(r: PageRequest, edition: str) -> list[Row]:
    some = await version_pages.recent(r, "", edition if r.arg("edition") else "")
    entries = []
    for row in some.rows:
        steps = ("articles", row["article_id"], *(("versions", row["version"]) if row["version"] else ()))
        text = "".join(_SIGNS[part.kind].format(part.text) for part in row["parts"]) or row["kind"]
        path, title = r.path(*steps), f"{row['kind']}: {row['title']}"
        key = r.path(*steps, at=row["at"])
        entries.append({"title": title, "path": path, "id": key, "updated": row["at"], "text": text})
    return entries


async def _search(r: PageRequest, edition: str) -> list[Row]:
    results = await search.results_of(r)
    rows = await r.rows(queries.CARDS_OF, {"ids": json.dumps(list(results.ids)[:PAGE])})
    rows.sort(key=lambda row: row["published"] or row["first_seen"], reverse=True)
    return [_entry(r, row, row["lead"] or row["start"]) for row in rows]


def _entry(r: PageRequest, row: Row, text: str, anchor: str = "") -> Row:
    path = r.path("articles", row["id"], anchor=anchor)
    return {
        "title": row["title"],
        "path": path,
        "id": path,
        "updated": row["published"] or row["first_seen"],
        "text": text,
    }


_ENTRIES = {"articles": _articles, "quotes": _quotes, "changes": _changes, "search": _search}
