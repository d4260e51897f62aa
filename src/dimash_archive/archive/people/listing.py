"""Who is named and quoted, as lists: for the command line and for exports."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from dimash_archive.archive.search import spelling
from dimash_archive.text.normalize import nfc

_PEOPLE = """
SELECT id, name,
    (SELECT count(*) FROM quotes WHERE person_id = people.id) AS speeches,
    (SELECT count(DISTINCT article_id) FROM mentions WHERE person_id = people.id) AS articles,
    (SELECT min(published) FROM mentions JOIN articles ON articles.id = article_id WHERE person_id = people.id),
    (SELECT max(published) FROM mentions JOIN articles ON articles.id = article_id WHERE person_id = people.id)
FROM people ORDER BY speeches DESC, articles DESC, name, id
"""
_NAMES = """
SELECT lang, name FROM person_names WHERE person_id = ? AND form IN ('full', 'initials')
ORDER BY lang, form, count DESC, name
"""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person."""

    id: int
    """people.id."""
    name: str
    """The name to show."""
    names: dict[str, str]
    """The name by language, in the nominative."""
    speeches: int
    """How many quotations are theirs."""
    articles: int
    """How many articles name them."""
    first: str | None
    """When the first of these was published, ISO 8601, UTC."""
    last: str | None
    """When the last was."""


def list_people(db: Database, like: str = "") -> Iterator[PersonRow]:
    """The people of an archive, those quoted most first; `like`: only those whose name has these words, in any script."""
    wanted = people_called(db, like) if like.strip() else None
    for key, name, *counts in db.execute(_PEOPLE):
        if wanted is None or key in wanted:
            names: dict[str, str] = {}
            for lang, written in db.execute(_NAMES, (key,)):
                names.setdefault(lang, written)
            yield PersonRow(key, name, names, *counts)


def people_called(db: Database, name: str) -> frozenset[int]:
    """The people with a name that has all words of `name`, whatever script and case they are typed in."""
    wanted = [
        {spelling.heard(word, way) for way in spelling.ways(spelling.folded(word), None)}
        for word in spelling.tokens(nfc(name))
    ]
    heard: dict[int, set[str]] = {}
    for key, lang, written in db.execute("SELECT person_id, lang, name FROM person_names"):
        heard.setdefault(key, set()).update(spelling.heard(word, lang) for word in spelling.tokens(written))
    return frozenset(key for key, sounds in heard.items() if wanted and all(word & sounds for word in wanted))
