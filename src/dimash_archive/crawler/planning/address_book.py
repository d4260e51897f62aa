"""The addresses of a run: what is noted of them, and which ones there is a reason to request again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.archive.crawl_memory import page_states
from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.outcome.edition_health import EditionHealth
from dimash_archive.discovery import links
from dimash_archive.records import DiscoveredUrl

_MOST_NOTED = 20_000
"""Addresses in memory, some 4 MB, so that the menu of every page does not go to the database."""


class AddressBook:
    """Notes addresses in table `pages`."""

    def __init__(self, context: RunContext, health: Mapping[str, EditionHealth]) -> None:
        """`health` is told when an address shows that an edition exists."""
        self._context, self._archive, self._health = context, context.archive, health
        self._noted: set[str] = set()
        self._called = DiskSet[str]()

    def is_called(self, url: str) -> bool:
        """Whether some source gave a reason to request a page again in this run."""
        return urls.key(url) in self._called

    def remember(self, address: DiscoveredUrl) -> bool:
        """Note an address of the site; True if it is new. What the profile skips does not count."""
        url, says_nothing = address.url, not (address.modified or address.alternates or address.listing)
        if (says_nothing and url in self._noted) or self._is_long_form(address):
            return False
        self._note(url)
        edition = self._context.site.edition_of(url)
        path = "/" + url.partition("://")[2].partition("/")[2]
        if edition is None or path.startswith(self._context.site.skip) or links.acts(url):
            return False
        address = replace(address, url=urls.plain(url), edition=edition.lang)
        health = self._health[edition.lang]
        health.has_content = health.has_content or self._context.queries.article_at(url) is not None
        before = self._archive.page(url) if address.modified is not None else None
        if self._archive.remember(address):
            self._context.report.counts["found"] += 1
            return True
        former = before.modified if before else None
        if before and former and address.modified and address.modified > former:
            # A later date than the source gave before is a change, even if its clock is behind ours.
            self.make_due(before)
        return False

    def _is_long_form(self, address: DiscoveredUrl) -> bool:
        """Whether the site uses a short form of the address: what links to the long one would only redirect to it."""
        short = links.undated(address.url) if address.found_by == "links" else None
        page = self._archive.page(short) if short is not None else None
        return page is not None and (page.last_status or 200) not in range(300, 400)

    def remember_assets(self, addresses: Iterable[str]) -> None:
        """Have these requested, as far as they are on the site's hosts."""
        for url in addresses:
            edition = self._context.site.edition_of(url)
            if edition is not None and url not in self._noted:
                self._note(url)
                self._archive.remember(DiscoveredUrl(url, edition.lang, "asset", "page"))

    def make_due(self, page: PageRow) -> None:
        """Have a page requested in this run; it keeps its history. One on another host is left as it is."""
        if self._context.site.edition_of(page.url) is None:
            return
        self._called.add(urls.key(page.url))
        now = self._context.now()
        if page.visited_at is not None and (page.due is None or page.due > now):
            self._archive.visited(page.url, due=now, visited_at=page.visited_at)

    def make_all_due(self, edition: str, front: str) -> None:
        """Have every page of an edition that was ever requested requested again; documents of discovery are not pages.

        Those on the host of `front` that were refused are judged again.
        """
        with self._archive.batch():
            for url in self._context.queries.pages_not_due(edition, self._context.now(), front):
                page = self._archive.page(url)
                if page is not None:
                    self.make_due(page)
            page_states.refused_are_due(self._archive.db, self._context.now(), front)

    def check_presence(self, vanished: Iterable[str], edition: str) -> None:
        """Have pages requested that a source named before and no longer names."""
        for url in vanished:
            page = self._archive.page(url)
            if page is not None and page.state == "done" and page.edition == edition:
                self.make_due(page)

    def _note(self, url: str) -> None:
        if len(self._noted) >= _MOST_NOTED:
            self._noted.clear()
        self._noted.add(url)
