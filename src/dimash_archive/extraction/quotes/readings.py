"""Where a speech may end if nothing closes its opening mark in the same paragraph: every reading, for weighing."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dimash_archive.extraction.quotes.attribution import ENDING, WORD, Clause, behind, reporting
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.marks import Marks, closing_single, family, read_marks
from dimash_archive.extraction.quotes.styles import dashes

Ending = Literal["mark", "shared", "reopened", "narrator", "voice", "paragraph"]
"""What ends a reading: a closing mark; one that also closes a name; the mark of a paragraph that opened
again; the narrator's words; the last paragraph in which somebody still says I, we or you; only the end of the
paragraph."""

_FAR = 25
"""Paragraphs that a speech may extend over."""
_NARRATED: tuple[tuple[bool, Ending], ...] = ((True, "narrator"), (False, "shared"))
"""A clause after an inner mark is the inner speech's narrator; if not, that mark closes the outer speech too."""
_COMMA = re.compile(r"(?:,|[!?…](?=\s+[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]))\s+")
_FIRST_WORD = re.compile(r"(?:(?<=\n)|(?<=[.!?…]\s)|(?<![\s\S]))[«“„\"]?([^\W\d_]+)")
_IMPERATIVE = re.compile(r"\w{2}(?:[ий]|[бвгджзлмнпрстхч]ь)те(?:сь|ся)?\Z")
"""How Russian and Ukrainian address several persons, or one politely: приходите, будьте, дайте."""
_PERSON_KK = re.compile(r"\w{2}(?:(?<!те)ң[ыі]з(?:дар|дер)?|\w[мпб][ыі][нз])\Z")
"""Kazakh endings that show the person: сатамын, келіңіздер."""
_PAST_KK = re.compile(r"\w{2}[дт][ыі][қкм](?=[.,!?…])")
"""The same in the past tense, at the end of a clause, where the verb is: көрдік, қаздық."""
_SENTENCE_ENDS = re.compile(r"[.!?…]\s")
_LAST_WORDS = 160
"""Characters at the end of a paragraph that are searched for the narrator's words after a comma."""


class Reading(NamedTuple):
    """One way to read the text after an opening mark."""

    pieces: tuple[tuple[int, int], ...]
    """Offsets of the words that would be the speech."""
    last: int
    """Number of the paragraph in which it would end."""
    close: int
    """Offset just after its closing mark."""
    clause: Clause | None
    """The narrator's clause that reports it."""
    ending: Ending
    """What ends it."""
    at: int
    """Offset at which reading would continue."""

    def draft(self, number: int, at: int) -> QuoteCandidate:
        """The speech, opened at offset `at` of paragraph `number`."""
        return QuoteCandidate(number, self.last, at, self.close, list(self.pieces), self.clause)


def readings(page: SpeechText, number: int, at: int) -> Iterator[Reading]:
    """Every reading of the mark at `at`, nearest end first."""
    end = page.bounds[number][1]
    yield from _narrated(page, at + 1, number)
    yield Reading(((at + 1, end),), number, end, None, "paragraph", end)
    pieces, opened, first_clause = _resumed(page, at, end)
    unclosed = None
    for last in range(number + 1, min(number + 1 + _FAR, len(page.bounds))):
        start, end = page.bounds[last]
        if page.is_heading(last) or start == end or dashes.LEADING.match(page.body, start, end):
            break
        marks = read_marks(page.body, start, end)
        again = family(page.body[start]) == family(page.body[at]) and _opens_again(page, marks, last)
        if again:
            pieces.append((opened, start - 2))
            opened = start + 1
        closed = list(_closings(page, last, at, marks, again=again))
        for each in closed:
            spans = (*pieces, (opened, each.pieces[0][1]))
            yield each._replace(pieces=spans, clause=each.clause or first_clause)
        if any(_is_plain(page, each) for each in closed):
            return
        if again:
            unclosed = Reading((*pieces, (opened, end)), last, end, None, "reopened", end)
        else:
            ended = _narrated(page, opened, last)
            yield from (each._replace(pieces=(*pieces, *each.pieces)) for each in ended)
            if is_voiced(page, last):
                yield Reading((*pieces, (opened, end)), last, end, first_clause, "voice", end)
    if unclosed is not None:
        yield unclosed


def _resumed(page: SpeechText, at: int, end: int) -> tuple[list[tuple[int, int]], int, Clause | None]:
    """The words before the narrator's in the first paragraph, if the speech continues after them, and the
    narrator's clause."""
    spoken = dashes.part(page.body, at + 1, end, page.words, nested=True)
    *before, last = spoken.pieces
    if not before or spoken.clause is None or spoken.clause.verb is None or last[1] != end:
        return [], at + 1, None
    return before, last[0], spoken.clause


