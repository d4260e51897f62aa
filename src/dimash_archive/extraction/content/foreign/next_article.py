"""The next article on the same page, as endless scrolling appends it: headline and text in a box made like
the first."""

from collections.abc import Iterator, Sequence
from typing import Final

from dimash_archive.extraction.content.outline import Outline
from dimash_archive.extraction.metadata import titles
from dimash_archive.html.dom import HtmlDocument

_HEADLINES: Final = frozenset(("h1", "h2", "h3"))
_LINES_BEFORE: Final = 3
"""Lines, such as section and date, that may precede a headline in its box."""
_FEWEST: Final = 1
"""Lines of prose after a headline that make an article."""
_FEWEST_OF_TEXT: Final = 2
_LEAST: Final = 0.2
"""The first article has at least this share of the next one's length: otherwise it is the next one's header."""

Way = tuple[tuple[str, str], ...]
"""Tags and names of boxes, innermost first."""


def lines(outline: Outline) -> Iterator[int]:
    """The lines from the next article's box to the end of the box around it."""
    page = outline.page
    text = [i for i in outline.remaining if outline.is_prose(i)]
    if not text:
        return
    first = text[0]
    for i in range(first + 1, len(page.lines)):
        if page.tags[page.lines[i].box] in _HEADLINES:
            box = _box_of(page, i, first)
            if box and _begins_article(outline, box, i, first):
                yield from range(page.firsts[box], page.lasts[page.parents[box]])
                return
            if box and _is_section(page, box, _sibling(page, box, first)):
                return


def _box_of(page: HtmlDocument, heading: int, first: int) -> int:
    """The outermost box that begins with a heading, and does not contain the text's first line; 0 if there is
    none."""
    box, outermost = page.lines[heading].box, 0
    while box and not page.firsts[box] <= first < page.lasts[box]:
        if heading - page.firsts[box] > _LINES_BEFORE:
            break
        outermost = box
        box = page.parents[box]
    return outermost


def _begins_article(outline: Outline, box: int, heading: int, first: int) -> bool:
    """Whether a box with a heading is another article beside the one that holds the text's first line."""
    page = outline.page
    prose = [i for i in range(heading + 1, page.lasts[box]) if outline.is_prose(i)]
    own = _same_around(page, box) or _sibling(page, box, first)
    if len(prose) < _FEWEST or own == 0 or page.tags[own] != page.tags[box]:
        return False
    headed = [i for i in range(page.firsts[own], first) if _is_headline(page, i)]
    text = [i for i in outline.remaining if page.firsts[own] <= i < page.firsts[box]]
    if not headed or outline.chars(text) < _LEAST * outline.chars(prose) or len(text) < _FEWEST_OF_TEXT:
        return False
    (way,), (headline_way,) = _ways(outline, box, prose[:1]), _ways(outline, box, [heading])
    line = page.lines[heading]
    is_linked, is_article = 2 * line.link_chars > len(line.text), page.tags[box] == "article"
    if way not in _ways(outline, own, text):
        return False
    if headline_way not in _ways(outline, own, headed):
        return is_linked and is_article
    alike = set(page.names[own].split()) & set(page.names[box].split())
    return is_article or is_linked or bool(alike and way != headline_way)


def _is_section(page: HtmlDocument, box: int, own: int) -> bool:
    """Whether a box with a heading that begins no article is made like the one with the text: then such boxes
    are sections."""
    kinds = [(page.tags[each], page.attributes[each].get("class")) for each in (own, box)]
    return own != 0 and bool(kinds[0][1]) and kinds[0] == kinds[1]


def _is_headline(page: HtmlDocument, index: int) -> bool:
    """Whether a line is the page's headline: its main heading, or the one that the head names."""
    line = page.lines[index]
    if page.tags[line.box] not in _HEADLINES:
        return False
    return page.tags[line.box] == "h1" or any(line.text in title for title in titles.of_head(page))


def _ways(outline: Outline, box: int, lines: Sequence[int]) -> set[Way]:
    """The elements between a box and the text of each of its lines, by box: most lines share one."""
    return {_way(outline.page, box, home) for home in set(map(outline.home, lines))}


def _way(page: HtmlDocument, box: int, home: int) -> Way:
    around = page.ancestors(home)
    inner = around[: around.index(box)] if box in around else around
    return tuple((page.tags[each], page.names[each]) for each in inner)


def _same_around(page: HtmlDocument, box: int) -> int:
    """The box around another one with the same tag and class, as if an end tag were missing; 0 if there is none."""
    kind = page.tags[box], page.names[box]
    around = page.ancestors(page.parents[box])
    return next(
        (each for each in around if page.names[box] and (page.tags[each], page.names[each]) == kind), 0
    )


def _sibling(page: HtmlDocument, box: int, line: int) -> int:
    """The box beside another one that holds a line; 0 if there is none."""
    around = page.parents[box]
    each = page.lines[line].box
    while each and page.parents[each] != around:
        each = page.parents[each]
    return each
