"""The reading pages: what each one asks of the archive, and what it hands to its template."""

import json
from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import NotFound, Response

from dimash_archive.archive import search as searching
from dimash_archive.archive.differences import differences
from dimash_archive.browse import align, queries, records, speech
from dimash_archive.browse.reader import Reader, Row
from dimash_archive.browse.words import LANGS, words

_END = "~"
"""Sorts behind every date: where a list begins."""
_MARKS = ("\ue000", "\ue001")
"""Around hits in a snippet, until the template sets them: characters that stand for nothing in any text."""


async def home(r: Reader) -> Response:
    """The newest articles of a language."""
    edition = await _edition(r)
    found = await r.rows(queries.LATEST, {"edition": edition, "before": r.arg("before") or _END}, told=True)
    counts = {row["edition"]: row["count"] for row in await r.rows(queries.COUNTS)}
    return await r.page(
        "home", edition=edition, cards=await _cards(r, found), counts=counts, more=_more(r, found)
    )


async def story(r: Reader) -> Response:
    """The articles of one story, the languages side by side."""
    found = await r.rows(queries.STORY, {"story": r.var("id")}, told=True)
    if not found:
        raise NotFound(words(r.lang)["not_found"])
    found.sort(key=lambda row: (row["edition"] != r.lang, row["edition"]))
    texts = [await _text(r, row) for row in found]
    lengths = [[sum(len(part.text) for part in parts) for parts in text["paragraphs"]] for text in texts]
    links = await r.rows(queries.LINKS_OF, {"story": r.var("id")})
    return await r.page("story", texts=texts, rows=align.rows(lengths), links=links, story=r.var("id"))


async def article(r: Reader) -> Response:
    """One article with its pictures, speech and history."""
    row = await r.one(queries.ARTICLE, {"id": r.var("id")}, told=True)
    siblings = await r.rows(queries.SIBLINGS, {"stories": json.dumps([row["story_id"]])})
    versions = await r.rows(queries.VERSIONS_OF, {"id": row["id"]}, told=True)
    others = [each for each in siblings if each["id"] != row["id"]]
    return await r.page("article", text=await _text(r, row), others=others, versions=versions)


async def version(r: Reader) -> Response:
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


async def quotes(r: Reader) -> Response:
    """Speech, the newest first; all of a language or one speaker's."""
    edition, speaker = await _edition(r), r.arg("speaker")
    asked = {"before": r.arg("before") or _END}
    asked |= {"speaker": speaker} if speaker else {"edition": edition}
    found = await r.rows(queries.QUOTES_BY if speaker else queries.QUOTES, asked, told=True)
    most = await r.rows(queries.SPEAKERS, {"limit": 30})
    return await r.page(
        "quotes", quotes=found, speakers=most, speaker=speaker, edition=edition, more=_more(r, found)
    )


async def timeline(r: Reader) -> Response:
    """The months of the archive, and the articles of one."""
    edition, month = await _edition(r), r.arg("month")
    months = await r.rows(queries.MONTHS, told=True)
    asked = {"edition": edition, "month": month, "before": r.arg("before") or _END}
    found = await r.rows(queries.OF_MONTH, asked, told=True) if month else []
    return await r.page(
        "timeline", table=_table(months, "month", "edition"), cards=await _cards(r, found), month=month, edition=edition,
        more=_more(r, found),
    )  # fmt: skip


async def sections(r: Reader) -> Response:
    """The sections of the editions, and the articles of one."""
    edition, section = await _edition(r), r.arg("section")
    known = await r.rows(queries.SECTIONS, told=True)
    asked = {"edition": edition, "section": section, "before": r.arg("before") or _END}
    found = await r.rows(queries.OF_SECTION, asked, told=True) if section else []
    return await r.page(
        "sections",
        known=known,
        cards=await _cards(r, found),
        section=section,
        edition=edition,
        more=_more(r, found),
    )


async def search(r: Reader) -> Response:
    """What a query finds, in all languages or one; `part` asks for the results alone."""
    asked = {name: r.arg(name) for name in ("q", "lang", "section", "speaker", "year")}
    query = " ".join([asked["q"], *_filters(asked)]).strip()
    wish = searching.Wish(limit=50, marks=_MARKS)
    hits = await r.call(searching.hits, query, wish) if query else []
    rows = [
        {"id": hit.id, "lang": hit.lang, "title": hit.title, "parts": _marked(hit.snippet)} for hit in hits
    ]
    known = [] if r.arg("part") else await r.rows(queries.SECTIONS)
    names = sorted({row["section"] for row in known})
    return await r.page(
        "results" if r.arg("part") else "search", asked=asked, hits=rows, sections=names, query=query
    )


