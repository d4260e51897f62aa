"""The crawl: the only place that knows the order in which things happen.

run         a run from beginning to end          engine      who waits for whom, and when it is written down
download    a thread per host: fetch, capture    applier     does what was decided
planning    what to ask for next, and of whom    deciding    what an answer means: actions, by pure functions
outcome     limits, waits, how it ended          context     what all of these share

docs/architecture.md describes how a page goes from its address to its row.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dimash_archive.crawler.options import CrawlOptions
    from dimash_archive.crawler.run import (
        DONE,
        FAILURES,
        INTERRUPTED,
        LIMIT,
        NO_ACCESS,
        SHORTFALL,
        Crawl,
        crawl,
    )

__all__ = [
    "DONE",
    "FAILURES",
    "INTERRUPTED",
    "LIMIT",
    "NO_ACCESS",
    "SHORTFALL",
    "Crawl",
    "CrawlOptions",
    "crawl",
]


def __getattr__(name: str) -> object:
    # Late, because processes that read pages come through here and need neither network nor database.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "options" if name == "CrawlOptions" else "run"
    return getattr(import_module(f"{__name__}.{module}"), name)
