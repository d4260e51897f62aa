"""The records that go into the archive and come out of it, apart from those that all rooms share."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypedDict

from dimash_archive.text.moments import read_moment

_OFFSET = re.compile(r"(?<=:\d\d)[+-]\d\d:?\d\d$")

PageState = Literal["new", "done", "failed", "gone", "refused"]
"""The state of a page: never requested, answered, to be tried again, 404 or 410, must not be requested."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """What the crawl remembers of one address."""

    url: str
    """The address to request, as first found."""
    edition: str
    """The edition's language code."""
    kind: str
    """`article`, `list`, `unknown`, or `asset`: what a page needs to look right."""
    state: PageState
    """What became of it."""
    found_by: str
    """The discovery source that found it first."""
    due: datetime | None
    """When to request it again, UTC; None for never."""
    visited_at: datetime | None
    """When it was last requested, UTC; None if never."""
    modified: datetime | None
    """When a sitemap or feed says it last changed, UTC."""
    attempts: int
    """Failed attempts since the last success."""
    last_status: int | None
    """HTTP status of the last answer; None if there never was one."""
    etag: str | None
    """ETag of the last full answer, as sent."""
    last_modified: str | None
    """Last-Modified of the last full answer, as sent."""


class PageVisit(TypedDict, total=False):
    """What a visit to a page changes; anything not given stays as it was."""

    status: int | None
    """HTTP status; None if there was no answer."""
    state: PageState
    """What became of the page. `failed` counts an attempt, any other sets the count to 0."""
    due: datetime | None
    """When to request it again; None for never."""
    etag: str | None
    """The answer's ETag."""
    last_modified: str | None
    """The answer's Last-Modified."""
    kind: str
    """What the page turned out to be."""
    redirects_to: str | None
    """Normal form of the address that it redirects to."""
    visited_at: datetime
    """When it was requested; now by default."""
    reason: str | None
    """Why it failed or is refused."""


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How an article came to us."""

    edition: str
    """The edition it was found in."""
    capture_id: int
    """The row of `captures` that shows it."""
    seen_at: datetime
    """When that capture was made, aware."""
    extractor: str
    """The version of the extractor that read it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search."""

    id: int
    """The article's row."""
    url: str
    """The article's address."""
    lang: str
    """The article's language."""
    title: str
    """The article's title."""
    snippet: str
    """A passage of the original text around the hits, each hit between the marks; one line."""
    score: float
    """Higher is better; comparable only within one search. 0 if nothing was ranked."""


def local_time(published: str, raw: str | None) -> str:
    """A moment of the archive in the site's own time, ISO 8601 with the offset that `raw` ends with; else in UTC."""
    zone = _OFFSET.search(raw or "")
    offset = datetime.strptime(zone[0].replace(":", ""), "%z").tzinfo if zone else UTC
    return read_moment(published).astimezone(offset).isoformat()
