"""What goes to a reading process and comes back: a page in, its article and links out."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from dimash_archive import urls
from dimash_archive.discovery import links, requisites, sections
from dimash_archive.discovery.requisites import Assets
from dimash_archive.errors import NotAnArticle
from dimash_archive.html.repetition import NOTHING_SEEN, BoilerplateStats, LineObservations
from dimash_archive.records import Article, DiscoveredUrl
from dimash_archive.site import Site
from dimash_archive.workers.joined_pages import join_parts

if TYPE_CHECKING:
    from dimash_archive.extraction import BoilerplateFilter
    from dimash_archive.extraction.content.selection import PageOrigin

_log = logging.getLogger(__name__)
_REPORTED = 50_000  # links an extractor keeps in mind, so as not to report the menu of every page anew


@dataclass(frozen=True, slots=True)
class PreviousCapture:
    """A page as it was when the newest version of its article was seen."""

    capture_id: int
    """Its row of `captures`."""
    body: bytes
    """The page."""
    charset: str | None
    """As the Content-Type header declared it."""
    parts: "tuple[PagePart, ...]"
    """The further pages of the article."""
    repeats: BoilerplateStats
    """What repeated on the site's pages at that time, as known now."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A later page of an article that has several."""

    url: str
    """The page's address."""
    body: bytes
    """The page."""
    charset: str | None
    """As the Content-Type header declared it."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page to read."""

    number: int
    """Identifies its reading."""
    url: str
    """The page's address."""
    body: bytes
    """The page."""
    charset: str | None
    """As the Content-Type header declares it."""
    edition: str
    """The edition's language code."""
    extract: bool
    """Whether to look for an article; links are always read."""
    memory: str | None = None
    """Which of the extractor's memories to use; None for the edition's."""
    listed: bool = False
    """Whether a list of the site's own (REST API, feed) names it as a post: it is one, whatever its looks."""
    parts: tuple[PagePart, ...] = ()
    """The further pages of the article, in order."""
    nofollow: bool = False
    """Whether the page asks that its links not be followed."""
    former: PreviousCapture | None = None
    """To be read as well: what the memory has learned since is not a change of the page."""
    fetched_at: datetime | None = None
    """When it was fetched, aware: a date days later is not that of publication."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What is on a page."""

    number: int
    """The job's."""
    links: tuple[DiscoveredUrl, ...] = ()
    """Where it leads within the site."""
    article: Article | None = None
    """The article on it, if there is one."""
    extractor: str = ""
    """Version of the extractor that read it."""
    reason: str | None = None
    """Why there is no article."""
    former: tuple[int, Article] | None = None
    """The capture and the article of the job's former page, as read today."""
    observations: LineObservations = NOTHING_SEEN
    """What the page adds to the site memory."""
    assets: tuple[str, ...] = ()
    """What the page needs to look right, if that is wanted."""
    section: str | None = None
    """The section that the page says it lists, if it is not an article."""
    next_page: str | None = None
    """The address of the article's next page, if not all its parts were given."""
    failed: bool = False
    """True if the page could not be read at all: that says nothing about it."""


