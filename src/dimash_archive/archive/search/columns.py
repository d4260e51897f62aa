"""The short columns of all articles in memory: what results of a search are sorted, grouped and counted by.

In SQL each of these reads a row for every match, and common words match half of an archive.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_ROWS: Final = """
SELECT id, lang, section, substr(published_local, 1, 4), story_id FROM articles INDEXED BY articles_for_counting
"""
_ORDER: Final = "SELECT id FROM articles INDEXED BY articles_by_published ORDER BY published, id"
FACETS: Final = ("lang", "section", "year")
"""The facets that are counted over all matches."""


@dataclass(frozen=True, slots=True)
class ArticleColumns:
    """Columns of the articles, by id: lists with a place for every number up to the highest."""

    facets: Mapping[str, Sequence[str | None]]
    """By the names in FACETS."""
    stories: Sequence[int]
    """The story each is of."""
    recency: Sequence[int]
    """The higher, the later published; undated ones are lowest."""

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> "ArticleColumns":
        """Those of an archive as it is now."""
        size = 1 + (connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)
        langs, sections, years = ([None] * size for _ in FACETS)
        stories, recency = [0] * size, [0] * size
        for number, langs[number], sections[number], years[number], stories[number] in connection.execute(
            _ROWS
        ):
            pass
        for place, (number,) in enumerate(connection.execute(_ORDER)):
            recency[number] = place
        return cls(dict(zip(FACETS, (langs, sections, years), strict=True)), stories, recency)

    def known(self, ids: Iterable[int]) -> list[int]:
        """The ids without those of articles that came after the columns were loaded."""
        size = len(self.stories)
        return [each for each in ids if each < size]

    def counts(self, ids: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
        """How many of the articles have each value of each facet, most first."""
        found = {}
        for name, column in self.facets.items():
            counter = Counter(map(column.__getitem__, ids))
            found[name] = [(value, count) for value, count in counter.most_common() if value is not None]
        return found

    def grouped(self, ids: Iterable[int]) -> list[list[int]]:
        """The articles by story, each story where its first article stands."""
        groups: dict[int, list[int]] = {}
        for each in ids:
            groups.setdefault(self.stories[each], []).append(each)
        return list(groups.values())
