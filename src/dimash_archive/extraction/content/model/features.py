"""What the general method examines: one row of numbers per line of the page, the same for any language.

Three kinds of evidence: the line itself (length, sentences, links), the boxes around it (how much of the
page's prose they hold, how full of links they are, how many similar siblings they have, what their class
names suggest), and its position (before or after the headline, how far from the next prose). Class names are
hints among sixty others; no site's names are listed.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from dimash_archive.html.dom import Attributes, HtmlDocument

Floats = npt.NDArray[np.float32]
_Numbers = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]

LEVELS: Final = 5
"""How many boxes around a line are examined, from its own outwards."""

# What authors of themes call things, not words of particular sites: hints, each worth one number. Every
# alternative begins with a letter: an expression that begins with a boundary takes twice as long to search.
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
    r"a(?<!\wa)ds?\b|advert|sponsor|banner|promo|newsletter|subscri|sign-?up|c(?<!\wc)ta|paywall|cookie|consent|modal|popup|login|donat|product|price",
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
_HIDING: Final = frozenset(("style", "hidden", "aria-hidden"))
_HIDDEN_BIT: Final = 1 << len(_AROUND)
_DEEPER: Final = 1 << len(_AROUND) + 1
"""Added for each enclosing box: depth is counted above the bits."""

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:./-]\d{1,2}\b")
_ADDRESS = re.compile(r"https?:|www\.")
_WORD = re.compile(r"\w+")
_TITLE_TAGS: Final = frozenset("h1 h2 h3 h4 h5 h6 header hgroup div p li td".split())
_LEAST_OF_TITLE: Final = 21
"""A part of the headline this long counts as the headline."""
_SHORT: Final = 200
"""Lines up to this many characters are examined letter by letter; longer ones are prose."""
_UPPER, _LOWER, _DIGIT, _ALNUM, _END, _CLOSE, _SPACE, _COLON, _OPEN, _ASKS = (1 << i for i in range(10))
_TABLED: Final = 0x3100
_LAST_LETTER: Final = 0xD7A3
"""Characters from _TABLED to here, of Chinese, Japanese and Korean, are letters; those after it are signs."""
_LAST: Final = 0xFFFF
"""Characters after this one are signs too, and are treated as this one."""
_BITS: Final = 21
"""Bits that hold one count: three counts of up to two million characters fit into one number."""


@cache
def _kinds() -> npt.NDArray[np.uint16]:
    """What each character is, as bits, by its code; shape (_LAST + 1,)."""
    predicates = [
        (_UPPER, str.isupper), (_LOWER, str.islower), (_DIGIT, str.isdigit), (_ALNUM, str.isalnum),
        (_END, ".!?…。।؟".__contains__), (_CLOSE, "'\"”»’)]".__contains__), (_SPACE, str.isspace),
        (_COLON, ":,;".__contains__), (_OPEN, "\"“«„‘—–".__contains__), (_ASKS, "?".__contains__),
    ]  # fmt: skip
    kinds = np.zeros(_LAST + 1, np.uint16)
    kinds[:_TABLED] = [
        sum(bit for bit, holds in predicates if holds(char)) for char in map(chr, range(_TABLED))
    ]
    kinds[_TABLED : _LAST_LETTER + 1] = _ALNUM
    return kinds


@cache
def _counters() -> npt.NDArray[np.int64]:
    """For each character, by its code, what it adds to two numbers that hold three counts each; shape (2,
    _LAST + 1)."""
    counters = np.zeros((2, _LAST + 1), np.int64)
    chars = list(map(chr, range(_TABLED)))
    counted = [" ".__contains__, ",".__contains__, "|•›»·©@".__contains__, str.isupper, str.isdigit]
    for i, holds in enumerate(counted):
        counters[i // 3, :_TABLED] += np.array([holds(char) for char in chars], np.int64) << _BITS * (i % 3)
    return counters


@lru_cache(maxsize=1 << 15)
def _hints(name: str) -> int:
    """The hints in a box's classes and id, as bits."""
    bits = 0
    for word in name.split():
        bits |= _hints_of(word)
    return bits


