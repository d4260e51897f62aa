"""The frozen records that cross from one room to another. Nothing here computes more than a property."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, Literal

Row = dict[str, Any]
"""A row of a table, or an object of a JSON text, by column; the table or the format defines the values."""
Values = Sequence[Any]
"""The same without names, in the order of the columns requested."""
BlockKind = Literal["title", "heading", "paragraph", "item", "quote", "cell", "caption", "image", "embed"]
AuthorKind = Literal["person", "organisation", "role", "account"]
"""A person, a newsroom or agency, a role such as `Редакция` or `Editor`, a user's account such as `admin`."""
LinkKind = Literal["link", "embed", "related"]
Flaw = Literal["disconnect", "time", "length", "unspecified", "coding"]
"""Why a response is not what its server meant to send: the first four as `WARC-Truncated` has them (the connection ended,
it took too long, it is too long, another reason), `coding` where its body cannot be unpacked."""
ArticleKind = Literal["text", "gallery", "video", "audio"]
DOUBTFUL: Final = 0.05
"""An article that may have lost this share is flagged: chosen so that at most one page in twenty that lacks nothing is, of
914 annotated pages read by networks that did not know them (`benchmarks/held_out.py`)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One request and its response, as they went over the wire. A redirect is a response of its own."""

    url: str
    """The address requested, absolute, without fragment."""
    status: int
    """HTTP status code, 100 to 599."""
    reason: str
    """The reason phrase of the status line; may be empty."""
    headers: tuple[tuple[str, str], ...]
    """Response header lines in order, as received."""
    raw: bytes
    """The body after transfer decoding and before content decoding: what goes to WARC."""
    body: bytes
    """The body after content decoding (gzip, deflate): what is parsed."""
    fetched_at: datetime
    """When the request was sent, aware, UTC."""
    request_headers: tuple[tuple[str, str], ...] = ()
    """Request header lines in order, as sent."""
    http_version: str = "HTTP/1.1"
    """The protocol of the status line."""
    ip: str | None = None
    """The IP address of the server that answered, if known."""
    flaw: Flaw | None = None
    """Why it is incomplete or cannot be read; None if neither."""

    def header(self, name: str) -> str | None:
        """The first header called `name` (any case), or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def mime(self) -> str:
        """The declared media type, lower case, without parameters; empty if none was sent."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset the Content-Type header declares, lower case, or None."""
        value = (self.header("content-type") or "").lower()
        _, separator, charset = value.partition("charset=")
        return charset.split(";")[0].strip(" \"'") or None if separator else None


@dataclass(frozen=True, slots=True)
class Captured:
    """Where one response is in the WARC files: the row of table `captures`."""

    url: str
    """The address requested."""
    fetched_at: datetime
    """WARC-Date, aware, UTC, whole seconds."""
    status: int
    """HTTP status code of the response."""
    mime: str
    """Declared media type, lower case; empty if none."""
    digest: str
    """Payload digest, `sha1:` and base32, as in the WARC record."""
    warc_file: str
    """File name inside the WARC folder."""
    warc_offset: int
    """Byte offset of the record's gzip member in the file."""
    warc_length: int
    """Length in bytes of the record's gzip member."""
    revisit_of: str | None = None
    """The digest's first capture as `warc_file:offset` if this is a revisit record, else None."""
    flaw: Flaw | None = None
    """Why the response is incomplete or cannot be read; None if neither."""

    @property
    def place(self) -> str:
        """Where its record lies, as revisits refer to it: `warc_file:warc_offset`."""
        return f"{self.warc_file}:{self.warc_offset}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one of the site's own lists says of a post, besides its address."""

    source: Literal["wordpress", "feed", "list", "sitemap"]
    """The list: REST API, feed, a section's list of articles, sitemap. The first two list posts, and nothing else."""
    cms_id: int | None = None
    """The CMS's own number of the post, which stays when its address changes."""
    format: str | None = None
    """The CMS's word for what it is: `standard`, `gallery`, `video`, `audio` and so on."""
    section: str | None = None
    """Its category."""
    tags: tuple[str, ...] | None = None
    """Its tags; None if the list does not say, empty if there are none."""
    author: str | None = None
    """The author's display name."""
    published: datetime | None = None
    """When it was published, aware, UTC."""
    modified: datetime | None = None
    """When it was last changed, aware, UTC."""
    is_protected: bool = False
    """Whether it asks for a password."""
    title: str | None = None
    """Its headline, as text."""
    categories: tuple[str, ...] = ()
    """What a feed names as its categories, which may be sections and tags; not stored."""

    @property
    def names_post(self) -> bool:
        """Whether the list names posts, whatever their pages look like."""
        return self.source in ("wordpress", "feed")

    def lacks(self, other: "Listing") -> bool:
        """Whether another list says something of the article of which this one says nothing."""
        names = ("section", "tags", "author", "published", "modified")
        return any(getattr(self, name) is None and getattr(other, name) is not None for name in names)


