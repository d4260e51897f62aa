"""The rows of `people` and `person_names`: who there is, under the number they had before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from dimash_archive.archive.people.pairing import Node
from dimash_archive.archive.people.parting import Person

NameRow = tuple[str, int, str, float]
"""Of a name as written: its form, how often, how it is known to be this person's, how sure that is."""


@dataclass(frozen=True, slots=True)
class PersonNumbers:
    """Who is who."""

    alone: Mapping[Node, int]
    """By name its person, where there is one only."""
    namesakes: Mapping[tuple[Node, int], int]
    """By name and story the person, where there are several."""

    def of(self, node: Node, story: int) -> int | None:
        """The person (people.id) whom a name means in a story; None if it is nobody's."""
        return self.namesakes.get((node, story), self.alone.get(node))


def store_people(db: Database, people: Sequence[Person]) -> PersonNumbers:
    """Write who there is; a person keeps the number under which most of their names, or mentions, stood before."""
    rows = [_name_rows(person) for person in people]
    ids = _old_numbers(db, people, rows)
    sql = "SELECT DISTINCT person_id FROM person_names"
    _delete_people(db, {key for (key,) in db.execute(sql)} - set(ids.values()))
    alone: dict[Node, int] = {}
    namesakes: dict[tuple[Node, int], int] = {}
    for place, person in enumerate(people):
        number = _store_person(db, ids.get(place), person.cluster.title, rows[place])
        if person.stories is None:
            alone.update(dict.fromkeys(person.cluster.names, number))
        else:
            namesakes.update({(node, story): number for node in person.forms for story in person.stories})
    return PersonNumbers(alone, namesakes)


def _old_numbers(
    db: Database, people: Sequence[Person], rows: Sequence[Iterable[tuple[str, str]]]
) -> dict[int, int]:
    """By place in `people` the number of who keeps one."""
    old: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, lang, name in db.execute("SELECT person_id, lang, name FROM person_names"):
        old[lang, name].add(key)
    claims = []
    for place, person in enumerate(people):
        if person.stories is None:
            votes = Counter(key for name in rows[place] for key in old.get(name, ()))
        else:
            votes = _named_in(db, person.stories, set().union(*(old.get(name, ()) for name in rows[place])))
        claims += [(-count, key, place) for key, count in votes.items()]
    ids: dict[int, int] = {}
    for _, key, place in sorted(claims):
        if place not in ids and key not in ids.values():
            ids[place] = key
    return ids


def _named_in(db: Database, stories: frozenset[int], asked: set[int]) -> Counter[int]:
    """How often each of some people was named in stories."""
    sql = "SELECT story_id FROM mentions JOIN articles ON articles.id = article_id WHERE person_id = ?"
    return Counter({key: sum(row[0] in stories for row in db.execute(sql, (key,))) for key in asked})


def _delete_people(db: Database, gone: set[int]) -> None:
    for key in sorted(gone):
        db.execute("UPDATE quotes SET person_id = NULL WHERE person_id = ?", (key,))
        db.execute("DELETE FROM mentions WHERE person_id = ?", (key,))
        db.execute("DELETE FROM person_names WHERE person_id = ?", (key,))
        db.execute("DELETE FROM people WHERE id = ?", (key,))


def _name_rows(person: Person) -> dict[tuple[str, str], NameRow]:
    """Every name of a person as written, by language and name."""
    rows: dict[tuple[str, str], NameRow] = {}
    cluster = person.cluster
    for (lang, *_), (method, score), forms in sorted(
        (node, cluster.names[node], sorted(forms.items())) for node, forms in person.forms.items()
    ):
        for name, count in [*forms, (cluster.shown[lang], 0)]:
            form = "full" if name == cluster.shown[lang] else "initials" if "." in name else "inflected"
            before = rows[lang, name][1] if (lang, name) in rows else 0
            rows[lang, name] = (form, before + count, method, score)
    return rows


def _store_person(db: Database, key: int | None, title: str, names: dict[tuple[str, str], NameRow]) -> int:
    if key is None:
        key = int(db.execute("INSERT INTO people (name) VALUES (?)", (title,)).lastrowid or 0)
    else:
        db.execute("UPDATE people SET name = ?2 WHERE id = ?1 AND name != ?2", (key, title))
    new = [(key, lang, name, *row) for (lang, name), row in sorted(names.items())]
    if (
        db.execute("SELECT * FROM person_names WHERE person_id = ? ORDER BY lang, name", (key,)).fetchall()
        != new
    ):
        db.execute("DELETE FROM person_names WHERE person_id = ?", (key,))
        db.conn.executemany("INSERT INTO person_names VALUES (?, ?, ?, ?, ?, ?, ?)", new)
    return key
