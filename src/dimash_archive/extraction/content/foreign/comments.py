"""Readers' comments, recognised by their shape: similar boxes after the text, each a name and a few sentences."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.outline import Outline
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS

_FEWEST: Final = 2
_FEWEST_UNSAID: Final = 3
"""This many boxes are comments by their shape alone; fewer if a heading or a class says so too."""
_MOST: Final = 0.6
"""The share of similar boxes that begin with a name: some answers have none."""
_HINT: Final = re.compile(
    r"comment|discuss|respon|repl(?:y|ies)|коммент|отзыв|пікір|талқыла|コメント|评论|تعليق|टिप्पण"
)
_NEVER: Final = HEADINGS | {"td", "th", "dt", "dd", "pre"}
"""Elements that comments do not consist of."""
_LONGEST_NAME: Final = 60
_MOST_LINES: Final = 12
_SENTENCE: Final = re.compile(r"[.!?…。。؟।][\"'”»’)]*\Z")
_MOST_WORDS: Final = 6
"""Words of a name with a date or a number of votes beside it."""


def lines(outline: Outline) -> Iterator[int]:
    """The lines of the boxes around comments, from where they begin."""
    page = outline.page
    prose = [i for i in outline.remaining if outline.is_prose(i)]
    if not prose:
        return
    start = page.lasts[outline.root] if outline.root else prose[0] + 1
    groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for box in range(max(1, bisect_left(page.firsts, start)), len(page.tags)):
        lines = page.lasts[box] - page.firsts[box]
        if 1 <= lines <= _MOST_LINES and page.same_class_siblings[box] >= _FEWEST:
            groups[page.parents[box], page.tags[box], page.names[box]].append(box)
    for (around, _, _), boxes in groups.items():
        first = boxes[0]
        hints = " ".join(
            (page.names[around], page.names[first], page.lines[max(0, page.firsts[first] - 1)].text.lower())
        )
        fewest = _FEWEST if _HINT.search(hints) else _FEWEST_UNSAID
        named = [name for box in boxes if (name := _name(outline, box))]
        if len(named) >= max(fewest, _MOST * len(boxes)) and len(set(named)) > 1:
            yield from range(max(start, _opening(page, around, start, first)), page.lasts[boxes[-1]])


def _opening(page: HtmlDocument, around: int, start: int, box: int) -> int:
    """Where the comments' own box begins, with its heading; or where the first one begins if they have no box
    of their own."""
    return page.firsts[around] if page.firsts[around] >= start else page.firsts[box]


def _name(outline: Outline, box: int) -> str:
    """The speaker of a box that begins with a name and continues with prose that is not a link; empty for any
    other box."""
    page = outline.page
    first, last = page.firsts[box], page.lasts[box]
    name, _, rest = page.lines[first].text.partition("\n")
    own = {page.lines[i].box for i in range(first, last)}
    tags = {page.tags[box] for box in own | {page.parents[box] for box in own}}
    is_dated = any(at == first for at, _, _ in page.times)
    if tags & _NEVER or len(name) > _LONGEST_NAME or not _is_name(name, is_dated=is_dated):
        return ""
    length = len(rest) + sum(
        len(page.lines[i].text) for i in range(first + 1, last) if not _is_linked(page, i)
    )
    return name if length >= len(name) and (rest or last - first > 1) else ""


def _is_name(text: str, *, is_dated: bool) -> bool:
    """Whether a text is a few words with capitals, if its script has any; a date or a number may be beside them.

    `is_dated` says that it contains a `time`: `2 days ago` is not part of the name.
    """
    words = text.split()
    letters = [word for word in words if word[0].isalpha()]
    if not letters or len(words) > _MOST_WORDS or _SENTENCE.search(text) or not text[0].isalnum():
        return False
    return not any(word[0].islower() for word in letters[: 1 if is_dated else 2])


def _is_linked(page: HtmlDocument, index: int) -> bool:
    line = page.lines[index]
    return 2 * line.link_chars > len(line.text)
