"""Keeping `people`, `person_names`, `mentions` and `quotes.person_id` up to date with the articles.

Two steps: stories that came or changed are read for names, and their editions paired; from the sums of both it is decided who
is who, and what differs from before is written. Stories that stayed as they were are not read again, and what comes out does
not depend on the order in which the articles came.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from sqlite_utils import Database

from dimash_archive.archive.people.clustering import NameEvidence, candidates, clusters
from dimash_archive.archive.people.corrections import read_corrections
from dimash_archive.archive.people.names.name_forms import sound
from dimash_archive.archive.people.pairing import NamePair, Node, node_of, pair_people
from dimash_archive.archive.people.parting import people_apart
from dimash_archive.archive.people.person_rows import PersonNumbers, store_people
from dimash_archive.archive.people.story_people import (
    VERSION,
    EditionText,
    NameSpan,
    PeopleOfArticle,
    read_story,
)

_STATE = "people"  # the key in `meta` under which stands what the people were last worked out from
_SHORT_ARTICLES, _SHORT_SHARE = 3, 0.9
"""A short name is somebody's in articles without their full name if it was in so many that have it, and so surely."""

# What a story's names were read from: of each article its newest text, and the program that read its speeches.
_SOURCES = f"""
SELECT story_id, group_concat(part, ' ') || ' {VERSION}' AS now FROM (
    SELECT a.story_id, a.id || ':' || h.digest || h.extractor || a.extractor || a.lang AS part FROM articles AS a
    JOIN history AS h ON h.article_id = a.id AND h.version = a.version {{which}} ORDER BY a.story_id, a.id
) GROUP BY story_id
"""
_STALE = f"""
SELECT story_id FROM ({_SOURCES.format(which="")}) LEFT JOIN story_name_pairs AS p USING (story_id)
WHERE p.source IS NOT now
"""
_SOURCE = _SOURCES.format(which="WHERE a.story_id = ?")
_EDITIONS = "SELECT id, lang, title, body FROM articles WHERE story_id = ? ORDER BY lang, id"
_SPEAKERS = (
    "SELECT position, speaker FROM quotes WHERE article_id = ? AND speaker IS NOT NULL ORDER BY position"
)
_EVIDENCE = """
SELECT a.id, a.lang, e.people, e.written FROM articles AS a JOIN name_evidence AS e ON e.article_id = a.id
WHERE a.story_id = ? ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place in a body where somebody is named."""

    person: int
    span: NameSpan


def join_people(db: Database, folder: Path) -> int:
    """Update the people; returns how many there are. Inside a transaction.

    `folder` is the archive's, where `people.toml` may be. Raises UsageError if that is malformed.
    """
    corrections = read_corrections(folder)
    changed = _drop_orphans(db) + _read_stories(db)
    state = f"{VERSION} {corrections!r}"
    before = db.execute("SELECT value FROM meta WHERE key = ?", (_STATE,)).fetchone()
    if changed or before is None or before[0] != state:
        evidence = _evidence(db)
        people = clusters(evidence, _apart(db, candidates(evidence)), corrections)
        numbers = store_people(db, people_apart(db, people, evidence, corrections))
        _store_mentions(db, numbers, _short_names(db, numbers))
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_STATE, state))
    return int(db.execute("SELECT count(*) FROM people").fetchone()[0])


def forget(db: Database) -> None:
    """Drop what was read of names, so that every article is read again; people keep their numbers."""
    db.execute("DELETE FROM name_evidence")
    db.execute("DELETE FROM story_name_pairs")
    db.execute("DELETE FROM meta WHERE key = ?", (_STATE,))


def _drop_orphans(db: Database) -> int:
    """Forget the pairs of stories that are no more; returns how many."""
    sql = "DELETE FROM story_name_pairs WHERE story_id NOT IN (SELECT story_id FROM articles)"
    return int(db.execute(sql).rowcount)


