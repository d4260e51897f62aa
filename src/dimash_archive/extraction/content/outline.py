"""Where the text of a page is: the boxes that hold its paragraphs, and those made like them."""

import re
import zlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import HEADINGS

ITEMS: Final = frozenset(("li", "dd", "dt"))
FLOWING: Final = HEADINGS | ITEMS | {"p", "blockquote", "pre", "ul", "ol", "dl"}
"""Elements that are in the flow of the box around them."""
_PROSE: Final = 60
"""A line of this many characters is prose."""
_PROSE_OF_SIGNS: Final = 25
"""The same in Chinese, Japanese and Korean, where one sign replaces two or three letters of other scripts."""
_FIRST_SIGN: Final = "\u2e80"
_NUMBERED: Final = re.compile(r"\d[^ ]*")


class Outline:
    """The boxes around the lines of a page that are considered its text."""

    def __init__(
        self, page: HtmlDocument, remaining: Sequence[int], earlier: "Outline | None" = None
    ) -> None:
        """`earlier` is an outline of the same page: what it has computed about boxes is reused."""
        self.page = page
        self.remaining = remaining
        self._homes: list[int] = earlier._homes if earlier else _homes(page)
        self._paths: dict[int, int] = earlier._paths if earlier else {0: 1}

    def of(self, remaining: Sequence[int]) -> "Outline":
        """The outline of the same page with other remaining lines."""
        return self if remaining == self.remaining else Outline(self.page, remaining, self)

    @cached_property
    def main(self) -> int:
        """The box whose flow contains most of the text."""
        homes: dict[int, int] = {}
        for i in self.remaining:
            home = self.home(i)
            homes[home] = homes.get(home, 0) + len(self.page.lines[i].text)
        return max(homes, key=lambda home: homes[home], default=0)

    @cached_property
    def root(self) -> int:
        """The innermost box around the first similar paragraphs."""
        if not self.remaining:
            return 0
        prose = [i for i in self.remaining if self.is_prose(i)] or list(self.remaining)
        first = next((i for i in prose if self.home(i) == self.main), prose[0])
        box, path = self.home(first), self.path(self.home(first))
        for i in prose:
            home = self.home(i)
            if home != box and self.path(home) == path:
                return self.around(box, home)
        return box

    def home(self, line: int) -> int:
        """The box whose flow a line belongs to: the one around its paragraph, list or quote."""
        return self._homes[self.page.lines[line].box]

    def path(self, box: int) -> int:
        """The tags and classes from the page's root to a box as a number: boxes with the same number are similar."""
        paths, page, way = self._paths, self.page, []
        while box not in paths:
            way.append(box)
            box = page.parents[box]
        number = paths[box]
        for each in reversed(way):
            number = paths[each] = zlib.crc32(_step(page.tags[each], page.names[each]), number) or 1
        return number

    def holds(self, box: int, line: int) -> bool:
        """Whether a line is inside a box."""
        return self.page.firsts[box] <= line < self.page.lasts[box]

    def is_prose(self, line: int) -> bool:
        """Whether a line is long, and not mostly links."""
        each = self.page.lines[line]
        least = _PROSE if each.text < _FIRST_SIGN else _PROSE_OF_SIGNS
        return len(each.text) >= least and 2 * each.link_chars < len(each.text)

    def chars(self, lines: Sequence[int] | range) -> int:
        """Total characters of the lines."""
        return sum(len(self.page.lines[i].text) for i in lines)

    def around(self, one: int, other: int) -> int:
        """The innermost box around two boxes."""
        page = self.page
        while one != other:
            if one > other:
                one = page.parents[one]
            else:
                other = page.parents[other]
        return one


def _homes(page: HtmlDocument) -> list[int]:
    """For each box the innermost one, itself or around it, that is not in the flow of another."""
    homes: list[int] = []
    for box, (tag, parent) in enumerate(zip(page.tags, page.parents, strict=True)):
        homes.append(homes[parent] if box and tag in FLOWING else box)
    return homes


@lru_cache(maxsize=1 << 14)
def _step(tag: str, names: str) -> bytes:
    return f"{tag} {_NUMBERED.sub('0', names)}/".encode("utf-8", "replace")