@lru_cache(maxsize=1 << 15)
def _hints_of(word: str) -> int:
    return sum(1 << i for i, pattern in enumerate(_HINT_PATTERNS) if pattern.search(word))


def rows(page: HtmlDocument, titles: tuple[str, ...]) -> Floats:
    """One row of numbers per line, in order: shape (lines, WIDTH).

    `titles` are the headlines that the page's head gives. The page must have at least one line.
    """
    lines = page.lines
    texts = [line.text for line in lines]
    box = np.array([line.box for line in lines])
    size, linked, bold, links = (
        np.array(each, np.float32)
        for each in (
            [len(text) for text in texts],
            [line.link_chars for line in lines],
            [line.bold_chars for line in lines],
            [line.links for line in lines],
        )
    )
    own = _own(texts, size)
    ends, sentences = own[4], own[3]
    prose = (size - linked) * ((sentences + ends > 0) & (size > 60))
    tree = _BoxTree(page, size, linked, prose)
    ratio = linked / size
    tags = _tags(page)[:, box]
    local = [ends, np.minimum(sentences, 5), own[1], ratio, *tags[:5]]
    return _table(len(lines), [
        *own, ratio, bold / size, np.log1p(links), tags, *_around(tree, box), *_place(page, tree, box, prose, titles),
        *_neighbours(np.array(local, np.float32), box, tree.parent),
    ])  # fmt: skip


def _table(count: int, blocks: list[_Numbers]) -> Floats:
    """Blocks of columns, shapes (count,) and (columns, count), side by side; shape (count, WIDTH)."""
    table = np.empty((WIDTH, count), np.float32)
    at = 0
    for block in blocks:
        width = 1 if block.ndim == 1 else len(block)
        table[at : at + width] = block
        at += width
    return table.T


def _own(texts: list[str], size: Floats) -> list[_Numbers]:
    """What the lines' own characters say, one column each: all of them are examined at once."""
    text = "\n".join(texts) + "\n\n\n"
    codes = _codes(text)
    kinds = _kinds()[codes]
    last = np.cumsum(size.astype(np.int64) + 1) - 2
    first = last - size.astype(np.int64) + 1
    starts, stops = kinds[first], kinds[last]
    spaces, commas, rules, upper, digits = _counts(codes[: last[-1] + 1], first)
    words = spaces + 1
    short = size <= _SHORT
    dated = np.zeros(len(texts), np.bool_)
    dated[[i for i in np.flatnonzero(short & (digits > 1)).tolist() if _DATE.search(texts[i])]] = True
    ruled = short & ((rules > 0) | _addressed(text, first))
    ended = _ended(kinds, first, last)
    return [
        np.log1p(size), np.log1p(words), size / words, _sentences(kinds, first, last) - ended, ended,
        stops & _COLON > 0, commas / words,
        starts & _LOWER > 0, starts & _DIGIT > 0, starts & _ALNUM == 0, starts & _OPEN > 0,
        np.where(short, upper / size, 0.03), np.where(short, digits / size, 0.02),
        dated, ruled, (stops & _ASKS > 0) & short,
    ]  # fmt: skip


def _codes(text: str) -> npt.NDArray[np.uint16] | npt.NDArray[np.uint32]:
    """The code of each character, at most _LAST."""
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(narrow) == len(text):
        return narrow
    return np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), _LAST)


