"""The office in the narrator's sentence before a speech: its subject, if no name says so."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.attribution import WORD, is_past
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers.offices import is_agent, office, office_before
from dimash_archive.extraction.quotes.speakers.personal_names import names

_WHERE_RU = ("в", "во", "у", "на", "при", "после", "перед")
"""Prepositions of time and place; `критик из столицы` describes a person."""
_HE_KK = "ол"
_WORDS = 3
"""Maximum words in a subject."""


class Lead(NamedTuple):
    """A sentence of the narrator that leads to a speech."""

    body: str
    """The text it is in."""
    bounds: tuple[int, int, int]
    """Offsets of its start, its verb of saying (its end if there is none) and its end."""
    words: Words
    """The words of its language."""

    @property
    def tokens(self) -> Sequence[re.Match[str]]:
        """Its words."""
        return list(WORD.finditer(self.body, self.bounds[0], self.bounds[2]))

    @property
    def opens_with_article(self) -> bool:
        """Whether it begins as `The coach` does."""
        first = WORD.search(self.body, *self.bounds[::2])
        return first is not None and self.words.article(first[0])


def office_in_lead(lead: Lead) -> str | None:
    """The office that is the subject of a sentence without a name; None if there is none."""
    body, (start, verb, end), words = lead
    before = WORD.findall(body, start, verb)
    if words.title_follows and (holder := office_before(body, start, end, words, _HE_KK)):
        return holder
    if words.slavic and words.complete and verb == end:
        return _closing(lead) or _opening(lead)
    if words.two_names and len(before) > _WORDS:
        verb_word = WORD.search(body, verb, end)
        is_subject = _is_subject_ru(before, verb_word[0] if verb_word else "", words)
        return before[-1] if is_subject else _opening(lead)
    first = WORD.search(body, start, end)
    if first is None or words.governing(first[0]):
        return _nearest_phrase(lead)
    return office(body, start, verb, words)


def office_before_aside(lead: Lead) -> str | None:
    """The subject that an aside separates from its verb: `Водитель, вытирая руки, | сказал:`; None if there
    is none."""
    body, (start, verb, _), words = lead
    first, last = body.find(",", start, verb), body.rfind(",", start, verb)
    if not 0 < first < last or body[last + 1 : verb].strip():
        return None
    texts = WORD.findall(body, start, first)
    aside = names(body, first, last, words)
    named = aside and not body[first + 1 : aside[0].start].strip()  # The driver, Sid Marl, said:
    if not texts or len(texts) > _WORDS or named or words.governing(texts[0]):
        return None
    if words.pronoun(texts[0]) or names(body, start, first, words) or not _may_be_subject(texts, words):
        return None
    return office(body, start, first, words)


def _may_be_subject(texts: Sequence[str], words: Words) -> bool:
    """Whether words are a noun in the nominative with its article or adjectives, as far as their forms show it."""
    if words.slavic:
        nominative = endings.NOMINATIVE.search(texts[-1].lower()) or words.office(texts[-1])
        return bool(nominative) and not endings.GERUND.search(texts[0])
    return words.article(texts[0]) or words.office(texts[-1])


def _is_subject_ru(before: Sequence[str], verb: str, words: Words) -> bool:
    """Whether the word before the verb is an office in the nominative: `на вопрос о сроках мэр ответил`."""
    *_, governing, last = before
    feminine = last.endswith(("а", "я")) and endings.PAST_FEMALE.search(verb) is not None
    nominative = feminine or endings.NOMINATIVE.search(last) is not None
    return words.common(last) and nominative and not words.governing(governing)


def _closing(lead: Lead) -> str | None:
    """The office after the verb at the end of a sentence: `зато остановился | его помощник`."""
    end, words = lead.bounds[2], lead.words
    tokens = lead.tokens
    verbs = [place for place, word in enumerate(tokens) if is_past(word[0], words)]
    if not verbs or verbs[-1] + 1 >= len(tokens) or not words.office(tokens[-1][0]):
        return None
    nominative = endings.NOMINATIVE.search(tokens[-1][0]) or endings.PAST_FEMALE.search(tokens[verbs[-1]][0])
    return office(lead.body, tokens[verbs[-1] + 1].start(), end, words) if nominative else None


def _opening(lead: Lead) -> str | None:
    """The office that begins a sentence, with its attributes: `Критик из столицы | был строже`, `Моя бабушка | …`."""
    tokens, words = lead.tokens, lead.words
    verb = next((place for place, word in enumerate(tokens) if is_past(word[0], words)), None)
    if not words.slavic or not verb:
        return None
    holder = 1 if verb > 1 and endings.ATTRIBUTE.search(tokens[0][0]) else 0
    office = tokens[holder][0]
    feminine = office.endswith(("а", "я")) and endings.PAST_FEMALE.search(tokens[verb][0])
    if not (words.office(office) or is_agent(office)) or not (
        feminine or endings.NOMINATIVE.search(office.lower())
    ):
        return None
    where = (place for place in range(holder + 1, verb) if tokens[place][0].lower() in _WHERE_RU)
    behind = next(where, verb)
    text = lead.body[tokens[0].start() : tokens[behind - 1].end()]
    return text if behind <= _WORDS and "," not in text else None


def _nearest_phrase(lead: Lead) -> str | None:
    """The noun with its article before the last verb: `In a written reply the county | said`."""
    tokens, words = lead.tokens, lead.words
    verbs = [place for place, word in enumerate(tokens) if words.reports(word[0])]
    tokens = tokens[: verbs[-1]] if verbs else ()
    articles = [place for place, word in enumerate(tokens) if words.article(word[0])]
    if not articles or len(tokens) - articles[-1] > _WORDS:
        return None
    if words.governing(tokens[articles[-1] - 1][0]) or words.governing(tokens[-1][0]):
        return None
    phrase = lead.body[tokens[articles[-1]].start() : tokens[-1].end()]
    return None if "," in phrase else phrase
