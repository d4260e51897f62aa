"""The people named in the stories of the invented site, with their places: the expected result of joining names."""

import re
from functools import cache, lru_cache
from importlib import resources
from tomllib import loads
from typing import NamedTuple

from dimash_archive.demo.newsroom import library
from dimash_archive.demo.newsroom.story import LANGS

Forms = dict[str, tuple[str, ...]]
"""By language, the spellings of a name: in full in every case, and short."""


class TrueMention(NamedTuple):
    """A name in a text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset just after its last character."""
    person: str
    """The person: the English name, which no two people of the site share."""
    whole: bool
    """Whether it is the full name, not the family name alone."""


def mentions(number: int, lang: str, text: str) -> list[TrueMention]:
    """The people named in a text of story `number` in one language, in order."""
    matches = []
    for person, forms in _cast(number).items():
        for match in _pattern(forms[lang]).finditer(text):
            matches.append(TrueMention(*match.span(), person, " " in match[0]))
    matches.sort(key=lambda mention: (mention.start, -mention.end))
    return [
        each
        for each, before in zip(matches, [None, *matches], strict=False)
        if before is None or each.start >= before.end
    ]


@lru_cache(maxsize=4096)
def _cast(number: int) -> dict[str, Forms]:
    """The people a story may name: English names with their forms."""
    written = library.count_written()
    if number < written:
        return _written_cast()
    from dimash_archive.demo.newsroom.compose import cast_of

    people = {}
    for word in cast_of(number - written):
        forms = {
            lang: tuple(text for name, text in word.forms[lang].items() if name not in ("role", "men"))
            for lang in LANGS
        }
        people[word.forms["en"]["nom"]] = forms
    return people


@cache
def _written_cast() -> dict[str, Forms]:
    table = loads((resources.files("dimash_archive.demo") / "texts" / "people.toml").read_text("utf-8"))
    return {row["en"]: {lang: (row[lang],) for lang in LANGS} for row in table["person"]}


@lru_cache(maxsize=4096)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the forms; case endings may follow the family name, and the first name's own ending may change."""
    each = []
    for form in sorted(set(forms), key=len, reverse=True):
        words = [
            re.escape(word[:-1]) + r"\w{1,2}" if len(word) > 3 else re.escape(word)
            for word in form.split()[:-1]
        ]
        each.append(r"\s".join([*words, _family(form.split()[-1])]))
    return re.compile(rf"\b(?:{'|'.join(each)})\b(?!-)")


def _family(word: str) -> str:
    return re.escape(word) + r"(?:\w{0,3})" if word[-1] not in "ауыеи" else re.escape(word[:-1]) + r"\w{1,5}"