@dataclass(frozen=True, slots=True)
class DiscoveredUrl:
    """An address found by a discovery source."""

    url: str
    """The address as found, absolute, without fragment."""
    edition: str
    """The edition's language code."""
    kind: Literal["article", "list", "unknown", "asset"]
    """What the source takes it for: an article, a page that lists articles, or unknown; `asset` for what
    a page needs to look right."""
    found_by: str
    """The source: `sitemap`, `links`, `wordpress`, `feed`; `index` for a sitemap that another one names; `page` for
    an asset; `capture` for what a WARC file had but the database did not."""
    modified: datetime | None = None
    """When the source says it last changed, aware, UTC."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The same page in other languages, as a sitemap names it: pairs of language code and absolute address."""
    listing: Listing | None = None
    """What the source says of the post, where it lists posts."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: direct speech."""

    text: str
    """What was said: outer marks stripped, paragraphs joined by a blank line; `[…]` in place of the narrator's words."""
    speaker: str | None
    """Who said it, as written in the text; None if the text names nobody."""
    start: int
    """Offset into `Article.body` of the first character of the text, in code points."""
    end: int
    """Offset into `Article.body` just after the last character of the text."""
    parts: tuple[tuple[int, int], ...] = ()
    """Offsets of each stretch that was said, in order: more than one where the narrator or a repeated mark stands
    between. Always at least one: without any given it is the whole, from `start` to `end`."""

    def __post_init__(self) -> None:
        if not self.parts:
            object.__setattr__(self, "parts", ((self.start, self.end),))


