"""Searching: results counted, sorted, grouped and narrowed down; every result as a file; each hit in context."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Connection
from typing import Final, get_args

from datasette.utils.asgi import Response

from dimash_archive.archive.search import concordance as concordances
from dimash_archive.archive.search import results
from dimash_archive.archive.search.columns import ArticleColumns
from dimash_archive.archive.search.results import ResultOrder, SearchResults
from dimash_archive.browse import localization, queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.page_request import PAGE, PageRequest
from dimash_archive.browse.views import page_parts
from dimash_archive.records import Row

FILTERS: Final = ("lang", "section", "person", "speaker", "tag", "year", "kind")
"""Parameters that narrow a search, named as in a query."""
_MARKS: Final = ("\ue000", "\ue001")
"""Around hits in a snippet until the template marks them: characters that occur in no text."""
_SHOWN: Final = 12
"""Values per facet on the page."""
_COLUMNS: Final = (
    "id", "story_id", "edition", "lang", "section", "title", "author", "published_local", "url", "permalink", "first_seen",
    "gone_at", "version",
)  # fmt: skip
_EXPORTED: Final = """
SELECT articles.*, captures.fetched_at FROM articles JOIN captures ON captures.id = capture_id
WHERE articles.id IN (SELECT value FROM json_each(:ids))"""


async def search(r: PageRequest) -> Response:
    """One page of a query's results; `part` asks for the results alone."""
    matches = await results_of(r)
    is_grouped = r.arg("group") != "no"
    entries = matches.stories if is_grouped else matches.ids
    start = (r.number - 1) * PAGE
    chosen = entries[start : start + PAGE]
    groups = (await _columns(r)).grouped(matches.ids, chosen) if is_grouped else [[each] for each in chosen]
    some = r.paged([], more=len(entries) > start + PAGE)
    return await r.page(
        "results" if r.arg("part") else "search",
        asked=parameters(r), query=query(r), order=_order(r), is_grouped=is_grouped, total=len(matches.ids),
        stories=len(matches.stories), hits=await _hits(r, groups), some=some, facets=await _facets(r, matches.facets),
        orders=get_args(ResultOrder), filters=FILTERS, label=await _labels(r, matches.facets.get("person", ())),
    )  # fmt: skip


async def concordance(r: PageRequest) -> Response:
    """Every hit in its line, with the sentences that translate it if they are known."""
    matches = await results_of(r)
    start = (r.number - 1) * PAGE
    some = r.paged([], more=len(matches.ids) > start + PAGE)
    lines = await r.call(concordances.lines, query(r), matches.ids[start : start + PAGE])
    return await r.page(
        "concordance", asked=parameters(r), query=query(r), lines=lines, some=some, total=len(matches.ids)
    )


async def export(r: PageRequest) -> Response:
    """Every result of a search, in order, as CSV or JSON."""
    matches = await results_of(r)
    rows = {row["id"]: row for row in await r.call(_rows, list(matches.ids))}
    from dimash_archive.archive.articles.references import permalink

    root = r.absolute(r.path())
    listed = [
        {
            name: {**row, "permalink": permalink(root, row["fetched_at"], row["url"])}[name]
            for name in _COLUMNS
        }
        for row in (rows[each] for each in matches.ids if each in rows)
    ]
    if r.request.url_vars["form"] == "json":
        text, mime = (
            json.dumps({"query": query(r), "total": len(listed), "articles": listed}, ensure_ascii=False),
            "application/json",
        )
    else:
        out = io.StringIO()
        writer = csv.DictWriter(out, _COLUMNS)
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in listed)
        text, mime = "\ufeff" + out.getvalue(), "text/csv"
    name = f"search.{r.request.url_vars['form']}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=headers, content_type=f"{mime}; charset=utf-8")


async def results_of(r: PageRequest) -> SearchResults:
    """The parameters in the address."""
    if not query(r):
        return SearchResults((), (), {})
    answer: SearchResults = await r.call(results.find, query(r), await _columns(r), _order(r))
    return answer


async def _columns(r: PageRequest) -> ArticleColumns:
    columns: ArticleColumns = await r.cached("columns", ArticleColumns.load)
    return columns


def parameters(r: PageRequest) -> dict[str, str]:
    """The words and filters in the address."""
    return {name: r.arg(name) for name in ("q", *FILTERS)}


def query(r: PageRequest) -> str:
    """The words and filters in the address as one query."""
    arguments = parameters(r)
    narrowed = (
        f'{name}:"{value}"' for name in FILTERS if (value := arguments[name].replace('"', " ").strip())
    )
    return " ".join([arguments["q"], *narrowed]).strip()


