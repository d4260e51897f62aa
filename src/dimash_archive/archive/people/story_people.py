"""The people of one article, or of all editions of a story: full names, and the short ones that stand for them. Text in, records out."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dimash_archive.archive.people.names.given_names import is_given_name, is_korean
from dimash_archive.archive.people.names.name_finder import NameRun, find_names, is_initial, runs_in
from dimash_archive.archive.people.names.name_forms import (
    gender_of,
    has_possessive,
    is_family,
    is_patronymic,
    key_of,
    may_be_family,
    short_sounds,
    sound,
)
from dimash_archive.archive.people.names.name_words import field_of, is_thing
from dimash_archive.archive.people.names.settling import full_keys, settled
from dimash_archive.archive.search import spelling
from dimash_archive.records import Values
from dimash_archive.text.normalize import fold

VERSION = 5
"""Increased when names are found differently: every article is then read again."""
_SPEAKER = 3  # a form counts so many times if it is how a speaker is introduced: that is the nominative


class NameSpan(NamedTuple):
    """Where a name stands."""

    start: int
    """Offset of its first character in the body, in code points."""
    end: int
    """Offset just behind its last character."""
    name: str
    """As written."""
    form: str
    """`full`, `short` (one word of it) or `initials`."""
    part: str = "body"
    """`body` or `title`: what the offsets count in."""


@dataclass(frozen=True, slots=True)
class EditionText:
    """An article as far as names are read from it."""

    lang: str
    """Its language."""
    title: str
    """Its headline."""
    body: str
    """Its text."""
    speakers: Sequence[tuple[int, str]] = ()
    """Position and speaker, as extracted, of each speech that has one."""


@dataclass(frozen=True, slots=True)
class PersonInArticle:
    """Somebody an article names in full."""

    lang: str
    """The article's language."""
    key: str
    """The sounds of the name's words, see `name_forms.key_of`; with initials, `a. kutemir`."""
    gender: str
    """`m`, `f`, or empty if no form of the name tells."""
    forms: Mapping[str, int]
    """The full forms as written, with how often; those of speakers count more."""
    spans: tuple[NameSpan, ...]
    """Every place in the body, in order."""
    quotes: tuple[int, ...]
    """Positions of the speeches that are theirs."""
    roles: frozenset[str]
    """Offices beside the name: `ru:дирижёр`."""
    fields: frozenset[str]
    """What these have to do with, see `name_words.field_of`."""
    signs: Mapping[str, int]
    """How often what speaks for a person, or against, was seen: see `clustering.py`."""
    place: float
    """Where the first mention stands, as a share of the body, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ShortName:
    """One capitalised word that belongs to no full name of its article."""

    sound: str
    """How it sounds."""
    spans: tuple[NameSpan, ...]
    """Every place in the body, in order."""
    quotes: tuple[int, ...]
    """Positions of the speeches whose speaker is called so."""


@dataclass(frozen=True, slots=True)
class PeopleOfArticle:
    """Everybody an article names."""

    people: tuple[PersonInArticle, ...]
    """Those it names in full, in order of their first mention."""
    short: tuple[ShortName, ...]
    """Single words that may be somebody known from elsewhere."""

    def to_json(self) -> str:
        """As the archive keeps it."""
        people = [
            [
                p.lang,
                p.key,
                p.gender,
                dict(p.forms),
                p.spans,
                p.quotes,
                sorted(p.roles),
                sorted(p.fields),
                dict(p.signs),
                p.place,
            ]
            for p in self.people
        ]
        short = [[s.sound, s.spans, s.quotes] for s in self.short]
        return json.dumps([people, short], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "PeopleOfArticle":
        """What `to_json` wrote."""
        people, short = json.loads(text)
        return cls(
            tuple(map(_person, people)), tuple(ShortName(s[0], _spans(s[1]), tuple(s[2])) for s in short)
        )


def _person(row: Values) -> PersonInArticle:
    lang, key, gender, forms, spans, quotes, roles, fields, signs, place = row
    return PersonInArticle(
        lang, key, gender, forms, _spans(spans), tuple(quotes), frozenset(roles), frozenset(fields), signs, place
    )  # fmt: skip


def _spans(rows: Iterable[Values]) -> tuple[NameSpan, ...]:
    return tuple(NameSpan(*row) for row in rows)


@dataclass(slots=True)
class _Draft:
    """A person while the article is read."""

    key: str
    gender: str
    forms: Counter[str] = field(default_factory=Counter)
    spans: list[NameSpan] = field(default_factory=list)
    fathers: set[str] = field(default_factory=set)
    quotes: list[int] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    signs: Counter[str] = field(default_factory=Counter)


def read_story(editions: Sequence[EditionText]) -> list[PeopleOfArticle]:
    """The people of each edition of a story. What the others call people tells where a name begins and ends."""
    runs = [find_names(each.body, each.lang) for each in editions]
    keys = [full_keys(own, each.lang) for each, own in zip(editions, runs, strict=True)]
    return [
        _people(each, runs[place], frozenset().union(*keys[:place], *keys[place + 1 :]))
        for place, each in enumerate(editions)
    ]


def read_people(lang: str, body: str, speakers: Sequence[tuple[int, str]]) -> PeopleOfArticle:
    """The people of an article without a headline that is the only one of its story."""
    return read_story([EditionText(lang, "", body, speakers)])[0]


def _people(text: EditionText, runs: Sequence[NameRun], edition_keys: frozenset[str]) -> PeopleOfArticle:
    lang = text.lang
    runs = settled(runs, lang, edition_keys)
    shorter = _shorter_keys(runs, lang)
    whole = [
        run
        for run in runs
        if run.is_full and not run.is_polite(lang) and key_of(run.words, lang) not in shorter
    ]
    drafts = _full_names(whole, lang)
    short: dict[str, list[NameSpan]] = {}
    for run in (each for each in runs if each not in whole and not _is_thing_alone(each, drafts, lang)):
        span = NameSpan(run.start, run.end, run.text, _form(run))
        owner = _owner(run, drafts, lang)
        if owner is not None:
            owner.spans.append(span)
            owner.signs["short"] += span.form == "short" and not run.is_governed(lang)
        elif run.is_full:
            drafts += _full_names([run], lang)
        elif len(run.words) > 1:
            _add_initials(drafts, run, span, lang)
        elif not run.opens or run.words[0] in _twice(runs):
            short.setdefault(sound(run.words[0], lang), []).append(span)
    voices = _give_speeches(drafts, text.speakers, lang)
    _add_title(drafts, short, text)
    people = [_finished(draft, lang, len(text.body)) for draft in drafts if draft.spans]
    people.sort(key=lambda person: (person.place, person.key))
    named = tuple(
        ShortName(heard, tuple(spans), tuple(voices.get(heard, ()))) for heard, spans in short.items()
    )
    return PeopleOfArticle(tuple(people), named)


def _shorter_keys(runs: Sequence[NameRun], lang: str) -> frozenset[str]:
    """The keys of names of which a longer one of the article has every word: Van Dijk beside Pieter van Dijk."""
    keys = {key_of(run.words, lang) for run in runs if run.is_full and not run.is_polite(lang)}
    words = [frozenset(key.split(" ")) for key in keys]
    return frozenset(key for key in keys if " " in key and any(set(key.split(" ")) < each for each in words))


def _add_title(drafts: Sequence[_Draft], short: dict[str, list[NameSpan]], text: EditionText) -> None:
    """Add the names in the headline. In capitals or not, it says nothing of who is a person: the body does."""
    for run in settled(find_names(text.title, text.lang), text.lang, frozenset(each.key for each in drafts)):
        owner = _named(run, drafts, text.lang)
        form = "full" if run.is_full and not run.is_polite(text.lang) else _form(run)
        span = NameSpan(run.start, run.end, run.text, form, "title")
        if owner is not None:
            owner.spans.append(span)
        elif form == "short" and not run.opens:
            short.setdefault(sound(run.words[0], text.lang), []).append(span)


def _form(run: NameRun) -> str:
    return "initials" if any(map(is_initial, run.words)) else "short"


def _twice(runs: Sequence[NameRun]) -> set[str]:
    """Words that stand inside sentences too, so that they are names where they begin one."""
    return {run.words[0] for run in runs if len(run.words) == 1 and not run.opens}


def _full_names(runs: Sequence[NameRun], lang: str) -> list[_Draft]:
    """The people named in full. Forms that may be a man's or a woman's stand apart: the whole archive tells whose they are."""
    by_key: dict[str, list[tuple[NameRun, str]]] = {}
    for run in (each for each in runs if each.is_full):
        by_key.setdefault(key_of(run.words, lang), []).append((run, _gender(run, lang)))
    drafts: list[_Draft] = []
    for key, named in by_key.items():
        each = {gender: _Draft(key, gender) for gender in sorted({gender for _, gender in named})}
        for run, gender in named:
            _note(each[gender], run, lang)
        drafts += each.values()
    return drafts


def _gender(run: NameRun, lang: str) -> str:
    """By the family name, which may stand in front."""
    for word in (each for each in reversed(run.words) if not is_patronymic(each, lang)):
        if (gender := gender_of(word, lang)) or is_family(word, lang):
            return gender  # Гульбаршин Сабаева: not by what a given name ends in
    return ""


def _note(draft: _Draft, run: NameRun, lang: str) -> None:
    draft.forms[run.text] += 1
    draft.spans.append(NameSpan(run.start, run.end, run.text, "full"))
    draft.signs["full"] += 1
    has_given = any(is_given_name(word, lang) for word in run.words)
    draft.signs["given"] += has_given
    draft.signs["opens"] += run.opens and not has_given
    draft.signs["governed"] += run.is_governed(lang)
    draft.signs["patronymic"] += any(is_patronymic(word, lang) for word in run.words)
    draft.signs["family"] += is_family(run.words[-1], lang) or (
        lang != "en" and is_family(run.words[0], lang)
    )
    draft.signs["thing"] += _is_of_thing(run, lang)
    draft.fathers.update(sound(word, lang) for word in run.words if is_patronymic(word, lang))
    if run.role:
        draft.signs["role"] += 1
        draft.roles.add(f"{lang}:{spelling.term(run.role, lang)}")
        draft.fields.update(filter(None, [field_of(run.role)]))


def _is_of_thing(run: NameRun, lang: str) -> bool:
    """Whether a word of a name makes it a place's or an institution's; none behind a given name: Matthew Park, Рамазан Орда."""
    if is_korean(run.words[-1]):
        return False  # Park Ji-hoon
    things = [is_thing(word, lang) for word in run.words]
    may_be_family = things[-1] and not any(things[:-1]) and not run.is_governed(lang)
    if may_be_family and is_given_name(run.words[0], lang):
        return lang == "kk" and has_possessive(run.words[-1])
    return any(things)


def _owner(run: NameRun, drafts: Sequence[_Draft], lang: str) -> _Draft | None:
    """Whose name a run shortens: of all it fits, the first by `_rank`."""
    words = [
        word for word in run.words if not is_initial(word) and not is_patronymic(word, lang)
    ] or run.words
    named = [word for word in run.words[1:] if is_patronymic(word, lang)]
    fathers = {sound(word, lang) for word in named}
    is_sure = not any(map(may_be_family, named))  # Сейтек Қобызұлы is not just any Сейтек
    asked = [
        draft for draft in drafts if (is_sure and not draft.fathers) or not fathers or fathers & draft.fathers
    ]
    for heard in short_sounds(words[0], lang) if len(words) == 1 else (key_of(words, lang),):
        fitting = _fitting(run, words[-1], heard, asked, lang)
        if fitting:
            return min(fitting, key=lambda draft: (fathers.isdisjoint(draft.fathers), _rank(draft, run)))
    return None


def _is_thing_alone(run: NameRun, drafts: Iterable[_Draft], lang: str) -> bool:
    """Whether a run is one word that no full name has: the Aral Sea is no Park Seo-jun, but Парктің is Парк."""
    word = run.words[0]
    if len(run.words) > 1 or not is_thing(word, lang):
        return False
    return not any(
        word.startswith(part) for draft in drafts for form in draft.forms for part in form.split(" ")
    )


def _fitting(run: NameRun, word: str, heard: str, drafts: Iterable[_Draft], lang: str) -> list[_Draft]:
    """The people whose full name has a word that sounds so, and what else the run says of it."""
    gender = gender_of(word, lang)
    initials = [_initial(word) for word in run.words if is_initial(word)]
    fitting = []
    for draft in drafts:
        parts = set(draft.key.split(" "))
        if not set(heard.split(" ")) <= parts or not draft.spans:
            continue
        if initials and not any(part.startswith(initials[0]) for part in parts - set(heard.split(" "))):
            continue
        if initials or not (gender and draft.gender and gender != draft.gender and lang != "ru"):
            fitting.append(draft)
    return fitting


def _initial(word: str) -> str:
    return spelling.sound(fold(word.rstrip(".")), whole=False)[:1]


def _rank(draft: _Draft, run: NameRun) -> tuple[bool, bool, int]:
    """Who is written just so goes first, then who was named before the run; of couples and families whom the text named first."""
    is_written_so = any(run.words[-1] in form.split(" ") for form in draft.forms)
    full = [span.start for span in draft.spans if span.form == "full"] or [span.start for span in draft.spans]
    return not is_written_so, min(full) > run.start, min(full)


def _add_initials(drafts: list[_Draft], run: NameRun, span: NameSpan, lang: str) -> None:
    family = next(word for word in run.words if not is_initial(word))
    initial = next(word for word in run.words if is_initial(word))
    draft = _Draft(f"{_initial(initial)}. {sound(family, lang)}", gender_of(family, lang))
    draft.forms[run.text] += 1
    draft.spans.append(span)
    draft.signs["initials"] += 1
    draft.signs["family"] += is_family(family, lang)
    if run.role:
        draft.signs["role"] += 1
        draft.fields.update(filter(None, [field_of(run.role)]))
    drafts.append(draft)


def _give_speeches(
    drafts: Sequence[_Draft], speakers: Sequence[tuple[int, str]], lang: str
) -> dict[str, list[int]]:
    """Give each speech to whom its speaker names; returns the speeches of short names by sound."""
    voices: dict[str, list[int]] = {}
    for position, speaker in speakers:
        for run in runs_in(speaker, lang):
            owner = _named(run, drafts, lang)
            if owner is not None:
                owner.quotes.append(position)
                owner.signs["speaker"] += 1
                if run.text in owner.forms:
                    owner.forms[run.text] += _SPEAKER
            elif len(run.words) == 1:
                voices.setdefault(sound(run.words[0], lang), []).append(position)
            break
    return voices


def _named(run: NameRun, drafts: Sequence[_Draft], lang: str) -> _Draft | None:
    """Whom a run means that tells nothing of who is a person: a headline's, a speaker's."""
    if not run.is_full or run.is_polite(lang):
        return _owner(run, drafts, lang)
    key, gender = key_of(run.words, lang), _gender(run, lang)
    fitting = [draft for draft in drafts if draft.key == key]
    named = next((draft for draft in fitting if draft.gender == gender), fitting[0] if fitting else None)
    return named or _owner(run, drafts, lang)


def _finished(draft: _Draft, lang: str, length: int) -> PersonInArticle:
    spans = tuple(sorted(draft.spans, key=lambda span: (span.part != "title", span)))
    first = next((span.start for span in spans if span.part == "body"), 0)
    place = round(first / max(1, length), 4)
    signs = {name: count for name, count in draft.signs.items() if count}
    return PersonInArticle(
        lang, draft.key, draft.gender, dict(draft.forms), spans, tuple(draft.quotes), frozenset(draft.roles),
        frozenset(draft.fields), signs, place,
    )  # fmt: skip
