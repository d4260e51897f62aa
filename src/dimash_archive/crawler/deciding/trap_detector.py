"""Series of pages that bring nothing: endless calendars, tags that only repeat what is known. No I/O."""

from collections import Counter
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.discovery import links

PATIENCE, PATIENCE_WITH_SOURCES = 50, 3
"""Pages of a series in a row that may bring nothing: where links are the only way to articles, and else."""

_ALL = ""
_ALL_PATIENCE = 8
_CALENDAR_PATIENCE = 3  # its pages are as many as its days, and name only what stands elsewhere


class TrapDetector:
    """Counts, for every series, the pages in a row that brought neither an article nor the way to one."""

    def __init__(self, patience: int) -> None:
        """`patience`: pages in a row that may bring nothing before the rest of their series is left alone."""
        self.patience = patience
        self._idle: Counter[str] = Counter()

    def note(self, url: str, *, useful: bool) -> None:
        """A page was read: whether it was of use."""
        for key in (series(url), _ALL):
            self._idle[key] = 0 if useful else self._idle[key] + 1

    def is_exhausted(self, url: str) -> bool:
        """Whether asking for one more page like this is a waste."""
        patience = min(self.patience, _CALENDAR_PATIENCE) if links.is_calendar(url) else self.patience
        return self._idle[series(url)] >= patience or self._idle[_ALL] >= _ALL_PATIENCE * self.patience


def series(url: str) -> str:
    """The series of an address: all tags are one, all authors; else those that differ in numbers only."""
    first = urlsplit(url).path.strip("/").partition("/")[0]
    return f"{urls.host(url)}/{first}/" if first in ("tag", "author") else links.shape(url)
