"""Discovery: what an edition says it has. One generator an edition yields tasks and is sent their answers.

Sources complement each other. One that fails is noted and never ends the run.
"""

from collections import deque
from collections.abc import Generator
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urljoin

from dimash_archive import urls
from dimash_archive.crawler import revisit_policy
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.discovery import feed, links, not_found, sitemap, wordpress
from dimash_archive.errors import BadAnswer, CaptureError, FetchError, Refused
from dimash_archive.http.redirects import HOPS, redirect_target
from dimash_archive.http.robots import Robots
from dimash_archive.records import Captured, Fetched, FoundUrl
from dimash_archive.site import Edition

Steps = Generator[Task, HostAnswer, None]
"""Yields tasks, is sent an answer to each."""
_Fetching = Generator[Task, HostAnswer, Fetched]

_ROBOTS_KEPT = timedelta(hours=24)
_ABSENCE_KEPT = timedelta(days=7)
_MOST_SITEMAPS = 2000
_MOST_PAGES = 5000
_DEEPEST = 4
_MOST_FEEDS = 3
_NOT_OFFERED = frozenset((400, 401, 403, 404, 405, 410, 501))


class _NotOffered(BadAnswer):
    """The site has no such document: no reason to complain unless it had one before."""


class Seeding:
    """Finds the addresses of one edition."""

    def __init__(self, state: RunState, edition: Edition, leader: "Seeding | None" = None) -> None:
        """`leader`: the discovery of another edition on the host, which reads robots.txt and its sitemaps for all."""
        self._state, self._context, self._edition = state, state.context, edition
        self._archive, self._report = state.context.archive, state.context.report
        self.complete = False
        """Whether a source told us all articles, so that links can hardly add any."""
        self.tells_changes = False
        """Whether a source told us of every article when it last changed: there is no need to look."""
        self._leader = leader
        self._robots: Robots | None = None

    @property
    def robots(self) -> Robots | None:
        """The host's rules, as soon as they are known."""
        return self._leader.robots if self._leader is not None else self._robots

    def steps(self) -> Steps:
        """All of discovery, from robots.txt to the front page. Who follows begins when its leader has ended."""
        lang = self._edition.lang
        if self._leader is None:
            self._robots = yield from self._read_robots()
        if self.robots is None:
            return
        if self.robots.closed:
            if self._leader is None:
                self._report.note(f"{lang}: robots.txt could not be read, so nothing is asked for now.")
                self._report.has_trouble = True
            return
        yield from self._source("page that is not there", self._not_found())
        root = self._archive.page(self._posts_root)
        settled = root is not None and root.state == "done" and not self._context.options.full
        if "wordpress" in self._context.site.sources:
            yield from self._source("REST API", self._wordpress(settled))
        if not (settled and self.complete):
            if "sitemap" in self._context.site.sources:
                yield from self._source("sitemap", self._sitemaps())
            if "feed" in self._context.site.sources:
                for url in self._feeds():
                    yield from self._source("feed", self._feed(url))
        self._front()
        if self._archive.page(self._posts_root) is not None:
            self._archive.visited(self._posts_root, state="done", due=None)

    @property
    def _posts_root(self) -> str:
        return wordpress.address(self._edition.url, newest=True)

    def _source(self, name: str, steps: Steps) -> Steps:
        try:
            yield from steps
        except _NotOffered:
            pass
        except FetchError as error:
            self._report.note(f"{self._edition.lang}: {name}: {error}")

    # robots.txt

    def _read_robots(self) -> Generator[Task, HostAnswer, Robots]:
        url = urljoin(self._edition.url, "/robots.txt")
        page = self._archive.page(url)
        if (
            page
            and page.visited_at
            and self._context.now() - page.visited_at < _ROBOTS_KEPT
            and page.last_status
        ):
            kept = self._context.queries.last_capture(url) if page.last_status in (200, 304) else None
            robots = Robots.parse(
                self._context.load(kept).body if kept else b"", 200 if kept else page.last_status
            )
            if not robots.closed:
                return robots
        try:
            fetched = yield from self._ask(url)
        except FetchError:
            return Robots.parse(b"", None)
        return Robots.parse(fetched.body, fetched.status)

    def _not_found(self) -> Steps:
        """Learn what the site sends for a page that does not exist, if it says that all is well; now and then."""
        url = not_found.address(self._edition.url)
        page = self._archive.page(url)
        if (
            page is None
            or page.visited_at is None
            or self._context.now() - page.visited_at > revisit_policy.RARELY
        ):
            with suppress(_NotOffered):  # as it should be
                yield from self._get(url)
        before = self._context.queries.last_capture(url)
        if before is not None:
            fetched = self._context.load(before)
            self._state.memory.not_found[self._edition.lang] = not_found.likeness(
                fetched.body, fetched.charset
            )

    # Documents

    def _get(self, url: str, *, keep: bool = True) -> _Fetching:
        """A document of discovery; a 304 comes back as what it confirms. Raises FetchError without it."""
        assert self.robots is not None
        if not self.robots.allows(url):
            raise Refused("robots.txt forbids it.", url=url)
        if keep and self._was_not_offered(url):
            raise _NotOffered("was not there the last time", url=url)
        fetched = yield from self._ask(url, keep=keep)
        if fetched.status != 200:
            kind = _NotOffered if fetched.status in _NOT_OFFERED and not self._had(url) else BadAnswer
            raise kind(f"answers {fetched.status}", url=url)
        return fetched

    def _was_not_offered(self, url: str) -> bool:
        """Whether we know that there is no such document: it is looked for again now and then."""
        page = self._archive.page(url)
        if page is None or page.visited_at is None or self._context.options.full:
            return False
        lately = self._context.now() - page.visited_at < _ABSENCE_KEPT
        return lately and page.last_status in _NOT_OFFERED and not self._had(url)

    def _had(self, url: str) -> bool:
        return self._context.queries.last_capture(url) is not None

    def _ask(self, url: str, *, keep: bool = True) -> _Fetching:
        """The answer to a document's address, redirects followed. `keep`: its validators are remembered."""
        lang = self._edition.lang
        page = self._archive.page(url) if keep else None
        before = self._context.queries.last_capture(url) if page else None
        task = Task(url, lang, before=before)
        if page and before:
            task = Task(url, lang, etag=page.etag, last_modified=page.last_modified, before=before)
        for _ in range(HOPS + 1):
            answer = yield task
            if answer.fetched is None:
                raise (
                    answer.error if isinstance(answer.error, FetchError) else BadAnswer("No answer.", url=url)
                )
            fetched, target = answer.fetched, redirect_target(answer.fetched)
            if target is None:
                break
            task = Task(target, lang)
        else:
            raise BadAnswer("redirects for ever", url=url)
        if keep:
            self._keep(url, fetched)
        confirmed = fetched.status == 304 and answer.captured is not None and before is not None
        return self._context.load(answer.captured) if confirmed and answer.captured else fetched

    def _keep(self, url: str, fetched: Fetched) -> None:
        archive = self._archive
        archive.remember(FoundUrl(url, self._edition.lang, "list", "sitemap"))
        archive.visited(url, status=fetched.status, due=None)
        if url != self._posts_root:  # that one is done when all of discovery is
            archive.visited(url, state="done")
        if fetched.status == 200:
            tags = fetched.header("etag"), fetched.header("last-modified")
            archive.visited(url, etag=tags[0], last_modified=tags[1])

    # Sources

    def _wordpress(self, settled: bool) -> Steps:
        """All posts the first time; later only what changed, and all again if posts have vanished."""
        lang = self._edition.lang
        known, before = self._context.queries.newest_change(lang), self._stored_posts() if settled else None
        posts = wordpress.parse((yield from self._get(self._posts_root)), lang)
        fresh = sum(map(self._state.book.remember, posts.found))
        number, last = 1, posts
        while before and number < posts.pages and _all_newer(last, known):
            number += 1
            url = wordpress.address(self._edition.url, number, newest=True)
            last = wordpress.parse((yield from self._get(url, keep=False)), lang)
            fresh += sum(map(self._state.book.remember, last.found))
        if before is None or posts.total < before.total + fresh:
            yield from self._all_posts(posts.pages)
        self.complete = self.tells_changes = True

    def _stored_posts(self) -> wordpress.Posts | None:
        stored = self._context.queries.last_capture(self._posts_root)
        try:
            return wordpress.parse(self._context.load(stored), self._edition.lang) if stored else None
        except BadAnswer:
            return None

    def _all_posts(self, pages: int) -> Steps:
        """Every page of the list of posts; posts we know and that are not in it are asked for."""
        lang = self._edition.lang
        listed, number = set(), 0
        while number < min(pages, _MOST_PAGES):
            number += 1
            url = wordpress.address(self._edition.url, number)
            posts = wordpress.parse((yield from self._get(url, keep=False)), lang)
            pages = posts.pages
            for found in posts.found:
                self._state.book.remember(found)
                listed.add(urls.key(found.url))
        self._state.book.check_presence(
            (url for url in self._context.queries.known_posts(lang) if urls.key(url) not in listed), lang
        )

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
        usual = [] if covered else [urljoin(self._edition.url, each) for each in sitemap.USUAL_PLACES]
        book = _SitemapBook()
        for root in dict.fromkeys(roots or usual):
            try:
                yield from self._sitemap_tree(root, book)
            except _NotOffered:
                if roots:
                    self._report.note(f"{self._edition.lang}: there is no sitemap at {root}.")
                continue
            if not roots:
                break
        self.complete = self.complete or covered or (book.listed_any and not book.broken)
        for edition in self._context.site.editions:  # a host's sitemaps name the articles of all its editions
            self._state.book.check_presence(book.vanished - book.listed, edition.lang)

    def _sitemap_tree(self, root: str, book: "_SitemapBook") -> Steps:
        waiting = deque([(FoundUrl(root, self._edition.lang, "list", "index"), 0)])
        while waiting and len(book.read) < _MOST_SITEMAPS:
            found, depth = waiting.popleft()
            if self._is_unchanged(found):
                book.listed_any = True
                continue
            if found.url in book.read:
                continue
            book.read.add(found.url)
            try:
                children = yield from self._one_sitemap(found, book)
            except FetchError as error:
                if depth == 0:
                    raise
                book.broken = True
                self._report.note(f"{self._edition.lang}: sitemap: {error}")
                continue
            if depth < _DEEPEST:
                waiting.extend((child, depth + 1) for child in children)

    def _one_sitemap(
        self, sought: FoundUrl, book: "_SitemapBook"
    ) -> Generator[Task, HostAnswer, list[FoundUrl]]:
        """Remember what a sitemap names; returns the sitemaps it names."""
        lang, url = self._edition.lang, sought.url
        before = self._context.queries.last_capture(url)
        fetched = yield from self._get(url)
        children, listed = [], set()
        try:
            for found in sitemap.parse(fetched.body, url, lang):
                if found.found_by == "index":
                    children.append(found)
                else:
                    self._state.book.remember(found)
                    listed.add(urls.key(found.url))
        except BadAnswer as error:
            book.broken = True
            self._report.note(f"{lang}: sitemap: {error} [{url}]")
            self._archive.visited(url, state="failed", due=None)
        else:
            self._archive.remember(sought)
            self._archive.visited(url, due=None)
            book.vanished |= self._listed_before(url, before) - listed
        book.listed |= listed
        book.listed_any = book.listed_any or bool(listed)
        return children

    def _is_unchanged(self, found: FoundUrl) -> bool:
        """Whether the index says that a sitemap is as it was when we read it."""
        page = self._archive.page(found.url)
        read = page is not None and page.state == "done" and not self._context.options.full
        return bool(read and page and found.modified and page.modified == found.modified)

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
        fetched = yield from self._get(url)
        for found in feed.parse(fetched.body, url, self._edition.lang):
            self._state.book.remember(found)

    def _front(self) -> None:
        """The front page is looked at in every run, as a page whose links count."""
        url = self._edition.url
        self._archive.remember(FoundUrl(url, self._edition.lang, "list", "links"))
        page = self._archive.page(url)
        if page is not None and (page.visited_at is None or page.visited_at < self._context.started):
            self._state.book.make_due(page)


class _SitemapBook:
    """What was read so far."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.listed: set[str] = set()
        self.vanished: set[str] = set()
        self.listed_any = self.broken = False


def _all_newer(posts: wordpress.Posts, known: datetime | None) -> bool:
    dates = [found.modified for found in posts.found]
    return known is None or all(date is None or date > known for date in dates)
