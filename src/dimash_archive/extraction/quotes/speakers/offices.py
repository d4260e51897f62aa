"""Offices and groups that stand for a speaker whom nobody names: `one of the altos`, `председатель`."""

import re
from collections.abc import Sequence

from dimash_archive.extraction.quotes.attribution import WORD
from dimash_archive.extraction.quotes.lexicon import Words

_AGENT_KK = re.compile(r"[ғгқк][ае]н\Z")  # деді бойжеткен: a participle alone has become a noun
_FINITE_KK = re.compile(r"[дт][ыі]\Z")
_HOLDER_KK = re.compile(r"\w{3}(?<!н)ш[ыі]\Z")  # дәріханашы, айыпталушы
# Behind these, a Kazakh clause goes on with the office: "деді жиынға келген | дәріханашы".
_PARTICIPLE_KK = re.compile(r"\w+(?:[ғг][ае]н|[қк][ае]н|т[ыі]н|[дт][ыі]|[йаө]ды|[йе]ді|[ыі]п)|деп|атап")
_GENITIVE_KK = re.compile(r"[ндт][ыі]ң\Z")
_NOT = re.compile(r"\s+(?:не|not|did not)\s*\Z")
_ROLE_END = re.compile(
    r"[,;:()—–«“\"]|\s(?:who|whose|that|when|while|as|and|after|before|during|in an?|in h\w\w|on \w+day|with an?|at an?"
    r"|котор\w+|когда|после|во время|и \w+(?:[её]т|ит|ся|л|ла|ли))(?!\w)"
    r"| \w+(?:л|ла|ли) и(?: |$)"
    r"|(?<=\w) \w+ed (?=to|at|into|on|the|his|her|up)"
)
_ROLE_WORDS = 6
_THUS_KK = frozenset(("былай", "бұлай", "осылай"))
_CONJUNCTIONS = frozenset(("as", "and", "but", "so", "как", "а", "и", "но", "ал"))
_CONTRACTION = re.compile(
    "[’'](?:re|ll|ve|d|m|t)$|^(?:it|that|there|let|what|who|he|she)[’']s$", re.IGNORECASE
)


def office(body: str, start: int, end: int, words: Words) -> str | None:
    """The office or group between two offsets, such as `one of the altos`; None if it is no short phrase."""
    text = body[start:end].strip()
    if cut := _ROLE_END.search(text, 1):
        text = text[: cut.start()]
    if words.title_follows:
        text = _office_kk(text, words)
    if other := next((word for word in WORD.finditer(text) if words.auxiliary(word[0])), None):
        text = text[: other.start()]
    text = _NOT.sub("", text)
    texts = WORD.findall(text)
    while texts and (texts[0].lower() in _CONJUNCTIONS or words.opening(texts[0])):
        text = text.strip()[len(texts.pop(0)) :]
    if not texts or len(texts) > _ROLE_WORDS or words.saying(texts[0]) or words.linking(texts[0]):
        return None
    if words.article("the") and not _is_office_en(texts, words):
        return None
    return text.strip()


def _is_office_en(texts: Sequence[str], words: Words) -> bool:
    """Whether the words are `the baby’s mother` or `local residents` and no piece of a sentence."""
    if any(words.pronoun(word) or _CONTRACTION.search(word) for word in texts):
        return False
    return words.article(texts[0]) or (len(texts) <= 3 and not words.common(texts[0]))


def _office_kk(text: str, words: Words) -> str:
    """The part of a Kazakh clause between its verb forms: деді жиынға келген | дәріханашы | қызарып."""
    tokens = list(WORD.finditer(text))
    while tokens and words.opening(tokens[0][0]):
        tokens.pop(0)
    finite = bool(tokens) and _FINITE_KK.search(tokens[-1][0]) is not None
    while tokens and (tokens[-1][0] in _THUS_KK or _PARTICIPLE_KK.fullmatch(tokens[-1][0])):
        if len(tokens) == 1 and _AGENT_KK.search(tokens[0][0]):
            break
        tokens.pop()
    if not tokens:
        return ""
    if _is_office_kk(tokens[0][0], words):
        return tokens[0][0]  # Төраға хатты оқыды: the office opens the sentence
    verbs = [word.end() for word in tokens if _PARTICIPLE_KK.fullmatch(word[0])] if len(tokens) > 1 else []
    start = verbs[-1] if verbs else tokens[0].start()
    offices = (word.end() for word in tokens if word.start() >= start and _is_office_kk(word[0], words))
    end = next(offices, None)  # what follows the office is what its holder does
    if end is None and finite and len(tokens) == 1:
        return ""  # деп қысқа қайырды: how it was said
    return text[start : end or tokens[-1].end()].strip()


def _is_office_kk(word: str, words: Words) -> bool:
    return (words.common(word) or _HOLDER_KK.search(word) is not None) and not _GENITIVE_KK.search(word)
