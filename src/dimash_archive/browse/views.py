"""The reading pages: what each one asks of the archive, and what it hands to its template."""

import json
from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup

from dimash_archive.archive.differences import differences
from dimash_archive.archive.search import searcher as searching
from dimash_archive.browse import alignment, captured, marked_quotes, queries
from dimash_archive.browse.interface_words import LANGS, words
from dimash_archive.browse.page_request import PAGE, PageRequest, Row

_HITS, _MANY = 24, 100
"""Results of a search on its page, and where more are asked for."""
_CHARTS = {
    "by_month": (queries.MONTHS, "month", "edition"),
    "coverage": (queries.COVERAGE, "langs", ""),
    "by_section": (queries.SECTIONS, "section", "edition"),
    "who": (queries.VOICES, "year", "speaker"),
    "lengths": (queries.LENGTHS, "characters", ""),
}
"""Charts by the key of their heading: query, the column across, the column of the series."""
_MARKS = ("\ue000", "\ue001")
"""Around hits in a snippet, until the template sets them: characters that stand for nothing in any text."""


async def home(r: PageRequest) -> Response:
    """The newest articles of a language."""
    edition = _edition(r)
    some = await r.some(queries.LATEST, {"edition": edition})
    counts = {row["edition"]: row["count"] for row in await r.rows(queries.COUNTS, kept=True)}
    return await r.page("home", edition=edition, cards=await _cards(r, some.rows), counts=counts, some=some)


async def story(r: PageRequest) -> Response:
    """The articles of one story, the languages side by side."""
    found = await r.rows(queries.STORY, {"story": r.var("id")}, told=True)
    if not found:
        raise NotFound(words(r.lang)["not_found"])
    found.sort(key=lambda row: (row["edition"] != r.lang, row["edition"]))
    texts = [await _text(r, row) for row in found]
    lengths = [[sum(len(part.text) for part in parts) for parts in text["paragraphs"]] for text in texts]
    links = await r.rows(queries.LINKS_OF, {"story": r.var("id")})
    return await r.page("story", texts=texts, rows=alignment.rows(lengths), links=links)


async def article(r: PageRequest) -> Response:
    """One article with its pictures, speech and history."""
    row = await r.one(queries.ARTICLE, {"id": r.var("id")}, told=True)
    siblings = await r.rows(queries.SIBLINGS, {"stories": json.dumps([row["story_id"]])})
    others = [each for each in siblings if each["id"] != row["id"]]
    tags = [each["name"] for each in await r.rows(queries.TAGS_OF, {"id": row["id"]})]
    return await r.page("article", text=await _text(r, row), others=others, tags=tags)


async def version(r: PageRequest) -> Response:
    """How a version of an article differs from the one before."""
    row = await r.one(queries.ARTICLE, {"id": r.var("id")})
    number = r.var("version")
    asked = {"id": row["id"], "old": number - 1, "new": number}
    found = await r.rows(queries.TEXTS_OF, asked, told=True)
    if len(found) < 2:
        raise NotFound(words(r.lang)["not_found"])
    old, new = found
    changed = {name: differences(old[name] or "", new[name] or "") for name in ("title", "lead", "body")}
    return await r.page("version", article=row, old=old, new=new, changed=changed)


async def quotes(r: PageRequest) -> Response:
    """Speech, the newest first; all of a language or one speaker's."""
    edition, speaker = _edition(r), r.arg("speaker")
    some = await (
        r.some(queries.QUOTES_BY, {"speaker": speaker})
        if speaker
        else r.some(queries.QUOTES, {"edition": edition})
    )
    most = await r.rows(queries.SPEAKERS, {"edition": edition}, kept=True)
    return await r.page("quotes", some=some, speakers=most, speaker=speaker, edition=edition)


async def timeline(r: PageRequest) -> Response:
    """The years and months of the archive, and the articles of one month: the newest, if none is asked for."""
    edition = _edition(r)
    found = [row for row in await r.rows(queries.MONTHS, told=True, kept=True) if row["edition"] == edition]
    counts = {row["month"]: row["count"] for row in found}
    month = r.arg("month") or max(counts, default="")
    some = await r.some(queries.OF_MONTH, {"edition": edition, "month": month})
    return await r.page(
        "timeline", years=sorted({key[:4] for key in counts}, reverse=True), counts=counts, most=max(counts.values(), default=1),
        month=month, edition=edition, cards=await _cards(r, some.rows), some=some,
    )  # fmt: skip


