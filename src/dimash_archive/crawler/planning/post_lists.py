"""The lists of posts that WordPress's REST API gives: all of them the first time, later what changed."""

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from dimash_archive import urls
from dimash_archive.archive.crawl_memory import listings
from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.planning.documents import Documents, NotOffered
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Steps, Task
from dimash_archive.discovery import wordpress
from dimash_archive.errors import CaptureError, FetchError
from dimash_archive.records import DiscoveredUrl

_FRESH = timedelta(days=7)
_MOST_PAGES = 5000


@dataclass(frozen=True, slots=True)
class _LatestChanges:
    """The beginning of one list, the latest change first."""

    kind: str
    """The type of its posts, as the API's addresses name it."""
    pages: int
    """How many pages the list has."""
    total: int
    """How many posts it has."""
    fresh: int
    """How many of the posts that changed were not listed before."""
    has_moved: bool
    """Whether one of them is at another address than before."""


class PostLists:
    """Reads the lists of the API at `root`: posts, and types of posts that are in the same sections."""

    def __init__(self, state: RunState, langs: Sequence[str], documents: Documents, root: str) -> None:
        """`langs`: the editions whose posts the API lists, the one that reads it first."""
        self._state, self._context, self._archive = state, state.context, state.context.archive
        self._langs, self._lang, self._documents, self._root = langs, langs[0], documents, root

    def read(self, settled: bool) -> Steps:
        """Note all posts the first time; later only what changed, and everything again if posts have vanished or moved.

        `settled`: all was read before. Raises FetchError if a list cannot be fetched.
        """
        known = self._context.queries.number_of_posts(self._langs) if settled else 0
        changes = (self._context.queries.newest_change(lang) for lang in self._langs)
        newest = max(filter(None, changes), default=None) if known else None
        lists = [(yield from self._latest("posts", newest))]
        for kind in (yield from self._further_kinds(settled)):
            with suppress(NotOffered):  # it is not for strangers, and was not before
                lists.append((yield from self._latest(kind, newest)))
        has_moved = any(each.has_moved for each in lists)
        is_other = sum(each.total for each in lists) != known + sum(each.fresh for each in lists)
        if not known or has_moved or is_other or (settled and self._is_old(wordpress.address(self._root))):
            yield from self._all(lists)

    def _latest(self, kind: str, newest: datetime | None) -> Generator[Task, HostAnswer, _LatestChanges]:
        """Note the posts of the first page, and of further ones as far as all were changed after `newest`."""
        url = wordpress.address(self._root, newest=True, kind=kind)
        last = posts = wordpress.parse((yield from self._documents.get(url)), self._lang)
        news, number = Counter(map(self._remember, posts.addresses)), 1
        while newest is not None and number < posts.pages and _all_newer(last, newest):
            number += 1
            url = wordpress.address(self._root, number, newest=True, kind=kind)
            last = wordpress.parse((yield from self._documents.get(url, keep=False)), self._lang)
            news.update(map(self._remember, last.addresses))
        return _LatestChanges(kind, posts.pages, posts.total, news["new"], "moved" in news)

    def _remember(self, post: DiscoveredUrl) -> Literal["new", "moved", "known"]:
        """Note a post; says how it stood in the lists before."""
        number = post.listing.cms_id if post.listing is not None else None
        before = self._context.queries.post_address(self._langs, number) if number is not None else None
        self._state.book.remember(post)
        if before is None:
            return "new"
        return "known" if urls.key(before) == urls.key(post.url) else "moved"

    def _further_kinds(self, settled: bool) -> Generator[Task, HostAnswer, tuple[str, ...]]:
        """The types of posts beside WordPress's own, asked for once a week."""
        url = wordpress.types_address(self._root)
        if not settled or self._is_old(url):
            with suppress(FetchError):
                return wordpress.further_kinds((yield from self._documents.get(url)))
        captured = self._context.queries.last_capture(url)
        with suppress(CaptureError):  # `verify` tells
            return wordpress.further_kinds(self._context.load(captured)) if captured is not None else ()
        return ()

    def _is_old(self, url: str) -> bool:
        """Whether a list was last read so long ago that it is read again.

        What is removed while another post is restored changes no total, and not every change of an address is dated.
        """
        page = self._archive.page(url)
        read = page.visited_at if page is not None else None
        return read is None or self._context.now() - read > _FRESH

    def _all(self, lists: Iterable[_LatestChanges]) -> Steps:
        """Every page of the lists; posts that were on one before and are not now are asked for."""
        listed = DiskSet[int]()
        for each in lists:
            yield from self._whole(each, listed)
        for lang in self._langs:
            for posts in self._context.queries.posts_present(lang):
                absent = {number: url for number, url in posts.items() if number not in listed}
                with self._archive.batch():
                    listings.mark_absent(self._archive.db, lang, absent, self._context.now())
                self._state.book.check_presence(absent.values(), lang)

    def _whole(self, latest: _LatestChanges, listed: DiskSet[int]) -> Steps:
        """Note every post of a list, and their numbers in `listed`."""
        number, pages = 0, latest.pages
        while number < min(pages, _MOST_PAGES):
            number += 1
            url = wordpress.address(self._root, number, kind=latest.kind)
            posts = wordpress.parse((yield from self._documents.get(url, keep=number == 1)), self._lang)
            pages = posts.pages
            listed.update(posts.ids)
            for post in posts.addresses:
                self._state.book.remember(post)


def _all_newer(posts: wordpress.Posts, newest: datetime) -> bool:
    return all(post.modified is None or post.modified > newest for post in posts.addresses)
