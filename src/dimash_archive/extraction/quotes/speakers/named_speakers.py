"""Who spoke: the name, or otherwise the office, in the narrator's words around a speech."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.attribution import (
    ALONE_EN,
    WORD,
    Clause,
    is_past,
    sentence_start,
    stop_after,
)
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers import gender
from dimash_archive.extraction.quotes.speakers.gender import Pronoun
from dimash_archive.extraction.quotes.speakers.leads import Lead, office_before_aside, office_in_lead
from dimash_archive.extraction.quotes.speakers.offices import office, office_before
from dimash_archive.extraction.quotes.speakers.personal_names import Name, best, names
from dimash_archive.extraction.quotes.speakers.voices import NOBODY, SEVERAL, Who, heard_in

_PARTICIPLE_KK = re.compile(r"[ғгқк][ае]н(?:да|де)?\Z")
_SUBJECT_RU = re.compile(r"\w")
_DEFINITE = ("the", "der", "die", "le", "la", "el")
_STEM = 4
"""Minimum letters of an office that all its cases share."""
_ACCORDING = re.compile(
    r"(?:according to|in the words of|selon|según|laut|zdaniem|по (?:словам|мнению|оценке)|за словами|на думку)\s+"
    r"((?:[^\W\d_]+\s+){0,2}[^\W\d_]+),?\s*\Z",
    re.IGNORECASE,
)
"""The source named before its words: `According to the keeper, “…”`."""
_AND = re.compile(r"\s(?:and|и|мен|пен|бен|және|und|et|y|i|ve|та|й|менен)\s")
_AS = ("as", "как", "як")
_MEANWHILE = re.compile(
    r",\s+(?:(?:не|still|not)\s+)?[^\W\d_]{2,}(?:ing|ясь|вшись|вши|[аеиуюыя]в|[бвгджзклмнпрстфхаеуюиы]я)(?!\w)[^,\n]{0,60},\s*"
)
"""What the speaker does meanwhile: `, not looking up,`, `, не вставая со стула,`."""
_LOOKUPS = 20
_SENTENCES = 4
_SUBJECT_FROM = 4
_TWO = 2
"""Words of an office between two names."""
_SHORTEST_SENTENCE = 3
"""Words of `the ferryman shrugged`."""


def signer(text: str, words: Words) -> str:
    """The signatory in a line such as `Aisaule Kuitemirova, conductor`: the name, or the line up to its first
    comma."""
    name = best(names(text, 0, len(text), words))
    return text[name.start : name.end] if name is not None else text.partition(",")[0].strip()


def behind_speech(body: str, clause: Clause, words: Words) -> Who:
    """The speaker in the clause after a speech."""
    start, end, verb = clause
    if voice := heard_in(body, start, end, words):
        return voice
    if verb is None:
        return _without_verb(body, (start, end), words)
    if inverted := _inverted(body[slice(*verb)], words):
        return Who(None, inverted)
    while (first := WORD.match(body, start, verb[0])) and _is_no_subject(first[0], body[slice(*verb)], words):
        start = _behind_spaces(body, first.end())
    if subject := WORD.search(body, start, verb[0]):
        if words.pronoun(subject[0]):
            return Who(None, subject[0])
        if _is_unnamed(body, subject, verb[0], words):
            return SEVERAL  # one said
        name = best(names(body, start, verb[0], words))
        who = None if name is None else Who(body[name.start : name.end])
        if (name is None or name.doubtful) and not words.governing(subject[0]) and subject[0][0].islower():
            who = _office(body, start, verb[0], words) or who
        if who is not None:
            return who
    following = WORD.search(body, verb[1], end)
    if following and _is_unnamed(body, following, end, words):
        return SEVERAL  # added another, крикнул кто-то
    who = _object(body, verb[1], end, words)
    spoken_by = best(names(body, verb[1], end, words))
    if spoken_by and _is_one_of_two(body, (verb[1], end), spoken_by, words):
        return SEVERAL
    if (
        words.two_names
        and endings.PLURAL.search(body[slice(*verb)])
        and not _SUBJECT_RU.search(who.text or "")
    ):
        return SEVERAL
    return who


def _without_verb(body: str, bounds: tuple[int, int], words: Words) -> Who:
    """The speaker in a clause with a verb that no list contains."""
    if name := best(names(body, *bounds, words)):
        return Who(body[name.start : name.end])
    if words.two_names and (holder := _acting_office(body, *bounds, words)):
        return Who(holder)
    if pronoun := next(filter(words.pronoun, WORD.findall(body, *bounds)), None):
        return Who(None, pronoun)
    if not words.complete or words.two_names:
        return NOBODY
    # “…,” the boy’s mother marvelled: the verb is the last word.
    return _office(body, bounds[0], body.rfind(" ", *bounds), words) or NOBODY


def _is_one_of_two(body: str, bounds: tuple[int, int], name: Name, words: Words) -> bool:
    """Whether a conjunction joins one name to another, so that both speak: `Ava and Zoe answered`."""
    persons = names(body, *bounds, words)
    pairs = [(one, other) for one, other in pairwise(persons) if _AND.fullmatch(body, one.end, other.start)]
    return any(name in pair for pair in pairs)


def _is_unnamed(body: str, word: re.Match[str], end: int, words: Words) -> bool:
    """Whether a word says that somebody spoke, but not who: someone, or `another` on its own."""
    listed = word[0].lower() in ALONE_EN or words.unnamed(word[0])
    return listed and not body[word.end() : end].strip()


def _acting_office(body: str, start: int, end: int, words: Words) -> str | None:
    """The office after a past-tense verb that no list contains: `— выпалил сторож`."""
    first, second, *_ = [
        *(word for word in WORD.finditer(body, start, end) if not words.helper(word[0])),
        None,
        None,
    ]
    if first is None or second is None or words.pronoun(second[0]):
        return None
    if not (endings.PAST.search(first[0]) or is_past(first[0], words)):
        return None
    subject = not words.complete and endings.NOMINATIVE.search(second[0])
    if not words.office(second[0]) and not subject:
        place = _behind_place(body, (second.start(), end), first[0], words)
        return None if place is None else place.text
    return office(body, second.start(), end, words)


def _is_no_subject(word: str, verb: str, words: Words) -> bool:
    """Whether a word before the verb of saying is its auxiliary or says how: `a répondu`, `коротко ответил`."""
    if words.slavic and endings.INFINITIVE.search(verb):
        return word[0].islower() and endings.FINITE.search(word) is not None  # любил повторять
    if words.helper(word) or endings.REFLEXIVE_GERUND.search(word):
        return True  # не задумываясь отвечает
    return endings.ADVERB.search(word) is not None and endings.PAST.search(verb) is not None


def _inverted(verb: str, words: Words) -> str | None:
    """The pronoun joined to its verb by a hyphen: `dit-elle`, `a-t-il ajouté`."""
    _, hyphen, last = verb.rpartition("-")
    return last if hyphen and words.pronoun(last) else None


def _behind_spaces(body: str, at: int) -> int:
    while body[at : at + 1].isspace():
        at += 1
    return at


def _object(body: str, start: int, end: int, words: Words) -> Who:
    """The speaker after the verb of saying."""
    verb = WORD.match(body, _behind_spaces(body, start), end)
    if (
        verb is not None
        and (
            words.helper(verb[0])  # skarżył się autor
            or (verb[0].islower() and words.quotative(body[:start].rpartition(" ")[2]))
        )
    ):
        start = _behind_spaces(body, verb.end())
    name = best(names(body, start, end, words))
    first = next((word for word in WORD.finditer(body, start, end) if words.pronoun(word[0])), None)
    if first is not None and (name is None or first.start() < name.start):
        return Who(None, first[0])
    if name is not None and not name.doubtful:
        return Who(body[name.start : name.end])
    if meanwhile := _MEANWHILE.match(body, start, end):
        start = meanwhile.end()
    office = None if body[start : start + 1] == "," else _office(body, start, end, words)
    office = office or _behind_place(body, (start, end), body[:start].rstrip(", "), words)
    return office or (Who(body[name.start : name.end]) if name else NOBODY)


def _behind_place(body: str, bounds: tuple[int, int], before: str, words: Words) -> Who | None:
    """The office after the place: `сказал из-за стола | сторож`; None if there is none."""
    if not words.slavic:
        return None
    who = "она" if before.endswith(("ла", "лась")) else "он"
    holder = office_before(body, *bounds, words, who)
    return None if holder is None else Who(holder)


def _office(body: str, start: int, end: int, words: Words) -> Who | None:
    text = office(body, start, end, words)
    return None if text is None else Who(text)


def before_speech(body: str, start: int, end: int, words: Words) -> Who:
    """The speaker in the narrator's sentence before a speech."""
    tokens = list(WORD.finditer(body, start, end))
    if tokens and words.sounding(tokens[-1][0]) and (voice := heard_in(body, start, end, words)):
        return voice
    comma = body.rfind(",", start, end - 1)
    if (
        comma > 0
        and tokens
        and words.saying(tokens[-1][0])
        and _has_subject(body, comma + 1, tokens[-1].start(), words)
    ):
        start = comma + 1
        tokens = [word for word in tokens if word.start() > comma]
    verb = _verb(tokens, words) or _unlisted_verb(tokens, words) or end
    passive = any(words.auxiliary(word[0]) for word in tokens if word.start() < verb)
    if tokens and words.article(tokens[0][0]) and not passive and not names(body, start, verb, words):
        end = verb  # "the coach told Nils": the name after the verb is the listener
    if aside := office_before_aside(Lead(body, (start, verb, end), words)):
        return Who(aside)
    name = _subject(body, start, end, words)
    if name is not None and _is_one_of_two(body, (start, end), name, words):
        return SEVERAL
    if (
        tokens
        and tokens[0][0].lower() in _AS
        and len(tokens) > 1
        and words.reports(tokens[1][0])
        and name is None
    ):
        return _office(body, tokens[1].end(), end, words) or NOBODY
    if name is not None and (who := _named(body, tokens, name, words)):
        return who
    pronoun = next((word for word in tokens if words.pronoun(word[0])), None)
    if pronoun is not None and not (pronoun.start() > verb and words.article(tokens[0][0])):
        return Who(None, pronoun[0])
    if name is not None and (not name.first or _is_name(body, name, words)):
        return Who(body[name.start : name.end])
    if according := _ACCORDING.match(body, start, end):
        return Who(according[1])
    lead = Lead(body, (start, verb, end), words)
    text = office_in_lead(lead) if verb < end or words.two_names or lead.opens_with_article else None
    return Who(text) if text else NOBODY


