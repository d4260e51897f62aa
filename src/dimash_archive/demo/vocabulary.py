"""The words around the articles, by edition: the content of `words.toml`, ready for use."""

import tomllib
from datetime import datetime
from functools import cache
from importlib import resources

from dimash_archive.records import Row


@cache
def words(lang: str) -> Row:
    """Every word of one edition, by its key in `words.toml`."""
    text = (resources.files("dimash_archive.demo") / "words.toml").read_text("utf-8")
    return dict(tomllib.loads(text)[lang])


def word(lang: str, key: str) -> str:
    """One word or sentence of an edition, plain text."""
    return str(words(lang)[key])


def section_name(lang: str, section: str) -> str:
    """An edition's name for a section."""
    return str(words(lang)["sections"][section][0])


def section_slug(lang: str, section: str) -> str:
    """The last step of a section's address."""
    return str(words(lang)["sections"][section][1])


def sections(lang: str) -> tuple[str, ...]:
    """The keys of the sections, in menu order."""
    return tuple(words(lang)["sections"])


def date_words(lang: str, moment: datetime) -> str:
    """A date as the edition writes it: `14 июня 2024`."""
    month = words(lang)["months"][moment.month - 1]
    return word(lang, "date").format(day=moment.day, month=month, year=moment.year)