def _counts(codes: _Numbers, first: Ints) -> list[Ints]:
    """How many characters of each kind that `_counters` counts each line has."""
    sums = [np.add.reduceat(counter[codes], first) for counter in _counters()]
    return [sums[i // 3] >> _BITS * (i % 3) & (1 << _BITS) - 1 for i in range(5)]


def _addressed(text: str, first: Ints) -> npt.NDArray[np.bool_]:
    """Which lines show a web address."""
    addressed = np.zeros(len(first), np.bool_)
    if "www." in text or "http" in text:
        places = [match.start() for match in _ADDRESS.finditer(text)]
        addressed[np.searchsorted(first, places, side="right") - 1] = True
    return addressed


def _sentences(kinds: npt.NDArray[np.uint16], first: Ints, last: Ints) -> Ints:
    """The number of sentences that end in each line: at a full stop, up to two closing marks, and white space."""
    at = np.flatnonzero(kinds[: last[-1] + 1] & _END)
    one, two, three = kinds[at + 1], kinds[at + 2], kinds[at + 3]
    ends = (one & _SPACE > 0) | (one & _CLOSE > 0) & (
        (two & _SPACE > 0) | (two & _CLOSE > 0) & (three & _SPACE > 0)
    )
    line = np.searchsorted(first, at[ends], side="right") - 1
    return np.bincount(line, minlength=len(first))


def _ended(kinds: npt.NDArray[np.uint16], first: Ints, last: Ints) -> npt.NDArray[np.bool_]:
    """Which lines end like a sentence: with a full stop and up to three closing marks."""
    at = last
    for _ in range(3):
        at = np.where((kinds[at] & _CLOSE > 0) & (at > first), at - 1, at)
    return kinds[at] & _END > 0


def _tags(page: HtmlDocument) -> npt.NDArray[np.bool_]:
    """For each group of tags, which boxes have one of them; shape (groups, boxes)."""
    group = np.array([_TAG_COLUMN.get(tag, -1) for tag in page.tags])
    ended: npt.NDArray[np.bool_] = group == np.arange(len(_TAG_GROUPS))[:, None]
    return ended


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


class _BoxTree:
    """The page's boxes as arrays, with sums over their lines."""

    def __init__(self, page: HtmlDocument, size: Floats, linked: Floats, prose: Floats) -> None:
        self.parent = np.array(page.parents)
        self.first, self.last = np.array(page.firsts), np.array(page.lasts)
        hints = np.array([_hints(name) for name in page.names])
        self.hints = (hints >> np.arange(len(_HINTS))[:, None] & 1).astype(np.float32)
        self.bits, self.depth = self._inherited(page)
        chars = self.within(size)
        self.links = self.within(linked) / np.maximum(chars, 1)
        self.prose = self.within(prose) / (prose.sum() + 1)
        count = np.log1p((self.last - self.first).astype(np.float32))
        twins = np.log(np.array(page.same_class_siblings, np.float32))
        self.sums = np.array([self.prose, self.links, count, twins, np.log1p(chars)], np.float32)

    def within(self, values: Floats) -> Floats:
        """The sum of a value over each box's lines: the lines of a box are consecutive."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        sums: Floats = (total[self.last] - total[self.first]).astype(np.float32)
        return sums

    def _inherited(self, page: HtmlDocument) -> tuple[Ints, Floats]:
        """What each box and those around it are, as bits, and its depth."""
        around = _AROUND_BIT.get
        own = [around(tag, 0) for tag in page.tags]
        for box in page.boxes.having(_HIDING):
            if _is_hidden(page.attributes[box]):
                own[box] |= _HIDDEN_BIT
        both = [0]
        for bits, parent in zip(own[1:], page.parents[1:], strict=True):
            both.append((both[parent] | bits) + _DEEPER)
        combined = np.array(both)
        return combined & _DEEPER - 1, (combined // _DEEPER).astype(np.float32)


def _is_hidden(attributes: Attributes) -> bool:
    style = attributes.get("style")
    if style and "display" in style and "none" in style.partition("display")[2][:8]:
        return True
    return "hidden" in attributes or attributes.get("aria-hidden") == "true"


def _around(tree: _BoxTree, box: Ints) -> list[_Numbers]:
    blocks: list[_Numbers] = [tree.bits[box] >> np.arange(len(_AROUND) + 1)[:, None] & 1]
    hints = np.zeros((len(_HINTS), len(box)), np.float32)
    level = box
    for i in range(LEVELS):
        blocks.append(tree.sums[:, level])
        hinted = tree.hints[:, level]
        if i < 3:
            blocks.append(hinted)
        hints += hinted
        level = tree.parent[level]
    return [*blocks, hints, tree.depth[box]]


def _place(
    page: HtmlDocument, tree: _BoxTree, box: Ints, prose: Floats, titles: tuple[str, ...]
) -> list[_Numbers]:
    count = len(box)
    here = np.arange(count)
    columns: list[_Numbers] = []
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
    total = prose.sum()
    done = np.cumsum(prose) - prose
    return [
        *columns, alike, repeated, far, here > title, here / count, np.log1p(count - here), np.log1p(here), after, before,
        done / (total + 1), np.full(count, np.log1p(total)), np.full(count, np.log1p(count)),
    ]  # fmt: skip


def _distance(solid: Ints, here: Ints, step: int) -> Ints:
    """The number of lines to the next (step 1) or previous (step -1) line of solid prose; at most 30."""
    if not len(solid):
        return np.full(len(here), 30)
    if step > 0:
        at = np.searchsorted(solid, here)
        gap = np.where(at < len(solid), solid[np.minimum(at, len(solid) - 1)] - here, 30)
    else:
        at = np.searchsorted(solid, here, side="right") - 1
        gap = np.where(at >= 0, here - solid[np.maximum(at, 0)], 30)
    return np.minimum(gap, 30)


def _title_lines(page: HtmlDocument, titles: tuple[str, ...]) -> tuple[int, Floats, Floats]:
    """Where the headline is (-1 if nowhere), which lines resemble it, and how often each line's text recurs."""
    wanted = [words for words in map(_words, titles) if words]
    shortest = min((_LEAST_OF_TITLE, *map(len, wanted)))
    longest = min(300, 2 * max(map(len, wanted), default=-1) + 10)
    texts = [line.text for line in page.lines]
    alike = np.zeros(len(texts), np.float32)
    claims, tags = " ".join(wanted), page.tags
    matched_heading = heading = -1
    for i, line in enumerate(page.lines):
        tag = tags[line.box]
        if tag == "h1":
            alike[i], heading = 0.5, i
        if shortest <= len(line.text) < longest and tag in _TITLE_TAGS and _is_among(line.text, claims):
            words = _words(line.text)
            if any(words == title or (len(words) >= _LEAST_OF_TITLE and words in title) for title in wanted):
                alike[i] += 1
                if tag[0] == "h":
                    matched_heading = i
    count = Counter(texts)
    repeated = np.array([count[text] - 1 for text in texts], np.float32)
    return (matched_heading if matched_heading >= 0 else heading), alike, repeated


def _is_among(text: str, other: str) -> bool:
    """Whether the first word of a text is in the other: a quick check before the slow one."""
    word = _WORD.search(text)
    return word is None or word[0].lower() in other


def _neighbours(local: Floats, box: Ints, parent: Ints) -> list[_Numbers]:
    """What the two lines before and after each line are, and whether they are in the same box."""
    count = len(box)
    padded = np.full((len(local), count + 4), -1, np.float32)
    padded[:, 2:-2] = local
    blocks: list[_Numbers] = [padded[:, 2 - step : 2 - step + count] for step in (1, 2, -1, -2)]
    same = np.zeros((4, count), np.bool_)
    same[0, 1:] = same[1, :-1] = box[1:] == box[:-1]
    around = parent[box]
    same[2, 1:] = same[3, :-1] = around[1:] == around[:-1]
    return [*blocks, same]


WIDTH: Final = 184
"""Number of columns per line."""