def is_voiced(page: SpeechText, number: int) -> bool:
    """Whether somebody in a paragraph speaks in the first or second person."""
    start, end = page.bounds[number]
    texts = WORD.findall(page.body, start, end)
    if any(map(page.words.personal, texts)):
        return True
    if page.words.title_follows and (
        any(map(_PERSON_KK.search, texts)) or _PAST_KK.search(page.body, start, end)
    ):
        return True
    return any(
        page.words.address(first[1]) or _IMPERATIVE.search(first[1])
        for first in _FIRST_WORD.finditer(page.body, start, end)
    )


def _opens_again(page: SpeechText, marks: Marks, number: int) -> bool:
    """Whether the mark at the start of a paragraph reopens the speech, rather than a name."""
    start, end = page.bounds[number]
    if not marks.pairs or marks.pairs[0].start != start:
        return marks.lost_open == start
    closed = marks.pairs[0].end
    ends = page.body[closed - 2] in ENDING or not page.body[closed:end].strip(".,!?… ")
    return ends or behind(page.body, closed, end, page.words) is not None


def _is_plain(page: SpeechText, closed: Reading) -> bool:
    """Whether a closing mark is unambiguous: nothing opened it, and a sentence or the paragraph ends with it."""
    if closed.ending == "shared":
        return False
    behind_it = page.body[closed.close : closed.close + 1]
    return (
        closed.clause is not None
        or page.body[closed.close - 2] in ENDING
        or behind_it in ("", "\n", ".", ",")
    )


def _closings(page: SpeechText, last: int, at: int, marks: Marks, *, again: bool) -> Iterator[Reading]:
    """Every mark of a paragraph that may close a speech opened above; the piece may begin anywhere."""
    start, end = page.bounds[last]
    body = page.body
    if again and marks.pairs and marks.pairs[0].start == start:
        yield _closed(page, last, marks.pairs[0].end, "reopened")
    if marks.lost_close is not None:
        yield _closed(page, last, marks.lost_close + 1, "reopened" if again else "mark")
    elif marks.pairs and not again and family(body[at]) == family(body[marks.pairs[-1].end - 1]):
        pair = marks.pairs[-1]
        if pair.start > start and not body[pair.end : end].strip(".,!?… "):
            yield _closed(page, last, pair.end, "shared")
    if family(body[at]) is None and (close := closing_single(body, start, end)) is not None:
        yield _closed(page, last, close, "mark")


def _closed(page: SpeechText, last: int, close: int, ending: Ending) -> Reading:
    clause = behind(page.body, close, page.bounds[last][1], page.words)
    inner = close if ending == "shared" else close - 1
    return Reading(((close, inner),), last, close, clause, ending, close)


def _narrated(page: SpeechText, opened: int, last: int) -> Iterator[Reading]:
    """The readings that the narrator's words in a paragraph end if the closing mark was forgotten."""
    start, end = page.bounds[last]
    whole = None
    for nested, ending in _NARRATED:
        spoken = dashes.part(page.body, max(opened, start), end, page.words, nested=nested)
        if spoken.clause is not None and spoken.clause.verb is not None and spoken != whole:
            first, *more = spoken.pieces
            yield Reading(((opened, first[1]), *more), last, spoken.clause.end, spoken.clause, ending, end)
        whole = spoken
    for comma in reversed(list(_COMMA.finditer(page.body, max(opened, end - _LAST_WORDS), end))):
        bounds = comma.end(), _before_stop(page.body, end)
        if _SENTENCE_ENDS.search(page.body, *bounds):
            continue  # Dear friends, thank you. The water rose
        clause = reporting(page.body, bounds, page.words, ended=True, dash=False)
        if clause is not None and clause.verb is not None and _is_short(page, clause):
            stop = comma.start() + (page.body[comma.start()] != ",")
            yield Reading(((opened, stop),), last, end, clause, "narrator", end)
            return


def _before_stop(body: str, end: int) -> int:
    while end and body[end - 1] in ".!?… \n":
        end -= 1
    return end


def _is_short(page: SpeechText, clause: Clause) -> bool:
    """Whether a clause consists of a verb of saying and a name: `said Jonas Wirth`."""
    assert clause.verb is not None
    before = WORD.findall(page.body, clause.start, clause.verb[0])
    after = WORD.findall(page.body, clause.verb[1], clause.end)
    marked = any(family(sign) or sign in "‘'" for sign in page.body[clause.start : clause.end])
    return not marked and len(before) + len(after) <= 6 and any(word[0].isupper() for word in before or after)
