"""What happens to the stories from day to day: new ones, edits, new headlines, removals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

NEW_A_DAY = 3
_EDITED, _RETITLED, _REMOVED = 2, 1, 2


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, by story number."""

    new: tuple[int, ...]
    """Stories published on that day."""
    edited: tuple[int, ...]
    """Stories that gained a paragraph."""
    retitled: tuple[int, ...]
    """Stories that got a new headline."""
    gone: tuple[int, ...]
    """Stories taken down; the site answers 410."""
    lost: tuple[int, ...]
    """Stories taken down; the site answers 404."""


@dataclass
class DayShelf:
    """Which stories are online after a number of days, and what was changed in them."""

    numbers: list[int]
    """Stories online, by number."""
    updates: dict[int, list[int]] = field(default_factory=dict)
    """For an edited story, the days on which it was edited."""
    retitled: dict[int, int] = field(default_factory=dict)
    """For a story with a new headline, the day it got it."""
    published: dict[int, int] = field(default_factory=dict)
    """For a story added later, the day it was published."""
    gone: set[int] = field(default_factory=set)
    """Stories answered with 410."""
    lost: set[int] = field(default_factory=set)
    """Stories answered with 404."""

    def live(self, number: int, day: Day) -> None:
        """Apply the events of `day`, the day with this number."""
        self.numbers = [each for each in self.numbers if each not in {*day.gone, *day.lost}] + list(day.new)
        self.published.update(dict.fromkeys(day.new, number))
        self.retitled.update(dict.fromkeys(day.retitled, number))
        for each in day.edited:
            self.updates.setdefault(each, []).append(number)
        self.gone.update(day.gone)
        self.lost.update(day.lost)


def shelf(stories: int, days: int) -> tuple[DayShelf, Day]:
    """The shelf of a site that opened with `stories` stories, after `days` days, and its last day."""
    result = DayShelf(list(range(stories)))
    day = Day((), (), (), (), ())
    for number in range(1, days + 1):
        first = stories + (number - 1) * NEW_A_DAY
        untouched = [each for each in result.numbers if each not in result.retitled]
        day = _day(number, untouched, range(first, first + NEW_A_DAY))
        result.live(number, day)
    return result, day


def _day(number: int, online: Sequence[int], new: range) -> Day:
    chosen = Random(f"day {number}").sample(online, min(len(online), _EDITED + _RETITLED + _REMOVED))
    edited, rest = chosen[:_EDITED], chosen[_EDITED:]
    retitled, removed = rest[:_RETITLED], rest[_RETITLED:]
    return Day(tuple(new), tuple(edited), tuple(retitled), tuple(removed[::2]), tuple(removed[1::2]))
