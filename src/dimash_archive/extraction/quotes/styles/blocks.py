"""Speech set apart as a quotation block: one or more paragraphs, with or without marks, and a line for the name."""

import re
from typing import NamedTuple

from dimash_archive.extraction.quotes.attribution import Clause, behind, narrator_follows
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.marks import read_marks
from dimash_archive.extraction.quotes.styles.dashes import LEADING

_FEW_WORDS = 3
_NAME_WORDS = 12
_LOOSE = " \t\n\u00a0.,;"
_BEFORE_NAME = re.compile(r"(?<=[.!?…\"”»’'])\s*[—–―-]{1,2}\s*(?=\w)")


class _Stretch(NamedTuple):
    """A paragraph of a block."""

    start: int
    """Offset of the first spoken character."""
    end: int
    """Offset just after the last one."""
    close: int
    """Offset just after the closing mark, if there is one."""
    opened: bool
    """Whether an outer mark opens it."""
    closed: bool
    """Whether an outer mark closes it."""
    named: Clause | None
    """The name on its last line or after its last dash."""


def read_block(page: SpeechText, number: int) -> tuple[list[QuoteCandidate], int]:
    """The speech in the quotation that begins at a paragraph, and the number of the paragraph to continue with.

    The number stays the same if the block contains the narrator's words: then it is read like any other
    paragraph.
    """
    block = _block(page, number)
    if any(_narrates(page, each) for each in block):
        return [], number
    drafts: list[QuoteCandidate] = []
    is_open = complete = False
    for each in block:
        start, end = page.bounds[each]
        if drafts and (name := _attribution(page, start, end)):
            drafts[-1].clause, complete = name, True
            continue
        piece = _stretch(page, start, end)
        if drafts and not complete and (is_open or not piece.opened):
            drafts[-1].pieces.append((piece.start, piece.end))
            drafts[-1].last, drafts[-1].close = each, piece.close
        else:
            drafts.append(QuoteCandidate(each, each, start, piece.close, [(piece.start, piece.end)]))
        drafts[-1].clause = piece.named or behind(page.body, piece.close, end, page.words)
        is_open = (is_open or piece.opened) and not piece.closed
        complete = piece.closed or piece.named is not None
    return [each for each in drafts if _is_speech(page, each)], number + len(block)


def _block(page: SpeechText, number: int) -> range:
    """The numbers of the paragraphs that belong to one block."""
    behind_it = number
    while behind_it < len(page.bounds) and page.kind(behind_it) == "quote":
        behind_it += 1
    return range(number, behind_it)


def _narrates(page: SpeechText, number: int) -> bool:
    """Whether a paragraph begins with a speech that the narrator reports in that paragraph."""
    start, end = page.bounds[number]
    marks = read_marks(page.body, start, end)
    if not marks.pairs or marks.pairs[0].start != start:
        return False
    return narrator_follows(page.body, marks.pairs[0].end, end, page.words)


def _stretch(page: SpeechText, start: int, end: int) -> _Stretch:
    """A paragraph without its outer marks and without the name at its end."""
    body, named = page.body, None
    line = body.rfind("\n", start, end) + 1
    if line and (named := _attribution(page, line, end)):
        end = line
    elif (dash := _last(_BEFORE_NAME, body, start, end)) and (named := _name(page, dash.end(), end)):
        end = dash.start()
    while end > start and body[end - 1] in " \t\n\u00a0":
        end -= 1
    last = end
    while last > start and body[last - 1] in _LOOSE:
        last -= 1
    marks = read_marks(body, start, end)
    if marks.pairs and marks.pairs[0].start == start and marks.pairs[0].end >= last:
        close = marks.pairs[0].end
        return _Stretch(start + 1, close - 1, close, True, True, named)
    opened = marks.lost_open == start
    closed = marks.lost_close is not None and marks.lost_close == last - 1
    return _Stretch(
        start + opened, last - 1 if closed else end, last if closed else end, opened, closed, named
    )


def _last(pattern: re.Pattern[str], body: str, start: int, end: int) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(body, start, end):
        pass
    return match


def _attribution(page: SpeechText, start: int, end: int) -> Clause | None:
    """The line `— Aisaule Kuitemirova, conductor` under a quotation."""
    dash = LEADING.match(page.body, start, end)
    return None if dash is None else _name(page, dash.end(), end)


def _name(page: SpeechText, start: int, end: int) -> Clause | None:
    """The clause formed by a name and an office, without a verb."""
    if not page.body[start].isupper():
        return None
    text = page.body[start:end].rstrip()
    if len(text.split()) > _NAME_WORDS or text[-1] in "?!":
        return None
    return Clause(start, start + len(text))


def _is_speech(page: SpeechText, draft: QuoteCandidate) -> bool:
    """Whether a block is speech, and repeats nothing said elsewhere."""
    words = sum(len(page.body[start:end].split()) for start, end in draft.pieces)
    text = page.body[slice(*draft.pieces[0])].rstrip(_LOOSE)
    pulled = len(draft.pieces) == 1 and page.body.count(text) > 1
    return words >= _FEW_WORDS and not pulled
