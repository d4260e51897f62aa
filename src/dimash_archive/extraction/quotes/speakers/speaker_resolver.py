"""Whose speech it is: from the narrator's words after it or before it, or from the last speaker."""

import re

from dimash_archive.extraction.quotes.attribution import WORD, sentence_start, stop_after
from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.marks import read_marks
from dimash_archive.extraction.quotes.speakers import gender
from dimash_archive.extraction.quotes.speakers.named_speakers import (
    before_speech,
    behind_speech,
    holder_of,
    named_before,
)
from dimash_archive.extraction.quotes.speakers.personal_names import best, names
from dimash_archive.extraction.quotes.speakers.voices import NOBODY

_NEXT_LINE = re.compile(r"[.!?…]?[ \t]*\n[ \t]*(?:[—–―-]{1,2}[ \t]*)?(?=\S)")
_LOOSE = ' \t\n\u00a0.,!?…”»“"'
_TWO = 2
"""Speeches whose speakers alternate."""
_MEMORY = 3
"""After this many paragraphs, a speech without any name is no longer ascribed to the last speaker."""


class SpeakerResolver:
    """Names the speakers of a page's speeches, which must be passed in order."""

    def __init__(self, page: SpeechText) -> None:
        self.page = page
        self.drafts: list[QuoteCandidate] = []
        self.genders = gender.Genders(page.body, page.words)
        self.pronoun: str | None = None
        """The pronoun that refers to the speaker of the last speech."""

    def speaker(self, draft: QuoteCandidate) -> str | None:
        """Who spoke, as written in the text; None if it names nobody."""
        who = draft.speaker or self._speaker(draft)
        if who and (name := holder_of(self.page.body, draft.open, who, self.page.words)):
            who = name
        if who and self.pronoun:
            self.genders.learn(who, self.pronoun)
        self.drafts.append(draft)
        return who

    def _speaker(self, draft: QuoteCandidate) -> str | None:
        page = self.page
        who = behind_speech(page.body, draft.clause, page.words) if draft.clause else NOBODY
        self.pronoun = pronoun = who.pronoun
        if who.text is not None:
            return who.text
        alone = draft.dashed and draft.clause is None
        start, end = self._before(draft)
        if start < end:
            if page.body[end - 1] not in ".!?…":
                lead = sentence_start(page.body, start, end)
                if author := self._author(start, lead, end):
                    return author
                who = before_speech(page.body, lead, end, page.words)
                if who.text is not None:
                    return who.text
                pronoun = pronoun or who.pronoun
                end = lead
            elif alone:
                return None
            if pronoun and gender.is_plural(pronoun):
                return None
            if name := named_before(page.body, start, end, page.words, pronoun=self._standing(pronoun)):
                return name
        if alone:
            return None
        if pronoun and (gender.is_plural(pronoun) or gender.is_other(pronoun)):
            return None if gender.is_plural(pronoun) else self._other(pronoun)
        return (
            self._on_next_line(draft)
            or self._last(draft, pronoun)
            or self._named_behind(draft)
            or self._acting_behind(draft)
            or self._introduced(draft)
        )

    def _other(self, pronoun: str) -> str | None:
        """The speaker before the last one: `спросил Паша` … `ответил тот`."""
        standing = gender.Pronoun(pronoun, self.genders)
        speakers = [draft.speaker for draft in reversed(self.drafts) if draft.speaker]
        others = (name for name in speakers if name != speakers[0] and standing.may_be(name))
        return next(others, None)

    def _author(self, floor: int, lead: int, end: int) -> str | None:
        """The author of a text that others read aloud: `Oswald Green sent a letter. His students read it:`."""
        page = self.page
        if not any(page.words.reading(word[0]) for word in WORD.finditer(page.body, lead, end)):
            return None
        persons = [name for name in names(page.body, lead, end, page.words) if not name.short]
        if persons:
            return page.body[persons[-1].start : persons[-1].end]
        return named_before(page.body, floor, lead, page.words)

    def _before(self, draft: QuoteCandidate) -> tuple[int, int]:
        """Offsets of the narrator's text that leads to a speech: in its paragraph, or ending in a colon above."""
        body = self.page.body
        start = self.page.bounds[draft.paragraph][0]
        if self.drafts and self.drafts[-1].paragraph == draft.paragraph:
            last = self.drafts[-1]
            start = max(last.close, last.clause.end if last.clause else 0)
        end = _stripped(body, start, draft.open)
        above = self.page.above(draft.paragraph)
        if start == end and above is not None and start == self.page.bounds[draft.paragraph][0]:
            start, end = above
            end = _stripped(body, start, end)
            if body[end - 1 : end] != ":":
                return end, end
        return start, end

    def _on_next_line(self, draft: QuoteCandidate) -> str | None:
        """The name that begins the line below a speech that has a line of its own."""
        page = self.page
        line = _NEXT_LINE.match(page.body, draft.close, page.bounds[draft.last][1])
        if line is None or draft.clause is not None:
            return None
        end = stop_after(page.body, line.end(), page.bounds[draft.last][1])
        persons = names(page.body, line.end(), end, page.words)
        if persons and persons[0].start == line.end() and not persons[0].short:
            return page.body[persons[0].start : persons[0].end]
        return None

    def _introduced(self, draft: QuoteCandidate) -> str | None:
        """The one person named in the last sentence above a speech, if the speech has its paragraphs to itself.

        `Asked why he was late, the director Amos Sattler laughed.` `“…”`
        """
        page = self.page
        above = page.above(draft.paragraph)
        start, end = page.bounds[draft.paragraph][0], page.bounds[draft.last][1]
        if draft.clause or draft.dashed or above is None:
            return None
        if self.drafts and self.drafts[-1].last == draft.paragraph - 1:
            return None  # an answer: the paragraph above names the speaker
        if page.body[start : draft.open].strip(_LOOSE) or page.body[draft.close : end].strip(_LOOSE):
            return None
        last = sentence_start(page.body, above[0], above[1] - 1)
        return self._only_person(last, above[1]) or self._only_person(*above)

    def _only_person(self, start: int, end: int) -> str | None:
        """The one person whom a stretch of text names in full; None if it names none or several."""
        persons = [name for name in names(self.page.body, start, end, self.page.words) if not name.short]
        if len(persons) != 1 or persons[0].doubtful:
            return None
        return self.page.body[persons[0].start : persons[0].end]

    def _named_behind(self, draft: QuoteCandidate) -> str | None:
        """The name in the sentence after a speech that says who spoke, or continues with what the person does.

        `“…” With these words Saul Wick opened the festival.` `“…” Lena Roth raises a finger.`
        """
        page = self.page
        if draft.clause is not None or draft.dashed:
            return None
        start, end = draft.close, page.bounds[draft.last][1]
        here = bool(page.body[start:end].strip(_LOOSE))
        if not here and draft.last + 1 < len(page.bounds) and not page.is_heading(draft.last + 1):
            start, end = page.bounds[draft.last + 1]
        while start < end and page.body[start] in _LOOSE:
            start += 1
        end = stop_after(page.body, start, end)
        persons = names(page.body, start, end, page.words)
        if page.words.concluding(page.body[start:end]):
            name = best(persons)
            return None if name is None else page.body[name.start : name.end]
        goes_on = here or (draft.last > draft.paragraph and not read_marks(page.body, start, end).pairs)
        if goes_on and persons and persons[0].start == start and not persons[0].short:
            return page.body[persons[0].start : persons[0].end]
        return None

    def _acting_behind(self, draft: QuoteCandidate) -> str | None:
        """The person meant by the pronoun that begins the sentence after a speech: `“Mind the step.” She stops.`"""
        page = self.page
        above = page.above(draft.paragraph)
        following = WORD.search(page.body, draft.close, page.bounds[draft.last][1])
        if draft.clause or draft.dashed or above is None or following is None:
            return None
        parted = page.body[draft.close : following.start()].strip(_LOOSE)
        if parted or not following[0][0].isupper() or not gender.is_third_person(following[0]):
            return None
        return named_before(page.body, *above, page.words, pronoun=self._standing(following[0].lower()))

    def _last(self, draft: QuoteCandidate, pronoun: str | None) -> str | None:
        """The last speaker, unless two people alternate and nothing says whose turn it is.

        If a `pronoun` refers to the speaker, a person who agrees with it must have been named.
        """
        page = self.page
        above = page.above(draft.paragraph) if pronoun else None
        last = self.drafts[-1] if self.drafts else None
        distance = draft.paragraph - last.last if last else _MEMORY + 1
        if (
            above
            and distance > 1
            and (name := named_before(page.body, *above, page.words, pronoun=self._standing(pronoun)))
        ):
            return name
        if last and distance <= _MEMORY and (pronoun or self._goes_on(draft, last)):
            return (
                self._agreeing(pronoun)
                or self._in_paragraph(draft, pronoun)
                or last.speaker
                or self._answering(pronoun)
            )
        return named_before(page.body, *above, page.words, pronoun=self._standing(pronoun)) if above else None

    def _standing(self, pronoun: str | None) -> gender.Pronoun | None:
        """The pronoun with what is known of those to whom it may refer."""
        return gender.Pronoun(pronoun, self.genders) if pronoun else None

    def _in_paragraph(self, draft: QuoteCandidate, pronoun: str | None) -> str | None:
        """The only name in the paragraph above a speech that agrees with the pronoun for its speaker."""
        start = self.page.bounds[draft.paragraph][0]
        if pronoun is None or gender.of_pronoun(pronoun) is None:
            return None
        standing = self._standing(pronoun)
        return named_before(self.page.body, start, draft.open, self.page.words, pronoun=standing)

    def _agreeing(self, pronoun: str | None) -> str | None:
        """The last speaker to whom a pronoun may refer; of the last two, preferably the one who certainly agrees."""
        standing = self._standing(pronoun)
        if standing is None or standing.gender is None:
            return None
        speakers = [draft.speaker for draft in reversed(self.drafts) if draft.speaker]
        fitting = [name for name in speakers if standing.may_be(name)]
        sure = (name for name in speakers[:_TWO] if standing.is_shown_by(name))
        return next(sure, None) or (fitting[0] if fitting else None)

    def _answering(self, pronoun: str | None) -> str | None:
        """The last speaker before a question that is ascribed to nobody."""
        before = self.drafts[-_TWO].speaker if len(self.drafts) >= _TWO else None
        return before if pronoun and before and gender.is_third_person(pronoun) else None

    def _goes_on(self, draft: QuoteCandidate, last: QuoteCandidate) -> bool:
        """Whether the last speaker still speaks: no headline comes between, and no two people alternate."""
        if any(map(self.page.is_heading, range(last.last, draft.paragraph))):
            return False
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        close = draft.paragraph - last.last == 1
        return not (close and before and before.speaker != last.speaker and last.paragraph - before.last == 1)


def _stripped(body: str, start: int, end: int) -> int:
    while end > start and not body[end - 1].isalnum() and body[end - 1] not in '.,:;!?…»”"':
        end -= 1
    return end
