"""Keeping `people`, `person_names`, `mentions` and `quotes.person_id` up to date with the articles.

Three steps: articles that came or changed are read for names; stories that came or changed are paired, edition by
edition; from the sums of both it is told who is who, and what differs from before is written. Texts that stayed as they
were are not read again, and what comes out does not depend on the order in which the articles came.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from pathlib import Path

from sqlite_utils import Database

from dimash_archive.archive.people.clustering import Cluster, NameEvidence, candidates, clusters
from dimash_archive.archive.people.corrections import read_corrections
from dimash_archive.archive.people.forms import sound
from dimash_archive.archive.people.pairing import NamePair, Node, node_of, pair_people
from dimash_archive.archive.people.reading import VERSION, NameSpan, PeopleOfArticle, read_people

_STATE = "people"  # the key in `meta` under which stands from what the people were told last
_SHORT_ARTICLES, _SHORT_SHARE = 3, 0.9
"""A short name is somebody's in articles without their full name if it was in so many that have it, and so surely."""

# What an article's names were read from: its newest text, and the program that read its speeches.
_SOURCE = "history.digest || ' ' || history.extractor || ' ' || articles.extractor || ' ' || articles.lang"
_STALE = f"""
SELECT articles.id, articles.lang, articles.body, {_SOURCE} || ' {VERSION}' AS now FROM articles
JOIN history ON history.article_id = articles.id AND history.version = articles.version
LEFT JOIN name_evidence AS e ON e.article_id = articles.id
WHERE e.source IS NOT now ORDER BY articles.id
"""
_STORIES = """
SELECT story_id, group_concat(part, ' ') FROM (
    SELECT a.story_id, a.id || ':' || e.source AS part FROM articles AS a
    JOIN name_evidence AS e ON e.article_id = a.id
    WHERE a.story_id IN (SELECT story_id FROM articles GROUP BY story_id HAVING count(*) > 1)
    ORDER BY a.story_id, a.id
) GROUP BY story_id
"""
_ALL = """
SELECT a.story_id, a.id, a.lang, e.people, e.written FROM articles AS a JOIN name_evidence AS e ON e.article_id = a.id
ORDER BY a.story_id, a.id
"""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place in a body where somebody is named."""

    person: int
    span: NameSpan


@dataclass(frozen=True, slots=True)
class _Known:
    """Who is who."""

    person_of: dict[Node, int]
    """The person of each name."""
    short: dict[str, dict[str, int]]
    """Whom a short name means in an article without the full one, by language, then by sound."""


def join_people(db: Database, folder: Path) -> int:
    """Bring the people up to date; returns how many there are. Inside a transaction.

    `folder` is the archive's, where `people.toml` may lie. Raises UsageError if that is broken.
    """
    corrections = read_corrections(folder)
    read = _read_articles(db) + _drop_orphans(db)
    paired = _pair_stories(db)
    state = f"{VERSION} {corrections!r}"
    before = db.execute("SELECT value FROM meta WHERE key = ?", (_STATE,)).fetchone()
    if read or paired or before is None or before[0] != state:
        evidence = _evidence(db)
        people = clusters(evidence, _apart(db, candidates(evidence)), corrections)
        person_of = _store_people(db, people, evidence)
        _store_mentions(db, _Known(person_of, _short_names(db, person_of)))
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_STATE, state))
    return int(db.execute("SELECT count(*) FROM people").fetchone()[0])


def forget(db: Database) -> None:
    """Drop what was read of names, so that every article is read anew; people keep their numbers."""
    db.execute("DELETE FROM name_evidence")
    db.execute("DELETE FROM story_name_pairs")
    db.execute("DELETE FROM meta WHERE key = ?", (_STATE,))


def _read_articles(db: Database) -> int:
    """Read the articles that came or changed; returns how many."""
    count = 0
    for article_id, lang, body, source in db.execute(_STALE).fetchall():
        speakers = "SELECT position, speaker FROM quotes WHERE article_id = ? AND speaker IS NOT NULL ORDER BY position"
        found = read_people(lang, body, db.execute(speakers, (article_id,)).fetchall())
        sql = "INSERT OR REPLACE INTO name_evidence (article_id, source, people) VALUES (?, ?, ?)"
        db.execute(sql, (article_id, source, found.to_json()))
        count += 1
    return count


def _drop_orphans(db: Database) -> int:
    """Forget the pairs of stories that are no more; returns how many."""
    sql = "DELETE FROM story_name_pairs WHERE story_id NOT IN (SELECT story_id FROM articles GROUP BY story_id HAVING count(*) > 1)"
    return int(db.execute(sql).rowcount)


def _pair_stories(db: Database) -> int:
    """Pair the people of stories that came or changed; returns how many stories."""
    known = dict(db.execute("SELECT story_id, source FROM story_name_pairs"))
    count = 0
    for story_id, source in db.execute(_STORIES).fetchall():
        if known.get(story_id) == source:
            continue
        sql = "SELECT people FROM name_evidence JOIN articles ON id = article_id WHERE story_id = ? ORDER BY lang, id"
        editions = [PeopleOfArticle.from_json(row[0]).people for row in db.execute(sql, (story_id,))]
        pairs = [
            (pair.one, pair.other, pair.score)
            for one, other in combinations(editions, 2)
            for pair in pair_people(one, other)
        ]
        values = (story_id, source, json.dumps(pairs, ensure_ascii=False))
        db.execute("INSERT OR REPLACE INTO story_name_pairs VALUES (?, ?, ?)", values)
        count += 1
    return count


def _evidence(db: Database) -> NameEvidence:
    """The sums over all articles and stories."""
    evidence = NameEvidence()
    for (people,) in db.execute("SELECT people FROM name_evidence"):
        for person in PeopleOfArticle.from_json(people).people:
            evidence.add_person(node_of(person), person)
    for (pairs,) in db.execute("SELECT pairs FROM story_name_pairs"):
        for one, other, score in json.loads(pairs):
            evidence.add_pair(NamePair(tuple(one), tuple(other), score))
    return evidence


def _apart(db: Database, asked: frozenset[tuple[Node, Node]]) -> frozenset[tuple[Node, Node]]:
    """Of pairs of names those that one article gives to two people."""
    names = {node for pair in asked for node in pair}
    found: set[tuple[Node, Node]] = set()
    for (people,) in db.execute("SELECT people FROM name_evidence") if names else ():
        here = sorted(
            {node for each in PeopleOfArticle.from_json(people).people if (node := node_of(each)) in names}
        )
        found.update(pair for pair in combinations(here, 2) if pair in asked)
    return frozenset(found)


def _store_people(db: Database, people: Sequence[Cluster], evidence: NameEvidence) -> dict[Node, int]:
    """Write who there is; a person keeps the number under which most of their names stood before."""
    old: dict[tuple[str, str], int] = {
        (lang, name): key for key, lang, name in db.execute("SELECT person_id, lang, name FROM person_names")
    }
    rows = [_name_rows(person, evidence) for person in people]
    claims = sorted(
        (-votes, key, place)
        for place, names in enumerate(rows)
        for key, votes in Counter(old[name] for name in names if name in old).items()
    )
    ids: dict[int, int] = {}
    for _, key, place in claims:
        if place not in ids and key not in ids.values():
            ids[place] = key
    _delete_people(db, set(old.values()) - set(ids.values()))
    person_of = {}
    for place, person in enumerate(people):
        ids[place] = _store_person(db, ids.get(place), person.title, rows[place])
        person_of.update(dict.fromkeys(person.names, ids[place]))
    return person_of


def _delete_people(db: Database, gone: set[int]) -> None:
    for key in sorted(gone):
        db.execute("UPDATE quotes SET person_id = NULL WHERE person_id = ?", (key,))
        db.execute("DELETE FROM mentions WHERE person_id = ?", (key,))
        db.execute("DELETE FROM person_names WHERE person_id = ?", (key,))
        db.execute("DELETE FROM people WHERE id = ?", (key,))


NameRow = tuple[str, int, str, float]
"""Of a name as written: its form, how often, how it is known to be this person's, how sure that is."""


