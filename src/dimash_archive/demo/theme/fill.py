"""The page templates: whole pages in `templates/*.html`, small pieces in `templates/snippets.toml`.

A placeholder is written `${name}`; `${w_name}` is the edition's word `name`. Values are HTML: the caller
escapes them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources

from dimash_archive.demo.vocabulary import words


def page(name: str, lang: str, values: Mapping[str, str]) -> str:
    """The template `templates/NAME.html`, filled. Raises KeyError if a value is missing."""
    return _filled(_page(name), _words(lang) | dict(values))


def snippet(name: str, /, **values: object) -> str:
    """The piece NAME of `snippets.toml`, filled. Raises KeyError if a value is missing."""
    return _filled(_snippets()[name], values)


def file(name: str) -> bytes:
    """A file of `static/`, unchanged."""
    return (resources.files("dimash_archive.demo") / "static" / name).read_bytes()


def text(value: str) -> str:
    """Plain text as the content of an element."""
    return escape(value, quote=False)


def attr(value: str) -> str:
    """Plain text as the value of an attribute."""
    return escape(value)


def _filled(pieces: Sequence[str], values: Mapping[str, object]) -> str:
    """Literal text and names in turn, the names replaced. Used on every page, so it has to be quick."""
    filled = list(pieces)
    filled[1::2] = [str(values[name]) for name in pieces[1::2]]
    return "".join(filled)


def _pieces(text: str) -> Sequence[str]:
    return re.split(r"\$\{(\w+)\}", text)


def _read(name: str) -> str:
    return (resources.files("dimash_archive.demo") / "templates" / name).read_text("utf-8")


@cache
def _page(name: str) -> Sequence[str]:
    return _pieces(_read(f"{name}.html"))


@cache
def _snippets() -> dict[str, Sequence[str]]:
    return {name: _pieces(each) for name, each in tomllib.loads(_read("snippets.toml")).items()}


@cache
def _words(lang: str) -> dict[str, str]:
    return {f"w_{key}": escape(value) for key, value in words(lang).items() if isinstance(value, str)}
