"""Interviews in questions and answers: interviewee and interviewer are named once, above the first question."""

import re
from collections.abc import Sequence

from dimash_archive.extraction.quotes.candidates import QuoteCandidate, SpeechText
from dimash_archive.extraction.quotes.speakers.personal_names import names

_FEW = 2
"""Minimum number of answers in an interview."""
_REACH = 1200
"""Characters above the first answer that are searched for the person's name."""
_TWO = 2
_LOOSE = '"”») \n'
_TALK = re.compile(
    r"\b(?:spoke|talk|interview|sat down|met |ask|question|(?:по)?бесед|говор|интервью|спрос|встретил|вопрос|сұхбат|әңгіме|сөйлес|сұра)",
    re.IGNORECASE,
)
# "С пасечником Олафом Вингиным беседовала …": the person interviewed comes first.
_WITH_WHOM = re.compile(r"(?:\b(?:[Сс]о?|[Ww]ith)\s+(?:[^\W\d_А-ЯЁA-Z][\w-]*\s+){0,5})\Z")
_WITH_KK = re.compile(r"[мбп]ен\Z")
# "Olaf Winge answered the questions of Ira Lane", "was interviewed by".
_ASKED_BY = re.compile(r"\b(?:by|questions? (?:of|from|by)|на вопросы|сұрақтарына)\b", re.IGNORECASE)
# The name in the forms of "мы поговорили с" and "әңгімелестік", and in its base form.
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


def name_turns(page: SpeechText, drafts: Sequence[QuoteCandidate], lang: str) -> None:
    """Give the turns of an interview their speakers: the interviewee and, if the opening names two persons,
    the interviewer."""
    turns = [draft for draft in drafts if draft.dashed and draft.clause is None and draft.speaker is None]
    answers = [draft for draft in turns if _is_answer(page, draft)]
    if len(answers) < _FEW:
        return
    first = turns[0].open
    asks, replies = _persons(page, max(0, first - _REACH), first, lang)
    for draft in turns:
        if draft in answers:
            draft.speaker = replies
        elif _asks(page, draft):
            draft.speaker = asks


def _persons(page: SpeechText, start: int, end: int, lang: str) -> tuple[str | None, str | None]:
    """The interviewer and the interviewee named in the text above an interview; None for one it leaves open."""
    whole_names = [name for name in names(page.body, start, end, page.words) if not name.short]
    persons = {page.body[name.start : name.end]: name for name in whole_names}
    if len(persons) == 1:
        return None, _by_itself(next(iter(persons)), lang)
    if len(persons) != _TWO:
        return None, None
    (one, first), (other, second) = persons.items()
    if not any(map(_TALK.search, (page.body[start:end],))):
        return None, None
    between = page.body[first.end : second.start]
    with_first = _WITH_KK.search(one) if lang == "kk" else _WITH_WHOM.search(page.body[start : first.start])
    if with_first or _ASKED_BY.search(between):
        one, other = other, one
    return _by_itself(one, lang), _by_itself(other, lang)


def _asks(page: SpeechText, draft: QuoteCandidate) -> bool:
    return page.body[draft.open : draft.close].rstrip(_LOOSE).endswith("?")


def _is_answer(page: SpeechText, draft: QuoteCandidate) -> bool:
    above = page.bounds[draft.paragraph - 1] if draft.paragraph else None
    return above is not None and page.body[slice(*above)].rstrip(_LOOSE).endswith("?")


def _by_itself(name: str, lang: str) -> str:
    for pattern, ending in _WITH.get(lang, ()):
        name = pattern.sub(ending, name)
    return name
