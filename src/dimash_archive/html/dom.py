"""From HTML to lines and boxes: the only file that knows selectolax.

A line is a run of text that a browser would lay out as one block; a box is an element that forms such blocks
(`div`, `p`, `li` …). One walk over the tree gathers everything that extraction needs, and nothing twice.
Boxes are kept as parallel lists, in document order, because pages have hundreds of them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dimash_archive.html import hiding, lines, media, open_links, sources
from dimash_archive.html.box_index import BoxIndex
from dimash_archive.html.lines import BREAK, Line, Run
from dimash_archive.html.tag_actions import (
    ACTIONS,
    BOLD,
    BOX,
    BR,
    CONDITIONAL,
    EITHER,
    EMBED,
    INLINE,
    LINK,
    MEDIA,
    RULE,
    SKIP,
    SPAN,
    TEXT,
)
from dimash_archive.text.normalize import word_count

Attributes = dict[str, str | None]

_SENTENCE_ENDS: Final = tuple('.!?…»”"')
_NEAR = 3
"""Elements between a `<cite>` and its `<blockquote>`."""
_UNREAD: Final[Attributes] = {}
"""Represents the attributes of an element until something reads them."""
_MAY_DATE: Final = frozenset(("time", "abbr", "span"))
_DATING: Final = frozenset(
    "datetime title data-time data-timestamp data-date data-datetime data-utime".split()
)
"""Attributes that give a time on elements other than `time`."""
_FLOWED: Final = frozenset("p h1 h2 h3 h4 h5 h6 dt figcaption".split())
"""The content of these is laid out in one line with the text around it, whatever the element."""
_SIGN: Final = re.compile(r"\s*(?:[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?|[¶§#↩↑⤴🔗*†‡]+)?\s*\Z")
"""What a link within the page shows if it is not a word of the text: a footnote's number, a permalink's sign."""
_LETTERS: Final = ("mailto:", "tel:", "/cdn-cgi/l/email-protection")
"""Beginnings of targets that lead to no page, so that a line with them is not a pointer; the last is Cloudflare's."""
_EXPANDED: Final = re.compile(r"more|rest|full|expand|collaps|toggle|read|content|spoiler")
"""Names of hidden parts of a paragraph that readers can expand."""


class Anchor(NamedTuple):
    """A link of a page: a handle for `href`, `text_of` and its attributes."""

    node: LexborNode
    attributes: Attributes


