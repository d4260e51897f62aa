"""The words and paragraphs that composed stories are made of, and how a paragraph is filled.

A frame is a kind of event (a concert, a gift of instruments …) with titles, openings, middles, speeches
and closings in Kazakh, Russian and English. A paragraph holds slots, filled alike in the three languages:

- `{place}`, `{place.loc}`: a word of the cast, in the form named (`nom` by default);
- `{^host}`: the same with a capital first letter;
- `{lead~сказал|сказала}`: by the gender of the word; `{songs#песня|песни|песен}`: by the number;
- `{instr@count}`: the form of the word that agrees with the number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from tomllib import loads
from typing import NamedTuple

from dimash_archive.records import Row

LANGS = ("kk", "ru", "en")
PLAIN_NUMBERS = frozenset({"year", "est"})
"""Slots that hold a year: written without a thousands separator."""
Unit = Mapping[str, str]
"""One text in every language, its slots unfilled."""

_SLOT = re.compile(r"\{(\^?)([a-z0-9]+)(?:\.([A-Za-z.]+))?(?:([~#@])([^{}]*))?\}")
_PLURALS = ("one", "few", "many")
_GENDERS = "mfn"


@dataclass(frozen=True, slots=True)
class WordTerm:
    """A word of the lexicon. The fields after `gender` are filled only if its file has them."""

    forms: Mapping[str, Mapping[str, str]]
    """By language, then by the name of the form: `nom`, `gen`, `role`, `city.abl` …"""
    id: str = ""
    """Its name among the words of its group."""
    gender: str = "m"
    """`m`, `f` or `n`."""
    about: Unit = field(default_factory=dict)
    """A paragraph about it in every language."""
    home: str = ""
    """Id of a choir's home town."""
    est: int = 0
    """The year in which a choir was founded."""
    size: int = 0
    """The number of a choir's singers."""
    author: int = 0
    """A song's composer, counted from 0."""
    verse: int = 0
    """A song's couplet in `common.toml`, counted from 0."""


Slots = dict[str, WordTerm | int]
"""What replaces the names between braces."""


@dataclass(frozen=True, slots=True)
class SentenceFrame:
    """A kind of event, read from one file."""

    name: str
    """File name."""
    section: str
    """Key of the site's section."""
    kind: str
    """The common paragraphs that suit it: `event` (an evening in a hall) or `media`."""
    keys: tuple[str, str]
    """The two groups of words that every title of the frame names."""
    away: bool
    """Whether the choir is a guest at the place."""
    numbers: Mapping[str, list[int]]
    """Lowest, highest and step of each number."""
    tags: Mapping[str, list[str]]
    """Keywords by language, with slots."""
    units: Mapping[str, tuple[Unit, ...]]
    """Its texts by use: `title`, `lead`, `opening`, `middle`, `speech`, `closing`."""


def _table(name: str) -> Row:
    return loads((resources.files(__name__) / name).read_text("utf-8"))


def _units(rows: list[dict[str, str]]) -> tuple[Unit, ...]:
    return tuple({key: text.strip("\n") for key, text in row.items()} for row in rows)


def _term(row: Row) -> WordTerm:
    extra = {key: value for key, value in row.items() if key not in LANGS}
    return WordTerm(forms={lang: row[lang] for lang in LANGS}, **extra)


@cache
def lexicon() -> Mapping[str, tuple[WordTerm, ...]]:
    """Every word by its group: `place`, `host`, `lead`, `work`, `month` …"""
    groups: dict[str, tuple[WordTerm, ...]] = {}
    for name in ("places", "ensembles", "people", "works", "words"):
        for group, rows in _table(f"{name}.toml").items():
            if isinstance(rows, list):
                groups[group] = tuple(_term(row) for row in rows)
    lines = _table("lines.toml")["line"]
    groups["line"] = tuple(WordTerm({lang: {"nom": row[lang]} for lang in LANGS}) for row in lines)
    return groups


