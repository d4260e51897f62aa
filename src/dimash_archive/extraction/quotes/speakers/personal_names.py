"""Persons' names in running text: runs of capitalised words, without offices, places and beginnings of sentences."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dimash_archive.extraction.quotes.attribution import WORD, Clause, is_past
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers.cases import is_oblique

_IN_MARKS = re.compile(r"«[^«»\n]{0,80}»|[“„][^“”„\n]{0,80}[”“]|\"[^\"\n]{0,80}\"")
_PARTICLES = frozenset(
    "de da di van von der den bin ibn al el la le du ибн фон де ван оглы кызы улы ұлы қызы".split()
)
_TOO_KK = "де"
_JOINTS = frozenset((" ", "\u00a0", ". ", ".", ".\u00a0"))
_PLACE_KK = re.compile(r"\w{3}[дт][ае]\Z")
_PATRONYMIC = re.compile(r"(?:вич\w{0,2}|[вч]н(?:а|ы|е|у|ой)|ұлы|улы|қызы|кызы)\Z")
_OFFICE_EN = re.compile(r"(?:er|or|ist|[^r]man|woman|girl|boy|ess)\Z")
_GIVEN_EN = frozenset(
    "Alexander Amber Archer Carter Chester Christopher Connor Cooper Dexter Dieter Eleanor Elmer Esther Fletcher Ginger "
    "Gunther Harper Heather Hector Hunter Jennifer Jess Lester Luther Oliver Parker Peter Piper Porter Rainer Roger Roman "
    "Sawyer Skyler Spencer Summer Taylor Tess Trevor Tucker Tyler Victor Walter Werner Xavier".split()
)

_ELISION = re.compile(r"(?:[LDJNSCM]|Qu)[’'][a-zà-ÿ]")
"""L’alpiniste."""
_COMPOUND = re.compile(r"[^\W\d_]+-(?![a-zа-яё]{1,3}-?[A-ZА-ЯЁ])[a-zа-яё]{3}[\w-]*\Z")
"""Seven-year-old, Ex-mayor; but Jean-Paul."""
_TWO = 2
"""Words of a full name."""
_ADJECTIVE = re.compile(r"\w{3}(?:ой|ей|ого|его|ому|ему|ую|юю)\Z")
_TITLES_DE = ("Frau", "Herr", "Herrn")
_GIVEN_OFFICES = frozenset(
    "Ғалым Галым Аким Роман Dean Mason Hunter Carter Archer Sawyer Tanner Cooper Miller Marshall Forester Chandler "
    "Turner Piper Porter Page Parker Spencer Fletcher Taylor Baker".split()
)
"""Given names that are offices or nouns too."""


class Name(NamedTuple):
    """A run of capitalised words."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset just after its last character."""
    doubtful: bool
    """Whether it is more likely a place, a thing, or not the subject."""
    short: bool
    """Whether it is a single word."""
    first: bool
    """Whether it is a single word that may be capitalised only because it begins the sentence."""


def names_whole(body: str, clause: Clause, words: Words) -> bool:
    """Whether a clause names somebody with two or more words: `— пробасил лесник Пётр Заимкин`."""
    return any(not name.short and not name.doubtful for name in names(body, *clause[:2], words))


def best(candidates: Sequence[Name]) -> Name | None:
    """The name most likely to be the subject: not a place, two words rather than one, the first rather than a
    later one."""
    return min(candidates, key=lambda name: (name.doubtful or name.first, name.short), default=None)


def names(body: str, start: int, end: int, words: Words) -> list[Name]:
    """The names between two offsets, in order; words in marks are not a person's name."""
    text = body[start:end]
    if _IN_MARKS.search(text):
        text = _IN_MARKS.sub(lambda match: "·" * len(match[0]), text)
    tokens = list(WORD.finditer(text))
    persons = []
    place = 0
    while place < len(tokens):
        first = place
        place += 1
        if not tokens[first][0][0].isupper():
            continue
        while place < len(tokens) and _goes_on(text, tokens, place, words):
            place += 1
        for run in _parted(tokens, (first, place), words):
            if name := _name(text, tokens, run, words):
                persons.append(name._replace(start=start + name.start, end=start + name.end))
    return persons


def _parted(tokens: Sequence[re.Match[str]], run: tuple[int, int], words: Words) -> Sequence[tuple[int, int]]:
    """The run, or its halves if they are two names in two cases: `пообещала Олегу Седову | Инна Репина`."""
    middle = run[0] + _TWO
    if not words.two_names or run[1] != middle + _TWO:
        return (run,)
    halves = (run[0], middle), (middle, run[1])
    first, second = (is_oblique([word[0] for word in tokens[slice(*half)]], words) for half in halves)
    return halves if first != second else (run,)


