"""Whether a run of several sentences is better cut: what stands in both of two sentences speaks once for the two, not twice.

The way through two texts adds up what each two sentences share, so that a name which a sentence and its neighbour have
draws both to the one that has it. Here what a run shares is counted as that of one sentence. Segments in, beads out.
"""

from collections.abc import Iterator, Sequence

from dimash_archive.archive.parallel.beads import CROSSED, STEPS, Bead, misfit
from dimash_archive.archive.parallel.segment import Rarity, Segment, joined

Sides = tuple[Sequence[Segment], Sequence[Segment]]
"""The sentences of two texts."""


def best_cut(sides: Sides, bead: Bead, rarity: Rarity) -> tuple[Bead, ...]:
    """The bead, or the beads that it is better cut into."""
    if len(bead.one) + len(bead.other) < 3 or not (bead.one and bead.other):
        return (bead,)
    return max(_cuts(bead), key=lambda beads: _worth(sides, beads, rarity))


def _cuts(bead: Bead) -> Iterator[tuple[Bead, ...]]:
    """The bead as it is, straight and crosswise, without its first and without its last sentence."""
    one, other = bead
    yield (bead,)
    if len(one) == len(other) == 2:
        yield Bead(one[:1], other[:1]), Bead(one[1:], other[1:])
        yield Bead(one[:1], other[1:]), Bead(one[1:], other[:1])
    elif len(other) == 1:
        yield Bead(one[:1], other[:0]), Bead(one[1:], other)
        yield Bead(one[:-1], other), Bead(one[-1:], other[:0])
    elif len(one) == 1:
        yield Bead(one[:0], other[:1]), Bead(one, other[1:])
        yield Bead(one, other[:-1]), Bead(one[:0], other[-1:])


def _worth(sides: Sides, beads: Sequence[Bead], rarity: Rarity) -> float:
    """What speaks for beads, less what their shapes and lengths cost, in natural logarithms of odds."""
    crossed = len(beads) == 2 and all(each.one and each.other for each in beads)
    worth = -CROSSED if crossed and beads[0].other.start > beads[1].other.start else 0.0
    for bead in beads:
        worth -= STEPS[len(bead.one), len(bead.other)]
        if bead.one and bead.other:
            left, right = (
                joined([side[k] for k in numbers]) for side, numbers in zip(sides, bead, strict=True)
            )
            worth += rarity.shared(left, right) - misfit(left.length, right.length)
    return worth
