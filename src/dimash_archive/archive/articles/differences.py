"""What changed between two texts, word by word: strings in, parts out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from dimash_archive.records import Row

Kind = Literal["same", "removed", "added"]

# A word or a mark with the space before it: a comma that goes is no change of the words beside it.
_PIECE = re.compile(r"\s*(?:\w+(?:['’-]\w+)*|[^\w\s])|\s+")
_LONG = 4000  # pieces of a passage that are compared; beyond, time would grow with their square
_CONTEXT = 40  # characters of unchanged text shown on either side of a change

KINDS = MappingProxyType(
    {
        "new": "first seen",
        "title": "only the title changed",
        "text": "only the text changed",
        "title and text": "title and text changed",
        "none": "the same text",
    }
)
"""What a version changed, in words, by the kinds of the view `changes`."""
STYLE = (
    "body{font:1rem/1.5 serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "del{background:#ffd7d5}ins{background:#ccffd8;text-decoration:none}"
    "h2{font-size:1.1rem;margin-top:2rem}.when{color:#595959;font-size:.9rem}.away{color:#a40e26}.text{white-space:pre-line}"
)
"""The style sheet of the page that `page` makes."""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of text that stayed, was removed or was added."""

    kind: Kind
    """`same` is in both texts, `removed` in the older alone, `added` in the newer alone."""
    text: str
    """The stretch itself."""


def differences(old: str, new: str) -> tuple[DiffPart, ...]:
    """How `old` became `new`. The parts that are not `added` make up `old`, those not `removed` make up `new`.

    Paragraphs are matched first, then the words of those that changed.
    """
    parts: list[DiffPart] = []
    before, after = _paragraphs(old), _paragraphs(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(DiffPart("same", "".join(before[a:b])))
        else:
            parts += _words("".join(before[a:b]), "".join(after[c:d]))
    return tuple(_joined(parts))


def shortened(parts: Sequence[DiffPart], context: int = _CONTEXT) -> tuple[DiffPart, ...]:
    """The same, with long unchanged stretches cut to `context` characters beside each change and `…` between."""
    last = len(parts) - 1
    return tuple(
        DiffPart("same", _cut(part.text, 0 if place == 0 else context, 0 if place == last else context))
        if part.kind == "same"
        else part
        for place, part in enumerate(parts)
    )


def plain(parts: Sequence[DiffPart]) -> str:
    """The parts as one text, with `[-` and `-]` around what was removed, `{+` and `+}` around what was added."""
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(f"{marks[part.kind][0]}{part.text}{marks[part.kind][1]}" for part in parts)


def html(parts: Sequence[DiffPart]) -> str:
    """The parts as HTML, with `<del>` around what was removed and `<ins>` around what was added."""
    tags = {"removed": "del", "added": "ins"}
    return "".join(
        f"<{tags[part.kind]}>{escape(part.text)}</{tags[part.kind]}>"
        if part.kind in tags
        else escape(part.text)
        for part in parts
    )


def page(versions: Sequence[Row], lang: str = "en") -> str:
    """The history of an article as an HTML page of its own; `versions` as `Archive.history` gives them.

    `lang`: the language of the article's text.
    """
    title = escape(versions[-1]["title"] if versions else "")
    sections = [_section(old, new) for old, new in zip([None, *versions], versions, strict=False)]
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{''.join(sections)}</body>\n</html>\n"
    )


def _section(old: Row | None, new: Row) -> str:
    when = f"{new['seen_at']} – {new['last_seen']}, {new['warc_file']}:{new['warc_offset']}"
    texts = []
    for name, tag in (("title", "p"), ("lead", "p"), ("body", "div")):
        before, after = (old[name] if old else new[name]) or "", new[name] or ""
        if before or after:
            texts.append(f'<{tag} class="text {name}">{html(differences(before, after))}</{tag}>\n')
    if new["modified"]:
        when += f"; the site says: changed {new['modified']}"
    away = "".join(f'<p class="when away" lang="en">{escape(each)}</p>\n' for each in absences(new))
    return (
        f'<section>\n<h2 lang="en">Version {new["version"]}: {KINDS[new["kind"]]}</h2>\n'
        f'<p class="when" lang="en">{escape(when)}</p>\n{"".join(texts)}{away}</section>\n'
    )


def absences(version: Row) -> list[str]:
    """A sentence for each time an article was not on the site, from the row of a version."""
    return [
        f"Removed from the site {each['gone_at']}; "
        + (f"back {each['back_at']}." if each["back_at"] else "not seen since.")
        for each in version["absences"]
    ]


def _paragraphs(text: str) -> list[str]:
    """The paragraphs, each with the blank lines behind it."""
    return re.findall(r"(?:[^\n]|\n(?!\n))*\n*", text)[:-1] if text else []


def _words(old: str, new: str) -> Iterator[DiffPart]:
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) > _LONG or len(after) > _LONG:
        opcodes = [("replace", 0, len(before), 0, len(after))]
    else:
        opcodes = list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    for tag, a, b, c, d in opcodes:
        if tag == "equal":
            yield DiffPart("same", "".join(before[a:b]))
        else:
            yield DiffPart("removed", "".join(before[a:b]))
            yield DiffPart("added", "".join(after[c:d]))


def _joined(parts: Sequence[DiffPart]) -> Iterator[DiffPart]:
    """The parts without empty ones, neighbours of one kind as one."""
    for kind, group in groupby((part for part in parts if part.text), key=lambda part: part.kind):
        yield DiffPart(kind, "".join(part.text for part in group))


def _cut(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail + 1:
        return text
    return f"{text[:head]}…{text[len(text) - tail :]}"
