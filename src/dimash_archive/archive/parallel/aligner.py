"""Aligning two editions of a story: paragraphs first, then the sentences inside them. Segments in, pairs out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dimash_archive.archive.logistic import logistic
from dimash_archive.archive.parallel.beads import Bead, align, misfit
from dimash_archive.archive.parallel.cutting import best_cut
from dimash_archive.archive.parallel.segment import Rarity, Segment, joined
from dimash_archive.archive.stories.assignment import assigned

SURE = 0.9
"""Pairs below this probability are not claimed."""
_MISSING = 1.0
"""What an anchor that only one of two segments has says against them, of what a shared one says for them."""
_ASKS, _SPEAKS = 0.7, 0.4
"""What marks of question and of speech say if both have them; as much against, if one has."""
_PRIOR = 2.0
"""What the place alone says of segments that the cheapest way sets side by side. With the figures above it was set by
hand, on the demo's stories with paragraphs cut, dropped and moved: `benchmarks/parallel.py`."""
_NEIGHBOUR = 1.0
"""What each paragraph beside them that is surely aligned says for two paragraphs; or against, if it has none."""
_MOVED = 2.5
"""What must speak for two paragraphs to be one that was moved."""
_ALIKE = 3
"""Times as many paragraphs in one text as in the other: then its paragraphs say nothing of the other's."""
_SHORT = 10_000
"""Pairs of sentences up to which texts are aligned a second time without regard to paragraphs: a hundred beside a hundred."""
_ACROSS = 2.5
"""Sentences more that such a way must explain."""
_MOST = 250_000  # cells of the way through two texts; longer ones are not aligned

