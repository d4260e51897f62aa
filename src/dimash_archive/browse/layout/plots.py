"""Bars of counts: where each is and what it links to. Drawn by templates, so no script is needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class PlotPart:
    """A part of a bar: what one series adds to it."""

    series: str
    """The key of its series."""
    count: int
    """The count."""
    start: float
    """Where it begins on the scale, in percent."""
    length: float
    """How long it is, in percent."""
    path: str
    """The address of the things counted; empty if there is none."""


@dataclass(frozen=True, slots=True)
class PlotBar:
    """One bar."""

    label: str
    """Its name."""
    tick: str
    """The text below it; empty if there is no room."""
    total: int
    """The sum of its parts."""
    parts: tuple[PlotPart, ...]
    """Its parts with a count, in the order of the series."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of stacked bars."""

    name: str
    """The key of its heading."""
    direction: Literal["up", "across"]
    """The direction in which the bars grow."""
    bars: tuple[PlotBar, ...]
    """Its bars in order."""
    series: tuple[tuple[str, str, str], ...]
    """Key, label and colour class of each series."""
    ticks: tuple[tuple[float, int], ...]
    """Places on the scale in percent, and their values."""


_PARTS: Final = {"1": 5, "2": 4, "4": 4, "6": 3, "8": 4}
"""The number of equal whole-number parts of a scale, by the first digit of its end."""
Counts = Mapping[tuple[str, str], int]
"""Counts by label and series."""


def plot(
    name: str,
    direction: Literal["up", "across"],
    labels: Sequence[tuple[str, str, str]],
    series: Sequence[tuple[str, str, str]],
    counts: Counts,
    path: Callable[[str, str], str],
) -> Plot:
    """A plot of counts.

    Each of `labels` is a key, its name, and the text below the bar; `path` gives the address for two keys."""
    totals = {key: sum(counts.get((key, each), 0) for each, _, _ in series) for key, _, _ in labels}
    top = _round_up(max(totals.values(), default=0))
    bars = []
    for key, label, tick in labels:
        parts, at = [], 0
        for each, _, _ in series:
            if count := counts.get((key, each), 0):
                parts.append(PlotPart(each, count, _share(at, top), _share(count, top), path(key, each)))
                at += count
        bars.append(PlotBar(label, tick, totals[key], tuple(parts)))
    steps = range(0, top + 1, top // _PARTS[str(top)[0]])
    ticks = tuple((_share(step, top), step) for step in steps)
    return Plot(name, direction, tuple(bars), tuple(series), ticks)


def _share(value: int, top: int) -> float:
    return round(100 * value / top, 3)


def _round_up(most: int) -> int:
    """The end of the scale: a digit of `_PARTS` followed by zeros, not smaller than `most`."""
    if most <= 4:
        return 4
    size: int = 10 ** floor(log10(most))
    return next(
        step
        for step in (size, 2 * size, 4 * size, 6 * size, 8 * size, 10 * size)
        if step >= most and ceil(step) == step
    )


def months(first: str, last: str) -> list[str]:
    """Every month from one to another, as 2024-06, whether it has any articles or not."""
    start, end = (int(each[:4]) * 12 + int(each[5:7]) - 1 for each in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)]
