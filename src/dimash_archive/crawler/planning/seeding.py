"""Discovery: what an edition says it has. One generator per edition yields tasks and is sent their answers.

Sources complement each other. One that fails is noted and never ends the run.
"""

import logging
import sqlite3
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urljoin

from dimash_archive import urls
from dimash_archive.crawler.deciding import revisit_policy
from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.outcome.edition_health import Obstacle
from dimash_archive.crawler.planning.change_feed import ChangeFeed
from dimash_archive.crawler.planning.documents import Documents, NotOffered
from dimash_archive.crawler.planning.post_lists import PostLists
from dimash_archive.crawler.planning.robots_reading import read_robots
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Steps, Task
from dimash_archive.discovery import feed, links, not_found, sitemap, wordpress
from dimash_archive.errors import ArchiveError, BadAnswer, CaptureError, FetchError, unforeseen
from dimash_archive.http.challenge import is_challenge
from dimash_archive.http.robots import Robots
from dimash_archive.records import Captured, DiscoveredUrl
from dimash_archive.site import Edition

_log = logging.getLogger(__name__)
_LIST_FRESH = timedelta(days=7)
_MOST_SITEMAPS = 2000
_MOST_WAITING = 50_000  # as many as one index may name: https://www.sitemaps.org/protocol.html
_DEEPEST = 4
_MOST_FEEDS = 3