def _order(r: PageRequest) -> ResultOrder:
    return next((each for each in get_args(ResultOrder) if each == r.arg("order")), "relevance")


async def _facets(r: PageRequest, facets: Mapping[str, list[tuple[str, int]]]) -> dict[str, list[Row]]:
    """The facets; each value has an address that adds or removes it as a filter. Sections by their language."""
    described = {}
    for name in FILTERS:
        values = facets.get(name, [])
        values = sorted(values, reverse=True) if name == "year" else values
        described[name] = [_facet_value(r, name, value, count) for value, count in values[:_SHOWN]]
    editions = await _section_editions(r) if described["section"] else {}
    described["section"] = _by_edition(described["section"], editions, r.lang)
    return described


def _by_edition(values: Sequence[Row], editions: Mapping[str, str], first: str) -> list[Row]:
    """Sections edition by edition, that of a language first; `heading` names an edition at its first section."""
    rows = [{**each, "edition": editions.get(each["value"], "")} for each in values]
    rows.sort(key=lambda row: (row["edition"] != first, row["edition"]))
    before = [None, *(row["edition"] for row in rows)]
    several = len({row["edition"] for row in rows}) > 1
    return [
        {**row, "heading": row["edition"] if several and row["edition"] != last else ""}
        for row, last in zip(rows, before, strict=False)
    ]


def _facet_value(r: PageRequest, name: str, value: str, count: int) -> Row:
    is_chosen = r.arg(name).casefold() == value.casefold()
    path = r.here(**{name: "" if is_chosen else value, "page": ""})
    return {"value": value, "count": count, "is_chosen": is_chosen, "path": path}


async def _section_editions(r: PageRequest) -> dict[str, str]:
    """The edition of each section: if several have it, the one with most articles in it."""
    rows = await r.rows(queries.SECTIONS, cached=True)
    return {row["section"]: row["edition"] for row in sorted(rows, key=lambda row: row["count"])}


async def _labels(r: PageRequest, people: Sequence[tuple[str, int]]) -> Callable[[str, str], str]:
    """The names of the filters' values in the interface's language: filter and value to words."""
    numbers = json.dumps([int(each) for each in {r.arg("person"), *dict(people)} if each.isdecimal()])
    rows = await r.rows(queries.PEOPLE_NAMED, {"people": numbers, "lang": r.lang})
    names = {str(row["id"]): row["name"] for row in rows}

    def label(name: str, value: str) -> str:
        if name == "kind":
            return words(r.lang)[f"matter_{value}"] or value
        if name == "lang":
            return localization.own_name(value)
        return names.get(value, value) if name == "person" else value

    return label


async def _hits(r: PageRequest, groups: Sequence[Sequence[int]]) -> list[Row]:
    """The first hit of each group with its passage, and the others by title."""
    ids = [each for group in groups for each in group]
    firsts = {
        hit.id: hit for hit in await r.call(results.shown, query(r), [group[0] for group in groups], _MARKS)
    }
    rows = {row["id"]: row for row in await r.rows(queries.CARDS_OF, {"ids": json.dumps(ids)})} if ids else {}
    pictures = await page_parts.captured(r, (row["image_url"] for row in rows.values()))
    return [
        {
            **rows[first],
            "parts": _marked(firsts[first].snippet),
            "others": [rows[each] for each in others if each in rows],
            "picture": pictures.get(rows[first]["image_url"]),
        }
        for first, *others in groups
        if first in rows and first in firsts
    ]


def _marked(snippet: str) -> list[tuple[str, bool]]:
    """A snippet in parts: text, and whether it is a hit."""
    first, *rest = snippet.split(_MARKS[0])
    marked = [(first, False)]
    for each in rest:
        hit, _, behind = each.partition(_MARKS[1])
        marked += [(hit, True), (behind, False)]
    return [part for part in marked if part[0]]


def _rows(connection: Connection, ids: list[int]) -> list[Row]:
    """The articles with these ids, however many they are."""
    cursor = connection.execute(_EXPORTED, {"ids": json.dumps(ids)})
    names = [column[0] for column in cursor.description]
    wanted = [
        names.index(name) for name in (*(name for name in _COLUMNS if name != "permalink"), "fetched_at")
    ]
    return [{names[place]: row[place] for place in wanted} for row in cursor]


def _cell(value: object) -> object:
    """A value that no spreadsheet interprets as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value
