"""The page of a person: their names, what they said in each language, where they are named, and who is named with them."""

from datasette.utils.asgi import Response

from dimash_archive.browse.page_request import PageRequest

_PERSON = "SELECT id, name FROM people WHERE id = :id"
_NAMES = """
SELECT lang, name, form FROM person_names WHERE person_id = :id AND form IN ('full', 'initials')
ORDER BY lang, form, count DESC LIMIT 24"""
_SPEECHES = """
SELECT articles.id, articles.edition, articles.lang, articles.title, articles.published, quotes.text
FROM quotes JOIN articles ON articles.id = quotes.article_id
WHERE person_id = :id ORDER BY published DESC, articles.id DESC, position LIMIT :limit OFFSET :skip"""
_COUNTS = """
SELECT articles.edition, count(*) AS count FROM quotes JOIN articles ON articles.id = quotes.article_id
WHERE person_id = :id GROUP BY articles.edition ORDER BY articles.edition"""
_NAMED = """
SELECT articles.edition, count(DISTINCT articles.id) AS count FROM mentions
JOIN articles ON articles.id = mentions.article_id WHERE person_id = :id GROUP BY articles.edition ORDER BY articles.edition"""
_TOGETHER = """
SELECT people.id, people.name, count(DISTINCT articles.story_id) AS count FROM mentions AS mine
JOIN mentions AS theirs ON theirs.article_id = mine.article_id AND theirs.person_id != mine.person_id
JOIN articles ON articles.id = mine.article_id JOIN people ON people.id = theirs.person_id
WHERE mine.person_id = :id GROUP BY people.id ORDER BY count DESC, people.name LIMIT 20"""


async def person(r: PageRequest) -> Response:
    """One person over all languages: speeches newest first, the names, who is named together with them."""
    asked = {"id": r.var("id")}
    row = await r.one(_PERSON, asked)
    said = await r.some(_SPEECHES, asked)
    return await r.page(
        "person",
        person=row,
        some=said,
        names=await r.rows(_NAMES, asked, told=True),
        speeches=await r.rows(_COUNTS, asked),
        articles=await r.rows(_NAMED, asked),
        together=await r.rows(_TOGETHER, asked, told=True, kept=True),
    )