def _named(body: str, tokens: Sequence[re.Match[str]], name: Name, words: Words) -> Who | None:
    """The speaker in a sentence that names somebody; None if the name is not certainly the subject."""
    first = tokens[0]
    if words.nouns_capital and name.short and words.article(first[0]):
        return Who(body[first.start() : name.end])
    if name.doubtful and words.slavic and words.office(first[0]) and name.start == first.end() + 1:
        return Who(body[first.start() : name.end])  # Отец Вити Лобова
    sure = not name.doubtful and not name.first and not words.pronoun(first[0])
    return Who(body[name.start : name.end]) if sure else None


def named_before(
    body: str, floor: int, at: int, words: Words, *, pronoun: Pronoun | None = None
) -> str | None:
    """The name in the nearest sentence before `at` that has one, `floor` at the earliest.

    If a `pronoun` refers to it, the two agree in gender, and the name may be in another case.
    """
    for _ in range(_SENTENCES):
        end = at
        while at > floor and not body[at - 1].isalnum():
            at -= 1
        start = sentence_start(body, floor, at)
        name = _subject(body, start, end, words, pronoun)  # with a mark at its end, which closes a title
        sure = name is not None and not name.doubtful and (not name.first or _is_name(body, name, words))
        far = name is not None and len(WORD.findall(body, start, name.start)) > _SUBJECT_FROM
        if name is not None and name.short and far and not _says(body, name, words):
            sure = False  # a single word in mid sentence: a place or a thing as likely as a person
        spoken_of = pronoun.word if pronoun and gender.is_third_person(pronoun.word) else None
        holder = office_before(body, start, at, words, spoken_of) if spoken_of and not sure else None
        opens = holder and words.complete and words.article(holder.partition(" ")[0])
        if opens and body.startswith(holder or "", start) and not _is_shown(body, name, pronoun):
            name = None  # A reader from Elm Row
        if name is not None and (sure or (pronoun is not None and not name.short)):
            return body[name.start : name.end]
        if holder:
            return holder
        if start <= floor:
            break
        at = start
    return None


