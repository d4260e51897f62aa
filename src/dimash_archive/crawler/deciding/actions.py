"""What a decision asks for: frozen records that the engine alone applies."""

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
    """Write down what a visit to a page brought."""

    url: str
    """The page's address."""
    visit: PageVisit
    """The columns to write; what is not named stays as it was."""


@dataclass(frozen=True, slots=True)
class Remember:
    """Note an address that was come upon."""

    address: DiscoveredUrl
    """The address."""


@dataclass(frozen=True, slots=True)
class RememberAssets:
    """Note what pages need to look right."""

    addresses: tuple[str, ...]
    """Absolute addresses."""


@dataclass(frozen=True, slots=True)
class MakeDue:
    """Have a page asked for again in this run, if it is known."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class CountSeries:
    """Tell the trap detector whether a page of a series was of use."""

    url: str
    """The page's address."""
    useful: bool
    """Whether it brought an article or the way to one."""


@dataclass(frozen=True, slots=True)
class Learn:
    """Add what a page adds to the site memory."""

    observations: LineObservations
    """Its lines and where they stand."""


@dataclass(frozen=True, slots=True)
class CountAsset:
    """An asset is there, and kept."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Have the page read; what follows is decided when that is done."""

    response: "PageResponse"
    """The answer; with all parts, where the article has several."""
    extract: bool
    """Whether an article is looked for; links are anyway."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for another address before the page is done with."""

    task: Task
    """What to ask for."""


@dataclass(frozen=True, slots=True)
class CorrectVersion:
    """Let what the site memory has learned correct the version that is held, before another is compared with it."""

    url: str
    """The page's address."""
    capture_id: int
    """The capture that the version was read from."""
    article: Article
    """That capture as it is read today."""
    extractor: str
    """Version of the extractor that read it."""


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """Store an article, and write down the visit: one way if its text was new, another if it was known."""

    article: Article
    """The article, under the address to keep it at."""
    captured: Captured
    """Where its page, or the first of its pages, lies."""
    extractor: str
    """Version of the extractor that read it."""
    if_changed: NoteVisit
    """The visit, where the text was new or another one."""
    if_unchanged: NoteVisit
    """The visit, where the text was known."""


@dataclass(frozen=True, slots=True)
class MoveArticle:
    """Keep the article at one address under another, if it is one: the site says that it moved there."""

    url: str
    """Where it was."""
    target: str
    """Where it is."""
    how: str = "moved"
    """`moved`: the site says so; `former`: it was only found there."""


@dataclass(frozen=True, slots=True)
class MarkProtected:
    """A password is asked for an article now; its text stays."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """The article at an address is still there, unchanged; its outcome is reported."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class MarkGone:
    """The article at an address is believed to be no longer there; its outcome is reported."""

    url: str
    """The page's address."""


@dataclass(frozen=True, slots=True)
class Report:
    """Tell what became of a page."""

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
"""What a decision may ask for."""
Actions = tuple[Action, ...]
"""Applied in order, in one transaction."""
