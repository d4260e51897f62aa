"""The cheapest way through two texts, segment by segment: numbers in, beads out.

A *bead* is a run of segments of one text and the run of the other that says the same (Brown, Lai, Mercer 1991). Their
lengths are weighed as by Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993); what both
have in common is taken off the cost. Beads are 1–0, 1–1, 2–1, 2–2 and 3–1, and their mirror images;
two segments may have changed places.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import Final, NamedTuple

STEPS: Final = {
    (1, 1): 0.1,
    (1, 0): 2.5,
    (0, 1): 2.5,
    (2, 1): 2.4,
    (1, 2): 2.4,
    (2, 2): 4.5,
    (3, 1): 5.0,
    (1, 3): 5.0,
}
"""What a bead costs by its shape: negative logarithms of the paper's frequencies; but a segment that is missing is far more
usual in news than in its minutes of parliament (a paragraph in ten in `benchmarks/parallel.py`)."""
_SHAPES: Final = tuple((*shape, price) for shape, price in STEPS.items())
_VARIANCE: Final = 12.0
"""Of the length of a translation, for each character of the text; 6.8 in the paper, of languages that are closer."""
_WORST: Final = 9.0
"""What lengths can cost at most: a free translation is one all the same."""


CROSSED: Final = 3.0
"""What it costs that two segments change places, as in the inverted rules of Wu, "Stochastic Inversion Transduction
Grammars" (1997); set by hand on stories whose editions are set differently."""
_CROSSING: Final = (-2, -2)
"""The step over two segments of either text of which the first is the other's second."""


class Bead(NamedTuple):
    """Segments of two texts that say the same; one side may be empty."""

    one: range
    """Indexes of the segments of the first text."""
    other: range
    """Indexes of the segments of the second text."""


def align(lengths: tuple[Sequence[int], Sequence[int]], gains: Mapping[tuple[int, int], float]) -> list[Bead]:
    """The beads of two texts in order, given the lengths of their segments in characters.

    `gains`: what speaks for two segments saying the same, in natural logarithms of odds; against, if negative.
    Time and memory grow with the product of the numbers of segments.
    """
    one, other = lengths
    if len(one) == len(other) == 1:
        return [Bead(range(1), range(1))]
    width = len(other) + 1
    cost = [0.0] + [inf] * ((len(one) + 1) * width - 1)
    steps: list[tuple[int, int]] = [(0, 0)] * len(cost)
    ends = list(accumulate(one, initial=0)), list(accumulate(other, initial=0))
    sums = _sums(len(one), len(other), gains)
    crossings = {i * width + j: price for i, j, price in _crossings(lengths, gains)}
    for i in range(len(one) + 1):
        shapes = [each for each in _SHAPES if each[0] <= i]
        for j in range(width):
            at = i * width + j
            best, step = cost[at], (0, 0)
            for a, b, price in shapes:
                if j < b:
                    continue
                before = cost[at - a * width - b] + price
                if a and b:
                    above, here = sums[i - a], sums[i]
                    before -= here[j] - above[j] - here[j - b] + above[j - b]
                    if before < best:  # lengths only add to the cost
                        length, beside = ends[0][i] - ends[0][i - a], ends[1][j] - ends[1][j - b]
                        off = (length - beside) ** 2 / (_VARIANCE * (length + beside + 1))
                        before += off if off < _WORST else _WORST
                if before < best:
                    best, step = before, (a, b)
            if at in crossings and (before := cost[at - 2 * width - 2] + crossings[at]) < best:
                best, step = before, _CROSSING
            cost[at], steps[at] = best, step
    return list(_path(steps, len(one), len(other)))[::-1]


def _crossings(
    lengths: tuple[Sequence[int], Sequence[int]], gains: Mapping[tuple[int, int], float]
) -> Iterator[tuple[int, int, float]]:
    """Behind which two segments of either text those may end that say the same the other way round, and what that costs.

    Lengths alone never tell so: what they share must pay for it.
    """
    one, other = lengths
    least = CROSSED + 2 * STEPS[1, 1]
    shared = [pair for pair, gain in gains.items() if gain > 0]
    corners = {(i, j - 1) for i, j in shared if j and i + 1 < len(one)}
    corners |= {(i - 1, j) for i, j in shared if i and j + 1 < len(other)}
    for i, j in corners:
        price = least - gains.get((i, j + 1), 0.0) - gains.get((i + 1, j), 0.0)
        if price < 0:
            yield i + 2, j + 2, price + misfit(one[i], other[j + 1]) + misfit(one[i + 1], other[j])


def _sums(rows: int, columns: int, gains: Mapping[tuple[int, int], float]) -> list[list[float]]:
    """For each cell the sum of the gains above and left of it: that of any rectangle follows from four."""
    sums = [[0.0] * (columns + 1)]
    for i in range(rows):
        row = accumulate((gains.get((i, j), 0.0) for j in range(columns)), initial=0.0)
        sums.append([above + left for above, left in zip(sums[-1], row, strict=True)])
    return sums


def misfit(length: int, other: int) -> float:
    """How unlikely it is that texts of these lengths translate each other, as a cost from 0."""
    cost = (length - other) ** 2 / (_VARIANCE * (length + other + 1))
    return cost if cost < _WORST else _WORST


def _path(steps: Sequence[tuple[int, int]], i: int, j: int) -> Iterator[Bead]:
    width = j + 1
    while i or j:
        a, b = step = steps[i * width + j]
        if step == _CROSSING:
            yield Bead(range(i - 1, i), range(j - 2, j - 1))
            yield Bead(range(i - 2, i - 1), range(j - 1, j))
            i, j = i - 2, j - 2
            continue
        yield Bead(range(i - a, i), range(j - b, j))
        i, j = i - a, j - b
