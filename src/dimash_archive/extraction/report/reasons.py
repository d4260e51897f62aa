"""What happens to a block of a page, and why, in words that a reader of the page understands."""

from dataclasses import dataclass
from enum import StrEnum


class DropReason(StrEnum):
    """Why a block of a page is not part of its article's text."""

    FURNITURE = "looks like furniture"
    WEAK = "less likely than the text that was kept"
    LIST = "list of other articles"
    REPEATED = "the site memory: this text, or what stands in this place, repeats over the site"
    HIDDEN = "hidden from readers"
    TWIN = "stands on the page a second time"
    NEXT = "the next article on the same page"
    COMMENT = "readers' comments"
    OUTSIDE = "outside the element that the site's profile names"
    ABOVE = "stands above the headline"
    BEHIND = "comes after the start of a list of other articles"
    TITLE = "the headline, given as the title"
    HEADLINE = "the headline again"
    STANDFIRST = "the standfirst, given apart"
    AUTHOR = "the author, given apart"
    DATE = "the date, given apart"
    SECTION = "the section, given apart"
    COUNTER = "a number before the text"
    LINKS = "list of links"
    OPENER = "heading of a list of other articles"
    POINTER = "pointer to another article"
    NOTICE = "mark of an advertisement, or call to subscribe"
    FORM = "beside a form to be filled in"
    CAPTION = "caption of a picture"
    CREDIT = "credit of a picture"
    POST = "post embedded from elsewhere"
    HANGING = "heading with nothing below it"
    SWITCH = "choice of languages"
    CRUMB = "breadcrumb: the way to this page"
    NO_ARTICLE = "not given: the page is not taken for an article"


def cut_off(reason: str) -> str:
    """How to say why only part of a block was kept; empty if nothing was cut off."""
    return f"in part; cut off: {reason}" if reason else ""


@dataclass(frozen=True, slots=True)
class BlockDecision:
    """One block of a page, and what happened to it."""

    text: str
    """The block as the page has it, white space collapsed."""
    kept: str = ""
    """The part of it in the article; empty for a dropped block."""
    reason: str = ""
    """Why it, or part of it, was dropped; for a block kept whole, why it was kept, or empty."""
    tag: str = ""
    """Tag of its element, such as `p` or `h2`; empty in flattened text."""
    likelihood: float | None = None
    """Likelihood that the block itself belongs to the article, 0 to 1; None in flattened text."""
