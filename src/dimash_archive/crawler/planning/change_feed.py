"""WordPress's feed with the latest change first: it announces changes if the REST API is closed."""

from collections.abc import Generator
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


class ChangeFeed:
    """Reads the feed of one edition page by page: all of it the first time, later only as far as what is held."""

    def __init__(self, state: RunState, edition: str, documents: Documents) -> None:
        self._state, self._edition, self._documents = state, edition, documents

    def read(self, named: str, *, is_settled: bool) -> Generator[Task, HostAnswer, bool]:
        """Note the posts and when each was changed; False if there is no such feed.

        `named`: the feed that the site names. `is_settled`: all of it was read before.
        """
        seen = DiskSet[str]()
        for number in range(1, _MOST_PAGES + 1):
            url = wordpress.feed_by_change(named, number)
            posts = (yield from self._page(url, number)) if url is not None else []
            if number == 1 and not (posts and _is_sorted(posts)):
                return False
            fresh = [post for post in posts if post.url not in seen]
            if not fresh:  # the end, or a server that sends its first page whatever is asked for
                break
            is_reached = is_settled and any(map(self._is_noted, fresh))
            for post in fresh:
                self._state.book.remember(post)
            if is_reached:
                break
            seen.update(post.url for post in fresh)
        return True

    def _page(self, url: str, number: int) -> Generator[Task, HostAnswer, list[DiscoveredUrl]]:
        """The posts on a page; none behind the last one, and none where the site does not want it read."""
        try:
            fetched = yield from self._documents.get(url, keep=number == 1)
        except (NotOffered, Refused):
            return []
        return list(feed.parse(fetched.body, url, self._edition))

    def _is_noted(self, post: DiscoveredUrl) -> bool:
        """Whether it is known already that a post was changed at that moment, and so of all behind it."""
        before = self._state.context.queries.listing(post.url)
        return before is not None and before.modified == _changed_at(post)


def _changed_at(post: DiscoveredUrl) -> datetime | None:
    return post.listing.modified if post.listing is not None else None


def _is_sorted(posts: list[DiscoveredUrl]) -> bool:
    """Whether each post says when it was changed, the latest first."""
    moments = [_changed_at(post) for post in posts]
    return all(early and late and late >= early for late, early in pairwise(moments)) and all(moments)
