"""From the lines a page keeps to the paragraphs of its article: what is chrome inside the text goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from dimash_archive.extraction.metadata import byline, captions, headlines
from dimash_archive.extraction.metadata.pictures import Post
from dimash_archive.extraction.report.reasons import DropReason
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import Line
from dimash_archive.text.normalize import fold, nfc
from dimash_archive.text.phrases import ALSO, LATEST, NOTICE, credit_of

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS: Final = frozenset(("li", "dd", "dt"))
_CELLS: Final = frozenset(("td", "th"))
_OPENERS: Final = _HEADINGS | {"div", "p", "strong"}
_OWN: Final = _HEADINGS | _ITEMS | {"p", "blockquote"}
_FLOWING: Final = _OWN | {"ul", "ol", "dl"}
_LONGEST_OPENER: Final = max(map(len, LATEST)) + 10
"""A heading of other articles has fewer characters, marks around it included."""
_LONGEST_BYLINE: Final = 80
_LONGEST_NOTICE: Final = 120
"""An advertisement's mark or a call to subscribe has fewer characters."""
_MOST_BESIDE_FORM: Final = 6
"""Lines of a box that only asks to fill in its form, at most."""
_UNSURE: Final = 0.01
"""Behind kept lines of the same box a plain paragraph this likely is kept: only chrome is less likely."""
_UNSURE_FIRST: Final = 0.2
"""The same before all of them, where bylines and dates stand too."""
_TABLE, _TABLE_BETWEEN = 0.5, 0.28
"""A table inside the text is kept whole if its cells are this likely on average, or this, between kept lines."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the article."""

    line: int
    """Index of its line on the page."""
    kind: str
    """`paragraph`, `heading`, `item`, `quote` or `cell`."""
    text: str
    """Its text, NFC."""


@dataclass(frozen=True, slots=True)
class NonBodyLines:
    """Lines that stand inside the text of an article, and are none of it."""

    posts: frozenset[int]
    """The lines of embedded posts."""
    captions: frozenset[int]
    """The captions of pictures."""


def asides(page: HtmlDocument, posts: Iterable[Post]) -> NonBodyLines:
    """What stands inside the text: `posts` are the page's embedded posts."""
    return NonBodyLines(_lines_in(page, [box for box, _ in posts]), captions.lines(page))


def coherent(
    page: HtmlDocument, kept: Sequence[int], likely: Sequence[float], beside: NonBodyLines
) -> tuple[int, ...]:
    """The kept lines, and the paragraphs before, between and behind them in the same box as most of them.

    The network looks at lines one by one; a short answer between two long paragraphs is the article's all the same.
    """
    if not kept:
        return ()
    main = _main_home(page, kept)
    inside = [i for i in kept if _home(page, i) == main]
    taken = set(kept)
    is_bare = 2 * sum(page.lines[i].box == main for i in inside) > len(inside)
    for i in range(page.firsts[main], len(page.lines)):
        if i in taken:
            continue
        alike = _is_plain(page, i) or (is_bare and _is_text_of(page, i, main))
        if alike and _home(page, i) == main and _is_likely(page, i, likely[i], above=i < inside[0]):
            taken.add(i)
        elif i > inside[-1] and not _is_aside(page, i, beside):
            break
    return tuple(sorted(taken | _whole_tables(page, taken, main, likely)))


def _is_likely(page: HtmlDocument, index: int, likely: float, *, above: bool) -> bool:
    """Whether a line beside kept ones is likely enough; above all of them a heading is the headline."""
    if above and page.tags[page.lines[index].box] in _HEADINGS:
        return False
    return likely >= (_UNSURE_FIRST if above else _UNSURE)


def _whole_tables(page: HtmlDocument, taken: set[int], main: int, likely: Sequence[float]) -> set[int]:
    """The lines of tables inside the text whose cells are likely enough on the whole: a table is kept whole."""
    if "table" not in page.tags:
        return set()
    around = set(page.ancestors(main))
    boxes = [box for box, tag in enumerate(page.tags) if tag == "table" and box not in around]
    cells = [range(page.firsts[box], page.lasts[box]) for box in boxes]
    return {i for lines in cells if _belongs(lines, taken, likely) for i in lines}


def _belongs(table: range, taken: set[int], likely: Sequence[float]) -> bool:
    """Whether a table is the text's: its cells are likely enough on average; between kept lines less is enough."""
    is_between = table.start - 1 in taken and table.stop in taken
    least = _TABLE_BETWEEN if is_between else _TABLE
    return sum(likely[i] for i in table) >= least * len(table)


