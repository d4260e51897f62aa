"""An article as flattened text: what is left when a page's markup is discarded, in seven known layouts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from dimash_archive.demo.newsroom.story import StoryPart, Telling
from dimash_archive.demo.theme.title_marks import cut, straight, typographic
from dimash_archive.demo.vocabulary import section_name, word

FlatLayout = Literal["full", "crumb2", "crumb1", "amp", "title", "counter", "bare"]
SWITCH = "ҚАЗ RUS ENG"
_VIEWS = "1284"
_WITHOUT_ALT = ("crumb1", "amp", "bare")
"""Layouts that lose the pictures' alt texts."""


def flattened(
    telling: Telling,
    layout: FlatLayout,
    latest: Sequence[tuple[str, str]] = (),
    titles: Mapping[str, str] | None = None,
) -> str:
    """The text of a telling as one of the layouts leaves it; paragraphs are separated by a blank line.

    `latest` are the title and the teaser of each article in the latest-news block, which is left out if there
    are none. `titles` gives the headline of another story by its key, for the lines that point to one;
    without it there are no such lines. Captions and embeds vanish, as they do on the real site. In `bare` a
    single line break separates the paragraphs.
    """
    lines = [*_top(telling, layout), *_body(telling, layout not in _WITHOUT_ALT, titles or {})]
    if latest:
        lines.append(word(telling.lang, "latest"))
        lines += [line for teaser in latest for line in teaser]
    return ("\n" if layout == "bare" else "\n\n").join(lines)


def _top(telling: Telling, layout: FlatLayout) -> list[str]:
    """The text above the article."""
    title, section = typographic(telling.title), section_name(telling.lang, telling.section)
    short, long = (f"{section} {cut(straight(title), words)}" for words in (9, 12))
    match layout:
        case "full":
            return [SWITCH, SWITCH, short, title, long, title]
        case "crumb2":
            return [short, title, long, title]
        case "crumb1":
            return [long, title]
        case "amp":
            return [f"{word(telling.lang, 'home')} {long}", title]
        case "title":
            return [f"{title}\n"]
        case "counter":
            return [title, _VIEWS]
        case _:
            return []


def _body(telling: Telling, with_alt: bool, titles: Mapping[str, str]) -> Iterator[str]:
    """The text with the remains of its pictures."""
    alt = straight(typographic(telling.title)) if with_alt else ""
    glued = ""
    for part in telling.parts:
        if part.kind == "glued":
            glued += alt
        elif part.is_text:
            yield glued + part.text
            glued = ""
        elif line := _line(part, alt, telling.lang, titles):
            yield line
    if glued:
        yield glued


def _line(part: StoryPart, alt: str, lang: str, titles: Mapping[str, str]) -> str:
    """What a picture or a pointer leaves; nothing for an embed."""
    if part.kind == "image":
        return f"{alt}\ncr: {part.credit}" if part.credit and not part.caption and alt else alt
    if part.kind == "also" and part.target in titles:
        return f"{word(lang, 'also')} {titles[part.target]}"
    return ""
