"""What a search query says: a string in, a Query out, for any string.

choir festival          both words, in any form
"spring bell"           these words in this order
konz*                   words that begin so
choir OR orchestra      either (also |)
-rain                   not this (also NOT)
lang:kk  section:"World Culture"  speaker:Nurlas  person:Nurlas  tag:"choir"  kind:video
year:2024  year:2020-2023
                        only such articles; with a minus, only others
"""

import re
from dataclasses import dataclass
from typing import Literal

from dimash_archive.archive.search.spelling import tokens
from dimash_archive.text.normalize import fold, nfc

Field = Literal["lang", "section", "speaker", "person", "tag", "year", "kind"]

_MOST_TERMS = 32  # of a longer query the beginning counts: each term costs the index a look-up
_MOST_WORDS = 16  # likewise of a phrase
_QUOTES = re.compile("[“”„‟«»″]")
_PART = re.compile(
    r"""(?P<minus>[-−–](?=\S))?
        (?:(?P<field>lang|section|speaker|person|tag|year|kind):)?
        (?: "(?P<phrase>[^"]*)"?(?P<star>\*)? | (?P<bare>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?")
_LANGS = {
    "kz": "kk",
    "kaz": "kk",
    "қаз": "kk",
    "каз": "kk",
    "rus": "ru",
    "рус": "ru",
    "eng": "en",
    "англ": "en",
}
_OR = frozenset(("OR", "|", "||", "ИЛИ", "НЕМЕСЕ"))
_AND = frozenset(("AND", "&", "&&", "И", "ЖӘНЕ"))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in an article, one behind the other."""

    words: tuple[str, ...]
    """As typed, at least one."""
    prefix: bool = False
    """Whether the last is only the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on what is not text."""

    field: Field
    """What it is about."""
    value: str
    """Language code, section, speaker, person (a name in any script, or people.id), tag as it is written, kind
    (articles.kind); for a year two years with a hyphen, first and last."""
    negated: bool = False
    """Whether it must not hold."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    groups: tuple[tuple[Term, ...], ...] = ()
    """Of each group one term must be there."""
    excluded: tuple[Term, ...] = ()
    """None of these may be there."""
    filters: tuple[Filter, ...] = ()
    """All of these must hold; of several languages or sections one."""


def parse(text: str) -> Query:
    """What a query says. What makes no sense as an operator is read as text; never raises."""
    groups: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    filters: list[Filter] = []
    joined = negated = False
    for part in _PART.finditer(_QUOTES.sub('"', nfc(text))):
        bare = part["bare"] or ""
        if part["field"] is None and (bare in _OR or bare in _AND or bare == "NOT"):
            joined, negated = bare in _OR and bool(groups), bare == "NOT"
            continue
        minus = bool(part["minus"]) or negated
        chosen = _filter(part, minus)
        term = None if chosen else _term(part)
        if chosen:
            filters.append(chosen)
        elif term and minus:
            excluded.append(term)
        elif term and joined:
            groups[-1] += (term,)
        elif term:
            groups.append((term,))
        joined = negated = False
    return Query(tuple(groups[:_MOST_TERMS]), tuple(excluded[:_MOST_TERMS]), tuple(filters[:_MOST_TERMS]))


def _term(part: re.Match[str]) -> Term | None:
    bare = part["bare"] or ""
    words = tokens(f"{part['field'] or ''} {part['phrase'] or bare}")[:_MOST_WORDS]
    prefix = (part["phrase"] or bare).rstrip().endswith("*") or bool(part["star"])
    return Term(tuple(words), prefix) if words else None


def _filter(part: re.Match[str], negated: bool) -> Filter | None:
    if part["field"] is None:
        return None
    value = fold(part["phrase"] or part["bare"] or "").strip()
    match part["field"].lower():
        case "year":
            years = _YEARS.fullmatch(value)
            return Filter("year", f"{years[1]}-{years[2] or years[1]}", negated) if years else None
        case "lang":
            return Filter("lang", _LANGS.get(value, value), negated) if value.isalpha() else None
        case "tag" if tokens(value):
            return Filter("tag", nfc(part["phrase"] or part["bare"] or "").strip(), negated)
        case "section" if tokens(value):
            return Filter("section", value, negated)
        case "kind" if value.isalpha():
            return Filter("kind", value, negated)
        case "speaker" if tokens(value):
            return Filter("speaker", value, negated)
        case "person" if tokens(value):
            return Filter("person", value, negated)
    return None
