"""Where the text of a page stands: the boxes that hold its paragraphs, and what is made as they are."""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dimash_archive.html.dom import HtmlDocument

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ITEMS: Final = frozenset(("li", "dd", "dt"))
FLOWING: Final = HEADINGS | ITEMS | {"p", "blockquote", "pre", "ul", "ol", "dl"}
"""Elements that stand in the flow of the box around them."""
_PROSE: Final = 60
"""A line of so many characters is prose."""
_NUMBERED: Final = re.compile(r"\d[^ ]*")


class Outline:
    """The boxes around the lines of a page that are taken for its text."""

    def __init__(self, page: HtmlDocument, kept: Sequence[int]) -> None:
        self.page = page
        self.kept = kept
        self.main = self._main() if kept else 0
        """The box in whose flow most of the text stands."""
        self.root = self._root() if kept else 0
        """The innermost box around the first paragraphs that are made alike."""
        self._paths = {0: 1}

    def home(self, line: int) -> int:
        """The box whose flow a line belongs to: the one around its paragraph, list or quote."""
        page = self.page
        box = page.lines[line].box
        while box and page.tags[box] in FLOWING:
            box = page.parents[box]
        return box

    def path(self, box: int) -> int:
        """The tags and classes from the page's root to a box as a number: boxes of one number are made alike."""
        known, page, way = self._paths, self.page, []
        while box not in known:
            way.append(box)
            box = page.parents[box]
        number = known[box]
        for each in reversed(way):
            number = known[each] = zlib.crc32(_step(page.tags[each], page.names[each]), number) or 1
        return number

    def holds(self, box: int, line: int) -> bool:
        """Whether a line stands in a box."""
        return self.page.firsts[box] <= line < self.page.lasts[box]

    def is_prose(self, line: int) -> bool:
        """Whether a line is long, and not mostly links."""
        each = self.page.lines[line]
        return len(each.text) >= _PROSE and 2 * each.link_chars < len(each.text)

    def chars(self, lines: Sequence[int] | range) -> int:
        """How many characters lines have together."""
        return sum(len(self.page.lines[i].text) for i in lines)

    def _main(self) -> int:
        homes: dict[int, int] = {}
        for i in self.kept:
            home = self.home(i)
            homes[home] = homes.get(home, 0) + len(self.page.lines[i].text)
        return max(homes, key=lambda home: homes[home])

    def _root(self) -> int:
        self._paths = {0: 1}
        prose = [i for i in self.kept if self.is_prose(i)] or list(self.kept)
        first = next((i for i in prose if self.home(i) == self.main), prose[0])
        box, path = self.home(first), self.path(self.home(first))
        for i in prose:
            home = self.home(i)
            if home != box and self.path(home) == path:
                return self.around(self.home(first), home)
        return box

    def around(self, one: int, other: int) -> int:
        """The innermost box around two boxes."""
        page = self.page
        while one != other:
            if one > other:
                one = page.parents[one]
            else:
                other = page.parents[other]
        return one


@lru_cache(maxsize=1 << 14)
def _step(tag: str, names: str) -> bytes:
    return f"{tag} {_NUMBERED.sub('0', names)}/".encode("utf-8", "replace")
