"""Archives that play captures back: the Wayback Machine, and any pywb."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from dimash_archive.backfill.sources import cdx_server
from dimash_archive.backfill.sources.cdx_server import Dialect, IndexQuery
from dimash_archive.backfill.sources.holdings import Offer, Taken, Wanted
from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.backfill.sources.playback import original, playback_url
from dimash_archive.http.client import Fetcher

WAYBACK_INDEX: Final = "https://web.archive.org/cdx/search/cdx"
WAYBACK_PLAYBACK: Final = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class ReplayingArchive:
    """A CDX server, and the address where its captures are played back."""

    source: str
    """Address of the CDX server."""
    playback: str
    """Where captures are played back; ends in a slash."""
    dialect: Dialect
    """The server's query dialect."""
    fetcher: Fetcher
    """The client for that host; one request at a time."""

    def offers(self, wanted: Wanted) -> Iterator[Offer]:
        """The captures it holds below the wanted addresses, in the order of its index. Raises FetchError."""
        for front in wanted.fronts:
            query = IndexQuery(front.partition("://")[2], wanted.first, wanted.last, wanted.assets)
            for line in cdx_server.captures(self.fetcher, self.source, self.dialect, query):
                yield Offer(line, partial(self._take, line))

    def _take(self, line: IndexLine) -> Taken:
        url = playback_url(self.playback, line)
        return Taken(original(line, self.fetcher.get(url)), via=url)


def wayback_machine(fetcher: Fetcher) -> ReplayingArchive:
    """The Wayback Machine of the Internet Archive."""
    return ReplayingArchive(WAYBACK_INDEX, WAYBACK_PLAYBACK, Dialect.WAYBACK, fetcher)


def archive_at(index: str, fetcher: Fetcher) -> ReplayingArchive:
    """The archive whose CDX server has this address, such as `https://archive.example/collection/cdx`.

    A server at `…/cdx/search/cdx` is queried like the Wayback Machine, and plays back at `…/web/`.
    """
    head, slash, _ = index.rstrip("/").rpartition("/cdx/search/cdx")
    if slash:
        return ReplayingArchive(index, f"{head}/web/", Dialect.WAYBACK, fetcher)
    return ReplayingArchive(index, index.rstrip("/").rpartition("/")[0] + "/", Dialect.PYWB, fetcher)
