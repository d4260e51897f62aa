"""Lines that a dash opens: a speech in a dialogue, an answer in an interview, or just an item of a list."""

from dimash_archive.extraction.quotes.attribution import WORD, sentence_start
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.marks import read_marks
from dimash_archive.extraction.quotes.styles import commas
from dimash_archive.extraction.quotes.styles.dashes import LEADING, Spoken, part
from dimash_archive.extraction.quotes.styles.monologue import run_on

_STOPS = frozenset(".!?…")
_LOOSE = "\"”»)' \t\n\u00a0"
_REACH = 300
_LINE = 2000
"""Characters of the next line that are examined."""


def read_line(
    page: SpeechText, number: int, span: tuple[int, int], *, spoken_before: bool
) -> QuoteCandidate | None:
    """The speech that a dash opens at the start of a line, with the paragraphs that continue it, or None.

    `spoken_before` says that the previous line or paragraph is a speech of this kind.
    """
    draft, is_speech = _read_line(page, number, span, spoken_before=spoken_before)
    if draft is None or span[1] != page.bounds[number][1]:
        return draft if is_speech else None
    whole = run_on(page, draft, answer=is_speech and _asked(page, span[0]))
    return whole or (draft if is_speech else None)


def _asked(page: SpeechText, at: int) -> bool:
    """Whether the text above a line is a question."""
    return page.body[max(0, at - _REACH) : at].rstrip(_LOOSE).endswith("?")


def _read_line(
    page: SpeechText, number: int, span: tuple[int, int], *, spoken_before: bool
) -> tuple[QuoteCandidate | None, bool]:
    """The possible speech in a line, and whether the line by itself shows that it is speech."""
    body = page.body
    start, end = span
    dash = LEADING.match(body, start, end)
    if dash is None:
        return None, False
    spoken = part(body, dash.end(), end, page.words)
    if spoken.clause is None and page.words.narrator_in_commas:
        spoken = commas.part(body, dash.end(), end, page.words) or spoken
    typed = "-" in dash[0]  # a hyphen, which opens the items of a list too
    shown = _is_narrated(spoken, typed=typed)
    if not shown:
        if (typed and not page.words.comma_before_dash) or not _is_sentence(body[dash.end() : end]):
            return None, False
        shown = spoken_before or _is_expected(page, span)
    stray = read_marks(body, dash.end(), end).lost_close
    pieces = [(first, last - (last - 1 == stray)) for first, last in spoken.pieces]
    return QuoteCandidate(number, number, start, end, pieces, spoken.clause, dashed=True), shown


def _is_narrated(spoken: Spoken, *, typed: bool) -> bool:
    return spoken.clause is not None and (spoken.clause.verb is not None or not typed)


def _is_sentence(text: str) -> bool:
    first = WORD.search(text)
    return text.rstrip(_LOOSE)[-1:] in _STOPS and first is not None and not first[0][0].islower()


def _is_expected(page: SpeechText, span: tuple[int, int]) -> bool:
    """Whether the lines around a line without a narrator show that it is speech."""
    body, words = page.body, page.words
    start, end = span
    following = _next_line(body, end)
    narrated = following is not None and _is_narrated(part(body, *following, words), typed=False)
    if narrated:
        return True
    asks = body[start:end].rstrip(_LOOSE).endswith("?")
    if asks:
        return following is not None and not body[slice(*following)].rstrip(_LOOSE).endswith("?")
    before = body[max(0, start - _REACH) : start].rstrip(_LOOSE)
    if before.endswith("?"):
        return following is None
    if not before.endswith(":"):
        return False
    lead = WORD.findall(before, sentence_start(before, 0, len(before)))
    return any(map(words.saying, lead)) and not any(map(words.titled, lead))


def _next_line(body: str, end: int) -> tuple[int, int] | None:
    """Offsets of the text of the next line if a dash opens it."""
    following = end
    while following < len(body) and body[following] == "\n":
        following += 1
    dash = LEADING.match(body, following)
    if dash is None:
        return None
    stop = body.find("\n", dash.end(), dash.end() + _LINE)
    return dash.end(), min(len(body), dash.end() + _LINE) if stop < 0 else stop
