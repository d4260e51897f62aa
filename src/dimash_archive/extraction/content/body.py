"""From the lines kept of a page to the paragraphs of its article: chrome inside the text is removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from dimash_archive.extraction.content.coherence import NonBodyLines, is_notice
from dimash_archive.extraction.content.foreign import pointers
from dimash_archive.extraction.content.outline import ITEMS, Outline
from dimash_archive.extraction.metadata import byline, headlines
from dimash_archive.extraction.metadata.dates import written_dates
from dimash_archive.extraction.metadata.pictures import captions
from dimash_archive.extraction.metadata.pictures.article_pictures import Post
from dimash_archive.extraction.report.reasons import DropReason
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS, Line
from dimash_archive.text.appeals import is_appeal
from dimash_archive.text.normalize import fold, nfc
from dimash_archive.text.phrases import ALSO, LATEST, credit_of

_CELLS: Final = frozenset(("td", "th"))
_OPENERS: Final = HEADINGS | {"div", "p", "strong"}
_LONGEST_OPENER: Final = max(map(len, LATEST)) + 10
"""A heading of other articles is shorter than this, in characters, including marks around it."""
_LONGEST_BYLINE: Final = 80
_LONGEST_DATE, _LETTERS_BESIDE_DATE = 60, 20
"""Characters of a line that is a date and a time, and letters of what else it may say, such as `Last updated`
and `UTC`."""
_LONGEST_HEADLINE: Final = 300
"""A heading longer than this is a standfirst, or a paragraph in large type."""
_FRONT_OF_TITLE: Final = 12
"""Minimum characters of a headline that a breadcrumb shows."""
_LEAST_OF_TEXT: Final = 60
"""A line this long under a heading belongs to a text, unless links around it show that it is a teaser's."""
_LEAST_LINKED: Final = 0.3
"""The share of lines in a list of teasers that are links: a title, its opening, a date."""
_MOST_BESIDE_FORM: Final = 6
"""Maximum number of lines in a box that only asks readers to fill in its form."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the article."""

    line: int
    """Index of its line on the page."""
    kind: str
    """`paragraph`, `heading`, `item`, `quote` or `cell`."""
    text: str
    """Its text, NFC."""


def asides(page: HtmlDocument, posts: Iterable[Post]) -> NonBodyLines:
    """What is embedded in the text: `posts` are the page's embedded posts."""
    return NonBodyLines(_lines_in(page, [box for box, _ in posts]), captions.lines(page))


def lists(page: HtmlDocument) -> tuple[int, ...]:
    """The lines of boxes introduced by a heading such as "Latest news", if a main heading is outside."""
    if "h1" not in page.tags:
        return ()
    openers = [i for i in range(len(page.lines)) if _opens_others(page, i)]
    mains = [i for i, line in enumerate(page.lines) if page.tags[line.box] == "h1"] if openers else []
    if not mains:
        return ()
    boxes = [range(i, page.lasts[_opened_by(page, i, mains)]) for i in openers]
    return tuple(sorted({i for lines in boxes if _leads_away(page, lines) for i in lines}))


def _leads_away(page: HtmlDocument, lines: range) -> bool:
    """Whether a heading introduces links, with or without teasers; a text under it makes it a subhead."""
    behind = lines[1:] or range(lines.stop, min(lines.stop + 1, len(page.lines)))
    linked = [i for i in behind if pointers.is_linked(page, i)]
    is_text = any(len(page.lines[i].text) >= _LEAST_OF_TEXT for i in behind)
    return not is_text or _LEAST_LINKED * len(behind) <= len(linked)


def _opened_by(page: HtmlDocument, index: int, mains: Sequence[int]) -> int:
    """The outermost box that begins with this line and contains no main heading."""
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


def _lines_in(page: HtmlDocument, boxes: Iterable[int]) -> frozenset[int]:
    """The lines inside any of the boxes."""
    return frozenset(chain.from_iterable(range(page.firsts[box], page.lasts[box]) for box in boxes))