@cache
def common() -> tuple[Mapping[str, list[int]], Mapping[str, tuple[Unit, ...]]]:
    """The ranges of numbers and the texts that any frame may borrow."""
    table = _table("common.toml")
    return table["numbers"], {key: _units(rows) for key, rows in table.items() if key != "numbers"}


@cache
def frames() -> tuple[SentenceFrame, ...]:
    """Every frame, in order of the file names."""
    folder = resources.files(__name__) / "frames"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_frame(name) for name in names)


def _frame(name: str) -> SentenceFrame:
    table = _table(f"frames/{name}")
    first, second = table["keys"]
    return SentenceFrame(
        name=name,
        section=table["section"],
        kind=table["place_kind"],
        keys=(first, second),
        away=bool(table.get("away", False)),
        numbers=table["numbers"],
        tags=table["tags"],
        units={key: _units(rows) for key, rows in table.items() if isinstance(rows, list) and key != "keys"},
    )


@cache
def letters(lang: str) -> Mapping[int, str]:
    """The Latin spelling of each letter of a language in addresses, for `str.translate`."""
    return str.maketrans(_table("translit.toml")[lang])


@cache
def _endings() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = _table("words.toml")["numeral"]
    return table


def inflected(text: str, value: int, form: str) -> str:
    """A number in digits with its Kazakh case ending: 120-дан, 18:30-да. Its last spoken word determines the
    ending."""
    digits = str(value).lstrip("0") or "10"
    zeros = len(digits) - len(digits.rstrip("0"))
    key = digits[-1] if zeros == 0 else digits[-2:] if zeros == 1 else "100" if zeros == 2 else "1000"
    return f"{text}-{_endings()[key][form]}"


def _plural(value: int) -> str:
    """The form that a Russian word takes after this number."""
    if value % 10 == 1 and value % 100 != 11:
        return "one"
    return "few" if value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) else "many"


def _number(name: str, value: int, form: str, lang: str) -> str:
    text = str(value)
    if name not in PLAIN_NUMBERS:
        if lang == "en":
            text = f"{value:,}"
        elif value >= 10_000:
            text = f"{value:,}".replace(",", " ")
    return text if form == "nom" else inflected(text, value, form)


def _chosen(value: WordTerm, lang: str, kind: str | None, choice: str, slots: Slots) -> str:
    """The form of a word for a gender or a number."""
    if kind == "~":
        options = choice.split("|")
        return options[min(_GENDERS.index(value.gender), len(options) - 1)]
    number = slots[choice]
    if not isinstance(number, int):
        raise TypeError(f"{choice} is not a number")
    return value.forms[lang][_plural(number)]


class _Slot(NamedTuple):
    """One slot of a text and the words before it."""

    before: str
    capital: str
    name: str
    form: str
    kind: str | None
    choice: str


@lru_cache(maxsize=8192)
def _split(text: str) -> tuple[tuple[_Slot, ...], str]:
    """The slots of a text, and the words after the last."""
    pieces = _SLOT.split(text)
    starts = range(0, len(pieces) - 1, 6)
    slots = (_Slot(*pieces[i : i + 3], pieces[i + 3] or "nom", *pieces[i + 4 : i + 6]) for i in starts)  # type: ignore[call-arg]
    return tuple(slots), pieces[-1]


def _word(slot: _Slot, lang: str, slots: Slots) -> str:
    value = slots[slot.name]
    if isinstance(value, int):
        if slot.kind == "#":
            return slot.choice.split("|")[_PLURALS.index(_plural(value))]
        return _number(slot.name, value, slot.form, lang)
    word = _chosen(value, lang, slot.kind, slot.choice, slots) if slot.kind else value.forms[lang][slot.form]
    return word[0].upper() + word[1:] if slot.capital else word


def fill(text: str, lang: str, slots: Slots) -> str:
    """The text in one language with every slot filled. Raises KeyError for a missing word or form."""
    pieces, rest = _split(text)
    filled = [f"{slot.before}{_word(slot, lang, slots)}" for slot in pieces]
    return ("".join(filled) + rest).replace(".m..", ".m.")