def _read_stories(db: Database) -> int:
    """Read the stories that came or changed, and pair the people of their editions; returns how many."""
    stale = db.execute(_STALE).fetchall()  # numbers alone, so that memory stays flat
    for (story_id,) in stale:
        source = db.execute(_SOURCE, (story_id,)).fetchone()[1]
        rows = db.execute(_EDITIONS, (story_id,)).fetchall()
        texts = [
            EditionText(lang, title, body, db.execute(_SPEAKERS, (key,)).fetchall())
            for key, lang, title, body in rows
        ]
        editions = read_story(texts)
        db.conn.executemany(
            "INSERT OR REPLACE INTO name_evidence (article_id, source, people) VALUES (?, ?, ?)",
            [(key, source, people.to_json()) for (key, *_), people in zip(rows, editions, strict=True)],
        )
        pairs = [
            (pair.one, pair.other, pair.score)
            for one, other in combinations(editions, 2)
            for pair in pair_people(one.people, other.people)
        ]
        values = (story_id, source, json.dumps(pairs, ensure_ascii=False))
        db.execute("INSERT OR REPLACE INTO story_name_pairs VALUES (?, ?, ?)", values)
    return len(stale)


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
    apart: set[tuple[Node, Node]] = set()
    for (people,) in db.execute("SELECT people FROM name_evidence") if names else ():
        here = sorted(
            {node for each in PeopleOfArticle.from_json(people).people if (node := node_of(each)) in names}
        )
        apart.update(pair for pair in combinations(here, 2) if pair in asked)
    return frozenset(apart)


def _short_names(db: Database, numbers: PersonNumbers) -> dict[str, dict[str, int]]:
    """Short names that are one person's wherever an article has the full name too: by language, then by sound."""
    owners: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    sql = "SELECT story_id, people FROM name_evidence JOIN articles ON articles.id = article_id"
    for story, people in db.execute(sql):
        for each in PeopleOfArticle.from_json(people).people:
            key = numbers.of(node_of(each), story)
            for heard in {sound(span.name, each.lang) for span in each.spans if span.form == "short"}:
                owners[each.lang, heard][key or 0] += 1
    short: dict[str, dict[str, int]] = defaultdict(dict)
    for (lang, heard), counts in owners.items():
        owner, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if owner and count >= _SHORT_ARTICLES and count >= _SHORT_SHARE * counts.total():
            short[lang][heard] = owner
    return short


def _store_mentions(db: Database, numbers: PersonNumbers, short: dict[str, dict[str, int]]) -> None:
    """Write who is named where, and who speaks; of articles for which nothing changed nothing is written."""
    for (story_id,) in db.execute("SELECT DISTINCT story_id FROM articles").fetchall():
        rows = db.execute(_EVIDENCE, (story_id,)).fetchall()
        story = [
            (key, lang, PeopleOfArticle.from_json(people), written) for key, lang, people, written in rows
        ]
        here = _full_in_story(story_id, [people for _, _, people, _ in story], numbers)
        for article_id, lang, people, written in story:
            mentions, speeches = _mentions(story_id, people, numbers, short.get(lang, {}) | here)
            now = json.dumps([[(m.person, *m.span[:2]) for m in mentions], sorted(speeches.items())])
            if now != written:
                _write_article(db, article_id, mentions, speeches)
                db.execute("UPDATE name_evidence SET written = ? WHERE article_id = ?", (now, article_id))


def _full_in_story(story: int, editions: Sequence[PeopleOfArticle], numbers: PersonNumbers) -> dict[str, int]:
    """Whom one word of a name means in a story: the only one whose full name, in any edition, has it."""
    owners: dict[str, set[int]] = defaultdict(set)
    for people in editions:
        for each in people.people:
            key = numbers.of(node_of(each), story) or 0
            for word in each.key.split(" "):
                owners[word].add(key)
    return {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1 and 0 not in keys}


def _mentions(
    story: int, people: PeopleOfArticle, numbers: PersonNumbers, short: dict[str, int]
) -> tuple[list[_Mention], dict[int, int]]:
    """Who is named where in an article, in order; and the person of each speech by its position."""
    mentions, speeches = [], {}
    for each in people.people:
        if (key := numbers.of(node_of(each), story)) is not None:
            mentions += [_Mention(key, span) for span in each.spans]
            speeches.update(dict.fromkeys(each.quotes, key))
    for word in people.short:
        if owner := short.get(word.sound):
            mentions += [_Mention(owner, span) for span in word.spans]
            speeches.update(dict.fromkeys(word.quotes, owner))
    return sorted(mentions, key=lambda mention: (mention.span.part != "title", mention.span)), speeches


def _write_article(
    db: Database, article_id: int, mentions: Sequence[_Mention], speeches: dict[int, int]
) -> None:
    db.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    sql = 'INSERT INTO mentions (article_id, position, person_id, name, form, "start", "end", part) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    rows = [
        (article_id, position, each.person, span.name, span.form, span.start, span.end, span.part)
        for position, each in enumerate(mentions)
        for span in (each.span,)
    ]
    db.conn.executemany(sql, rows)
    db.execute("UPDATE quotes SET person_id = NULL WHERE article_id = ?", (article_id,))
    sql = "UPDATE quotes SET person_id = ? WHERE article_id = ? AND position = ?"
    db.conn.executemany(sql, [(key, article_id, position) for position, key in speeches.items()])