def within(page: HtmlDocument, body_lines: Sequence[int], hint: str) -> tuple[int, ...]:
    """The kept lines inside the element that a profile's hint names, if most of the kept text is in it."""
    wanted = hint.strip().lower()
    for box, name in enumerate(page.names):
        if wanted[1:] in name.split() if wanted[:1] in (".", "#") else page.tags[box] == wanted:
            inside = tuple(i for i in body_lines if page.firsts[box] <= i < page.lasts[box])
            if 2 * sum(len(page.lines[i].text) for i in inside) > sum(
                len(page.lines[i].text) for i in body_lines
            ):
                return inside
    return tuple(body_lines)


def below_headline(outline: Outline, headlines: Sequence[int]) -> tuple[int, ...]:
    """The kept lines without those above the headline or its repeat, if those are the smaller part.

    A repeat in the middle of the text, with kept lines before it in its own box or in the text's box around
    it, is not where the text begins.
    """
    page, body_lines = outline.page, outline.remaining
    mains = [i for i in headlines if page.tags[page.lines[i].box] == "h1"]
    while len(mains) > 1 and any(i < mains[-1] and _is_around(outline, i, mains[-1]) for i in body_lines):
        mains.pop()
    top = mains[-1] if mains else -1
    below = tuple(i for i in body_lines if i > top)
    size = sum(len(page.lines[i].text) for i in below)
    return below if size > 0.6 * sum(len(page.lines[i].text) for i in body_lines) else tuple(body_lines)


def _is_around(outline: Outline, line: int, headline: int) -> bool:
    """Whether the box with a line of text is the headline's, or is the text's own with the headline inside."""
    home = outline.home(line)
    return home == outline.home(headline) or (home == outline.main and outline.holds(home, headline))


def pieces(
    outline: Outline, title: str, lead: str | None, beside: NonBodyLines
) -> tuple[list[Piece], dict[int, DropReason]]:
    """The article's own blocks: no headline, standfirst, caption, credit, counter, pointer or embedded post.

    With them, by line, why a kept line gave no block, or only part of its text.
    """
    page = outline.page
    asking, remaining = _asking(page, outline.main), set(outline.remaining)
    blocks: list[Piece] = []
    dropped: dict[int, DropReason] = {}
    for i in outline.remaining:
        is_subhead = _is_subhead(outline, i)
        text, reason = _own_text(
            page.lines[i], title, None if blocks or is_subhead else (lead or ""), is_subhead
        )
        if text and not blocks and _is_crumb(page.lines[i], title):
            text, reason = "", DropReason.CRUMB
        if text and (kind := _beside(i, beside, asking)):
            text, reason = "", kind
        if text and not (blocks or is_subhead) and _is_moment(page, i, text):
            text, reason = "", DropReason.DATE
        if text and i + 1 not in remaining and i + 1 not in beside.posts and pointers.is_above_links(page, i):
            text, reason = "", DropReason.POINTER
        if text:
            blocks.append(Piece(i, _kind(page, page.lines[i].box), text))
        if reason:
            dropped[i] = reason
    if len(blocks) > 1 and _is_of_header(outline, blocks[0], blocks[1]):
        dropped[blocks.pop(0).line] = DropReason.HEADLINE
    while blocks and blocks[-1].kind == "heading":
        dropped[blocks.pop().line] = DropReason.HANGING
    return blocks, dropped


def _is_of_header(outline: Outline, first: Piece, second: Piece) -> bool:
    """Whether the first block is a second headline: a heading in a different box from the text, with other
    lines between."""
    is_parted = second.line > first.line + 1 and outline.home(first.line) != outline.home(second.line)
    return is_parted and first.kind == "heading" and len(first.text) < _LONGEST_HEADLINE


def _beside(index: int, beside: NonBodyLines, asking: frozenset[int]) -> DropReason | None:
    """Why a line inside the text is not part of it, judging by its place."""
    if index in beside.captions:
        return DropReason.CAPTION
    if index in beside.posts:
        return DropReason.POST
    return DropReason.FORM if index in asking else None


def _is_subhead(outline: Outline, index: int) -> bool:
    """Whether a line is a heading or all bold, and a paragraph of the same box follows: then it is not a
    label, whatever it says."""
    page = outline.page
    line = page.lines[index]
    is_bold = 10 * line.bold_chars >= 9 * len(line.text) and page.tags[line.box] == "p"
    if not (page.tags[line.box] in HEADINGS or is_bold) or index + 1 == len(page.lines):
        return False
    behind = page.lines[index + 1]
    return (
        outline.is_prose(index + 1)
        and behind.box != line.box
        and outline.home(index) == outline.home(index + 1)
    )


