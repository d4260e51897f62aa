"""Speech set apart as a quotation block."""

from dimash_archive.extraction.quotes.attribution import Clause, behind
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.dashes import LEADING
from dimash_archive.extraction.quotes.marks import Marks, read_marks

_FEW_WORDS = 3
_NAME_WORDS = 12
_LOOSE = " \t\n\u00a0.,;"


def read_block(page: SpeechText, number: int) -> tuple[list[QuoteCandidate], int]:
    """The speech in the quotation that begins at a paragraph, and the number of the paragraph behind it.

    No drafts if the narrator speaks in it himself: then it is to be read like any other paragraph.
    """
    drafts: list[QuoteCandidate] = []
    whole = True
    while number < len(page.bounds) and page.kind(number) == "quote":
        start, end = page.bounds[number]
        if drafts and (name := _attribution(page, start, end)):
            drafts[-1].told = name
            whole = True
            number += 1
            continue
        told = None
        line = page.body.rfind("\n", start, end) + 1
        if line and (told := _attribution(page, line, end)):
            end = line
        marks = read_marks(page.body, start, end)
        if any(_is_told(page, pair.end, end) for pair in marks.pairs):
            break
        piece, close, is_whole = _inside(page.body, marks, start, end)
        if whole or is_whole:
            drafts.append(QuoteCandidate(number, number, start, close, [piece]))
        else:
            drafts[-1].pieces.append(piece)
            drafts[-1].last, drafts[-1].close = number, close
        drafts[-1].told = told or behind(page.body, close, end, page.words)
        whole = is_whole
        number += 1
    return [each for each in drafts if _words(page, each) >= _FEW_WORDS], number


def _inside(body: str, marks: Marks, start: int, end: int) -> tuple[tuple[int, int], int, bool]:
    """What stands inside the outer marks, where they close, and whether they open and close here."""
    last = end
    while last > start and body[last - 1] in _LOOSE:
        last -= 1
    if marks.pairs and marks.pairs[0].start == start:
        opened, closed = marks.pairs[0]
        if closed >= last or len(marks.pairs) == 1 and body[closed:end].lstrip(_LOOSE)[:1] in "—–-(":
            return (opened + 1, closed - 1), closed, True
    first = start + (marks.lost_open == start)
    if marks.lost_close is not None and marks.lost_close == last - 1:
        return (first, last - 1), end, True
    return (first, end), end, False


def _attribution(page: SpeechText, start: int, end: int) -> Clause | None:
    """The line `— Aisaule Kuitemirova, conductor` under a quotation."""
    dash = LEADING.match(page.body, start, end)
    if dash is None or not page.body[dash.end()].isupper():
        return None
    text = page.body[dash.end() : end].rstrip()
    if len(text.split()) > _NAME_WORDS or text[-1] in "?!":
        return None
    return Clause(dash.end(), dash.end() + len(text))


def _words(page: SpeechText, draft: QuoteCandidate) -> int:
    return sum(len(page.body[start:end].split()) for start, end in draft.pieces)


def _is_told(page: SpeechText, at: int, end: int) -> bool:
    told = behind(page.body, at, end, page.words)
    return told is not None and told.verb is not None