class PageExtractor:
    """Reads one page after another of one site."""

    def __init__(
        self,
        site: Site,
        memory: Mapping[str, BoilerplateStats] | None = None,
        assets: Assets = "none",
        *,
        learns_only: bool = False,
    ) -> None:
        """`memory` is what repeats over the pages of each edition, or of any other name that jobs use.

        `learns_only`: all that is wanted of a page is what it adds to the memory, not its article.
        """
        self._site, self._memory, self._assets = site, memory or {}, assets
        self._learns_only = learns_only
        self._fronts = {urls.key(edition.url) for edition in site.editions}
        self._reported: set[str] = set()

    def read(self, job: PageJob) -> PageReading:
        """What is on a page. Never raises: a page that cannot be read is a reading that failed."""
        try:
            return self._read(job)
        except Exception as error:
            return PageReading(job.number, reason=_failure(job, error), failed=True)

    def _read(self, job: PageJob) -> PageReading:
        may_follow = "links" in self._site.sources and not job.nofollow
        addresses = tuple(self._links(job)) if may_follow else ()
        assets = tuple(self._requisites(job))
        if urls.key(job.url) in self._fronts:
            return PageReading(job.number, addresses, assets=assets)
        if not job.extract:
            return PageReading(job.number, addresses, assets=assets, section=_section(job))
        # Loaded here, so that only who reads pages loads the parser: the crawl itself does without.
        from dimash_archive.extraction import VERSION, BoilerplateFilter

        recall = BoilerplateFilter(self._memory.get(job.memory or job.edition))
        # Later parts of an article are no pages of their own; those of a list that has no telling address are.
        parts = {link.url for link in addresses if links.is_part(link.url, job.url)}
        others = tuple(link for link in addresses if link.url not in parts)
        addresses = tuple(link for link in addresses if link.url not in parts or link.kind == "list")
        reading = partial(PageReading, job.number, addresses, extractor=VERSION, assets=assets)
        try:
            if self._learns_only:
                return reading(observations=self._observations(job))
            article = self._article(job, job, recall)
        except NotAnArticle as error:
            return reading(reason=str(error), observations=recall.observations, section=_section(job))
        except Exception as error:
            return reading(reason=_failure(job, error), failed=True)
        former = None
        if job.former is not None:
            with suppress(Exception):  # then it stays as it was read
                recalled = BoilerplateFilter(job.former.repeats, learns=False)
                former = (job.former.capture_id, self._article(job, job.former, recalled))
        page = reading(article=article, former=former, observations=recall.observations)
        return replace(page, links=others, next_page=self._next_page(job))

    def _next_page(self, job: PageJob) -> str | None:
        """Where the article goes on behind the parts that are known."""
        last = job.parts[-1] if job.parts else job
        return links.continuation(last.body, last.url, job.url, len(job.parts) + 2, last.charset)

    def _observations(self, job: PageJob) -> LineObservations:
        from dimash_archive.extraction import learn

        return learn(job.body, job.url, charset=job.charset)

    def _article(self, job: PageJob, page: PageJob | PreviousCapture, recall: "BoilerplateFilter") -> Article:
        """The article on a job's page, or on its former one, and on its later parts."""
        from dimash_archive.extraction import Circumstances, extract_captured

        whole = (PagePart(job.url, page.body, page.charset), *page.parts)
        origin: PageOrigin = "post" if job.listed else "page"
        how = Circumstances(self._site.content, origin, recall, job.fetched_at)
        later = Circumstances(self._site.content, "post", recall, job.fetched_at)
        return join_parts(
            [
                extract_captured(part.body, part.url, part.charset, later if number else how)
                for number, part in enumerate(whole)
            ]
        )

    def _links(self, job: PageJob) -> Any:
        if len(self._reported) > _REPORTED:
            self._reported.clear()
        for link in links.parse(
            job.body, job.url, job.edition, job.charset, nofollow="nofollow" in self._site.ignore
        ):
            # The links of a list page are reported always: they show how far the list has moved.
            if (link.url not in self._reported or not job.extract) and self._site.edition_of(link.url):
                self._reported.add(link.url)
                yield link

    def _requisites(self, job: PageJob) -> Iterator[str]:
        """What the page needs that was not reported before; no style sheet of the theme is reported a thousand times."""
        for url in requisites.parse(job.body, job.url, self._assets, job.charset):
            if url not in self._reported and self._site.edition_of(url):
                self._reported.add(url)
                yield url


def _section(job: PageJob) -> str | None:
    """The section that a page calls itself the list of."""
    return sections.name_of(job.body, job.url, job.charset)


def _failure(job: PageJob, error: Exception) -> str:
    reason = f"The extractor failed: {type(error).__name__}: {error}"
    _log.debug("%s: %s", job.url, reason, exc_info=error)
    return reason
