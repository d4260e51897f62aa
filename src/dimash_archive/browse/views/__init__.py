"""The reading pages by their addresses: what each asks of the archive, and what it hands to its template."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from datasette.utils.asgi import Response

from dimash_archive.browse.page_request import PageRequest
from dimash_archive.browse.views import (
    articles,
    captures,
    citations,
    collections,
    feeds,
    overview,
    plots,
    search,
    speech,
    versions,
)  # fmt: skip

View = Callable[[PageRequest], Awaitable[Response]]

_ID: Final = r"(?P<id>\d+)"
_VERSION: Final = rf"/articles/{_ID}/versions/(?P<version>\d+)"
ROUTES: Final[Mapping[str, View]] = MappingProxyType({
    "": overview.home,
    "/about": overview.about,
    "/runs": overview.runs,
    rf"/runs/{_ID}": overview.run,
    rf"/stories/{_ID}": articles.story,
    "/stories": collections.stories,
    rf"/articles/{_ID}": articles.article,
    _VERSION: versions.version,
    rf"/articles/{_ID}/versions": versions.history,
    rf"/articles/{_ID}/compare": versions.compare,
    rf"/articles/{_ID}/cite": citations.cite,
    rf"{_VERSION}/cite": citations.cite,
    rf"/articles/{_ID}\.(?P<form>[a-z]+)": citations.download,
    rf"{_VERSION}\.(?P<form>[a-z]+)": citations.download,
    r"/at/(?:(?P<moment>\d{14})/)?(?P<url>https?:/.+)": versions.permalink,
    "/changes": versions.changes,
    "/quotes": speech.quotes,
    "/speakers": speech.speakers,
    rf"/people/{_ID}": speech.person,
    "/timeline": collections.timeline,
    "/sections": collections.sections,
    "/tags": collections.tags,
    "/search": search.search,
    "/concordance": search.concordance,
    r"/search\.(?P<form>csv|json)": search.export,
    "/charts": plots.charts,
    r"/(?P<kind>articles|quotes|changes|search)\.atom": feeds.feed,
    rf"/pictures/{_ID}": captures.picture,
    rf"/records/{_ID}": captures.record,
    rf"/records/{_ID}/page": captures.captured_page,
})  # fmt: skip
"""View by the pattern of its address, behind the root of the reading pages."""
