"""Conversations whose turns begin with a label: `Q: …`, `A: …`, `Вопрос: …`, `Ira Lane: …`."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.speakers.personal_names import names

_LABEL = re.compile(r"(?P<label>[^\W\d_][^\n:?!«»“”\"]{0,40}):[ \t\u00a0]+(?=[^\s«»“”„\"])")
_LETTER = re.compile(r"[^\W\d_]{1,2}\Z")
_WORDS = frozenset(
    "question answer вопрос ответ сұрақ жауап суроо жооп питання відповідь frage antwort pregunta respuesta pytanie odpowiedź"
    " réponse soru cevap savol javob".split()
)
_REACH = 45
"""A label ends within this many characters."""
_FEW = 2
_GAP = 3
"""Maximum paragraphs of one turn."""
_LOOSE = "\"”»)' \t\n\u00a0"


class _Turn(NamedTuple):
    """A paragraph with a label."""

    paragraph: int
    label: tuple[int, int]
    """Offsets of the label."""
    start: int
    """Offset of the speech."""


def read_turns(page: SpeechText, number: int) -> list[QuoteCandidate]:
    """The turns of the conversation that begins at a paragraph; empty if none does.

    There are at least two, under two labels; one of them asks and another answers.
    """
    turns = _known(page, list(_turns(page, number)))
    labels = {page.body[slice(*turn.label)] for turn in turns}
    questions = {page.body[slice(*turn.label)] for turn in turns if _asks(page, turn.paragraph)}
    if len(labels) < _FEW or not questions or questions == labels or len(labels) > max(_FEW, len(turns) - 1):
        return []
    ends = [turn.paragraph - 1 for turn in turns[1:]] + [turns[-1].paragraph]
    return [_draft(page, turn, last) for turn, last in zip(turns, ends, strict=True)]


def _turns(page: SpeechText, number: int) -> Iterator[_Turn]:
    """The labelled paragraphs from `number` on, until nobody has spoken for a while."""
    last = number
    while number < len(page.bounds) and number - last <= _GAP and page.kind(number) == "paragraph":
        start, end = page.bounds[number]
        label = (
            _LABEL.match(page.body, start, end) if page.body.find(":", start, start + _REACH) > 0 else None
        )
        if label is not None and label["label"][0].isupper() and label["label"].count(" ") < _GAP:
            yield _Turn(number, label.span("label"), label.end())
            last = number
        elif number == last:
            return
        number += 1


def _known(page: SpeechText, turns: list[_Turn]) -> list[_Turn]:
    """The turns, if each has a label that is one by itself, or that recurs."""
    labels = Counter(page.body[slice(*turn.label)] for turn in turns)
    are_labels = (labels[page.body[slice(*turn.label)]] > 1 or _is_label(page, turn) for turn in turns)
    return turns if all(are_labels) else list(takewhile(lambda turn: _is_label(page, turn), turns))


def _is_label(page: SpeechText, turn: _Turn) -> bool:
    """Whether a label is a letter, a word such as `question`, or a whole name."""
    text = page.body[slice(*turn.label)].strip()
    if text.lower() in _WORDS or (text.isupper() and _LETTER.match(text)):
        return True
    return _name(page, turn.label) is not None


def _name(page: SpeechText, span: tuple[int, int]) -> str | None:
    persons = names(page.body, *span, page.words)
    whole = len(persons) == 1 and not persons[0].short and persons[0].start == span[0]
    return page.body[persons[0].start : persons[0].end] if whole and persons[0].end == span[1] else None


def _role(page: SpeechText, span: tuple[int, int]) -> str | None:
    """The speaker under a label that is not a full name: `Chair`, `Oakes` from `Mr Oakes`; None for `Q` and
    `Answer`."""
    text = page.body[slice(*span)].strip()
    if text.lower() in _WORDS or _LETTER.match(text):
        return None
    persons = names(page.body, *span, page.words)
    named = persons and persons[-1].end == span[1] and persons[-1].start > span[0]
    return page.body[slice(persons[-1].start, persons[-1].end)] if named else text


def _asks(page: SpeechText, number: int) -> bool:
    return page.body[slice(*page.bounds[number])].rstrip(_LOOSE).endswith("?")


def _draft(page: SpeechText, turn: _Turn, last: int) -> QuoteCandidate:
    start, end = page.bounds[turn.paragraph][0], page.bounds[last][1]
    speaker = _name(page, turn.label) or _role(page, turn.label)
    return QuoteCandidate(turn.paragraph, last, start, end, [(turn.start, end)], dashed=True, speaker=speaker)