@dataclass(frozen=True, slots=True)
class Block:
    """What a paragraph of an article is on its page."""

    kind: BlockKind
    """`paragraph`, `heading`, `item`, `quote` or `cell`."""
    number: int = 0
    """Of a heading its level, 1 to 6; of an item its list and of a cell its row of a table, counted from 1; else 0."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article."""

    url: str
    """Absolute address of the picture itself, lazy loading resolved."""
    alt: str | None = None
    """The alt text, trimmed; None if empty or missing."""
    caption: str | None = None
    """The text under the picture, without the credit; None if there is none."""
    credit: str | None = None
    """Whom the picture is credited to, without the mark `cr:` or `Photo:`; None if unsaid."""
    paragraph: int | None = None
    """Index of the paragraph it stands before, that of all paragraphs if behind them; None if the place is unknown."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address the article points to: a link, an embed, or a teaser of another article."""

    kind: LinkKind
    """`link` in the text, `embed` (video, post), `related` (a teaser of another article)."""
    url: str | None
    """Absolute address; None in flattened text, where links are lost."""
    title: str
    """The link's text, the teaser's title, or the embed's provider such as `youtube`."""


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article."""

    url: str | None
    """Canonical address; None for a text that came without one."""
    title: str
    """The headline, whole, once, as published."""
    paragraphs: tuple[str, ...]
    """Paragraphs, subheads, list items and speech in order; no captions, credits, or furniture."""
    lang: str
    """BCP 47 code found from the text: `kk`, `ru`, `en`, or another; `und` if it cannot be determined."""
    section: str | None = None
    """Category as the breadcrumb names it."""
    lead: str | None = None
    """Standfirst, where the page has one apart from the body."""
    author: str | None = None
    """Names of the authors as the byline gives them, without the word `by`, joined by `, `."""
    author_kind: AuthorKind | None = None
    """What the author is; of several the first that is there: `person`, `organisation`, `role`, `account`."""
    published: datetime | None = None
    """When it was published, aware."""
    published_raw: str | None = None
    """The string that `published` was read from."""
    modified: datetime | None = None
    """When the site says it was last changed, aware."""
    modified_raw: str | None = None
    """The string that `modified` was read from."""
    quotes: tuple[Quote, ...] = ()
    """Every quotation, in order."""
    images: tuple[Image, ...] = ()
    """Lead picture and pictures in the text, in order."""
    tags: tuple[str, ...] = ()
    """Keywords as the page shows them."""
    links: tuple[Link, ...] = ()
    """Links in the text, in order."""
    related: tuple[Link, ...] = ()
    """Teasers of other articles."""
    embeds: tuple[Link, ...] = ()
    """Videos and posts shown inside the article."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The same story elsewhere, as the page says: pairs of language code and absolute address."""
    blocks: tuple[Block, ...] = ()
    """What each of `paragraphs` is on its page; empty where all markup is lost."""
    kind: ArticleKind = "text"
    """What it consists of: an article of any kind other than `text` has an empty body."""
    cms_id: int | None = None
    """The CMS's own number of the post, as its page shows it; it stays when the address changes."""
    lost: float = 0.0
    """The share of its text that may be missing, 0 to 1, estimated from its page; see `is_doubtful`."""
    body: str = field(init=False)
    """`paragraphs` joined by a blank line; offsets of quotes count in it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", "\n\n".join(self.paragraphs))

    @property
    def quote(self) -> Quote | None:
        """The principal quotation: the longest, the first of equals; None if there is none."""
        return max(self.quotes, key=lambda quote: len(quote.text), default=None)

    @property
    def is_doubtful(self) -> bool:
        """Whether much of its text may be missing, so that somebody should check the page."""
        return self.lost >= DOUBTFUL

    @property
    def word_count(self) -> int:
        """Number of runs of non-space characters in the body."""
        return len(self.body.split())


@dataclass(frozen=True, slots=True)
class Saved:
    """An article was stored: it is new, or its text changed."""

    url: str
    title: str
    new: bool
    """True for an article never seen before, False for a new version."""

    @property
    def kind(self) -> Literal["new", "changed"]:
        """Its name in counts and logs."""
        return "new" if self.new else "changed"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page was requested and its article is unchanged."""

    kind: ClassVar[Literal["unchanged"]] = "unchanged"
    """Its name in counts and logs."""
    url: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An article we hold is no longer on the site; its text stays in the archive."""

    kind: ClassVar[Literal["gone"]] = "gone"
    """Its name in counts and logs."""
    url: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """The page was captured and holds no article, or must not be requested."""

    kind: ClassVar[Literal["skipped"]] = "skipped"
    """Its name in counts and logs."""
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The page could not be fetched; it will be tried again in a later run."""

    kind: ClassVar[Literal["failed"]] = "failed"
    """Its name in counts and logs."""
    url: str
    reason: str


Outcome = Saved | Unchanged | Gone | Skipped | Failed
"""What became of one address."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A host wants to be left alone for a while."""

    host: str
    """Its name, with a port if it has one of its own."""
    seconds: float
    """How long nothing is requested from it."""
    reason: str
    """The reason: `Retry-After`, `Crawl-delay`, or earlier `trouble`."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run of a crawl did."""

    site: str
    """The profile's name."""
    started: datetime
    """When the run began, aware, UTC."""
    finished: datetime
    """When it ended, aware, UTC."""
    requests: int
    """Responses received, including those to robots.txt, sitemaps, feeds and second attempts."""
    found: int
    """Addresses that were not known before."""
    fetched: int
    """Pages requested: responses without those to documents of discovery."""
    new: int
    """Articles never seen before."""
    changed: int
    """Articles that got a new version."""
    unchanged: int
    """Articles in the archive and still on the site that stayed the same, requested or not."""
    gone: int
    """Articles that this run found to be no longer on the site."""
    skipped: int
    """Pages that hold no article, or must not be requested."""
    failed: int
    """Pages that could not be fetched; they will be tried again."""
    assets: int
    """Pictures, style sheets and the like that were kept."""
    left: int
    """Pages that were due but not requested, because the run was cut short."""
    notes: tuple[str, ...]
    """What went wrong, one sentence each: sources that failed, hosts that were left alone."""
    stopped: Literal["limit", "time", "size", "interrupted"] | None
    """Why the run ended before its work was done: a limit of pages, time or bytes, or a stop; None if it was done."""
    exit: int
    """Exit code: 0 done, 7 done with failures, 9 limit reached, 10 fewer articles than the site has, 11 no access, 130 interrupted."""