def _main_home(page: HtmlDocument, kept: Sequence[int]) -> int:
    """The box in whose flow most of the kept text stands."""
    homes: dict[int, int] = {}
    for i in kept:
        home = _home(page, i)
        homes[home] = homes.get(home, 0) + len(page.lines[i].text)
    return max(homes, key=lambda home: homes[home])


def lists(page: HtmlDocument) -> tuple[int, ...]:
    """The lines of boxes that a heading such as "Latest news" opens, where a main heading stands outside."""
    if "h1" not in page.tags:
        return ()
    openers = [i for i in range(len(page.lines)) if _opens_others(page, i)]
    mains = [i for i, line in enumerate(page.lines) if page.tags[line.box] == "h1"] if openers else []
    if not mains:
        return ()
    found = {at for i in openers for at in range(i, page.lasts[_opened_by(page, i, mains)])}
    return tuple(sorted(found))


def _opened_by(page: HtmlDocument, index: int, mains: Sequence[int]) -> int:
    """The outermost box whose first line is this one, and which holds no main heading."""
    box = page.lines[index].box
    while box:
        outer = page.parents[box]
        if page.firsts[outer] != index or any(index <= main < page.lasts[outer] for main in mains):
            break
        box = outer
    return box


def _opens_others(page: HtmlDocument, index: int) -> bool:
    line = page.lines[index]
    return len(line.text) < _LONGEST_OPENER and page.tags[line.box] in _OPENERS and _is_opener(line.text)


def _is_opener(text: str) -> bool:
    return len(text) < _LONGEST_OPENER and fold(text).strip(" :.") in LATEST


def _is_aside(page: HtmlDocument, index: int, beside: NonBodyLines) -> bool:
    """Whether a line is a caption, an advertisement's label, a pointer or a post: the text goes on behind it."""
    text = page.lines[index].text
    if index in beside.captions or index in beside.posts:
        return True
    return _is_notice(text) or ALSO.match(text) is not None


def _lines_in(page: HtmlDocument, boxes: Iterable[int]) -> frozenset[int]:
    """The lines that stand in any of the boxes."""
    return frozenset(chain.from_iterable(range(page.firsts[box], page.lasts[box]) for box in boxes))


def _is_plain(page: HtmlDocument, index: int) -> bool:
    """Whether a line is a paragraph, heading, item or quote without a class, and not mostly links."""
    line = page.lines[index]
    return page.tags[line.box] in _OWN and not page.names[line.box] and line.link_chars * 2 < len(line.text)


def _is_text_of(page: HtmlDocument, index: int, box: int) -> bool:
    """Whether a line is a box's own text, parted from the rest by breaks, and not mostly links."""
    line = page.lines[index]
    return line.box == box and line.link_chars * 2 < len(line.text)


def within(page: HtmlDocument, kept: Sequence[int], hint: str) -> tuple[int, ...]:
    """The kept lines inside the element that a profile's hint names, if most of the kept text is in there."""
    wanted = hint.strip().lower()
    for box, name in enumerate(page.names):
        if wanted[1:] in name.split() if wanted[:1] in (".", "#") else page.tags[box] == wanted:
            inside = tuple(i for i in kept if page.firsts[box] <= i < page.lasts[box])
            if 2 * sum(len(page.lines[i].text) for i in inside) > sum(len(page.lines[i].text) for i in kept):
                return inside
    return tuple(kept)


def _home(page: HtmlDocument, line: int) -> int:
    """The box whose flow a line belongs to: the one around its paragraph, list or quote."""
    box = page.lines[line].box
    while box and page.tags[box] in _FLOWING:
        box = page.parents[box]
    return box


def below_headline(page: HtmlDocument, kept: Sequence[int], headlines: Sequence[int]) -> tuple[int, ...]:
    """The kept lines without what stands above the headline or its repeat, if that is the smaller part of them.

    A repeat in the midst of the text, with kept lines before it in its own box, is not where the text begins.
    """
    mains = [i for i in headlines if page.tags[page.lines[i].box] == "h1"]
    while len(mains) > 1 and any(i < mains[-1] and _home(page, i) == _home(page, mains[-1]) for i in kept):
        mains.pop()
    top = mains[-1] if mains else -1
    below = tuple(i for i in kept if i > top)
    size = sum(len(page.lines[i].text) for i in below)
    return below if size > 0.6 * sum(len(page.lines[i].text) for i in kept) else tuple(kept)


