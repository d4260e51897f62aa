"""What looks wrong with articles: one by one, and compared with each other through a temporary file."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from dimash_archive.archive.quality.suspicious_speech import doubt
from dimash_archive.records import DOUBTFUL
from dimash_archive.text.normalize import fold

ABOUT = {
    "repeats": "paragraphs that occur in several articles of an edition",
    "title": "the title repeated in the body",
    "unclosed": "quotation marks that are opened and not closed, or closed and not opened",
    "speech": "speech that is cut at an end, never closed inside, or nearly the whole article",
    "language": "a language other than the edition's",
    "empty": "hardly any text",
    "lost": "much that may be text was dropped from the page",
    "duplicate": "the same text as another article",
    "similar": "nearly the same text as another article",
}
"""What is checked, by name."""

Suspicion = tuple[str, str]
"""Name of a suspicion, and what was found."""

_SHORT = 40
_SHOWN = 80  # characters of a text that are shown
_OFTEN = 3  # articles that share a paragraph
_LETTERS = 25  # characters of a paragraph below which sharing it says nothing: subheads, names
_SHINGLE = 5  # words
_SKETCH = 12  # smallest hashes of an article's shingles that stand for it (bottom-k sketch, Broder 1997)
_ALIKE = 9  # of them in common: about three quarters of the text
_CROWD = 50  # articles with one hash beyond which it is a set phrase and not compared
_MARK = re.compile("[«»“”„]")


@dataclass(frozen=True, slots=True)
class SuspectArticle:
    """What is examined of an article."""

    id: int
    """Its row."""
    url: str
    """Its address."""
    edition: str
    """Its edition."""
    lang: str
    """Its language."""
    title: str
    """Its title."""
    body: str
    """Its body."""
    lost: float | None
    """The share of its text that may be missing."""
    speeches: tuple[str, ...] = ()
    """The texts of its quotations."""


class Suspects:
    """Examines articles. Close it at the end."""

    def __init__(self) -> None:
        self._aside = sqlite3.connect("", isolation_level=None)  # a temporary file of SQLite's own
        self._aside.executescript(
            "CREATE TABLE paragraphs (edition, hash, article, text);"
            "CREATE TABLE bodies (hash, article);"
            "CREATE TABLE sketches (lang, hash, article);"
            "BEGIN;"
        )

    def close(self) -> None:
        """Drop the temporary file."""
        self._aside.close()

    def look(self, article: SuspectArticle) -> Iterator[Suspicion]:
        """What is wrong with an article by itself; the rest is remembered for `compare`."""
        paragraphs = article.body.split("\n\n")
        self._remember(article, paragraphs)
        title = fold(article.title)
        if any(fold(text) == title for text in paragraphs):
            yield "title", article.title
        yield from (("unclosed", _shown(text)) for text in [unclosed(article.body)] if text is not None)
        doubts = ((doubt(text, article.body), text) for text in article.speeches)
        yield from (("speech", f"{why}: {_shown(text)}") for why, text in doubts if why)
        if article.lang != article.edition:
            yield "language", f"{article.lang} in {article.edition}"
        words = len(article.body.split())
        if words < _SHORT:
            yield "empty", f"{words} words"
        if (article.lost or 0.0) >= DOUBTFUL:
            yield "lost", f"{article.lost:.0%} may be missing"

    def compare(self) -> Iterator[tuple[str, int, str]]:
        """What is wrong with articles compared with each other: name, article, what was found."""
        for table, columns in (
            ("paragraphs", "edition, hash"),
            ("bodies", "hash"),
            ("sketches", "lang, hash"),
        ):
            self._aside.execute(f"CREATE INDEX {table}_index ON {table} ({columns})")
        often = (
            "SELECT article, min(text), number FROM paragraphs JOIN (SELECT edition, hash, count(DISTINCT article) AS"
            f" number FROM paragraphs GROUP BY 1, 2 HAVING number >= {_OFTEN}) USING (edition, hash) GROUP BY article"
        )
        for article, text, number in self._aside.execute(f"{often} ORDER BY 1"):
            yield "repeats", article, f"in {number} articles: {text}"
        same = "SELECT b.article, min(a.article) FROM bodies AS a JOIN bodies AS b USING (hash) WHERE a.article < b.article"
        twins = dict(self._aside.execute(f"{same} GROUP BY 1 ORDER BY 1"))
        yield from (("duplicate", article, f"as articles.id {first}") for article, first in twins.items())
        crowds = f"SELECT lang, hash FROM sketches GROUP BY 1, 2 HAVING count(*) BETWEEN 2 AND {_CROWD}"
        alike = (
            f"SELECT b.article, a.article, count(*) AS number FROM ({crowds}) JOIN sketches AS a USING (lang, hash)"
            f" JOIN sketches AS b USING (lang, hash) WHERE a.article < b.article GROUP BY 1, 2 HAVING number >= {_ALIKE}"
        )
        for article, first, number in self._aside.execute(f"{alike} ORDER BY 1"):
            if article not in twins:
                yield "similar", article, f"{number} of {_SKETCH} passages as in articles.id {first}"

    def _remember(self, article: SuspectArticle, paragraphs: list[str]) -> None:
        long = {fold(text): text for text in paragraphs if len(text) >= _LETTERS}
        self._aside.executemany(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
            [(article.edition, _hash(bare), article.id, _shown(text)) for bare, text in long.items()],
        )
        words = fold(article.body).split()
        if len(words) >= _SHORT:
            self._aside.execute("INSERT INTO bodies VALUES (?, ?)", (_hash(" ".join(words)), article.id))
            shingles = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
            sketch = sorted({crc32(each.encode()) for each in shingles})[:_SKETCH]
            rows = [(article.lang, each, article.id) for each in sketch]
            self._aside.executemany("INSERT INTO sketches VALUES (?, ?, ?)", rows)


def unclosed(body: str) -> str | None:
    """The paragraph with unbalanced quotation marks, or None.

    A quotation of several paragraphs opens each of them and closes the last: an opening mark at the start of a
    paragraph continues the open quotation.
    """
    depth, since = 0, ""
    for text in body.split("\n\n"):
        for mark in _MARK.finditer(text):
            if mark[0] in "«„" or (mark[0] == "“" and not _closes(text, mark.start(), depth)):
                if mark.start() == 0 and depth:
                    continue
                depth, since = depth + 1, text
            elif depth:
                depth -= 1
            else:
                return text
    return since if depth else None


def _closes(text: str, place: int, depth: int) -> bool:
    """Whether `“` ends a „speech“ here: something is open, and no word begins behind it."""
    return depth > 0 and "„" in text[:place] and not text[place + 1 : place + 2].isalnum()


def _hash(text: str) -> int:
    """64 bits of a text's fingerprint, as SQLite's integers take them."""
    data = text.encode("utf-8", "replace")
    return crc32(data) << 31 | crc32(data[::-1]) >> 1


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
