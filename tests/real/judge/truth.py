"""What an archive of a post must hold."""

from dataclasses import dataclass, field
from typing import Any

Part = str | dict[str, Any]
"""A paragraph; `{"lines": [...]}` for text with line breaks; `{"table": [[...]]}`."""


@dataclass(frozen=True)
class Truth:
    """One post as it is now. Texts are as the page shows them."""

    edition: str
    """Language code."""
    story: int
    """Posts of one story are translations of each other."""
    kind: str
    """The markup it is made of."""
    url: str
    """Where it is, or where it was last."""
    title: str | None
    """As shown; None if it has none."""
    paragraphs: list[Part]
    """The text in order, over all its pages."""
    published: str
    """ISO 8601, UTC."""
    section: list[str]
    """Names of its categories: any of them is right."""
    tags: list[str]
    """Names of its tags."""
    author: str
    """Display name."""
    article: bool | None = True
    """False if it must not be archived; None if it was public once: an archive may keep it."""
    status: str = "publish"
    """WordPress's status, or `password`, `deleted`."""
    former: list[str] = field(default_factory=list)
    """Where it also is, or was before."""
    placeholder: str | None = None
    """What the theme shows where there is no title."""
    optional: list[str] = field(default_factory=list)
    """Paragraphs that may be kept or dropped: a pull quote, the source under a quotation, a call to subscribe."""
    absent: list[str] = field(default_factory=list)
    """What must not stand in the text."""
    modified: str | None = None
    """ISO 8601, UTC; None if nobody can know it."""
    generic_author: bool = False
    """Whether the author's name names nobody."""
    pictures: list[dict[str, str | None]] = field(default_factory=list)
    """`url` in full size, `caption`, `credit`."""
    quotes: list[dict[str, Any]] = field(default_factory=list)
    """`parts` of a speech, `speaker`."""
    quotes_told: bool = True
    """False for interviews, whose speeches are not counted."""
    hreflang: bool = False
    """Whether the page names its translations."""
