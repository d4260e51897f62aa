"""Lists of articles: by month, by section, by tag, by the languages of their stories."""

import json

from datasette.utils.asgi import Response

from dimash_archive.browse import queries
from dimash_archive.browse.page_request import ListPage, PageRequest
from dimash_archive.browse.views import page_parts


async def timeline(r: PageRequest) -> Response:
    """The years and months of the archive, and the articles of one month, by default the newest."""
    edition = r.edition()
    months = await r.rows(queries.MONTHS, source="months", cached=True)
    counts = {row["month"]: row["count"] for row in months if row["edition"] == edition}
    month = r.arg("month") or max(counts, default="")
    some = await r.list_page(queries.OF_MONTH, {"edition": edition, "month": month}, source="articles")
    years = range(int(max(counts)[:4]), int(min(counts)[:4]) - 1, -1) if counts else ()
    return await r.page(
        "timeline", years=years, counts=counts, most=max(counts.values(), default=1), month=month, edition=edition,
        cards=await page_parts.cards(r, some.rows), some=some,
    )  # fmt: skip


async def sections(r: PageRequest) -> Response:
    """The sections of an edition, and the articles of one, by default the largest."""
    edition = r.edition()
    every = await r.rows(queries.SECTIONS, source="sections", cached=True)
    choices = [row for row in every if row["edition"] == edition]
    section = r.arg("section") or (choices[0]["section"] if choices else "")
    values = {"edition": edition, "section": section}
    some = await r.list_page(queries.OF_SECTION, values, source="articles")
    beside = await r.rows(queries.SECTIONS_BESIDE, values, cached=True)
    return await r.page(
        "sections", choices=choices, cards=await page_parts.cards(r, some.rows), section=section, edition=edition, some=some,
        beside=beside,
    )  # fmt: skip


async def tags(r: PageRequest) -> Response:
    """The articles that have a tag, in all languages; without a tag, the tags."""
    tag = r.arg("tag")
    if not tag:
        return await r.page("tags", tag="", choices=await r.rows(queries.TAGS, source="tags", cached=True))
    some = await r.list_page(queries.OF_TAG, {"tag": tag}, source="articles")
    count = (await r.one(queries.NUMBER_OF_TAG, {"tag": tag}))["count"]
    return await r.page("tags", tag=tag, count=count, cards=await page_parts.cards(r, some.rows), some=some)


async def stories(r: PageRequest) -> Response:
    """The stories that exist in exactly these languages, newest first."""
    choices = await r.rows(queries.COVERAGE, source="stories", cached=True)
    langs = r.arg("langs") or (choices[0]["langs"] if choices else "")
    backwards = " ".join(reversed(langs.split()))
    page = await r.list_page(queries.STORIES_IN, {"langs_backwards": backwards})
    numbers = json.dumps([row["story_id"] for row in page.rows])
    rows = await r.rows(queries.FIRST_OF_STORIES, {"stories": numbers, "lang": r.lang}, source="articles")
    some = ListPage(rows, page.older, page.newer)
    return await r.page(
        "stories", choices=choices, langs=langs.split(), cards=await page_parts.cards(r, rows), some=some
    )
