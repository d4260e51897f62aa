"""How much room an archive takes: pages are stored as a crawl stores them, and looked at once more without a change.

    python benchmarks/disk.py PAGES [--limit 1000]

PAGES is a folder with `truth.jsonl` (id, url) and `html/ID.html.gz`. Prints the bytes of a page with its request in the WARC
file (mean, median, the ninth of ten), those of a check that found it unchanged, and what the database takes beside an empty
one; then what follows for archives of several sizes. Text is UTF-8.
"""

import argparse
import gzip
import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from dimash_archive.archive import FILE, Archive
from dimash_archive.errors import NotAnArticle
from dimash_archive.extraction import article
from dimash_archive.records import Fetched
from dimash_archive.warc.writer import WarcWriter

START = datetime(2024, 6, 14, tzinfo=UTC)
ASKED = (
    ("User-Agent", "dimash-archive/0.1 (+https://example.org/contact)"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Host", "www.example.org"),
)
ANSWERED = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Date", "Fri, 14 Jun 2024 00:00:00 GMT"),
    ("Server", "nginx"),
    ("ETag", '"1a2b3c4d5e6f"'),
    ("Cache-Control", "max-age=300"),
)
TABLE = (
    ("10,000 articles, once", 10_000, 0),
    ("100,000 articles, once", 100_000, 0),
    ("a year of 50 new articles per day, each checked three times", 50 * 365, 3),
)


def answers(folder: Path) -> Iterator[Fetched]:
    """The pages of a folder, as a server sends them."""
    for line in (folder / "truth.jsonl").read_text("utf-8").split("\n"):
        page = json.loads(line) if line.strip() else {}
        if page.get("url"):
            raw = (folder / "html" / f"{page['id']}.html.gz").read_bytes()
            yield Fetched(page["url"], 200, "OK", ANSWERED, raw, gzip.decompress(raw), START, ASKED)


def store(folder: Path, pages: Iterator[Fetched]) -> tuple[list[int], list[int], int, int]:
    """The bytes of each page and of each check in WARC, the number of articles, and the bytes of their texts."""
    stored, checked, articles, texts = [], [], 0, 0
    writer = WarcWriter(folder / "warc")
    with Archive.open(folder, create=True) as archive:
        run_id = archive.begin_run("size", START)
        for fetched in pages:
            before = writer.total
            captured = writer.write(fetched)
            stored.append(writer.total - before)
            before = writer.total
            writer.write(replace(fetched, status=304, raw=b"", body=b""), captured)
            checked.append(writer.total - before)
            with archive.batch(), suppress(NotAnArticle):
                found = article.extract(fetched.body, fetched.url)
                capture_id = archive.record(run_id, captured)
                archive.save(found, edition="en", capture_id=capture_id, seen_at=START, extractor="1")
                articles, texts = articles + 1, texts + len(found.body.encode())
        writer.close()
    return stored, checked, articles, texts


def main() -> None:
    """Run from the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("pages", type=Path)
    options.add_argument("--limit", type=int, default=1000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored, checked, articles, texts = store(folder, islice(answers(chosen.pages), chosen.limit))
        Archive.open(folder / "empty", create=True).close()
        size = (folder / FILE).stat().st_size - (folder / "empty" / FILE).stat().st_size
    page, check = statistics.mean(stored), statistics.mean(checked)
    print(
        f"{len(stored):,} pages: {page / 1000:.0f} kB each in WARC, median {statistics.median(stored) / 1000:.0f},",
        end=" ",
    )
    print(
        f"nine in ten below {statistics.quantiles(stored, n=10)[-1] / 1000:.0f}; a check {check / 1000:.1f} kB"
    )
    print(f"{articles:,} articles: {texts / articles / 1000:.1f} kB of text each;", end=" ")
    print(
        f"the database takes {size / texts:.1f} times the texts, {size / articles / 1000:.0f} kB per article"
    )
    for what, number, checks in TABLE:
        warc = number * (page + checks * check)
        print(f"{what}: WARC {warc / 1e9:.2f} GB, database {number * size / articles / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
