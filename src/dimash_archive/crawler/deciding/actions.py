"""The results of decisions: frozen records that only the engine applies."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dimash_archive.archive.rows import PageVisit
from dimash_archive.crawler.tasks import Task
from dimash_archive.html.repetition import LineObservations
from dimash_archive.records import Article, Captured, DiscoveredUrl, Outcome

if TYPE_CHECKING:
    from dimash_archive.crawler.deciding.decisions import PageResponse


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Record the outcome of a visit to a page."""

    url: str
    """The page's address."""
    visit: PageVisit
    """The columns to write; the rest stay as they were."""


@dataclass(frozen=True, slots=True)
class Remember:
    """Note an address that was found."""

    address: DiscoveredUrl
    """The address."""


@dataclass(frozen=True, slots=True)
class RememberAssets:
    """Note what pages need to look right."""

    addresses: tuple[str, ...]
    """Absolute addresses."""


@dataclass(frozen=True, slots=True)
class MakeDue:
    """Have a page requested again in this run, if it is known."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class CountSeries:
    """Tell the trap detector whether a page of a series was useful."""

    url: str
    """The page's address."""
    useful: bool
    """Whether it gave an article or led to one."""


@dataclass(frozen=True, slots=True)
class Learn:
    """Add what a page adds to the site memory."""

    observations: LineObservations
    """Its lines and their places."""


@dataclass(frozen=True, slots=True)
class CountAsset:
    """An asset was received and kept."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Have the page read; what follows is decided when that is done."""

    response: "PageResponse"
    """The response; with all parts, if the article has several."""
    extract: bool
    """Whether to look for an article; links are always read."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Request another address before the page is finished."""

    task: Task
    """What to request."""


@dataclass(frozen=True, slots=True)
class CorrectVersion:
    """Let what the site memory has learned correct the version held, before a new one is compared with it."""

    url: str
    """The page's address."""
    capture_id: int
    """The capture that the version was read from."""
    article: Article
    """The article of that capture as read now."""
    extractor: str
    """Version of the extractor that read it."""


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """Store an article, and record the visit: one way if its text was new, another if it was known."""

    article: Article
    """The article, under the address at which to keep it."""
    captured: Captured
    """The capture of its page, or of the first of its pages."""
    extractor: str
    """Version of the extractor that read it."""
    if_changed: NoteVisit
    """The visit, if the text was new or had changed."""
    if_unchanged: NoteVisit
    """The visit, if the text was known."""


@dataclass(frozen=True, slots=True)
class MoveArticle:
    """Move the article at one address to another, if it is the same: the site says that it moved there."""

    url: str
    """Its former address."""
    target: str
    """Its present address."""
    how: str = "moved"
    """`moved`: the site says so; `former`: it was only found there."""


@dataclass(frozen=True, slots=True)
class MarkProtected:
    """An article now asks for a password; its text stays."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """The article at an address is still there, unchanged; its outcome is reported."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class MarkGone:
    """The article at an address is believed to be gone; its outcome is reported."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class Report:
    """Report what became of a page."""

    outcome: Outcome
    """What became of it."""


Action = (
    NoteVisit
    | Remember
    | RememberAssets
    | MakeDue
    | CountSeries
    | Learn
    | CountAsset
    | ReadPage
    | Ask
    | CorrectVersion
    | SaveArticle
    | MoveArticle
    | MarkProtected
    | NoteSeen
    | MarkGone
    | Report
)
"""What a decision may result in."""
Actions = tuple[Action, ...]
"""Applied in order, in one transaction."""