class Seeding:
    """Finds the addresses of one edition."""

    def __init__(self, state: RunState, edition: Edition, leader: "Seeding | None" = None) -> None:
        """`leader`: the discovery of another edition on the host, which reads robots.txt and its sitemaps for all."""
        self._state, self._context, self._edition = state, state.context, edition
        self._archive, self._report = state.context.archive, state.context.report
        self.complete = False
        """Whether a source named all articles, so that links can hardly add any."""
        self.tells_changes = False
        """Whether a source gave the last change of every article, so that there is no need to look."""
        self.knows_posts = False
        """Whether the REST API named all posts."""
        self._leader = leader
        self._api = wordpress.usual_root(edition.url)
        self._documents = Documents(state.context, edition.lang)
        self._sitemaps_named: list[str] = []

    @property
    def robots(self) -> Robots | None:
        """The host's rules, as soon as they are known."""
        return (
            self._leader.robots if self._leader is not None else self._state.gate.rules_of(self._edition.url)
        )

    def steps(self) -> Steps:
        """All of discovery, from robots.txt to the front page. A follower begins when its leader has ended."""
        if self._leader is None:
            url = urljoin(self._edition.url, "/robots.txt")
            read = yield from read_robots(self._context, self._documents, url, self._edition.url)
            self._state.gate.learn(self._edition.url, read)
        if self.robots is None or self.robots.closed:
            reason = self.robots.reason if self.robots is not None else None
            self._state.health[self._edition.lang].meet(Obstacle(f"robots.txt could not be read: {reason}"))
            return
        yield from self._source("page that is not there", self._not_found())
        self._api = self._named_api() or self._api
        self._documents.unfinished.add(self._posts_root)
        sources, root = self._context.site.sources, self._archive.page(self._posts_root)
        settled = root is not None and root.state == "done" and not self._context.options.full
        if "wordpress" in sources:
            yield from self._source("REST API", self._api_posts(settled))
        is_listed = self.complete
        if "sitemap" in sources and not (settled and is_listed):
            yield from self._source("sitemap", self._sitemaps())
        if "feed" in sources and not is_listed:
            yield from self._source("feed of changes", self._changes(settled))
        if "feed" in sources and not (self.tells_changes and self.complete):
            for url in self._feeds():
                yield from self._source("feed", self._feed(url))
        self._front()
        if self._archive.page(self._posts_root) is not None:
            self._archive.visited(self._posts_root, state="done", due=None)

    @property
    def _posts_root(self) -> str:
        return wordpress.address(self._api, newest=True)

    def _source(self, name: str, steps: Steps) -> Steps:
        try:
            yield from steps
        except NotOffered:
            pass
        except (FetchError, CaptureError) as error:
            self._report.note(f"{self._edition.lang}: {name}: {error}")
        except (ArchiveError, sqlite3.Error):
            raise
        except (
            Exception
        ) as error:  # a mistake of ours in reading one source: the others are read all the same
            _log.exception("%s: %s", self._edition.lang, name)
            self._report.note(f"{self._edition.lang}: {name}: {unforeseen(error)}")
            self._report.has_trouble = True

    def _not_found(self) -> Steps:
        """Learn what the site sends for a page that does not exist, if it says that all is well; now and then."""
        url = not_found.address(self._edition.url)
        page = self._archive.page(url)
        if (
            page is None
            or page.visited_at is None
            or self._context.now() - page.visited_at > revisit_policy.RARELY
        ):
            with suppress(NotOffered):  # as it should be
                yield from self._documents.get(url)
        before = self._context.queries.last_capture(url)
        fetched = self._context.load(before) if before is not None else None
        if fetched is not None and not is_challenge(fetched):
            self._state.memory.not_found[self._edition.lang] = not_found.likeness(
                fetched.body, fetched.charset
            )

    # Sources

    def _named_api(self, edition: Edition | None = None) -> str | None:
        """The REST API that the front page, of this edition or another one, named the last time."""
        front = self._context.queries.last_capture((edition or self._edition).url)
        if front is None:
            return None
        with suppress(CaptureError):  # `verify` tells
            return wordpress.api_root(self._context.load(front))
        return None

    def _api_posts(self, settled: bool) -> Steps:
        """The list of posts where it usually is, or where the front page says that it is."""
        try:
            yield from self._wordpress(settled)
        except BadAnswer:
            usual, front = self._api, self._context.queries.last_capture(self._edition.url)
            if front is not None and not settled:
                raise
            yield from self._ask_front()
            self._api = self._named_api() or usual
            if self._api == usual:
                raise
            self._documents.unfinished.add(self._posts_root)
            yield from self._wordpress(settled)

    def _ask_front(self) -> Steps:
        """Have the front page asked for, as the page that it is; discovery goes on when that is done."""
        self._front()
        page = self._archive.page(self._edition.url)
        if page is not None and (page.visited_at is None or page.visited_at < self._context.started):
            yield Task(page.url, self._edition.lang, page)

    def _wordpress(self, settled: bool) -> Steps:
        """The lists of posts. A WordPress in several languages has one for all: the leader reads that."""
        leader = self._leader
        if leader is None or not leader.knows_posts or leader._api != self._api:
            own, editions = self._edition.lang, self._context.site.editions
            others = [
                each.lang for each in editions if each.lang != own and self._named_api(each) == self._api
            ]
            yield from PostLists(self._state, [own, *others], self._documents, self._api).read(settled)
        self.complete = self.tells_changes = self.knows_posts = True

    def _changes(self, settled: bool) -> Steps:
        """When each post was changed, where WordPress tells in its feeds."""
        front = self._context.queries.last_capture(self._edition.url)
        if front is None or not wordpress.is_wordpress(self._context.load(front)):
            return
        kinds = wordpress.kinds_of_sitemaps(self._sitemaps_named or (self._leader or self)._sitemaps_named)
        for each in dict.fromkeys((kinds, ())):
            changes = ChangeFeed(self._state, self._edition.lang, self._documents, each)
            self.tells_changes = yield from changes.read(self._feeds()[0], is_settled=settled)
            if self.tells_changes:
                break

    def _sitemaps(self) -> Steps:
        """The sitemaps that robots.txt and the profile name, or those in the usual places."""
        assert self.robots is not None
        named = [urls.absolute(self._edition.url, each) for each in self.robots.sitemaps]
        covered = False
        if self._leader is not None:
            named, covered = (
                [],
                self._leader.complete and self._context.queries.is_in_sitemaps(self._edition.lang),
            )
        roots = [each for each in named if each] + list(self._edition.sitemaps)
        usual = [] if covered else sorted(sitemap.usual_places(self._edition.url), key=self._is_no_sitemap)
        book = SitemapBook()
        for root in dict.fromkeys(roots or usual):
            try:
                yield from self._sitemap_tree(root, book, is_guess=not roots)
            except NotOffered:
                if roots:
                    self._report.note(f"{self._edition.lang}: there is no sitemap at {root}.")
                continue
            if not roots:
                break
        self.complete = self.complete or covered or (book.listed_any and not book.broken)
        for edition in self._context.site.editions:  # a host's sitemaps name the articles of all its editions
            self._state.book.check_presence(book.vanished_everywhere(), edition.lang)

    def _is_no_sitemap(self, url: str) -> bool:
        """Whether no sitemap was at an address the last time: many sites answer with their front page to anything."""
        captured = self._context.queries.last_capture(url)
        if captured is None:
            return True
        with suppress(BadAnswer, CaptureError):
            return next(sitemap.parse(self._context.load(captured).body, url, ""), None) is None
        return True

    def _sitemap_tree(self, root: str, book: "SitemapBook", *, is_guess: bool) -> Steps:
        waiting = deque([(DiscoveredUrl(root, self._edition.lang, "list", "index"), 0)])
        while waiting and len(book.read) < _MOST_SITEMAPS:
            sought, depth = waiting.popleft()
            self._sitemaps_named.append(sought.url)
            if self._is_unchanged(sought) or (depth and self._held_no_article(sought)):
                book.listed_any = True
                continue
            if sought.url in book.read:
                continue
            book.read.add(sought.url)
            try:
                children = yield from self._one_sitemap(sought, book, is_guess=is_guess and depth == 0)
            except FetchError as error:
                if depth == 0:
                    raise
                book.broken = True
                self._report.note(f"{self._edition.lang}: sitemap: {error}")
                continue
            if depth < _DEEPEST:
                room = _MOST_WAITING - len(waiting)
                waiting.extend((child, depth + 1) for child in children[:room])

    def _one_sitemap(
        self, sought: DiscoveredUrl, book: "SitemapBook", *, is_guess: bool
    ) -> Generator[Task, HostAnswer, list[DiscoveredUrl]]:
        """Remember what a sitemap names; returns the sitemaps it names."""
        lang, url = self._edition.lang, sought.url
        before = self._context.queries.last_capture(url)
        fetched = yield from self._documents.get(url)
        children, listed = [], set()
        try:
            for address in sitemap.parse(fetched.body, url, lang):
                if address.found_by == "index":
                    children.append(address)
                else:
                    self._state.book.remember(address)
                    listed.add(urls.key(address.url))
        except BadAnswer as error:
            if is_guess and not listed and not children:
                raise NotOffered("is not a sitemap", url=url) from error
            book.broken = True
            self._report.note(f"{lang}: sitemap: {error} [{url}]")
            self._archive.visited(url, state="failed", due=None)
        else:
            self._archive.remember(sought)
            self._archive.visited(url, due=None)
            book.vanished.update(self._listed_before(url, before) - listed)
        book.listed.update(listed)
        book.listed_any = book.listed_any or bool(listed)
        return children

    def _is_unchanged(self, sought: DiscoveredUrl) -> bool:
        """Whether the index says that a sitemap is as it was when we read it."""
        page = self._archive.page(sought.url)
        read = page is not None and page.state == "done" and not self._context.options.full
        is_unchanged = bool(read and page and sought.modified and page.modified == sought.modified)
        self._state.health[self._edition.lang].has_content |= is_unchanged
        return is_unchanged

    def _held_no_article(self, sought: DiscoveredUrl) -> bool:
        """Whether all that a sitemap named within the week was looked at and is no article.

        Systems have sitemaps of their tags, sections and authors; what a new kind of them brings comes a few days later.
        """
        page = self._archive.page(sought.url)
        read = page.visited_at if page is not None and page.state == "done" else None
        if read is None or self._context.options.full or self._context.now() - read > _LIST_FRESH:
            return False
        try:
            listed = self._listed_before(sought.url, self._context.queries.last_capture(sought.url))
        except CaptureError:  # `verify` tells
            return False
        return bool(listed) and not self._context.queries.may_hold_article(listed)

    def _listed_before(self, url: str, before: Captured | None) -> set[str]:
        if before is None:
            return set()
        try:
            body = self._context.load(before).body
            return {urls.key(each.url) for each in sitemap.parse(body, url, "") if each.found_by != "index"}
        except BadAnswer:
            return set()

    def _feeds(self) -> tuple[str, ...]:
        """The feeds of the profile, or those that the front page named the last time, or those in the usual places."""
        front, named = self._context.queries.last_capture(self._edition.url), tuple[str, ...]()
        if front is not None:
            with suppress(CaptureError):  # `verify` tells
                named = links.feeds(self._context.load(front).body, self._edition.url)
        usual = tuple(urljoin(self._edition.url, each) for each in feed.USUAL_PLACES)
        return self._edition.feeds or named[:_MOST_FEEDS] or usual

    def _feed(self, url: str) -> Steps:
        fetched = yield from self._documents.get(url)
        for post in feed.parse(fetched.body, url, self._edition.lang):
            self._state.book.remember(post)

    def _front(self) -> None:
        """The front page is looked at in every run, as a page whose links count."""
        url = self._edition.url
        self._archive.remember(DiscoveredUrl(url, self._edition.lang, "list", "links"))
        page = self._archive.page(url)
        if page is not None and (page.visited_at is None or page.visited_at < self._context.started):
            self._state.book.make_due(page)


class SitemapBook:
    """What was read so far, and what it names."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.listed = DiskSet[str]()
        self.vanished = DiskSet[str]()
        self.listed_any = self.broken = False

    def vanished_everywhere(self) -> Iterator[str]:
        """What a sitemap named when it was last read, and none names now."""
        return (key for key in self.vanished if key not in self.listed)
