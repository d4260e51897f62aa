"""From HTML to lines and boxes: the only file that knows selectolax.

A line is a run of text that a browser would set as one block; a box is an element that makes such blocks
(`div`, `p`, `li` …). One walk over the tree gathers everything that extraction needs; nothing is asked twice.
Boxes are kept as parallel lists, in document order, because pages have hundreds of them.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

Attributes = dict[str, str | None]

BREAK: Final = "\x0b"
"""Stands for `<br>` while a line is gathered; becomes a line feed, or parts two lines where it is doubled."""

# What the walk does on meeting a tag; a tag that is not listed makes a box.
_TEXT, _INLINE, _LINK, _BOLD, _BR, _SKIP, _MEDIA, _EMBED, _HEAD, _RULE, _BOX = range(11)
_ACTIONS: Final = {
    "-text": _TEXT,
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "br": _BR,
    "hr": _RULE,
    **dict.fromkeys(("img", "amp-img"), _MEDIA),
    **dict.fromkeys(
        ("iframe", "video", "audio", "object", "embed", "amp-youtube", "amp-instagram", "amp-iframe"), _EMBED
    ),
    **dict.fromkeys(("meta", "link", "title", "script"), _HEAD),
    **dict.fromkeys(
        "abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark math nobr picture q rb rp "
        "rt ruby s samp small span strike sub sup time tt u var".split(),
        _INLINE,
    ),
    **dict.fromkeys(
        "-comment -doctype wbr style svg noscript template select option datalist textarea input canvas map area "
        "base param source track frameset noframes noembed".split(),
        _SKIP,
    ),
}
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(slots=True)
class Line:
    """A run of text set as one block."""

    text: str
    """White space folded; a single `<br>` is a line feed."""
    box: int
    """Index of the box it stands in."""
    link_chars: int
    """How many of its characters are inside links."""
    bold_chars: int
    """How many of its characters are bold."""
    links: int
    """Number of links that begin in it, or that it stands in."""


@dataclass(slots=True)
class Page:
    """What one walk over a page found."""

    title: str = ""
    """Text of the `title` element."""
    lang: str = ""
    """`lang` attribute of the `html` element; it may lie."""
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
    anchors: list[tuple[int, int, LexborNode]] = field(default_factory=list)
    """Links: number of lines before, box, handle for `href` and `text_of`."""
    times: list[tuple[int, int, Attributes]] = field(default_factory=list)
    """`time` elements: number of lines before, box, attributes."""
    parents: list[int] = field(default_factory=list)
    """For each box the index of the box around it; the first box is its own."""
    tags: list[str] = field(default_factory=list)
    """For each box its tag, lower case."""
    attributes: list[Attributes] = field(default_factory=list)
    """For each box its attributes."""
    names: list[str] = field(default_factory=list)
    """For each box its class and id, lower case, parted by spaces."""
    firsts: list[int] = field(default_factory=list)
    """For each box the index of its first line."""
    lasts: list[int] = field(default_factory=list)
    """For each box the index behind its last line."""
    twins: list[list[int]] = field(default_factory=list)
    """For each box a shared counter of its siblings with the same tag and class, itself included."""

    def ancestors(self, box: int) -> list[int]:
        """The box and those around it, innermost first."""
        found = [box]
        while box:
            box = self.parents[box]
            found.append(box)
        return found


def parse(html: str | bytes) -> Page:
    """The lines and boxes of a page. Bytes must be UTF-8; broken ones become U+FFFD. Never raises."""
    tree = LexborHTMLParser(html, scripting=True)
    walk = _Walk()
    if tree.root is not None:
        walk.run(tree.root)
    return walk.page


def href(anchor: LexborNode) -> str:
    """The `href` of a link as written; empty if it has none."""
    return anchor.attributes.get("href") or ""


def text_of(anchor: LexborNode) -> str:
    """The text of an element, white space folded."""
    return " ".join(anchor.text().split())


class _Walk:
    """One walk over a tree, without recursion: pages may be nested thousands deep."""

    def __init__(self) -> None:
        self.page = Page()
        self.buffer: list[str] = []
        self.link_depth = self.link_chars = self.links = 0
        self.bold_depth = self.bold_chars = 0
        self.box = 0
        self.siblings: dict[tuple[int, str, str | None], list[int]] = {}

    def run(self, root: LexborNode) -> None:
        self.open_box(root, "html")
        stack: list[tuple[LexborNode, int]] = []
        node = root.first_child
        actions, buffer = _ACTIONS.get, self.buffer
        while node is not None:
            tag = node.tag or "-comment"
            action = actions(tag, _BOX)
            child = None
            if action == _TEXT:
                text = node.text_content or ""
                if buffer or not text.isspace():
                    buffer.append(text)
                    if self.link_depth or self.bold_depth:
                        self.weigh(len(text.strip()))
            elif action == _SKIP:
                pass
            elif action in (_INLINE, _LINK, _BOLD, _BOX):
                child = node.first_child
                if child is not None:
                    self.enter(node, tag, action)
                    stack.append((node, action))
                    node = child
                    continue
            else:
                self.note(node, tag, action)
            following = node.next
            while following is None and stack:
                node, action = stack.pop()
                if action != _INLINE:
                    self.leave(action)
                following = node.next
            node = following
        self.close_box()

    def weigh(self, size: int) -> None:
        if self.link_depth:
            self.link_chars += size
        if self.bold_depth:
            self.bold_chars += size

    def enter(self, node: LexborNode, tag: str, action: int) -> None:
        if action == _BOX:
            if self.buffer:
                self.flush()
            self.open_box(node, tag)
        elif action == _LINK:
            self.link_depth += 1
            self.links += 1
            self.page.anchors.append((len(self.page.lines), self.box, node))
        elif action == _BOLD:
            self.bold_depth += 1
        elif tag == "time":
            self.page.times.append((len(self.page.lines), self.box, node.attributes))

    def leave(self, action: int) -> None:
        if action == _BOX:
            self.close_box()
        elif action == _LINK:
            self.link_depth -= 1
        else:
            self.bold_depth -= 1

    def open_box(self, node: LexborNode, tag: str) -> None:
        page = self.page
        attributes = node.attributes
        classes, name = attributes.get("class"), attributes.get("id")
        kind = (self.box, tag, classes)
        twins = self.siblings.get(kind)
        if twins is None:
            self.siblings[kind] = twins = [0]
        twins[0] += 1
        page.parents.append(self.box)
        self.box = len(page.tags)
        page.tags.append(tag)
        page.attributes.append(attributes)
        page.names.append(f"{classes or ''} {name or ''}".lower() if classes or name else "")
        page.firsts.append(len(page.lines))
        page.lasts.append(0)
        page.twins.append(twins)
        if tag == "html":
            page.lang = attributes.get("lang") or ""

    def close_box(self) -> None:
        if self.buffer:
            self.flush()
        self.page.lasts[self.box] = len(self.page.lines)
        self.box = self.page.parents[self.box]

    def note(self, node: LexborNode, tag: str, action: int) -> None:
        """What makes no text: breaks, rules, pictures, players, facts of the head."""
        page = self.page
        if action == _BR:
            self.buffer.append(BREAK)
        elif action == _RULE:
            self.flush()
        elif action == _MEDIA:
            page.images.append((len(page.lines), self.box, node.attributes))
        elif action == _EMBED:
            page.embeds.append((len(page.lines), self.box, tag, node.attributes))
        elif tag == "meta":
            page.metas.append(node.attributes)
        elif tag == "link":
            page.head_links.append(node.attributes)
        elif tag == "title":
            page.title = page.title or " ".join(node.text().split())
        elif "ld+json" in (node.attributes.get("type") or ""):
            page.json_ld.append(node.text())

    def flush(self) -> None:
        text = "".join(self.buffer)
        self.buffer.clear()
        if self.page.tags[self.box] == "pre":
            text = text.replace("\n", BREAK)
        if BREAK in text:
            broken = "\n".join([" ".join(part.split()) for part in text.split(BREAK)])
            parts = [part.strip() for part in _BLANK_LINE.split(broken)]
        else:
            parts = [" ".join(text.split())]
        total = sum(map(len, parts))
        if not total:
            return
        linked, bold = min(1.0, self.link_chars / total), min(1.0, self.bold_chars / total)
        for part in parts:
            if part:
                size = len(part)
                self.page.lines.append(
                    Line(part, self.box, round(linked * size), round(bold * size), self.links)
                )
        self.link_chars = self.bold_chars = 0
        self.links = int(self.link_depth > 0)
