"""Reports long waits for a host, so that nobody wonders whether the crawl hangs."""

from collections.abc import Callable

from dimash_archive.records import Wait

_LONG = 10.0  # seconds: shorter than people begin to wonder


class WaitCrier:
    """Reports the long waits for one host: a Crawl-delay once, everything else each time."""

    def __init__(self, host: str, gap: float, on_wait: Callable[[Wait], None] | None) -> None:
        """`gap`: seconds between requests as the user set them, which are not reported."""
        self._host, self._gap, self._on_wait = host, gap, on_wait
        self._has_reported_delay = False

    def tell(self, seconds: float, reason: str) -> None:
        """Report that a wait of so many seconds begins."""
        is_delay = reason == "Crawl-delay"
        if (
            self._on_wait is None
            or seconds < _LONG
            or seconds <= self._gap
            or (is_delay and self._has_reported_delay)
        ):
            return
        self._has_reported_delay |= is_delay
        self._on_wait(Wait(self._host, seconds, reason))
