"""The options of a crawl: one frozen, checked record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self, TypedDict, get_args

from dimash_archive.archive.store import utc_now
from dimash_archive.discovery.requisites import Assets
from dimash_archive.errors import UsageError
from dimash_archive.records import Wait


class CrawlKeywords(TypedDict, total=False):
    """The fields of `CrawlOptions` as keywords, for type checkers; the record says what each means."""

    limit: int | None
    rate: float | None
    langs: tuple[str, ...] | None
    assets: Assets
    full: bool
    workers: int | None
    time_limit: float | None
    size_limit: int | None
    other_site: bool
    on_wait: Callable[[Wait], None] | None
    transport: Any
    now: Callable[[], datetime]
    sleep: Callable[[float], None] | None


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """The options of a run. Raises UsageError for invalid values."""

    limit: int | None = None
    """How many pages to request at most, not counting lists; the next run continues. None for all."""
    rate: float | None = None
    """Requests per second per host, overriding the profile; 0 for no gap, None for the profile's."""
    langs: tuple[str, ...] | None = None
    """The editions to crawl; None for all."""
    assets: Assets = "none"
    """Whether pictures are kept, or all that pages need to look right, as far as it is on the site's own hosts."""
    full: bool = False
    """Whether every page is requested, even if nothing seems to have changed."""
    workers: int | None = None
    """Most processes that read pages; 0 reads them in this one, None takes one per processor."""
    time_limit: float | None = None
    """Seconds after which nothing more is requested; the next run continues. None for no limit."""
    size_limit: int | None = None
    """Bytes of WARC files after which nothing more is requested; the next run continues. None for no limit."""
    other_site: bool = False
    """Whether the archive may be of another profile, or have an edition at another host."""
    on_wait: Callable[[Wait], None] | None = None
    """Called before every long wait, by the thread that waits; None for nothing."""
    transport: Any = None
    """An httpx transport instead of the network."""
    now: Callable[[], datetime] = utc_now
    """The clock: the current time, aware."""
    sleep: Callable[[float], None] | None = None
    """How to wait a number of seconds; None waits, and wakes up when the run is stopped."""

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 0:
            raise UsageError(f"The limit must be 0 or more, not {self.limit}.")
        if self.rate is not None and not 0 <= self.rate < float("inf"):
            raise UsageError(f"The rate must be 0 or more requests per second, not {self.rate}.")
        if self.time_limit is not None and not self.time_limit > 0:
            raise UsageError(f"The time limit must be more than 0 seconds, not {self.time_limit}.")
        if self.size_limit is not None and self.size_limit < 1:
            raise UsageError(f"The size limit must be 1 byte or more, not {self.size_limit}.")
        if self.workers is not None and self.workers < 0:
            raise UsageError(f"The number of workers must be 0 or more, not {self.workers}.")
        if self.assets not in get_args(Assets):
            raise UsageError(f"Assets must be one of {', '.join(get_args(Assets))}, not {self.assets!r}.")

    @classmethod
    def of(cls, keywords: Mapping[str, Any]) -> Self:
        """The options with these fields. Raises TypeError for an unknown name."""
        names = [field.name for field in fields(cls)]
        if unknown := [name for name in keywords if name not in names]:
            raise TypeError(f"There is no crawl option {unknown[0]!r}. The options are {', '.join(names)}.")
        return cls(**keywords)
