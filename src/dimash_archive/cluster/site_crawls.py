"""Many sites crawled on many machines: each site has a Dask worker to itself, and an archive of its own."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Unpack

from distributed import as_completed

from dimash_archive.cluster.dispatch import ClusterOptions, client
from dimash_archive.crawler import Crawl, CrawlOptions
from dimash_archive.crawler.options import CrawlKeywords
from dimash_archive.errors import ArchiveError
from dimash_archive.records import Summary
from dimash_archive.site import Site, by_host, distinct

TOGETHER: Final = "together"
"""The folder, beside those of the sites, of the archive that holds them all."""


@dataclass(frozen=True, slots=True)
class SiteCrawl:
    """What became of a site."""

    site: str
    """The profile's name."""
    exit: int
    """Exit code of its crawl, as that of the command `crawl`."""
    summary: Summary | None
    """What the crawl did; None if it broke off."""
    error: str | None
    """Why it broke off, in a sentence."""


def crawl(
    sites: Sequence[Site], out: Path, cluster_options: ClusterOptions, **options: Unpack[CrawlKeywords]
) -> Iterator[SiteCrawl]:
    """Crawl each site into `out/NAME`; yields as they end. Raises TypeError for an unknown option.

    `out` is a folder that all workers see. Sites that share a host are one piece of work, one after another, so that no
    two workers request from one host. A worker that dies is replaced, and the crawl resumes where it was. Raises UsageError
    for two sites of the same name, before any request.
    """
    distinct([site.name for site in sites], TOGETHER)
    with ExitStack() as stack:
        workers = client(stack, cluster_options)
        futures = [
            workers.submit(
                work,
                group,
                str(out.absolute()),
                CrawlOptions.of(options),
                key=f"crawl-{group[0].name}",
                pure=False,
            )
            for group in by_host(sites)
        ]
        for _, done in as_completed(futures, with_results=True):
            yield from done


def work(group: Sequence[Site], out: str, options: CrawlOptions) -> list[SiteCrawl]:
    """Crawl sites one after another: what runs on a worker."""
    return [_crawled(site, Path(out) / site.name, options) for site in group]


def _crawled(site: Site, data: Path, options: CrawlOptions) -> SiteCrawl:
    job = Crawl(site, data, options)
    try:
        for _ in job.run():
            pass
    except ArchiveError as error:
        return SiteCrawl(site.name, error.exit_code, None, str(error))
    return SiteCrawl(site.name, job.summary.exit, job.summary, None)
