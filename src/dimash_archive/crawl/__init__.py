"""The crawl: the only place that knows the order in which things happen."""

from dimash_archive.crawl.run import DONE, FAILURES, INTERRUPTED, LIMIT, Crawl, crawl

__all__ = ["DONE", "FAILURES", "INTERRUPTED", "LIMIT", "Crawl", "crawl"]
