"""Which boxes of a page have a tag, a name or an attribute: rules look them up here instead of scanning all boxes."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

Key = TypeVar("Key")


class BoxIndex:
    """Boxes by tag, name and attribute. All lists are in document order."""

    def __init__(
        self, tags: Sequence[str], names: Sequence[str], attributes: Sequence[Mapping[str, str | None]]
    ) -> None:
        """What each box of a page has, as in `HtmlDocument`."""
        self.size = len(tags)
        self._tags, self._names, self._attributes = tags, names, attributes

    def of(self, *tags: str) -> list[int]:
        """The boxes with one of these tags."""
        return _merged(self._by_tag[tag] for tag in tags if tag in self._by_tag)

    def named(self, pattern: re.Pattern[str]) -> list[int]:
        """The boxes whose name, as in `HtmlDocument.names`, contains a match of a pattern.

        All names are searched at once, one per line: a match must end in the name it belongs to.
        """
        names, text, ends = self._searched
        places = {bisect_right(ends, match.end() - 1) for match in pattern.finditer(text)}
        return _merged(self._by_name[names[place]] for place in places)

    def called(self, words: Collection[str]) -> list[int]:
        """The boxes with one of these words in their name."""
        if not words:
            return []
        return _merged(
            boxes for name, boxes in self._by_name.items() if any(map(words.__contains__, name.split()))
        )

    def having(self, attributes: Collection[str]) -> list[int]:
        """The boxes with one of these attributes."""
        return _merged(self._by_attribute[name] for name in attributes if name in self._by_attribute)

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        return _grouped(self._tags)

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        return _grouped(self._names)

    @cached_property
    def _searched(self) -> tuple[list[str], str, list[int]]:
        """Every name, their text with one name per line, and where each line ends."""
        names = list(self._by_name)
        return names, "\n".join(names), list(accumulate(len(name) + 1 for name in names))

    @cached_property
    def _by_attribute(self) -> dict[str, list[int]]:
        boxes = defaultdict[str, list[int]](list)
        for box, attributes in enumerate(self._attributes):
            for name in attributes:
                boxes[name].append(box)
        return dict(boxes)


def _grouped(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """The indexes of each key."""
    groups = defaultdict[Key, list[int]](list)
    for i, key in enumerate(keys):
        groups[key].append(i)
    return dict(groups)


def _merged(lists: Iterable[list[int]]) -> list[int]:
    """All boxes of the lists, each once."""
    several = list(lists)
    return sorted(set().union(*several)) if len(several) > 1 else several[0] if several else []
