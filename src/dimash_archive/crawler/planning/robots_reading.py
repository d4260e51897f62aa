"""Reading a robots.txt: the stored one, for a day, or the site's, with its redirects followed."""

from collections.abc import Generator
from datetime import timedelta

from dimash_archive.archive.crawl_memory import page_states
from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.planning.documents import Documents
from dimash_archive.crawler.tasks import HostAnswer, Task
from dimash_archive.errors import CaptureError, FetchError
from dimash_archive.http.robots import Robots

_VALIDITY = timedelta(hours=24)  # RFC 9309, 2.4: not longer than a day
_Reading = Generator[Task, HostAnswer, Robots]


def read_robots(context: RunContext, documents: Documents, url: str, front: str | None = None) -> _Reading:
    """The rules at the address of a robots.txt. Those of the last day are good enough, unless they forbid `front`.

    If they have changed, the pages that were refused are judged again.
    """
    recent = _recent(context, url)
    if recent is not None and not recent.closed and (front is None or recent.allows(front)):
        return recent
    before = _state(context, url)
    try:
        fetched = yield from documents.ask(url, is_robots=True)
    except FetchError as error:
        return Robots.parse(b"", None, str(error).partition("\n")[0])
    robots = Robots.of(fetched)
    if before is not None and not robots.closed and _state(context, url) != before:
        with context.archive.batch():
            page_states.refused_are_due(context.archive.db, context.now(), url)
    return robots


def _recent(context: RunContext, url: str) -> Robots | None:
    """The rules that were read within the last day; `--full` reads them anew."""
    page = context.archive.page(url)
    if page is None or page.visited_at is None or page.last_status is None or context.options.full:
        return None
    if not timedelta() <= context.now() - page.visited_at < _VALIDITY:
        return None
    capture = context.queries.last_capture(url) if page.last_status in (200, 304) else None
    try:
        return Robots.parse(
            context.load(capture).body if capture else b"", 200 if capture else page.last_status
        )
    except CaptureError:
        return None


def _state(context: RunContext, url: str) -> tuple[str | None, bool] | None:
    """What tells one robots.txt from another: its digest, and whether there is one; None before the first."""
    page, captured = context.archive.page(url), context.queries.last_capture(url)
    if page is None:
        return None
    return captured.digest if captured is not None else None, page.last_status in (200, 304)
