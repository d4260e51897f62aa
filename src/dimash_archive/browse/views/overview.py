"""The front page, the page about the archive, and its crawls."""

from datetime import datetime

from datasette.utils.asgi import Response

from dimash_archive.browse import localization, queries
from dimash_archive.browse.page_request import PageRequest
from dimash_archive.browse.views import page_parts
from dimash_archive.records import Row


async def home(r: PageRequest) -> Response:
    """What the archive holds, the search form, and the newest articles in a language."""
    edition = r.edition()
    some = await r.list_page(queries.LATEST, {"edition": edition}, source="articles")
    return await r.page(
        "home", edition=edition, cards=await page_parts.cards(r, some.rows), some=some, **await totals(r)
    )


async def totals(r: PageRequest) -> dict[str, object]:
    """Counts by edition, the period covered, how complete the archive is, and its last crawl."""
    counts = await r.rows(queries.COUNTS, cached=True)
    missing = await r.rows(queries.MISSING, cached=True)
    listed = await r.rows(queries.LISTED, cached=True)
    runs: list[Row] = await r.rows(queries.RUNS)
    articles = sum(row["count"] for row in counts)
    absent = sum(row["count"] for row in missing)
    return {
        "counts": {row["edition"]: row["count"] for row in counts},
        "articles": articles,
        "first": min((row["first"] for row in counts if row["first"]), default=None),
        "last": max((row["last"] for row in counts if row["last"]), default=None),
        "missing": {row["edition"]: row["count"] for row in missing},
        "listed": {row["edition"]: row["count"] for row in listed},
        "complete": articles / (articles + absent) if articles else None,
        "crawl": next((run for run in runs if run["finished"]), None),
    }


async def about(r: PageRequest) -> Response:
    """What the archive is, how it is made, how complete it is, and how to cite it."""
    await r.rows(queries.COUNTS, source="articles", cached=True)
    zone = localization.zone_name(datetime(2000, 1, 1, tzinfo=r.profile.zone))
    return await r.page("about", tables=queries.TABLES, zone=zone, **await totals(r))


async def runs(r: PageRequest) -> Response:
    """The crawls, newest first."""
    return await r.page("runs", runs=await r.rows(queries.RUNS, source="runs"))


async def run(r: PageRequest) -> Response:
    """One crawl, and the articles that were new or changed in it."""
    values = {"id": r.var("id")}
    row = await r.one(queries.RUN, values, source="runs")
    some = await r.list_page(queries.OF_RUN, values, source="articles")
    return await r.page("run", run=row, cards=await page_parts.cards(r, some.rows), some=some)
