"""Pages as other people would have made them: other markup, fewer lines, other writing systems.

The annotated pages are all in English and of one decade. What the network learns must not hang on that: it
learns from pages varied at random too, and `train.py --folds` says how well it reads each variation of pages it
never saw. A text in another script is no language, only its letters, word lengths, spaces and stops.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

import boxes
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import Line

Text = Callable[[str], str]
Change = Callable[[HtmlDocument], HtmlDocument]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STOP = re.compile(r"([.,?!:])(?=[\s”\"’]|$)( ?)")
_JOINT: Final = "\0"
_FALLS_AWAY: Final = frozenset(("the", "a", "an", "of"))
"""Words that most languages do without."""


def _run(first: int, last: int, step: int = 1) -> str:
    return "".join(map(chr, range(first, last + 1, step)))


@dataclass(frozen=True)
class Script:
    """A writing system, as far as line statistics see it."""

    letters: str
    length: float
    """Letters a word, for each letter of the English word."""
    spaced: bool = True
    cased: bool = False
    stops: Mapping[str, str] = field(default_factory=dict)
    """What stands for which stop of English."""

    def write(self, text: str) -> str:
        """The text in this script, never empty; the same word always comes out the same."""
        lines = [self._line(line) for line in text.split("\n")]
        return "\n".join(line for line in lines if line) or self.letters[0]

    def _line(self, line: str) -> str:
        words = _WORD.sub(self._word, line).replace(f"{_JOINT} ", "").replace(_JOINT, "")
        return " ".join(_STOP.sub(self._stop, words).split())

    def _word(self, found: re.Match[str]) -> str:
        word, low = found[0], found[0].lower()
        if low in _FALLS_AWAY:
            return _JOINT
        state = zlib.crc32(low.encode())
        drawn = []
        for _ in range(max(1, round(len(word) * self.length * (0.85 + 0.3 * (state % 97) / 96)))):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            drawn.append(self.letters[(state >> 8) % len(self.letters)])
        written = "".join(drawn)
        if self.cased and word[0].isupper():
            written = (
                written.upper() if word.isupper() and len(word) > 1 else written[0].upper() + written[1:]
            )
        return written if self.spaced else written + _JOINT

    def _stop(self, found: re.Match[str]) -> str:
        return self.stops.get(found[1], found[1]) + (found[2] if self.spaced else "")


_WIDE: Final = {".": "。", ",": "，", "?": "？", "!": "！", ":": "："}
SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType({
    "Russian": Script(_run(0x430, 0x44F), 1.3, cased=True),
    "Kazakh": Script(_run(0x430, 0x44F) + "әғқңөұүһі", 1.5, cased=True),
    "Georgian": Script(_run(0x10D0, 0x10F0), 1.3),
    "Arabic": Script(_run(0x627, 0x63A) + _run(0x641, 0x64A), 0.9, stops={",": "،", "?": "؟"}),
    "Hindi": Script(_run(0x905, 0x914) + _run(0x915, 0x939), 0.85, stops={".": "।"}),
    "Korean": Script(_run(0xAC00, 0xD7A3, 11), 0.5),
    "Chinese": Script(_run(0x4E00, 0x9FA5, 7), 0.35, spaced=False, stops=_WIDE),
    "Japanese": Script(_run(0x3041, 0x3093) + _run(0x4E00, 0x9FA5, 97), 0.5, spaced=False, stops={**_WIDE, ",": "、"}),
    "Thai": Script(_run(0xE01, 0xE2E) + _run(0xE40, 0xE44), 0.9, spaced=False, stops=dict.fromkeys(".,:", " ")),
})  # fmt: skip


def written(page: HtmlDocument, script: Script) -> HtmlDocument:
    """The page with its lines in a script."""
    return replace(page, lines=[_line(line, script.write(line.text)) for line in page.lines])


def _line(line: Line, text: str) -> Line:
    share = len(text) / len(line.text)
    linked, bold = (min(len(text), round(chars * share)) for chars in (line.link_chars, line.bold_chars))
    return replace(line, text=text, link_chars=linked, bold_chars=bold)


def _unnamed(page: HtmlDocument) -> HtmlDocument:
    return replace(page, names=[""] * len(page.names))


def _with_tags(others: str, tag: str) -> Change:
    """Makes some elements of a page others, all of one kind."""
    became = dict.fromkeys(others.split(), tag)
    return lambda page: replace(page, tags=[became.get(each, each) for each in page.tags])


MARKUP: Final[Mapping[str, Change]] = MappingProxyType({
    "no class names": _unnamed,
    "div for p": _with_tags("p", "div"),
    "div for article, nav …": _with_tags("article main header footer nav aside section figure figcaption", "div"),
    "p for h2 to h6": _with_tags("h2 h3 h4 h5 h6", "p"),
    "div for h1": _with_tags("h1", "div"),
    "div for lists": _with_tags("ul ol dl li dd dt", "div"),
    "tables for boxes": _with_tags("div section article", "td"),
})  # fmt: skip


def by_name() -> dict[str, tuple[Change, Text]]:
    """Every variation: what it makes of a page, and of its headline."""
    found: dict[str, tuple[Change, Text]] = {name: (change, str) for name, change in MARKUP.items()}
    found["all of these but tables"] = bare, str
    for name, script in SCRIPTS.items():
        found[name] = partial(written, script=script), script.write
    return found


def bare(page: HtmlDocument) -> HtmlDocument:
    """The page with all that markup says of its meaning taken away."""
    for change in list(MARKUP.values())[:-1]:
        page = change(page)
    return page


def thinned(page: HtmlDocument, truth: Floats, random: np.random.Generator) -> tuple[HtmlDocument, Floats]:
    """The page without some of its boxes outside the article, and without a part of the article, or all but its beginning."""
    keep = np.ones(len(truth), np.bool_)
    sums = np.concatenate([[0], np.cumsum(truth)])
    for first, last in sorted(set(zip(page.firsts, page.lasts, strict=True))):
        outside = sums[last] == sums[first] and last - first < 0.35 * len(truth)
        if outside and random.random() < 0.15:
            keep[first:last] = False
    article, cut = np.flatnonzero(truth), random.random()
    if len(article) > 6 and cut < 0.5:
        start, most = random.integers(len(article)), random.integers(1, len(article) // 2)
        keep[article[start : start + most] if cut < 0.42 else article[random.integers(2, 9) :]] = False
    if not (truth * keep).any():
        return page, truth
    return _without(page, keep), truth[keep]


def _without(page: HtmlDocument, keep: npt.NDArray[np.bool_]) -> HtmlDocument:
    at = np.concatenate([[0], np.cumsum(keep)])
    lines = [line for line, kept in zip(page.lines, keep, strict=True) if kept]
    return replace(page, lines=lines, firsts=at[page.firsts].tolist(), lasts=at[page.lasts].tolist())


@dataclass(frozen=True)
class Teaser:
    """Another story, as lists of news show it."""

    title: str
    opening: str
    """The first words of its body."""


@dataclass
class _Insert:
    """Lines and boxes being put into a page at one place."""

    around: int
    """The box they come to stand in."""
    at: int
    """The line they come to stand before."""
    boxes: int
    """How many boxes the page has."""
    lines: list[Line] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    twins: list[int] = field(default_factory=list)

    def open(self, tag: str, parent: int, twins: int = 1) -> int:
        """Begin a box; returns its index. It reaches to where the lines end that are added before `close`."""
        self.tags.append(tag)
        self.parents.append(parent)
        self.twins.append(twins)
        self.firsts.append(self.at + len(self.lines))
        self.lasts.append(0)
        return self.boxes + len(self.tags) - 1

    def close(self, box: int) -> None:
        self.lasts[box - self.boxes] = self.at + len(self.lines)

    def add(self, tag: str, parent: int, text: str, linked: bool) -> None:
        """A box of one line."""
        box = self.open(tag, parent)
        self.lines.append(Line(text, box, len(text) if linked else 0, 0, int(linked)))
        self.close(box)

    def into(self, page: HtmlDocument, truth: Floats) -> tuple[HtmlDocument, Floats]:
        """The page with all this in it; none of it is of the article."""
        around, at, more = set(page.ancestors(self.around)), self.at, len(self.lines)
        firsts = [n + more * (n >= at and box not in around) for box, n in enumerate(page.firsts)]
        lasts = [
            n + more * (n > at or box in around or page.firsts[box] >= at) for box, n in enumerate(page.lasts)
        ]
        count = len(self.tags)
        changed = replace(
            page,
            lines=page.lines[:at] + self.lines + page.lines[at:],
            tags=page.tags + self.tags,
            parents=page.parents + self.parents,
            firsts=firsts + self.firsts,
            lasts=lasts + self.lasts,
            same_class_siblings=page.same_class_siblings + self.twins,
            names=page.names + [""] * count,
            attributes=page.attributes + [{}] * count,
        )
        return changed, np.concatenate([truth[:at], np.zeros(more, np.float32), truth[at:]])


_LISTS: Final = (("div", "div", "div", "div"), ("ul", "li", "div", "p"), ("section", "article", "h3", "p"),
                 ("aside", "div", "h4", "div"), ("div", "div", "h2", "p"), ("tbody", "td", "p", "p"))  # fmt: skip
"""Tags of a list of teasers, of one of them, of its title and of its opening."""
TEASED: Final = "other stories put in"
"""What the variation that `teased` makes is called."""


def teased(
    page: HtmlDocument, truth: Floats, teasers: list[Teaser], random: np.random.Generator
) -> tuple[HtmlDocument, Floats]:
    """The page with a list of other stories before, behind or in the article, or anywhere."""
    outer, inner, title, text = _LISTS[random.integers(len(_LISTS))]
    put = _place(page, truth, random)
    linked, opened, dated = random.random() < 0.7, random.random() < 0.6, random.random() < 0.3
    count = int(random.integers(3, 9))
    whole = put.open(outer, put.around)
    if random.random() < 0.5:
        put.add("div", whole, _cut(teasers[random.integers(len(teasers))].title, 20, ""), linked=False)
    end = ("", "…", "...", " […]")[random.integers(4)]
    for i in random.choice(len(teasers), count, replace=False):
        one = put.open(inner, whole, count)
        put.add(title, one, _cut(teasers[i].title, int(random.integers(40, 120)), end), linked)
        if opened:
            put.add(text, one, _cut(teasers[i].opening, int(random.integers(60, 260)), end), linked=False)
        if dated:
            put.add("div", one, f"{i % 28 + 1}.{i % 12 + 1:02}.20{i % 20 + 5:02}", linked=False)
        put.close(one)
    put.close(whole)
    return put.into(page, truth)


def _cut(text: str, most: int, end: str) -> str:
    """A text cut at a word, with a sign that it is, if it is longer; or a whole sentence of it."""
    if len(text) <= most:
        return text
    return (
        (text[:most].rpartition(" ")[0] or text[:most]) + end if end else text.partition(". ")[0][: 2 * most]
    )


def _place(page: HtmlDocument, truth: Floats, random: np.random.Generator) -> _Insert:
    """Somewhere between two boxes: before the article or behind it twice as likely as elsewhere."""
    article = np.flatnonzero(truth)
    near = random.random()
    line = int(article[0] if near < 0.33 else article[-1] if near < 0.66 else random.integers(len(truth)))
    chain = page.ancestors(page.lines[line].box)
    level = int(random.integers(len(chain) - 1)) if len(chain) > 1 else 0
    inside, around = chain[level], chain[min(level + 1, len(chain) - 1)]
    before = near < 0.33 or (near > 0.66 and random.random() < 0.5)
    at = page.firsts[inside] if before else page.lasts[inside]
    return _Insert(around, at, len(page.tags))


def named(
    page: HtmlDocument, truth: Floats, titles: tuple[str, ...], random: np.random.Generator
) -> tuple[HtmlDocument, Floats]:
    """The page with its headline once more somewhere, cut off as in a breadcrumb."""
    if not titles or not titles[0]:
        return page, truth
    put = _place(page, truth, random)
    put.add(
        ("div", "span", "li", "p")[random.integers(4)],
        put.around,
        _cut(titles[0], 50, "..."),
        random.random() < 0.3,
    )
    return put.into(page, truth)


def varied(
    page: HtmlDocument,
    truth: Floats,
    titles: tuple[str, ...],
    teasers: list[Teaser],
    random: np.random.Generator,
) -> tuple[HtmlDocument, Floats, Text]:
    """The page varied at random, which of its lines are the article then, and how to write its headline."""
    if truth.any() and random.random() < 0.5:
        page, truth = teased(page, truth, teasers, random)
    if truth.any() and random.random() < 0.2:
        page, truth = named(page, truth, titles, random)
    if truth.any() and random.random() < 0.35:
        page = boxes.boxed(page, truth, random)
    if random.random() < 0.7:
        for change in MARKUP.values():
            if random.random() < 0.3:
                page = change(page)
    if random.random() < 0.7:
        page, truth = thinned(page, truth, random)
    if random.random() < 0.4:
        script = list(SCRIPTS.values())[random.integers(len(SCRIPTS))]
        return written(page, script), truth, script.write
    return page, truth, str
