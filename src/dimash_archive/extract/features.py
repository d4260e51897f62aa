"""What the general method looks at: one row of numbers a line of the page, the same for any language.

Three kinds of evidence: the line itself (length, sentences, links), the boxes around it (how much of the page's
prose they hold, how full of links they are, how many twins they have, what their class names hint at), and
where it stands (before or after the headline, how far from the next prose). Class names are hints among sixty
others; no site's names are listed.
"""

import re
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from dimash_archive.dom import Page

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

LEVELS: Final = 5
"""How many boxes around a line are looked at, from its own outwards."""

# What authors of themes call things, in no site's own words: hints, each worth one number.
_HINTS: Final = (
    "article-?body|entry-content|post-?content|story-?body|article-?_*content|article-?text|post-?body|rich-?text|prose",
    "content|article|entry|post|story|main",
    "comment|disqus|respond|repl(?:y|ies)",
    "relat|recommend|more-|-more|also|similar|popular|trending|latest|recent|teaser|card|carousel|slider|next|prev|pag(?:er|ination)",
    "side|aside|widget|rail|secondary|complementary",
    "nav|menu|crumb|header|masthead|toolbar|skip|toc",
    "foot|copyright|legal|disclaimer",
    "share|social|follow|like",
    "meta|byline|author|date|time|tag|categor|info|bio|profile",
    "caption|figure|image|photo|gallery|video|media|credit",
    r"\bads?\b|advert|sponsor|banner|promo|newsletter|subscri|sign-?up|\bcta|paywall|cookie|consent|modal|popup|login|donat|product|price",
    "title|headline|heading|dek|standfirst|excerpt|summary|intro|lead",
    "hidden|sr-only|screen-reader|noprint|d-none",
)
_HINT_PATTERNS: Final = tuple(re.compile(hint) for hint in _HINTS)
_TAG_GROUPS: Final = (
    "p",
    "h1",
    "h2",
    "h3 h4 h5 h6",
    "li dd",
    "blockquote",
    "td th",
    "div",
    "figcaption",
    "section article main",
)
_TAG_COLUMN: Final = {tag: i for i, group in enumerate(_TAG_GROUPS) for tag in group.split()}
_AROUND: Final = (
    "article main", "header", "footer nav", "aside", "form button", "figure", "ul ol dl", "table", "blockquote",
)  # fmt: skip
_AROUND_BIT: Final = {tag: 1 << i for i, group in enumerate(_AROUND) for tag in group.split()}
_HIDDEN_BIT: Final = 1 << len(_AROUND)

_END = re.compile(r"[.!?…。।؟]['\"”»’)\]]*\Z")
_SENTENCE = re.compile(r"[.!?…。।؟][\"”»’)]*\s")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:./-]\d{1,2}\b")
_RULED = re.compile(r"[|•›»·©@]|https?:|www\.")
_SHORT: Final = 200
"""Lines up to this many characters are looked at letter by letter; longer ones are prose."""


@lru_cache(maxsize=1 << 15)
def _hints(name: str) -> tuple[float, ...]:
    return tuple([1.0 if pattern.search(name) else 0.0 for pattern in _HINT_PATTERNS])


def _line_numbers(text: str) -> tuple[float, ...]:
    size = len(text)
    words = text.count(" ") + 1
    first, last = text[0], text[-1]
    base = (
        words, size / words, len(_SENTENCE.findall(text)), _END.search(text, max(0, size - 4)) is not None,
        last in ":,;", text.count(",") / words, first.islower(), first.isdigit(), not first.isalnum(), first in "\"“«„‘—–",
    )  # fmt: skip
    if size > _SHORT:
        return (*base, 0.03, 0.02, 0.0, 0.0, 0.0)
    upper = sum(map(str.isupper, text)) / size
    digits = sum(map(str.isdigit, text)) / size
    return (
        *base,
        upper,
        digits,
        _DATE.search(text) is not None,
        _RULED.search(text) is not None,
        last == "?",
    )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


