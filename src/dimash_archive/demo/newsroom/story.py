"""A story of the invented site, in up to three languages, and the parser of its text format.

The format, in short: `key:`, `section:` and `date:` on top, then `== kk`, `== ru`, `== en`, each with header
lines (`title`, `slug`, optional `lead`, `author`, `tags`), a blank line, and blocks separated by blank lines.
A block opens with `## ` (subhead), `- ` (list item), `> ` (quotation), `!img caption | credit`, `!img+` (a
picture glued to the next text), `!embed PROVIDER ID`, `!also KEY` (a line pointing to another story);
everything else is a paragraph. A line that ends in ` \\` is followed by a line break. Direct speech is
written `[[Speaker|…]]`; `[[+]]` drops a repeated opening mark at the start of a further paragraph, `[[&|…]]`
resumes a speech after the narrator's words, or in the next paragraph.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Literal, NamedTuple

from dimash_archive.errors import ArchiveError

LANGS = ("kk", "ru", "en")
ZONE = timezone(timedelta(hours=5))
"""The invented town's time, all year round."""

PartKind = Literal["paragraph", "subhead", "item", "quote", "image", "glued", "embed", "also"]
_TEXT_KINDS = ("paragraph", "subhead", "item", "quote")
_OPENERS: tuple[tuple[str, PartKind], ...] = (("## ", "subhead"), ("- ", "item"), ("> ", "quote"))
NARRATOR = " […] "
"""Replaces the narrator's words between the halves of a speech."""
_STARTS_BLOCK = re.compile(r"## |- |> |!(?:img\+?|embed|also)(?:\s|\Z)")
_CREDIT = re.compile(r"(?:cr|photo|фото|сурет)\s*:\s*", re.IGNORECASE)
_MARK = re.compile(r"\[\[(?P<again>\+)\]\]|\[\[(?P<speaker>[^\[\]|]*)\||(?P<close>\]\])")


class Speech(NamedTuple):
    """One direct speech of a story."""

    text: str
    """What was said, without its outer marks; paragraphs joined by a blank line."""
    speaker: str | None
    """Who said it, as written in the text; None if the text names nobody."""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One block of a telling, in the order of the text."""

    kind: PartKind
    text: str = ""
    """The text of a paragraph, subhead, item or quotation, markers removed; `\\n` is a line break."""
    caption: str | None = None
    """The words under a picture."""
    credit: str | None = None
    """The person or source credited with a picture, without `cr:`."""
    target: str = ""
    """For an embed, its provider and id, separated by a space; for `also`, the other story's key."""

    @property
    def is_text(self) -> bool:
        """Whether this part is one of the article's own paragraphs."""
        return self.kind in _TEXT_KINDS


@dataclass(frozen=True)
class Telling:
    """A story in one language."""

    lang: str
    """`kk`, `ru` or `en`."""
    section: str
    """Key of the section: `choir`, `friends`, `culture`, `festivals`, `top`."""
    title: str
    """The headline as its author wrote it."""
    slug: str
    """Last step of the address, transliterated."""
    text: str
    """The blocks as written, with their markers."""
    lead: str | None = None
    """The standfirst."""
    author: str | None = None
    """Name in the byline."""
    tags: tuple[str, ...] = ()
    """Keywords, in order."""

    @cached_property
    def _heard(self) -> tuple[tuple[StoryPart, ...], tuple[Speech, ...]]:
        return _parts(self.text, f"{self.slug} ({self.lang})")

    @property
    def parts(self) -> tuple[StoryPart, ...]:
        """The blocks in order, read when first asked for. Raises ArchiveError on a broken text."""
        return self._heard[0]

    @property
    def quotes(self) -> tuple[Speech, ...]:
        """Every direct speech, in order."""
        return self._heard[1]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's own text: paragraphs, subheads, items and quotations in order."""
        return tuple(part.text for part in self.parts if part.is_text)

    def with_more(self, paragraph: str) -> "Telling":
        """The same telling with one more paragraph at its end."""
        return replace(self, text=f"{self.text}\n\n{paragraph}")


@dataclass(frozen=True, slots=True)
class Story:
    """One event, in one to three languages."""

    key: str
    """Its name among the stories, ASCII."""
    section: str
    """Key of its section."""
    date: datetime
    """When it was first published, aware, in the town's time."""
    tellings: Mapping[str, Telling]
    """By language code."""


def parse(text: str, source: str = "story") -> Story:
    """The story written in `text`; errors name `source`. Raises ArchiveError. Blocks are read on demand."""
    top, *sections = re.split(r"^== *", text.lstrip("\ufeff"), flags=re.MULTILINE)
    head = _header(top, source)
    section = _needed(head, "section", source)
    tellings = {}
    for each in sections:
        lang, _, rest = each.partition("\n")
        if lang.strip() not in LANGS:
            raise _broken(source, f"== {lang.strip()!r} is none of {', '.join(LANGS)}")
        tellings[lang.strip()] = _telling(lang.strip(), section, rest, source)
    if not tellings:
        raise _broken(source, "it is told in no language")
    return Story(_needed(head, "key", source), section, _date(head, source), tellings)


