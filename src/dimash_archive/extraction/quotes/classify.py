"""Whether words in marks were spoken, or are a name, a title, an inscription, or ironic."""

import re
from typing import NamedTuple

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.attribution import ENDING, WORD, Clause, behind, is_past, sentence_start
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers.personal_names import names_whole

_TWO_SENTENCES = re.compile(r"\w{2}[.!?…]+[\"”“»’)]*\s+[\"“„«‘(—–-]*\s*(\w)")
_IDEOGRAM = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_STOPS = frozenset(".!?…。！？")
_BETWEEN_TITLES = re.compile(r"\s*(?:[,;]|(?:и|and|мен|және|или|or|&)\s)\s*[\"“„«‘]")
_LITTLE = frozenset(
    ("from", "with", "into", "over", "under", "upon", "after", "before", "when", "than", "that")
)
_NEXT = re.compile(r"(?:[ \u00a0-]\w+){1,3}")
_DASHED = re.compile(r",\s*[—–-]")
"""A comma and a dash after the marks: a title has no comma there."""
_THAT = frozenset(("что", "that", "dass", "que", "що"))
_IN_WORDS = "in the words of".split()
_ASKED = frozenset(("asked", "when asked", "if asked", "being asked"))
"""The person asked is the one who answers: `Asked “When?”, the builder replied`."""
_TITLE_WORDS = 9
_SHORTEST = 2
"""Words of the shortest speech that a verb of saying directly after its marks reports without punctuation between."""
_TWO = 2
_NOTE = 40
"""Characters after `reads` within which `a note` occurs."""
_NEAR = 9
"""Words of the sentence before the marks that are searched for nouns such as `song` or `banner`."""


class MarkPlace(NamedTuple):
    """Where words in marks are; offsets into the body."""

    open: int
    """The opening mark."""
    start: int
    """The first character inside."""
    end: int
    """Just after the last character inside."""
    close: int
    """Just after the closing mark; equal to `end` if there is none."""
    floor: int
    """Where the paragraph begins."""
    ceiling: int
    """Where the next opening mark is or the paragraph ends."""
    above: tuple[int, int] | None
    """The previous paragraph, if nothing precedes the opening mark in its own."""