def _is_shown(body: str, name: Name | None, pronoun: Pronoun | None) -> bool:
    """Whether a name certainly has the gender that a pronoun shows."""
    return name is not None and pronoun is not None and pronoun.is_shown_by(body[name.start : name.end])


def _says(body: str, name: Name, words: Words) -> bool:
    """Whether a verb of saying comes directly after a name."""
    following = WORD.match(body, name.end + 1)
    return following is not None and words.reports(following[0])


def _is_name(body: str, name: Name, words: Words) -> bool:
    """Whether the first word of a sentence is a name: it speaks, or is capitalised within sentences too."""
    behind = WORD.search(body, name.end)
    if behind is not None and body[name.end : name.end + 1] == ",":
        aside = body[name.end : body.find(",", name.end + 1) % (len(body) + 1)]
        if len(WORD.findall(aside)) in (1, 2) and any(map(words.office, WORD.findall(aside))):
            return True  # Карл, её муж, …
    if behind is not None and words.saying(behind[0]) and not _PARTICIPLE_KK.search(behind[0]):
        return not (words.two_names and endings.PLURAL.search(behind[0]))  # Родители писали
    word = " " + body[name.start : name.end]
    at = -1
    for _ in range(_LOOKUPS):
        at = body.find(word, at + 1)
        if at < 0:
            break
        if body[at - 1 : at].isalnum() or body[at - 1 : at] == ",":
            return True
    return False


