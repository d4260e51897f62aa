"""Text that a page has twice: a copy for printing, an opening shown before the whole, a repeated advertisement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dimash_archive.extraction.content.outline import Outline
from dimash_archive.html.lines import HEADINGS
from dimash_archive.text.normalize import fold

_CELLS: Final = frozenset(("td", "th"))
_SHORTEST: Final = 40
"""A line this long, in characters, is not repeated by chance."""
_OVER_AND_OVER: Final = 3
"""A line outside the text's own flow that occurs this often on the page is not part of the text."""
_SHORTEST_OVER_AND_OVER: Final = 15
_MOST: Final = 0.5
"""A box with this share of its text elsewhere is a copy."""
_MOST_OVER_AND_OVER: Final = 0.8
"""The same for boxes whose text occurs many times on the page: a label repeats, the text after it does not."""


def lines(outline: Outline) -> Iterator[int]:
    """The kept lines that also occur in a better place: of two copies, the text is the one in the fuller box.

    A line that repeats among others that do not is not a copy: a table's values, the labels of a list of
    products.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for i in outline.remaining:
        text = outline.page.lines[i].text
        if len(text) >= _SHORTEST_OVER_AND_OVER:
            places[text].append(i)
    copies = {fold(text): at for text, at in places.items() if len(at) > 1}
    repeats = [at for at in copies.values() if not _are_subheads(outline, at, places)]
    if not repeats:
        return
    sizes = _sizes(outline, outline.remaining)
    copied = _sizes(outline, [i for at in repeats for i in at])
    shares = {box: size / sizes[box] for box, size in copied.items()}
    worse = [i for at in repeats for i in _worse(outline, at, sizes, shares)]
    yield from worse
    lost = _sizes(outline, worse)
    whole = {box for box, size in lost.items() if size >= _MOST * sizes[box]}
    yield from (
        i for i in outline.remaining if _box(outline, i) in whole and _box(outline, i) != outline.main
    )


def _are_subheads(outline: Outline, at: Sequence[int], places: Mapping[str, list[int]]) -> bool:
    """Whether a text is a heading each time, followed by a paragraph that the page has only once: `Ingredients`."""
    page = outline.page
    behind = [page.lines[i + 1].text for i in at if i + 1 < len(page.lines)]
    are_headings = all(page.tags[page.lines[i].box] in HEADINGS for i in at)
    return are_headings and all(len(places.get(text, ())) == 1 for text in behind)


def _worse(
    outline: Outline, at: Sequence[int], sizes: Mapping[int, int], shares: Mapping[int, float]
) -> Iterator[int]:
    """The lines of one text that are in copies. `sizes` and `shares`: characters of each box, and the share
    repeated."""
    boxes = {_box(outline, i) for i in at}
    best, least = -1, _MOST_OVER_AND_OVER
    if len(at) < _OVER_AND_OVER or outline.main in boxes:
        if len(boxes) < 2 or len(outline.page.lines[at[0]].text) < _SHORTEST:
            return
        best, least = max(boxes, key=lambda box: (sizes[box], -box)), _MOST
    for i in at:
        if (box := _box(outline, i)) != best and shares[box] >= least:
            yield i


def _sizes(outline: Outline, lines: Sequence[int]) -> Mapping[int, int]:
    """How many characters of the lines are in each box."""
    sizes: dict[int, int] = defaultdict(int)
    for i in lines:
        sizes[_box(outline, i)] += len(outline.page.lines[i].text)
    return sizes


def _box(outline: Outline, line: int) -> int:
    """The box whose flow contains a line; for a cell of one line, the table."""
    page, home = outline.page, outline.home(line)
    if page.tags[home] not in _CELLS or page.lasts[home] - page.firsts[home] > 1:
        return home
    return next((box for box in page.ancestors(home) if page.tags[box] == "table"), home)
