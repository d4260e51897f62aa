"""Every direct speech of an article: paragraphs in, quotes out."""

from collections.abc import Mapping, Sequence

from dimash_archive.extraction.quotes.attribution import ENDING, WORD, behind
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.classify import QuoteContext, is_speech
from dimash_archive.extraction.quotes.lexicon import words_of
from dimash_archive.extraction.quotes.marks import Marks, Pair, family, read_marks
from dimash_archive.extraction.quotes.scoring import best_reading
from dimash_archive.extraction.quotes.speakers.named_speakers import signer
from dimash_archive.extraction.quotes.speakers.personal_names import names_whole
from dimash_archive.extraction.quotes.speakers.speaker_resolver import SpeakerResolver
from dimash_archive.extraction.quotes.styles import commas, dashes
from dimash_archive.extraction.quotes.styles.alternation import name_alternating
from dimash_archive.extraction.quotes.styles.blocks import read_block
from dimash_archive.extraction.quotes.styles.dialogue import read_line
from dimash_archive.extraction.quotes.styles.interview import name_turns
from dimash_archive.extraction.quotes.styles.transcript import read_turns
from dimash_archive.records import Quote

_SIGNS = (*"\"«»“”„‟″＂‹›「」『』‘'—–―−", " -", "\n-")
"""A paragraph with none of these, and without a dash at its start, contains no speech."""
_PARTING = " \n\u00a0.,:;!?…—–-"
_SHORT = 12
"""Fewer characters than this before a closing mark are not a speech that lost its opening mark."""
_RESTARTS = 4
"""How often a paragraph is read again after an opening mark that turned out to open nothing."""


def find_quotes(
    paragraphs: Sequence[str],
    lang: str,
    kinds: Sequence[str] | None = None,
    signatures: Mapping[int, str] | None = None,
) -> tuple[Quote, ...]:
    """Every direct speech in the paragraphs of an article, in order.

    `lang` is a BCP 47 code; Kazakh, Russian and English are read with the help of their verbs of saying, any
    other language by the shape of the text. `kinds` gives the kind of each paragraph (`records.BlockKind`);
    None means plain paragraphs. `signatures` are the names under quotations, by the number of the last
    paragraph of each. Offsets refer to the paragraphs joined by a blank line.
    """
    page = SpeechText(paragraphs, kinds, words_of(lang))
    drafts = _QuoteFinder(page).drafts()
    if not drafts:
        return ()
    for draft in drafts:
        if signatures and draft.last in signatures:
            draft.speaker = draft.speaker or signer(signatures[draft.last], page.words)
    voices = SpeakerResolver(page)
    for draft in drafts:
        draft.speaker = voices.speaker(draft)
    name_turns(page, drafts, lang)
    name_alternating(page, drafts)
    return tuple(quote for draft in drafts if (quote := draft.quote(page.body)))


