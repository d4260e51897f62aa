"""Text that a page has twice: a copy for printing, an opening shown before the whole, an advertisement over and over."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.outline import Outline
from dimash_archive.text.normalize import fold

_SHORTEST: Final = 40
"""Characters of a line that stands twice by no chance."""
_OVER_AND_OVER: Final = 3
"""A line outside the text's own flow that stands on the page so often is none of the text."""
_SHORTEST_OVER_AND_OVER: Final = 15
_MOST: Final = 0.5
"""A box with this share of its text elsewhere is a copy as a whole."""


def lines(outline: Outline) -> Iterator[int]:
    """The lines that are kept, and stand in a better place too: of two copies the one in the fuller box is the text."""
    places: dict[str, list[int]] = defaultdict(list)
    for i in outline.remaining:
        text = outline.page.lines[i].text
        if len(text) >= _SHORTEST_OVER_AND_OVER:
            places[text].append(i)
    repeated = {fold(text): at for text, at in places.items() if len(at) > 1}
    if not repeated:
        return
    sizes: dict[int, int] = defaultdict(int)
    for i in outline.remaining:
        sizes[outline.home(i)] += len(outline.page.lines[i].text)
    copies: dict[int, int] = defaultdict(int)
    worse = []
    for at in repeated.values():
        homes = {outline.home(i) for i in at}
        if len(at) >= _OVER_AND_OVER and outline.main not in homes:
            worse += at
        elif len(homes) > 1 and len(outline.page.lines[at[0]].text) >= _SHORTEST:
            best = max(homes, key=lambda home: (sizes[home], -home))
            worse += [i for i in at if outline.home(i) != best]
    for i in worse:
        copies[outline.home(i)] += len(outline.page.lines[i].text)
    yield from worse
    whole = {home for home, size in copies.items() if size >= _MOST * sizes[home]}
    yield from (i for i in outline.remaining if outline.home(i) in whole and outline.home(i) != outline.main)