@dataclass(slots=True)
class HtmlDocument:
    """What one walk over a page collects."""

    title: str = ""
    """Text of the `title` element."""
    lang: str = ""
    """`lang` attribute of the `html` element; it may be wrong."""
    metas: list[Attributes] = field(default_factory=list)
    """Attributes of each `meta` element."""
    head_links: list[Attributes] = field(default_factory=list)
    """Attributes of each `link` element."""
    json_ld: list[str] = field(default_factory=list)
    """Source of each `application/ld+json` script."""
    lines: list[Line] = field(default_factory=list)
    """Lines in document order."""
    images: list[tuple[int, int, Attributes]] = field(default_factory=list)
    """Pictures: number of lines before, box, attributes."""
    embeds: list[tuple[int, int, str, Attributes]] = field(default_factory=list)
    """Frames and players: number of lines before, box, tag, attributes."""
    anchors: list[tuple[int, int, Anchor]] = field(default_factory=list)
    """Links: number of lines before, box, handle."""
    times: list[tuple[int, int, Attributes]] = field(default_factory=list)
    """`time` elements, and others within a line that may give a time in an attribute: number of lines before,
    box, attributes."""
    hidden_names: frozenset[str] = frozenset()
    """Classes (`.name`) and ids (`#name`) that the page's own style sheets hide, lower case."""
    parents: list[int] = field(default_factory=list)
    """For each box, the index of the box around it; the first box is its own."""
    tags: list[str] = field(default_factory=list)
    """For each box, its tag, lower case."""
    attributes: list[Attributes] = field(default_factory=list)
    """For each box, its attributes."""
    names: list[str] = field(default_factory=list)
    """For each box, its class and id, lower case, separated by spaces."""
    firsts: list[int] = field(default_factory=list)
    """For each box, the index of its first line."""
    lasts: list[int] = field(default_factory=list)
    """For each box, the index just after its last line."""
    same_class_siblings: list[int] = field(default_factory=list)
    """For each box, the number of its siblings with the same tag and class, itself included."""
    _word_counts: list[int] = field(default_factory=list)
    _boxes: BoxIndex | None = None

    def ancestors(self, box: int) -> list[int]:
        """The box and those around it, innermost first."""
        chain = [box]
        while box:
            box = self.parents[box]
            chain.append(box)
        return chain

    @property
    def boxes(self) -> BoxIndex:
        """The boxes by tag, name and attribute."""
        if self._boxes is None or self._boxes.size != len(self.tags):
            self._boxes = BoxIndex(self.tags, self.names, self.attributes)
        return self._boxes

    def word_counts(self) -> list[int]:
        """For each line, its approximate number of words; counted once."""
        if len(self._word_counts) != len(self.lines):
            self._word_counts = [word_count(line.text) for line in self.lines]
        return self._word_counts

    def append(self, texts: Sequence[str]) -> None:
        """Adds paragraphs in an `article` after everything else on the page."""
        around, first = len(self.tags), len(self.lines)
        for box, text in enumerate(texts, around + 1):
            self.lines.append(Line(text, box, 0, 0, 0))
        count = len(texts)
        self.tags += ["article", *["p"] * count]
        self.parents += [0, *[around] * count]
        self.attributes += [{} for _ in range(count + 1)]
        self.names += [""] * (count + 1)
        self.firsts += [first, *range(first, first + count)]
        self.lasts += [first + count, *range(first + 1, first + count + 1)]
        self.same_class_siblings += [1, *[count] * count]
        self.lasts[0] = first + count


def parse(html: str | bytes) -> HtmlDocument:
    """The lines and boxes of a page. Bytes must be UTF-8; invalid ones become U+FFFD. Never raises."""
    tree = LexborHTMLParser(sources.with_shadow_roots(html), scripting=True)
    if tree.root is None:
        return HtmlDocument()
    walk = _Walk()
    walk.run(tree.root)
    return walk.finish()


def _pictures_without_scripts(source: str) -> list[Attributes]:
    """The attributes of the pictures in a `noscript`, whose content a parser with scripts enabled leaves unparsed."""
    return [each.attributes for each in LexborHTMLParser(source).css("img")] if "<img" in source else []


def href(anchor: Anchor) -> str:
    """The `href` of a link as written; empty if it has none."""
    return anchor.attributes.get("href") or ""


def text_of(anchor: Anchor) -> str:
    """The text of a link, white space collapsed."""
    return " ".join(anchor.node.text().split())


