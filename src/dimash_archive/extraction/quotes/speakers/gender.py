"""Whom a pronoun may stand for: the gender that a pronoun, a verb or a name shows."""

import re
from typing import Literal

Gender = Literal["female", "male"]

_PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "он", "він", "er", "il", "él"), "male"),
    **dict.fromkeys(("she", "она", "вона", "sie", "elle", "ella", "ona"), "female"),
}
_PLURAL = frozenset("they они олар вони oni one ellos ellas ils elles onlar ular алар".split())
# Russian and Kazakh surnames carry it; of given names the ending -a is a woman's more often than not.
_FEMALE = re.compile(r"(?:[оеёи]в|[иы]н|ск|цк)(?:а|ая|ой)\Z|қызы\Z|кызы\Z|[вч]на\Z")
_MALE = re.compile(r"(?:[оеёи]в|[иы]н|ск|цк)(?:ий|ый|ым)?\Z|[ұу]лы\Z|вич\Z")
_GIVEN_FEMALE = re.compile(r"(?:a|ah|ie|een|elle|ette|lyn|а|я|гүл|гуль)\Z")
_GIVEN_MALE = (
    "Никита",
    "Илья",
    "Лука",
    "Фома",
    "Кузьма",
    "Данила",
    "Миша",
    "Саша",
    "Luka",
    "Joshua",
    "Noah",
    "Ezra",
    "Elijah",
)


def of_pronoun(word: str) -> Gender | None:
    """The gender of `he`, `она`; None of a pronoun that shows none."""
    return _PRONOUNS.get(word.lower())


def is_plural(word: str) -> bool:
    """Whether a pronoun stands for several persons, none of whom spoke alone."""
    return word.lower() in _PLURAL


def of_name(name: str) -> Gender | None:
    """The gender that a name shows; None if it may be either."""
    given, *others = name.split()
    if others and others[-1][0].isalpha() and not others[-1].isascii():
        if _FEMALE.search(others[-1]):
            return "female"
        if _MALE.search(others[-1]):
            return "male"
    if given in _GIVEN_MALE:
        return "male"
    return "female" if _GIVEN_FEMALE.search(given) else None


def may_be(name: str, gender: Gender | None) -> bool:
    """Whether a pronoun of that gender may stand for the name."""
    return gender is None or of_name(name) in (None, gender)
