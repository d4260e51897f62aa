"""Looking up, for names that may be several people's, in which stories they stand, with what trade and in whose company."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlite_utils import Database

from dimash_archive.archive.people.clustering import Cluster, NameEvidence
from dimash_archive.archive.people.corrections import Corrections
from dimash_archive.archive.people.namesakes import Appearance, may_be_several, people_of
from dimash_archive.archive.people.pairing import Node, node_of
from dimash_archive.archive.people.story_people import PeopleOfArticle
from dimash_archive.text.normalize import fold

_ARTICLES = """
SELECT a.story_id, a.lang, a.section, a.published, e.people FROM articles AS a
JOIN name_evidence AS e ON e.article_id = a.id ORDER BY a.story_id, a.id
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A cluster of names, or as much of it as one of several people has."""

    cluster: Cluster
    """The names."""
    forms: Mapping[Node, Mapping[str, int]]
    """The full forms of each name as written, with how often."""
    stories: frozenset[int] | None = None
    """Of one of several people the stories; None of whoever has the names alone."""


@dataclass(slots=True)
class _Uses:
    """Where the names of a cluster stand."""

    appearances: list[Appearance] = field(default_factory=list)
    forms: dict[int, dict[Node, Counter[str]]] = field(default_factory=dict)
    """By story."""


def people_apart(
    db: Database, clusters: Sequence[Cluster], evidence: NameEvidence, corrections: Corrections
) -> list[Person]:
    """The people of an archive: clusters of names, those parted that are several people's."""
    asked = {
        number
        for number, cluster in enumerate(clusters)
        if may_be_several(_fields(cluster, evidence)) and not _is_corrected(cluster, evidence, corrections)
    }
    uses = _look_up(db, clusters, asked) if asked else {}
    people: list[Person] = []
    for number, cluster in enumerate(clusters):
        parts = people_of(uses[number].appearances) if number in uses else []
        if len(parts) > 1:
            people += (_part(cluster, uses[number], frozenset(stories)) for stories in parts)
        else:
            people.append(Person(cluster, {node: evidence.uses[node].forms for node in cluster.names}))
    return people


def _fields(cluster: Cluster, evidence: NameEvidence) -> Counter[str]:
    return sum((evidence.uses[node].fields for node in cluster.names), Counter())


def _is_corrected(cluster: Cluster, evidence: NameEvidence, corrections: Corrections) -> bool:
    """Whether the corrections say that its names are one person's."""
    names = {fold(name) for names in corrections.same for name in names}
    return any(fold(form) in names for node in cluster.names for form in evidence.uses[node].forms)


def _look_up(db: Database, clusters: Sequence[Cluster], asked: set[int]) -> dict[int, _Uses]:
    number_of = {node: number for number, cluster in enumerate(clusters) for node in cluster.names}
    uses: dict[int, _Uses] = defaultdict(_Uses)
    for story, rows in groupby(db.execute(_ARTICLES), key=lambda row: row[0]):
        for number, appearance, forms in _appearances(story, list(rows), number_of, asked):
            uses[number].appearances.append(appearance)
            uses[number].forms[story] = forms
    return uses


def _appearances(
    story: int, rows: Sequence[tuple[int, str, str | None, str | None, str]], number_of: Mapping[Node, int], asked: set[int]
) -> Iterator[tuple[int, Appearance, dict[Node, Counter[str]]]]:  # fmt: skip
    """What a story says of each cluster that is asked for."""
    named = [
        (number, person)
        for *_, people in rows
        for person in PeopleOfArticle.from_json(people).people
        if (number := number_of.get(node_of(person))) is not None
    ]
    everybody = frozenset(number for number, _ in named)
    sections = frozenset((lang, section) for _, lang, section, *_ in rows if section)
    day = next((date.fromisoformat(published[:10]).toordinal() for *_, published, _ in rows if published), 0)
    for number in sorted(everybody & asked):
        persons = [person for each, person in named if each == number]
        forms: dict[Node, Counter[str]] = defaultdict(Counter)
        for person in persons:
            forms[node_of(person)].update(person.forms)
        fields = tuple(name for person in persons for name in sorted(person.fields))
        yield number, Appearance(story, fields, sections, everybody - {number}, day), forms


def _part(cluster: Cluster, uses: _Uses, stories: frozenset[int]) -> Person:
    forms: dict[Node, Counter[str]] = defaultdict(Counter)
    for story in sorted(stories):
        for node, counts in uses.forms[story].items():
            forms[node].update(counts)
    return Person(cluster, forms, stories)
