"""Speech that a dash opens or closes: `— Text, — said X.`, and text that only the narrator marks as speech."""

import re
from typing import NamedTuple

from dimash_archive.extraction.quotes import endings
from dimash_archive.extraction.quotes.attribution import WORD, Clause, is_past, reporting, stop_after
from dimash_archive.extraction.quotes.lexicon import Words
from dimash_archive.extraction.quotes.speakers.personal_names import names, names_whole

LEADING = re.compile(r"[ \t\u00a0]*[—–―−-]{1,2}(?:[ \t\u00a0]+(?=[^\s—–―−-])|(?=[^\s\d—–―−-]))")
"""A dash at the start of a line, with the spaces around it; directly before a digit it is a minus."""
_DASH = re.compile(r"[—–―−]+|(?<=\s)--?(?=\s)")
_SPACES = " \t\n\u00a0\u202f\u2009"
_BEFORE_NARRATOR = frozenset('.,!?…»”“"’:;')
_BEHIND_RAYA = (".", ",", ";", ":")
"""What follows a Spanish dash that ends the narrator's words: `—dijo Ana—. Text`."""
_CLOSING = frozenset("»”“")
_ANNOUNCED = re.compile(r":\s*[—–]\s+(?=[«“„\"]?\w)")
_RESUMES = re.compile(r"[.!?…:][\"”»]*\s+[—–―−]\s+")

_NAME_WORDS = 3
"""Words in marks that may be a name without a verb."""
_ANNOUNCEMENT = 60
"""Characters before a colon that are searched for a verb of saying."""


class Spoken(NamedTuple):
    """A stretch of text split into speech and the narrator's words."""

    pieces: tuple[tuple[int, int], ...]
    """Offsets of the speech, spaces and dashes excluded."""
    clause: Clause | None
    """The narrator's first clause; None if there is none."""


def may_part(text: str) -> bool:
    """Whether the text contains a dash that could separate speech and narrator; cheap."""
    return "—" in text or "–" in text or " - " in text or "―" in text or "−" in text


def opens_a_line(body: str, start: int, end: int) -> bool:
    """Whether a dash opens one of the lines between two offsets."""
    while start < end:
        if LEADING.match(body, start, end):
            return True
        start = body.find("\n", start, end) + 1
        if not start:
            break
    return False


def part(body: str, start: int, end: int, words: Words, *, nested: bool = False) -> Spoken:
    """The speech between two offsets and the narrator's insertions, split at dashes.

    The narrator's words begin with a dash after a comma or a full stop, and end with the next such dash.
    `nested` says that a closing mark between them belongs to a speech within this one, and so does its
    narrator.
    """
    pieces = []
    first_clause = None
    speaking = True
    at = start
    for dash in _DASH.finditer(body, start, end):
        before, after = _around(body, dash, start, end)
        parted = body[before - 1] in _BEFORE_NARRATOR
        if before <= at or not (parted or not words.comma_before_dash):
            continue
        if speaking:
            clause = _narrator(body, after, end, words)
            if not parted and not _begins_with_verb(body, after, clause, words):
                continue
            if nested and _ends_a_speech(body, start, before):
                continue
            # A new sentence after a full stop is the speaker's, unless a closing mark comes between.
            if clause is None or (body[before - 1] == "." and body[after].isupper()):
                continue
            pieces.append((at, before))
            first_clause = first_clause or clause
        elif not parted and body[after : after + 1] not in _BEHIND_RAYA:
            continue
        speaking = not speaking
        at = after
        while speaking and at < end and body[at] in (*_BEHIND_RAYA, " "):
            at += 1
    if speaking:
        pieces.append((at, end))
    return Spoken(tuple(pieces), first_clause)


def _begins_with_verb(body: str, after: int, clause: Clause | None, words: Words) -> bool:
    """Whether a clause after a dash alone begins with its verb: `– dodał trener`, `– jęknął Jan Ronin, który …`."""
    if clause is None:
        return False
    if clause.verb is not None:
        return clause.verb[0] == after
    first = WORD.match(body, after, clause.end)
    return first is not None and is_past(first[0], words) and names_whole(body, clause, words)


