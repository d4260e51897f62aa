"""What another archive holds of a site: captures on offer, each with a way to fetch it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.discovery.requisites import Assets
from dimash_archive.records import Fetched


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an archive."""

    fronts: tuple[str, ...]
    """The front pages, present and former, below which addresses are wanted."""
    first: datetime | None = None
    """The earliest moment, aware; None for any."""
    last: datetime | None = None
    """The latest moment, aware; None for any."""
    assets: Assets = "none"
    """Whether pictures, or all that pages need to look right, are wanted too."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One capture as it came from an archive."""

    fetched: Fetched
    """The site's answer, at the moment when the archive received it."""
    via: str | None = None
    """The address that it was read from; None for a file."""
    member: bytes | None = None
    """The archive's own record as one gzip member, if it is kept byte for byte."""
    digest: str | None = None
    """The payload's digest that this record names, as `sha1:…`; None without `member`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One capture that an archive holds."""

    line: IndexLine
    """What its index says of it."""
    take: Callable[[], Taken]
    """Fetch it. Raises FetchError if that fails, CaptureError for a damaged file."""


class Holdings(Protocol):
    """Another archive."""

    @property
    def source(self) -> str:
        """Address of its index, or of a file: what `captures.source` says."""

    def offers(self, wanted: Wanted) -> Iterator[Offer]:
        """The captures it holds below the wanted addresses. Raises FetchError, CaptureError."""


def media(assets: Assets) -> str:
    """A regular expression for the media types that are wanted, for queries and for local checks."""
    pages = r"text/html|application/xhtml.*|warc/revisit|unk|-"
    images = r"|image/.*"
    looks = r"|text/css|(?:application|text)/(?:x-)?javascript|font/.*|application/(?:x-)?font.*"
    return pages + {"none": "", "images": images, "page": images + looks}[assets]
