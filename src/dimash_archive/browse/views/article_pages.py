"""The pages of a story and of an article."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from datasette.utils.asgi import NotFound, Response

from dimash_archive.archive.articles import references
from dimash_archive.archive.parallel.groups import GroupSpan, group_at, sentence_groups
from dimash_archive.browse import queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.layout import alignment
from dimash_archive.browse.page_request import PageRequest
from dimash_archive.browse.views import page_parts
from dimash_archive.citation.forms import FORMS
from dimash_archive.records import Row

_LONGEST: Final = 30
"""Characters of the address of a sentence."""


async def story(r: PageRequest) -> Response:
    """The articles of one story, with the languages side by side."""
    articles = await r.rows(queries.STORY, {"story": r.var("id")}, source="articles")
    if not articles:
        raise NotFound(words(r.lang)["not_found"])
    articles.sort(key=lambda row: (row["edition"] != r.lang, row["edition"]))
    groups = await r.call(sentence_groups, r.var("id"))
    texts = [await page_parts.text(r, row, r.arg("q"), groups.get(row["id"], ())) for row in articles]
    lengths = [[sum(len(part.text) for part in each) for each in text["paragraphs"]] for text in texts]
    links = await r.rows(queries.LINKS_OF, {"story": r.var("id")}, source="story_links")
    rows = alignment.rows(lengths)
    return await r.page(
        "story", texts=texts, rows=rows, links=links, aligned=bool(groups), chosen=_chosen(r, groups)
    )


def _chosen(r: PageRequest, groups: Mapping[int, Sequence[GroupSpan]]) -> int | None:
    """The group of sentences to mark: by its number, or by an article and an offset in its text, as `12.340`."""
    reference = r.arg("sentence")
    first, dot, second = reference.partition(".")
    if not (first.isdecimal() and (second.isdecimal() if dot else True)) or len(reference) > _LONGEST:
        return None
    return group_at(groups.get(int(first), ()), int(second)) if dot else int(first)


async def article(r: PageRequest) -> Response:
    """One article with its pictures, speech and history."""
    row = await r.one(queries.ARTICLE, {"id": r.var("id")}, source="article")
    siblings = await r.rows(queries.SIBLINGS, {"stories": json.dumps([row["story_id"]])})
    tags = [each["name"] for each in await r.rows(queries.TAGS_OF, {"id": row["id"]})]
    text = await page_parts.text(r, row, r.arg("q"))
    reference = await r.call(references.reference, row["id"], None, r.absolute(r.path()))
    r.shown_edition = row["edition"]
    context: Row = {
        "text": text,
        "others": [each for each in siblings if each["id"] != row["id"]],
        "tags": tags,
        "contents": page_parts.headings(text["blocks"]),
        "reference": reference,
        "forms": FORMS,
    }
    return await r.page("article", **context)
