"""Links that were never closed: a parser puts all the text after them inside, but readers see no link there."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from dimash_archive.html.lines import Line

_PROSE: Final = 60
"""A line of this many characters is prose."""
_FEWEST: Final = 3
"""This many lines of prose in one link belong to an article, not to a teaser."""


def is_likely(lines: Sequence[Line]) -> bool:
    """Whether most of a page's prose is in links: a quick check, because hardly any page is like that."""
    prose = [line for line in lines if len(line.text) >= _PROSE]
    return 2 * sum(10 * line.link_chars >= 9 * len(line.text) for line in prose) >= max(
        2 * _FEWEST, len(prose)
    )


def close(lines: Sequence[Line], links: Sequence[tuple[int, str, int]]) -> None:
    """Take the text out of a link that holds most of the page's prose.

    `links` are in order: the index of the line in which each begins, its address, and the size of its text in
    characters.
    """
    starts = [at for at, _, _ in links]
    sizes: Counter[str] = Counter()
    for (at, address, _), behind in zip(links, [*starts[1:], len(lines)], strict=True):
        sizes[address] += sum(line.link_chars for line in lines[at : max(behind, at + 1)])
    prose = sum(len(line.text) for line in lines if len(line.text) >= _PROSE)
    largest, size = sizes.most_common(1)[0]
    if 2 * size >= prose:
        for at, address, chars in links:
            if address == largest:
                _take_out(lines[at:], chars)


def _take_out(lines: Sequence[Line], chars: int) -> None:
    """Take a number of characters, from the first line on, out of the link they are in."""
    for line in lines:
        if chars <= 0:
            return
        taken = min(line.link_chars, chars)
        line.link_chars -= taken
        line.links = max(0, line.links - 1)
        chars -= taken + 1
