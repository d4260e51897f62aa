"""The lines that belong with the kept ones: the network judges lines, but an article consists of boxes.

A short answer between two long paragraphs still belongs to the article, and so does the last of four similar
boxes of paragraphs separated by advertisements. Lines judged foreign have no likelihood left, and stay out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dimash_archive.extraction.content.outline import ITEMS, Outline
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS
from dimash_archive.text.appeals import is_appeal
from dimash_archive.text.phrases import ALSO, NOTICE, SENTENCE_END

_OWN: Final = HEADINGS | ITEMS | {"p", "blockquote", "pre"}
_LISTS: Final = frozenset(("ul", "ol", "dl"))
_UNSURE: Final = 0.01
"""After kept lines of the same box, a plain paragraph this likely is kept: only chrome is less likely."""
_UNSURE_FIRST: Final = 0.2
"""The same before all of them, where bylines and dates also appear."""
_UNSURE_ALIKE: Final = 0.05
"""The same in another box that is made like the one with most of the text."""
_UNSURE_FIRST_ALIKE: Final = 0.05
"""The same before all kept lines."""
_UNSURE_LAST: Final = 0.2
"""The same after all kept lines, in the box around similar ones: an appeal may be there too."""
_FARTHEST: Final = 5
"""Boxes around the main one within which similar boxes hold its text."""
_TABLE, _TABLE_BETWEEN = 0.5, 0.28
"""A table or list inside the text is kept whole if its cells are this likely on average, or this, between
kept lines."""
_MOST_LINKED: Final = 0.25
"""A list that is mostly kept is kept whole if at most this share of its items are links: references contain some."""
_LONGEST_NOTICE: Final = 120
"""A label of an advertisement or a call to subscribe is shorter than this, in characters."""
_MOST_IN_PART: Final = 8
"""Lines of one part of an accordion."""
_ACCORDION: Final = re.compile(r"accordion|\bacc\b|\bacc[-_]|collaps|toggle|faq|spoiler|expand")


@dataclass(frozen=True, slots=True)
class NonBodyLines:
    """Lines that are inside the text of an article without belonging to it."""

    posts: frozenset[int]
    """The lines of embedded posts."""
    captions: frozenset[int]
    """The captions of pictures."""


def coherent(outline: Outline, likely: Sequence[float], beside: NonBodyLines) -> tuple[int, ...]:
    """The kept lines, and those that belong with them. `likely`: how likely each line of the page is, 0 for
    foreign ones."""
    if not outline.remaining:
        return ()
    taken = set(outline.remaining)
    taken.update(_in_main_box(outline, likely, beside))
    taken.update(_wrapped(outline, likely))
    taken.update(_in_boxes_alike(outline, likely))
    taken.update(_between_boxes(outline, taken, likely))
    taken.update(_openings(outline, taken, likely, beside))
    taken.update(_in_boxes_inside(outline, taken, likely))
    taken.update(_answers(outline, taken, likely))
    taken.update(_code(outline, likely))
    taken.update(_whole_lists(outline, taken, likely))
    taken.update(_whole_parts(outline, taken, likely))
    taken -= _scraps(outline, taken)
    return tuple(sorted(taken))


def _in_main_box(outline: Outline, likely: Sequence[float], beside: NonBodyLines) -> Iterator[int]:
    """The plain lines before, between and after the kept ones in the box that holds most of them."""
    page, main = outline.page, outline.main
    inside = [i for i in outline.remaining if outline.home(i) == main]
    is_bare = 2 * sum(page.lines[i].box == main for i in inside) > len(inside)
    for i in range(page.firsts[main], page.lasts[main]):
        alike = _is_plain(page, i) or (_is_text_of(page, i, main) and (is_bare or _is_paragraph(outline, i)))
        if alike and outline.home(i) == main and _is_likely(outline, i, likely[i], above=i < inside[0]):
            yield i
        elif i > inside[-1] and likely[i] > 0 and not _is_aside(page, i, beside):
            break


def _wrapped(outline: Outline, likely: Sequence[float]) -> Iterator[int]:
    """The paragraphs after the first kept line that are in the main box, apart from nameless boxes around
    each alone."""
    page, main = outline.page, outline.main
    last = max(i for i in outline.remaining if i < page.lasts[main])
    for i in range(outline.remaining[0] + 1, page.lasts[main]):
        home = box = outline.home(i)
        if (
            home == main
            or likely[i] < (_UNSURE if i < last else _UNSURE_LAST)
            or not _is_paragraph(outline, i)
        ):
            continue
        while box != main and not page.names[box] and page.lasts[box] - page.firsts[box] == 1:
            box = page.parents[box]
        if box == main and not page.names[page.lines[i].box]:
            yield i


def _in_boxes_alike(outline: Outline, likely: Sequence[float]) -> Iterator[int]:
    """The plain lines in boxes made like the one with most of the text, and beside it."""
    page, main = outline.page, outline.main
    path = outline.path(main)
    around = page.ancestors(main)[: _FARTHEST + 1]
    least = _UNSURE if any(page.names[box] for box in around[:-1]) else _UNSURE_ALIKE
    kinds = Counter(
        (page.tags[box], page.names[box]) for box in (page.lines[i].box for i in outline.remaining)
    )
    first = next(i for i in outline.remaining if outline.path(outline.home(i)) == path)
    for i in range(page.firsts[around[-1]], page.lasts[around[-1]]):
        home, box = outline.home(i), page.lines[i].box
        if home == main or likely[i] < (least if i > first else _UNSURE_FIRST_ALIKE) or _is_linked(page, i):
            continue
        is_beside = outline.path(home) == path and outline.around(home, main) in around
        if is_beside and (_is_plain(page, i) or kinds[page.tags[box], page.names[box]] > 1):
            yield i


def _between_boxes(outline: Outline, taken: set[int], likely: Sequence[float]) -> Iterator[int]:
    """The bare paragraphs between boxes: in the flow of the box around all similar ones."""
    page, around = outline.page, outline.root
    if not around:
        return
    last = max(i for i in taken if i < page.lasts[around])
    for i in range(min(taken) + 1, page.lasts[around]):
        is_own = outline.home(i) == around and (_is_plain(page, i) or _is_text_of(page, i, around))
        if is_own and likely[i] >= (_UNSURE if i < last else _UNSURE_LAST) and _is_sentence(page, i):
            yield i


def _openings(
    outline: Outline, taken: set[int], likely: Sequence[float], beside: NonBodyLines
) -> Iterator[int]:
    """The plain paragraphs directly above the text, in a box around it without the headline: an opening
    before its parts."""
    page, first = outline.page, min(taken)
    around = page.ancestors(page.lines[first].box)[: _FARTHEST + 1]
    for i in range(first - 1, -1, -1):
        home = outline.home(i)
        if home not in around or any(outline.holds(home, page.firsts[box]) for box in page.boxes.of("h1")):
            return
        if i in beside.captions:
            continue
        is_alike = _is_plain(page, i) or _is_text_of(page, i, home)
        if not is_alike or not _is_paragraph(outline, i) or likely[i] < _UNSURE_FIRST_ALIKE:
            return
        yield i


def _in_boxes_inside(outline: Outline, taken: set[int], likely: Sequence[float]) -> set[int]:
    """The plain lines of similar boxes inside the text's own, if two or more, and most of their text, are kept."""
    page = outline.page
    text = outline.root or outline.main
    plain: dict[int, list[int]] = {}
    for i in range(page.firsts[text], page.lasts[text]):
        home = outline.home(i)
        if home not in (outline.main, text) and likely[i] >= _UNSURE and (i in taken or _is_plain(page, i)):
            plain.setdefault(outline.path(home), []).append(i)
    whole = [
        lines for lines in plain.values() if _is_mostly_body(outline, [i for i in lines if i in taken], lines)
    ]
    return {i for lines in whole for i in lines}