class _Tree:
    """The page's boxes as arrays, with sums over their lines."""

    def __init__(self, page: Page, size: Floats, linked: Floats, prose: Floats) -> None:
        self.parent = np.array(page.parents)
        self.first, self.last = np.array(page.firsts), np.array(page.lasts)
        self.twins = np.array([count[0] for count in page.twins], np.float32)
        self.hints = np.array([_hints(name) for name in page.names], np.float32)
        self.bits, self.depth = self._inherited(page)
        chars = self.within(size)
        self.links = self.within(linked) / np.maximum(chars, 1)
        self.prose = self.within(prose) / (prose.sum() + 1)
        self.chars = np.log1p(chars)
        self.count = np.log1p((self.last - self.first).astype(np.float32))

    def within(self, values: Floats) -> Floats:
        """The sum of a value over each box's lines: lines of a box stand side by side."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        sums: Floats = (total[self.last] - total[self.first]).astype(np.float32)
        return sums

    def _inherited(self, page: Page) -> tuple[Ints, Floats]:
        bits, depth = [0], [0]
        for i in range(1, len(page.tags)):
            parent = page.parents[i]
            own = _AROUND_BIT.get(page.tags[i], 0)
            attributes = page.attributes[i]
            if attributes and _is_hidden(attributes):
                own |= _HIDDEN_BIT
            bits.append(bits[parent] | own)
            depth.append(depth[parent] + 1)
        return np.array(bits), np.array(depth, np.float32)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    if style and "display" in style and "none" in style.partition("display")[2][:8]:
        return True
    return "hidden" in attributes or attributes.get("aria-hidden") == "true"


def rows(page: Page, titles: tuple[str, ...]) -> Floats:
    """One row of numbers a line, in order: shape (lines, WIDTH).

    `titles` are what the page's head says its headline is. The page must have at least one line.
    """
    lines = page.lines
    own = np.array([_line_numbers(line.text) for line in lines], np.float32)
    size = np.array([len(line.text) for line in lines], np.float32)
    linked = np.array([line.link_chars for line in lines], np.float32)
    bold = np.array([line.bold_chars for line in lines], np.float32) / size
    links = np.array([line.links for line in lines], np.float32)
    box = np.array([line.box for line in lines])
    prose = (size - linked) * ((own[:, 2] + own[:, 3] > 0) & (size > 60))
    tree = _Tree(page, size, linked, prose)
    tags = np.zeros((len(lines), len(_TAG_GROUPS)), np.float32)
    for i, line in enumerate(lines):
        column = _TAG_COLUMN.get(page.tags[line.box])
        if column is not None:
            tags[i, column] = 1
    ratio = (linked / size)[:, None]
    local = np.column_stack([own[:, 3], np.minimum(own[:, 2], 5), np.log1p(own[:, 0]), ratio, tags[:, :5]])
    return np.column_stack(
        [
            np.log1p(size), np.log1p(own[:, :1]), own[:, 1:], ratio, bold, np.log1p(links), tags,
            _around(tree, box), _place(page, tree, box, prose, titles), _neighbours(local, box, tree.parent),
        ]
    ).astype(np.float32)  # fmt: skip


def _around(tree: _Tree, box: Ints) -> Floats:
    columns: list[npt.NDArray[Any]] = []
    bits = tree.bits[box]
    columns += [(bits >> i & 1).astype(np.float32) for i in range(len(_AROUND) + 1)]
    hints = np.zeros((len(box), len(_HINTS)), np.float32)
    level = box
    for i in range(LEVELS):
        columns += [
            tree.prose[level],
            tree.links[level],
            tree.count[level],
            np.log(tree.twins[level]),
            tree.chars[level],
        ]
        if i < 3:
            columns.append(tree.hints[level])
        hints += tree.hints[level]
        level = tree.parent[level]
    return np.column_stack([*columns, hints, tree.depth[box]])


def _place(page: Page, tree: _Tree, box: Ints, prose: Floats, titles: tuple[str, ...]) -> Floats:
    count = len(box)
    here = np.arange(count)
    columns: list[npt.NDArray[Any]] = []
    for share in (0.9, 0.6, 0.4):
        enough = np.flatnonzero(tree.prose >= share)
        main = int(enough[np.argmax(tree.depth[enough])]) if len(enough) else 0
        first, last = tree.first[main], tree.last[main]
        inside = (here >= first) & (here < last)
        columns += [inside, here < first, np.where(inside, tree.depth[box] - tree.depth[main], -1),
                    np.full(count, tree.links[main]), np.full(count, tree.prose[main])]  # fmt: skip
    title, alike, repeated = _title_lines(page, titles)
    far = np.minimum(np.abs(here - title), 60) if title >= 0 else np.full(count, 60)
    solid = np.flatnonzero(prose > 100)
    after = _distance(solid, here, 1)
    before = _distance(solid, here, -1)
    done = np.cumsum(prose) - prose
    columns += [alike, repeated, far, here > title, here / count, np.log1p(count - here), np.log1p(here), after, before,
                done / (prose.sum() + 1), np.full(count, np.log1p(prose.sum())), np.full(count, np.log1p(count))]  # fmt: skip
    return np.column_stack(columns)


def _distance(solid: Ints, here: Ints, step: int) -> Floats:
    """How many lines to the next (step 1) or last (step -1) line of solid prose; at most 30."""
    if not len(solid):
        return np.full(len(here), 30.0, np.float32)
    if step > 0:
        at = np.searchsorted(solid, here)
        gap = np.where(at < len(solid), solid[np.minimum(at, len(solid) - 1)] - here, 30)
    else:
        at = np.searchsorted(solid, here, side="right") - 1
        gap = np.where(at >= 0, here - solid[np.maximum(at, 0)], 30)
    return np.minimum(gap, 30).astype(np.float32)


def _title_lines(page: Page, titles: tuple[str, ...]) -> tuple[int, Floats, Floats]:
    """Where the headline stands (-1 if nowhere), which lines look like it, and how often each line's text recurs."""
    wanted = [words for words in map(_words, titles) if words]
    seen: dict[str, int] = {}
    alike = np.zeros(len(page.lines), np.float32)
    found = heading = -1
    for i, line in enumerate(page.lines):
        seen[line.text] = seen.get(line.text, 0) + 1
        tag = page.tags[line.box]
        if tag == "h1":
            alike[i], heading = 0.5, i
        if len(line.text) < 300 and (tag[0] == "h" or tag in ("div", "p", "li", "td")):
            words = _words(line.text)
            if words and any(words == title or (len(words) > 20 and words in title) for title in wanted):
                alike[i] += 1
                if tag[0] == "h":
                    found = i
    repeated = np.array([seen[line.text] - 1 for line in page.lines], np.float32)
    return (found if found >= 0 else heading), alike, repeated


def _neighbours(local: Floats, box: Ints, parent: Ints) -> Floats:
    columns = []
    for step in (1, 2, -1, -2):
        moved = np.full_like(local, -1)
        if step > 0:
            moved[step:] = local[:-step]
        else:
            moved[:step] = local[-step:]
        columns.append(moved)
    for boxes in (box, parent[box]):
        same = (boxes[1:] == boxes[:-1]).astype(np.float32)
        columns += [np.append(0, same)[:, None], np.append(same, 0)[:, None]]
    return np.column_stack(columns)


WIDTH: Final = 184
"""How many numbers a line."""
