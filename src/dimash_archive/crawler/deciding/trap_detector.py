"""Series of useless pages: endless calendars, tags that only repeat what is known. No I/O."""

from collections import Counter
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.discovery import links

PATIENCE, PATIENCE_WITH_SOURCES = 50, 3
"""How many consecutive pages of a series may be useless: where links are the only way to articles, and elsewhere."""

_ALL = ""
_ALL_PATIENCE = 8
_MOST_SERIES = 10_000  # that are counted, some 2 MB: what goes on without end comes up again and again
_CALENDAR_PATIENCE = 3  # its pages are as many as its days, and name only what stands elsewhere


class TrapDetector:
    """Counts, for every series, the consecutive pages that gave neither an article nor a link to one."""

    def __init__(self, patience: int) -> None:
        """`patience`: how many consecutive pages may be useless before the rest of their series is left alone."""
        self.patience = patience
        self._idle: Counter[str] = Counter()

    def note(self, url: str, *, useful: bool) -> None:
        """Note whether a page that was read was useful."""
        for key in (series(url), _ALL):
            idle = 0 if useful else self._idle[key] + 1
            self._idle.pop(key, None)  # a series that goes on is the newest one
            if idle:
                self._idle[key] = idle
        if len(self._idle) > _MOST_SERIES:
            del self._idle[next(iter(self._idle))]

    def is_exhausted(self, url: str) -> bool:
        """Whether requesting one more page like this is a waste."""
        patience = min(self.patience, _CALENDAR_PATIENCE) if links.is_calendar(url) else self.patience
        return self._idle[series(url)] >= patience or self._idle[_ALL] >= _ALL_PATIENCE * self.patience


def series(url: str) -> str:
    """The series of an address: all tags are one, and all authors; otherwise addresses that differ only in numbers."""
    first = urlsplit(url).path.strip("/").partition("/")[0]
    return f"{urls.host(url)}/{first}/" if first in ("tag", "author") else links.shape(url)