def _verb(tokens: Sequence[re.Match[str]], words: Words) -> int | None:
    """Where the verb of saying is; after an article it is a noun: the report, a comment."""
    for place, word in enumerate(tokens):
        if words.title_follows and _PARTICIPLE_KK.search(word[0]) and place + 1 < len(tokens):
            continue  # сұраған дәрігер
        if words.saying(word[0]) and not (place and words.article(tokens[place - 1][0])):
            return word.start()
    return None


def _unlisted_verb(tokens: Sequence[re.Match[str]], words: Words) -> int | None:
    """Where the last word is, if only its ending makes it a verb: `The ferryman shrugged:`."""
    if words.two_names and len(tokens) in (2, 3) and endings.PAST.search(tokens[-1][0]):
        return tokens[-1].start()
    if not words.complete or words.two_names or len(tokens) < _SHORTEST_SENTENCE:
        return None
    return tokens[-1].start() if words.article(tokens[0][0]) and tokens[-1][0].endswith("ed") else None


def _has_subject(body: str, start: int, end: int, words: Words) -> bool:
    """Whether a clause says whose words it contains, as in `the song ends here, one tester wrote`."""
    first = WORD.search(body, start, end)
    if first is None:
        return False
    return words.pronoun(first[0]) or words.article(first[0]) or bool(names(body, start, end, words))


def _subject(body: str, start: int, end: int, words: Words, pronoun: Pronoun | None = None) -> Name | None:
    """The name in a sentence that most likely belongs to the speaker: rather beside a verb of saying than
    elsewhere."""
    persons = names(body, start, end, words)
    if pronoun is not None:
        persons = [name for name in persons if pronoun.may_be(body[name.start : name.end])]
        agreeing = (name for name in persons if pronoun.is_shown_by(body[name.start : name.end]))
        persons = [name for name in agreeing if not name.short] or persons
    if len(persons) > 1:
        following = (*persons[1:], None)
        pairs = zip(persons, following, strict=True)
        persons = [name for name, behind in pairs if not _is_attribute(body, name, behind, words)]
        verbs = [word.span() for word in WORD.finditer(body, start, end) if words.saying(word[0])]
        beside = [
            name
            for name in persons
            if any(0 < verb[0] - name.end <= 2 or 0 < name.start - verb[1] <= 2 for verb in verbs)
        ]
        opening = [name for name in beside if name.first and name.end + 1 in {verb[0] for verb in verbs}]
        if opening and words.complete and not words.two_names:
            return opening[0]  # Dole said Ember was …
        sure = [name for name in beside if not name.doubtful and not name.first]
        return best(sure or persons)
    return best(persons)


def _is_attribute(body: str, name: Name, behind: Name | None, words: Words) -> bool:
    """Whether only an office separates a name from the next, and so says which office: `Arrows captain Ed Moss`."""
    if behind is None:
        return False
    between = body[name.end : behind.start]
    texts = between.split()
    return (
        0 < len(texts) <= _TWO and "," not in between and all(map(words.office, texts)) and not behind.short
    )


def holder_of(body: str, at: int, who: str, words: Words) -> str | None:
    """The name after the same office above `at`: `the surgeon` is `surgeon Amina Sayle`; None if there is none."""
    article, _, noun = who.rpartition(" ")
    if (article or not words.office(noun)) and article.lower() not in _DEFINITE:
        return None
    if noun[0].isupper() and not words.nouns_capital:
        return None
    stem = re.escape(noun[: max(_STEM, len(noun) - 2)])
    persons = set()
    for match in re.finditer(rf"(?<!\w){stem}\w{{0,3}} (?=[^\W\d_])", body[:at], re.IGNORECASE):
        named = names(body, match.end(), stop_after(body, match.end(), at), words)
        if named and named[0].start == match.end() and not named[0].short:
            persons.add(body[named[0].start : named[0].end])
    return persons.pop() if len(persons) == 1 else None
