"""Where a name begins and ends in a row of capitalised words, by the other names of its story. Runs in, runs out.

A sentence may begin with a word that is none of the name (Cosmonaut Raziya Tleubergen), a genitive may stand in front of
another's name, and a place behind it (Фостер Лондонда туған): what the same text and the other editions call people tells.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dimash_archive.archive.people.names.given_names import is_given_name
from dimash_archive.archive.people.names.likeness import kin, likeness
from dimash_archive.archive.people.names.name_finder import PARTICLES, NameRun, is_initial
from dimash_archive.archive.people.names.name_forms import (
    is_declined,
    is_family,
    is_patronymic,
    key_of,
    may_be_family,
    sound,
)
from dimash_archive.archive.people.names.name_words import is_origin_word

_ALIKE = 0.8
"""Likeness to a name of the story from which a part of a run is taken for the whole name. Set by hand on small stories."""
_BETTER = 0.05
"""How much more alike than the whole run a part must be."""

_TRADE = re.compile("(?:ist|woman|man|keeper|maker|naut)\\Z")
"""Agronomist Iryna Petrenko: in English, where three names are usual, the ending of the first word tells that it is none."""


def full_keys(runs: Sequence[NameRun], lang: str) -> frozenset[str]:
    """The keys of the full names of a text, without the first word of a sentence where it may not belong to the name."""
    parted = (part for run in runs for part in _separated(run, lang, frozenset()))
    return frozenset(key_of(_sure_words(run, lang), lang) for run in parted if _is_whole(run, lang))


def _is_whole(run: NameRun, lang: str) -> bool:
    return run.is_full and not (run.is_polite(lang) and not may_be_family(run.words[1]))


def _sure_words(run: NameRun, lang: str) -> tuple[str, ...]:
    """The words of a run without the first of three or more that open a sentence, unless it is a given name."""
    is_led = run.opens and len(run.words) > 2 and not is_given_name(run.words[0], lang)
    return run.words[1:] if is_led else run.words


def settled(runs: Sequence[NameRun], lang: str, edition_keys: frozenset[str]) -> list[NameRun]:
    """The runs of a text, parted where names of the story tell to; `edition_keys`: keys of the names in its other editions."""
    counts = Counter(key_of(run.words, lang) for run in runs if _is_whole(run, lang))
    words = frozenset(word for key in edition_keys for word in key.split(" "))
    whole = [part for run in runs for part in _separated(run, lang, words)]
    parted = [part for run in whole for part in _parted(run, lang, edition_keys, counts)]
    own = frozenset(_named_key(run, lang) for run in parted if len(run.words) > 1 and not run.opens)
    return [part for run in parted for part in _one_of_two(run, lang, edition_keys, own)]


def _named_key(run: NameRun, lang: str) -> str:
    """The key of a name; of one with initials that of the rest."""
    return key_of([word for word in run.words if not is_initial(word)], lang)


def _separated(run: NameRun, lang: str, named: frozenset[str]) -> Iterator[NameRun]:
    """A run without the word for where somebody is from (the Italian Beatrice Guerra); of Kazakh parted behind each word with
    the ending of a case, which only the last word of a name has: Нинаны Балауса Ерік ойнады.

    `named`: the words of names in the other editions.
    """
    first = 0
    for place, word in enumerate(run.words[:-1], 1):
        is_origin = place == 1 and len(run.words) > 2 and is_origin_word(word, lang)
        is_other = is_origin or (lang == "kk" and is_declined(word))
        if is_other and not is_given_name(word, lang) and sound(word, "") not in named:
            yield run.part(first, place)
            first = place
    yield run.part(first, len(run.words)) if first else run


def _parted(run: NameRun, lang: str, edition_keys: frozenset[str], counts: Counter[str]) -> Iterator[NameRun]:
    """A run of three words or more, parted; `counts`: how often the text has each key."""
    initials = [place for place, word in enumerate(run.words) if is_initial(word)]
    if initials:
        is_led = run.opens and not is_initial(run.words[-1]) and (lang in ("kk", "ru") or len(initials) > 1)
        first = initials[0] if is_led else 0  # Ветеринар Г. С. Тулеуова
        if run.opens and initials[0] == 2 and is_given_name(run.words[1], lang):
            first = 0 if is_given_name(run.words[0], lang) else 1  # Ұры Станислав Р.
        yield from _around(run, first, len(run.words))
        return
    if len(run.words) < 3:
        yield run
        return
    key = key_of(run.words, lang)
    others = edition_keys | {each for each, count in counts.items() if count > (each == key)}
    first, behind = _best(run, lang, others)
    rest = run.part(behind, len(run.words)) if behind < len(run.words) - 1 else None
    if rest is not None and _closest(rest, lang, others) >= _ALIKE:
        yield from _around(run.part(0, behind), first, behind)
        yield rest  # one that was beaten by another: Лука Бьянки Илияс Тоқтасынды
    elif first > 1 and _closest(run.part(0, first), lang, others) >= _ALIKE:
        yield from _parted(run.part(0, first), lang, edition_keys, counts)
        yield from _around(run.part(first, len(run.words)), 0, behind - first)
    else:
        yield from _around(run, first, behind)


def _around(run: NameRun, first: int, behind: int) -> Iterator[NameRun]:
    """A part of a run, and what is in front of it and behind it, word by word."""
    yield from (run.part(place, place + 1) for place in range(first))
    yield run.part(first, behind)
    yield from (run.part(place, place + 1) for place in range(behind, len(run.words)))


def _best(run: NameRun, lang: str, keys: frozenset[str]) -> tuple[int, int]:
    """The part of a run, of two words or more, that is most like a name of the story: where it begins, and ends."""
    count = len(run.words)
    if count == 3 and is_patronymic(run.words[1], lang) and is_family(run.words[2], lang):
        return 0, count  # Сәлима Ғабдоллақызы Оспанова, though Сәлима Ғабдоллақызы stands elsewhere
    whole = _closest(run, lang, keys)
    if count == 3 and is_patronymic(run.words[1], lang) and whole >= _ALIKE:
        return 0, count
    heard = [sound(word, lang) for word in run.words]
    if heard[-1] in heard[:-1]:
        return heard.index(heard[-1]) + 1, count  # his wife: Алшынбаева Камшат Алшынбаева
    best = max(whole + _BETTER, _ALIKE), 0, count
    has_given = is_given_name(run.words[0], lang)
    for size in range(count - 1, 1, -1):
        for first in range(count - size + 1):
            if run.words[first] in PARTICLES or run.words[first + size - 1] in PARTICLES:
                continue
            if has_given and first and not is_given_name(run.words[first], lang):
                continue  # García Márquez leaves Gabriel García Márquez whole
            score = _closest(run.part(first, first + size), lang, keys)
            if score > best[0]:
                best = score, first, first + size
    return (
        (1, count)
        if best[2] - best[1] == count and whole < _ALIKE and _is_introduced(run, lang)
        else best[1:]
    )


def _is_introduced(run: NameRun, lang: str) -> bool:
    """Whether the first of the words that open a sentence is an adverb, or an office that no list has."""
    first, *others = run.words
    if not run.opens or is_given_name(first, lang):
        return False
    if any(is_patronymic(word, lang) for word in run.words):
        return len(others) == 3
    return len(others) == 2 and (lang in ("kk", "ru") or _TRADE.search(first) is not None)


def _closest(run: NameRun, lang: str, keys: frozenset[str]) -> float:
    key = key_of(run.words, lang)
    return 1.0 if key in keys else max((likeness(key, each) for each in keys), default=0.0)


def _one_of_two(
    run: NameRun, lang: str, edition_keys: frozenset[str], own_keys: frozenset[str]
) -> Iterator[NameRun]:
    """A run; of two words one alone if it is another's name and the other word none: Хор Лунина, Фостер Лондонда,
    из Германии Бергер. Each alone if both are others' names, and no edition has the two in one: на вопрос Нурсеита Гордеева."""
    if len(run.words) != 2 or not run.is_full:
        yield run
        return
    own, keys = key_of(run.words, lang), edition_keys | own_keys
    names = {word for key in keys if key != own for word in key.split(" ")}
    named = [sound(word, lang) in names for word in run.words]
    whole = frozenset(key for key in keys if " " in key)
    is_led = run.opens and named == [
        False,
        True,
    ]  # Коня Нурдаулета: that his is a given name says nothing of the horse
    given = run.words[:1] if is_led else run.words
    is_known = _closest(run, lang, whole) >= _ALIKE or any(kin(own, each) for each in whole)
    is_elsewhere = any(_is_named(own, each) for each in edition_keys)
    full = {word for key in own_keys if key != own for word in key.split(" ")}
    leads = sound(run.words[0], lang) in full and not is_given_name(run.words[0], lang)  # Хёльцер Жібек жолы
    if edition_keys and not is_elsewhere and (all(named) or leads):
        yield from _around(run, 0, 1)
    elif is_known or any(is_given_name(word, lang) for word in given):
        yield run
    elif named == [True, False]:
        yield from _around(run, 0, 1)
    elif named == [False, True] and (run.opens or run.is_governed(lang)):
        yield run.part(1, 2)
    else:
        yield run


def _is_named(own: str, key: str) -> bool:
    """Whether a key is that of a name, or has all of its words and others (Кевин Маккензи, Орынбасары Кевин Маккензи)."""
    return set(own.split(" ")) <= set(key.split(" ")) or likeness(own, key) >= _ALIKE or kin(own, key)
