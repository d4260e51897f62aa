"""The best one-to-one assignment: numbers in, pairs out."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from dimash_archive.archive.disjoint_sets import DisjointSets

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)

_MOST = 300
"""Rows of a group up to which the best assignment is sought; beyond, the best pairs are taken one by one."""


def assigned(gains: Mapping[tuple[Left, Right], float]) -> Iterator[tuple[Left, Right]]:
    """Of the pairs with a gain above 0, the one-to-one assignment with the greatest total gain.

    Groups that no pair connects are solved apart: for articles over years that is many small problems.
    """
    for group in _groups(gains):
        if len(group) == 1:
            yield from group
        elif max(len({pair[0] for pair in group}), len({pair[1] for pair in group})) > _MOST:
            yield from _greedy(group)
        else:
            yield from _best(group)


def _groups(gains: Mapping[tuple[Left, Right], float]) -> Iterator[dict[tuple[Left, Right], float]]:
    """The pairs by connected component."""
    sets = DisjointSets[tuple[str, Hashable]]()
    for left, right in gains:
        sets.join(("right", right), ("left", left))
    groups: dict[tuple[str, Hashable], dict[tuple[Left, Right], float]] = {}
    for pair, gain in gains.items():
        groups.setdefault(sets.root(("left", pair[0])), {})[pair] = gain
    yield from groups.values()


def _greedy(gains: Mapping[tuple[Left, Right], float]) -> Iterator[tuple[Left, Right]]:
    lefts: set[Left] = set()
    rights: set[Right] = set()
    for left, right in sorted(gains, key=lambda pair: -gains[pair]):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            yield left, right


def _best(gains: Mapping[tuple[Left, Right], float]) -> Iterator[tuple[Left, Right]]:
    """The Hungarian method with potentials, O(n^3); a pair that is not there costs 0, so nothing is forced."""
    lefts, rights = list(dict.fromkeys(p[0] for p in gains)), list(dict.fromkeys(p[1] for p in gains))
    size = max(len(lefts), len(rights))
    cost = [[0.0] * size for _ in range(size)]
    rows = {left: number for number, left in enumerate(lefts)}
    columns = {right: number for number, right in enumerate(rights)}
    for (left, right), gain in gains.items():
        cost[rows[left]][columns[right]] = -gain
    for row, column in enumerate(_columns(cost)):
        if row < len(lefts) and column < len(rights) and (lefts[row], rights[column]) in gains:
            yield lefts[row], rights[column]


def _columns(cost: list[list[float]]) -> list[int]:
    """For each row of a square matrix its column in the assignment that costs least (Kuhn, Munkres)."""
    size = len(cost)
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    taken_by = [size] * (size + 1)  # the row of each column; `size` stands for none
    for row in range(size):
        taken_by[size] = row
        column, least = size, [float("inf")] * size
        before, done = [size] * size, [False] * (size + 1)
        while taken_by[column] != size:
            done[column] = True
            here = taken_by[column]
            for each in range(size):
                if (
                    not done[each]
                    and (bare := cost[here][each] - of_row[here] - of_column[each]) < least[each]
                ):
                    least[each], before[each] = bare, column
            nearest = min((each for each in range(size) if not done[each]), key=least.__getitem__)
            step = least[nearest]
            for each in range(size + 1):
                if done[each]:
                    of_row[taken_by[each]] += step
                    of_column[each] -= step
                elif each < size:
                    least[each] -= step
            column = nearest
        while column != size:
            taken_by[column] = taken_by[before[column]]
            column = before[column]
    columns = [0] * size
    for column, row in enumerate(taken_by[:size]):
        columns[row] = column
    return columns
