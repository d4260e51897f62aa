"""Which sentences of a story's editions say the same: all that alignments join, in any two languages, as one group."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from dimash_archive.archive.disjoint_sets import DisjointSets

Place = tuple[int, int]
"""A sentence: the article (articles.id) and its position in it."""
GroupSpan = tuple[int, int, int]
"""A group's number, from 1, and the offsets in articles.body of the sentence's first character and the one behind its last."""

# Alignments of texts that have changed since say nothing of the texts of now.
_ALIGNED: Final = """
SELECT article_a, first_a, last_a, article_b, first_b, last_b FROM alignments AS al
JOIN articles AS a ON a.id = article_a AND a.version = version_a
JOIN articles AS b ON b.id = article_b AND b.version = version_b
WHERE al.story_id = ? ORDER BY article_a, first_a, article_b
"""
_SENTENCES: Final = """
SELECT article_id, position, "start", "end" FROM sentences JOIN articles ON articles.id = article_id
WHERE story_id = ? ORDER BY article_id, position
"""


def sentence_groups(connection: sqlite3.Connection, story: int) -> dict[int, list[GroupSpan]]:
    """The sentences of a story's articles that have a counterpart, by article, each with the number of its group.

    Groups are numbered by where they stand first in the article with the lowest id.
    """
    pairs = [
        [(row[0], at) for at in range(row[1], row[2] + 1)]
        + [(row[3], at) for at in range(row[4], row[5] + 1)]
        for row in connection.execute(_ALIGNED, (story,))
    ]
    roots = _joined(pairs)
    numbers: dict[Place, int] = {}
    spans: dict[int, list[GroupSpan]] = {}
    for article, position, start, end in connection.execute(_SENTENCES, (story,)):
        if (root := roots.get((article, position))) is not None:
            number = numbers.setdefault(root, len(numbers) + 1)
            spans.setdefault(article, []).append((number, start, end))
    return spans


def _joined(pairs: Sequence[Sequence[Place]]) -> Mapping[Place, Place]:
    """For each sentence the first of its group."""
    sets = DisjointSets[Place]()
    for pair in pairs:
        first, *others = sorted(map(sets.root, pair))
        for other in others:
            sets.join(first, other)
    return {place: sets.root(place) for place in sets}


def group_at(spans: Sequence[GroupSpan], offset: int) -> int | None:
    """The group of the sentence that stands at an offset; None if it has no counterpart."""
    return next((number for number, start, end in spans if start <= offset < end), None)
