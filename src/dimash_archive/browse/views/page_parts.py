"""Parts that several pages share: cards of articles, and articles with their speech, pictures and versions."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from dimash_archive.archive.search import results
from dimash_archive.browse import queries
from dimash_archive.browse.layout import marked_text
from dimash_archive.browse.layout.marked_text import TextPart
from dimash_archive.browse.layout.page_blocks import PageBlock, arranged
from dimash_archive.browse.page_request import PageRequest
from dimash_archive.records import Row

CLOSING: Final = " ,;–—-"
"""Left over at the end of speech cut out of a sentence."""

_LATER: Final = timedelta(minutes=30)
"""A change this soon after publishing is part of it: nearly every article of a news site is saved again then."""


def edited_at(row: Row) -> str | None:
    """When the site says it changed an article, if that is later than the corrections right after publishing."""
    if not row["modified"]:
        return None
    if row["published"] and _moment(row["modified"]) - _moment(row["published"]) <= _LATER:
        return None
    return str(row["modified"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def cards(r: PageRequest, rows: Sequence[Row]) -> list[Row]:
    """Articles of a list, each with its counterparts in other languages and the capture of its picture."""
    stories = json.dumps([row["story_id"] for row in rows])
    siblings: dict[int, list[Row]] = {}
    for each in await r.rows(queries.SIBLINGS, {"stories": stories}) if rows else ():
        siblings.setdefault(each["story_id"], []).append(each)
    pictures = await captured(r, (row["image_url"] for row in rows))
    return [
        {
            **row,
            "others": [each for each in siblings.get(row["story_id"], ()) if each["id"] != row["id"]],
            "picture": pictures.get(row["image_url"]),
        }
        for row in rows
    ]


async def captured(r: PageRequest, urls: Iterable[str | None]) -> dict[str, int]:
    """The newest captures of pictures, if any, by their addresses."""
    wanted = json.dumps([url for url in urls if url])
    return {row["url"]: row["capture"] for row in await r.rows(queries.PICTURES, {"urls": wanted})}


async def text(r: PageRequest, row: Row, query: str = "", sentences: Sequence[marked_text.Span] = ()) -> Row:
    """An article with its speech and the hits of a query marked, its pictures in place, and its versions.

    `sentences` are those with counterparts in other editions, each with the number of its group.
    """
    quotes = await r.rows(queries.QUOTES_OF, {"id": row["id"]})
    images = await r.rows(queries.IMAGES_OF, {"id": row["id"]})
    pictures = await captured(r, (image["url"] for image in images))
    shown = [{**image, "capture": pictures.get(image["url"])} for image in images]
    versions = await r.rows(queries.VERSIONS_OF, {"id": row["id"]})
    spans = [(each["position"], *span) for each in quotes for span in json.loads(each["parts"])]
    hits = await _hits(r, row, query)
    paragraphs = marked_text.paragraphs(row["body"], spans, hits, sentences)
    lead, inside = _placed(shown, len(paragraphs))
    kinds = [tuple(each) for each in json.loads(row["blocks"] or "[]")]
    return {
        "row": row,
        "paragraphs": paragraphs,
        "begins": _begins(paragraphs, quotes),
        "quotes": {each["position"]: {**each, "text": spoken(each["text"])} for each in quotes},
        "lead_picture": lead,
        "blocks": arranged(paragraphs, kinds, inside),
        "images": shown,
        "versions": versions,
        "hits": len(hits),
        "edited_at": edited_at(row),
        "former": await r.rows(queries.FORMER_ADDRESSES, {"id": row["id"]}),
        "absences": await r.rows(queries.ABSENCES_OF, {"id": row["id"]}),
    }


def headings(blocks: Iterable[PageBlock]) -> list[tuple[int, str]]:
    """The headings of a text, for its table of contents: number of the paragraph and text."""
    return [
        (block.numbers[0], "".join(part.text for part in block.paragraphs[0]))
        for block in blocks
        if block.kind == "heading"
    ]


def spoken(speech: str) -> str:
    """Speech as it is shown alone: without the comma of its sentence, and with an ellipsis if it begins midway."""
    bare = speech.rstrip(CLOSING)
    return f"… {bare}" if bare[:1].islower() else bare


async def _hits(r: PageRequest, row: Row, query: str) -> list[marked_text.Span]:
    if not query:
        return []
    places = await r.call(results.places, row["body"], row["lang"], query)
    return [(number, *span) for number, span in enumerate(places, 1)]


def _placed(images: Sequence[Row], count: int) -> tuple[Row | None, dict[int, list[Row]]]:
    """The picture above the text, and the others by the paragraph that follows each."""
    inside: dict[int, list[Row]] = {}
    lead = next((image for image in images[:1] if not image["paragraph"]), None)
    for image in images:
        if image is not lead:
            inside.setdefault(
                min(image["paragraph"] if image["paragraph"] is not None else count, count), []
            ).append(image)
    return lead, inside


def _begins(paragraphs: Sequence[Sequence[TextPart]], quotes: Sequence[Row]) -> dict[int, list[Row]]:
    """The speeches that begin in each paragraph, by number; of one speaker the first alone."""
    waiting = {each["position"]: each for each in quotes}
    starts: dict[int, list[Row]] = {}
    for number, parts in enumerate(paragraphs):
        for part in parts:
            quote = waiting.pop(part.quote, None) if part.quote is not None else None
            here = starts.setdefault(number, []) if quote and quote["speaker"] else []
            if quote and quote["speaker"] not in (each["speaker"] for each in here):
                here.append(quote)
    return starts
