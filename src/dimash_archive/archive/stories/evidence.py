"""Whether two articles in different languages tell one story: what can be compared without knowing either language.

Names as they sound, numbers, pictures, videos and outside links, moments of publishing, and the build: paragraphs,
their lengths, speeches. Each likeness is weighed, the sum becomes a probability (record linkage after Fellegi and
Sunter; lengths after Gale and Church). Records in, numbers out.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from dimash_archive.archive.logistic import logistic
from dimash_archive.archive.stories.image_hash import ALIKE, distance

WINDOW_HOURS = 240.0
"""Articles published further apart are not compared."""

Rarity = Callable[[str], float]
"""How much it says that two articles share a name or number: about the logarithm of all by those with it, >= 0."""

Section = tuple[str, str | None]
"""Edition and section of an article."""
Sections = Mapping[tuple[Section, Section], float]
"""For two sections, each with its edition, what it says that one story stands in both."""

_RIVALS = 4.0  # of some fifty articles of another edition within the window one is the same story
_PLENTY = 18.0  # rarities in sum that say all they can say
_NAMES = (6.0, 0.2)  # what shared ones say at most, and the share of them that says it
_NUMBERS = (5.0, 0.35)
_BUILD = 1.5  # what the same number of paragraphs says, and their lengths as much again
_APART = ((6.0, 1.5), (24.0, 1.0), (72.0, 0.0), (120.0, -1.0), (WINDOW_HOURS, -2.0))
_HOURS = [hours for hours, _ in _APART]
_SECTION = 1.5
_ENOUGH_PAIRS = 30  # fewer say nothing of sections

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,:]\d+)*")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)\s*([ap])\.?\s?m\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(\d{1,2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+\Z")
# WordPress marks sizes so: -300x200, -scaled, -e1612345678901 (edited), -1 (the second of its name).
_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,13}|@2x)+(?=\.\w+\Z)")
_PATH = re.compile(r"/(?:wp-content/)?uploads/(?:sites/\d+/)?(.+)\Z")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of an article can be compared with one in another language."""

    id: int
    """The article's row."""
    edition: str
    """Its edition."""
    hours: float | None
    """When it was published, in hours since 1970; None if unknown."""
    section: str | None
    """Its section."""
    names: frozenset[str]
    """How the names in it sound."""
    numbers: frozenset[str]
    """The numbers in it, clock times and years among them."""
    pictures: frozenset[str]
    """Its pictures, by the names they were uploaded under, sizes stripped."""
    addresses: frozenset[str]
    """Videos, posts and pages of other sites it leads to, in normal form."""
    lengths: tuple[int, ...]
    """Characters of each paragraph."""
    speeches: int
    """How many speeches it has."""
    hashes: frozenset[int] = frozenset()
    """How its pictures look, as far as they are kept: see `dhash`."""


def numbers(text: str) -> frozenset[str]:
    """The numbers in a text, written alike in all languages: 5:30 p.m. is 17:30, 12 000 and 12,000 are 12000."""
    text = _HOUR.sub(lambda m: _on_the_clock(m[1], "00", m[2]), _CLOCK.sub(_clock, text))
    values = set()
    for number in _NUMBER.findall(text):
        if _THOUSANDS.match(number):
            values.add(re.sub(r"\D", "", number))
        else:
            values.update(re.split("[ \u00a0\u202f,]", number.replace(".", ":") if ":" in number else number))
    return frozenset(values)


def _clock(match: re.Match[str]) -> str:
    return _on_the_clock(match[1], match[2], match[3])


def _on_the_clock(hour: str, minute: str, half: str) -> str:
    return f"{int(hour) % 12 + (12 if half in 'pP' else 0)}:{minute}"


def picture(url: str) -> str:
    """What a picture was uploaded as: its path below the uploads, without marks of size."""
    path = url.partition("?")[0]
    match = _PATH.search(path)
    return _SIZE.sub("", match[1] if match else path.partition("//")[2].partition("/")[2])


def probability(
    one: Evidence, other: Evidence, rarity: Rarity, sections: Sections, least: float = 0.0
) -> float:
    """How sure it is that two articles of different editions tell one story, 0 to 1.

    0 where it is certainly below `least`: most of all pairs are, and that shows before all is weighed.
    """
    weight = sum(_cheap_weights(one, other, sections).values())
    needed, open_to = _log_odds(least), _most(one.numbers, other.numbers, rarity, _NUMBERS)
    if weight + open_to + _most(one.names, other.names, rarity, _NAMES) < needed:
        return 0.0
    weight += _shared(one.names, other.names, rarity, _NAMES)
    if weight + open_to < needed:
        return 0.0
    weight += _shared(one.numbers, other.numbers, rarity, _NUMBERS)
    return logistic(weight)


