"""Interviews in questions and answers: who answers is named once, above the first question."""

import re
from collections.abc import Sequence

from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.speakers import names

_FEW = 2
"""Answers that make an interview."""
_REACH = 1200
"""Characters above the first answer in which the person is named."""
# The name as "мы поговорили с" and "әңгімелестік" have it, and as it reads by itself.
_WITH = {
    "ru": (
        (re.compile(r"(?<=[оеёиы][вн])ой\b"), "а"),
        (re.compile(r"(?<=[оеёиы][вн])ым\b"), ""),
        (re.compile(r"(?<=[сц]к)ой\b"), "ая"),
        (re.compile(r"(?<=[сц]к)им\b"), "ий"),
        (re.compile(r"(?<=[бвгдзклмнпрстфх])ой\b"), "а"),
        (re.compile(r"(?<=[лнр]и)ей\b"), "я"),
        (re.compile(r"(?<=[ае])ем\b"), "й"),
        (re.compile(r"(?<=[бвгдзклмнпрстфх])ом\b"), ""),
    ),
    "kk": ((re.compile(r"[мбп]ен\b"), ""),),
}


def name_answers(page: SpeechText, drafts: Sequence[QuoteCandidate], lang: str) -> None:
    """Give the answers of an interview their speaker, if the text above them names one person only."""
    answers = [draft for draft in drafts if _is_answer(page, draft)]
    if len(answers) < _FEW:
        return
    first = answers[0].open
    found = names(page.body, max(0, first - _REACH), first, page.words)
    persons = {page.body[name.start : name.end] for name in found if not name.short}
    if len(persons) == 1:
        person = _by_itself(persons.pop(), lang)
        for answer in answers:
            answer.speaker = person


def _is_answer(page: SpeechText, draft: QuoteCandidate) -> bool:
    above = page.bounds[draft.paragraph - 1] if draft.paragraph else None
    alone = draft.dashed and draft.told is None and draft.speaker is None
    return alone and above is not None and page.body[slice(*above)].rstrip('"”») \n').endswith("?")


def _by_itself(name: str, lang: str) -> str:
    for pattern, ending in _WITH.get(lang, ()):
        name = pattern.sub(ending, name)
    return name
