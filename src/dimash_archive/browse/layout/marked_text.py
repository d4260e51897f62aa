"""An article's paragraphs with speech and search hits marked in them: body and offsets in, parts out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int, int]
"""A number, and the offsets of its first character and just after its last."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of a paragraph."""

    text: str
    """Its characters."""
    quote: int | None = None
    """The position of the speech it belongs to (quotes.position); None for the narrator's words."""
    hit: int | None = None
    """The number of the search hit that it is, from 1; None if it is not a hit."""
    sentence: int | None = None
    """The number of the group of sentences that correspond in the story's languages; None if it has no
    counterpart."""


def paragraphs(
    body: str, quotes: Iterable[Span], hits: Iterable[Span] = (), sentences: Iterable[Span] = ()
) -> list[list[TextPart]]:
    """The paragraphs of `body`, each in parts. `quotes` has one span per stretch of a speech.

    All offsets count in `body`.
    """
    layers = _sorted(quotes), _sorted(hits), _sorted(sentences)
    marked, at = [], 0
    for paragraph in body.split("\n\n"):
        end = at + len(paragraph)
        marked.append(list(_parts(body, (at, end), layers)))
        at = end + 2
    return marked


def _sorted(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span[1], span[2], span[0]))


def _parts(
    body: str, place: tuple[int, int], layers: tuple[Sequence[Span], Sequence[Span], Sequence[Span]]
) -> Iterator[TextPart]:
    quotes, hits, sentences = (_inside(layer, *place) for layer in layers)
    edges = sorted({*place, *(edge for _, a, b in (*quotes, *hits, *sentences) for edge in (a, b))})
    for a, b in pairwise(edges):
        yield TextPart(body[a:b], _over(quotes, a, b), _over(hits, a, b), _over(sentences, a, b))


def _inside(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(number, max(a, start), min(b, end)) for number, a, b in spans if a < end and b > start]


def _over(spans: Sequence[Span], start: int, end: int) -> int | None:
    return next((number for number, a, b in spans if a <= start and end <= b), None)
