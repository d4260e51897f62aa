"""Common Crawl: an index for each of its crawls, and ranges of bytes of its WARC files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Final
from urllib.parse import urljoin

from dimash_archive.backfill.sources import cdx_server
from dimash_archive.backfill.sources.cdx_server import Dialect, IndexQuery
from dimash_archive.backfill.sources.holdings import Offer, Taken, Wanted
from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.errors import BadAnswer
from dimash_archive.http.client import Fetcher
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.reader import answers

CRAWLS: Final = "https://index.commoncrawl.org/collinfo.json"
"""Which crawls there are."""
DATA: Final = "https://data.commoncrawl.org/"
"""Where the WARC files are."""


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """Common Crawl, or a server with the same interface."""

    source: str
    """Address of the list of crawls."""
    data: str
    """Where the WARC files are; ends in a slash."""
    index_fetcher: Fetcher
    """The client for the host of the indexes."""
    data_fetcher: Fetcher
    """The client for the host of the files."""

    def offers(self, wanted: Wanted) -> Iterator[Offer]:
        """The captures it holds below the wanted addresses, crawl by crawl. Raises FetchError."""
        for index in self._indexes():
            for front in wanted.fronts:
                query = IndexQuery(front.partition("://")[2], wanted.first, wanted.last, wanted.assets)
                lines = cdx_server.captures(self.index_fetcher, index, Dialect.COMMON_CRAWL, query)
                for line in lines:
                    if line.filename and line.offset is not None and line.length:
                        yield Offer(line, partial(self._take, line))

    def _indexes(self) -> list[str]:
        """The addresses of the index of each crawl, oldest first."""
        fetched = self.index_fetcher.get(self.source)
        try:
            crawls = json.loads(fetched.body)
            return [urljoin(self.source, crawl["cdx-api"]) for crawl in reversed(crawls)]
        except (ValueError, TypeError, KeyError) as error:
            raise BadAnswer("This is not a list of Common Crawl's crawls.", url=self.source) from error

    def _take(self, line: IndexLine) -> Taken:
        """The record of a capture, as it lies in the WARC file."""
        assert line.filename is not None and line.offset is not None
        url = urljoin(self.data, line.filename)
        span = (line.offset, line.offset + line.length - 1)
        answer = self.data_fetcher.get_range(url, *span)
        member = (
            answer.raw[span[0] : span[1] + 1] if answer.status == 200 else answer.raw
        )  # who sends all knows no ranges
        try:
            captured, fetched = next(answers(BytesIO(member), line.filename))
        except StopIteration as error:
            raise BadAnswer(f"There is no complete answer at bytes {span[0]}-{span[1]}.", url=url) from error
        digest = payload_digest(fetched.raw)
        if line.digest and digest.rpartition(":")[2] != line.digest.upper() and not line.is_revisit:
            raise BadAnswer("The payload does not have the digest given in the index.", url=url)
        whole = captured.revisit_of is None and not line.is_revisit
        return Taken(
            fetched, via=f"{url}#{span[0]}-{span[1]}", member=member if whole else None, digest=digest
        )


def common_crawl(index_fetcher: Fetcher, data_fetcher: Fetcher) -> CommonCrawl:
    """Common Crawl itself."""
    return CommonCrawl(CRAWLS, DATA, index_fetcher, data_fetcher)