Text = Sequence[Sequence[Segment]]
"""A text: the sentences of each paragraph."""


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentences of two texts that say the same; sentences are counted over the whole text, from 0."""

    one: range
    """The sentences of the first text."""
    other: range
    """The sentences of the second text."""
    score: float
    """How sure it is: a probability, 0 to 1."""


def align_texts(one: Text, other: Text) -> list[SentencePair]:
    """The sentences of two texts that say the same, in the order of the first text; nothing below SURE."""
    pairs = _aligned(_merged(one, other), _merged(other, one))
    counts = sum(map(len, one)), sum(map(len, other))
    lacking = sum(counts) - sum(len(pair.one) + len(pair.other) for pair in pairs)
    if lacking > _ACROSS and counts[0] * counts[1] <= _SHORT and max(len(one), len(other)) > 1:
        flat = _aligned(_flat(one), _flat(other))
        if _said(flat) > _said(pairs) + _ACROSS:
            pairs = flat  # paragraphs were parted elsewhere: a way through the sentences explains more
    pairs += _left_over(_flat(one)[0], _flat(other)[0], pairs)
    return sorted(pairs, key=lambda pair: (pair.one.start, pair.other.start))


def _left_over(
    one: Sequence[Segment], other: Sequence[Segment], pairs: Sequence[SentencePair]
) -> list[SentencePair]:
    """Of the sentences that stand in no pair those that what they share makes one, wherever they stand."""
    taken = {i for pair in pairs for i in pair.one}, {j for pair in pairs for j in pair.other}
    free = [
        [n for n in range(len(side)) if n not in of] for side, of in zip((one, other), taken, strict=True)
    ]
    if not all(free) or len(free[0]) * len(free[1]) > _SHORT:
        return []
    gains = _gains(one, other, Rarity(one, other))
    weights = {
        (i, j): gains[i, j] - misfit(one[i].length, other[j].length) - _MOVED for i, j in product(*free)
    }
    likely = {pair: weight for pair, weight in weights.items() if logistic(weight) >= SURE}
    return [
        SentencePair(range(i, i + 1), range(j, j + 1), round(logistic(likely[i, j]), 4))
        for i, j in assigned(likely)
    ]


def _said(pairs: Sequence[SentencePair]) -> float:
    """How many sentences of both texts pairs explain, each as far as it is sure."""
    return sum(pair.score * (len(pair.one) + len(pair.other)) for pair in pairs)


def _aligned(one: Text, other: Text) -> list[SentencePair]:
    sides = one, other
    starts = [_starts(side) for side in sides]
    pairs = []
    for bead, weight in _paragraphs(one, other):
        sentences = [
            [each for number in numbers for each in side[number]]
            for side, numbers in zip(sides, bead, strict=True)
        ]
        first = [start[numbers.start] for start, numbers in zip(starts, bead, strict=True)]
        for part, score in _sentences(sentences[0], sentences[1], weight):
            if score >= SURE:
                pairs.append(
                    SentencePair(_moved(part.one, first[0]), _moved(part.other, first[1]), round(score, 4))
                )
    return pairs


def _flat(text: Text) -> Text:
    """The text as one paragraph."""
    return [[each for paragraph in text for each in paragraph]]


def _merged(text: Text, beside: Text) -> Text:
    """The text; as one paragraph where paragraphs cannot be compared."""
    few, many = sorted((len(text), len(beside)))
    return _flat(text) if many > _ALIKE * few else text


def _starts(text: Text) -> list[int]:
    starts = [0]
    for paragraph in text:
        starts.append(starts[-1] + len(paragraph))
    return starts


def _moved(part: range, by: int) -> range:
    return range(part.start + by, part.stop + by)


def _paragraphs(one: Text, other: Text) -> Iterator[tuple[Bead, float]]:
    """The paragraphs that say the same, with what speaks for it; those that stand elsewhere in one text at the end."""
    sides = [joined(each) for each in one], [joined(each) for each in other]
    if len(one) == len(other) == 1:
        yield Bead(range(1), range(1)), 0.0
        return
    rarity = Rarity(*sides)
    gains = _gains(*sides, rarity)
    way = [each for run in _way(sides, gains) for each in best_cut(sides, run, rarity)]
    weights = [_weight(sides, gains, bead) if bead.one and bead.other else -_PRIOR for bead in way]
    alone: tuple[list[int], list[int]] = ([], [])
    for place, bead in enumerate(way):
        weight = weights[place] + _support(weights, place)
        if bead.one and bead.other and weight + _PRIOR > 0:
            yield bead, weight
        else:
            alone[0].extend(bead.one)
            alone[1].extend(bead.other)
    pairs = [
        (i, j, _weight(sides, gains, Bead(range(i, i + 1), range(j, j + 1)))) for i, j in product(*alone)
    ]
    moved = {(i, j): weight for i, j, weight in pairs if weight > _MOVED}
    for i, j in assigned(moved):
        yield Bead(range(i, i + 1), range(j, j + 1)), moved[i, j] - _MOVED


def _support(weights: Sequence[float], place: int) -> float:
    """What the paragraphs before and behind say of those between them: they vouch for them, or leave them alone."""
    beside = [weights[at] for at in (place - 1, place + 1) if 0 <= at < len(weights)]
    return _NEIGHBOUR * sum(min(1.0, max(-1.0, weight)) for weight in beside)


def _sentences(
    one: Sequence[Segment], other: Sequence[Segment], above: float
) -> Iterator[tuple[Bead, float]]:
    """The sentences inside paragraphs that say the same, each pair with its probability.

    `above` is what speaks for the paragraphs: it vouches for their sentences too.
    """
    sides = one, other
    rarity = Rarity(one, other)
    gains = _gains(one, other, rarity)
    whole = len(one) == len(other) == 1
    for bead in (each for run in _way(sides, gains) for each in best_cut(sides, run, rarity)):
        if bead.one and bead.other:
            weight = _PRIOR + (
                above if whole else _weight(sides, gains, bead) + max(-2.0, min(3.0, above / 2))
            )
            yield bead, logistic(weight)


def _way(
    sides: tuple[Sequence[Segment], Sequence[Segment]], gains: dict[tuple[int, int], float]
) -> list[Bead]:
    one, other = sides
    if len(one) * len(other) > _MOST:
        return []
    return align(([each.length for each in one], [each.length for each in other]), gains)


def _weight(
    sides: tuple[Sequence[Segment], Sequence[Segment]], gains: dict[tuple[int, int], float], bead: Bead
) -> float:
    """What speaks for two runs of segments saying the same, in natural logarithms of odds."""
    lengths = [sum(side[k].length for k in numbers) for side, numbers in zip(sides, bead, strict=True)]
    return sum(gains.get(pair, 0.0) for pair in product(*bead)) - misfit(*lengths)


def _gains(one: Sequence[Segment], other: Sequence[Segment], rarity: Rarity) -> dict[tuple[int, int], float]:
    """For each two segments what they share and lack speaks for, or against, their saying the same."""
    mine, theirs = ([sum(map(rarity.of, each.firm)) for each in side] for side in (one, other))
    shared = _shared(one, other, rarity)
    gains = {}
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            both = shared.get((i, j), 0.0)
            gain = both
            if (lacking := min(mine[i], theirs[j]) - both) > 0:
                gain -= _MISSING * lacking
            if left.asks or right.asks:
                gain += _ASKS if left.asks and right.asks else -_ASKS
            if left.speaks or right.speaks:
                gain += _SPEAKS if left.speaks and right.speaks else -_SPEAKS
            gains[i, j] = gain
    return gains


def _shared(one: Sequence[Segment], other: Sequence[Segment], rarity: Rarity) -> dict[tuple[int, int], float]:
    """What the anchors that two segments share weigh, for each two that share one."""
    holders: dict[str, list[int]] = {}
    for i, each in enumerate(one):
        for mark in each.firm | each.loose:
            holders.setdefault(mark, []).append(i)
    shared: dict[tuple[int, int], float] = {}
    for j, each in enumerate(other):
        for mark in sorted(holders.keys() & (each.firm | each.loose)):  # sums of floats keep their order
            weight = rarity.of(mark)
            for i in holders[mark]:
                shared[i, j] = shared.get((i, j), 0.0) + weight
    return shared
