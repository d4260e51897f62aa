"""Small invented stories in several languages in which every name is marked with whose it is, and how well they are read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from paths import FIXTURES

from dimash_archive.archive import Archive
from dimash_archive.extraction.quotes.quote_finder import find_quotes
from dimash_archive.records import Article

_MARK = re.compile(r"\{([^:}]+):([^}]+)\}|@(\w+)")


@dataclass(frozen=True)
class NamedText:
    """An article with whose every name is."""

    article: Article
    """The article, its speeches as the extractor reads them."""
    people: dict[tuple[int, int], str]
    """By span in the body whose name it is."""
    voices: tuple[str, ...]
    """Whose the speeches are, in order."""


def texts(name: str = "namebook") -> list[NamedText]:
    """The articles of a fixture, those of one story with one path."""
    path = FIXTURES / "people" / f"{name}.txt"
    articles = []
    for story in path.read_text("utf-8").split("\n== ")[1:]:
        head, *lines = story.strip().split("\n")
        key, day, section = head.split(" ", 2)
        articles += [_text(line, key, day, section) for line in lines]
    return articles


def _text(line: str, key: str, day: str, section: str) -> NamedText:
    lang, marked = line.split(": ", 1)
    title, _, rest = marked.rpartition(" | ")
    body, people, voices, last = "", {}, [], 0
    for mark in _MARK.finditer(rest):
        body += rest[last : mark.start()]
        if mark[3]:
            voices.append(mark[3])
        else:
            people[len(body), len(body) + len(mark[2])] = mark[1]
            body += mark[2]
        last = mark.end()
    body += rest[last:]
    quotes = tuple(find_quotes([body], lang))
    published = datetime.fromisoformat(day).replace(tzinfo=UTC)
    url = f"https://{lang}.namebook.example/{key}"
    article = Article(url, title or key, (body,), lang, section=section, published=published, quotes=quotes)
    return NamedText(article, people, tuple(voices))


@dataclass(frozen=True)
class NameFigures:
    """How well names are joined."""

    precision: float
    """Of two full names that are joined, how often they are one person's; a name of nobody is wrong with all."""
    recall: float
    """Of two full names of one person how often they are joined."""
    mention_precision: float
    """Of mentions how many are somebody's, and the right one's."""
    mention_recall: float
    """Of names how many are mentions of the right person."""
    voices: float
    """Of speeches how many are given to whom they are."""
    errors: tuple[str, ...]
    """What is wrong, in words."""


Place = tuple[str, int, int]
"""Address of an article and the offsets of a name in its body."""


def figures(archive: Archive, told: Sequence[NamedText]) -> NameFigures:
    """Compare the people of an archive with the truth."""
    true = {(each.article.url or "", *span): who for each in told for span, who in each.people.items()}
    made = {(url, start, end): person for url, start, end, person in archive.db.execute(_MENTIONS)}
    names = {place: _named(told, place) for place in true.keys() | made.keys()}
    full = [place for place in sorted(true.keys() | made.keys()) if " " in names[place]]
    pairs = list(combinations(full, 2))
    wanted = {pair for pair in pairs if len({true.get(place, place) for place in pair}) == 1}
    joined = {pair for pair in pairs if len({made.get(place, place) for place in pair}) == 1}
    who = _who(true, made)
    right = sum(who.get(person) == true.get(place) is not None for place, person in made.items())
    voices = [
        who.get(person) == voice
        for each in told
        for voice, (person,) in zip(
            each.voices, archive.db.execute(_VOICES, (each.article.url,)).fetchall(), strict=False
        )
    ]
    errors = [f"joined: {_shown(names, pair)}" for pair in sorted(joined - wanted)]
    errors += [f"apart: {_shown(names, pair)}" for pair in sorted(wanted - joined)]
    errors += [f"nobody: {names[place]} {place[0]}" for place in sorted(made.keys() - true.keys())]
    errors += [f"missed: {names[place]} {place[0]}" for place in sorted(true.keys() - made.keys())]
    return NameFigures(
        _share(len(joined & wanted), len(joined)),
        _share(len(joined & wanted), len(wanted)),
        _share(right, len(made)),
        _share(right, len(true)),
        _share(sum(voices), sum(len(each.voices) for each in told)),
        tuple(errors),
    )


_MENTIONS = """
SELECT url, "start", "end", person_id FROM mentions JOIN articles ON articles.id = article_id WHERE part = 'body'
"""
_VOICES = (
    "SELECT person_id FROM quotes JOIN articles ON articles.id = article_id WHERE url = ? ORDER BY position"
)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _who(true: dict[Place, str], made: dict[Place, int]) -> dict[int, str]:
    votes: dict[int, Counter[str]] = {}
    for place, person in made.items():
        if place in true:
            votes.setdefault(person, Counter())[true[place]] += 1
    return {person: counts.most_common(1)[0][0] for person, counts in votes.items()}


def _named(told: Sequence[NamedText], place: Place) -> str:
    return next(each.article.body[place[1] : place[2]] for each in told if each.article.url == place[0])


def _shown(names: dict[Place, str], pair: tuple[Place, Place]) -> str:
    return " ~ ".join(f"{names[place]} ({place[0].partition('//')[2]})" for place in pair)
