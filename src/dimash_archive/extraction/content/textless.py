"""Articles whose matter is no text: photo reports, videos, sound."""

from typing import Final

from dimash_archive.extraction.metadata import pictures
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import ArticleKind

_AROUND: Final = frozenset(("article", "main", "body"))
_FILMS: Final = frozenset(("youtube", "vimeo", "tiktok", "rutube"))
_SOUND: Final = frozenset(("spotify", "soundcloud"))

_LONGEST_DATE: Final = 40
"""Characters of a line that is a date alone."""


def reach(page: HtmlDocument, headline: int) -> tuple[int, int]:
    """The lines of the article or main part that a headline stands in; of the whole page if it stands in none."""
    if not 0 <= headline < len(page.lines):
        return 0, len(page.lines)
    around = page.ancestors(page.lines[headline].box)
    box = next((each for each in around if page.tags[each] in _AROUND), 0)
    return headline, page.lasts[box]


def is_date(page: HtmlDocument, line: int) -> bool:
    """Whether a line is nothing but a date that markup calls one."""
    at = page.lines[line]
    return len(at.text) <= _LONGEST_DATE and any(i == line and box == at.box for i, box, _ in page.times)


def kind_of(page: HtmlDocument, lines: tuple[int, int], base: str) -> ArticleKind | None:
    """What stands between these lines in the place of a text; None if there is nothing."""
    first, last = lines
    players = {tag for at, _, tag, _ in page.embeds if first <= at <= last}
    shown = {link.title for link in pictures.embeds(page, (), lines, base)}
    if "video" in players or not shown.isdisjoint(_FILMS):
        return "video"
    if "audio" in players or not shown.isdisjoint(_SOUND):
        return "audio"
    return "gallery" if next(pictures.find(page, first, last, base), None) else None
