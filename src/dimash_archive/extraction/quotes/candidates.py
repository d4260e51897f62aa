"""The text that speech is looked for in, and a speech found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from dimash_archive.extraction.quotes.attribution import Clause
from dimash_archive.extraction.quotes.classify import MarkPlace, QuoteContext
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.records import Quote

OMISSION = "[…]"
"""Stands in the text of a speech for the narrator's words between its halves."""
_LOOSE = frozenset(",;—–―−-")
_HEADINGS = frozenset(("title", "heading"))


class SpeechText:
    """The body of an article and its paragraphs."""

    def __init__(self, paragraphs: Sequence[str], kinds: Sequence[str] | None, words: Words) -> None:
        self.body = "\n\n".join(paragraphs)
        """What all offsets count in."""
        self.words = words
        """The words of the article's language."""
        ends = accumulate(len(paragraph) + 2 for paragraph in paragraphs)
        self.bounds = [(end - 2 - len(each), end - 2) for each, end in zip(paragraphs, ends, strict=True)]
        """Offsets of each paragraph."""
        self.kinds = kinds
        """What each paragraph is (`paragraph`, `heading`, `quote` …); None if all are paragraphs."""

    def kind(self, number: int) -> str:
        """What a paragraph is."""
        return "paragraph" if self.kinds is None else self.kinds[number]

    def is_heading(self, number: int) -> bool:
        """Whether a paragraph is a headline, which nobody speaks."""
        return self.kind(number) in _HEADINGS

    def above(self, number: int) -> tuple[int, int] | None:
        """Offsets of the paragraph before; None if there is none or it is a headline."""
        return None if number == 0 or self.is_heading(number - 1) else self.bounds[number - 1]

    def setting(
        self, number: int, span: tuple[int, int], *, ceiling: int, closed: bool = True
    ) -> QuoteContext:
        """Marks over `span` of a paragraph with what stands around them, up to `ceiling`."""
        start, close = span
        inside = start + 1, max(close - closed, start + 1)
        while inside[0] < inside[1] and self.body[inside[1] - 1].isspace():  # « French »
            inside = inside[0], inside[1] - 1
        place = MarkPlace(start, *inside, close, self.bounds[number][0], ceiling, self.above(number))
        return QuoteContext(self.body, place, self.words)


@dataclass(slots=True)
class QuoteCandidate:
    """A speech that was found; its speaker is worked out when all of it is known."""

    paragraph: int
    """Number of the paragraph in which it begins."""
    last: int
    """Number of the paragraph in which it ends."""
    open: int
    """Offset of its opening mark or dash."""
    close: int
    """Offset behind its closing mark."""
    pieces: list[tuple[int, int]]
    """Offsets of what was said, the narrator's words left out."""
    clause: Clause | None = None
    """The narrator's clause that reports it."""
    narrated_until: int = 0
    """Offset behind the narrator's last clause, where he parts the speech more than once."""
    dashed: bool = False
    """Whether a dash opens it, or nothing but the narrator's clause gives it away."""
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
    """What stands between two parts of a speech for the narrator's words: paragraphs stay paragraphs."""
    return "\n\n" if "\n\n" in text else f" {OMISSION} "


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text without the spaces around it and the comma or dash that parts it from the narrator."""
    while start < end and (body[start].isspace() or body[start] in _LOOSE):
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] in _LOOSE):
        end -= 1
    return start, end
