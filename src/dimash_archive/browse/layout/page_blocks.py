"""The paragraphs of an article as blocks of a page: headings, lists, tables and quotations as on the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from dimash_archive.browse.layout.marked_text import TextPart
from dimash_archive.records import Row, Values

Paragraph = Sequence[TextPart]
BlockForm = Literal["paragraph", "heading", "list", "quote", "table", "pictures"]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One block of the page."""

    kind: BlockForm
    """How it is shown."""
    paragraphs: tuple[Paragraph, ...] = ()
    """Its paragraphs: one, or the items of a list, or the cells of a table."""
    numbers: tuple[int, ...] = ()
    """Their indexes in the article."""
    level: int = 2
    """For a heading, its level below the title, 2 to 4."""
    rows: tuple[tuple[int, ...], ...] = ()
    """For a table, the indexes of the cells in each row, as positions in `paragraphs`."""
    images: tuple[Row, ...] = ()
    """Pictures at this place."""


def arranged(
    paragraphs: Sequence[Paragraph], kinds: Sequence[tuple[str, int]], images: Mapping[int, Values]
) -> list[PageBlock]:
    """The blocks of an article in order. `kinds` as in articles.blocks; `images` by the paragraph that follows each.

    If there are not as many kinds as paragraphs, all are plain.
    """
    usable = kinds if len(kinds) == len(paragraphs) else [("paragraph", 0)] * len(paragraphs)
    blocks: list[PageBlock] = []
    for _, group in groupby(enumerate(usable), key=lambda each: _group(*each)):
        numbers = [number for number, _ in group]
        blocks += _pictures(images, numbers[0])
        blocks.append(_block(paragraphs, usable, numbers))
    return [*blocks, *_pictures(images, len(paragraphs))]


def _group(number: int, kind: tuple[str, int]) -> tuple[object, ...]:
    """Equal for neighbours that form one block: items of a list, cells of a table, paragraphs of a quotation."""
    name, group = kind
    if name == "item":
        return ("item", group)
    if name in ("cell", "quote"):
        return (name,)
    return (number,)


def _block(
    paragraphs: Sequence[Paragraph], kinds: Sequence[tuple[str, int]], numbers: Sequence[int]
) -> PageBlock:
    texts = tuple(paragraphs[number] for number in numbers)
    name, level = kinds[numbers[0]]
    match name:
        case "heading":
            return PageBlock("heading", texts, tuple(numbers), level=min(max(level, 2), 4))
        case "item":
            return PageBlock("list", texts, tuple(numbers))
        case "quote":
            return PageBlock("quote", texts, tuple(numbers))
        case "cell":
            places = groupby(range(len(numbers)), key=lambda place: kinds[numbers[place]][1])
            return PageBlock("table", texts, tuple(numbers), rows=tuple(tuple(cells) for _, cells in places))
    return PageBlock("paragraph", texts, tuple(numbers))


def _pictures(images: Mapping[int, Values], number: int) -> list[PageBlock]:
    return [PageBlock("pictures", images=tuple(images[number]))] if images.get(number) else []
