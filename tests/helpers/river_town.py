"""An archive of the river town's paper, a small invented site in three languages whose people and sentences are known."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from paths import FIXTURES

from dimash_archive.archive import Archive
from dimash_archive.records import Article, Captured, Quote

LANGS = ("kk", "ru", "en")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """One story of the paper."""

    row: dict[str, Any]

    def article(self, lang: str) -> Article:
        """Its article in one language, with its speeches."""
        body = "\n\n".join(self.row[lang])
        return Article(
            f"https://{lang}.river.example/{self.row['key']}",
            self.row[lang][0].split(". ")[0],
            tuple(self.row[lang]),
            lang,
            section=self.row["section"][lang],
            published=datetime.fromisoformat(self.row["published"]).replace(tzinfo=UTC),
            quotes=tuple(self._quotes(body, lang)),
        )

    def _quotes(self, body: str, lang: str) -> Iterator[Quote]:
        opening = body.find("“" if lang == "en" else "«")
        if opening >= 0:
            closing = body.index("”" if lang == "en" else "»", opening)
            name = self.row["people"][0][lang]
            yield Quote(body[opening + 1 : closing], name, opening + 1, closing)

    def name_pairs(self) -> set[frozenset[tuple[str, str]]]:
        """The pairs of names, each with its language, that are one person's."""
        return {
            frozenset(pair)
            for person in self.row["people"]
            for pair in combinations(((lang, person[lang]) for lang in LANGS), 2)
        }


def stories() -> list[Told]:
    """The stories of the paper."""
    path = FIXTURES / "people" / "river_town.toml"
    return [Told(row) for row in tomllib.loads(path.read_text("utf-8"))["story"]]


def save(archive: Archive, articles: Sequence[Article], *, linked: bool = True) -> None:
    """Put articles into an archive, those with one path as one story."""
    with archive.batch():
        for article in articles:
            url = article.url or ""
            number = archive.number() + 1
            captured = Captured(
                url, NOW, 200, "text/html", f"sha1:{url}{len(article.body)}", "a.warc.gz", number, 1
            )
            row = archive.record(None, captured)
            archive.save(article, edition=article.lang, capture_id=row, seen_at=NOW, extractor="1")
        if linked:
            _link(archive)


def _link(archive: Archive) -> None:
    first: dict[str, int] = {}
    for key, url, story in archive.db.execute(
        "SELECT id, url, story_id FROM articles ORDER BY id"
    ).fetchall():
        path = url.rpartition("/")[2]
        archive.db.execute(
            "UPDATE articles SET story_id = ? WHERE id = ?", (first.setdefault(path, story), key)
        )


def everything() -> list[Article]:
    """Every article of the paper."""
    return [told.article(lang) for told in stories() for lang in LANGS]


def people(archive: Archive) -> set[frozenset[tuple[str, str]]]:
    """Who is who: the set of each person's names, each with its language, as written in the texts."""
    found: dict[int, set[tuple[str, str]]] = {}
    for person, lang, name, count in archive.db.execute(
        "SELECT person_id, lang, name, count FROM person_names"
    ):
        if count:
            found.setdefault(person, set()).add((lang, name))
    return {frozenset(names) for names in found.values()}
