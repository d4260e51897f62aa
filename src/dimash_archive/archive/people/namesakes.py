"""Namesakes: stories in, groups of stories out, one for each person.

Trades distinguish them: a judge and a singer of the same name are two people. A person may change trades, so
the two are separated only if nothing else connects them: a section of the site, other people who are named in both.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from dimash_archive.archive.disjoint_sets import DisjointSets

# Natural logarithms of odds, about; set by hand on small stories.
_OTHER_FIELD = 2.0
_POLITICS = 1.0  # many a singer and many a boxer has become a deputy
_OTHER_SECTIONS, _SAME_SECTION = 0.5, -0.5
_OTHER_COMPANY, _SAME_COMPANY = 0.5, -2.5
_SHARED = 0.2  # share of the smaller company from which it is one: some are named with everybody
_APART = 1.5
"""The evidence required for two people."""
_SEEN = 2
"""Articles that must say so of a trade: two editions of a story, or two stories."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A story that names somebody."""

    story: int
    """Its number."""
    fields: tuple[str, ...]
    """Of each article the fields of the trades beside the name, see `name_words.field_of`."""
    sections: frozenset[Hashable]
    """The sections that the editions put it in."""
    company: frozenset[int]
    """Who else is named."""
    day: int
    """When it was published, in days; 0 if that is not known."""


def may_be_several(fields: Counter[str]) -> bool:
    """Whether a name, by how many articles give it a trade of each field, may be more than one person's."""
    return sum(count >= _SEEN for count in fields.values()) > 1


def people_of(appearances: Sequence[Appearance]) -> list[list[int]]:
    """The stories of each person, those of whom most are told first; one list where nothing tells two people apart."""
    groups = _by_field(appearances)
    if len(groups) < 2:
        return [[each.story for each in appearances]]
    sets = DisjointSets[int]()
    for one, other in combinations(range(len(groups)), 2):
        sets.root(one), sets.root(other)
        if _against(groups[one], groups[other]) < _APART:
            sets.join(*sorted((sets.root(one), sets.root(other))))
    merged: dict[int, list[Appearance]] = defaultdict(list)
    for number, group in enumerate(groups):
        merged[sets.root(number)] += group
    parted = sorted(merged.values(), key=lambda group: (-len(group), group[0].story))
    if len(parted) > 1:
        taken = {each.story for group in parted for each in group}
        _add_others(parted, [each for each in appearances if each.story not in taken])
        return [sorted(each.story for each in group) for group in parted]
    return [[each.story for each in appearances]]


def _by_field(appearances: Iterable[Appearance]) -> list[list[Appearance]]:
    """The stories that tell the name's trade, those with a common field together."""
    counts = Counter(name for each in appearances for name in each.fields)
    sure = {name for name, count in counts.items() if count >= _SEEN}
    sets = DisjointSets[str]()
    telling = [each for each in appearances if sure.intersection(each.fields)]
    for each in telling:
        first, *others = sorted(map(sets.root, sure.intersection(each.fields)))
        for other in others:
            sets.join(first, other)
    groups: dict[str, list[Appearance]] = defaultdict(list)
    for each in telling:
        groups[sets.root(min(sure.intersection(each.fields)))].append(each)
    return [group for _, group in sorted(groups.items())]


def _against(one: Sequence[Appearance], other: Sequence[Appearance]) -> float:
    """What speaks for two groups of stories being of two people."""
    politics = any({name for each in side for name in each.fields} == {"politics"} for side in (one, other))
    weight = _POLITICS if politics else _OTHER_FIELD
    sections = [frozenset().union(*(each.sections for each in side)) for side in (one, other)]
    company = [frozenset().union(*(each.company for each in side)) for side in (one, other)]
    if all(sections):
        weight += _SAME_SECTION if sections[0] & sections[1] else _OTHER_SECTIONS
    if all(company):
        shared = len(company[0] & company[1]) / min(map(len, company))
        weight += _SAME_COMPANY if shared >= _SHARED else _OTHER_COMPANY
    return weight


def _add_others(groups: Sequence[list[Appearance]], others: Iterable[Appearance]) -> None:
    """Give each story that tells no trade to the person with whom it has most in common: company, section, time."""
    cores = [list(group) for group in groups]
    for each in others:
        common = [(_common(each, core), -_days_off(each, core)) for core in cores]
        groups[common.index(max(common))].append(each)


def _common(each: Appearance, group: Iterable[Appearance]) -> tuple[int, int]:
    """How many companions, and how many sections, the most alike of a group's stories shares."""
    return max((len(each.company & other.company), len(each.sections & other.sections)) for other in group)


def _days_off(each: Appearance, group: Iterable[Appearance]) -> int:
    return min((abs(each.day - other.day) for other in group if each.day and other.day), default=0)
