"""Pointers in a text: a label such as "Read also" followed by links, teasers in a box, the numbers of its parts.

What a label says is a hint; what follows decides. Links after a label are removed with it; a paragraph after
it makes it a subhead, whatever it says.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from dimash_archive.extraction.content.outline import ITEMS, Outline
from dimash_archive.extraction.metadata import layout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS
from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import ALSO, LATEST, SENTENCE_END

_LONGEST_LABEL: Final = 60
_LABEL: Final = re.compile(
    r"(?:you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested)|more\s+(?:on|about|from|in)\b|see\s+also|also\s+(?:read|in|on)\b|related\b"
    r"|recommended\s+(?:for\s+you|articles|stories)|don['’]t\s+miss|in\s+other\s+news|top\s+stories|trending|editor['’]?s['’]?\s+(?:choice|picks)"
    r"|вам\s+(?:будет|может\s+быть)\s+интересно|(?:ещ[её]\s+)?(?:по|на)\s+(?:этой\s+)?тем[еу]|смотрите\s+также|читать\s+(?:также|далее)"
    r"|материалы\s+по\s+теме|друг(?:ие|ое)\s+(?:новости|материалы|статьи)|рекоменду|не\s+пропустите|выбор\s+редакции|связанные"
    r"|сондай-ақ|осы\s+тақырып|тақырып(?:қа|тық)?\s+(?:бойынша|орай)|сізге\s+(?:ұнауы|қызық)|ұсынамыз|тағы\s+(?:да\s+)?(?:оқы|қара)|басқа\s+(?:да\s+)?(?:жаңалық|материал)"
    r"|lesen\s+sie\s+auch|mehr\s+(?:zum\s+thema|dazu)|auch\s+interessant|(?:à\s+)?lire\s+aussi|à\s+lire|voir\s+aussi|le[ae]\s+también"
    r"|te\s+puede\s+interesar|más\s+(?:sobre|noticias)|lei[ae]\s+(?:também|mais)|leggi\s+anche|lees\s+ook|läs\s+(?:också|även|mer)|les\s+også"
    r"|læs\s+også|ayrıca|İlgili|przeczytaj|czytaj\s+(?:także|też|również)|zobacz\s+(?:także|też)|читайте\s+також|дивіться\s+також|за\s+темою"
    r"|関連|相关|相關|延伸阅读|관련|اقرأ\s+أيضا|यह\s+भी\s+पढ़ें)",
    re.IGNORECASE,
)
"""How a label above other articles begins: a hint, followed only if links come after it."""
_FEWEST: Final = 2
"""Similar boxes that make a list, or numbers in a row that lead to the parts of a text."""
_FEWEST_OF_HEADLINE: Final = 4
"""Spaces in a link that reads like a headline, including the one before it."""
_NUMBERS: Final = re.compile(r"[^\d\n]{0,40}(\d{1,3}(?:[\s|·/,\[\]]+\d{1,3})+)\D{0,30}")
""""Pages: 1 2 3": a label in any language, numbers, and perhaps a word for the next part."""
_NO_TEASERS: Final = re.compile(r"accordion|\bacc\b|faq|footnote|toc\b")
_CELLS: Final = frozenset(("tr", "td", "th", "dt", "dd"))
_LONGEST_TEASER: Final = 400


def is_linked(page: HtmlDocument, index: int) -> bool:
    """Whether a line is a link, apart from a mark or a date."""
    line = page.lines[index]
    return 10 * line.link_chars >= 7 * len(line.text)


def is_site_word(text: str) -> bool:
    """Whether a line is one that sites write above lists of other articles."""
    return (
        fold(text).strip(" :.—–-") in LATEST or ALSO.match(text) is not None or _LABEL.match(text) is not None
    )


def lines(outline: Outline) -> Iterator[int]:
    """The lines of labels and of the links after them, and of boxes of teasers inside the text."""
    page = outline.page
    yield from (i for i in range(len(page.lines)) if _is_row_of_parts(page, i))
    for i in range(1, len(page.lines) - 1):
        if _is_label(outline, i):
            links = list(_links_behind(outline, i))
            if links:
                yield from (i, *links)
    yield from (i for i in outline.remaining if _is_labelled_link(page, i))
    for box in _cards(outline):
        yield from range(page.firsts[box], page.lasts[box])
    for boxes in _groups(outline):
        if len(boxes) >= _FEWEST and all(_is_teaser(outline, box) for box in boxes):
            whole = _with_heading(
                page, range(page.firsts[boxes[0]], page.lasts[boxes[-1]]), page.parents[boxes[0]]
            )
            inside = [i for i in outline.remaining if i in whole]
            if 2 * outline.chars(whole) <= outline.chars(outline.remaining) - outline.chars(inside):
                yield from whole


def _is_labelled_link(page: HtmlDocument, index: int) -> bool:
    """Whether a paragraph in bold is a label and, after its colon, a link that reads like a headline."""
    line = page.lines[index]
    if line.links != 1 or 10 * line.bold_chars < 9 * len(line.text) or page.tags[line.box] in ITEMS:
        return False
    label, colon, headline = line.text.partition(":")
    linked = [dom.text_of(page.anchors[k][2]) for k in layout.links(page, range(index, index + 1))]
    is_headline = headline.count(" ") >= _FEWEST_OF_HEADLINE and SENTENCE_END.search(headline) is None
    return bool(colon) and is_headline and len(label) <= _LONGEST_LABEL and linked == [headline.strip()]


def _cards(outline: Outline) -> Iterator[int]:
    """The `article` elements inside the text that are a linked heading and the opening of another article."""
    page, around = outline.page, set(outline.page.ancestors(outline.main))
    for box in page.boxes.of("article"):
        inside = range(page.firsts[box], page.lasts[box])
        is_inside = box not in around and outline.holds(outline.main, inside.start)
        if is_inside and len(inside) in (2, 3) and outline.chars(inside) <= _LONGEST_TEASER:
            first = inside.start
            if page.tags[page.lines[first].box] in HEADINGS and is_linked(page, first):
                yield box


def is_above_links(page: HtmlDocument, index: int) -> bool:
    """Whether a short line that ends in a colon precedes a list item that is a link."""
    text, at = page.lines[index].text, index + 1
    is_label = len(text) <= _LONGEST_LABEL and text.endswith((":", "："))
    return (
        is_label and at < len(page.lines) and page.tags[page.lines[at].box] in ITEMS and is_linked(page, at)
    )


def _is_row_of_parts(page: HtmlDocument, index: int) -> bool:
    """Whether a line leads to the parts of a text by their numbers, from 1; all but that of the current part
    are links."""
    line = page.lines[index]
    if not line.links or len(line.text) > _LONGEST_LABEL or (row := _NUMBERS.fullmatch(line.text)) is None:
        return False
    numbers = re.findall(r"\d+", row[1])
    linked = {dom.text_of(page.anchors[k][2]) for k in layout.links(page, range(index, index + 1))}
    is_row = [int(each) for each in numbers] == list(range(1, len(numbers) + 1))
    return is_row and len(linked.intersection(numbers)) >= len(numbers) - 1


def _with_heading(page: HtmlDocument, teasers: range, around: int) -> range:
    """The lines of teasers with those of their own box, if that has only a heading and a link besides."""
    whole = range(page.firsts[around], page.lasts[around])
    return whole if len(whole) <= len(teasers) + 2 else teasers


def _is_label(outline: Outline, index: int) -> bool:
    """Whether a line of its own says that other articles follow."""
    page = outline.page
    line = page.lines[index]
    return len(line.text) <= _LONGEST_LABEL and not is_linked(page, index) and is_site_word(line.text)


def _links_behind(outline: Outline, index: int) -> Iterator[int]:
    """The links after a line, each with the text of its teaser if the first one has one."""
    page = outline.page
    at, stop = index + 1, len(page.lines)
    linked = list(takewhile(lambda i: is_linked(page, i), range(at, stop)))
    yield from linked
    at += len(linked)
    while len(linked) == 1 and at + 1 < stop and is_linked(page, at + 1) and not is_linked(page, at):
        if len(page.lines[at].text) > _LONGEST_TEASER:
            return
        yield from (at, at + 1)
        at += 2


def _groups(outline: Outline) -> Iterator[list[int]]:
    """Similar boxes side by side inside the text's own."""
    page = outline.page
    last: dict[tuple[int, str, str], list[int]] = {}
    for box in range(outline.root + 1, len(page.tags)):
        if page.firsts[box] >= page.lasts[outline.root]:
            break
        if page.same_class_siblings[box] < _FEWEST or page.lasts[box] - page.firsts[box] not in (2, 3):
            continue
        if page.tags[box] in _CELLS or _NO_TEASERS.search(page.names[box]):
            continue
        kind = page.parents[box], page.tags[box], page.names[box]
        if kind in last and page.lasts[last[kind][-1]] != page.firsts[box]:
            yield last.pop(kind)
        last.setdefault(kind, []).append(box)
    yield from last.values()


def _is_teaser(outline: Outline, box: int) -> bool:
    """Whether a box is a link and some words outside it."""
    page = outline.page
    inside = range(page.firsts[box], page.lasts[box])
    linked = [i for i in inside if is_linked(page, i)]
    return len(linked) == 1 and outline.chars(inside) <= _LONGEST_TEASER + len(page.lines[linked[0]].text)
