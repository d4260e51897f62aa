"""What kind each paragraph of an article has on its page, and where its pictures are between them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, cast

from dimash_archive.extraction.content.body import Piece
from dimash_archive.extraction.metadata.pictures.picture_sources import real_source
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import Block, BlockKind, Image

_LISTS: Final = frozenset(("ul", "ol", "dl"))


def blocks(page: HtmlDocument, pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The block of each piece: a heading with its level, an item with its list, a cell with its row."""
    numbers: dict[tuple[str, int], int] = {}
    numbered = []
    for piece in pieces:
        group = _group(page, piece)
        if piece.kind == "heading":
            number = int(page.tags[page.lines[piece.line].box][1])
        elif group is None:
            number = 0
        else:
            if (piece.kind, group) not in numbers:
                numbers[piece.kind, group] = 1 + sum(kind == piece.kind for kind, _ in numbers)
            number = numbers[piece.kind, group]
        numbered.append(Block(cast(BlockKind, piece.kind), number))
    return tuple(numbered)


def _group(page: HtmlDocument, piece: Piece) -> int | None:
    """The box of the list or table row that contains a piece."""
    wanted = {"item": _LISTS, "cell": frozenset(("tr",))}.get(piece.kind)
    if wanted is None:
        return None
    around = page.ancestors(page.lines[piece.line].box)
    return next((box for box in around if page.tags[box] in wanted), 0)


def placed(
    page: HtmlDocument, images: Iterable[Image], pieces: Sequence[Piece], base: str
) -> tuple[Image, ...]:
    """The images, each with the index of the paragraph that follows it."""
    lines = [piece.line for piece in pieces]
    places: dict[str, int] = {}
    for line, _, attributes in page.images:
        if url := real_source(attributes, base):
            places.setdefault(url, bisect_left(lines, line))
    return tuple(replace(image, paragraph=places.get(image.url)) for image in images)
