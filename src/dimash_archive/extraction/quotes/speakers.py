"""Who spoke: the name, or else the office, in the narrator's words around a speech."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dimash_archive.extraction.quotes import gender
from dimash_archive.extraction.quotes.attribution import WORD, Clause, sentence_start
from dimash_archive.extraction.quotes.lexicon import Words

_IN_MARKS = re.compile(r"«[^«»\n]{0,80}»|[“„][^“”„\n]{0,80}[”“]|\"[^\"\n]{0,80}\"")
_PARTICLES = frozenset(
    "de da di van von der den bin ibn al el la le du ибн фон де ван оглы кызы улы ұлы қызы".split()
)
_JOINTS = frozenset((" ", "\u00a0", ". ", ".", ".\u00a0"))
# Endings that a Kazakh name has when it is not the subject: Доврануның, Доврануға, Довранумен.
_CASE_KK = re.compile(r".{3,}(?:[ндт][ыі]ң|[ғгқк][ае]|[дт][ае]н?|[мбп]ен|[ндт][ыі]|[дт][ае][ғг][ыі])")
# Behind these, a Kazakh clause goes on with the office: "деді жиынға келген | дәріханашы".
_PARTICIPLE_KK = re.compile(r"\w+(?:[ғг][ае]н|[қк][ае]н|т[ыі]н|[дт][ыі]|[йаө]ды|[йе]ді|[ыі]п)|деп|атап")
_NOT = re.compile(r"\s+(?:не|not|did not)\s*\Z")
_GENITIVE_KK = re.compile(r"[ндт][ыі]ң\Z")
_ROLE_END = re.compile(
    r"[,;:()—–«“\"]|\s(?:who|whose|that|when|while|as|and|after|before|during|in an?|in h\w\w|on \w+day|with an?|at an?"
    r"|котор\w+|когда|после|во время|и \w+(?:[её]т|ит|ся|л|ла|ли))(?!\w)"
    r"| \w+(?:л|ла|ли) и(?: |$)"
    r"|(?<=\w) \w+ed (?=to|at|into|on|the|his|her|up)"
)
_ROLE_WORDS = 6
_THUS_KK = frozenset(("былай", "бұлай", "осылай"))
_LEAD_WORDS = 3
_CONJUNCTIONS = frozenset(("as", "and", "but", "so", "как", "а", "и", "но", "ал"))
_LOOKUPS = 20
_SENTENCES = 4
_SUBJECT_FROM = 4
_CONTRACTION = re.compile(
    "[’'](?:re|ll|ve|d|m|t)$|^(?:it|that|there|let|what|who|he|she)[’']s$", re.IGNORECASE
)
_PATRONYMIC = re.compile("(?:вич|вна|чна|ұлы|улы|қызы|кызы)$")


class Name(NamedTuple):
    """A run of capitalised words."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    doubtful: bool
    """Whether it is rather a place, a thing, or not the subject."""
    short: bool
    """Whether it is a single word."""
    first: bool
    """Whether it is a single word that might owe its capital to the start of the sentence."""


class Who(NamedTuple):
    """What a clause says about the speaker."""

    text: str | None
    """Name or office as written; None if the clause gives neither."""
    pronoun: str | None = None
    """The pronoun that sends the reader to a name before."""


NOBODY = Who(None)


def signer(text: str, words: Words) -> str:
    """Who signs with a line such as `Aisaule Kuitemirova, conductor`: the name, or the line up to its first comma."""
    name = best(names(text, 0, len(text), words))
    return text[name.start : name.end] if name is not None else text.partition(",")[0].strip()


def behind_speech(body: str, clause: Clause, words: Words) -> Who:
    """The speaker in the clause behind a speech."""
    start, end, verb = clause
    if verb is None:
        if name := best(names(body, start, end, words)):
            return Who(body[name.start : name.end])
        # “…,” the boy’s mother marvelled: the verb that no list knows is the last word.
        return (
            _office(body, start, body.rfind(" ", start, end), words)
            if words.known and not words.two_names
            else None
        ) or NOBODY
    if subject := WORD.search(body, start, verb[0]):
        if words.pronoun(subject[0]):
            return Who(None, subject[0])
        name = best(names(body, start, verb[0], words))
        who = None if name is None else Who(body[name.start : name.end])
        if (name is None or name.doubtful) and not words.governing(subject[0]) and subject[0][0].islower():
            who = _office(body, start, verb[0], words) or who
        if who is not None:
            return who
    return _object(body, verb[1], end, words)