def _is_mostly_body(outline: Outline, body_lines: Sequence[int], lines: Sequence[int]) -> bool:
    return len(body_lines) > 1 and 2 * outline.chars(body_lines) > outline.chars(lines)


def _answers(outline: Outline, taken: set[int], likely: Sequence[float]) -> Iterator[int]:
    """The questions and answers of an accordion inside the text: similar parts, each a button followed by words."""
    page = outline.page
    text = outline.root if outline.root != 0 else outline.main
    for box in range(text + 1, len(page.tags)):
        inside = range(page.firsts[box], page.lasts[box])
        if inside.start >= page.lasts[text]:
            break
        if (
            page.same_class_siblings[box] > 1
            and 1 < len(inside) <= _MOST_IN_PART
            and _unfolds(page, box, inside.start)
        ):
            yield from (i for i in inside if likely[i] > 0 and not _is_linked(page, i))


def _unfolds(page: HtmlDocument, box: int, first: int) -> bool:
    """Whether the first line of a box, not a paragraph, is what readers press to see the rest of it."""
    own = page.lines[first].box
    if page.tags[own] in ("button", "summary"):
        return page.parents[own] == box or page.parents[page.parents[own]] == box
    names = f"{page.names[own]} {page.names[box]} {page.names[page.parents[box]]}"
    return page.tags[own] in HEADINGS | {"dt", "div"} and _ACCORDION.search(names) is not None


def _code(outline: Outline, likely: Sequence[float]) -> Iterator[int]:
    """The lines of code inside the text's box, in whatever boxes of their own, after the first kept line."""
    page, main = outline.page, outline.main
    if "pre" not in page.tags:
        return
    for i in range(outline.remaining[0] + 1, page.lasts[main]):
        line = page.lines[i]
        if page.tags[line.box] == "pre" and likely[i] >= _UNSURE and any(map(str.isalpha, line.text)):
            yield i


def _is_linked(page: HtmlDocument, index: int) -> bool:
    line = page.lines[index]
    return 2 * line.link_chars > len(line.text)


