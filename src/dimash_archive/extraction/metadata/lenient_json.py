"""JSON as pages write it: with comments, too many or too few commas, unescaped quotation marks.

Valid JSON is read by the standard library. Where that fails, a parser takes over that judges by the
characters after a quotation mark whether it ends its string, and treats commas as white space.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Final

Json = object
"""The possible values of a JSON text: an object, a list, a text, a number, a truth value, or None."""

_VALUE: Final = re.compile(r"\{|(?<!CDATA)\[(?!CDATA|endif|if )")
_DECODER: Final = json.JSONDecoder(strict=False)
_BETWEEN: Final = re.compile(r"(?:[\s,;]+|//[^\n]*|/\*.*?(?:\*/|\Z)|<!--|-->|\\[nrt])*", re.DOTALL)
_WORD: Final = re.compile(r"[^\s,;:\[\]{}\"]+")
_QUOTE: Final = re.compile(r"(?<!\\)(?:\\\\)*\"")
_KEY: Final = r"(?:\"[^\"\n]{1,80}\"|[A-Za-z_@]\w{0,40})\s*:"
_COMMENT: Final = r"//|/\*"
_ENDS: Final = {
    "key": re.compile(r"\s*:"),
    "value": re.compile(rf"[\s,;]*(?:\Z|\}}|{_KEY}|{_COMMENT})"),
    "item": re.compile(rf"\s*(?:\Z|\]|,\s*[\"{{\[\]\d]|\s+\"|{_COMMENT})"),
}
"""What follows the quotation mark that ends a string: a key, a value of an object, an item of a list."""
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
_WORDS: Final = {"true": True, "false": False, "null": None, "undefined": None}
_MOST_VALUES: Final = 50
_MOST_INNER: Final = 2000
"""How many quotation marks inside the strings of one value are tolerated: no page's text has more."""
_MOST_STEPS: Final = 40_000
"""How many characters of one value are read: a page's block of facts has some hundreds."""
_DEEPEST: Final = 60


def values(script: str) -> Iterator[Json]:
    """The objects and lists of a script, in order, as far as they are readable. Never raises."""
    if '"' not in script and "&quot;" in script:
        script = html.unescape(script)
    at = 0
    for _ in range(_MOST_VALUES):
        start = _VALUE.search(script, at)
        if start is None:
            return
        try:
            value, at = _DECODER.raw_decode(script, start.start())
        except (ValueError, RecursionError):
            reader = _Reader(script, start.start())
            value, at = reader.value("item", 0), max(reader.at, start.end())
        yield value


class _Reader:
    """Parses one value that is not quite valid; afterwards `at` is just after it."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.inner, self.steps = text, at, 0, 0

    def value(self, place: str, depth: int) -> Json:
        """The value that begins here, after white space and comments."""
        sign = self.next_sign()
        if depth > _DEEPEST:
            self.at = len(self.text)
        elif sign == "{":
            return self.object(depth)
        elif sign == "[":
            return self.list(depth)
        elif sign == '"':
            return self.string(place)
        elif word := _WORD.match(self.text, self.at):
            self.at = word.end()
            return _WORDS.get(word[0], word[0].strip("'"))
        return None

    def object(self, depth: int) -> dict[str, Json]:
        members: dict[str, Json] = {}
        self.at += 1
        while (sign := self.next_sign()) not in ("", "}", "]"):
            before = self.at
            key = self.string("key") if sign == '"' else self.value("key", depth + 1)
            if self.next_sign() == ":":
                self.at += 1
                members.setdefault(str(key), self.value("value", depth + 1))
            self.at = max(self.at, before + 1)
        self.at += 1
        return members

    def list(self, depth: int) -> list[Json]:
        items: list[Json] = []
        self.at += 1
        while (sign := self.next_sign()) not in ("", "]", "}"):
            before = self.at
            items.append(self.value("item", depth + 1) if sign != ":" else None)
            self.at = max(self.at, before + 1)
        self.at += sign != "}"
        return items

    def next_sign(self) -> str:
        """The next character after white space, commas and comments; empty at the end."""
        self.steps += 1
        between = _BETWEEN.match(self.text, self.at) if self.steps < _MOST_STEPS else None
        self.at = between.end() if between else len(self.text)
        return self.text[self.at : self.at + 1]

    def string(self, place: str) -> str:
        start = self.at + 1
        quotes = _QUOTE.finditer(self.text, start)
        end = first = next((quote.end() for quote in quotes), len(self.text) + 1)
        while self.inner < _MOST_INNER and not _ENDS[place].match(self.text, end):
            self.inner += 1
            if (quote := next(quotes, None)) is None:
                end = first
                break
            end = quote.end()
        self.at = end
        return _ESCAPE.sub(_unescaped, self.text[start : end - 1])


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16)) if not escape[1].lower().startswith("d") else "\ufffd"
    return _ESCAPED.get(escape[2], escape[2])
