"""Which reading of an opening mark makes the most sense: each is weighed over the whole speech.

The weights are set by hand and pinned by the texts of `tests/fixtures/speech`; what matters is their order: a
mark that closes says more than the end of a paragraph, another speaker's paragraph more than any mark.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dimash_archive.extraction.quotes.attribution import ENDING, narrator_follows
from dimash_archive.extraction.quotes.candidates import SpeechText
from dimash_archive.extraction.quotes.classify import is_speech
from dimash_archive.extraction.quotes.marks import family, read_marks
from dimash_archive.extraction.quotes.readings import Ending, Reading, is_voiced, readings
from dimash_archive.extraction.quotes.speakers.personal_names import names

_ENDINGS: Mapping[Ending, float] = MappingProxyType(
    {"reopened": 4.0, "narrator": 3.5, "mark": 3.0, "shared": 1.5, "voice": 1.2, "paragraph": 1.0}
)
_REPORTED = 1.5
"""A clause with a verb of saying after the closing mark."""
_SENTENCE = 0.5
"""A sentence ends with the speech."""
_ALIEN = -1.0
"""The closing mark is of a different kind from the opening one."""
_LOST = -0.5
"""A mark inside without a partner."""
_VOICELESS = -0.5
"""A paragraph in which nobody says I, we or you; many of them count no more than `_ALL_VOICELESS`."""
_ALL_VOICELESS = -2.0
_VOICED = 0.1
"""A further paragraph of an unclosed speech, up to the last in which somebody says I, we or you."""
_OTHER = -6.0
"""A paragraph that another speech begins, with its own narrator."""
_FEW_WORDS = 4


def best_reading(page: SpeechText, number: int, at: int) -> Reading | None:
    """What the mark at `at`, unclosed in its paragraph, opens; None if it is not speech."""
    it = page.setting(number, (at, page.bounds[number][1]), ceiling=page.bounds[number][1], closed=False)
    if not it.opens_sentence and it.last not in ("", ",", ":"):
        return None
    best, most = None, 0.0
    for reading in readings(page, number, at):
        if reading.ending in ("voice", "paragraph") and (
            it.count < _FEW_WORDS
            or family(page.body[at]) is None
            or _holds_reported(page, reading)
            or not is_speech(it)
        ):
            continue
        if (weight := weigh(page, number, at, reading)) > most:
            best, most = reading, weight
    return best


def weigh(page: SpeechText, number: int, at: int, reading: Reading) -> float:
    """How much sense a reading makes; 0 and below means none."""
    body = page.body
    weight = _ENDINGS[reading.ending] + _VOICED * (reading.last - number) * (reading.ending == "voice")
    if reading.ending in ("mark", "shared", "reopened"):
        last = body[reading.close - 1]
        weight += _ALIEN * (family(last) != family(body[at]))
        weight += _LOST * (
            reading.ending == "shared" and not family(last)
        )  # the narrator’s last word closes nothing
        weight += _REPORTED * (reading.clause is not None and reading.clause.verb is not None)
        weight += _OTHER * (reading.ending == "reopened" and _is_anothers(page, number, at, reading))
        weight += _SENTENCE * (
            body[reading.close - 2] in ENDING or body[reading.close : reading.close + 1] in ENDING
        )
    for paragraph in range(number + 1, reading.last + 1):
        weight += _weigh_paragraph(page, paragraph, reading)
    voiceless = sum(_is_voiceless(page, paragraph) for paragraph in range(number + 1, reading.last + 1))
    return weight + max(_VOICELESS * voiceless, _ALL_VOICELESS)


def _is_anothers(page: SpeechText, number: int, at: int, reading: Reading) -> bool:
    """Whether the text before a speech names one person and the clause after its reading another."""
    before = [each for each in names(page.body, page.bounds[number][0], at, page.words) if not each.short]
    if not before or reading.clause is None:
        return False
    behind_it = [each for each in names(page.body, *reading.clause[:2], page.words) if not each.short]
    persons = {page.body[each.start : each.end] for each in before}
    return bool(behind_it) and not any(page.body[each.start : each.end] in persons for each in behind_it)


def _weigh_paragraph(page: SpeechText, number: int, reading: Reading) -> float:
    start, end = page.bounds[number]
    marks = read_marks(page.body, start, end)
    again = any(piece[0] == start + 1 for piece in reading.pieces)
    weight = _LOST * (marks.lost_open is not None and not again)
    if number < reading.last:
        weight += _LOST * (marks.lost_close is not None)
    if (
        marks.pairs
        and marks.pairs[0].start == start
        and not again
        and narrator_follows(page.body, marks.pairs[0].end, end, page.words)
    ):
        weight += _OTHER
    return weight


def _is_voiceless(page: SpeechText, number: int) -> bool:
    """Whether nobody in a paragraph speaks in the first or second person, if the language's word lists are
    complete."""
    return page.words.complete and not is_voiced(page, number)


def _holds_reported(page: SpeechText, reading: Reading) -> bool:
    """Whether the text contains another speech with its narrator, and so is not itself speech."""
    start, end = reading.pieces[0]
    pairs = read_marks(page.body, start, end).pairs
    if page.words.title_follows:  # within a Kazakh sentence the speaker reports with деп himself
        pairs = [pair for pair in pairs if pair.start == start]
    return any(narrator_follows(page.body, pair.end, end, page.words) for pair in pairs)
