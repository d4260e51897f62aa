"""The documents of discovery: robots.txt, lists of posts, sitemaps, feeds. Requested with their stored validators."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta

from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.errors import BadAnswer, CaptureError, FetchError
from dimash_archive.http.redirects import HOPS, redirect_target
from dimash_archive.records import DiscoveredUrl, Fetched

_Fetching = Generator[Task, HostAnswer, Fetched]

_ABSENCE_LASTS = timedelta(days=7)
_NOT_OFFERED = frozenset((400, 401, 403, 404, 405, 410, 501))


class NotOffered(BadAnswer):
    """The site has no such document: no reason to complain unless it had one before."""


class Documents:
    """Requests the documents of one edition."""

    def __init__(self, context: RunContext, lang: str) -> None:
        self._context, self._archive, self._lang = context, context.archive, lang
        self.unfinished: set[str] = set()
        """Addresses that are done only when all of discovery is, so that a stopped run starts over."""

    def get(self, url: str, *, keep: bool = True) -> _Fetching:
        """A document; a 304 comes back as what it confirms. Raises FetchError if it fails, NotOffered if it does not exist."""
        if keep and self._was_not_offered(url):
            raise NotOffered("was not there the last time", url=url)
        fetched = yield from self.ask(url, keep=keep)
        if fetched.status != 200:
            kind = NotOffered if fetched.status in _NOT_OFFERED and not self.had(url) else BadAnswer
            raise kind(f"answers {fetched.status}", url=url)
        return fetched

    def _was_not_offered(self, url: str) -> bool:
        """Whether we know that there is no such document: it is looked for again now and then."""
        page = self._archive.page(url)
        if page is None or page.visited_at is None or self._context.options.full:
            return False
        lately = self._context.now() - page.visited_at < _ABSENCE_LASTS
        return lately and page.last_status in _NOT_OFFERED and not self.had(url)

    def had(self, url: str) -> bool:
        """Whether a document ever existed."""
        return self._context.queries.last_capture(url) is not None

    def ask(self, url: str, *, keep: bool = True, is_robots: bool = False) -> _Fetching:
        """The response from a document's address, redirects followed. `keep`: its validators are stored."""
        lang = self._lang
        page = self._archive.page(url) if keep else None
        before = self._context.queries.last_capture(url) if page else None
        task = Task(url, lang, before=before, is_robots=is_robots)
        if page and before:
            task = replace(task, etag=page.etag, last_modified=page.last_modified)
        for _ in range(HOPS + 1):
            answer = yield task
            if answer.fetched is None:
                raise (
                    answer.error if isinstance(answer.error, FetchError) else BadAnswer("No answer.", url=url)
                )
            fetched, target = answer.fetched, redirect_target(answer.fetched)
            if target is None:
                break
            task = Task(target, lang, is_robots=is_robots)
        else:
            raise BadAnswer("redirects endlessly", url=url)
        if keep:
            self._keep(url, fetched)
        if fetched.status != 304 or answer.captured is None or before is None:
            return fetched
        try:
            return self._context.load(answer.captured)
        except CaptureError:  # `verify` tells; a server that is asked without conditions sends it once more
            answer = yield Task(url, lang, is_robots=is_robots)
            return answer.fetched or fetched

    def _keep(self, url: str, fetched: Fetched) -> None:
        archive = self._archive
        archive.remember(DiscoveredUrl(url, self._lang, "list", "sitemap"))
        archive.visited(url, status=fetched.status, due=None)
        if url not in self.unfinished:
            archive.visited(url, state="done")
        if fetched.status == 200:
            tags = fetched.header("etag"), fetched.header("last-modified")
            archive.visited(url, etag=tags[0], last_modified=tags[1])