def _name_rows(person: Cluster, evidence: NameEvidence) -> dict[tuple[str, str], NameRow]:
    """Every name of a person as written, by language and name."""
    rows: dict[tuple[str, str], NameRow] = {}
    for (lang, *_), (method, score), forms in sorted(
        (node, known, sorted(evidence.uses[node].forms.items())) for node, known in person.names.items()
    ):
        for name, count in [*forms, (person.shown[lang], 0)]:
            form = "full" if name == person.shown[lang] else "initials" if "." in name else "inflected"
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


def _short_names(db: Database, person_of: dict[Node, int]) -> dict[str, dict[str, int]]:
    """Short names that are one person's wherever an article has the full name too."""
    owners: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for (people,) in db.execute("SELECT people FROM name_evidence"):
        for each in PeopleOfArticle.from_json(people).people:
            key = person_of.get(node_of(each))
            for heard in {sound(span.name, each.lang) for span in each.spans if span.form == "short"}:
                owners[each.lang, heard][key or 0] += 1
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (lang, heard), counts in owners.items():
        owner, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if owner and count >= _SHORT_ARTICLES and count >= _SHORT_SHARE * counts.total():
            found[lang][heard] = owner
    return found


def _store_mentions(db: Database, known: _Known) -> None:
    """Write who is named where, and who speaks; of articles for which nothing changed nothing is written."""
    changed = []
    for _, rows in groupby(db.execute(_ALL), key=lambda row: row[0]):
        story = [(*row[1:3], PeopleOfArticle.from_json(row[3]), row[4]) for row in rows]
        here = _full_in_story([people for _, _, people, _ in story], known)
        for article_id, lang, people, written in story:
            short = known.short.get(lang, {}) | here
            mentions, speeches = _mentions(people, known.person_of, short)
            now = json.dumps([[(m.person, *m.span[:2]) for m in mentions], sorted(speeches.items())])
            if now != written:
                changed.append((article_id, mentions, speeches, now))
    for article_id, mentions, speeches, now in changed:
        _write_article(db, article_id, mentions, speeches)
        db.execute("UPDATE name_evidence SET written = ? WHERE article_id = ?", (now, article_id))


