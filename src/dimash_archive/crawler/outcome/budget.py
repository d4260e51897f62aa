"""What a run may use: time, and bytes of WARC files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from dimash_archive.crawler.options import CrawlOptions

Cut = Literal["limit", "time", "size", "interrupted"]
"""Why a run ends before its work is done."""


class Budget:
    """The time and the bytes of one run."""

    def __init__(self, options: CrawlOptions, started: datetime, written: Callable[[], int]) -> None:
        """`written` says how many bytes the run has written to WARC files."""
        self._options, self._started, self._written = options, started, written

    def spent(self) -> Cut | None:
        """The limit that was reached; None if the run may continue."""
        time, size = self._options.time_limit, self._options.size_limit
        if time is not None and self._options.now() - self._started >= timedelta(seconds=time):
            return "time"
        return "size" if size is not None and self._written() >= size else None
