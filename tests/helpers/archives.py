"""A small archive for tests: two articles, one of them changed once, one speech, one failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dimash_archive.archive import Archive
from dimash_archive.records import Article, Captured, DiscoveredUrl, Quote

CHOIR, CONCERT = "https://en.example.org/choir/", "https://ru.example.org/concert/"


def _captured(url: str, day: int) -> Captured:
    when = datetime(2024, 6, day, 10, tzinfo=UTC)
    return Captured(url, when, 200, "text/html", f"sha1:{day:032}", "one.warc.gz", day * 100, 100)


def _choir(title: str, first: str) -> Article:
    quote = Quote("We sang until the rain stopped.", "Ivar Lindstad", len(first) + 2, len(first) + 33)
    published = datetime(2024, 6, 13, 9, tzinfo=UTC)
    paragraphs = (first, quote.text, "The end.")
    return Article(CHOIR, title, paragraphs, "en", "Choir", published=published, quotes=(quote,))


@contextmanager
def written(data: Path, site: str = "town") -> Iterator[Archive]:
    """The archive, open for more to be written."""
    with Archive.open(data, create=True) as archive:
        run = archive.begin_run(site, datetime(2024, 6, 14, tzinfo=UTC))
        articles = [
            (14, "en", _choir("The choir sings [loudly]", "It was a long evening.")),
            (15, "ru", Article(CONCERT, "Хор дал концерт", ("Зрителей было много.",), "ru")),
            (16, "en", _choir("The choir sings [softly]", "It was a very long evening.")),
        ]
        for day, edition, article in articles:
            captured = _captured(article.url or "", day)
            capture = archive.record(run, captured)
            seen = captured.fetched_at
            archive.save(article, edition=edition, capture_id=capture, seen_at=seen, extractor="1")
        archive.remember(DiscoveredUrl("https://en.example.org/lost/", "en", "article", "links"))
        archive.visited("https://en.example.org/lost/", state="failed", status=500)
        archive.finish_run(run, {"new": 2, "changed": 1, "failed": 1}, 7, datetime(2024, 6, 16, tzinfo=UTC))
        yield archive


def small(data: Path, site: str = "town") -> Path:
    """Write the archive into `data` and close it."""
    with written(data, site):
        return data
