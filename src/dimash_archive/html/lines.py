"""From runs of text to lines: white space collapsed, breaks split, preformatted text unchanged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BREAK: Final = "\x0b"
"""Represents `<br>` while a line is gathered; becomes a line feed, or splits two lines where it is doubled."""
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)*")
_LONGEST_DROP_CAP: Final = 20
"""Length of a drop cap in a box of its own, in characters including white space."""


@dataclass(slots=True)
class Line:
    """A run of text laid out as one block."""

    text: str
    """White space collapsed; a single `<br>` is a line feed."""
    box: int
    """Index of the box it is in."""
    link_chars: int
    """How many of its characters are inside links."""
    bold_chars: int
    """How many of its characters are bold."""
    links: int
    """Number of links that begin in it or contain it."""


Run = tuple[int, int, int, int, int]
"""Texts that may form a line; there are hundreds, hence a plain tuple: the index just after the last of them,
their box, how many of their characters are in links, how many are bold, how many links begin in them or
contain them."""


def of_runs(texts: Sequence[str], runs: Sequence[Run], tags: Sequence[str]) -> tuple[list[Line], list[int]]:
    """The lines of runs, and the index of each run's first line, followed by the number of lines.

    `tags` are those of the page's boxes. A drop cap in a box of its own joins the line that continues it.
    """
    lines: list[Line] = []
    line_of, start, letter = [], 0, ""
    for run in runs:
        stop, box, link_chars, bold_chars, links = run
        line_of.append(len(lines))
        text = texts[start] if stop == start + 1 else "".join(texts[start:stop])
        start = stop
        if letter:
            text = letter + text.lstrip() if text.lstrip()[:1].islower() else letter + 2 * BREAK + text
            letter = ""
        if (
            len(text) < _LONGEST_DROP_CAP
            and not links
            and len(cap := text.strip()) == 1
            and cap.isalnum()
            and cap.isupper()
            and stop < len(texts)
        ):
            letter = cap
        elif tags[box] == "pre":
            lines += _coded(text.replace(BREAK, "\n"), box)
        elif BREAK in text:
            lines += _broken(text, run)
        elif text := " ".join(text.split()):
            size = len(text)
            lines.append(Line(text, box, min(link_chars, size), min(bold_chars, size), links))
    line_of.append(len(lines))
    return lines, line_of


def _coded(text: str, box: int) -> Iterator[Line]:
    """The lines of preformatted text: blank lines separate them, and spaces are kept."""
    for part in _BLANK_LINE.split(text):
        rows = [row.rstrip() for row in part.split("\n")]
        if block := "\n".join(row for row in rows if row):
            yield Line(block, box, 0, 0, 0)


def _broken(text: str, run: Run) -> Iterator[Line]:
    """The lines of a text that contains breaks: two in a row separate lines."""
    _, box, link_chars, bold_chars, links = run
    broken = "\n".join([" ".join(part.split()) for part in text.split(BREAK)])
    parts = [part for each in _BLANK_LINE.split(broken) if (part := each.strip())]
    total = sum(map(len, parts))
    for part in parts:
        linked, bold = (round(min(chars, total) * len(part) / total) for chars in (link_chars, bold_chars))
        yield Line(part, box, linked, bold, links)
