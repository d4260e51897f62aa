"""Where headline and text of a page are, and so which lines may name author, date and section."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from dimash_archive.extraction.metadata import byline, headlines
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS

BEFORE: Final = 8
"""How many lines before the headline belong to the header."""
AFTER: Final = 40
"""How many lines after the headline may come before the text."""
BEHIND: Final = 10
"""How many lines after the article may hold its byline, date and tags."""
FIRST, LAST = 5, 3
"""How many of the first and last lines of the text are examined too."""
LONGEST: Final = 200
"""A line of the header is shorter than this, in characters."""
_MOST_OF_CARD: Final = 12
"""A box with more lines than this is not a card for one article."""
_COMMENT: Final = re.compile(r"comment(?!s?-?(?:count|link|number))|respond|disqus|repl(?:y|ies)")
OTHERS: Final = re.compile(r"comment|relat|teaser|card|recent|latest")
_WORD: Final = re.compile(r"\w+")
_PROSE: Final = 140


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """Where the header and the end of the article are, as line indexes."""

    title: int
    """The headline nearest before the text; if it is not shown, the line before the text."""
    titles: tuple[int, ...]
    """Every line that repeats the headline."""
    start: int
    """The first line of the text."""
    stop: int
    """The line after the last line of the text."""
    count: int
    """How many lines the page has."""

    before: range = field(init=False)
    """The lines before the headline."""
    after: range = field(init=False)
    """The lines between headline and text, with the first lines of the text: some sites have the date there."""
    behind: range = field(init=False)
    """The lines after the text, and its last ones: a byline may be mistaken for text."""
    targets: dict[int, tuple[str, list[str]]] = field(init=False, default_factory=dict)
    """Targets of links, as far as requested: see `target`."""

    def __post_init__(self) -> None:
        after = range(self.title + 1, min(self.start + FIRST, self.title + 1 + AFTER, self.stop))
        first = max(after.stop, self.stop - LAST)
        object.__setattr__(self, "before", range(max(0, self.title - BEFORE), max(0, self.title)))
        object.__setattr__(self, "after", after)
        object.__setattr__(self, "behind", range(first, max(first, min(self.stop + BEHIND, self.count))))


def find(page: HtmlDocument, title: str, body_lines: Sequence[int]) -> ArticleLayout:
    """Where headline and text are. `body_lines` are the text's lines, if known; otherwise long lines are used."""
    titles = tuple(_titles(page, title))
    count = len(page.lines)
    text = [i for i in body_lines or _long_lines(page) if i not in titles]
    if not text:
        at = titles[-1] if titles else -1
        return ArticleLayout(at, titles, min(at + 1 + AFTER, count), count, count)
    if titles and text[-1] > titles[0]:
        text = [i for i in text if i > titles[0]]
    above = [i for i in titles if i < text[0]]
    return ArticleLayout(_main(page, above) if above else text[0] - 1, titles, text[0], text[-1] + 1, count)


def links(page: HtmlDocument, lines: range) -> range:
    """The links that begin in these lines, as indexes into `page.anchors`."""
    # A shorter tuple sorts before all that begin like it: no key function is called a hundred times.
    start, stop = cast(Any, (lines.start,)), cast(Any, (lines.stop,))
    first = bisect_left(page.anchors, start)
    return range(first, bisect_left(page.anchors, stop, lo=first))


def target(page: HtmlDocument, where: ArticleLayout, link: int) -> tuple[str, list[str]]:
    """The `href` of a link, and the words of its `rel`; cached, as several facts need those of the same links."""
    entry = where.targets.get(link)
    if entry is None:
        entry = where.targets[link] = (dom.href(page.anchors[link][2]), rel(page, link))
    return entry


def rel(page: HtmlDocument, link: int) -> list[str]:
    """The words of the `rel` of a link."""
    return (page.anchors[link][2].attributes.get("rel") or "").lower().split()


def near(page: HtmlDocument, box: int, most: int) -> list[int]:
    """The box and those around it, innermost first, at most this many."""
    chain = [box]
    while box and len(chain) < most:
        box = page.parents[box]
        chain.append(box)
    return chain


def names(page: HtmlDocument, box: int, most: int = 3) -> str:
    """Classes and ids of the box and of those around it."""
    return " ".join([page.names[each] for each in near(page, box, most)])


def is_own(page: HtmlDocument, where: ArticleLayout, at: int) -> bool:
    """Whether a line is the article's: not in a comment, and not in a box with another headline."""
    if where.title < at < where.start or at >= len(page.lines):
        return True
    line = page.lines[at]
    for box in page.ancestors(line.box):
        first, last = page.firsts[box], page.lasts[box]
        if first <= where.title < last or first <= where.start < last:
            return True
        if _COMMENT.search(page.names[box]) or _has_headline(page, range(first, last), line.text):
            return False
    return True


def _has_headline(page: HtmlDocument, lines: range, byline_text: str) -> bool:
    """Whether one of a few lines is a link that reads like the headline of another article."""
    if not 1 < len(lines) <= _MOST_OF_CARD:
        return False
    for i in lines:
        line = page.lines[i]
        is_link = line.link_chars * 5 >= 4 * len(line.text) and line.text.count(" ") >= 2
        is_link = is_link and (
            page.tags[line.box] in HEADINGS or OTHERS.search(names(page, line.box)) is not None
        )
        if is_link and byline_text not in line.text and not byline.may_be(line.text):
            return True
    return False


def _main(page: HtmlDocument, titles: Sequence[int]) -> int:
    """The headline of the header: the first `h1`, or one that follows it closely, as in a second header."""
    main = next((i for i in titles if page.tags[page.lines[i].box] == "h1"), titles[-1])
    for i in titles:
        if main < i <= main + BEFORE:
            main = i
    return main


def _titles(page: HtmlDocument, title: str) -> Iterator[int]:
    words = _WORD.findall(title)
    if not words:
        return
    first, longest = words[0].lower(), 2 * len(title) + 10
    front, shortest = len(first) + 4, min(len(title) // 2, headlines.SHORTEST_CUT)
    for i, line in enumerate(page.lines):
        text = line.text
        if (
            shortest <= len(text) <= longest
            and first in text[:front].lower()
            and headlines.is_repeat(text, title)
        ):
            yield i
        elif page.tags[line.box] == "h1" and text.endswith(title):
            yield i  # after its kicker


def _long_lines(page: HtmlDocument) -> list[int]:
    """The long lines that are not mostly links: a substitute for the text."""
    lines = enumerate(page.lines)
    return [i for i, line in lines if len(line.text) >= _PROSE and line.link_chars * 3 < len(line.text)]
