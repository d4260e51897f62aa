"""What a picture's element and its surroundings say: where it is available, and which letter it replaces."""

from typing import Final, Protocol, Self

_SOURCES: Final = ("srcset", "data-srcset", "data-lazy-srcset")
SOURCES: Final = "picture-sources"
"""Name of the attribute in which `with_sources` gives candidates; no page has an attribute of this name."""


class Node(Protocol):
    """An element or a text node of a parsed page."""

    @property
    def tag(self) -> str | None:
        """Its tag; `-text` for a text node."""

    @property
    def attributes(self) -> dict[str, str | None]:
        """Its attributes."""

    @property
    def text_content(self) -> str | None:
        """Its text."""

    @property
    def parent(self) -> Self | None:
        """The element around it."""

    @property
    def next(self) -> Self | None:
        """The node after it in the same element."""

    @property
    def prev(self) -> Self | None:
        """The node before it in the same element."""


def with_sources(image: Node) -> dict[str, str | None]:
    """The attributes of an `img`; in a `picture`, also the candidates of its `source` elements, as one `srcset`."""
    around, before, sets = image.parent, image.prev, []
    if around is None or around.tag != "picture":
        return image.attributes
    while before is not None:
        if before.tag == "source":
            sets += [value for name in _SOURCES if (value := before.attributes.get(name))]
        before = before.prev
    return {**image.attributes, SOURCES: ", ".join(reversed(sets))} if sets else image.attributes


def drop_cap(image: Node, alt: str) -> str:
    """The letter that a picture at the start of a line replaces, according to its `alt`, if the text goes on
    in lower case."""
    letter = alt.strip()
    if len(letter) != 1 or not letter.isalpha():
        return ""
    following = image.next
    text = (following.text_content or "") if following is not None and following.tag == "-text" else ""
    return letter if text.strip()[:1].islower() else ""
