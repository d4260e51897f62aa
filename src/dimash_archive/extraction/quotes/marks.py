"""Quotation marks: which open, which close, and which belong together within one paragraph."""

import re
from bisect import bisect
from collections.abc import Sequence
from typing import NamedTuple

# Single marks count only at the edge of a word: inside a word they are apostrophes.
_MARK = re.compile(r"""["«»“”„‟″＂‹›「」『』]""")
# The mark is searched first, and then what precedes it: a search for one character is fast.
_SINGLE = re.compile(r"""['‘‚‛’](?:(?<=['‘‚‛])(?<![\w'’.,].)(?=\w)|(?<=['’‘])(?<=[\w.,!?…)].)(?!\w))""")
_SINGLES = ("‘", "'")
_CLOSING_SINGLE = re.compile(r"(?<=[.,!?…])['’](?=\s*(?:\Z|[—–-]|\w))|(?<=\w)['’](?=[.,]?\s*\Z)")
_FAMILY = {
    **dict.fromkeys('"“”„‟″＂', "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("‹›", "narrow"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white corner"),
}
_CLOSES = frozenset("”»’›」』")
_BEFORE_OPEN = frozenset(" \n\t\u00a0\u202f\u2009([{—–-―:/“„‟«‘‚‹「『")
_BEHIND_CLOSE = frozenset(" \n\t\u00a0\u202f\u2009.,;:!?…)]}—–-―/”»’›」』")
_ENDING = frozenset(".,!?…")
_SPACES = (" ", "\u00a0", "\u202f", "\u2009")
# Nobody nests deeper; the limit keeps a page of nothing but marks cheap.
_DEPTH = 6


class Pair(NamedTuple):
    """An opening mark and the mark that closes it."""

    start: int
    """Offset of the opening mark."""
    end: int
    """Offset just after the closing mark."""


class Marks(NamedTuple):
    """The marks of one paragraph, in order."""

    pairs: Sequence[Pair]
    """Pairs that are not inside another pair, in order."""
    lost_open: int | None
    """Offset of the first opening mark that nothing closes; later pairs may be inside a speech."""
    lost_close: int | None
    """Offset of the first closing mark that nothing opened."""


def family(mark: str) -> str | None:
    """The kind of a mark: marks of one kind close each other, whichever way they are turned. None for a letter."""
    return _FAMILY.get(mark)


def read_marks(text: str, start: int, end: int) -> Marks:
    """The marks of `text` between two offsets.

    The neighbouring characters determine whether a mark opens or closes; in doubt, its form and the open
    marks decide. Single marks without a partner are apostrophes.
    """
    pairs: list[Pair] = []
    waiting: list[int] = []
    lost_close = None
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        partner = _partner(text, waiting, at)
        if _opens(text, at, partner is not None, (start, end)):
            waiting.append(at)
        elif partner is not None:
            opened = waiting[partner]
            del waiting[partner:]
            _add(pairs, Pair(opened, at + 1))
        elif lost_close is None and not text[at - 1 : at].isdigit():  # 5" are five inches
            lost_close = at
    if text.find("‘", start, end) >= 0 or text.find("'", start, end) >= 0:
        pairs = _with_singles(text, pairs, start, end)
    lost_open = waiting[0] if waiting else None
    if lost_open is None and text[start : start + 1] in _SINGLES and _opens_single(text, start, pairs, end):
        lost_open = start
    return Marks(pairs, lost_open, lost_close)


def closing_single(text: str, start: int, end: int) -> int | None:
    """The offset after the single mark that closes a speech at the end of a paragraph, or before its narrator."""
    mark = None
    for mark in _CLOSING_SINGLE.finditer(text, start, end):
        pass
    return None if mark is None else mark.end()


def _opens_single(text: str, start: int, pairs: Sequence[Pair], end: int) -> bool:
    """Whether a single mark at the start of a paragraph is left open: nothing closes it there, and a capital
    follows."""
    if pairs and pairs[0].start == start:
        return False
    return text[start + 1 : start + 2].isupper() and closing_single(text, start + 1, end) is None


def _partner(text: str, waiting: Sequence[int], at: int) -> int | None:
    """The place in `waiting` of the last opening mark that the mark at `at` could close."""
    kind = _FAMILY[text[at]]
    for place in range(len(waiting) - 1, max(-1, len(waiting) - _DEPTH - 1), -1):
        if _FAMILY[text[waiting[place]]] == kind:
            return place
    return None


def _opens(text: str, at: int, can_close: bool, bounds: tuple[int, int]) -> bool:
    mark = text[at]
    free_left = at == bounds[0] or text[at - 1] in _BEFORE_OPEN
    free_right = at + 1 == bounds[1] or text[at + 1] in _BEHIND_CLOSE
    if free_left == free_right:
        spaced = mark == "«" and text[at + 1 : at + 2] in _SPACES  # « French » : the form alone tells
        return spaced or (not can_close and mark not in _CLOSES)
    if free_left:
        return not (can_close and mark in _CLOSES) or _is_closed(text, at, bounds[1])
    return False


def _is_closed(text: str, at: int, end: int) -> bool:
    """Whether a mark turned the wrong way opens, as the next of its kind closes: `called us ”the crew”.`"""
    kind = _FAMILY[text[at]]
    following = next(
        (each.start() for each in _MARK.finditer(text, at + 1, end) if _FAMILY[each[0]] == kind), None
    )
    if following is None or text[at - 1] not in " \u00a0" or text[following - 1] in _BEFORE_OPEN:
        return False
    return following + 1 == end or text[following + 1] in _BEHIND_CLOSE


def _add(pairs: list[Pair], pair: Pair) -> None:
    """Append a pair; those inside it are no longer listed."""
    while pairs and pairs[-1].start > pair.start:
        pairs.pop()
    pairs.append(pair)


def _with_singles(text: str, pairs: list[Pair], start: int, end: int) -> list[Pair]:
    """The pairs, and those of single marks that are outside them, or clearly around them."""
    offsets = [mark.start() for mark in _SINGLE.finditer(text, start, end)]
    starts = [pair.start for pair in pairs]
    singles = []
    opened = None
    for place, at in enumerate(offsets):
        before = bisect(starts, at)
        if before and at < pairs[before - 1].end:
            continue
        if at + 1 < end and text[at] != "’" and text[at + 1].isalnum() and not text[at - 1 : at].isalnum():
            opened = at if opened is None else opened
        elif opened is not None and not (
            _is_possessive(text, at)
            and (place + 1 < len(offsets) or opened == start and text[start + 1].isupper())
        ):
            if bisect(starts, opened) == before or text[at - 1] in _ENDING:
                singles.append(Pair(opened, at + 1))
            opened = None
    return _outermost(pairs, singles) if singles else pairs


def _outermost(pairs: list[Pair], more: list[Pair]) -> list[Pair]:
    outer: list[Pair] = []
    for pair in sorted([*pairs, *more]):
        if not outer or pair.start >= outer[-1].end:
            outer.append(pair)
    return outer


def _is_possessive(text: str, at: int) -> bool:
    """Whether the single mark at `at` is the apostrophe of `the singers’ voices`."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
