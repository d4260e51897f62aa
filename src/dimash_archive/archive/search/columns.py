"""The short columns of all articles in memory: what results of a search are sorted, grouped and counted by.

In SQL each of these reads a row for every match, and common words match half of an archive.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_ROWS: Final = """
SELECT id, story_id, lang, section, substr(published_local, 1, 4) FROM articles INDEXED BY articles_for_counting
"""
_KINDS: Final = "SELECT id, kind FROM articles WHERE kind != 'text'"
_ORDER: Final = "SELECT id FROM articles INDEXED BY articles_by_published ORDER BY published, id"
FACETS: Final = ("lang", "section", "year", "kind")
"""The facets that are counted over all matches."""

FacetValues = tuple[str | None, ...]
"""An article's value of each facet, in the order of FACETS."""


@dataclass(frozen=True, slots=True)
class ArticleColumns:
    """Columns of the articles, by id: lists with a place for every number up to the highest."""

    values: Sequence[FacetValues]
    """Every combination of values of the facets that an article has."""
    combinations: Sequence[int]
    """The place in `values` of each article's: one look for all facets, where a word matches half of an archive."""
    stories: Sequence[int]
    """The story each is of."""
    recency: Sequence[int]
    """Higher means published later; undated ones are lowest."""
    by_recency: Sequence[int]
    """The ids in the order of `recency`."""

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> "ArticleColumns":
        """Those of an archive as it is now."""
        size = 1 + (connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)
        kinds: dict[int, str] = dict(connection.execute(_KINDS))
        combinations, stories, recency = [0] * size, [0] * size, [0] * size
        places: dict[FacetValues, int] = {}
        for number, stories[number], *facts in connection.execute(_ROWS):
            values = (*facts, kinds.get(number, "text"))
            combinations[number] = places.setdefault(values, len(places))
        by_recency = [number for (number,) in connection.execute(_ORDER)]
        for place, number in enumerate(by_recency):
            recency[number] = place
        return cls(tuple(places), combinations, stories, recency, by_recency)

    def loaded(self, ids: Iterable[int]) -> list[int]:
        """The ids without those of articles added after the columns were loaded."""
        size = len(self.stories)
        return [each for each in ids if each < size]

    def chronological(self, ids: Iterable[int], *, newest_first: bool) -> list[int]:
        """The ids in the order in which the articles were published."""
        places = sorted(map(self.recency.__getitem__, ids), reverse=newest_first)
        return list(map(self.by_recency.__getitem__, places))

    def counts(self, ids: Iterable[int]) -> dict[str, list[tuple[str, int]]]:
        """How many of the articles have each value of each facet, most first."""
        combined = Counter(map(self.combinations.__getitem__, ids))
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for place, count in combined.items():
            for name, value in zip(FACETS, self.values[place], strict=True):
                if value is not None:
                    counts[name][value] += count
        return {name: counter.most_common() for name, counter in counts.items()}

    def story_order(self, ids: Iterable[int]) -> list[int]:
        """The stories of the articles, each where its first article stands."""
        return list(dict.fromkeys(map(self.stories.__getitem__, ids)))

    def grouped(self, ids: Iterable[int], stories: Sequence[int]) -> list[list[int]]:
        """The articles of some stories, by story."""
        groups: dict[int, list[int]] = {story: [] for story in stories}
        for each in ids:
            if (story := self.stories[each]) in groups:
                groups[story].append(each)
        return list(groups.values())
