"""Articles without a text: photo reports, videos, sound."""

from typing import Final

from dimash_archive.extraction.metadata import layout
from dimash_archive.extraction.metadata.pictures import article_pictures
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import ArticleKind

_AROUND: Final = frozenset(("article", "main", "body"))
_FILMS: Final = frozenset(("youtube", "vimeo", "tiktok", "rutube"))
_SOUND: Final = frozenset(("spotify", "soundcloud"))

_LONGEST_DATE, _LONGEST_DETAILS = 40, 200
"""Characters of a line that is only a date, and of one that also has author, section and tags."""
_MOST_OTHER_WORDS: Final = 6
"""Words of such a line besides links and the author: `3 years ago`, or an unmarked byline."""


def reach(page: HtmlDocument, headline: int) -> tuple[int, int]:
    """The lines of the article or main part that contains a headline; of the whole page if none does."""
    if not 0 <= headline < len(page.lines):
        return 0, len(page.lines)
    around = page.ancestors(page.lines[headline].box)
    box = next((each for each in around if page.tags[each] in _AROUND), 0)
    return headline, page.lasts[box]


def is_details(page: HtmlDocument, line: int, author: str | None) -> bool:
    """Whether a line says only when, by whom and in which section the article was published.

    It is a date marked up as one, or has such a date or the author, links, and next to no other words.
    """
    at = page.lines[line]
    marked = [box for i, box, _ in page.times if i == line]
    if len(at.text) <= _LONGEST_DATE and at.box in marked:
        return True
    if len(at.text) > _LONGEST_DETAILS or not (marked or (author and author in at.text)):
        return False
    rest = at.text.replace(author or "\0", " ")
    for _, _, anchor in (page.anchors[link] for link in layout.links(page, range(line, line + 1))):
        rest = rest.replace(dom.text_of(anchor), " ", 1)
    return sum(any(map(str.isalnum, word)) for word in rest.split()) <= _MOST_OTHER_WORDS


def kind_of(page: HtmlDocument, lines: tuple[int, int], base: str) -> ArticleKind | None:
    """What is between these lines in place of a text; None if there is nothing."""
    first, last = lines
    players = {tag for at, _, tag, _ in page.embeds if first <= at <= last}
    shown = {link.title for link in article_pictures.embeds(page, (), lines, base)}
    if "video" in players or not shown.isdisjoint(_FILMS):
        return "video"
    if "audio" in players or not shown.isdisjoint(_SOUND):
        return "audio"
    return "gallery" if next(article_pictures.find(page, first, last, base), None) else None
