"""The parallel sentences of an archive as they are exported: each once, without noise."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from sqlite_utils import Database

from dimash_archive.archive.parallel.aligner import SURE
from dimash_archive.text.detect import detect_language
from dimash_archive.text.normalize import fold

_OFTEN = 5
"""A sentence of so many stories is the site's (an invitation to subscribe, a correspondent's sign-off), not theirs."""
_TELLING = 25
"""Characters from which the language of a sentence is told from its letters: shorter ones may be names alone."""
_SQL = """
SELECT p.score, p.story_id, p.text_a, a.url, a.published, p.version_a, p.text_b, b.url, b.published, p.version_b
FROM parallel_sentences AS p JOIN articles AS a ON a.id = article_a JOIN articles AS b ON b.id = article_b
WHERE p.lang_a = ? AND p.lang_b = ? AND p.score >= ? ORDER BY p.story_id, article_a, article_b, first_a
"""


@dataclass(frozen=True, slots=True)
class ParallelSide:
    """One side of a pair."""

    lang: str
    """BCP 47 code."""
    text: str
    """The sentence, or sentences."""
    url: str
    """Address of the article."""
    published: str | None
    """When it was published, ISO 8601, UTC."""
    version: int
    """The version of the article that was aligned."""


@dataclass(frozen=True, slots=True)
class ParallelPair:
    """Sentences in two languages that say the same."""

    story: int
    """The story: stories.id."""
    score: float
    """How sure it is, 0 to 1."""
    source: ParallelSide
    """In the first language asked for."""
    target: ParallelSide
    """In the second."""


@dataclass(slots=True)
class PairCounts:
    """What became of the pairs while they were read."""

    aligned: int = 0
    """Pairs in the archive."""
    written: int = 0
    """Pairs exported."""
    repeated: int = 0
    """Left out: repeats of the same two texts."""
    boilerplate: int = 0
    """Left out: sentences that occur in many stories."""
    wrong_language: int = 0
    """Left out: sentences in a language other than their article's."""
    score: float = 0.0
    """Sum of the scores of the pairs exported."""


def parallel_pairs(
    db: Database, langs: tuple[str, str], counts: PairCounts, least: float = SURE
) -> Iterator[ParallelPair]:
    """The pairs of two languages with a score of `least` or more, story by story; `counts` is kept as they are read."""
    often = _often(db, langs, least)
    seen: set[bytes] = set()
    for pair in _aligned(db, langs, least):
        counts.aligned += 1
        marks = _mark(pair.source.text), _mark(pair.target.text)
        if not often.isdisjoint(marks):
            counts.boilerplate += 1
        elif (both := marks[0] + marks[1]) in seen:
            counts.repeated += 1
        elif not (_is_in_its_language(pair.source) and _is_in_its_language(pair.target)):
            counts.wrong_language += 1
        else:
            seen.add(both)
            counts.written += 1
            counts.score += pair.score
            yield pair


def _aligned(db: Database, langs: tuple[str, str], least: float) -> Iterator[ParallelPair]:
    first, second = sorted(langs)
    for score, story, *texts in db.execute(_SQL, (first, second, least)):
        sides = ParallelSide(first, *texts[:4]), ParallelSide(second, *texts[4:])
        source, target = sides if langs[0] == first else sides[::-1]
        yield ParallelPair(story, score, source, target)


def _often(db: Database, langs: tuple[str, str], least: float) -> frozenset[bytes]:
    """The sentences that stand in many stories."""
    stories: Counter[bytes] = Counter()
    story, here = -1, set[bytes]()
    for pair in _aligned(db, langs, least):
        if pair.story != story:
            story, here = pair.story, set()
        here_now = {_mark(pair.source.text), _mark(pair.target.text)} - here
        stories.update(here_now)
        here |= here_now
    return frozenset(mark for mark, count in stories.items() if count >= _OFTEN)


def _mark(text: str) -> bytes:
    """A sentence by the words it has: eight bytes, so that millions can be remembered."""
    return blake2b(" ".join(fold(text).split()).encode(), digest_size=8).digest()


def _is_in_its_language(side: ParallelSide) -> bool:
    return len(side.text) < _TELLING or detect_language(side.text) == side.lang