def _full_in_story(editions: Sequence[PeopleOfArticle], known: _Known) -> dict[str, int]:
    """Whom one word of a name means in a story: the only one whose full name, in any edition, has it."""
    owners: dict[str, set[int]] = defaultdict(set)
    for people in editions:
        for each in people.people:
            key = known.person_of.get(node_of(each), 0)
            for word in each.key.split(" "):
                owners[word].add(key)
    return {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1 and 0 not in keys}


def _mentions(
    people: PeopleOfArticle, person_of: dict[Node, int], short: dict[str, int]
) -> tuple[list[_Mention], dict[int, int]]:
    """Who is named where in an article, in order; and the person of each speech by its position."""
    mentions, speeches = [], {}
    for each in people.people:
        if (key := person_of.get(node_of(each))) is not None:
            mentions += [_Mention(key, span) for span in each.spans]
            speeches.update(dict.fromkeys(each.quotes, key))
    for word in people.short:
        if owner := short.get(word.sound):
            mentions += [_Mention(owner, span) for span in word.spans]
            speeches.update(dict.fromkeys(word.quotes, owner))
    return sorted(mentions, key=lambda mention: mention.span), speeches


def _write_article(
    db: Database, article_id: int, mentions: Sequence[_Mention], speeches: dict[int, int]
) -> None:
    db.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    rows = [
        (article_id, position, each.person, each.span.name, each.span.form, each.span.start, each.span.end)
        for position, each in enumerate(mentions)
    ]
    db.conn.executemany("INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("UPDATE quotes SET person_id = NULL WHERE article_id = ?", (article_id,))
    sql = "UPDATE quotes SET person_id = ? WHERE article_id = ? AND position = ?"
    db.conn.executemany(sql, [(key, article_id, position) for position, key in speeches.items()])
