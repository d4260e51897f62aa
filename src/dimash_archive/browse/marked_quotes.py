"""An article's paragraphs with the speech in them marked: body and offsets in, parts out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of a paragraph."""

    text: str
    """Its characters."""
    quote: int | None = None
    """The position of the speech that it belongs to (quotes.position); None for the narrator's words."""


def paragraphs(body: str, quotes: Iterable[tuple[int, int, int]]) -> list[list[TextPart]]:
    """The paragraphs of `body`, each in parts. `quotes` are position, start and end, one for each stretch
    of a speech; the offsets count in `body`."""
    spans = sorted((start, end, position) for position, start, end in quotes)
    found, at = [], 0
    for paragraph in body.split("\n\n"):
        end = at + len(paragraph)
        found.append(list(_parts(body, at, end, spans)))
        at = end + 2
    return found


def _parts(body: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> Iterator[TextPart]:
    inside = [(max(a, start), min(b, end), number) for a, b, number in spans if a < end and b > start]
    edges = sorted({start, end, *(edge for a, b, _ in inside for edge in (a, b))})
    for a, b in pairwise(edges):
        yield TextPart(body[a:b], next((number for x, y, number in inside if x <= a and b <= y), None))
