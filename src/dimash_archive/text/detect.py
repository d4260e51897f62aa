"""The language of a text, from its own letters and words. A page's `lang` attribute may be wrong."""

import re
from functools import cache
from typing import Any, Final

_KAZAKH: Final = frozenset("әғқңөұүһі")
_NOT_RUSSIAN: Final = {"їєґ": "uk", "ў": "be", "ђћљњџј": "sr"}
_ENGLISH: Final = frozenset(
    "the of and to in is was that for with on as at by from are has his her it".split()
)
_ENOUGH: Final = 0.14
_SAMPLE: Final = 2000
_CLASSIFIED: Final = 600
"""Characters that the classifier gets: it walks over every byte, and beyond this its verdicts on news do not
change."""
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def detect_language(text: str) -> str:
    """BCP 47 code of the language `text` is written in; `und` if it has no letters.

    Kazakh, Russian and English are distinguished by letters and function words, any other language by a
    classifier.
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    letters = "".join(words)
    if not letters:
        return "und"
    cyrillic = 0 if letters.isascii() else len(_CYRILLIC.findall(letters))
    if cyrillic * 2 > len(letters):
        return _cyrillic(letters, cyrillic)
    if sum(map(_ENGLISH.__contains__, words)) > _ENOUGH * len(words):
        return "en"
    return _classified(sample[:_CLASSIFIED])


def _cyrillic(letters: str, count: int) -> str:
    kazakh = sum(1 for char in letters if char in _KAZAKH)
    if kazakh > 0.02 * count:
        only_i = all(char not in letters for char in "әғқңөұүһ")
        return next(
            (code for marks, code in _NOT_RUSSIAN.items() if only_i and set(marks) & set(letters)), "kk"
        )
    other = {code: sum(1 for char in letters if char in marks) for marks, code in _NOT_RUSSIAN.items()}
    likely = max(other, key=lambda code: other[code])
    return likely if other[likely] > 0.01 * count else "ru"


def _classified(sample: str) -> str:
    code: str = _classifier().classify(sample)[0]
    return code


@cache
def _classifier() -> Any:
    import py3langid  # type: ignore[import-untyped]

    return py3langid
