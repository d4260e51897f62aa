"""Who said what: speech, speakers, and the page of a person."""

from datasette.utils.asgi import Response

from dimash_archive.browse import localization, queries
from dimash_archive.browse.page_request import ListPage, PageRequest
from dimash_archive.browse.views import page_parts
from dimash_archive.records import Row

_SHOWN = 30
"""Number of speakers listed beside the newest speech."""


async def quotes(r: PageRequest) -> Response:
    """Speech, newest first: all in one language, one speaker's, or of one length."""
    speaker, least = r.arg("speaker"), r.arg("length")
    edition = (
        r.arg("edition")
        if speaker and r.arg("edition") in r.profile.editions
        else ""
        if speaker
        else r.edition()
    )
    if speaker:
        values: Row = {"speaker": speaker, "year": r.arg("year"), "edition": edition}
        some = await r.list_page(queries.QUOTES_BY, values, source="quotes")
    elif least.isdecimal() and len(least) < 9:
        span = {"least": int(least), "most": int(least) + 100}
        some = await r.list_page(queries.QUOTES_OF_LENGTH, span, source="quotes")
    else:
        some = await r.list_page(queries.QUOTES, {"edition": edition}, source="quotes")
    most = (await _speakers(r, edition or r.edition()))[:_SHOWN]
    context = {"edition": edition, "speaker": speaker, "year": r.arg("year"), "least": least}
    return await r.page("quotes", some=_tidy(some), speakers=most, **context)


async def speakers(r: PageRequest) -> Response:
    """Everybody who is quoted in an edition, by first letter; if requested, only names that contain certain
    letters."""
    edition, part = r.edition(), r.arg("name").casefold()
    people = [row for row in await _speakers(r, edition) if part in row["name"].casefold()]
    letters: dict[str, list[Row]] = {}
    for row in sorted(people, key=lambda row: localization.alphabetical(row["name"])):
        letters.setdefault(next((each for each in row["name"] if each.isalnum()), "#").upper(), []).append(
            row
        )
    return await r.page("speakers", edition=edition, letters=letters, count=len(people), name=r.arg("name"))


async def person(r: PageRequest) -> Response:
    """Everything one person said, in all languages, with the forms of the name in each and the articles that
    mention it."""
    edition = r.arg("edition") if r.arg("edition") in r.profile.editions else ""
    values = {"person": r.var("id"), "year": r.arg("year"), "edition": edition, "lang": r.lang}
    row = await r.one(queries.PERSON, values, source="people")
    names = await r.rows(queries.NAMES_OF, values)
    mine = next((each["name"] for each in names if each["lang"] == r.lang), row["name"])
    some = await r.list_page(queries.QUOTES_OF_PERSON, values, source="quotes")
    together = await r.rows(queries.NAMED_WITH, values, cached=True)
    named = await r.rows(queries.MENTIONS_OF, {**values, "limit": 12, "skip": 0}, source="articles")
    return await r.page(
        "person", person=row, name=mine, names=names, some=_tidy(some), edition=edition, year=values["year"],
        cards=await page_parts.cards(r, named), together=together,
    )  # fmt: skip


async def _speakers(r: PageRequest, edition: str) -> list[Row]:
    """Who is quoted in an edition, and how often, most often first."""
    every = await r.rows(queries.SPEAKERS, source="speakers", cached=True)
    return [row for row in every if row["edition"] == edition]


def _tidy(some: ListPage) -> ListPage:
    """The speeches as they are shown alone."""
    return ListPage(
        [{**row, "text": page_parts.spoken(row["text"])} for row in some.rows], some.older, some.newer
    )
