"""Boxes that readers do not see, including those they can expand.

A dialog, terms in a pop-up, or words for search engines are not part of the article. Text after "Read more",
in the panels of an accordion, or hidden until readers pay, is: a hidden box is the article's if it holds most
of the text, if something on the page opens it, if its name says that it continues, or if it is made of the
text's own last paragraphs.
"""

import re
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.outline import Outline
from dimash_archive.html import hiding
from dimash_archive.html.dom import HtmlDocument, href
from dimash_archive.html.hiding import is_hidden
from dimash_archive.html.lines import HEADINGS

_MOST: Final = 0.5
"""Hidden boxes with this share of the text are the text: a script, or a payment, reveals it."""
_INNER: Final = 4
"""Number of boxes in a hidden one whose names are examined."""
_OPENED: Final = re.compile(
    r"more|\brest|full|expand|expander|collaps|accord|\bacc\b|\bacc[-_]|spoiler|toggle|fold|paywall|premium|locked|remain"
    r"|\bs:\d|faq|answer|tab-?pane|tab-?content|panel|continu|article-?(?:body|text|content)|entry-content|story|body-?text"
)
_FOLDED: Final = re.compile(r"accord|\bacc\b|\bacc[-_]|collaps|toggle|spoiler|faq|\btabs?\b")
"""Names of boxes around parts that readers can expand."""
_APART: Final = re.compile(
    r"pop-?up|modal|dialog|overlay|cookie|consent|banner|subscri|newsletter|login|sign-?(?:in|up)|share|menu|nav|search|terms|seo|template|tooltip|print"
)
_CONTROLS: Final = frozenset(
    ("aria-controls", "data-target", "data-bs-target", "data-toggle", "data-collapse", "data-expand")
)
_CONTROL: Final = re.compile(
    r"more|toggle|expand|accord|collaps|unfold|continue|\bbtn|button|spoiler|tab\b|acc-"
)
_LONGEST_CONTROL: Final = 40


def lines(outline: Outline) -> Iterator[int]:
    """The lines of hidden boxes that are not the article's."""
    page = outline.page
    boxes = list(_boxes(page))
    if not boxes:
        return
    opened = _opened(page)
    hidden = [i for i in outline.remaining if any(outline.holds(box, i) for box, _ in boxes)]
    is_drawn = outline.chars(hidden) >= _MOST * outline.chars(outline.remaining)
    for box, is_dialog in boxes:
        if is_dialog or _APART.search(page.names[box]) or not (is_drawn or _is_text(outline, box, opened)):
            yield from range(page.firsts[box], page.lasts[box])


def _boxes(page: HtmlDocument) -> Iterator[tuple[int, bool]]:
    """The outermost hidden boxes that have lines, each with whether it is a closed dialog."""
    boxes = page.boxes
    sheets = boxes.called({name[1:] for name in page.hidden_names})
    behind = 0
    for box in sorted(
        {*boxes.of("dialog"), *boxes.having(hiding.ATTRIBUTES), *boxes.named(hiding.NAMES), *sheets}
    ):
        first, last = page.firsts[box], page.lasts[box]
        if first == last or first < behind:
            continue
        attributes = page.attributes[box]
        is_dialog = page.tags[box] == "dialog" and "open" not in attributes
        if is_dialog or is_hidden(attributes, page.hidden_names):
            behind = last
            yield box, is_dialog


def _opened(page: HtmlDocument) -> frozenset[str]:
    """What the page's controls and links say they open: ids, as they are or after `#`."""
    controls = (page.attributes[box] for box in page.boxes.having(_CONTROLS))
    named = {value for each in controls for name in _CONTROLS if (value := each.get(name))}
    links = map(href, [anchor for _, _, anchor in page.anchors])
    return frozenset(named.union(link for link in links if link[:1] == "#"))


def _is_text(outline: Outline, box: int, opened: frozenset[str]) -> bool:
    """Whether a hidden box still belongs to the article: expanded, shown by a tab, or continuing the text."""
    page = outline.page
    first = page.firsts[box]
    inner = [
        page.names[each]
        for each in range(box, min(box + _INNER, len(page.tags)))
        if page.firsts[each] == first
    ]
    is_named = _OPENED.search(" ".join(inner)) or _FOLDED.search(page.names[page.parents[box]])
    return (
        bool(is_named)
        or page.same_class_siblings[box] > 1
        or _is_opened(page, box, opened)
        or _goes_on(outline, box)
    )


def _is_opened(page: HtmlDocument, box: int, opened: frozenset[str]) -> bool:
    """Whether something on the page opens a hidden box: it names its id, or is beside it as a button is."""
    identity = page.attributes[box].get("id")
    if identity and (identity in opened or f"#{identity}" in opened):
        return True
    first, last = page.firsts[box], page.lasts[box]
    return any(_is_control(page, i) for i in (first - 1, last) if 0 <= i < len(page.lines))


def _is_control(page: HtmlDocument, index: int) -> bool:
    line = page.lines[index]
    if len(line.text) > _LONGEST_CONTROL and page.tags[line.box] not in HEADINGS | {"button", "summary"}:
        return False
    around = page.ancestors(line.box)[:2]
    return any(
        page.tags[box] in ("button", "summary") or bool(_CONTROL.search(page.names[box])) for box in around
    ) or any(
        page.attributes[box].get("aria-expanded") is not None or page.attributes[box].get("role") == "button"
        for box in around
    )


def _goes_on(outline: Outline, box: int) -> bool:
    """Whether a hidden paragraph is in the text's own flow, and none of the text after it is visible."""
    page = outline.page
    if page.tags[box] != "p" or outline.home(page.firsts[box]) != outline.main:
        return False
    behind = [i for i in outline.remaining if i >= page.lasts[box] and outline.home(i) == outline.main]
    return all(is_hidden(page.attributes[page.lines[i].box], page.hidden_names) for i in behind) and (
        len(behind) > 0 or is_hidden(page.attributes[page.lines[page.firsts[box] - 1].box], page.hidden_names)
    )