def _telling(lang: str, section: str, text: str, source: str) -> Telling:
    header, _, body = text.strip("\n").partition("\n\n")
    head = _header(header, source)
    return Telling(
        lang=lang,
        section=section,
        title=_needed(head, "title", source),
        slug=_needed(head, "slug", source),
        text=body,
        lead=head.get("lead") or None,
        author=head.get("author") or None,
        tags=tuple(tag.strip() for tag in head.get("tags", "").split(";") if tag.strip()),
    )


def _header(text: str, source: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line.strip()]
    pairs = [line.partition(":") for line in lines]
    if wrong := [line for line, (_, colon, _) in zip(lines, pairs, strict=True) if not colon]:
        raise _broken(source, f"the header line {wrong[0]!r} has no colon")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _needed(head: Mapping[str, str], key: str, source: str) -> str:
    if not head.get(key):
        raise _broken(source, f"{key!r} is missing")
    return head[key]


def _date(head: Mapping[str, str], source: str) -> datetime:
    written = _needed(head, "date", source)
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    except ValueError as error:
        raise _broken(source, f"the date {written!r} is not of the form 2024-06-14 10:30") from error


def _broken(source: str, what: str) -> ArchiveError:
    return ArchiveError(
        f"The story {source} cannot be read: {what}.", hint="See demo/story.py for the format."
    )


def _parts(text: str, source: str) -> tuple[tuple[StoryPart, ...], tuple[Speech, ...]]:
    ear = Ear(source)
    parts = tuple(_part(block, ear, source) for block in _blocks(text))
    return parts, ear.finish()


def _blocks(text: str) -> Iterator[str]:
    """Blocks of the text; a line with a marker starts one even without a blank line before it."""
    block = ""
    for line in [*text.splitlines(), ""]:
        clean = line.strip()
        if block and not block.endswith("\n") and (not clean or _STARTS_BLOCK.match(clean)):
            yield block
            block = ""
        if clean:
            broken = clean.endswith(" \\")
            glue = " " if block and not block.endswith("\n") else ""
            block += glue + (clean[:-2].rstrip() + "\n" if broken else clean)
    if block:
        yield block.rstrip("\n")


def _part(block: str, ear: "Ear", source: str) -> StoryPart:
    command, _, rest = block.partition(" ")
    match command:
        case "!img":
            caption, _, credit = (side.strip() for side in rest.partition("|"))
            return StoryPart(
                "image", caption=caption or None, credit=_CREDIT.sub("", credit, count=1) or None
            )
        case "!img+":
            return StoryPart("glued")
        case "!embed" if len(rest.split()) == 2:
            return StoryPart("embed", target=rest)
        case "!also" if rest:
            return StoryPart("also", target=rest.strip())
    if command.startswith("!"):
        raise _broken(source, f"the line {block!r} means nothing")
    for opener, kind in _OPENERS:
        if block.startswith(opener):
            return StoryPart(kind, ear.hear(block.removeprefix(opener)))
    return StoryPart("paragraph", ear.hear(block))


class Ear:
    """Collects the speeches of a text block by block, and returns the blocks without markers."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.speeches: list[tuple[str | None, list[str]]] = []
        self.open = False
        self.fresh = False

    def hear(self, block: str) -> str:
        """The block without markers; speech in it is recorded."""
        pieces: list[str] = []
        self.fresh = not self.open
        if self.open:
            self.speeches[-1][1].append("")
        at = 0
        for mark in _MARK.finditer(block):
            self._say(block[at : mark.start()], pieces)
            self._turn(mark)
            at = mark.end()
        self._say(block[at:], pieces)
        return "".join(pieces)

    def finish(self) -> tuple[Speech, ...]:
        """Every speech recorded. Raises ArchiveError if one was never closed."""
        if self.open:
            raise _broken(self.source, "the last [[ is never closed")
        return tuple(Speech("\n\n".join(texts).strip(), speaker) for speaker, texts in self.speeches)

    def _say(self, text: str, pieces: list[str]) -> None:
        pieces.append(text)
        if self.open:
            self.speeches[-1][1][-1] += text

    def _turn(self, mark: re.Match[str]) -> None:
        """Open, close or resume a speech. A misplaced marker is an error, not a guess."""
        speaker = mark["speaker"]
        if self.open == (speaker is not None) or (speaker == "&" and not self.speeches):
            raise _broken(self.source, f"{mark[0]!r} is in the wrong place")
        if mark["again"]:
            self.speeches[-1][1][-1] = ""
        elif speaker == "&":
            if self.fresh:
                self.speeches[-1][1].append("")
            else:
                self.speeches[-1][1][-1] += NARRATOR
            self.open, self.fresh = True, False
        elif speaker is not None:
            self.speeches.append((speaker.strip() or None, [""]))
            self.open, self.fresh = True, False
        else:
            self.open = False
