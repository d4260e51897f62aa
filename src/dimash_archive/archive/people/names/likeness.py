"""How alike two names are by their sounds. Keys in, a share out."""

from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

_WORD_ALIKE = 0.7  # every word of a name must be so alike: a shared given name is no shared person
_SAME_CONSONANTS = (
    0.9  # what words are at least that differ in vowels and hisses: `tsetsil` and `sesil`, `jem` and `sem`
)
_SAME_CONSONANT = 0.75  # the same with one consonant only: `an` and `oun`
_INITIAL = 0.9
_SHARED, _KIN = 0.85, 0.6
"""Likeness of words that are one, and share of the letters that words have in common which may be."""
# Sounds that spellings of other languages mix up: all hisses, voiced and voiceless.
_CLASSES = str.maketrans("zxcjdbgqhv", "sssstpkkkf")
_PAIRS = 1 << 13  # remembered, some 2 MB: what one story compares comes again at once, and seldom later
_VOWELS = frozenset("aeiouäöü")


@lru_cache(maxsize=_PAIRS)
def likeness(one: str, other: str) -> float:
    """How alike two keys are, 0 to 1: each word beside the most similar of the other; the worse of the two counts more."""
    if one == other:
        return 1.0
    left, right = one.split(" "), other.split(" ")
    if len(left) > len(right):
        left, right = right, left
    best = [max(_word_likeness(a, b) for b in right) for a in left]
    if min(best) < _WORD_ALIKE:
        return 0.0
    lacking = 0.12 * (len(right) - len(left))
    return max(0.0, (sum(best) / len(best) + min(best)) / 2 - lacking)


def kin(one: str, other: str) -> bool:
    """Whether two keys of as many words share one, and the rest begins alike and goes on a little so: `nak` and `nat`."""
    left, right = (each.split(" ") for each in (one, other))
    shared = [(a, b) for a in left for b in right if _word_likeness(a, b) >= _SHARED]
    if len(left) != len(right) or not 0 < len(shared) < len(left) or "." in one + other:
        return False
    lefts, rights = {a for a, _ in shared}, {b for _, b in shared}
    others = [word for word in right if word not in rights]
    return all(any(_may_be_one(word, each) for each in others) for word in left if word not in lefts)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name: less like than `_word_likeness` asks."""
    classes = one.translate(_CLASSES), other.translate(_CLASSES)
    alike = SequenceMatcher(None, *classes, autojunk=False).ratio()
    return alike >= (_KIN if classes[0][0] == classes[1][0] else _WORD_ALIKE)


@lru_cache(maxsize=_PAIRS)
def _word_likeness(one: str, other: str) -> float:
    """How alike two words are, 0 to 1; 0 for all that is below _WORD_ALIKE."""
    if one.endswith(".") or other.endswith("."):
        return _INITIAL if one[0] == other[0] else 0.0
    if (one[0] == "h") != (other[0] == "h") and {one[0], other[0]} & _VOWELS:
        one, other = (word.removeprefix("h") for word in (one, other))  # Henri is Анри, Hubert Юбер
    consonants = _consonants(one)
    least = 0.0
    if consonants and consonants == _consonants(other):
        least = _SAME_CONSONANTS if len(consonants) > 1 else _SAME_CONSONANT
    letters = SequenceMatcher(None, one, other, autojunk=False)
    if letters.real_quick_ratio() < _WORD_ALIKE or letters.quick_ratio() < _WORD_ALIKE:
        return least
    return max(letters.ratio(), least)


@lru_cache(maxsize=_PAIRS)
def _consonants(word: str) -> str:
    """The classes of a word's consonants, `a` for a vowel in front, each once in a row."""
    classes = word.translate(_CLASSES)
    letters = [each for place, each in enumerate(classes) if each not in _VOWELS or place == 0]
    if letters[:1] and letters[0] in _VOWELS:
        letters[0] = "a"
    once = "".join(letter for letter, _ in groupby(letters))
    return once if once.strip("a") else ""
