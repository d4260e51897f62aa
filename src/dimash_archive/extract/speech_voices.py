"""Whose speech it is: the narrator's words behind it, in front of it, or whoever spoke last."""

from dimash_archive.extract.speech_page import Draft, Page
from dimash_archive.extract.speech_speaker import NOBODY, before_speech, behind_speech, named_before
from dimash_archive.extract.speech_told import sentence_start

_MEMORY = 3
"""Paragraphs after which a speech without any name is no longer ascribed to whoever spoke last."""


class Voices:
    """Names the speakers of a page's speeches, which are asked for in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[Draft] = []

    def speaker(self, draft: Draft) -> str | None:
        """Who spoke, as written in the text; None where it names nobody."""
        who = draft.speaker or self._speaker(draft)
        self.heard.append(draft)
        return who

    def _speaker(self, draft: Draft) -> str | None:
        page = self.page
        who = behind_speech(page.body, draft.told, page.words) if draft.told else NOBODY
        if who.text is not None:
            return who.text
        start, end = self._before(draft)
        if start < end:
            lead = sentence_start(page.body, start, end)
            if page.body[end - 1] not in ".!?…":
                introduced = before_speech(page.body, lead, end, page.words)
                if introduced.text is not None:
                    return introduced.text
                end = lead
            elif draft.dashed and draft.told is None:
                return None
            if name := named_before(page.body, start, end, page.words):
                return name
        return None if draft.dashed and draft.told is None else self._last(draft, asked=who.earlier)

    def _before(self, draft: Draft) -> tuple[int, int]:
        """Offsets of the narrator's text that leads to a speech: in its paragraph, or with a colon above."""
        body = self.page.body
        start = self.page.bounds[draft.paragraph][0]
        if self.heard and self.heard[-1].paragraph == draft.paragraph:
            last = self.heard[-1]
            start = max(last.close, last.told.end if last.told else 0)
        end = _stripped(body, start, draft.open)
        above = self.page.above(draft.paragraph)
        if start == end and above is not None and start == self.page.bounds[draft.paragraph][0]:
            start, end = above
            end = _stripped(body, start, end)
            if body[end - 1 : end] != ":":
                return end, end
        return start, end

    def _last(self, draft: Draft, *, asked: bool) -> str | None:
        """Whoever spoke last, unless two take turns and nothing says whose turn it is.

        `asked` says that a pronoun stands for the speaker, so that somebody must have been named.
        """
        page, heard = self.page, self.heard
        if heard and draft.paragraph - heard[-1].last <= _MEMORY and heard[-1].speaker is not None:
            turns = len(heard) > 1 and heard[-2].speaker != heard[-1].speaker
            close = (
                draft.paragraph - heard[-1].last == 1 == heard[-1].paragraph - heard[-2].last
                if turns
                else False
            )
            if asked or not close:
                return heard[-1].speaker
        above = page.above(draft.paragraph)
        return named_before(page.body, *above, page.words) if asked and above else None


def _stripped(body: str, start: int, end: int) -> int:
    while end > start and not body[end - 1].isalnum() and body[end - 1] not in '.,:;!?…»”"':
        end -= 1
    return end
