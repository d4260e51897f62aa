"""Whether a crawl finds everything and asks for little: the demo site against its own truth, request by request.

    python benchmarks/discovery.py [--articles 3000] [--later 9000] [--json FILE]

First table: all sources on, each alone, none but links. Second table: the next crawls of a site of `--later` articles,
by the REST API alone and by sitemaps alone: an hour later and a day later with nothing changed; then after a day that
brought new, edited and removed articles. Every figure is compared with what the site knows about itself; the exit code
is 1 if anything differs.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.records import Gone, Saved, Summary

LANGS = ("kk", "ru", "en")
ALL = ("wordpress", "sitemap", "feed")
_TRAPS = ("/calendar/?month=20", "?s=", "replytocom", "/feed/")


@dataclass
class Result:
    """One crawl, judged."""

    name: str
    articles: int
    requests: int
    seconds: float
    summary: Summary
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """A row of the table."""
        s, told = self.summary, "; ".join(self.faults) or "as the truth has it"
        return (
            f"{self.name:36} {self.articles:6,} articles {self.requests:6,} requests"
            f" ({self.requests / self.articles:.3f} an article) {self.seconds:6.1f} s  {s.new:,} new,"
            f" {s.changed} changed, {s.gone} gone, {s.failed} failed: {told}"
        )


class Watched:
    """A served demo site and the archive that crawls fill from it."""

    def __init__(self, server: DemoServer, data: Path) -> None:
        self._server, self._data = server, data

    def crawl(self, name: str, *, later: timedelta = timedelta()) -> tuple[Result, list[object]]:
        """Crawl at the site's own time, or later; judged for manners only."""
        moment = self._now() + later
        self._server.forget()
        began = time.monotonic()
        job = Crawl(self._server.site, self._data, now=lambda: moment)
        outcomes: list[object] = list(job.run())
        asked = [(each.edition, each.path) for each in self._server.requests]
        result = Result(name, len(self.truth()), len(asked), time.monotonic() - began, job.summary)
        twice = [path for (_, path), count in Counter(asked).items() if count > 1]
        forbidden = [path for _, path in asked if path.startswith(("/private", "/wp-admin"))]
        months = Counter(edition for edition, path in asked if path.startswith("/calendar/?month="))
        traps = [path for _, path in asked if any(trap in path for trap in _TRAPS[1:3])]
        result.faults += [f"asked twice: {twice[:3]}"] if twice else []
        result.faults += [f"forbidden: {forbidden[:3]}"] if forbidden else []
        result.faults += [f"trapped: {traps[:3]}"] if traps else []
        result.faults += [f"lost in the calendar: {months}"] if any(n > 12 for n in months.values()) else []
        result.faults += [note for note in job.summary.notes if "may lack" not in note]
        return result, outcomes

    def truth(self) -> set[str]:
        """The addresses of all articles."""
        return {url for lang in LANGS for url in self._server.demo.urls(lang)}

    def _now(self) -> datetime:
        return self._server.demo.room.now.astimezone(UTC)


def compare(result: Result, what: str, found: set[str], expected: set[str]) -> None:
    """Note what is missing and what is too much."""
    for word, urls in (("missing", expected - found), ("too much", found - expected)):
        if urls:
            result.faults.append(f"{len(urls)} {what} {word}, such as {min(urls)}")


def saved(outcomes: list[object], *, new: bool) -> set[str]:
    """The addresses of new articles, or of changed ones."""
    return {each.url for each in outcomes if isinstance(each, Saved) and each.new is new}


def sources(articles: int) -> list[Result]:
    """All sources on, each alone, none but links."""
    results = []
    for offers in (ALL, *((each,) for each in ALL), ()):
        site = DemoSite(articles // 3 + articles // 80, offers=frozenset(offers))
        with serve(site) as server, tempfile.TemporaryDirectory() as folder:
            watched = Watched(server, Path(folder))
            result, outcomes = watched.crawl(" + ".join(offers) or "links alone")
            compare(result, "articles", saved(outcomes, new=True), watched.truth())
            print(result.line(), flush=True)
            results.append(result)
    return results


def unchanged(watched: Watched, name: str, later: timedelta) -> Result:
    """A crawl that finds nothing changed must be cheap."""
    result, outcomes = watched.crawl(name, later=later)
    compare(result, "changes", saved(outcomes, new=True) | saved(outcomes, new=False), set())
    documents = 3 * (4 + result.articles // 2000)  # robots.txt, index, parts of 1,000, front page
    most = 12 if name.startswith("wordpress") else documents + max(30, int(0.03 * result.articles))
    result.faults += [f"more than {most} requests"] if result.requests > most else []
    return result


def days(articles: int, source: str) -> list[Result]:
    """A first crawl, then an hour and a day later with nothing changed, then a day that brought something."""
    site = DemoSite(articles // 3 + articles // 80, offers=frozenset((source,)))
    with serve(site) as server, tempfile.TemporaryDirectory() as folder:
        watched = Watched(server, Path(folder))
        results = [watched.crawl(f"{source}: first")[0]]
        shutil.copytree(folder, f"{folder}/copy")
        aged = Watched(server, Path(folder) / "copy")
        results.append(unchanged(aged, f"{source}: 60 days later", timedelta(days=60)))
        for hours in (1, 25):
            results.append(unchanged(watched, f"{source}: {hours} h later", timedelta(hours=hours)))
        gone: set[str] = set()
        removed: set[str] = set()
        for day in (2, 3, 4):
            server.move_to(day)
            changes = server.demo.changes(day)
            if day == 2:
                first = server.demo.changes(1)
                new = set(first.new | changes.new)
                changed = set((first.changed | changes.changed) - first.new)
                removed = set(first.removed | changes.removed)
                new, changed = new - removed, changed - removed - changes.new
            else:
                new, changed = set(changes.new), set(changes.changed)
                removed |= changes.removed
            result, outcomes = watched.crawl(f"{source}: day {day}")
            compare(result, "new", saved(outcomes, new=True), set(new))
            compare(result, "changed", saved(outcomes, new=False), set(changed))
            gone |= {each.url for each in outcomes if isinstance(each, Gone)}
            results.append(result)
        compare(results[-1], "gone", gone & removed, gone)
        results[-1].faults += [] if gone else ["nothing was found gone"]
    for each in results:
        print(each.line(), flush=True)
    return results


def main() -> None:
    """Crawl, judge, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--later", type=int, default=9000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = sources(options.articles) if options.articles else []
    for source in ("wordpress", "sitemap") if options.later else ():
        results += days(options.later, source)
    if options.json:
        rows = [
            {"name": each.name, "articles": each.articles, "requests": each.requests, "faults": each.faults}
            for each in results
        ]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    sys.exit(any(each.faults for each in results))


if __name__ == "__main__":
    main()
