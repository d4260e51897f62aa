"""Why a text's speech is read wrongly: the kind of each fault, worked out from the truth, what was read, and the text."""

import re
from collections.abc import Iterator, Sequence

from dimash_archive.demo.newsroom.story import Speech

_NARRATOR = " […] "
_MARKS = "«»“”„\"'‘’‹›"
_LABEL = re.compile(r"[^\n:]{1,40}:\s+\Z")
_FEW = 2
_NEAR = 3
"""Characters in which a mark stands beside where a speech ends."""
_SENTENCE = re.compile(r"[.!?…][»”\"’)]*\s")


def faults(paragraphs: Sequence[str], wanted: Sequence[Speech], given: Sequence[Speech]) -> Iterator[str]:
    """A phrase for each speech that is wrong, missed or somebody else's, and for each that is none."""
    body = "\n\n".join(paragraphs)
    texts = [each.text for each in wanted]
    for speech in wanted:
        same = next((each for each in given if each.text == speech.text), None)
        if same is None:
            yield _text_fault(body, speech.text, [each.text for each in given], texts)
        elif same.speaker != speech.speaker:
            yield _speaker_fault(body, speech, same.speaker, given)
    for speech in given:
        if not any(each in speech.text or speech.text in each for each in texts):
            yield (
                "words in marks taken for speech"
                if _in_marks(body, speech.text)
                else "narrator taken for speech"
            )


def _in_marks(body: str, text: str) -> bool:
    at = body.find(text)
    return at > 0 and body[at - 1] in _MARKS


def _text_fault(body: str, text: str, given: Sequence[str], wanted: Sequence[str]) -> str:
    """Why a speech is not read as it is."""
    for each in given:
        if text.startswith(each):
            return _cut(text, len(each))
        if text.endswith(each):
            return "begins too late"
        if each in text:
            return "a piece of it alone"
        if text in each:
            return _runs_on(each, text, wanted)
    return _missed(body, text)


def _cut(text: str, end: int) -> str:
    """What stands where a speech ends too early."""
    rest = text[end:]
    if rest.startswith(_NARRATOR):
        return "its second half behind the narrator not taken up"
    if any(sign in text[max(0, end - _NEAR) : end + _NEAR] for sign in _MARKS):
        return "ended too early at a nested mark"
    if rest.lstrip(".!?…").startswith("\n\n"):
        return "ended too early at the end of a paragraph"
    return "ended too early at a dash" if rest.lstrip(" ,.")[:1] in "—–-" else "ended too early"


def _runs_on(read: str, text: str, wanted: Sequence[str]) -> str:
    """What was read together with a speech."""
    surplus = read.replace(text, "")
    if any(each != text and each in read for each in wanted):
        return "joined with the next speech"
    if "\n\n" in surplus:
        return "runs on over the end of the paragraph"
    if not read.endswith(text) and any(sign in surplus for sign in "—–-,"):
        return "narrator’s words behind it taken in"
    return "narrator’s words taken in"


def _missed(body: str, text: str) -> str:
    """Why a speech was not seen at all, by how it is set."""
    first = text.partition(_NARRATOR)[0].partition("\n\n")[0]
    at = body.find(first)
    before, behind = body[:at], body[at + len(first) :]
    if _LABEL.search(before.rpartition("\n")[2]):
        return "missed: a turn behind a label"
    if len(first.split()) <= _FEW:
        return "missed: one word or two"
    if before[-1:] in _MARKS and before[-1:]:
        inside = before[:-1].rstrip()[-1:]
        parted = not inside or inside in ".!?…:\n"
        return (
            "missed: the narrator’s verb is unknown" if parted else "missed: within the narrator’s sentence"
        )
    line = before.rpartition("\n")[2].strip()
    return (
        "missed: behind a dash" if line in ("—", "–", "-") else f"missed: nothing marks it but {behind[:1]!r}"
    )


def _speaker_fault(body: str, speech: Speech, read: str | None, given: Sequence[Speech]) -> str:
    """Where the speaker stands that was not seen, or the one that was taken for him."""
    if read is None:
        return f"speaker not found, named {_place(body, speech.text, speech.speaker or '')}"
    if speech.speaker is None:
        return f"nobody is named, the speaker was taken {_origin(body, speech, read, given)}"
    if speech.speaker in read:
        return "more than the speaker’s name"
    if read in speech.speaker:
        return "less than the speaker’s name"
    return f"another speaker, taken {_origin(body, speech, read, given)}"


def _origin(body: str, speech: Speech, read: str, given: Sequence[Speech]) -> str:
    place = [each.text for each in given].index(speech.text)
    if place and given[place - 1].speaker == read:
        return "from the speech before"
    return _place(body, speech.text, read).replace("in ", "from ", 1)


def _place(body: str, text: str, name: str) -> str:
    """Where a name stands, seen from a speech: the nearest of the places it has."""
    parts = re.split(rf"{re.escape(_NARRATOR)}|\n\n", text)
    start = body.find(parts[0])
    end = body.find(parts[-1], max(start, 0)) + len(parts[-1])
    behind = re.split(r"\n", body[end:], maxsplit=1)[0]
    before = body[:start].rpartition("\n")[2]
    if name in _SENTENCE.split(behind + " ", maxsplit=1)[0] or name in body[start:end].replace(parts[0], ""):
        return "in the clause behind it"
    if name in behind:
        return "in the next sentence"
    if name in _SENTENCE.split(before)[-1]:
        return "in the clause before it"
    if name in before:
        return "in a sentence before it"
    return "in a paragraph above" if name in body[:start] else "elsewhere"