def _object(body: str, start: int, end: int, words: Words) -> Who:
    """The speaker behind the verb of saying."""
    name = best(names(body, start, end, words))
    first = next((word for word in WORD.finditer(body, start, end) if words.pronoun(word[0])), None)
    if first is not None and (name is None or first.start() < name.start):
        return Who(None, first[0])
    if name is not None and not name.doubtful:
        return Who(body[name.start : name.end])
    office = None if body[start : start + 1] == "," else _office(body, start, end, words)
    return office or (Who(body[name.start : name.end]) if name else NOBODY)


def before_speech(body: str, start: int, end: int, words: Words) -> Who:
    """The speaker in the narrator's sentence before a speech."""
    found = list(WORD.finditer(body, start, end))
    comma = body.rfind(",", start, end - 1)
    if (
        comma > 0
        and found
        and words.saying(found[-1][0])
        and _has_subject(body, comma + 1, found[-1].start(), words)
    ):
        start = comma + 1
        found = [word for word in found if word.start() > comma]
    verb = _verb(found, words) or end
    passive = any(words.auxiliary(word[0]) for word in found if word.start() < verb)
    if found and words.article(found[0][0]) and not passive and not names(body, start, verb, words):
        end = verb  # "the coach told Nils": what stands behind the verb is the one who listens
    name = _subject(body, start, end, words)
    if name is not None and not name.doubtful and not name.first and not words.pronoun(found[0][0]):
        return Who(body[name.start : name.end])
    if pronoun := next((word[0] for word in found if words.pronoun(word[0])), None):
        return Who(None, pronoun)
    if name is not None and (not name.first or _is_name(body, name, words)):
        return Who(body[name.start : name.end])
    if not found or words.governing(found[0][0]):
        return NOBODY
    if words.two_names and len(WORD.findall(body, start, verb)) > _LEAD_WORDS:
        return NOBODY
    if not words.two_names and not words.article(found[0][0]) and verb == end:
        return NOBODY
    return _office(body, start, verb, words) or NOBODY


def named_before(body: str, floor: int, at: int, words: Words, *, pronoun: str | None = None) -> str | None:
    """The name in the nearest sentence before `at` that has one, `floor` at the earliest.

    If a `pronoun` stands for it, it agrees with that in gender, and a name in another case will do.
    """
    wanted = None if pronoun is None else gender.of_pronoun(pronoun)
    for _ in range(_SENTENCES):
        while at > floor and not body[at - 1].isalnum():
            at -= 1
        start = sentence_start(body, floor, at)
        name = _subject(body, start, at, words, wanted)
        sure = name is not None and not name.doubtful and (not name.first or _is_name(body, name, words))
        if name is not None and name.short and len(WORD.findall(body, start, name.start)) > _SUBJECT_FROM:
            sure = False  # a single word in mid sentence: a place or a thing as likely as a person
        if name is not None and (sure or (pronoun is not None and not name.short)):
            return body[name.start : name.end]
        if start <= floor:
            break
        at = start
    return None


def _is_name(body: str, name: Name, words: Words) -> bool:
    """Whether the first word of a sentence is a name: it speaks, or has its capital within sentences too."""
    behind = WORD.search(body, name.end)
    if behind is not None and words.saying(behind[0]):
        return True
    word = " " + body[name.start : name.end]
    at = -1
    for _ in range(_LOOKUPS):
        at = body.find(word, at + 1)
        if at < 0:
            break
        if body[at - 1 : at].isalnum() or body[at - 1 : at] == ",":
            return True
    return False


def _verb(found: Sequence[re.Match[str]], words: Words) -> int | None:
    """Where the verb of saying stands; behind an article it is a noun: the report, a comment."""
    for place, word in enumerate(found):
        if words.saying(word[0]) and not (place and words.article(found[place - 1][0])):
            return word.start()
    return None


def _has_subject(body: str, start: int, end: int, words: Words) -> bool:
    """Whether a clause says whose it is, as in `the song ends here, one tester wrote`."""
    first = WORD.search(body, start, end)
    if first is None:
        return False
    return words.pronoun(first[0]) or words.article(first[0]) or bool(names(body, start, end, words))


def _subject(
    body: str, start: int, end: int, words: Words, wanted: gender.Gender | None = None
) -> Name | None:
    """The name in a sentence that is most likely to speak: beside a verb of saying rather than elsewhere."""
    found = names(body, start, end, words)
    found = [name for name in found if gender.may_be(body[name.start : name.end], wanted)]
    if len(found) > 1:
        verbs = [word.span() for word in WORD.finditer(body, start, end) if words.saying(word[0])]
        beside = [
            name
            for name in found
            if any(0 < verb[0] - name.end <= 2 or 0 < name.start - verb[1] <= 2 for verb in verbs)
        ]
        sure = [name for name in beside if not name.doubtful and not name.first]
        return best(sure or found)
    return best(found)


def best(found: Sequence[Name]) -> Name | None:
    """The name most likely to be the subject: no place, rather two words than one, rather the first."""
    return min(found, key=lambda name: (name.doubtful or name.first, name.short), default=None)


