"""What of a piece of text can be compared with one in another language: numbers, names, loan words, marks, length."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import sqrt

from dimash_archive.archive.parallel.glossary import ideas
from dimash_archive.archive.parallel.number_words import number_words
from dimash_archive.archive.search import spelling
from dimash_archive.archive.stories.evidence import numbers
from dimash_archive.text.normalize import nfc

_WEIGHT = {"number": 3.0, "name": 2.0, "loan": 1.0, "idea": 1.5}
"""What one shared anchor that stands nowhere else in the two texts says, in natural logarithms of odds, about."""
_KINDS = {"#": "number", "~": "loan", "=": "idea"}
"""Kinds of anchors by the sign that they begin with; a name has none."""
_LOAN = 5
"""Letters of a word's sound that are compared: `orkestr` of оркестрінің, оркестру and orchestra."""
_CAPS = 200_000  # words remembered, some 20 MB
_STOPS = re.compile(r"[,;:.]\s")
_DECIMAL = re.compile(
    r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?![\d,])"
)  # 15,25 per cent, where no comma parts the thousands
_SCORE = re.compile(r"(?<![\d–-])(\d{1,2})[–-](\d{1,2})(?![\d–-])")  # 4–2 is 4:2
_QUESTION, _SPEECH = re.compile(r"\?"), re.compile(r"[«»“”„\"]|^\s*[—–]\s")


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a paragraph, as far as it can be compared."""

    length: int
    """Characters."""
    firm: frozenset[str]
    """Numbers and names as they sound: a translation has them too."""
    loose: frozenset[str]
    """How its longer words begin, by sound: some are the same in the other language. What its commonest words stand
    for. And its first word, which may owe its capital to its place."""
    asks: bool
    """Whether it has a question mark."""
    speaks: bool
    """Whether it has marks of speech."""


def segment(text: str, lang: str) -> Segment:
    """A piece of text as far as it can be compared; `lang` is the language of its article."""
    text = _SCORE.sub(r"\1:\2", nfc(text))
    if lang != "en":
        text = _DECIMAL.sub(r"\1.\2", text)
    firm = {f"#{number}" for number in numbers(text)}
    loose: set[str] = set()
    clauses = [spelling.tokens(clause) for clause in _STOPS.split(text)]
    for words in clauses:
        firm.update(f"#{number}" for number in number_words(words, lang))
    for place, word in enumerate(chain.from_iterable(clauses)):
        name, loan = _sounds(word, lang)
        common = ideas(word, lang)
        if name:
            (firm if place and not common else loose).add(name)  # in English the months have capitals too
        if loan:
            loose.add(loan)
        loose |= common
    asks, speaks = _QUESTION.search(text) is not None, _SPEECH.search(text) is not None
    return Segment(len(text), frozenset(firm), frozenset(loose - firm), asks, speaks)


def joined(parts: Sequence[Segment]) -> Segment:
    """Several segments in a row as one."""
    return Segment(
        sum(part.length for part in parts) + len(parts) - 1,
        frozenset().union(*(part.firm for part in parts)),
        frozenset().union(*(part.loose for part in parts)),
        any(part.asks for part in parts),
        any(part.speaks for part in parts),
    )


@lru_cache(maxsize=_CAPS)
def _sounds(word: str, lang: str) -> tuple[str, str]:
    """The sound of a word as a name, and how it begins as a loan word; empty if it can be none."""
    if word[0].isdigit() or len(word) < 4:
        return "", ""
    name = spelling.name_sound(word, lang) if word[0].isupper() else ""
    sound = name or spelling.heard(word, lang)
    return name, f"~{sound[:_LOAN]}" if len(sound) >= _LOAN else ""


class Rarity:
    """What each anchor says within two texts: the more segments of either have it, the less."""

    def __init__(self, one: Sequence[Segment], other: Sequence[Segment]) -> None:
        self._counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for counts, side in zip(self._counts, (one, other), strict=True):
            for each in side:
                counts.update(each.firm)
                counts.update(each.loose)
        self._weights: dict[str, float] = {}  # of what was asked for: most anchors are in one text alone

    def of(self, mark: str) -> float:
        """The weight of an anchor of these texts."""
        if mark not in self._weights:
            count = max(counts[mark] for counts in self._counts)
            self._weights[mark] = _WEIGHT[_KINDS.get(mark[0], "name")] / sqrt(count)
        return self._weights[mark]

    def shared(self, one: Segment, other: Segment) -> float:
        """What the anchors that two segments share weigh."""
        marks = (one.firm | one.loose) & (other.firm | other.loose)
        return sum(map(self.of, sorted(marks)))
