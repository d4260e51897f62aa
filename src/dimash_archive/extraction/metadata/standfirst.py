"""Which line of the header is the standfirst: a text of its own between headline and article."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from dimash_archive.extraction.metadata import byline, layout
from dimash_archive.extraction.metadata.dates import written_dates
from dimash_archive.extraction.metadata.layout import ArticleLayout
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS, Line
from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import SENTENCE_END

_CALLED: Final = re.compile(
    r"sub-?(?:title|head)|stand-?first|excerpt|\bdek\b|\bdeck\b|(?:^|[\s_-])lead(?:$|[\s_-])|\blede\b|preamble|strapline|summary"
    r"|abstract|epigraph|ingress|chapeau|einleitung|entradilla|bajada|sottotitolo"
)
_OTHER: Final = re.compile(
    r"author|\bbio\b|editor|tooltip|crumb|update|date|\bcta\b|-cta|recipe|caption|related|newsletter|subscri|comment|sharing|notice|message|banner|promo"
)
_SHORTEST, _LONGEST = 25, 500
_LONGEST_BYLINE: Final = 80
"""A shorter line with a name or a date in it only says who and when."""
_FEWEST_WORDS: Final = 7
"""A line of the header with fewer words is a kicker, a label or a second headline."""
_WORD: Final = re.compile(r"\w+")
_DECLARED: Final = 40
"""Letters of a description that a line must begin with to match it."""
_BOXES: Final = HEADINGS | {"p", "div", "header", "section", "article"}


def line(
    page: HtmlDocument,
    where: ArticleLayout,
    body_lines: Sequence[int],
    declared: Sequence[str],
    asides: Collection[int],
) -> int | None:
    """The index of the line that is the standfirst; None if there is none.

    It matches the page's description (`declared`), is named a standfirst, is a heading under the headline, or
    is the first sentence set apart from the text. `body_lines` are the indexes of the text's lines, `asides`
    those of captions.
    """
    reach = range(where.after.start, min(where.after.stop, where.start + 1))
    header = list(_header(page, reach, asides))
    text = set(body_lines)
    about = [_letters(each) for each in declared]
    for i in header:
        if i not in text and _is_declared(_letters(page.lines[i].text), about):
            return i
    apart = next((i for i in header if _is_set_apart(page, where, i, body_lines)), None)
    return (
        apart if apart is not None else _above(page, _header(page, where.before, asides), about, body_lines)
    )


def _above(
    page: HtmlDocument, header: Iterable[int], about: Sequence[str], body_lines: Sequence[int]
) -> int | None:
    """The standfirst of a header with its parts in another order: named so, or declared, in a box without links."""
    above = [
        i
        for i in header
        if not any(line.links for line in _beside(page, i))
        and (_is_declared(_letters(page.lines[i].text), about) or _is_called(page, i, body_lines))
    ]
    return above[-1] if above else None


def _beside(page: HtmlDocument, at: int) -> Sequence[Line]:
    """The lines of the innermost boxes around a line: a teaser has its headline there with its excerpt."""
    box = layout.near(page, page.lines[at].box, 3)[-1]
    return page.lines[page.firsts[box] : page.lasts[box]]


def _is_set_apart(page: HtmlDocument, where: ArticleLayout, at: int, body_lines: Sequence[int]) -> bool:
    """Whether a line of the header is named a standfirst, or is a sentence in a box away from the text."""
    box, text = page.lines[at].box, page.lines[at].text
    is_next = at == where.title + 1
    is_sentence = SENTENCE_END.search(text) is not None
    is_statement = text.endswith(".")
    if _is_called(page, at, body_lines) or (page.tags[box] == "h2" and is_next and is_statement):
        return True
    if len(_WORD.findall(text)) < _FEWEST_WORDS or not (is_sentence or (is_next and not text.endswith(":"))):
        return False
    # A heading repeats the headline unless it is a statement.
    is_heading = page.tags[box] in HEADINGS
    return (
        (not is_heading or is_statement)
        and _is_apart(page, box, at, body_lines)
        and not _is_amid(page, where.title, at, body_lines)
    )


def _is_called(page: HtmlDocument, at: int, body_lines: Sequence[int]) -> bool:
    """Whether a line's box, or one around it, is named a standfirst; a box with more of the text in it names
    the text."""
    called = [each for each in layout.near(page, page.lines[at].box, 3) if _CALLED.search(page.names[each])]
    return any(
        not any(page.firsts[box] <= i < page.lasts[box] for i in body_lines if i != at) for box in called
    )


def _is_declared(text: str, about: Sequence[str]) -> bool:
    """Whether a line is the page's description of its subject, in full or truncated."""
    return len(text) >= _DECLARED and any(
        len(each) >= _DECLARED and (text.startswith(each) or each.startswith(text)) for each in about
    )


def _is_other(page: HtmlDocument, box: int) -> bool:
    """Whether a box has a name that also occurs in headers; its own name counts more than those around it."""
    own = page.names[box]
    return _OTHER.search(own if _CALLED.search(own) else layout.names(page, box)) is not None


def _letters(text: str) -> str:
    return "".join(_WORD.findall(fold(text)))


def _is_apart(page: HtmlDocument, box: int, at: int, body_lines: Sequence[int]) -> bool:
    """Whether the text's first sentence does not follow this line directly, and is in a different box."""
    first = next((i for i in body_lines if i > at and SENTENCE_END.search(page.lines[i].text)), None)
    return (
        first is not None
        and first > at + 1
        and page.parents[box] not in page.ancestors(page.lines[first].box)
    )


def _is_amid(page: HtmlDocument, title: int, at: int, body_lines: Sequence[int]) -> bool:
    """Whether a line of the text is in the innermost box around all the others, with the headline outside."""
    others = [i for i in body_lines if i != at and SENTENCE_END.search(page.lines[i].text)]
    if at not in body_lines or not others:
        return False
    box = page.lines[others[0]].box
    while box and not page.firsts[box] <= others[0] <= others[-1] < page.lasts[box]:
        box = page.parents[box]
    return page.firsts[box] <= at < page.lasts[box] and not page.firsts[box] <= title < page.lasts[box]


def _header(page: HtmlDocument, lines: range, asides: Collection[int]) -> Iterator[int]:
    """The lines of the header that may be a standfirst."""
    for i in lines:
        text = page.lines[i].text
        if not _SHORTEST <= len(text) <= _LONGEST or page.lines[i].link_chars * 2 > len(text):
            continue
        box = page.lines[i].box
        if i in asides or page.tags[box] not in _BOXES or _is_other(page, box):
            continue
        if len(text) >= _LONGEST_BYLINE or not (byline.in_line(text) or written_dates.read(text)):
            yield i
