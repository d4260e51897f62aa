"""Pages as other systems would have made them: paragraphs parted over boxes, each some boxes deep, under other names."""

from dataclasses import replace
from typing import Final

import numpy as np

from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.html.dom import HtmlDocument

_NAMES: Final = (
    "",
    "",
    "",
    "row",
    "col",
    "b4",
    "x1",
    "wrap inner",
    "block",
    "paragraph",
    "k2",
    "text",
    "chunk",
    "cell",
    "grid-inner",
)
"""Names of boxes that say little or nothing."""
_DEEPEST: Final = 3
_LARGEST: Final = 6
"""Paragraphs in one box, at most."""


def boxed(page: HtmlDocument, truth: Floats, random: np.random.Generator) -> HtmlDocument:
    """The page with the paragraphs of its article in further boxes: each in its own, or a few together."""
    groups = list(_groups(page, truth, 1 if random.random() < 0.4 else _LARGEST, random))
    if not groups:
        return page
    depth = int(random.integers(1, _DEEPEST + 1))
    names = [str(random.choice(_NAMES)) for _ in range(depth)]
    return _wrapped(page, groups, names, ("div", "div", "section")[random.integers(3)])


def _groups(page: HtmlDocument, truth: Floats, most: int, random: np.random.Generator):  # type: ignore[no-untyped-def]
    """Boxes of paragraphs that stand side by side in the box with most of them, a few at a time."""
    outer = [page.parents[line.box] for line, is_text in zip(page.lines, truth, strict=True) if is_text]
    if not outer:
        return
    main = max(set(outer), key=lambda box: (outer.count(box), -box))
    group: list[int] = []
    size = int(random.integers(1, most + 1))
    for box, parent in enumerate(page.parents):
        if parent != main or box == 0 or not truth[page.firsts[box] : page.lasts[box]].any():
            continue
        if group and (len(group) >= size or page.lasts[group[-1]] != page.firsts[box]):
            yield group
            group, size = [], int(random.integers(1, most + 1))
        group.append(box)
    if group:
        yield group


def _wrapped(page: HtmlDocument, groups: list[list[int]], names: list[str], tag: str) -> HtmlDocument:
    """The page with boxes of these names, outermost first, around each group."""
    group_of = {box: group for group in groups for box in group}
    new = replace(
        page,
        tags=[],
        parents=[],
        firsts=[],
        lasts=[],
        names=[],
        attributes=[],
        same_class_siblings=[],
        lines=[],
    )
    at: dict[int, int] = {}
    wrapper: dict[int, int] = {}

    def add(tag: str, name: str, parent: int, lines: tuple[int, int], twins: int) -> int:
        for column, value in zip(
            (new.tags, new.names, new.parents, new.firsts, new.lasts, new.same_class_siblings, new.attributes),
            (tag, name, parent, *lines, twins, {}), strict=True,
        ):  # fmt: skip
            column.append(value)  # type: ignore[attr-defined]
        return len(new.tags) - 1

    for box, parent in enumerate(page.parents):
        around = at.get(parent, 0)
        if group := group_of.get(box):
            if group[0] not in wrapper:
                for name in names:
                    around = add(
                        tag, name, around, (page.firsts[group[0]], page.lasts[group[-1]]), len(groups)
                    )
                wrapper[group[0]] = around
            around = wrapper[group[0]]
        at[box] = add(
            page.tags[box],
            page.names[box],
            around,
            (page.firsts[box], page.lasts[box]),
            page.same_class_siblings[box],
        )
        new.attributes[-1] = page.attributes[box]
    return replace(new, lines=[replace(line, box=at[line.box]) for line in page.lines])
