"""WordPress's feed with the latest change first: it announces changes if the REST API is closed."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from dimash_archive.crawler.disk_set import DiskSet
from dimash_archive.crawler.planning.documents import Documents, NotOffered
from dimash_archive.crawler.state import RunState
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.discovery import feed, wordpress
from dimash_archive.errors import Refused
from dimash_archive.records import DiscoveredUrl

_MOST_PAGES = 2000
_MOST_WAITING = 20_000
"""Posts whose tags wait for the end of the feed: some 20 MB."""


class ChangeFeed:
    """Reads the feed of one edition page by page: all of it the first time, later only as far as what is held."""

    def __init__(
        self, state: RunState, edition: str, documents: Documents, kinds: Sequence[str] = ()
    ) -> None:
        """`kinds`: types of posts beside WordPress's own, whose posts are named if they are in sections or have tags."""
        self._state, self._edition, self._documents, self._kinds = state, edition, documents, kinds

    def read(self, named: str, *, is_settled: bool) -> Generator[Task, HostAnswer, bool]:
        """Note the posts and when each was changed; False if there is no such feed.

        `named`: the feed that the site names. `is_settled`: all posts were listed before.
        """
        seen, terms = DiskSet[str](), _Terms(self._state.context.queries.listed_sections(self._edition))
        first = wordpress.feed_by_change(named, 1, self._kinds)
        is_settled = is_settled and first is not None and self._documents.had(first)
        for number in range(1, _MOST_PAGES + 1):
            url = wordpress.feed_by_change(named, number, self._kinds)
            posts = (yield from self._page(url, number)) if url is not None else []
            if number == 1 and not (posts and _is_sorted(posts)):
                return False
            fresh = [post for post in posts if post.url not in seen]
            if not fresh:  # the end, or a server that sends its first page whatever is asked for
                break
            is_reached = is_settled and any(map(self._is_noted, fresh))
            for post in fresh:
                self._state.book.remember(terms.with_section(post))
            if is_reached:
                break
            seen.update(post.url for post in fresh)
        for post in terms.with_tags():
            self._state.book.remember(post)
        return True

    def _page(self, url: str, number: int) -> Generator[Task, HostAnswer, list[DiscoveredUrl]]:
        """The posts on a page; none behind the last one, and none where the site does not want it read."""
        try:
            fetched = yield from self._documents.get(url, keep=number == 1)
        except (NotOffered, Refused):
            return []
        posts = feed.parse(fetched.body, url, self._edition)
        return [post for post in posts if not self._kinds or _categories(post)]

    def _is_noted(self, post: DiscoveredUrl) -> bool:
        """Whether it is known already that a post was changed at that moment, and so of all behind it."""
        before = self._state.context.queries.listing(post.url)
        return before is not None and before.modified == _changed_at(post)


class _Terms:
    """Tells sections from tags. WordPress's feeds name a post's sections first, and then its tags.

    A name that is the first of any post is a section wherever it stands, so tags are known at the end of the feed.
    """

    def __init__(self, sections: Iterable[str]) -> None:
        """`sections`: those that are known from earlier runs."""
        self._sections = set(sections)
        self._waiting: list[DiscoveredUrl] = []

    def with_section(self, post: DiscoveredUrl) -> DiscoveredUrl:
        """The post with its first section; it waits for its tags."""
        names = _categories(post)
        if post.listing is None or not names:
            return post
        self._sections.add(names[0])
        post = replace(post, listing=replace(post.listing, section=names[0]))
        if len(names) > 1 and len(self._waiting) < _MOST_WAITING:
            self._waiting.append(post)
        return post

    def with_tags(self) -> Iterator[DiscoveredUrl]:
        """The posts that have tags, with them."""
        for post in self._waiting:
            tags = tuple(name for name in _categories(post) if name not in self._sections)
            if tags and post.listing is not None:
                yield replace(post, listing=replace(post.listing, tags=tags))


def _categories(post: DiscoveredUrl) -> tuple[str, ...]:
    return post.listing.categories if post.listing is not None else ()


def _changed_at(post: DiscoveredUrl) -> datetime | None:
    return post.listing.modified if post.listing is not None else None


def _is_sorted(posts: list[DiscoveredUrl]) -> bool:
    """Whether each post says when it was changed, the latest first."""
    moments = [_changed_at(post) for post in posts]
    return all(early and late and late >= early for late, early in pairwise(moments)) and all(moments)
