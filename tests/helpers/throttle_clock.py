"""A clock for throttles, so that no test waits."""

from dimash_archive.http.throttle import Throttle


class ThrottleClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.naps.append(seconds)
        self.time += seconds

    def throttle(self) -> Throttle:
        """A throttle without gap on this clock."""
        return Throttle(0.0, lambda: self.time, self.sleep)
