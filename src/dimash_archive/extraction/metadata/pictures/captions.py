"""Which lines of a page are captions of pictures, and the people they credit."""

import re
from functools import lru_cache, partial
from typing import Final

from dimash_archive.extraction.metadata import layout
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.text.phrases import CREDIT, LEGEND, SENTENCE_END, credit_of, may_credit

_FIGURES: Final = frozenset(("figure", "figcaption"))
_MOST_LINES: Final = 4
"""Maximum number of lines in a figure; with more it is a gallery, or the article."""
_LONGEST: Final = 300
"""Characters of a line that may be a caption without a `figcaption`."""
_SMALL_HEADINGS: Final = frozenset(("h5", "h6"))
_LONGEST_HEADING: Final = 160
"""Characters of a heading that is the caption of the picture above it."""
_CENTRED: Final = re.compile(r"center", re.IGNORECASE)
_SETS_OFF: Final = frozenset(("blockquote", "table", "pre"))
"""The content of these is text, even in a box that is named a figure."""
_CAPTION: Final = re.compile(r"caption|figure|wp-block-image|image-box")
_NEAR: Final = 4
"""How many enclosing boxes of a picture and its caption may hold both."""
_FEWEST_WORDS: Final = 3
"""A class of at least this many words that all occur in the box's own text was generated from that text."""


def box_of(page: HtmlDocument, box: int) -> int | None:
    """The figure around a box: the nearest `figure`, or box named a caption by its class; None if there is none."""
    for near in layout.near(page, box, 4):
        if page.tags[near] in _FIGURES or _says_caption(page, near):
            figure = _figure(page, near)
            return figure if _is_small(page, figure) else None
    return None


def lines(page: HtmlDocument) -> frozenset[int]:
    """The lines that are captions: those of figures, of boxes named captions by their class, and credited
    ones below a picture."""
    boxes = [box for box in page.boxes.named(_CAPTION) if _says_caption(page, box)]
    boxes += page.boxes.of(*_FIGURES) if page.boxes.of("figure") else []
    small = {box for box in map(partial(_figure, page), boxes) if _is_small(page, box)}
    inside = ((i, box) for box in small for i in range(page.firsts[box], page.lasts[box]))
    below = {
        at
        for at, box, _ in page.images
        if _is_credited(page, box, at) or _is_small_heading(page, box, at) or _is_below(page, box, at)
    }
    return frozenset(i for i, box in inside if not _is_text(page, i, box)) | below


def of(page: HtmlDocument, box: int, at: int) -> tuple[str | None, str | None]:
    """Caption and credit of the picture in `box` before line `at`."""
    figure = box_of(page, box)
    if figure is not None:
        return split_credit(
            "\n".join(line.text for line in page.lines[page.firsts[figure] : page.lasts[figure]])
        )
    if at >= len(page.lines):
        return None, None
    rules = (_is_credited, _is_called_beside, _is_small_heading, _is_below)
    if any(rule(page, box, at) for rule in rules):
        return split_credit(page.lines[at].text)
    first = page.lines[at].text.split("\n")[0]
    return split_credit(first) if credit_of(first) else (None, None)


def split_credit(text: str) -> tuple[str | None, str | None]:
    """A caption split into caption and credit: `A choir. Photo: A. Name` gives `A choir.` and `A. Name`."""
    for match in reversed(list(CREDIT.finditer(text))):
        before = text[: match.start()].strip()
        # `In the photo: …` is a caption's own words; a credit begins a line, a sentence or a bracket.
        if not before or before[-1] in ".!?…(|/—–-" or text[match.start() - 1] == "\n":
            return before.rstrip("(|/—–- \n") or None, text[match.end() :].strip().rstrip(")").strip() or None
    return text or None, None