def weights(one: Evidence, other: Evidence, rarity: Rarity, sections: Sections) -> dict[str, float]:
    """What speaks for one story and what against it, as natural logarithms of odds, by kind of evidence.

    The figures were set by hand within what `benchmarks/stories.py` shows of true and false pairs of the demo site,
    well inside the gap between them, so that texts cut, rearranged or translated freely are still told apart.
    """
    return _cheap_weights(one, other, sections) | {
        "names": _shared(one.names, other.names, rarity, _NAMES),
        "numbers": _shared(one.numbers, other.numbers, rarity, _NUMBERS),
    }


def _cheap_weights(one: Evidence, other: Evidence, sections: Sections) -> dict[str, float]:
    """The weights that cost little to find."""
    return {
        "any": -_RIVALS,
        "pictures": _same(max(len(one.pictures & other.pictures), _alike(one.hashes, other.hashes))),
        "addresses": _same(len(one.addresses & other.addresses)),
        "moment": _moment(one.hours, other.hours),
        "build": _build(one, other),
        "section": sections.get(((one.edition, one.section), (other.edition, other.section)), 0.0),
    }


@lru_cache(maxsize=8)
def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability)) if probability > 0 else -math.inf


def forget() -> None:
    """Drop what is remembered of articles that were compared."""
    _sum.cache_clear()
    _unit.cache_clear()


def sections_of(pairs: Iterable[tuple[Section, Section]]) -> Sections:
    """What two sections say, learned from those of articles that tell one story; nothing if these are few."""
    both: Counter[tuple[Section, Section]] = Counter()
    alone: Counter[Section] = Counter()
    total = 0
    for one, other in pairs:
        both[one, other] += 1
        both[other, one] += 1
        alone.update((one, other))
        total += 1
    if total < _ENOUGH_PAIRS:
        return {}
    log_odds = {}
    for one in alone:
        for other in alone:
            if one[0] != other[0]:
                expected = alone[one] * alone[other] / total
                weight = math.log((both[one, other] + 1) / (expected + 1))
                log_odds[one, other] = max(-_SECTION, min(_SECTION, weight))
    return log_odds


def _most(one: frozenset[str], other: frozenset[str], rarity: Rarity, scale: tuple[float, float]) -> float:
    """What `_shared` says at most."""
    return scale[0] * min(1.0, _sum(one, rarity) / _PLENTY, _sum(other, rarity) / _PLENTY)


def _shared(one: frozenset[str], other: frozenset[str], rarity: Rarity, scale: tuple[float, float]) -> float:
    """What it says how much of their names, or numbers, two texts share, each counted by its rarity."""
    most, usual = scale
    in_all = (_sum(one, rarity) + _sum(other, rarity)) / 2
    if not in_all:
        return 0.0
    in_both = sum(map(rarity, one & other))
    share = min(1.0, in_both / in_all / usual)
    # Little text says little, either way.
    return most * share * min(1.0, in_both / _PLENTY) - most / 2 * (1 - share) * min(1.0, in_all / _PLENTY)


@lru_cache(maxsize=1 << 14)
def _sum(tokens: frozenset[str], rarity: Rarity) -> float:
    """Asked once a pair, so some hundred times an article."""
    return sum(map(rarity, tokens))


def _alike(one: frozenset[int], other: frozenset[int]) -> int:
    """How many pictures of the one look like some of the other."""
    if not one or not other:
        return 0
    return sum(any(distance(each, its) <= ALIKE for its in other) for each in one)


def _same(common: int) -> float:
    """What it says that two articles show so many of the same pictures, or lead to the same places."""
    return min(6.0, 3.0 + common) if common else 0.0


def _moment(one: float | None, other: float | None) -> float:
    if one is None or other is None:
        return 0.0
    place = bisect_left(_HOURS, abs(one - other))
    return _APART[place][1] if place < len(_APART) else -4.0


def _build(one: Evidence, other: Evidence) -> float:
    """Translations keep paragraphs and speeches, mostly; where their number is the same, their lengths too."""
    fewer, more = len(one.lengths), len(other.lengths)
    if fewer > more:
        fewer, more = more, fewer
    weight = _BUILD * (2 * fewer / more - 1) if more else 0.0
    if fewer == more > 2:
        weight += _BUILD * _correlation(one.lengths, other.lengths)
    return weight - 0.5 * min(3, abs(one.speeches - other.speeches))


def _correlation(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Pearson's correlation of two rows of one length; 0 where a row does not vary."""
    return float(sum(map(mul, _unit(one), _unit(other))))


@lru_cache(maxsize=1 << 14)
def _unit(row: tuple[int, ...]) -> tuple[float, ...]:
    """A row's differences from its mean, scaled to a vector of length one; zeros where it does not vary."""
    mean = sum(row) / len(row)
    apart = [each - mean for each in row]
    length = math.hypot(*apart)
    return tuple(each / length for each in apart) if length else (0.0,) * len(row)
