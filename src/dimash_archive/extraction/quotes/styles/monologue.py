"""A speech after a dash that runs on over paragraphs without a mark of their own."""

from dataclasses import replace

from dimash_archive.extraction.quotes.attribution import WORD, narrator_follows
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.marks import read_marks
from dimash_archive.extraction.quotes.speakers.personal_names import names, names_whole
from dimash_archive.extraction.quotes.styles import dashes
from dimash_archive.extraction.quotes.styles.dashes import LEADING, Spoken

_FAR = 12
"""Paragraphs that a speech after one dash may extend over."""
_LOOSE = "\"”»)' \t\n\u00a0"


def run_on(page: SpeechText, draft: QuoteCandidate, *, answer: bool) -> QuoteCandidate | None:
    """The speech with the paragraphs that continue it, or None if none does.

    The narrator's words after a dash end it: `– First.` `Second, – said X.` In questions and answers
    (`answer`: a question is above), the next question ends it, or at the end of an interview the first
    paragraph without I or you.
    """
    if draft.clause is not None:
        return None
    last = draft.last + 1
    while last < min(len(page.bounds), draft.last + _FAR) and _may_go_on(page, last):
        start, end = page.bounds[last]
        spoken = _narrated(page, start, end)
        if spoken is not None and spoken.pieces[0][0] == start:
            first, *more = spoken.pieces
            pieces = [*draft.pieces[:-1], (draft.pieces[-1][0], first[1]), *more]
            return replace(draft, last=last, close=end, pieces=pieces, clause=spoken.clause)
        last += 1
    return _answer(page, draft, last) if answer else None


def _narrated(page: SpeechText, start: int, end: int) -> Spoken | None:
    """A paragraph in which a dash leads to the narrator's words, shown by a verb of saying or a full name."""
    if not dashes.may_part(page.body[start:end]):
        return None
    if spoken := dashes.unmarked(page.body, start, end, page.words):
        return spoken
    spoken = dashes.part(page.body, start, end, page.words)
    shown = spoken.clause is not None and names_whole(page.body, spoken.clause, page.words)
    return spoken if shown else None


def _answer(page: SpeechText, draft: QuoteCandidate, behind_it: int) -> QuoteCandidate | None:
    """The answer up to the next question, `behind_it`, or as far as somebody speaks in the first person."""
    asked = _is_question(page, behind_it)
    last = draft.last
    while last + 1 < behind_it and _answers(page, last + 1, asked=asked):
        last += 1
    if last == draft.last:
        return None
    end = page.bounds[last][1]
    return replace(draft, last=last, close=end, pieces=[*draft.pieces[:-1], (draft.pieces[-1][0], end)])


def _answers(page: SpeechText, number: int, *, asked: bool) -> bool:
    """Whether a paragraph is part of an answer; `asked` says that a question follows."""
    words = WORD.findall(page.body, *page.bounds[number])
    if any(map(page.words.personal, words)):
        return True
    return asked and bool(words) and not page.words.pronoun(words[0]) and not _names_first(page, number)


def _names_first(page: SpeechText, number: int) -> bool:
    start, end = page.bounds[number]
    persons = names(page.body, start, end, page.words)
    return bool(persons) and persons[0].start == start and not persons[0].short


def _may_go_on(page: SpeechText, number: int) -> bool:
    start, end = page.bounds[number]
    if page.kind(number) != "paragraph" or start == end or LEADING.match(page.body, start, end):
        return False
    text = page.body[start:end].rstrip(_LOOSE)
    if text[-1:] in "?:":
        return False
    marks = read_marks(page.body, start, end)
    if marks.lost_open is not None or marks.lost_close is not None:
        return False
    # Within a Kazakh sentence деп reports words that the speakers report themselves: «…» деп қайталайтын.
    pairs = [pair for pair in marks.pairs if pair.start == start or not page.words.title_follows]
    return not any(narrator_follows(page.body, pair.end, end, page.words) for pair in pairs)


def _is_question(page: SpeechText, number: int) -> bool:
    """Whether a paragraph is a question, after a dash or by itself."""
    if number >= len(page.bounds):
        return False
    return page.body[slice(*page.bounds[number])].rstrip(_LOOSE).endswith("?")
