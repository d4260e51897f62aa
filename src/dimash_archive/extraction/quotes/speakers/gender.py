"""The person a pronoun may refer to: the gender that a pronoun, a verb or a name shows."""

import re
from typing import Literal, NamedTuple

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.lexicon import Words

Gender = Literal["female", "male"]

_PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "он", "тот", "він", "той", "er", "il", "él"), "male"),
    **dict.fromkeys(("she", "она", "та", "вона", "sie", "elle", "ella", "ona"), "female"),
}
_EITHER = frozenset("ол ал o u".split())
"""Pronouns of languages without gender."""
_OTHER = frozenset(("тот", "та", "той"))
_PLURAL = frozenset("they они олар вони oni one ellos ellas ils elles onlar ular алар".split())
# Russian and Kazakh surnames show it; of given names, those in -a are more often women's than not.
_FEMALE = re.compile(r"(?:[оеёи]в|[иы]н|ск|цк)(?:а|ая|ой)\Z|қызы\Z|кызы\Z|[вч]на\Z")
_MALE = re.compile(r"(?:[оеёи]в|[иы]н|ск|цк)(?:ий|ый|ым)?\Z|[ұу]лы\Z|вич\Z")
_GIVEN_FEMALE = re.compile(r"(?:a|ah|ie|oe|een|elle|ette|lyn|а|я|гүл|гуль)\Z")
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
_NEAR = 30
"""Characters before a name that are searched for the preceding word."""
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
_NEXT_WORD = re.compile(r"[ \u00a0]([^\W\d_]+)")
_FEMALE_NOUN = re.compile(
    r"(?:sister|wife|mother|daughter|aunt|niece|grandmother|queen|mrs|ms|miss|lady|madam|\w+ress|schwester|frau|tochter"
    r"|mutter|tante|witwe|\w+erin|sœur|femme|fille|mère|madame|mme|hermana|esposa|hija|madre|señora|pani|siostra|żona|córka"
    r"|сестр[аыеуо]й?|жен[аыеуо]й?|мать|матер\w+|доч(?:ь|ер)\w*|бабушк\w+|вдов\w+|госпож\w+|пані|дружин\w+"
    r"|\w*(?:ниц|истк|актрис|есс)(?:а|ы|е|у|ей|ой|ею))\Z"
)
_MALE_NOUN = re.compile(
    r"(?:brother|husband|son|father|uncle|nephew|grandfather|king|mr|lord|sir|bruder|mann|sohn|vater|onkel|herr|frère|mari|fils"
    r"|père|monsieur|hermano|marido|esposo|hijo|padre|señor|pan|brat|mąż|syn|ojciec"
    r"|брат(?:а|у|ом)?|муж(?:а|у|ем)?|сын(?:а|у|ом)?|от(?:ец|ца|цу|цом)|дед(?:а|у|ом)?|господин\w*|пан|чоловік\w*)\Z"
)
_INSTRUMENTAL = re.compile(r"[а-яёіїє]{3}(?:ом|ем|ей|ой)\Z")
_AGENT_OBLIQUE = re.compile(r"(?:олог|тор|тер|[ёе]р|ик|ік|ист|іст|ант|ент|[ая]р)(?:а|у|ом)\Z|тел(?:я|ю|ем)\Z")
_MALE_OBLIQUE = re.compile(
    r"(?<!колле)(?<!медсестр)(?<!супруг)(?<!вдов)(?<!балерин)(?<!ниц)(?<!ц)[бвгджзклмнпрстфхч](?:а|у|ом)\Z|тел(?:я|ю|ем)\Z"
)
"""A man's office in a case other than the nominative: археолога, тренеру, режиссёром."""


def of_pronoun(word: str) -> Gender | None:
    """The gender of `he`, `она`; None for a pronoun without gender."""
    return _PRONOUNS.get(word.lower())


def is_third_person(word: str) -> bool:
    """Whether a pronoun refers to one person spoken of: `she`, `ол`."""
    return word.lower() in _PRONOUNS or word.lower() in _EITHER


def is_other(word: str) -> bool:
    """Whether a pronoun refers to somebody other than the last speaker: `ответил тот`."""
    return word.lower() in _OTHER


def is_plural(word: str) -> bool:
    """Whether a pronoun refers to several persons, none of whom spoke alone."""
    return word.lower() in _PLURAL


def of_name(name: str) -> Gender | None:
    """The gender that a name shows; None if it can be either."""
    given, *others = name.split()
    if others and others[-1][0].isalpha() and not others[-1].isascii():
        if _FEMALE.search(others[-1]):
            return "female"
        if _MALE.search(others[-1]):
            return "male"
    if given in _GIVEN_MALE:
        return "male"
    return "female" if _GIVEN_FEMALE.search(given) else None


def of_noun(word: str) -> Gender | None:
    """The gender of the person to whom a noun such as `brother` or `медсестра` refers; None if it can be either."""
    noun = word.lower()
    return "female" if _FEMALE_NOUN.match(noun) else "male" if _MALE_NOUN.match(noun) else None


def may_be(noun: str, pronoun: str) -> bool:
    """Whether a pronoun and a noun may refer to the same person: `she` does not go with `brother`."""
    return of_noun(noun) in (None, of_pronoun(pronoun)) or of_pronoun(pronoun) is None


class Genders:
    """The genders of a text's persons: from their names, the words beside these, and the pronouns that
    referred to them."""

    def __init__(self, body: str, words: Words) -> None:
        self._body, self._words = body, words
        self._learned: dict[str, Gender] = {}

    def learn(self, name: str, pronoun: str) -> None:
        """Record that a pronoun referred to a name."""
        if shown := of_pronoun(pronoun):
            self._learned.setdefault(name, shown)

    def of(self, name: str) -> Gender | None:
        """The gender of a person; None if it can be either."""
        return self._learned.get(name) or self._beside(name) or of_name(name)

    def _beside(self, name: str) -> Gender | None:
        """The gender shown by the word before a name or the verb after it: her brother Otto, Ким открыл."""
        at = self._body.find(name)
        if at < 0:
            return None
        before = _LAST_WORD.search(self._body, max(0, at - _NEAR), at)
        if before is not None and (shown := self._of_noun(before[1])):
            return shown
        following = _NEXT_WORD.match(self._body, at + len(name))
        if following is None or self._words.title_follows:
            return None
        if before is not None and (self._words.governing(before[1]) or _INSTRUMENTAL.search(before[1])):
            return None
        return (
            "male"
            if endings.PAST_MALE.search(following[1])
            else "female"
            if endings.PAST_FEMALE.search(following[1])
            else None
        )

    def _of_noun(self, word: str) -> Gender | None:
        noun = word.lower()
        oblique = _MALE_OBLIQUE.search(noun) and (self._words.office(noun) or _AGENT_OBLIQUE.search(noun))
        return of_noun(noun) or ("male" if oblique else None)


class Pronoun(NamedTuple):
    """A pronoun for a speaker, and what is known of the persons it may refer to."""

    word: str
    """The pronoun as written."""
    genders: Genders
    """The genders of its text's persons."""

    @property
    def gender(self) -> Gender | None:
        """The gender it shows."""
        return of_pronoun(self.word)

    def may_be(self, name: str) -> bool:
        """Whether it may refer to a person."""
        return self.gender is None or self.genders.of(name) in (None, self.gender)

    def is_shown_by(self, name: str) -> bool:
        """Whether a person certainly has its gender."""
        return self.gender is not None and self.genders.of(name) == self.gender
