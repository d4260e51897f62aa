"""The reading pages by their addresses: what each asks of the archive and passes to its template."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from datasette.utils.asgi import Response

from dimash_archive.browse.page_request import PageRequest
from dimash_archive.browse.views import (
    article_pages,
    capture_pages,
    citations,
    collections,
    feed_pages,
    overview,
    plot_pages,
    search,
    speech,
    version_pages,
)

View = Callable[[PageRequest], Awaitable[Response]]

_ID: Final = r"(?P<id>\d+)"
_VERSION: Final = rf"/articles/{_ID}/versions/(?P<version>\d+)"
ROUTES: Final[Mapping[str, View]] = MappingProxyType({
    "": overview.home,
    "/about": overview.about,
    "/runs": overview.runs,
    rf"/runs/{_ID}": overview.run,
    rf"/stories/{_ID}": article_pages.story,
    "/stories": collections.stories,
    rf"/articles/{_ID}": article_pages.article,
    _VERSION: version_pages.version,
    rf"/articles/{_ID}/versions": version_pages.history,
    rf"/articles/{_ID}/compare": version_pages.compare,
    rf"/articles/{_ID}/cite": citations.cite,
    rf"{_VERSION}/cite": citations.cite,
    rf"/articles/{_ID}\.(?P<form>[a-z]+)": citations.download,
    rf"{_VERSION}\.(?P<form>[a-z]+)": citations.download,
    r"/at/(?:(?P<moment>\d{14})/)?(?P<url>https?:/.+)": version_pages.permalink,
    "/changes": version_pages.changes,
    "/quotes": speech.quotes,
    "/speakers": speech.speakers,
    rf"/people/{_ID}": speech.person,
    "/timeline": collections.timeline,
    "/sections": collections.sections,
    "/tags": collections.tags,
    "/search": search.search,
    "/concordance": search.concordance,
    r"/search\.(?P<form>csv|json)": search.export,
    "/charts": plot_pages.charts,
    r"/(?P<kind>articles|quotes|changes|search)\.atom": feed_pages.feed,
    rf"/pictures/{_ID}": capture_pages.picture,
    rf"/records/{_ID}": capture_pages.record,
    rf"/records/{_ID}/page": capture_pages.captured_page,
})  # fmt: skip
"""Views by the patterns of their addresses, after the root of the reading pages."""