class _QuoteFinder:
    """Reads a page from top to bottom and collects the speeches."""

    def __init__(self, page: SpeechText) -> None:
        self.page, self.body, self.words = page, page.body, page.words
        self.signs = [sign for sign in _SIGNS if sign in page.body]
        self.candidates: list[QuoteCandidate] = []

    def drafts(self) -> list[QuoteCandidate]:
        """Every speech, in order."""
        number = 0
        while number < len(self.page.bounds):
            number = self._read(number)
        return self.candidates

    def _read(self, number: int) -> int:
        """Read a paragraph; the number of the paragraph to continue with, as a speech may run on."""
        start, end = self.page.bounds[number]
        kind = self.page.kind(number)
        if kind == "quote":
            drafts, following = read_block(self.page, number)
            self.candidates += drafts
            if following > number:
                return following
        elif kind == "paragraph" and (turns := read_turns(self.page, number)):
            self.candidates += turns
            return turns[-1].last + 1
        elif self.page.is_heading(number) or not self._may_speak(start, end):
            return number + 1
        if kind != "item" and dashes.opens_a_line(self.body, start, end):
            return self._lines(number)
        return self._marked(number, start, end)

    def _may_speak(self, start: int, end: int) -> bool:
        """A quick look at a paragraph: most contain no speech."""
        for sign in self.signs:
            if self.body.find(sign, start, end) >= 0:
                return True
        return self.body[start : start + 1] == "-"

    def _lines(self, number: int) -> int:
        """Read a paragraph with a line that a dash opens."""
        at, end = self.page.bounds[number]
        while at < end:
            line_end = self.body.find("\n", at, end)
            line_end = end if line_end < 0 else line_end
            if not self._in_marks_behind_dash(number, at, line_end):
                draft = read_line(self.page, number, (at, line_end), spoken_before=self._spoken_until(at))
                if draft is not None:
                    self.candidates.append(draft)
                    if draft.last > number:
                        return draft.last + 1
                elif (following := self._marked(number, at, line_end)) > number + 1:
                    return following
            at = line_end + 1
        return number + 1

    def _spoken_until(self, at: int) -> bool:
        """Whether the line before `at` is a dashed speech."""
        return (
            bool(self.candidates)
            and self.candidates[-1].dashed
            and not self.body[self.candidates[-1].close : at].strip()
        )

    def _in_marks_behind_dash(self, number: int, start: int, end: int) -> bool:
        """Read a line such as `— «Text», — said X`, whose marks are clearer than its dash."""
        dash = dashes.LEADING.match(self.body, start, end)
        if dash is None or family(self.body[dash.end()]) is None:
            return False
        marks = read_marks(self.body, dash.end(), end)
        if not marks.pairs or marks.pairs[0].start != dash.end():
            return False
        if not self.body[marks.pairs[0].end : end].strip(" .") or behind(
            self.body, marks.pairs[0].end, end, self.words
        ):
            self._marked(number, start, end)
            return True
        return False

    def _marked(self, number: int, start: int, end: int) -> int:
        """Read text in which marks may open and close speech; the number of the paragraph to continue with."""
        at = start
        restarts = 0
        while restarts < _RESTARTS:
            marks = read_marks(self.body, at, end)
            if not marks.pairs and marks.lost_open is None:
                if at == start and not self._half_marked(number, start, end, marks.lost_close):
                    self._unmarked(number, start, end)
                break
            marks = self._joined(number, marks, at, end)
            before = len(self.candidates)
            self._pairs(number, marks, end)
            if marks.lost_open is None:
                if len(self.candidates) == before and at == start:
                    self._unmarked(number, start, end)
                break
            reading = best_reading(self.page, number, marks.lost_open)
            if reading is None:
                at = marks.lost_open + 1
                restarts += 1
                continue
            self._take(number, reading.draft(number, marks.lost_open), end)
            number, at, end = reading.last, reading.at, self.page.bounds[reading.last][1]
        return number + 1

    def _joined(self, number: int, marks: Marks, start: int, end: int) -> Marks:
        """The marks, for the case that one opening mark serves both a name and the speech that begins with
        the name."""
        close = marks.lost_close
        lost = marks.lost_open
        if close is None and lost is not None and self.body[lost - 1 : lost + 2 : 2].isspace():
            close = lost
        if close is None or not marks.pairs or self.body[start : marks.pairs[0].start].strip():
            return marks
        first = marks.pairs[0]
        if first.end > close or is_speech(self.page.setting(number, first, ceiling=close)):
            return marks
        whole = Pair(first.start, close + 1)
        if not is_speech(self.page.setting(number, whole, ceiling=end)):
            return marks
        rest = [pair for pair in marks.pairs if pair.start > close]
        return Marks([whole, *rest], None if lost == close else lost, None)

    def _pairs(self, number: int, marks: Marks, end: int) -> None:
        """Record every pair of marks that encloses speech."""
        lost = end if marks.lost_open is None else marks.lost_open
        pairs = [pair for pair in marks.pairs if pair.start < lost]
        ceilings = self._ceilings(pairs, lost)
        for pair, ceiling in zip(pairs, ceilings, strict=True):
            it = self.page.setting(number, pair, ceiling=ceiling)
            if self._takes_up(number, it):
                self.candidates[-1].pieces.append((it.place.start, it.place.end))
                self.candidates[-1].close = pair.end
                self.candidates[-1].narrated_until = it.clause.end if it.clause else 0
            elif is_speech(it):
                self.candidates.append(self._draft(number, it))

    def _ceilings(self, pairs: Sequence[Pair], end: int) -> list[int]:
        """How far the narrator's words may extend after each pair: to the next that may be speech, past mere
        names."""
        if len(pairs) == 1:
            return [end]
        ceilings = []
        for pair in reversed(pairs):
            ceilings.append(end)
            if not self.body[max(0, pair.start - 3) : pair.start].strip()[-1:].isalnum():
                end = pair.start
        return ceilings[::-1]

    def _draft(self, number: int, it: QuoteContext) -> QuoteCandidate:
        """The speech between two marks, without the narrator's words inside."""
        start, end = it.place.start, it.place.end
        if self.words.narrator_in_commas and (inside := commas.part(self.body, start, end, self.words)):
            return QuoteCandidate(
                number, number, it.place.open, it.place.close, list(inside.pieces), inside.clause
            )
        if not dashes.may_part(it.text):
            return QuoteCandidate(number, number, it.place.open, it.place.close, [(start, end)], it.clause)
        spoken = dashes.part(self.body, start, end, self.words, nested=True)
        if spoken.clause is None or not (
            spoken.clause.verb or names_whole(self.body, spoken.clause, self.words)
        ):
            return QuoteCandidate(number, number, it.place.open, it.place.close, [(start, end)], it.clause)
        return QuoteCandidate(
            number, number, it.place.open, it.place.close, list(spoken.pieces), spoken.clause
        )

    def _takes_up(self, number: int, it: QuoteContext) -> bool:
        """Whether the words in marks continue the previous speech, which the narrator interrupted."""
        last = self.candidates[-1] if self.candidates else None
        if last is None or last.clause is None or last.last != number or last.dashed:
            return False
        narrated_until = max(last.clause.end, last.narrated_until)
        gap = self.body[narrated_until : it.place.open]
        parted = self.body[it.place.open - 3 : it.place.open].strip()[-1:]
        if narrated_until < last.close or parted.isalnum() or gap.strip(_PARTING):
            return False
        if "." in gap and self._has_own_clause(it) and not self._is_parted_again(it):
            return False
        return it.text[-1:] in ENDING or it.ends_sentence or is_speech(it)

    def _has_own_clause(self, it: QuoteContext) -> bool:
        """Whether a clause of its own reports the words."""
        return it.clause is not None and (
            it.clause.verb is not None or names_whole(self.body, it.clause, self.words)
        )

    def _is_parted_again(self, it: QuoteContext) -> bool:
        """Whether the narrator interrupts only once more: `“By noon we were lost,” he went on, “and …”`."""
        assert it.clause is not None
        first = WORD.match(self.body, it.clause.start, it.clause.end)
        following = self.body[it.clause.end : it.clause.end + 3].strip(_PARTING)[:1]
        return (
            first is not None and self.words.pronoun(first[0]) and following != "" and bool(family(following))
        )

    def _take(self, number: int, draft: QuoteCandidate, end: int) -> None:
        """Record a speech that runs on; it may continue one that the narrator interrupted."""
        if self._takes_up(number, self.page.setting(number, (draft.open, end), ceiling=end, closed=False)):
            last = self.candidates[-1]
            last.pieces += draft.pieces
            last.last, last.close = draft.last, draft.close
        else:
            self.candidates.append(draft)

    def _half_marked(self, number: int, start: int, end: int, close: int | None) -> bool:
        """Record a speech at the start of a paragraph whose opening mark is missing."""
        if close is None or close - start < _SHORT:
            return False
        clause = behind(self.body, close + 1, end, self.words)
        if clause is None or clause.verb is None:
            return False
        self.candidates.append(QuoteCandidate(number, number, start, close + 1, [(start, close)], clause))
        return True

    def _unmarked(self, number: int, start: int, end: int) -> None:
        """Record a speech that only the narrator's clause reveals."""
        if not dashes.may_part(self.body[start:end]):
            return
        spoken = dashes.announced(self.body, start, end, self.words) or dashes.unmarked(
            self.body, start, end, self.words
        )
        if spoken is not None:
            pieces = list(spoken.pieces)
            self.candidates.append(
                QuoteCandidate(number, number, pieces[0][0], end, pieces, spoken.clause, dashed=True)
            )
