"""The invented site as a crawl saw it day by day, and an archive's account of it, for tests and benchmarks of the past."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from dimash_archive.archive import Archive
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoServer
from dimash_archive.site import Site


@dataclass(frozen=True)
class Past:
    """An archive that crawled on those days."""

    site: Site
    """The profile."""
    data: Path
    """Its folder."""
    late: Path
    """The folder of one that crawled on the last of those days only."""


BEGIN = datetime(2024, 6, 14, 10, tzinfo=UTC)


def crawl_days(town: DemoServer, site: Site, data: Path, days: range) -> None:
    """Crawl editions of the invented site once a day, at ten o'clock, each time in full."""
    for day in days:
        town.move_to(day)
        moment = BEGIN + timedelta(days=day)
        now = partial(_same, moment)
        crawl = Crawl(site, data, now=now, workers=0, full=True, sleep=lambda seconds: None)
        for _ in crawl.run():
            pass


def _same(moment: datetime) -> datetime:
    return moment


def account(data: Path) -> dict[str, list[Any]]:
    """By address of an article: its texts in order, and when it was gone and back, to the day."""
    told = {}
    with Archive.open(data, readonly=True) as archive:
        for url in [row[0] for row in archive.db.execute("SELECT url FROM articles ORDER BY url")]:
            history = archive.history(url)
            told[url] = [
                [(row["title"], row["body"]) for row in history],
                [(e["gone_at"][:10], (e["back_at"] or "")[:10]) for row in history for e in row["absences"]],
            ]
    return told
