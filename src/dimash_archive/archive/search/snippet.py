"""A passage of a text around the words that were found: strings in, strings out."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

_WIDTH = 220  # characters; about two lines of a terminal, a short paragraph on a page
_SPACES = re.compile(r"\s+")

Span = tuple[int, int]


def snippet(text: str, hits: Iterable[Span], marks: tuple[str, str]) -> str:
    """The passage of `text` with most hits, each between `marks`; else its beginning. One line."""
    places = sorted(set(hits))
    start = _start(text, _best(places))
    end = _end(text, start)
    inside = [(first, last) for first, last in places if first >= start and last <= end]
    passage = _marked(text, (start, end), inside, marks)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{_SPACES.sub(' ', passage).strip()}{after}"


def _best(places: Sequence[Span]) -> int:
    """Where the first hit of the window with most hits begins; 0 without hits."""
    starts = [first for first, _ in places]
    counts = [bisect_left(starts, first + _WIDTH * 3 // 4) - place for place, first in enumerate(starts)]
    return starts[counts.index(max(counts))] if starts else 0


def _start(text: str, first: int) -> int:
    """A good place to begin: at a paragraph or sentence not far before the hit, else at a word."""
    if first < _WIDTH // 2:
        return 0
    earliest = first - _WIDTH // 3
    for mark in ("\n", ". ", "! ", "? "):
        if (position := text.rfind(mark, earliest, first)) >= 0:
            return position + len(mark)
    return text.find(" ", earliest, first) + 1 or first


def _end(text: str, start: int) -> int:
    if len(text) - start <= _WIDTH:
        return len(text)
    position = max(text.rfind(" ", start, start + _WIDTH), text.rfind("\n", start, start + _WIDTH))
    return position if position > start else start + _WIDTH


def _marked(text: str, window: Span, places: Sequence[Span], marks: tuple[str, str]) -> str:
    parts, at = [], window[0]
    for first, last in places:
        parts += [text[at:first], marks[0], text[first:last], marks[1]]
        at = last
    return "".join([*parts, text[at : window[1]]])
