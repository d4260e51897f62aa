"""The pace of requests to one host. No I/O; the clock is passed in."""

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SLOWEST = 60.0  # seconds between requests that trouble alone can lead to


_FIRST_BRAKE = 1.0  # seconds: doubling a gap of zero would brake nothing


_RECOVERY = 0.25  # seconds given back for each good answer: slow to trust again, as in TCP


_LONGEST_WAIT = 3600.0  # seconds: a Retry-After beyond an hour is a matter for the next run


_DAY = 86400.0  # seconds: nobody is believed who wants to be left alone for years


class Throttle:
    """Spaces the requests to one host; slower after trouble, never faster than configured. For one thread."""

    def __init__(
        self,
        gap: float,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`gap`: seconds from one request to the next, at least; 0 for none."""
        self._least = gap
        self._gap = gap
        self._latency = 0.0
        self._now, self.sleep = now, sleep
        self._free_at = -math.inf
        self.reason = "Crawl-delay"
        """Why the next request waits longer than the gap: `Crawl-delay`, `Retry-After`, `trouble`."""

    @property
    def gap(self) -> float:
        """Seconds between requests at present. A slow host is left to rest for as long as it took to answer."""
        return max(self._gap, 2 * self._latency) if self._least else self._gap

    def wait(self) -> None:
        """Sleep until the next request may be sent."""
        pause = self._free_at - self._now()
        if pause > 0:
            self.sleep(pause)
        self._free_at = self._now() + self.gap
        self.reason = "Crawl-delay"

    def at_least(self, gap: float | None) -> None:
        """Allow at most one request every `gap` seconds (a Crawl-delay); None changes nothing."""
        if gap is not None:
            self._least = max(self._least, gap)
            self._gap = max(self._gap, self._least)

    def slow_down(self, seconds: float | None = None) -> None:
        """The host asked for a rest: double the gap, and hold off for `seconds` if it said how long."""
        self._gap = max(self._least, min(max(2 * self._gap, _FIRST_BRAKE), _SLOWEST))
        self.reason = "trouble" if seconds is None else "Retry-After"
        rest = min(max(seconds or 0.0, self._gap), _LONGEST_WAIT)
        self._free_at = max(self._free_at, self._now() + rest)

    def speed_up(self, latency: float = 0.0) -> None:
        """A good response came after `latency` seconds: regain a little of the pace lost to trouble."""
        self._gap = max(self._least, self._gap - _RECOVERY)
        self._latency += (latency - self._latency) / 4


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (a number or a date), 0 to a day; None if unreadable."""
    text = (value or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
            seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
        except (ValueError, OverflowError):  # no date, or one that is no moment in its zone
            return None
    return min(max(seconds, 0.0), _DAY) if math.isfinite(seconds) else None
