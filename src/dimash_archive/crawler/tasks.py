"""What the threads of a crawl hand to one another."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dimash_archive import urls
from dimash_archive.errors import ArchiveError
from dimash_archive.http.redirects import HOPS, redirect_target
from dimash_archive.records import Captured, Fetched

if TYPE_CHECKING:  # reading processes know these records, and need no database for that
    from dimash_archive.archive import PageRow
    from dimash_archive.crawler.deciding.decisions import PageResponse


@dataclass(frozen=True, slots=True)
class Task:
    """One address to request."""

    url: str
    """The address."""
    edition: str
    """The edition's language code, which also names the requester: one thread per edition."""
    page: "PageRow | None" = None
    """What is known of the page; None for a document of discovery."""
    etag: str | None = None
    """Makes the request conditional."""
    last_modified: str | None = None
    """Makes the request conditional."""
    before: Captured | None = None
    """The last full response from this address, which a 304 confirms."""
    hops: tuple[str, ...] = ()
    """The addresses that led here by redirects, first to last."""
    first: "PageResponse | None" = None
    """The answer to the page that this one is a later part of."""
    is_robots: bool = False
    """Whether this is a robots.txt, which no rules forbid."""
    rules_of: str | None = None
    """The origin whose rules the gate requests with this; None for any other request."""

    def for_rules_of(self, origin: str) -> "Task":
        """This task, as a request of the gate."""
        return replace(self, rules_of=origin)

    def hop(self, fetched: Fetched) -> "Task | None":
        """The next request for the same page, if a response only redirects to another spelling of its address."""
        target, hops = redirect_target(fetched), (*self.hops, fetched.url)
        if target is None or self.page is None or target in hops or len(hops) > HOPS:
            return None
        return replace(self, url=target, hops=hops) if urls.key(target) == urls.key(self.page.url) else None


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What came of a task. Everything received is in the WARC file by now."""

    task: Task
    """What was asked for."""
    fetched: Fetched | None = None
    """The last answer; None if there was none."""
    captured: Captured | None = None
    """The capture of it."""
    repeats: tuple[Captured, ...] = ()
    """Other responses: those to earlier attempts, and those that broke off or cannot be unpacked."""
    error: ArchiveError | None = None
    """Why there is no answer, or why nothing more can be written."""

    @property
    def confirms(self) -> bool:
        """Whether the site says that nothing changed, robots.txt aside: it exists, unchanged."""
        return self.fetched is not None and self.fetched.status == 304 and not self.task.is_robots


Steps = Generator[Task, HostAnswer, None]
"""Yields tasks, is sent an answer to each."""