class QuoteContext:
    """Words in marks with their surroundings; slow results are computed on first use."""

    __slots__ = ("_before", "_clause", "_lead", "body", "count", "last", "place", "text", "words")

    def __init__(self, body: str, place: MarkPlace, words: Words) -> None:
        self.body, self.place, self.words = body, place, words
        self.text = body[place.start : place.end]
        """The text inside the marks."""
        self.count = _count(self.text)
        """Number of words inside; two ideograms count as one word."""
        floor, end = place.floor, _stripped(body, place.floor, place.open)
        if end == floor and place.above is not None:
            floor, end = place.above
            end = _stripped(body, floor, end)
        self._before = floor, end
        self.last = body[end - 1] if end > floor else ""
        """The last character before the marks; empty if there is none."""
        self._clause: tuple[Clause | None] | None = None
        self._lead: list[str] | None = None

    @property
    def clause(self) -> Clause | None:
        """The narrator's clause after the marks."""
        if self._clause is None:
            self._clause = (behind(self.body, self.place.close, self.place.ceiling, self.words),)
        return self._clause[0]

    @property
    def lead(self) -> list[str]:
        """The last words before the marks, of their sentence or the one that introduces it; no names."""
        if self._lead is None:
            self._lead = self._find_lead()
        return self._lead

    def _find_lead(self) -> list[str]:
        floor, end = self._before
        if end == floor or self.last in _STOPS or (self.last != ":" and floor != self.place.floor):
            return []
        if self.last in "”»" and self.body[end - 2] in _STOPS:
            return []  # a speech is there
        texts = WORD.findall(self.body, sentence_start(self.body, floor, end), end)
        return [word for place, word in enumerate(texts) if not place or word[0].islower()][-_NEAR:]

    @property
    def opens_sentence(self) -> bool:
        """Whether a sentence begins with the opening mark."""
        floor, at = self.place.floor, self.place.open
        if self._before[0] != floor or self._before[1] == floor or "\n" in self.body[self._before[1] : at]:
            return True
        return (
            self.last in _STOPS or self.last == ":" or (self.last in '”»"’)' and self.body[at - 3] in _STOPS)
        )

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with the closing mark, inside it or just after it."""
        behind_mark = self.body[self.place.close : self.place.close + 2]
        if self.text[-1:] in _STOPS:
            return not behind_mark.strip()[:1].islower()
        return behind_mark[:1] in _STOPS and behind_mark != ""

    @property
    def is_parted(self) -> bool:
        """Whether a full stop, a comma, a dash or nothing follows the marks, so that no sentence continues."""
        following = self.body[self.place.close : self.place.close + 3].lstrip(" \u00a0")[:1]
        return following in "\n.,;!?…—–-" or self.text[-1] in _STOPS

    @property
    def next_words(self) -> list[str]:
        """Up to three words that follow the marks directly."""
        match = _NEXT.match(self.body, self.place.close, self.place.ceiling)
        return WORD.findall(match[0]) if match else []

    @property
    def capital(self) -> bool:
        """Whether the first letter or digit inside is not a small letter."""
        first = WORD.search(self.body, self.place.start, self.place.end)
        return first is not None and not first[0][0].islower()

    @property
    def is_titled(self) -> bool:
        """Whether the words look like a title in English capitalisation: The Wind Between Stones."""
        if self.count > 3 * _TITLE_WORDS or self.words.nouns_capital:
            return False
        texts = WORD.findall(self.text)
        long = [word for word in texts if word[0].isupper() or (len(word) > 3 and word not in _LITTLE)]
        return 2 <= len(long) <= _TITLE_WORDS and sum(word[0].isupper() for word in long) >= 0.8 * len(long)

    @property
    def many_sentences(self) -> bool:
        """Whether one sentence ends and another begins inside the marks."""
        return any(match[1].isupper() for match in _TWO_SENTENCES.finditer(self.text))


def is_speech(it: QuoteContext) -> bool:
    """Whether somebody spoke the words in these marks."""
    if not it.count or _is_mere_name(it) or _is_bracketed(it) or _is_written(it) or _is_question_asked(it):
        return False
    if it.clause is not None and _is_reported(it, it.clause):
        return True
    if it.last == ":":
        return _is_introduced(it)
    if _is_named(it):
        return it.many_sentences and it.count >= 12
    if it.capital and (not it.is_titled or _fills_paragraph(it)) and _stands_alone(it):
        return True
    return _is_inline(it)


def _is_reported(it: QuoteContext, clause: Clause) -> bool:
    """Whether the clause after the marks reports these words."""
    ended = it.text[-1:] in ENDING or it.body[it.place.close : it.place.close + 1] == ","
    ended = ended or (not it.words.comma_before_dash and _is_narrated_behind_dash(it, clause))
    if clause.verb is None:
        dashed = it.words.comma_before_dash and _DASHED.match(it.body, it.place.close) is not None
        if dashed and it.capital and _is_narrated(it, clause):
            return True
        fewest = 3 if _acts(it, clause) else 4
        return ended and it.count >= fewest and it.opens_sentence and it.capital and not it.is_titled
    if it.count <= 4 and it.text[-1:] not in _STOPS and _is_named(it):
        return False
    at_once = clause.verb[0] == clause.start and it.capital
    if it.words.verb_last and it.count >= (3 if at_once else 4) and (it.words.title_follows or at_once):
        return True  # «…» деп жауап берді: де- reports speech even within a sentence
    if _is_said_at_once(it):
        return True
    if it.count < 3 or not it.opens_sentence:
        return ended and (it.opens_sentence or it.count >= 3)
    return ended or (it.capital and not it.is_titled)


def _is_narrated(it: QuoteContext, clause: Clause) -> bool:
    """Whether a clause after a comma and a dash names somebody or begins with a past-tense verb."""
    first = WORD.match(it.body, clause.start, clause.end)
    acts = first is not None and first[0][0].islower() and is_past(first[0], it.words)
    return acts or names_whole(it.body, clause, it.words)


def _is_narrated_behind_dash(it: QuoteContext, clause: Clause) -> bool:
    """Whether a dash after the marks leads to a past-tense verb, as in Polish: `” – podsumował trener`."""
    first = WORD.match(it.body, clause.start, clause.end)
    return it.body[it.place.close : clause.start].strip() in ("—", "–") and is_past(
        first[0] if first else "", it.words
    )


def _acts(it: QuoteContext, clause: Clause) -> bool:
    """Whether the clause begins like `, seufzte die Verlegerin Gisela Daul`: a lower-case word, then a full name."""
    first = WORD.match(it.body, clause.start, clause.end)
    small = first is not None and first[0][0].islower() and not it.words.article(first[0])
    return small and names_whole(it.body, clause, it.words)


def _is_introduced(it: QuoteContext) -> bool:
    """Whether words after a colon are somebody's speech."""
    saying = any(map(it.words.saying, it.lead))
    if it.count <= 4 and (_is_named(it) or not it.is_parted):
        return False
    if it.count <= 2:
        whole = "," in it.text or it.text[-1] in _STOPS
        ended = it.text[-1] in _STOPS and it.count == _TWO and it.capital
        speaks = not it.words.complete or any(map(it.words.office, it.lead[:2]))
        called = speaks and it.capital and it.text[-1] in "!?"  # The auctioneer struck twice: “Sold!”
        if (ended or called) and not any(it.words.titled(word) or it.words.written(word) for word in it.lead):
            return True
        return any(map(it.words.saying, it.lead if whole else it.lead[-2:]))
    if _BETWEEN_TITLES.match(it.body, it.place.close) and not saying:
        return it.many_sentences
    if any(map(it.words.titled, it.lead)) and not saying:
        return it.many_sentences or (it.count >= 6 and it.text[-1] in _STOPS)
    if it.is_titled and not saying:
        return False
    return it.capital or it.count >= 5


