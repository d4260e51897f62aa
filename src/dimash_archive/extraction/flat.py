"""Flattened text: a page whose markup was discarded, in the layouts that captures of news sites show.

At the top there may be the language switch, breadcrumbs (cut with three dots) and the headline, once or
twice; in the text the headline returns as the alt text of pictures, even glued to the next sentence; at the
end comes a block of other news. None of this is certain, so each part is recognised by what it is, not by
where it is.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from dimash_archive.extraction.metadata import headlines
from dimash_archive.extraction.report.reasons import BlockDecision, DropReason, cut_off
from dimash_archive.records import Link
from dimash_archive.text.normalize import fold, nfc
from dimash_archive.text.phrases import ALSO, EMBED, HOME, LATEST, credit_of

_SWITCH: Final = re.compile(r"(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{2,4}[\s|/·-]+){1,5}[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{2,4}\Z")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_COUNTER: Final = re.compile(r"[\d\s.,]{1,12}\Z")
_ADJECTIVES: Final = ("басты", "main")
_SEPARATORS: Final = " |/\\>»›:·•–—-"
_LONGEST_TITLE: Final = 300
_TOP: Final = 8
"""The headline is among the first lines."""


@dataclass(frozen=True, slots=True)
class Flat:
    """The parts of a flattened text."""

    title: str
    """The headline, whole; the first words of the text if no line is a headline."""
    section: str | None
    """What the breadcrumb names before the headline, without the word for home."""
    paragraphs: tuple[str, ...]
    """The article's own blocks in order."""
    related: tuple[Link, ...]
    """Titles in the block of other news; their addresses are lost."""
    fates: tuple[BlockDecision, ...] = field(default=(), compare=False)
    """What happened to every block of the text, in order."""


def read(text: str) -> Flat:
    """The parts of a flattened text. Never raises; a text without words gives empty parts."""
    blocks = _blocks(nfc(text).replace("\x00", ""))
    top = [block for block in blocks[:_TOP] if not _is_switch(block)]
    rest = [block for block in blocks if not _is_switch(block)]
    title, section = _title(top)
    text_blocks, related = _related(rest, title)
    reasons = _top(text_blocks, title, section)
    fates = [BlockDecision(block, reason=reason) for block, reason in zip(text_blocks, reasons, strict=False)]
    fates += [_clean(block, title) for block in text_blocks[len(reasons) :]]
    fates += [BlockDecision(block, reason=DropReason.BEHIND) for block in rest[len(text_blocks) :]]
    paragraphs = tuple(fate.kept for fate in fates if fate.kept)
    decisions = iter(fates)
    whole = tuple(
        BlockDecision(each, reason=DropReason.SWITCH) if _is_switch(each) else next(decisions)
        for each in blocks
    )
    return Flat(title or _first_words(next(iter(paragraphs), "")), section, paragraphs, related, whole)


def _blocks(text: str) -> list[str]:
    """The blocks of a text: separated by blank lines, or by single line breaks if it has no blank line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
    lines = ("\n".join(" ".join(line.split()) for line in part.split("\n")).strip() for part in parts)
    return [line for line in lines if line]


def _is_switch(block: str) -> bool:
    return bool(_SWITCH.match(block)) and len(block) <= 40


def _title(top: list[str]) -> tuple[str, str | None]:
    """The headline and the section: the line with which another line, a breadcrumb, ends; otherwise a similar
    line."""
    for line in top:
        if len(line) > _LONGEST_TITLE or line.endswith(("...", "…")):
            continue
        for crumb in top:
            if crumb != line and (section := headlines.before_title(crumb, line)):
                return line, _without_home(section)
    repeated = next((line for line in top if top.count(line) > 1 and len(line) <= _LONGEST_TITLE), None)
    if repeated:
        return repeated, None
    first = top[0] if top else ""
    is_title = len(first) <= _LONGEST_TITLE and "\n" not in first and first[-1:] not in ".,:;…"
    return (first, None) if is_title and len(top) > 1 and first.count(" ") < 30 else ("", None)


def _without_home(section: str) -> str | None:
    words = section.split()
    for end in range(len(words), 0, -1):
        rest = " ".join(words[end:])
        # `Басты жаңалықтар` and `Main news` are sections: an adjective alone is home only before a separator.
        is_home = end > 1 or words[0].lower() not in _ADJECTIVES or not rest[:1].isalnum()
        if is_home and fold(" ".join(words[:end])) in HOME:
            return rest.lstrip(_SEPARATORS) or None
    return section


def _related(blocks: list[str], title: str) -> tuple[list[str], tuple[Link, ...]]:
    """The blocks before the block of other news, and the titles in it: title, teaser, title, teaser."""
    for i, block in enumerate(blocks):
        if i and fold(block).strip(" :.") in LATEST and len(blocks[i:]) > 1:
            titles = _titles(blocks[i + 1 :])
            return blocks[:i], tuple(Link("related", None, each) for each in titles if each != title)
    return blocks, ()


def _titles(blocks: list[str]) -> list[str]:
    titles: list[str] = []
    is_teaser = False
    for block in blocks:
        if not is_teaser and not block.endswith(("...", "…")):
            titles.append(block)
            is_teaser = True
        else:
            is_teaser = False
    return titles


def _top(blocks: list[str], title: str, section: str | None) -> list[DropReason]:
    """Why the first blocks are not the article's: headlines, breadcrumbs and a counter; one reason per block."""
    reasons: list[DropReason] = []
    for block in blocks if title else ():
        if headlines.is_repeat(block, title):
            reasons.append(DropReason.HEADLINE if DropReason.TITLE in reasons else DropReason.TITLE)
        elif _is_crumb(block, title, section):
            reasons.append(DropReason.CRUMB)
        else:
            break
    if reasons and len(blocks) - len(reasons) > 1 and _COUNTER.match(blocks[len(reasons)]):
        reasons.append(DropReason.COUNTER)
    return reasons


def _is_crumb(block: str, title: str, section: str | None) -> bool:
    before = headlines.before_title(block, title)
    return before is not None and section is not None and fold(before).endswith(fold(section))


def _clean(block: str, title: str) -> BlockDecision:
    """A block without headline repeats and a picture's credit; empty if it has nothing else."""
    unglued = headlines.unglue(block, title) if title else block
    reason: str = "" if unglued == block else DropReason.HEADLINE
    lines = unglued.split("\n")
    # A credit is alone or under the alt text; `Text: …`, `Photo: …` in one block are the authors' signature.
    while lines and (credit_of(lines[0]) or (title and headlines.is_repeat(lines[0], title))):
        reason = DropReason.CREDIT if credit_of(lines[0]) else DropReason.HEADLINE
        lines = lines[1:]
    text = "\n".join(lines)
    if EMBED.match(text):
        return BlockDecision(block, reason=DropReason.POST)
    if ALSO.match(text) and "\n" not in text and len(text) < _LONGEST_TITLE:
        return BlockDecision(block, reason=DropReason.POINTER)
    return BlockDecision(block, text, cut_off(reason) if text else reason)


def _first_words(paragraph: str) -> str:
    return " ".join(paragraph.split()[:12])
