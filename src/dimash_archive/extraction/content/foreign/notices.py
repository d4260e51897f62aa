"""Small boxes beside the text that say themselves what they are: paid content, a notice on cookies."""

import re
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.outline import Outline

_MOST_LINES: Final = 8
_LARGEST: Final = 0.34
"""A box with a larger share of the text is no notice beside it."""
_LONGEST_LABEL: Final = 80
_PAID: Final = re.compile(
    r"[\W_]*(?:paid\s+(?:content|post|partnership|program)|sponsored(?:\s+(?:content|post|by)\b)?|partner\s+content|advertorial"
    r"|advertisement|promoted|brand\s*voice|presented\s+by|реклама|на\s+правах\s+рекламы|партн[её]рск\w+\s+(?:материал|проект|пост)"
    r"|материал\s+партн[её]ра|спецпроект|промо\b|жарнама|серіктес(?:тік)?\s+(?:жобасы|материалы|мазмұны)|жарнамалық\s+материал"
    r"|anzeige|werbung|publicité|publicidad|patrocinado|contenuto\s+sponsorizzato|reklam|إعلان|विज्ञापन|広告|广告|광고)",
    re.IGNORECASE,
)
"""What a label of paid content begins with, in a few languages: a hint, followed only in a small box of its own."""
_MARK: Final = re.compile(r"\berid\s*[:：]|\bИНН\s*\d{8,}", re.IGNORECASE)
"""Marks that Russian law puts on advertisements."""
_COOKIES: Final = re.compile(
    r"cookie|куки\b|кукиз|персональных\s+данных|дербес\s+дерект|ملفات تعريف الارتباط|คุกกี้", re.IGNORECASE
)
_CONTROLS: Final = frozenset(("button", "form"))


def lines(outline: Outline) -> Iterator[int]:
    """The lines of notices, and what a mark in the text's own flow says of the paragraph behind it."""
    page = outline.page
    most = _LARGEST * max(outline.chars(outline.remaining), 1)
    text = "\n".join([line.text for line in page.lines]).lower()
    is_marked = "erid" in text or "инн" in text
    for i, line in enumerate(page.lines):
        if is_marked and len(line.text) <= 2 * _LONGEST_LABEL and _MARK.search(line.text):
            yield i
            if i + 1 < len(page.lines) and page.lines[i + 1].links and outline.home(i) == outline.home(i + 1):
                yield i + 1
        if len(line.text) <= _LONGEST_LABEL and _PAID.match(line.text):
            yield from _around(outline, i, most, begins=True)
    for box in page.boxes.of(*_CONTROLS):
        if page.lasts[box] > page.firsts[box]:
            notice = list(_around(outline, page.firsts[box], most, begins=False))
            if any(_COOKIES.search(page.lines[i].text) for i in notice):
                yield from notice


def _around(outline: Outline, index: int, most: float, *, begins: bool) -> range:
    """The lines of the largest small box around a line that is none of the text's own; it may have to begin with it."""
    page, largest = outline.page, range(0)
    held = set(page.ancestors(outline.root))
    for box in page.ancestors(page.lines[index].box):
        inside = range(page.firsts[box], page.lasts[box])
        if (
            box in held
            or len(inside) > _MOST_LINES
            or outline.chars(inside) > most
            or (begins and inside.start != index)
        ):
            break
        largest = inside
    return largest if len(largest) > 1 else range(0)
