"""The crawl: the only place that knows the order in which things happen.

run         a run from beginning to end          loop        who waits for whom, and when it is written down
editions    what to ask an edition for next      discovery   what an edition says it has
hosts       a thread a host: fetch, capture      reading     processes that read pages
visits      what an answer means                 desk        what all of these share
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dimash_archive.crawler.run import DONE, FAILURES, INTERRUPTED, LIMIT, Crawl, crawl

__all__ = ["DONE", "FAILURES", "INTERRUPTED", "LIMIT", "Crawl", "crawl"]


def __getattr__(name: str) -> Any:
    # Late, because processes that read pages come through here and need neither network nor database.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.run"), name)