def _ends_a_speech(body: str, start: int, end: int) -> bool:
    """Whether a mark before `end` closes a speech within the speech, and not just a name: „Salt“, – explained Una."""
    inside = body[max(start, end - 2) : end].strip(",.")
    if inside[-1:] not in _CLOSING:
        return False
    close = body.rindex(inside[-1], start, end)
    opened = max(body.rfind(mark, start, close) for mark in "«„“‘")
    name = body[opened + 1 : close]
    if opened < 0 or body[start:opened].rstrip().endswith(":"):
        return True
    opens = body[start:opened].rstrip()[-1:] in (*_BEFORE_NARRATOR, "")
    return len(name.split()) > (1 if opens else _NAME_WORDS) or name[-1:] in _BEFORE_NARRATOR


def announced(body: str, start: int, end: int, words: Words) -> Spoken | None:
    """A speech after a colon and a dash: `The old man thought and said: — A song is dearer than gold.`"""
    for colon in _ANNOUNCED.finditer(body, start, end):
        lead = WORD.findall(body, max(start, colon.start() - _ANNOUNCEMENT), colon.start())[-3:]
        if body[colon.end()].isupper() and any(map(words.saying, lead)):
            return part(body, colon.end(), end, words)
    return None


def unmarked(body: str, start: int, end: int, words: Words) -> Spoken | None:
    """A speech that only the narrator's clause after a dash reveals, or None."""
    spoken = part(body, start, end, words)
    if spoken.clause is None or spoken.clause.verb is None:
        return _named_at_end(body, start, end, words)
    (first, behind), *others = spoken.pieces
    begins = [resumed.end() for resumed in _RESUMES.finditer(body, first, behind)]
    # „Stolarz robi skrzypce. – Drewno mówi – twierdzi.“: a dash after a full stop opens it if no comma closes it.
    if body[behind - 1] not in ",!?…" and (words.comma_before_dash or not begins):
        return None
    first = begins[-1] if begins else first
    return Spoken(((first, behind), *others), spoken.clause)


def _named_at_end(body: str, start: int, end: int, words: Words) -> Spoken | None:
    """`We sang till dawn – Malika, the head of the school, remarked.` Nothing else separates speech and narrator."""
    if words.comma_before_dash:
        return None
    last = None
    for last in _DASH.finditer(body, max(start, end - 200), end):
        pass
    if last is None:
        return None
    before, after = _around(body, last, start, end)
    stop = stop_after(body, after, end)
    if body[stop:end].strip(".!?… ") or not body[after : after + 1].isupper():
        return None
    clause = reporting(body, (after, stop), words, ended=True, dash=True)
    if clause is None or clause.verb is None:
        return None
    subject = body[after : clause.verb[0]].rstrip()
    if "," in subject and not subject.endswith(","):
        return None
    return Spoken(((start, before),), clause) if len(body[start:before].split()) >= 4 else None


def _around(body: str, dash: re.Match[str], start: int, end: int) -> tuple[int, int]:
    """Where the text before a dash ends and the text after it begins."""
    before, after = dash.span()
    while before > start and body[before - 1] in _SPACES:
        before -= 1
    while after < end and body[after] in _SPACES:
        after += 1
    return before, after


def _narrator(body: str, start: int, end: int, words: Words) -> Clause | None:
    stop = stop_after(body, start, end)
    for dash in _DASH.finditer(body, start, stop):
        before, _ = _around(body, dash, start, stop)
        if body[before - 1] in ",:;":
            stop = before - 1
            break
        if dash.start() > start and body[dash.end() : dash.end() + 1] in _BEHIND_RAYA:
            stop = before
            break
    if start >= stop:
        return None
    clause = reporting(body, (start, stop), words, ended=True, dash=True)
    if clause is None or (clause.verb is None and body[start].isupper() and not _acts(body, clause, words)):
        return None
    return clause


def _acts(body: str, clause: Clause, words: Words) -> bool:
    """Whether the narrator's sentence says what the speaker does meanwhile: `Нелли Тополь замолчала`."""
    persons = names(body, clause.start, clause.end, words)
    if not persons or persons[0].start != clause.start or persons[0].short:
        return False
    verb = WORD.search(body, persons[0].end, clause.end)
    return verb is not None and endings.is_verb(verb[0])