def names(body: str, start: int, end: int, words: Words) -> list[Name]:
    """The names between two offsets, in order; what stands in marks is no person's name."""
    text = body[start:end]
    if _IN_MARKS.search(text):
        text = _IN_MARKS.sub(lambda found: "·" * len(found[0]), text)
    tokens = list(WORD.finditer(text))
    found = []
    place = 0
    while place < len(tokens):
        first = place
        place += 1
        if not tokens[first][0][0].isupper():
            continue
        while place < len(tokens) and _goes_on(text, tokens, place):
            place += 1
        if name := _name(text, tokens, (first, place), words):
            found.append(name._replace(start=start + name.start, end=start + name.end))
    return found


def _goes_on(text: str, tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether the token belongs to the name that the token before belongs to."""
    here = tokens[place]
    if text[tokens[place - 1].end() : here.start()] not in _JOINTS:
        return False
    if here[0][0].isupper():
        return True
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    return here[0] in _PARTICLES and behind is not None and behind[0][0].isupper()


def _name(text: str, tokens: Sequence[re.Match[str]], run: tuple[int, int], words: Words) -> Name | None:
    """The name that a run of tokens makes, without the offices and little words in front of it."""
    first, behind = run
    while first < behind and _is_common(tokens[first][0], words):
        first += 1
    if (
        behind - first == 3
        and run[0] == 0
        and words.two_names
        and not _PATRONYMIC.search(tokens[first + 1][0])
    ):
        first += 1  # an office that only the start of the sentence gives a capital
    if first == behind:
        return None
    last = tokens[behind - 1]
    whole = last[0]
    owner = next((ending for ending in ("’s", "'s") if whole.endswith(ending)), "")
    before = tokens[first - 1][0] if first == run[0] and first > 0 else ""
    governed = words.governing(before) or (
        words.article(before) and behind - first > 1
    )  # a Goodwill Ambassador
    elsewhere = words.title_follows and _CASE_KK.fullmatch(whole) is not None
    shouted = behind - first == 1 and whole.isupper() and len(whole) > 1
    return Name(
        tokens[first].start(),
        last.end() - len(owner),
        doubtful=bool(owner) or governed or elsewhere or shouted,
        short=behind - first == 1,
        first=behind == 1,
    )


def _is_common(word: str, words: Words) -> bool:
    """Whether a word owes its capital to the start of the sentence: The, I’ve, Don’t."""
    head = word.replace("’", "'").partition("'")[0]
    return words.common(head) or words.pronoun(head) or word.endswith(("n’t", "n't"))


def _office(body: str, start: int, end: int, words: Words) -> Who | None:
    """The office or group between two offsets, such as `one of the altos`; None if it is no short phrase."""
    text = body[start:end].strip()
    if cut := _ROLE_END.search(text, 1):
        text = text[: cut.start()]
    if words.title_follows:
        text = _office_kk(text, words)
    if other := next((word for word in WORD.finditer(text) if words.auxiliary(word[0])), None):
        text = text[: other.start()]
    text = _NOT.sub("", text)
    found = WORD.findall(text)
    if found and found[0].lower() in _CONJUNCTIONS:
        text = text[len(found.pop(0)) :]
    if not found or len(found) > _ROLE_WORDS or words.saying(found[0]) or words.linking(found[0]):
        return None
    if words.article("the") and not _is_office_en(found, words):
        return None
    return Who(text.strip())


def _is_office_en(found: Sequence[str], words: Words) -> bool:
    """Whether the words are `the baby’s mother` or `local residents` and no piece of a sentence."""
    if any(words.pronoun(word) or _CONTRACTION.search(word) for word in found):
        return False
    return words.article(found[0]) or (len(found) <= 3 and not words.common(found[0]))


def _office_kk(text: str, words: Words) -> str:
    """The part of a Kazakh clause between its verb forms: деді жиынға келген | дәріханашы | қызарып."""
    found = list(WORD.finditer(text))
    while found and (found[-1][0] in _THUS_KK or _PARTICIPLE_KK.fullmatch(found[-1][0])):
        found.pop()
    if not found:
        return ""
    if words.common(found[0][0]) and not _GENITIVE_KK.search(found[0][0]):
        return found[0][0]  # Төраға хатты оқыды: the office opens the sentence
    verbs = [word.end() for word in found if _PARTICIPLE_KK.fullmatch(word[0])]
    start = verbs[-1] if verbs else 0
    ends = (
        word.end()
        for word in found
        if word.start() >= start and words.common(word[0]) and not _GENITIVE_KK.search(word[0])
    )
    return text[
        start : next(ends, found[-1].end())
    ].strip()  # what follows the office is what its holder does
