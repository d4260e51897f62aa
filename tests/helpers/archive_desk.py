"""An archive to test with: saves articles made of a few words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dimash_archive.archive import Archive
from dimash_archive.records import Article, Captured, Quote, Saved, Unchanged

START = datetime(2024, 6, 14, 5, 30, tzinfo=UTC)


def day(number: int) -> datetime:
    """The moment so many days after the start."""
    return START + timedelta(days=number)


def captured(number: int, url: str = "https://en.example.org/a", digest: str = "") -> Captured:
    """The capture with this number; its place in the WARC file follows from it."""
    place = ("dimash-1.warc.gz", number * 1000, 900)
    return Captured(
        url, START + timedelta(seconds=number), 200, "text/html", digest or f"sha1:{number}", *place
    )


def article(url: str, title: str, *paragraphs: str, lang: str = "en", **more: Any) -> Article:
    """An article in few words; what `speech` (pairs of speaker and text) says must stand in the text."""
    body = "\n\n".join(paragraphs)
    speech: Sequence[tuple[str | None, str]] = more.pop("speech", ())
    quotes = tuple(Quote(text, who, body.index(text), body.index(text) + len(text)) for who, text in speech)
    return Article(url, title, paragraphs, lang, quotes=quotes, **more)


class Desk:
    """An archive, and the next capture of it."""

    def __init__(self, folder: Path) -> None:
        self.archive = Archive.open(folder, create=True, now=lambda: START)
        self.captures = 0

    def save(self, what: Article, *, when: datetime = START, edition: str | None = None) -> Saved | Unchanged:
        """Store an article as seen in a capture of its own."""
        self.captures += 1
        capture_id = self.archive.record(None, captured(self.captures, what.url or ""))
        return self.read_again(what, capture_id, when=when, edition=edition)

    def read_again(
        self, what: Article, capture_id: int, *, when: datetime = START, edition: str | None = None
    ) -> Saved | Unchanged:
        """Store an article as read from a capture that already exists."""
        place = {"edition": edition or what.lang, "capture_id": capture_id}
        return self.archive.save(what, seen_at=when, extractor=f"x{capture_id}", **place)  # type: ignore[arg-type]

    def rows(self, sql: str, *values: object) -> list[Any]:
        """The rows of an SQL question."""
        return self.archive.db.execute(sql, values).fetchall()