def _stands_alone(it: QuoteContext) -> bool:
    """Whether the words are one or more whole sentences that are not part of another."""
    if not it.opens_sentence:
        return False
    if it.many_sentences and it.count >= 5:
        return True
    if not it.ends_sentence:
        return it.count >= 8 and it.text[-1] in _STOPS
    answers = (
        _fills_paragraph(it) and it.last in "”»"
    )  # “Who writes that?” and in the next paragraph “Grandchildren.”
    return answers or it.count >= (_TWO if it.text[-1] in _STOPS else 4)


def _fills_paragraph(it: QuoteContext) -> bool:
    """Whether nothing else is in the paragraph, and a sentence ends within the marks: titles do not do that."""
    place = it.place
    alone = place.open == place.floor and it.body[place.close : place.close + 1] in ("", "\n")
    return alone and it.text[-1] in _STOPS


def _is_inline(it: QuoteContext) -> bool:
    """Whether words within a sentence of the narrator are nevertheless a whole speech."""
    if it.many_sentences and it.count >= 6:
        return True
    saying = any(map(it.words.reports, it.lead[-4:]))
    if saying and it.capital and not it.is_titled and it.count >= 3:
        return True
    if it.count <= 2 and it.lead and it.words.reports(it.lead[-1]):
        return it.last == "," and it.capital and it.text[-1] in _STOPS
    saying = saying or [word.lower() for word in it.lead[: len(_IN_WORDS)]] == _IN_WORDS
    bound = it.last == "," or (bool(it.lead) and it.lead[-1] in _THAT)
    fewest = 4 if bound else 6  # According to the chair, “nobody had expected a harp”
    return it.count >= fewest and not it.is_titled and (saying or any(map(it.words.reports, it.lead)))


def _is_said_at_once(it: QuoteContext) -> bool:
    """Whether a verb of saying comes directly after two words: `“Nehir öğretilmez” dedi`."""
    opens = it.opens_sentence or (it.words.verb_last and it.last == ",")
    if it.words.complete or it.count != _SHORTEST or not (opens and it.capital):
        return False
    return it.clause is not None and it.clause.verb is not None and it.clause.verb[0] == it.clause.start


def _is_mere_name(it: QuoteContext) -> bool:
    """Whether one or two words are in marks without any sign of speech."""
    return not _is_said_at_once(it) and (
        it.count <= 2
        and it.last != ":"
        and it.text[-1:] not in ENDING
        and it.body[it.place.close : it.place.close + 2].strip()[:1] != ","
    )


def _is_bracketed(it: QuoteContext) -> bool:
    body, place = it.body, it.place
    return body[place.open - 1 : place.open] == "(" and body[place.close : place.close + 1] in (")", ".", "")


def _is_named(it: QuoteContext) -> bool:
    """Whether the words in marks are the title that belongs to a noun such as `song`."""
    if not it.words.title_follows and it.lead and it.last.isalnum():
        noun = it.lead[-2:] if not endings.is_verb(it.lead[-1]) else it.lead[-1:]
        if any(map(it.words.titled, noun)):
            return True
    behind_mark = it.body[it.place.close : it.place.close + 1]
    if it.words.title_follows and behind_mark in (" ", "-"):
        return any(map(it.words.titled, it.next_words[:2]))
    return False


def _is_question_asked(it: QuoteContext) -> bool:
    """Whether the words are a question that somebody answers: `На вопрос «Почему?» режиссёр ответил …`."""
    if not it.last.isalnum() or not it.lead:
        return False
    body, place = it.body, it.place
    noun = (
        body[place.floor : place.open].rstrip().rpartition(" ")[2] if it.words.nouns_capital else it.lead[-1]
    )
    return it.words.question(noun) or " ".join(it.lead[-2:]).lower() in _ASKED


def _is_written(it: QuoteContext) -> bool:
    """Whether the words are written on a banner or the like."""
    if it.count > 25:
        return False
    if it.clause is not None and it.clause.verb is not None and _is_inscription(it, it.clause.verb):
        return True
    if any(map(it.words.written, it.lead)):
        return it.clause is None or it.clause.verb is None
    if not it.words.title_follows or it.clause is not None:
        return False
    return any(map(it.words.written, it.next_words))


def _is_inscription(it: QuoteContext, verb: tuple[int, int]) -> bool:
    """Whether a note or sign says the words: `“Back at two” reads a note on the door`."""
    following = WORD.findall(it.body, verb[1], verb[1] + _NOTE)[:_TWO]
    subject = WORD.findall(it.body, it.place.floor, it.place.open)[-_TWO:]
    if len(subject) == _TWO and it.words.written(subject[0]) and it.words.saying(subject[1]):
        return True  # Tickets say “…”
    reads = it.words.reading(it.body[slice(*verb)])
    return (
        len(following) == _TWO
        and reads
        and it.words.article(following[0])
        and it.words.inscribed(following[1])
    )


def _count(text: str) -> int:
    count = len(text.split())
    return count if count > 6 or text.isascii() else count + len(_IDEOGRAM.findall(text)) // 2


def _stripped(body: str, floor: int, end: int) -> int:
    """`end` without the spaces and dashes before it, `floor` at the earliest."""
    while end > floor and body[end - 1] in " \t\n\u00a0\u202f—–-":
        end -= 1
    return end
