"""Which paragraphs of two editions of a story correspond.

By their lengths alone (Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993): a
translation is about as long as its original, so the cheapest way through both texts pairs what belongs together.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

_PATIENCE: Final = 8.0
"""Paragraphs are translated more freely than sentences: a mismatch counts a quarter as much as in the paper."""

Rows = tuple[tuple[tuple[int, ...], ...], ...]
"""Rows of the page; each holds, for every text, the indexes of its paragraphs in that row."""

# How many paragraphs of each text are side by side, and the cost of that apart from their lengths: one beside
# one is by far the most common.
_STEPS: Final = {(1, 1): 0.0, (1, 0): 4.5, (0, 1): 4.5, (2, 1): 2.3, (1, 2): 2.3}
_VARIANCE: Final = 6.8
"""Of the length of a translation, per character of the text, as in the paper."""

_MOST: Final = 10_000
"""Longer texts are paired one by one: the time grows with the product of their numbers of paragraphs."""


def pair(one: Sequence[int], other: Sequence[int]) -> list[tuple[range, range]]:
    """The paragraphs of two texts, given their lengths in characters, side by side: index ranges in order."""
    if len(one) * len(other) > _MOST:
        return [
            (range(min(k, len(one)), min(k + 1, len(one))), range(min(k, len(other)), min(k + 1, len(other))))
            for k in range(max(len(one), len(other)))
        ]
    cost = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            for (a, b), extra in _STEPS.items():
                before = (i - a, j - b)
                if before in cost:
                    total = cost[before] + extra + _misfit(sum(one[i - a : i]), sum(other[j - b : j]))
                    if total < cost.get((i, j), float("inf")):
                        cost[i, j], came[i, j] = total, before
    at, pairs = (len(one), len(other)), []
    while at in came:
        before = came[at]
        pairs.append((range(before[0], at[0]), range(before[1], at[1])))
        at = before
    return pairs[::-1]


def rows(texts: Sequence[Sequence[int]]) -> Rows:
    """The rows of several texts, given the lengths of their paragraphs; the order is that of the first text."""
    if not texts:
        return ()
    lead = len(texts[0])
    beside = [pair(texts[0], other) for other in texts[1:]]
    joined = _joined(lead, beside)
    aligned = []
    for first, last in joined:
        others = [
            tuple(k for mine, theirs in pairs if _stands_in(mine, first, last) for k in theirs)
            for pairs in beside
        ]
        aligned.append((tuple(range(first, last)), *others))
    return tuple(row for row in aligned if any(row))


def _joined(count: int, beside: Sequence[Sequence[tuple[range, range]]]) -> list[tuple[int, int]]:
    """The stretches of the first text that no pairing splits; an empty one where a text inserts a paragraph."""
    inside = {at for pairs in beside for mine, _ in pairs for at in range(mine.start + 1, mine.stop)}
    cuts = [at for at in range(count + 1) if at not in inside]
    stretches = list(zip(cuts, cuts[1:], strict=False))
    added = {mine.start for pairs in beside for mine, _ in pairs if not len(mine)}.intersection(cuts)
    return sorted([*stretches, *((at, at) for at in added)])


def _stands_in(mine: range, first: int, last: int) -> bool:
    if first == last:
        return not len(mine) and mine.start == first
    return first <= mine.start < last and (len(mine) > 0 or mine.start > first)


def _misfit(length: int, other: int) -> float:
    """How unlikely it is that texts of these lengths are translations of each other; 0 if one of them is missing."""
    if not length or not other:
        return 0.0
    spread = sqrt(_VARIANCE * (length + other) / 2)
    return min(abs(length - other) / spread, 12.0) ** 2 / _PATIENCE
