"""Says when a host has a crawl wait for long: nobody should wonder whether it hangs."""

from collections.abc import Callable

from dimash_archive.records import Wait

_LONG = 10.0  # seconds: shorter than people begin to wonder


class WaitCrier:
    """Tells of the long waits for one host: of a Crawl-delay once, of everything else each time."""

    def __init__(self, host: str, gap: float, on_wait: Callable[[Wait], None] | None) -> None:
        """`gap`: seconds between requests as the user has it, which are no news."""
        self._host, self._gap, self._on_wait = host, gap, on_wait
        self._has_reported_delay = False

    def tell(self, seconds: float, reason: str) -> None:
        """A wait of so many seconds begins."""
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
