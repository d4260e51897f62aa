"""The text that is searched for speech, and a speech detected in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from dimash_archive.extraction.quotes.attribution import Clause
from dimash_archive.extraction.quotes.classify import MarkPlace, QuoteContext
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.records import Quote

OMISSION = "[…]"
"""Replaces, in the text of a speech, the narrator's words between its halves."""
_LOOSE = frozenset(",;—–―−-")
_HEADINGS = frozenset(("title", "heading"))


class SpeechText:
    """The body of an article and its paragraphs."""

    def __init__(self, paragraphs: Sequence[str], kinds: Sequence[str] | None, words: Words) -> None:
        self.body = "\n\n".join(paragraphs)
        """The text to which all offsets refer."""
        self.words = words
        """The words of the article's language."""
        ends = accumulate(len(paragraph) + 2 for paragraph in paragraphs)
        self.bounds = [(end - 2 - len(each), end - 2) for each, end in zip(paragraphs, ends, strict=True)]
        """Offsets of each paragraph."""
        self.kinds = kinds
        """The kind of each paragraph (`paragraph`, `heading`, `quote` …); None if all are paragraphs."""

    def kind(self, number: int) -> str:
        """The kind of a paragraph."""
        return "paragraph" if self.kinds is None else self.kinds[number]

    def is_heading(self, number: int) -> bool:
        """Whether a paragraph is a headline, which nobody speaks."""
        return self.kind(number) in _HEADINGS

    def above(self, number: int) -> tuple[int, int] | None:
        """Offsets of the previous paragraph; None if there is none or it is a headline."""
        return None if number == 0 or self.is_heading(number - 1) else self.bounds[number - 1]

    def setting(
        self, number: int, span: tuple[int, int], *, ceiling: int, closed: bool = True
    ) -> QuoteContext:
        """Marks over `span` of a paragraph with their surroundings, up to `ceiling`."""
        start, close = span
        inside = start + 1, max(close - closed, start + 1)
        while inside[0] < inside[1] and self.body[inside[1] - 1].isspace():  # « French »
            inside = inside[0], inside[1] - 1
        place = MarkPlace(start, *inside, close, self.bounds[number][0], ceiling, self.above(number))
        return QuoteContext(self.body, place, self.words)


@dataclass(slots=True)
class QuoteCandidate:
    """A detected speech; its speaker is determined when all of it is known."""

    paragraph: int
    """Number of the paragraph in which it begins."""
    last: int
    """Number of the paragraph in which it ends."""
    open: int
    """Offset of its opening mark or dash."""
    close: int
    """Offset just after its closing mark."""
    pieces: list[tuple[int, int]]
    """Offsets of the spoken words, the narrator's excluded."""
    clause: Clause | None = None
    """The narrator's clause that reports it."""
    narrated_until: int = 0
    """Offset just after the narrator's last clause, if the narrator interrupts the speech more than once."""
    dashed: bool = False
    """Whether a dash opens it, or only the narrator's clause reveals it."""
    speaker: str | None = None
    """Who spoke, as written."""

    def quote(self, body: str) -> Quote | None:
        """The finished record; None if nothing was said."""
        parts = [part for part in (_trimmed(body, *piece) for piece in self.pieces) if part[0] < part[1]]
        if not parts:
            return None
        parts = [part for part in parts if any(map(str.isalnum, body[slice(*part)]))] or parts
        text = body[slice(*parts[0])]
        for before, part in pairwise(parts):
            text += _between(body[before[1] : part[0]]) + body[slice(*part)]
        return Quote(text, self.speaker, parts[0][0], parts[-1][1], tuple(parts))


def _between(text: str) -> str:
    """The replacement for the narrator's words between two parts of a speech: paragraphs stay paragraphs."""
    return "\n\n" if "\n\n" in text else f" {OMISSION} "


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text without surrounding spaces and the comma or dash that separates it from the narrator."""
    while start < end and (body[start].isspace() or body[start] in _LOOSE):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in _LOOSE):
        end -= 1
    return start, end
