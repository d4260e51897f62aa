"""A web archive's CDX server: which captures of a site it holds, page by page. Home of the two query dialects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from urllib.parse import urlencode

from dimash_archive.backfill.sources.holdings import media
from dimash_archive.backfill.sources.index_lines import IndexLine, between, read_index
from dimash_archive.discovery.requisites import Assets
from dimash_archive.errors import BadAnswer
from dimash_archive.http.client import Fetcher

_PAGE: Final = 5000  # lines an answer: the Wayback Machine's own example, some 600 kB
_NO_MORE: Final = (400, 404)  # what servers without captures, or past their last page, answer


class Dialect(Enum):
    """The query dialect of a CDX server."""

    WAYBACK = "wayback"
    """The Wayback Machine's server: columns, resume keys, `filter=statuscode:…`."""
    PYWB = "pywb"
    """pywb, which national archives run: one object per line, `filter==status:…`, everything in one response."""
    COMMON_CRAWL = "commoncrawl"
    """pywb over a compressed index: numbered pages."""


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What is asked of a CDX server."""

    url: str
    """The beginning of the addresses that are wanted."""
    first: datetime | None = None
    """The earliest moment; None for any."""
    last: datetime | None = None
    """The latest moment; None for any."""
    assets: Assets = "none"
    """Whether pictures, or all that pages need to look right, are wanted too."""


def captures(fetcher: Fetcher, server: str, dialect: Dialect, query: IndexQuery) -> Iterator[IndexLine]:
    """The captures that a server names, in the order of its index.

    Raises FetchError, and BadAnswer for a response that is not an index. A server that knows nothing of the site yields nothing.
    """
    position: dict[str, str] = {}
    while True:
        answer = _ask(fetcher, server, _parameters(dialect, query) | position)
        if answer is None:
            return
        page = read_index(answer)
        if page.unreadable and not page.lines:
            raise BadAnswer("The answer is not an index of captures.", url=server)
        yield from between(page.lines, query.first, query.last)
        position = _next(dialect, position, page.resume_key, more=bool(page.lines))
        if not position:
            return


def _ask(fetcher: Fetcher, server: str, parameters: Mapping[str, str]) -> str | None:
    """The text of an answer; None where the server says that there is nothing (more)."""
    url = f"{server}?{urlencode(parameters)}"
    fetched = fetcher.get(url)
    if fetched.status in _NO_MORE:
        return None
    if fetched.status != 200:
        raise BadAnswer(f"The index answers {fetched.status}.", url=url)
    return fetched.body.decode("utf-8", "replace")


def _parameters(dialect: Dialect, query: IndexQuery) -> dict[str, str]:
    parameters = {"url": query.url, "matchType": "prefix", "output": "json"}
    if query.first is not None:
        parameters["from"] = f"{query.first:%Y%m%d%H%M%S}"
    if query.last is not None:
        parameters["to"] = f"{query.last:%Y%m%d%H%M%S}"
    if dialect is Dialect.WAYBACK:
        # What was captured again and again without a change is named once: `collapse` looks at neighbours of one address.
        parameters |= {"filter": f"mimetype:({media(query.assets)})", "collapse": "digest"}
        parameters |= {"limit": str(_PAGE), "showResumeKey": "true"}
    else:
        parameters["filter"] = f"~mime:({media(query.assets)})"
    return parameters


def _next(
    dialect: Dialect, before: Mapping[str, str], resume_key: str | None, *, more: bool
) -> dict[str, str]:
    """Where to go on; empty where the last answer was the last one."""
    if dialect is Dialect.WAYBACK:
        return {"resumeKey": resume_key} if resume_key else {}
    if dialect is Dialect.COMMON_CRAWL and more:
        return {"page": str(int(before.get("page", "0")) + 1)}
    return {}