async def sections(r: PageRequest) -> Response:
    """The sections of an edition, and the articles of one: the largest, if none is asked for."""
    edition = _edition(r)
    known = [row for row in await r.rows(queries.SECTIONS, told=True, kept=True) if row["edition"] == edition]
    section = r.arg("section") or (known[0]["section"] if known else "")
    some = await r.some(queries.OF_SECTION, {"edition": edition, "section": section})
    return await r.page(
        "sections", known=known, cards=await _cards(r, some.rows), section=section, edition=edition, some=some
    )


async def search(r: PageRequest) -> Response:
    """What a query finds, in all languages or one; `part` asks for the results alone."""
    asked = {name: r.arg(name) for name in ("q", "lang", "section", "speaker", "year")}
    query = " ".join([asked["q"], *_filters(asked)]).strip()
    limit = _MANY if r.arg("many") else _HITS
    wish = searching.SearchOptions(limit=limit, marks=_MARKS)
    found = await r.call(searching.hits, query, wish) if query else []
    dates = await r.rows(queries.DATES, {"ids": json.dumps([hit.id for hit in found])}) if found else []
    known = {row["id"]: row for row in dates}
    hits = [
        {"id": hit.id, "lang": hit.lang, "title": hit.title, "parts": _marked(hit.snippet), **known.get(hit.id, {})}
        for hit in found
    ]  # fmt: skip
    names = [] if r.arg("part") else await r.rows(queries.SECTIONS, kept=True)
    return await r.page(
        "results" if r.arg("part") else "search",
        asked=asked, hits=hits, query=query, full=len(hits) == limit, sections=sorted({row["section"] for row in names}),
    )  # fmt: skip


async def charts(r: PageRequest) -> Response:
    """The archive in pictures, each with its numbers."""
    said = words(r.lang)
    names = {lang: said[f"names_{lang}"] for lang in LANGS}
    drawn = []
    for name, (sql, across, by) in _CHARTS.items():
        found = await r.rows(sql, told=True, kept=True)
        drawn.append({"name": name, "source": r.sources[-1], **_table(found, across, by)})
    runs = (await r.rows(queries.RUNS, told=True))[::-1]
    kinds = {"new": said["new"], "changed": said["changed_count"], "failed": said["failed"]}
    told = [
        {"run": row["started"][:16].replace("T", " "), "kind": kinds[kind], "count": row[kind]}
        for row in runs
        for kind in kinds
    ]
    drawn.append({"name": "runs_chart", "source": r.sources[-1], **_table(told, "run", "kind")})
    for chart in drawn:
        chart["series"] = {names.get(key, key): counts for key, counts in chart["series"].items()}
        chart["across"] = "y" if chart["name"] in ("by_section", "coverage") else "x"
    coverage = next(chart for chart in drawn if chart["name"] == "coverage")
    coverage["labels"] = [
        " + ".join(names.get(each, each) for each in label.split(" + ")) for label in coverage["labels"]
    ]
    return await r.page("charts", charts=drawn)


async def runs(r: PageRequest) -> Response:
    """The crawls, the newest first."""
    return await r.page("runs", runs=await r.rows(queries.RUNS, told=True))


async def about(r: PageRequest) -> Response:
    """What the archive is, and how much it holds."""
    counts = {row["edition"]: row["count"] for row in await r.rows(queries.COUNTS, told=True, kept=True)}
    return await r.page("about", counts=counts, tables=queries.TABLES)


async def feed(r: PageRequest) -> Response:
    """The newest articles, or speeches, of an edition as Atom."""
    edition, of_quotes = _edition(r), r.request.url_vars["kind"] == "quotes"
    asked = {"edition": edition, "limit": PAGE, "skip": 0}
    found = await r.rows(queries.QUOTES if of_quotes else queries.LATEST, asked)
    base = r.datasette.absolute_url(r.request, "/").rstrip("/")
    answer = await r.page("feed", entries=found, edition=edition, of_quotes=of_quotes, base=base)
    answer.content_type = "application/atom+xml; charset=utf-8"
    return answer