def _is_paragraph(outline: Outline, index: int) -> bool:
    """Whether a line is as long as prose, and ends like a sentence: a paragraph, whatever its element."""
    return outline.is_prose(index) and _is_sentence(outline.page, index)


def _is_sentence(page: HtmlDocument, index: int) -> bool:
    return SENTENCE_END.search(page.lines[index].text) is not None


def _is_likely(outline: Outline, index: int, likely: float, *, above: bool) -> bool:
    """Whether a line beside kept ones is likely enough; above all of them a heading is the headline, unless
    it is a paragraph."""
    page = outline.page
    if above and page.tags[page.lines[index].box] in HEADINGS and not _is_paragraph(outline, index):
        return False
    return likely >= (_UNSURE_FIRST if above else _UNSURE)


def _whole_lists(outline: Outline, taken: set[int], likely: Sequence[float]) -> set[int]:
    """The items of lists inside the text, in whatever boxes: those mostly kept, or likely enough between kept
    lines."""
    page, lists = outline.page, _inside(outline, *_LISTS)
    likely_lists = [lines for lines in lists.values() if not any(likely[i] < _UNSURE for i in lines)]
    whole = [
        lines
        for lines in likely_lists
        if _is_mostly_body(outline, [i for i in lines if i in taken], lines)
        and sum(_is_linked(page, i) for i in lines) <= _MOST_LINKED * len(lines)
    ]
    plain = [lines for lines in likely_lists if not any(_is_linked(page, i) for i in lines)]
    flowing = {lines for box, lines in lists.items() if _flows(outline, box, taken)}
    parts = (each for each in plain if each in flowing or _belongs(each, taken, likely))
    return {i for lines in (*whole, *parts) for i in lines}


def _flows(outline: Outline, box: int, taken: set[int]) -> bool:
    """Whether a list without a class is between kept lines, in the box of one of them, as paragraphs are."""
    page = outline.page
    around = (page.firsts[box] - 1, page.lasts[box])
    homes = [outline.home(i) for i in around if i in taken]
    return not page.names[box] and len(homes) == len(around) and page.parents[box] in homes


def _whole_parts(outline: Outline, taken: set[int], likely: Sequence[float]) -> set[int]:
    """The lines of tables and quotations inside the text that are likely enough overall: each is kept whole.

    If part of a quotation is kept, the rest says who spoke.
    """
    quotations = _inside(outline, "blockquote").values()
    parts = [*_inside(outline, "table").values(), *(each for each in quotations if taken.isdisjoint(each))]
    return {i for lines in parts if _belongs(lines, taken, likely) for i in lines}


def _scraps(outline: Outline, taken: set[int]) -> set[int]:
    """The kept cells of tables inside the text that are mostly dropped, if none is prose: a score, the label
    of a price."""
    scraps: set[int] = set()
    for lines in _inside(outline, "table").values():
        rest = [i for i in lines if i in taken]
        if 2 * outline.chars(rest) < outline.chars(lines) and not any(map(outline.is_prose, rest)):
            scraps.update(rest)
    return scraps


def _inside(outline: Outline, *tags: str) -> dict[int, range]:
    """The lines by box of each element with these tags that does not contain the text's own box."""
    page, around = outline.page, set(outline.page.ancestors(outline.main))
    boxes = (box for box in page.boxes.of(*tags) if box not in around)
    return {box: range(page.firsts[box], page.lasts[box]) for box in boxes}


def _belongs(table: range, taken: set[int], likely: Sequence[float]) -> bool:
    """Whether a table, list or quotation belongs to the text: its lines are likely enough on average; between
    kept lines, less suffices."""
    is_between = table.start - 1 in taken and table.stop in taken
    least = _TABLE_BETWEEN if is_between else _TABLE
    return sum(likely[i] for i in table) >= least * len(table)


def _is_aside(page: HtmlDocument, index: int, beside: NonBodyLines) -> bool:
    """Whether a line is a caption, an advertisement's label, a pointer or a post: the text continues after it."""
    text = page.lines[index].text
    if index in beside.captions or index in beside.posts:
        return True
    return is_notice(text) or ALSO.match(text) is not None


def is_notice(text: str) -> bool:
    """Whether a line consists of an advertisement's label or a call to subscribe, to follow or to support."""
    return is_appeal(text) or (len(text) < _LONGEST_NOTICE and NOTICE.match(text) is not None)


def _is_plain(page: HtmlDocument, index: int) -> bool:
    """Whether a line is a paragraph, heading, item or quote without a class, and not mostly links."""
    line = page.lines[index]
    return page.tags[line.box] in _OWN and not page.names[line.box] and line.link_chars * 2 < len(line.text)


def _is_text_of(page: HtmlDocument, index: int, box: int) -> bool:
    """Whether a line is a box's own text, separated from the rest by breaks, and not mostly links."""
    line = page.lines[index]
    return line.box == box and line.link_chars * 2 < len(line.text)
