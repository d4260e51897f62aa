"""Who of one edition of a story is who in another. Records in, pairs out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dimash_archive.archive.logistic import logistic
from dimash_archive.archive.people.names.likeness import kin, likeness
from dimash_archive.archive.people.names.name_readings import readings
from dimash_archive.archive.people.story_people import PersonInArticle
from dimash_archive.archive.stories.assignment import assigned

SURE = 0.9
"""Below this probability two names are not joined."""
# Natural logarithms of odds, set by hand within what true and false pairs of the demo's stories show.
_EQUAL = 5.0  # names that sound alike to the last letter
_ALIKE = (0.62, 11.0)  # the least likeness of names that may be one, and what each tenth above says: 1.1
_RIVALS = 1.5  # before anything is known: some five people in a story
_PLACE = 1.5  # what the same place in both texts says
_SPEECH = 1.0  # both speak, or neither does; as much against if one does
_MAN_WOMAN = 6.0
_ROLE = 0.5
_LEFT = 0.92
"""How sure it is that two are one who share a word, sound a little alike in the rest, and stand in one place, when all others
of the story are explained: Agnieszka Wojcik and Агнешка Вуйцик."""
_SAME_PLACE = 0.2  # share of the text

Node = tuple[str, str, str]
"""A name: language, key, gender."""
Alike = Callable[[PersonInArticle, PersonInArticle], float]
"""How alike the names of two are, 0 to 1."""


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names of different languages that one story uses for one person."""

    one: Node
    """The name in the first language."""
    other: Node
    """The name in the other."""
    score: float
    """How sure it is: a probability, 0 to 1."""


def pair_people(one: Sequence[PersonInArticle], other: Sequence[PersonInArticle]) -> Iterator[NamePair]:
    """The pairs of one-to-one assignment of two articles' people whose evidence adds up to the most; none below SURE.

    By sound first; those who are left by how their names are read in other languages; then those who have nobody else to be.
    """
    left, right = list(one), list(other)
    for alike in (_sounds_alike, _reads_alike):
        weights = _weights(left, right, alike)
        pairs = list(assigned(weights))
        for i, j in pairs:
            yield NamePair(node_of(left[i]), node_of(right[j]), round(logistic(weights[i, j]), 4))
        left_paired, right_paired = {i for i, _ in pairs}, {j for _, j in pairs}
        left = [each for i, each in enumerate(left) if i not in left_paired]
        right = [each for j, each in enumerate(right) if j not in right_paired]
    yield from _left_over(left, right)


def _weights(
    one: Sequence[PersonInArticle], other: Sequence[PersonInArticle], alike: Alike
) -> dict[tuple[int, int], float]:
    """What speaks for each two being one, if it is enough."""
    weights = {}
    names = {node_of(person)[1:] for person in one} & {node_of(person)[1:] for person in other}
    for i, j in product(range(len(one)), range(len(other))):
        if one[i].key != other[j].key and {node_of(one[i])[1:], node_of(other[j])[1:]} & names:
            continue  # a name that both have is not to be explained by another
        weight = _weight(one[i], other[j], alike)
        if logistic(weight) >= SURE:
            weights[i, j] = weight
    return weights


def _sounds_alike(one: PersonInArticle, other: PersonInArticle) -> float:
    return likeness(one.key, other.key)


def _reads_alike(one: PersonInArticle, other: PersonInArticle) -> float:
    """The likeness of names by the rules of whatever languages make them most alike."""
    sides = [readings(min(each.forms), each.lang) for each in (one, other)]
    return max(likeness(left, right) for left, right in product(*sides))


def _left_over(one: Sequence[PersonInArticle], other: Sequence[PersonInArticle]) -> Iterator[NamePair]:
    """Pairs of people who are left where each of the two has nobody else to be."""
    fitting = [(left, right) for left, right in product(one, other) if _may_be_one(left, right)]
    for left, right in fitting:
        if sum(left is each or right is beside for each, beside in fitting) == 1:
            yield NamePair(node_of(left), node_of(right), _LEFT)


def _may_be_one(left: PersonInArticle, right: PersonInArticle) -> bool:
    same_place = abs(left.place - right.place) <= _SAME_PLACE
    return same_place and {left.gender, right.gender} != {"m", "f"} and kin(left.key, right.key)


def node_of(person: PersonInArticle) -> Node:
    """The name a person goes by in an article."""
    return person.lang, person.key, person.gender


def _weight(one: PersonInArticle, other: PersonInArticle, alike: Alike) -> float:
    """What speaks for two being one."""
    if one.gender and other.gender and one.gender != other.gender:
        return -_MAN_WOMAN
    likely = alike(one, other)
    if likely < _ALIKE[0]:
        return -_MAN_WOMAN
    weight = (_EQUAL if likely == 1 else (likely - _ALIKE[0]) * _ALIKE[1]) - _RIVALS
    weight += _PLACE * (1 - 3 * min(1.0, abs(one.place - other.place)))
    weight += _SPEECH if bool(one.quotes) == bool(other.quotes) else -_SPEECH
    return weight + (_ROLE if bool(one.roles) == bool(other.roles) else 0.0)
