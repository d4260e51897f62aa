"""Speech whose opening mark is not closed in its paragraph: it runs on, or the closing mark was forgotten."""

from collections.abc import Iterable
from typing import NamedTuple

from dimash_archive.extraction.quotes import dashes
from dimash_archive.extraction.quotes.attribution import behind
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.classify import is_speech
from dimash_archive.extraction.quotes.marks import family, read_marks

_FAR = 25
"""Paragraphs that a speech may run on without marks at their starts."""
_FEW_WORDS = 4


class UnclosedSpeech(NamedTuple):
    """A speech and where reading goes on."""

    draft: QuoteCandidate
    """The speech."""
    number: int
    """The paragraph in which it ends."""
    at: int
    """Offset in that paragraph behind the speech."""


def follow(page: SpeechText, number: int, at: int) -> UnclosedSpeech | None:
    """The speech that the unclosed mark at `at` opens, or None if it opens none.

    Looked for in this order: the narrator's words behind a dash, further paragraphs that open with a mark
    again, a paragraph with a closing mark that nothing else opened, the end of the paragraph.
    """
    body, end = page.body, page.bounds[number][1]
    it = page.setting(number, (at, end), ceiling=end, closed=False)
    if not it.opens_sentence and it.last not in ("", ",", ":"):
        return None
    spoken = dashes.part(body, at + 1, end, page.words)
    if spoken.told is not None and spoken.told.verb is not None:
        draft = QuoteCandidate(
            number, number, at, spoken.told.end, without_commas(body, spoken.pieces, end), spoken.told
        )
        return UnclosedSpeech(draft, number, end)
    found = _reopened(page, number, at) or _run_on(page, number, at)
    if found is not None:
        return found
    if it.count < _FEW_WORDS or _holds_told(page, at + 1, end) or not is_speech(it):
        return None
    return UnclosedSpeech(QuoteCandidate(number, number, at, end, [(at + 1, end)]), number, end)


def without_commas(body: str, pieces: Iterable[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """Pieces of a speech in marks without the commas that part them from the narrator's words behind a dash.

    `end` is where the marks end: a piece that reaches so far keeps its comma.
    """
    return [(first, last - (last < end and body[last - 1] == ",")) for first, last in pieces]


def _reopened(page: SpeechText, number: int, at: int) -> UnclosedSpeech | None:
    """A speech whose every further paragraph opens with a mark again."""
    body = page.body
    pieces = [(at + 1, page.bounds[number][1])]
    last = number
    while last + 1 < len(page.bounds) and not page.is_heading(last + 1):
        start, end = page.bounds[last + 1]
        if start == end or family(body[start]) != family(body[at]):
            break
        marks = read_marks(body, start, end)
        last += 1
        closed = marks.pairs[0].end if marks.pairs and marks.pairs[0].start == start else None
        if marks.lost_close is not None:
            closed = marks.lost_close + 1
        if closed is not None:
            pieces.append((start + 1, closed - 1))
            return _found(page, number, at, last, closed, pieces)
        pieces.append((start + 1, end))
    if last == number:
        return None
    end = page.bounds[last][1]
    return _found(page, number, at, last, end, pieces)


def _run_on(page: SpeechText, number: int, at: int) -> UnclosedSpeech | None:
    """A speech that opens in one paragraph and closes in another, with no mark at the paragraphs between."""
    body = page.body
    for last in range(number + 1, min(number + 1 + _FAR, len(page.bounds))):
        start, end = page.bounds[last]
        if page.is_heading(last) or dashes.LEADING.match(body, start, end):
            return None
        marks = read_marks(body, start, end)
        close = marks.lost_close
        told = any(
            _is_told(page, pair.end, end) for pair in marks.pairs if close is None or pair.end <= close
        )
        if told or (marks.lost_open is not None and (close is None or marks.lost_open < close)):
            return None
        if close is not None and family(body[close]) == family(body[at]):
            return _found(page, number, at, last, close + 1, [(at + 1, close)])
    return None


def _found(
    page: SpeechText, number: int, at: int, last: int, close: int, pieces: list[tuple[int, int]]
) -> UnclosedSpeech:
    told = behind(page.body, close, page.bounds[last][1], page.words)
    return UnclosedSpeech(QuoteCandidate(number, last, at, close, pieces, told), last, close)


def _holds_told(page: SpeechText, start: int, end: int) -> bool:
    """Whether the text holds another speech with its narrator, so that it is no speech itself."""
    return any(_is_told(page, pair.end, end) for pair in read_marks(page.body, start, end).pairs)


def _is_told(page: SpeechText, at: int, end: int) -> bool:
    told = behind(page.body, at, end, page.words)
    return told is not None and told.verb is not None
