"""What a run remembers of a site's lists, for sites of several sizes: nothing is requested.

    python benchmarks/listed_addresses.py [--addresses 20000 200000]

For each size, a process of its own notes that many addresses of sitemaps in a new archive, finds that a tenth of them
vanished, and makes every page due again, as a crawl with `--full` does. Prints the seconds, and by how much the peak memory
of the process grew meanwhile.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.crawler.context import RunContext
from dimash_archive.crawler.options import CrawlOptions
from dimash_archive.crawler.planning.seeding import SitemapBook
from dimash_archive.crawler.state import RunState
from dimash_archive.records import DiscoveredUrl
from dimash_archive.site import Edition, Site

FRONT = "https://en.example.org/"
START = datetime(2024, 6, 14, tzinfo=UTC)
SITEMAP = 5_000
"""Addresses in one sitemap."""


def sitemaps(number: int) -> Iterator[list[DiscoveredUrl]]:
    """That many addresses, sitemap by sitemap."""
    for first in range(0, number, SITEMAP):
        yield [
            DiscoveredUrl(f"{FRONT}2024/06/a-story-of-the-town-{each}/", "en", "article", "sitemap", START)
            for each in range(first, min(first + SITEMAP, number))
        ]


def note(state: RunState, number: int) -> None:
    """Note addresses as discovery does."""
    book, archive = SitemapBook(), state.context.archive
    for addresses in sitemaps(number):
        with archive.batch():
            for address in addresses:
                state.book.remember(address)
        keys = {urls.key(address.url) for address in addresses}
        book.listed.update(list(keys)[len(keys) // 10 :])
        book.vanished.update(keys)
    with archive.batch():
        archive.db.execute(
            "UPDATE pages SET state = 'done', visited_at = ?, due = ?",
            (START.isoformat(), (START + timedelta(days=30)).isoformat()),
        )
        state.book.check_presence(book.vanished_everywhere(), "en")
    state.book.make_all_due("en", FRONT)


def measure(number: int) -> str:
    """A line of figures for one size."""
    site = Site("town", (Edition("en", FRONT),))
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        context = RunContext(site, archive, Path(folder) / "warc", 1, CrawlOptions(now=lambda: START), START)
        state, before, begun = RunState(context), peak(), time.monotonic()
        note(state, number)
        return f"{number:>9,} addresses {time.monotonic() - begun:6.1f} s {peak() - before:6.1f} MB more"


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run from the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--addresses", type=int, nargs="+", default=[20_000, 200_000])
    sizes = options.parse_args().addresses
    if len(sizes) == 1:
        print(measure(sizes[0]))
        return
    for size in sizes:  # a process of its own each: what one has had, it does not give back
        subprocess.run([sys.executable, __file__, "--addresses", str(size)], check=True)


if __name__ == "__main__":
    main()
