"""The sentences of a text: strings in, offsets out. Home of sentencex.

sentencex, Wikimedia's splitter, knows the abbreviations and full stops of some 300 languages. It keeps speech
in quotation marks whole, but splits speech that begins with a dash; editions of one story differ in just
that. So the marks are hidden from it, and a sentence that continues with a small letter is joined again.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex  # type: ignore[import-untyped]

_HIDDEN = str.maketrans(dict.fromkeys('«»“”„‟"', " "))
# Cannot begin a sentence: a small letter, also after the narrator's dash; a mark that only closes.
_GOES_ON = re.compile(r"\s*(?:[—–―-]\s*)?(?:[a-z\u00df-\u00ff\u0430-\u045f\u04d9ғқңөұүһ]|[,;:])")
_CLOSING = re.compile(r"[»”“\"’)\]]*")


_BEFORE_FIGURE = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ]{4}[.!?…])(?=\s+\d)")


class Sentence(NamedTuple):
    """A sentence at its place in a text."""

    paragraph: int
    """The index of its paragraph; paragraphs are separated by a blank line."""
    start: int
    """Offset of its first character, in code points."""
    end: int
    """Offset just after its last character."""


def sentences(text: str, lang: str) -> Iterator[Sentence]:
    """The sentences of a text in order; `lang` is a BCP 47 code. A line break inside a paragraph separates
    sentences too."""
    at = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        for start, end in _spans(paragraph, lang):
            yield Sentence(number, at + start, at + end)
        at += len(paragraph) + 2


def _spans(paragraph: str, lang: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one paragraph begin and end, without the white space around them."""
    at = 0
    for line in paragraph.split("\n"):
        for start, end in _of_line(line, lang):
            bare = line[start:end]
            if bare.strip():
                yield at + start + len(bare) - len(bare.lstrip()), at + start + len(bare.rstrip())
        at += len(line) + 1


def _pieces(hidden: str, lang: str) -> Iterator[str]:
    """The sentences according to sentencex, also split before a figure, which it mistakes in some languages
    for a number after an abbreviation."""
    for piece in sentencex.segment(lang, hidden):
        yield from _BEFORE_FIGURE.split(piece)


def _of_line(line: str, lang: str) -> list[tuple[int, int]]:
    hidden = line.translate(_HIDDEN)
    cuts, at = [0], 0
    for piece in _pieces(hidden, lang):
        at += len(piece)
        end = _CLOSING.match(line, len(hidden[:at].rstrip())).end()  # type: ignore[union-attr]
        if hidden[cuts[-1] : end].strip() and not _GOES_ON.match(hidden, end):
            cuts.append(end)
    return list(zip(cuts, [*cuts[1:-1], len(line)], strict=False))
