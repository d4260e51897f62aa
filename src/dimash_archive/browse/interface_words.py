"""The words of the reading pages in Kazakh, Russian and English (`words/`), and the language a reader wants."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

LANGS: Final = ("kk", "ru", "en")
"""The languages of the interface."""
_PREFERENCE: Final = re.compile(
    r"\s*([A-Za-z]{1,8})[A-Za-z0-9-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*\Z"
)


@cache
def words(lang: str) -> Mapping[str, str]:
    """The words of one of LANGS, by key."""
    text = resources.files("dimash_archive.browse").joinpath(f"words/{lang}.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def preferred(accept: str, chosen: str | None = None) -> str:
    """The language of the interface: the reader's choice, else the one that the Accept-Language header prefers.

    English if neither names one of LANGS. Never raises, whatever the header holds.
    """
    if chosen in LANGS:
        return chosen
    preferences = [match for part in accept.split(",")[:20] if (match := _PREFERENCE.match(part))]
    liked = [(float(preference[2] or 1), preference[1].lower()) for preference in preferences]
    return next(
        (lang for q, lang in sorted(liked, key=lambda preference: -preference[0]) if lang in LANGS and q),
        "en",
    )
