"""What a stored page is read with: the later parts of its article, and whether it is to be read at all."""

from collections.abc import Callable, Iterator

from dimash_archive.archive import PageRow
from dimash_archive.archive.crawl_queries import CrawlQueries
from dimash_archive.discovery import links
from dimash_archive.errors import CaptureError
from dimash_archive.http import robots
from dimash_archive.records import Captured, Fetched, Listing
from dimash_archive.workers.protocol import PagePart

MOST_PARTS = 50
"""Pages of one article that are read."""
_PASSWORD_FORM = b"post-password-form"  # the class of WordPress's form, in every theme


def asks_password(fetched: Fetched, listing: Listing | None) -> bool:
    """Whether a password is asked for the text: by the REST API, or by WordPress's form where no list says otherwise."""
    if listing is not None and listing.source == "wordpress":
        return listing.is_protected
    return _PASSWORD_FORM in fetched.body


def is_readable(page: PageRow, fetched: Fetched, listing: Listing | None) -> bool:
    """Whether a stored page is read anew: a form that asks for a password is no text, and `noindex` is heeded.

    A page that is an article although it says `noindex` is one because the profile wants it so.
    """
    if _PASSWORD_FORM in fetched.body and (
        listing is None or listing.source != "wordpress" or listing.is_protected
    ):
        return False
    return page.kind == "article" or "noindex" not in robots.directives(fetched.headers, fetched.body)


def stored_parts(
    queries: CrawlQueries, load: Callable[[Captured], Fetched], captured: Captured, fetched: Fetched
) -> tuple[PagePart, ...]:
    """The later pages of the article on a stored page, as they were captured with it; those that are lost are left out."""
    return tuple(_parts(queries, load, captured, fetched))


def _parts(
    queries: CrawlQueries, load: Callable[[Captured], Fetched], captured: Captured, fetched: Fetched
) -> Iterator[PagePart]:
    last = PagePart(fetched.url, fetched.body, fetched.charset)
    for number in range(2, MOST_PARTS + 2):
        url = links.continuation(last.body, last.url, fetched.url, number, last.charset)
        stored = queries.capture_beside(url, captured.fetched_at) if url is not None else None
        if stored is None:
            return
        try:
            answer = load(stored)
        except CaptureError:  # `verify` tells
            return
        last = PagePart(answer.url, answer.body, answer.charset)
        yield last
