"""The narrator's words around a speech: `said the conductor` after it, `she told us:` before it."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.lexicon import Words

WORD = re.compile(r"[^\W_]+(?:[’'ʼ‘‑-][^\W_]+)*")
ENDING = frozenset(".,!?…")
"""Characters that may end a speech inside its marks."""
REACH = 260
"""Characters examined on either side of a speech."""
_LEAD = re.compile(r"\s*([,.!?…;]*)\s*([—–―−-]{0,3})\s*")
_STOP = re.compile(r"[.!?…]+[\"”“»’)]*(?=\s|\Z)|\n")
_SENTENCE = re.compile(r"[.!?…]+[\"”“»’)]*\s+|\n")
# «…» деп аталатын, «…» деген ән: the marks enclose a name, though де- is the verb of saying.
_NAMING_KK = re.compile(
    r"\s*(?:деп\s+(?:атала|атады|атай|атағ|атап\s+(?!өт|көрс|айт)|жазыл|ат\s+қой|есепте|сана|біл|ойла|баға|танылғ)"
    r"|деген\s+(?!еді|екен|бола|болғ|болд))"
)
_VERB_EN = re.compile("[a-z](?:ed|[^s]s)$")
ALONE_EN = frozenset("one some many most several both each another two three four five".split())
"""Words that point to a noun, or replace one."""
_PAST_EN = re.compile(r"(?:ed|said|says|told|wrote)\Z")
_OBJECTS_EN = frozenset("her him me us them you it".split())
# "The head of the town museum said"; if a name is explained between commas, more words may come between.
_INVERTED = 7
"""Words of a clause that begins with its verb and ends with a name."""
_PAST_PL = re.compile(r"(?!by[łl]|mia[łl])\w{3}(?:[aeiyuąęó]ł[aoy]?|[aeiy]li)\Z")
_SHORT_CLAUSE = 5
"""Words of a clause recognised only by its verb in the past tense: `— донеслось из толпы`."""
_HABIT_EN = re.compile(
    r"\A\W*(?:\w+\s+){1,3}(?:(?:used|likes?|liked|loves?|loved|began|went on) to|would(?: often| always)?"
    r"|(?:was|is) (?:fond of|given to|heard)|never tire[sd] of|kept(?: on)?)\s+\Z"
)
"""Before a verb of habitual speech: `he used to | say`."""
_PHRASE_EN = re.compile(
    r"\b(?:(?:cuts?|chip(?:s|ped)|pip(?:es|ed)|sp(?:eaks|oke)|br(?:eaks|oke)|puts?|sh(?:oots|ot)|fire[sd]|hits?|weigh(?:s|ed)|burst"
    r"|thr(?:ows|ew)|jump(?:s|ed)|butt(?:s|ed)) (?:in|up|back|out)"
    r"|c[ao]mes? (?:the|a|his|her|their) (?:\w+ )?(?:reply|answer|response|verdict|cry|voice|shout))\b"
)
"""Verbs of saying that consist of several words: `the clerk | cut in`, `| came the reply`."""
_PHRASE_SUBJECT = 5
_QUOTED_EN = re.compile(r"(?:quoted|cited|recorded|overheard|heard|reported) (?:as )?saying\b")
_SUBJECT_WORDS = 9
_APPOSITION_WORDS = 15


class Clause(NamedTuple):
    """A stretch of the narrator's words."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset just after the last character, its full stop excluded."""
    verb: tuple[int, int] | None = None
    """Offsets of the verb of saying; None if there is none and only the clause's shape shows it."""


def behind(body: str, at: int, limit: int, words: Words) -> Clause | None:
    """The clause after a closing mark that reports the speech, as in `” said the conductor.`

    `at` is the offset just after the mark, `limit` the end of the text to examine. None if no clause there
    reports the speech.
    """
    lead = _LEAD.match(body, at, min(limit, at + REACH))
    if lead is None or ("." in lead[1] and not lead[2]) or ";" in lead[1]:
        return None
    start = lead.end()
    end = stop_after(body, start, limit)
    inside = body[max(0, at - 3) : at - 1].rstrip()[-1:]  # « a French mark has a space before it »
    if lead[0].strip() == "" and inside == "." and not body[start : start + 1].islower():
        return None  # the speech ended its sentence, and another begins
    dash = bool(lead[2])
    ended = bool(lead[1]) or (dash and not words.comma_before_dash) or inside in ENDING
    if start == end or (not lead[0].strip() and _NAMING_KK.match(body, at, end)):
        return None
    return reporting(body, (start, end), words, ended=ended, dash=dash)


def narrator_follows(body: str, at: int, limit: int, words: Words) -> bool:
    """Whether a clause with a verb of saying reports the speech whose marks close at `at`."""
    clause = behind(body, at, limit, words)
    return clause is not None and clause.verb is not None