async def charts(r: Reader) -> Response:
    """The archive in pictures, each with its numbers."""
    asked = {
        "by_month": (queries.MONTHS, "month", "edition"),
        "by_section": (queries.SECTIONS, "section", "edition"),
        "coverage": (queries.COVERAGE, "langs", ""),
        "who": (queries.VOICES, "year", "speaker"),
        "lengths": (queries.LENGTHS, "characters", ""),
    }
    drawn = []
    for name, (sql, across, by) in asked.items():
        found = await r.rows(sql, told=True)
        drawn.append({"name": name, "source": r.sources[-1], **_table(found, across, by)})
    runs = (await r.rows(queries.RUNS, told=True))[::-1]
    kinds = ("new", "changed", "failed")
    told = [{"run": row["started"][:16], "kind": kind, "count": row[kind]} for row in runs for kind in kinds]
    drawn.append({"name": "runs_chart", "source": r.sources[-1], **_table(told, "run", "kind")})
    return await r.page("charts", charts=drawn)


async def runs(r: Reader) -> Response:
    """The crawls, the newest first."""
    return await r.page("runs", runs=await r.rows(queries.RUNS, told=True))


async def about(r: Reader) -> Response:
    """What the archive is, and how much it holds."""
    counts = {row["edition"]: row["count"] for row in await r.rows(queries.COUNTS, told=True)}
    return await r.page("about", counts=counts, tables=queries.TABLES)


async def feed(r: Reader) -> Response:
    """The newest articles, or speeches, of an edition as Atom."""
    edition, of_quotes = await _edition(r), r.request.url_vars["kind"] == "quotes"
    found = await r.rows(
        queries.QUOTES if of_quotes else queries.LATEST, {"edition": edition, "before": _END}
    )
    base = r.datasette.absolute_url(r.request, "/").rstrip("/")
    answer = await r.page("feed", entries=found, edition=edition, of_quotes=of_quotes, base=base)
    answer.content_type = "application/atom+xml; charset=utf-8"
    return answer


async def picture(r: Reader) -> Response:
    """A picture as it was captured."""
    found = await r.call(records.picture, r.folder, r.var("id"))
    if found is None:
        raise NotFound(words(r.lang)["picture_missing"])
    headers = {"cache-control": "max-age=31536000, immutable", "x-content-type-options": "nosniff"}
    return Response(
        found.data,
        headers={**headers, "content-security-policy": "default-src 'none'"},
        content_type=found.mime,
    )


async def record(r: Reader) -> Response:
    """One WARC record, to download."""
    found = await r.call(records.record, r.folder, r.var("id"))
    if found is None:
        raise NotFound(words(r.lang)["not_found"])
    name, data = found
    return Response(
        data,
        headers={"content-disposition": f'attachment; filename="{name}"'},
        content_type="application/warc",
    )


async def _edition(r: Reader) -> str:
    """The edition a list is about: the one asked for, else that of the interface."""
    asked = r.arg("edition")
    return asked if asked in LANGS else r.lang


async def _cards(r: Reader, found: Iterable[Row]) -> list[Row]:
    """Articles of a list, each with its siblings in other languages."""
    rows = list(found)
    stories = json.dumps([row["story_id"] for row in rows])
    siblings: dict[int, list[Row]] = {}
    for each in await r.rows(queries.SIBLINGS, {"stories": stories}) if rows else ():
        siblings.setdefault(each["story_id"], []).append(each)
    return [
        {**row, "others": [s for s in siblings.get(row["story_id"], ()) if s["id"] != row["id"]]}
        for row in rows
    ]


async def _text(r: Reader, row: Row) -> dict[str, Any]:
    """An article with its speech marked and its pictures, as far as they are captured."""
    said = await r.rows(queries.QUOTES_OF, {"id": row["id"]})
    images = await r.rows(queries.IMAGES_OF, {"id": row["id"]})
    shown = [{**image, "capture": await r.call(records.picture_of, image["url"])} for image in images]
    spans = [(each["position"], each["start"], each["end"]) for each in said]
    parts = speech.paragraphs(row["body"], spans)
    return {
        "row": row,
        "paragraphs": parts,
        "quotes": {each["position"]: each for each in said},
        "images": shown,
    }


def _more(r: Reader, found: list[Row]) -> str | None:
    """The address of the next page of a list; None at its end."""
    return r.here(before=found[-1]["published"]) if len(found) == 25 and found[-1]["published"] else None


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