async def picture(r: PageRequest) -> Response:
    """A picture as it was captured."""
    found = await r.call(captured.picture, r.folder, r.var("id"))
    if found is None:
        raise NotFound(words(r.lang)["picture_missing"])
    headers = {"cache-control": "max-age=31536000, immutable", "x-content-type-options": "nosniff"}
    return Response(
        found.data,
        headers={**headers, "content-security-policy": "default-src 'none'"},
        content_type=found.mime,
    )


async def captured_page(r: PageRequest) -> Response:
    """A page as it was captured: its text and links."""
    found = await r.call(captured.page, r.folder, r.var("id"))
    if found is None:
        raise NotFound(words(r.lang)["not_found"])
    return await r.page("captured", captured=found, id=r.var("id"), html=Markup)


async def record(r: PageRequest) -> Response:
    """One WARC record, to download."""
    found = await r.call(captured.record, r.folder, r.var("id"))
    if found is None:
        raise NotFound(words(r.lang)["not_found"])
    name, data = found
    return Response(
        data,
        headers={"content-disposition": f'attachment; filename="{name}"'},
        content_type="application/warc",
    )


def _edition(r: PageRequest) -> str:
    """The edition a list is about: the one asked for, else that of the interface."""
    asked = r.arg("edition")
    return asked if asked in LANGS else r.lang


async def _cards(r: PageRequest, rows: list[Row]) -> list[Row]:
    """Articles of a list, each with its siblings in other languages."""
    stories = json.dumps([row["story_id"] for row in rows])
    siblings: dict[int, list[Row]] = {}
    for each in await r.rows(queries.SIBLINGS, {"stories": stories}) if rows else ():
        siblings.setdefault(each["story_id"], []).append(each)
    return [
        {**row, "others": [s for s in siblings.get(row["story_id"], ()) if s["id"] != row["id"]]}
        for row in rows
    ]


async def _text(r: PageRequest, row: Row) -> dict[str, Any]:
    """An article with its speech marked and its pictures, as far as they are captured."""
    said = await r.rows(queries.QUOTES_OF, {"id": row["id"]})
    images = await r.rows(queries.IMAGES_OF, {"id": row["id"]})
    shown = [{**image, "capture": await r.call(captured.picture_of, image["url"])} for image in images]
    versions = await r.rows(queries.VERSIONS_OF, {"id": row["id"]})
    spans = [(each["position"], *span) for each in said for span in json.loads(each["parts"])]
    parts = marked_quotes.paragraphs(row["body"], spans)
    return {
        "row": row,
        "paragraphs": parts,
        "begins": _begins(parts, said),
        "quotes": {each["position"]: each for each in said},
        "images": [image for image in shown if image["capture"]],
        "absent": list(dict.fromkeys((i["caption"] or i["alt"] or "") for i in shown if not i["capture"])),
        "versions": versions,
    }


def _begins(paragraphs: list[list[marked_quotes.TextPart]], said: list[Row]) -> dict[int, list[str]]:
    """Who begins to speak in which paragraph."""
    names = {each["position"]: each["speaker"] for each in said}
    found: dict[int, list[str]] = {}
    for number, parts in enumerate(paragraphs):
        for part in parts:
            name = names.pop(part.quote, None) if part.quote is not None else None
            if name and name not in found.get(number, ()):
                found.setdefault(number, []).append(name)
    return found


def _table(found: Iterable[Row], across: str, by: str) -> dict[str, Any]:
    """Counts as a table: the values of one column across, those of another as series."""
    rows = list(found)
    labels = list(dict.fromkeys(str(row[across]) for row in rows))
    series = list(dict.fromkeys(str(row[by]) for row in rows)) if by else [""]
    counts = {(str(row[across]), str(row[by]) if by else ""): row["count"] for row in rows}
    return {
        "labels": labels,
        "series": {each: [counts.get((label, each), 0) for label in labels] for each in series},
    }


def _filters(asked: dict[str, str]) -> list[str]:
    """The filters of the search page in the words of a query."""
    names = ("lang", "section", "speaker", "year")
    return [f'{name}:"{value}"' for name in names if (value := asked[name].replace('"', " ").strip())]


def _marked(snippet: str) -> list[tuple[str, bool]]:
    """A snippet in parts: text, and whether it is a hit."""
    first, *rest = snippet.split(_MARKS[0])
    parts = [(first, False)]
    for each in rest:
        hit, _, behind = each.partition(_MARKS[1])
        parts += [(hit, True), (behind, False)]
    return [part for part in parts if part[0]]