def pieces(
    page: HtmlDocument, kept: Sequence[int], title: str, lead: str | None, beside: NonBodyLines
) -> tuple[list[Piece], dict[int, DropReason]]:
    """The article's own blocks: no headline, standfirst, caption, credit, counter, pointer or embedded post.

    With them, by line, why a kept line gave no block, or only a part of its text.
    """
    found: list[Piece] = []
    main = _main_home(page, kept) if kept else 0
    before, asking = _before_others(page, kept, main), _asking(page, main)
    dropped = dict.fromkeys(set(kept).difference(before), DropReason.BEHIND)
    for i in before:
        text, reason = _own_text(page.lines[i], title, None if found else (lead or ""))
        if text and i in beside.captions:
            text, reason = "", DropReason.CAPTION
        if text and i in beside.posts:
            text, reason = "", DropReason.POST
        if text and i in asking:
            text, reason = "", DropReason.FORM
        if text:
            found.append(Piece(i, _kind(page, page.lines[i].box), text))
        if reason:
            dropped[i] = reason
    while found and found[-1].kind == "heading":
        dropped[found.pop().line] = DropReason.HANGING
    return found, dropped


def _before_others(page: HtmlDocument, kept: Sequence[int], main: int) -> Sequence[int]:
    """The kept lines before a heading that opens a block of other articles, if most of them stand there.

    A block in a box of its own inside the text does not end it: what follows in the text's own box stays.
    """
    for i in range(kept[0] + 1 if kept else 0, kept[-1] if kept else 0):
        if _opens_others(page, i):
            inside = _home(page, i) != main
            before = [each for each in kept if each < i or (inside and _home(page, each) == main)]
            return before if len(before) * 2 >= len(kept) else kept
    return kept


def _asking(page: HtmlDocument, main: int) -> frozenset[int]:
    """The lines of small boxes inside the text that hold a form, with what asks to fill it in: a subscription, a poll."""
    if "form" not in page.tags:
        return frozenset()
    around = set(page.ancestors(main))
    boxes = (page.parents[box] for box, tag in enumerate(page.tags) if tag == "form")
    small = [box for box in boxes if page.lasts[box] - page.firsts[box] <= _MOST_BESIDE_FORM]
    return _lines_in(page, set(small) - around)


def _own_text(line: Line, title: str, lead: str | None) -> tuple[str, DropReason | None]:
    """What of a kept line is the article's, and why the rest, or all of it, is not.

    `lead` is the standfirst, empty if there is none, and None behind the first block of the text.
    """
    text = whole = nfc(line.text)
    if headlines.may_repeat(whole, title):
        text = headlines.unglue(whole, title)
        if headlines.is_repeat(text, title):
            return "", DropReason.HEADLINE
    if lead is not None and (reason := _preface(text, line, lead)):
        return "", reason
    if reason := _pointer(text, line.link_chars):
        return "", reason
    head, _, rest = text.partition("\n")
    if credit_of(head):
        return rest.strip(), DropReason.CREDIT
    return text, DropReason.HEADLINE if len(text) < len(whole) else None


def _preface(text: str, line: Line, lead: str) -> DropReason | None:
    """Whether a line before the text is a date or a counter of views, a byline, a row of links or the standfirst once more."""
    if not any(map(str.isalpha, text)):
        return DropReason.COUNTER
    if len(text) < _LONGEST_BYLINE and byline.in_line(text):
        return DropReason.AUTHOR
    if line.links > 1 and line.link_chars * 2 > len(text):
        return DropReason.LINKS
    return DropReason.STANDFIRST if lead and fold(text) == fold(lead) else None


def _pointer(text: str, link_chars: int) -> DropReason | None:
    """Whether a line leads away from the text: to other articles, to an advertisement, to a subscription."""
    if _is_opener(text):
        return DropReason.OPENER
    if link_chars and ALSO.match(text):
        return DropReason.POINTER
    return DropReason.NOTICE if _is_notice(text) else None


def _is_notice(text: str) -> bool:
    return len(text) < _LONGEST_NOTICE and NOTICE.match(text) is not None


def _kind(page: HtmlDocument, box: int) -> str:
    tag = page.tags[box]
    if tag in _HEADINGS:
        return "heading"
    if tag in _ITEMS:
        return "item"
    around = page.parents[box]
    outer = page.tags[around]
    if "blockquote" in (tag, outer, page.tags[page.parents[around]]):
        return "quote"
    return "item" if outer == "li" else "cell" if tag in _CELLS else "paragraph"
