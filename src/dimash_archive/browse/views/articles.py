"""The pages of a story and of an article."""

import json

from datasette.utils.asgi import NotFound, Response

from dimash_archive.archive import references
from dimash_archive.browse import alignment, queries
from dimash_archive.browse.interface_words import words
from dimash_archive.browse.page_request import PageRequest
from dimash_archive.browse.views import parts
from dimash_archive.citation.forms import FORMS
from dimash_archive.records import Row


async def story(r: PageRequest) -> Response:
    """The articles of one story, the languages side by side."""
    found = await r.rows(queries.STORY, {"story": r.var("id")}, source="articles")
    if not found:
        raise NotFound(words(r.lang)["not_found"])
    found.sort(key=lambda row: (row["edition"] != r.lang, row["edition"]))
    texts = [await parts.text(r, row, r.arg("q")) for row in found]
    lengths = [[sum(len(part.text) for part in each) for each in text["paragraphs"]] for text in texts]
    links = await r.rows(queries.LINKS_OF, {"story": r.var("id")}, source="story_links")
    return await r.page("story", texts=texts, rows=alignment.rows(lengths), links=links)


async def article(r: PageRequest) -> Response:
    """One article with its pictures, speech and history."""
    row = await r.one(queries.ARTICLE, {"id": r.var("id")}, source="article")
    siblings = await r.rows(queries.SIBLINGS, {"stories": json.dumps([row["story_id"]])})
    tags = [each["name"] for each in await r.rows(queries.TAGS_OF, {"id": row["id"]})]
    text = await parts.text(r, row, r.arg("q"))
    reference = await r.call(references.reference, row["id"], None, r.absolute(r.path()))
    r.shown_edition = row["edition"]
    context: Row = {
        "text": text,
        "others": [each for each in siblings if each["id"] != row["id"]],
        "tags": tags,
        "contents": parts.headings(text["blocks"]),
        "reference": reference,
        "forms": FORMS,
    }
    return await r.page("article", **context)
