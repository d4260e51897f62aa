"""What is exported."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dimash_archive.archive import Archive
from dimash_archive.archive.stream import each
from dimash_archive.records import Row


def _nothing() -> None:
    """Where nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class ExportSource:
    """An archive, or a part of it."""

    archive: Archive
    """The archive, open."""
    lang: str | None = None
    """Only articles in this language; all if None."""
    tick: Callable[[], None] = _nothing
    """Called after each article."""

    def rows(self, order: str = "id") -> Iterator[Row]:
        """The articles, each with quotes, images, links and tags; `order` as in `archive.stream`."""
        for row in each(self.archive.db, self.lang, order):
            yield row
            self.tick()