def _is_small_heading(page: HtmlDocument, box: int, at: int) -> bool:
    """Whether the line below a picture is a low-level heading beside it that does not end like a sentence."""
    if at >= len(page.lines):
        return False
    line = page.lines[at]
    is_small = page.tags[line.box] in _SMALL_HEADINGS and page.parents[line.box] in layout.near(page, box, 3)
    return is_small and len(line.text) <= _LONGEST_HEADING and line.text[-1:] not in ".!?…:"


def _is_below(page: HtmlDocument, box: int, at: int) -> bool:
    """Whether a picture and one short line that is not a sentence share a box of their own.

    The line is centred in the box, or its first word says that it is about the picture.
    """
    if at >= len(page.lines) or page.lines[at].box != box or page.lasts[box] - page.firsts[box] > 1:
        return False
    text, attributes = page.lines[at].text, page.attributes[box]
    is_centred = _CENTRED.search(
        f"{attributes.get('style') or ''} {attributes.get('align') or ''} {page.names[box]}"
    )
    is_legend = is_centred is not None or LEGEND.match(text) is not None
    return is_legend and len(text) <= _LONGEST_HEADING and SENTENCE_END.search(text) is None


def _is_credited(page: HtmlDocument, box: int, at: int) -> bool:
    """Whether the line below a picture is a caption with a credit: in the picture's box, or in one beside it."""
    if at >= len(page.lines):
        return False
    line = page.lines[at]
    if (
        not may_credit(line.text)
        or len(line.text) > _LONGEST
        or page.tags[line.box][:1] == "h"
        or credit_of(line.text.split("\n")[0])
    ):
        return False
    caption, credit = split_credit(line.text)
    return _is_together(page, box, line.box) and caption is not None and credit is not None


def _is_called_beside(page: HtmlDocument, box: int, at: int) -> bool:
    """Whether the line below a picture is named a caption and shares a small box with it, as `dt` and `dd`
    share a `dl`."""
    called = next(
        (each for each in layout.near(page, page.lines[at].box, 2) if _says_caption(page, each)), None
    )
    return called is not None and _is_together(page, box, called)


def _is_together(page: HtmlDocument, picture: int, legend: int) -> bool:
    """Whether the boxes of a picture and of a line are in one small box."""
    around = set(layout.near(page, legend, _NEAR))
    both = next((each for each in layout.near(page, picture, _NEAR) if each in around), None)
    return both is not None and _is_small(page, both)


def _figure(page: HtmlDocument, box: int) -> int:
    """The `figure` that contains a caption; the box itself if there is none."""
    return next((up for up in layout.near(page, box, 3) if page.tags[up] == "figure"), box)


def _is_small(page: HtmlDocument, box: int) -> bool:
    return page.lasts[box] - page.firsts[box] <= _MOST_LINES


def _says_caption(page: HtmlDocument, box: int) -> bool:
    """Whether a box is named a caption by its class. Ids do not count: systems make them from a heading's words."""
    if not _is_called(page.names[box]):
        return False
    classes = (page.attributes[box].get("class") or "").lower().split()
    return any(_is_called(each) and not _is_of_text(page, box, each) for each in classes)


@lru_cache(maxsize=1 << 12)
def _is_called(names: str) -> bool:
    return bool(_CAPTION.search(names))


def _is_of_text(page: HtmlDocument, box: int, name: str) -> bool:
    """Whether a class consists of the words of the box's own text."""
    words = re.findall(r"\w+", name.replace("_", "-"))
    text = " ".join(line.text for line in page.lines[page.firsts[box] : page.lasts[box]][:2]).lower()
    return len(words) >= _FEWEST_WORDS and all(word in text for word in words)


def _is_text(page: HtmlDocument, index: int, figure: int) -> bool:
    """Whether a line of a figure is text nevertheless: a quotation, a table, or longer than any caption."""
    around = page.ancestors(page.lines[index].box)
    tags = [page.tags[box] for box in around[: around.index(figure) + 1]]
    if "figcaption" in tags:
        return False
    return len(page.lines[index].text) > _LONGEST or not _SETS_OFF.isdisjoint(tags)