def _asking(page: HtmlDocument, main: int) -> frozenset[int]:
    """The lines of small boxes inside the text that hold a form, with the invitation to fill it in: a
    subscription, a poll."""
    if "form" not in page.tags:
        return frozenset()
    around = set(page.ancestors(main))
    boxes = (page.parents[box] for box in page.boxes.of("form"))
    small = [box for box in boxes if page.lasts[box] - page.firsts[box] <= _MOST_BESIDE_FORM]
    return _lines_in(page, set(small) - around)


def _own_text(line: Line, title: str, lead: str | None, is_subhead: bool) -> tuple[str, DropReason | None]:
    """The part of a kept line that is the article's, and why the rest, or all of it, is not.

    `lead` is the standfirst, empty if there is none, and None after the first block of the text.
    """
    text = whole = nfc(line.text)
    if headlines.may_repeat(whole, title):
        text = headlines.unglue(whole, title)
        if headlines.is_repeat(text, title):
            return "", DropReason.HEADLINE
    if lead is not None and (reason := _preface(text, line, lead)):
        return "", reason
    if (not is_subhead or 2 * line.link_chars > len(text)) and (reason := _pointer(text, line.link_chars)):
        return "", reason
    if is_subhead and is_appeal(text):  # of any other line `_pointer` has asked
        return "", DropReason.NOTICE
    head, _, rest = text.partition("\n")
    if credit_of(head):
        return rest.strip(), DropReason.CREDIT
    return text, DropReason.HEADLINE if len(text) < len(whole) else None


def _preface(text: str, line: Line, lead: str) -> DropReason | None:
    """Whether a line before the text is a date or a view counter, a byline, a row of links or a repeat of the
    standfirst."""
    if not any(map(str.isalpha, text)):
        return DropReason.COUNTER
    if len(text) < _LONGEST_BYLINE and byline.in_line(text):
        return DropReason.AUTHOR
    if _is_date(text):
        return DropReason.DATE
    if line.link_chars * 2 > len(text) and (line.links > 1 or len(text) < _LONGEST_BYLINE):
        return DropReason.LINKS
    return DropReason.STANDFIRST if lead and fold(text) == fold(lead) else None


def _is_crumb(line: Line, title: str) -> bool:
    """Whether a line is links followed by the beginning of the headline: a breadcrumb may be below the headline."""
    front = title[:_FRONT_OF_TITLE]
    at = line.text.rfind(front) if line.links and front else -1
    is_way = 0 < at < _LONGEST_HEADLINE and 10 * line.link_chars >= 7 * at
    return is_way and title.startswith(line.text[at:].rstrip(" .…"))


def _is_date(text: str) -> bool:
    """Whether a line is only a date, perhaps with a label such as `Updated`."""
    if (
        len(text) > _LONGEST_DATE
        or not written_dates.may_hold(text)
        or (dated := written_dates.read(text)) is None
    ):
        return False
    most = _LETTERS_BESIDE_DATE if text[-1] not in ".!?…" else 3
    return sum(map(str.isalpha, text.replace(dated.raw, ""))) <= most


def _is_moment(page: HtmlDocument, index: int, text: str) -> bool:
    """Whether a line before the text shows the time of a `time` element: `4 May`, `two hours ago`."""
    if len(text) > _LONGEST_DATE or text[-1] in ".!?…":
        return False
    return any(at == index and "datetime" in attributes for at, _, attributes in page.times)


def _pointer(text: str, link_chars: int) -> DropReason | None:
    """Whether a line leads away from the text: to other articles, an advertisement, or a subscription."""
    if _is_opener(text):
        return DropReason.OPENER
    if link_chars and ALSO.match(text):
        return DropReason.POINTER
    return DropReason.NOTICE if is_notice(text) else None


def _kind(page: HtmlDocument, box: int) -> str:
    tag = page.tags[box]
    if tag in HEADINGS:
        return "heading"
    if tag in ITEMS:
        return "item"
    around = page.parents[box]
    outer = page.tags[around]
    if "blockquote" in (tag, outer, page.tags[page.parents[around]]):
        return "quote"
    return "item" if outer == "li" else "cell" if tag in _CELLS else "paragraph"
