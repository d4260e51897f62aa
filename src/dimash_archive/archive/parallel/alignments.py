"""Keeping `sentences` and `alignments` up to date with the articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from dimash_archive.archive.parallel.aligner import SentencePair, Text, align_texts
from dimash_archive.archive.parallel.segment import Segment, segment
from dimash_archive.text.sentences import Sentence, sentences

VERSION = 4
"""Increased when sentences are split or aligned differently: every story is then realigned."""

# Two articles of a story with what they were read as. Languages in order of their codes: a pair has one row only.
_NOW = f"one.digest || ' ' || other.digest || ' {VERSION}'"
_TEXTS = """(
    SELECT id, story_id, lang, articles.version, digest FROM articles
    JOIN history ON article_id = id AND history.version = articles.version
)"""
_STALE = f"""
FROM {_TEXTS} AS one JOIN {_TEXTS} AS other ON other.story_id = one.story_id AND other.lang > one.lang
LEFT JOIN aligned_articles AS al ON al.article_a = one.id AND al.article_b = other.id
WHERE al.source IS NOT {_NOW}
"""
_STALE_STORIES = f"SELECT DISTINCT one.story_id {_STALE} ORDER BY one.story_id"
_STALE_PAIRS = f"""
SELECT one.id, one.version, one.lang, other.id, other.version, other.lang, {_NOW} {_STALE} AND one.story_id = ?
ORDER BY one.id, other.id
"""
_PARTED = """
SELECT article_a, article_b FROM aligned_articles AS al
JOIN articles AS a ON a.id = article_a JOIN articles AS b ON b.id = article_b
WHERE a.story_id != b.story_id OR a.lang >= b.lang
"""
_MOVED = """
UPDATE alignments SET story_id = (SELECT story_id FROM articles WHERE id = article_a)
WHERE story_id != (SELECT story_id FROM articles WHERE id = article_a)
"""


@dataclass(frozen=True, slots=True)
class _TextVersion:
    """One side of a pair."""

    article_id: int
    version: int
    lang: str


def align_stories(db: Database) -> int:
    """Align the stories that are new or changed; returns how many pairs of articles. Inside a transaction."""
    for pair in db.execute(_PARTED).fetchall():
        _forget_pair(db, pair)
    db.execute(_MOVED)
    stories = db.execute(_STALE_STORIES).fetchall()  # numbers alone, so that memory stays flat
    return sum(_align_story(db, story) for (story,) in stories)


def _align_story(db: Database, story: int) -> int:
    """Align the editions of a story that came or changed; returns how many pairs."""
    stale = db.execute(_STALE_PAIRS, (story,)).fetchall()
    texts: dict[int, Text] = {}  # an article is read once for all its pairs
    for *sides, source in stale:
        one, other = _TextVersion(*sides[:3]), _TextVersion(*sides[3:])
        for side in (one, other):
            if side.article_id not in texts:
                texts[side.article_id] = _text(db, side)
        _forget_pair(db, (one.article_id, other.article_id))
        rows = (
            _row(story, one, other, pair)
            for pair in align_texts(texts[one.article_id], texts[other.article_id])
        )
        db.conn.executemany("INSERT INTO alignments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        state = (one.article_id, other.article_id, source)
        db.execute("INSERT INTO aligned_articles VALUES (?, ?, ?)", state)
    return len(stale)


def forget(db: Database) -> None:
    """Drop all alignments."""
    for table in ("alignments", "aligned_articles", "sentences"):
        db.execute(f"DELETE FROM {table}")


def _forget_pair(db: Database, pair: Sequence[int]) -> None:
    for table in ("alignments", "aligned_articles"):
        db.execute(f"DELETE FROM {table} WHERE article_a = ? AND article_b = ?", pair)


def _row(story: int, one: _TextVersion, other: _TextVersion, pair: SentencePair) -> tuple[object, ...]:
    return (
        story, one.lang, other.lang,
        one.article_id, one.version, pair.one.start, pair.one.stop - 1,
        other.article_id, other.version, pair.other.start, pair.other.stop - 1,
        pair.score,
    )  # fmt: skip


def _text(db: Database, side: _TextVersion) -> Text:
    """An article's sentences by paragraph, as they can be compared; where they stand is stored."""
    body = db.execute("SELECT body FROM articles WHERE id = ?", (side.article_id,)).fetchone()[0]
    body_sentences = list(sentences(body, side.lang))
    _store_sentences(db, side.article_id, body_sentences)
    return list(_paragraphs(body, body_sentences, side.lang))


def _store_sentences(db: Database, article_id: int, body_sentences: Sequence[Sentence]) -> None:
    db.execute("DELETE FROM sentences WHERE article_id = ?", (article_id,))
    rows = [(article_id, position, *sentence) for position, sentence in enumerate(body_sentences)]
    db.conn.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?, ?)", rows)


def _paragraphs(body: str, body_sentences: Sequence[Sentence], lang: str) -> Iterator[list[Segment]]:
    by_number: dict[int, list[Segment]] = {}
    for sentence in body_sentences:
        text = body[sentence.start : sentence.end]
        by_number.setdefault(sentence.paragraph, []).append(segment(text, lang))
    yield from by_number.values()