def _goes_on(text: str, tokens: Sequence[re.Match[str]], place: int, words: Words) -> bool:
    """Whether the token belongs to the same name as the previous token."""
    here = tokens[place]
    if text[tokens[place - 1].end() : here.start()] not in _JOINTS:
        return False
    if here[0][0].isupper():
        return True
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if words.title_follows and here[0] == _TOO_KK:
        return False
    return here[0] in _PARTICLES and behind is not None and behind[0][0].isupper()


def _name(text: str, tokens: Sequence[re.Match[str]], run: tuple[int, int], words: Words) -> Name | None:
    """The name in a run of tokens, without the offices and function words before it."""
    first, behind = _without_offices(tokens, run, words)
    if first == behind:
        return None
    last = tokens[behind - 1]
    owner = next((ending for ending in ("’s", "'s") if last[0].endswith(ending)), "")
    short = behind - first == 1
    above = run[0] - 1
    while above > 0 and (words.office(tokens[above][0]) or words.article(tokens[above][0])):
        above -= 1  # with the writer | Arkady Boar
    before = tokens[first - 1][0] if first == run[0] and first > 0 else ""
    doubts = (
        bool(owner),
        words.governing(before),
        above >= 0 and words.governing(tokens[above][0]),
        above > 0 and tokens[above][0] == "by" and words.saying(tokens[above - 1][0]),  # asked by Ira Lane
        words.article(before) and not short,  # a Goodwill Ambassador
        is_oblique([word[0] for word in tokens[first:behind]], words),
        _is_adjective(tokens, (first, behind), words),
        short and last[0].isupper(),  # shouted, or gave him a B
        short and words.nouns_capital and not (first and tokens[first - 1][0] in _TITLES_DE),
    )
    return Name(tokens[first].start(), last.end() - len(owner), any(doubts), short, first=behind == 1)


def _without_offices(tokens: Sequence[re.Match[str]], run: tuple[int, int], words: Words) -> tuple[int, int]:
    """The run without the parts that are not a name: `Culture Minister | Azhar Bell`, `Лаура Мейірман |
    Тасөткелде`."""
    first, behind = run
    while first < behind and _is_common(tokens[first][0], words):
        first += 1
    for place in range(first, behind - _TWO):
        word = tokens[place][0]
        if words.office(word) or (not words.complete and words.common(word)):
            first = place + 1  # Kültür Bakanı Azra Çan
    if words.nouns_capital:  # der Zimmermann Anton Kessler
        capitals = [place for place in range(first, behind) if tokens[place][0][0].isupper()]
        first = capitals[-2] if len(capitals) > 2 else first
    if words.title_follows and behind - first > 2 and _PLACE_KK.search(tokens[behind - 1][0]):
        behind -= 1  # деді Лаура Мейірман Тасөткелде өткен концерттен кейін: a place follows the name
    three = [word[0] for word in tokens[first:behind]]
    if len(three) == _TWO + 1 and run[0] == 0 and _begins_with_office(three, words):
        first += 1  # an office that is capitalised only because it begins the sentence
    if behind - first == 1 and first > run[0] and tokens[first - 1][0] in _GIVEN_OFFICES:
        first -= 1  # деді Ғалым Нияз: the office is a given name
    return first, behind


def _is_adjective(tokens: Sequence[re.Match[str]], run: tuple[int, int], words: Words) -> bool:
    """Whether one capitalised word belongs to the noun after it: `жительница Вязовой улицы`."""
    first, behind = run
    if not words.slavic or behind - first > 1 or behind == len(tokens):
        return False
    if not _ADJECTIVE.search(tokens[first][0]):
        return False
    following = tokens[behind][0]
    return following[0].islower() and not is_past(following, words) and not words.saying(following)


def _begins_with_office(three: Sequence[str], words: Words) -> bool:
    """Whether the first of three capitalised words is more likely an office: `Rescuer Norman Alley`."""
    if words.two_names:
        return _PATRONYMIC.search(three[1]) is None
    return words.complete and _OFFICE_EN.search(three[0]) is not None and three[0] not in _GIVEN_EN


def _is_common(word: str, words: Words) -> bool:
    """Whether a word is capitalised only because it begins the sentence: The, I’ve, Don’t."""
    if _ELISION.match(word) or _COMPOUND.match(word):
        return True
    head = word.replace("’", "'").partition("'")[0]
    return words.common(head) or words.opening(head) or words.pronoun(head) or word.endswith(("n’t", "n't"))