def reporting(body: str, bounds: tuple[int, int], words: Words, *, ended: bool, dash: bool) -> Clause | None:
    """The words between two offsets, if they report the speech before them.

    `ended` says that they are separated from the speech as the language requires, `dash` that a dash
    separates them.
    """
    start, end = bounds
    tokens = list(islice(WORD.finditer(body, start, end), _APPOSITION_WORDS + 1))
    for place, word in enumerate(tokens):
        verb = word[0]
        if (
            verb[0].islower()
            and words.reports(verb)
            and not (place and _is_noun(tokens[place - 1][0], verb, words))
        ):
            subject = body[start : word.start()]
            quoted = ended and _QUOTED_EN.match(body, word.start(), end)
            if quoted or _is_predicate(subject, tokens[:place], words, ended=ended, dash=dash):
                return Clause(start, end, word.span())
            break
    phrase = _PHRASE_EN.search(body, start, end) if words.lang == "en" and ended else None
    if phrase and len(WORD.findall(body, start, phrase.start())) <= _PHRASE_SUBJECT:
        return Clause(start, end, phrase.span())
    if tokens and ended and _has_shape([word[0] for word in tokens], words, dash=dash):
        return Clause(start, end)
    return None


def _is_noun(before: str, verb: str, words: Words) -> bool:
    """Whether a verb of saying is a noun, as the preceding article shows: the report; but `one said`, `some
    replied`."""
    alone = before.lower() in ALONE_EN and _PAST_EN.search(verb) is not None
    return words.article(before) and not alone


def _is_predicate(
    subject: str, tokens: Sequence[re.Match[str]], words: Words, *, ended: bool, dash: bool
) -> bool:
    """Whether a verb of saying after `subject` belongs to it, and `subject` to the speech."""
    if not tokens:
        return True
    first = tokens[0][0]
    if _HABIT_EN.search(subject):
        return True
    if dash and not ended and words.thus(first) and len(tokens) == 1:
        return True  # «…» — так отзывается о роли Пётр
    if any(words.auxiliary(word[0]) for word in tokens):
        return False
    if dash and ended:
        return len(tokens) <= _SUBJECT_WORDS or "," in subject
    if words.linking(first):
        return False
    explained = first[0].isupper() and subject.rstrip().endswith(",")
    if ended:
        return explained or len(tokens) < _SUBJECT_WORDS
    return explained or (
        len(tokens) <= 5 and (first[0].isupper() or words.pronoun(first) or words.article(first))
    )


def _has_shape(texts: Sequence[str], words: Words, *, dash: bool) -> bool:
    """Whether words without a known verb of saying look like `— встрепенулся Пётр` or `– Pyotr, tenor`."""
    if len(texts) > 12 or words.linking(texts[0]):
        return False
    named = any(word[0].isupper() for word in texts)
    if not dash and words.complete and not words.comma_before_dash:
        if _VERB_EN.search(texts[0]) and len(texts) <= _INVERTED and all(map(str.istitle, texts[-2:])):
            return len(texts) > 2  # counters shopkeeper Tim Leskov
        last = texts[-2] if len(texts) > 2 and texts[-1] in _OBJECTS_EN else texts[-1]  # he reminded her
        opens = words.article(texts[0]) or words.pronoun(texts[0]) or words.office(texts[0])
        subject = texts[0][0].isupper() or opens
        return subject and 1 < len(texts) <= 6 and _VERB_EN.search(last) is not None
    if texts[0][0].islower():
        first, second, *_ = [*(word for word in texts if not words.helper(word)), *texts[:1], ""]
        if dash and words.slavic and endings.PRESENT.search(first) and words.office(second):
            return True
        if dash and len(texts) <= _SHORT_CLAUSE and is_past(first, words):
            return True
        return (named or any(map(words.pronoun, texts))) and (dash or not words.complete)
    return dash and len(texts) <= 10 and not words.common(texts[0])


def is_past(word: str, words: Words) -> bool:
    """Whether the ending of a Slavic word shows a past-tense verb."""
    pattern = endings.PAST if words.slavic else _PAST_PL if words.polish else None
    return pattern is not None and pattern.search(word) is not None


def stop_after(body: str, start: int, limit: int) -> int:
    """Where the sentence containing `start` ends, its full stop excluded; `limit` at the latest."""
    limit = min(limit, start + REACH)
    for stop in _STOP.finditer(body, start, limit):
        if not _is_initial(body, stop.start(), start):
            return stop.start()
    return limit


def sentence_start(body: str, floor: int, at: int) -> int:
    """Where the sentence containing `at` begins, `floor` at the earliest."""
    floor = max(floor, at - REACH)
    start = floor
    for stop in _SENTENCE.finditer(body, floor, at):
        if not _is_initial(body, stop.start(), floor) and not body[stop.end() : stop.end() + 1].islower():
            start = stop.end()
    return start


def _is_initial(body: str, stop: int, floor: int) -> bool:
    """Whether the full stop only abbreviates a word: А. Куйтемирова, Dr. Lindstad."""
    word = body[max(floor, stop - 4) : stop].split(" ")[-1].split("\n")[-1]
    return (
        body[stop] == "." and word.isalpha() and (len(word) == 1 or word in ("Dr", "Mr", "Ms", "Mrs", "St"))
    )