class _Walk:
    """One walk over a tree, without recursion: pages may be nested thousands deep.

    The walk itself only notes what is where, as cheaply as possible: there are thousands of nodes. Its notes
    are made into lines and boxes at the end, many at a time.
    """

    def __init__(self) -> None:
        self.page = HtmlDocument()
        self.boxes: list[tuple[str, int, int, Attributes]] = []
        self.texts: list[str] = []
        self.runs: list[Run] = []
        self.link_depth = self.link_chars = self.links = 0
        self.bold_depth = self.bold_chars = 0

    def run(self, root: LexborNode) -> None:  # noqa: PLR0912  (met by thousands of nodes: calls would double its time)
        texts, runs, boxes, lasts = self.texts, self.runs, self.boxes, self.page.lasts
        stack: list[tuple[LexborNode, int, int]] = []
        boxes.append(("html", 0, 0, root.attributes))
        lasts.append(0)
        box, is_open, actions = 0, False, ACTIONS.get
        node = root.first_child
        while node is not None:
            tag = node.tag or "-comment"
            action, attributes = actions(tag, -1), _UNREAD
            if action in CONDITIONAL:
                attributes = node.attributes
                action = self.action(node, tag, action, attributes, is_open)
            if action == TEXT:
                text = node.text_content or ""
                if is_open or not text.isspace():
                    texts.append(text)
                    is_open = True
                    if self.link_depth or self.bold_depth:
                        self.weigh(len(text.strip()))
            elif action >= INLINE:
                child = node.first_child
                if child is not None:
                    stack.append((node, action, box))
                    if action == BOX:
                        is_open = is_open and self.end_run(box)
                        boxes.append((tag, box, len(runs), attributes or node.attributes))
                        box = len(lasts)
                        lasts.append(0)
                    elif action > INLINE or tag in _MAY_DATE:
                        self.enter(node, box, action, attributes)
                    node = child
                    continue
            elif action != SKIP:
                is_open = self.note(node, tag, action, box, is_open)
            following = node.next
            while following is None and stack:
                node, action, around = stack.pop()
                if action == BOX:
                    is_open = is_open and self.end_run(box)
                    lasts[box], box = len(runs), around
                elif action != INLINE:
                    self.leave(action)
                following = node.next
            node = following
        if is_open:
            self.end_run(box)
        lasts[0] = len(runs)

    def action(self, node: LexborNode, tag: str, action: int, attributes: Attributes, is_open: bool) -> int:
        """What to do with an element whose role depends on more than its tag; `is_open`: its line already has
        text before it."""
        if action == LINK:
            target = attributes.get("href")
            if target is None:
                # The target of a link is not a link; one with neither address nor name is followed by a script.
                return LINK if attributes and attributes.keys().isdisjoint(("name", "id")) else INLINE
            if target.startswith(_LETTERS):
                return INLINE
            return SKIP if target.startswith("#") and is_open and _SIGN.match(node.text()) else LINK
        if tag == "cite" and _signs(node):
            return BOX
        if action == SPAN:
            return SKIP if self.is_no_text(node, tag, attributes) else INLINE
        if action == EITHER or "-" in tag:
            return INLINE if _flows(node, is_open) else BOX
        return BOX

    def is_no_text(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        """Whether an element within a line is hidden for good, or a footnote's sign."""
        if attributes and hiding.is_hidden(attributes, self.page.hidden_names):
            return not _EXPANDED.search(_name(attributes))
        return tag == "sup" and _is_footnote_sign(node)

    def weigh(self, size: int) -> None:
        if self.link_depth:
            self.link_chars += size
        if self.bold_depth:
            self.bold_chars += size

    def enter(self, node: LexborNode, box: int, action: int, attributes: Attributes) -> None:
        if action == LINK:
            self.link_depth += 1
            self.links += 1
            self.page.anchors.append((len(self.runs), box, Anchor(node, attributes)))
        elif action == BOLD:
            self.bold_depth += 1
        else:
            attributes = attributes or node.attributes
            if node.tag == "time" or not _DATING.isdisjoint(attributes):
                self.page.times.append((len(self.runs), box, attributes))

    def leave(self, action: int) -> None:
        if action == LINK:
            self.link_depth -= 1
        else:
            self.bold_depth -= 1

    def end_run(self, box: int) -> bool:
        """End the line; returns False, as no line is open any more."""
        self.runs.append((len(self.texts), box, self.link_chars, self.bold_chars, self.links))
        self.link_chars = self.bold_chars = 0
        self.links = int(self.link_depth > 0)
        return False

    def note(self, node: LexborNode, tag: str, action: int, box: int, is_open: bool) -> bool:
        """Handle elements without text: breaks, rules, pictures, players, facts of the head. Returns whether
        a line is open."""
        page = self.page
        if action == BR:
            self.texts.append(BREAK)
            return True
        if action == RULE:
            return is_open and self.end_run(box)
        if action == MEDIA:
            attributes = media.with_sources(node)
            page.images.append((len(self.runs), box, attributes))
            if not is_open and (letter := media.drop_cap(node, attributes.get("alt") or "")):
                self.texts.append(letter)
                return True
        elif tag == "noscript":  # how lazy pictures look without scripts
            page.images += [(len(self.runs), box, each) for each in _pictures_without_scripts(node.text())]
        elif tag == "style":
            page.hidden_names |= hiding.names_hidden_by(node.text())
        elif action == EMBED:
            page.embeds.append((len(self.runs), box, tag, node.attributes))
        elif tag == "meta":
            page.metas.append(node.attributes)
        elif tag == "link":
            page.head_links.append(node.attributes)
        elif tag == "title":
            page.title = page.title or " ".join(node.text().split())
        elif "ld+json" in (node.attributes.get("type") or ""):
            page.json_ld.append(node.text())
        return is_open

    def finish(self) -> HtmlDocument:
        """The page, with its runs of text made into lines, and all places given in runs converted to lines."""
        page = self.page
        page.tags, page.parents, page.firsts, page.attributes = map(list, zip(*self.boxes, strict=True))
        page.lines, line_of = lines.of_runs(self.texts, self.runs, page.tags)
        at = line_of.__getitem__
        page.firsts, page.lasts = list(map(at, page.firsts)), list(map(at, page.lasts))
        page.images = [(at(run), box, each) for run, box, each in page.images]
        page.embeds = [(at(run), box, tag, each) for run, box, tag, each in page.embeds]
        page.anchors = [(at(run), box, node) for run, box, node in page.anchors]
        page.times = [(at(run), box, each) for run, box, each in page.times]
        classes = [each.get("class") for each in page.attributes]
        page.names = [_name(each) if each else "" for each in page.attributes]
        kinds = list(zip(page.parents, page.tags, classes, strict=True))
        page.same_class_siblings = list(map(Counter(kinds).__getitem__, kinds))
        if open_links.is_likely(page.lines):
            links = [(at, href(node), len(text_of(node))) for at, _, node in page.anchors]
            open_links.close(page.lines, links)
        page.lang = page.attributes[0].get("lang") or ""
        return page


def _flows(node: LexborNode, is_open: bool) -> bool:
    """Whether an element such as `button`, or one with a custom name, is laid out within a line of text."""
    if any(ACTIONS.get(each.tag or "", BOX) in (BOX, RULE) for each in node.iter(include_text=False)):
        return False
    if is_open or (node.parent is not None and node.parent.tag in _FLOWED):
        return True
    following = node.next
    return following is not None and following.tag == "-text" and bool((following.text_content or "").strip())


def _is_footnote_sign(node: LexborNode) -> bool:
    """Whether a `sup` holds nothing but a link to a note on the same page."""
    link = node.css_first("a[href]")
    if link is None and node.parent is not None and node.parent.tag == "a":
        link = node.parent
    return link is not None and "#" in (link.attributes.get("href") or "") and bool(_SIGN.match(node.text()))


def _signs(cite: LexborNode) -> bool:
    """Whether a `<cite>` is a line of its own at the end of a quotation, and not a title within a sentence."""
    before, behind = cite.prev, cite.next
    while behind is not None and not (behind.text_content or "").strip():
        behind = behind.next
    while (
        before is not None and not (before.tag or "")[0].isalpha() and not (before.text_content or "").strip()
    ):
        before = before.prev
    if behind is not None or (before is not None and not _parts_from_name(before)):
        return False
    around = cite.parent
    for _ in range(_NEAR):
        if around is None or around.tag == "blockquote":
            break
        around = around.parent
    return around is not None and around.tag == "blockquote"


def _parts_from_name(before: LexborNode) -> bool:
    """Whether the text before a `<cite>` ends a line, or a sentence: then the name that signs it follows."""
    if ACTIONS.get(before.tag or "", BOX) in (BOX, BR) and before.tag != "-text":
        return True
    return before.text().rstrip().endswith(_SENTENCE_ENDS)


def _name(attributes: Attributes) -> str:
    """How the author names an element: its class, id and microdata property, lower case."""
    get = attributes.get
    return _joined(get("class"), get("id"), get("itemprop"))


@lru_cache(maxsize=1 << 14)
def _joined(*names: str | None) -> str:
    return " ".join(filter(None, names)).lower()
