"""Whether readers and a writer get on: a writer stores articles while readers ask, for minutes on end.

    python benchmarks/mixed.py [--minutes 10]

The writer stores and changes articles in batches as a crawl does, and links stories now and then. Of the readers, each a
process of its own, one asks as sqlite3 does with its usual patience, one through the archive's search, one as Datasette
does, read-only and many questions at a time. Prints how much each did and how often it met "database is locked": it must
be never, on either side.
"""

import argparse
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import Press, store
from dimash_archive.archive import FILE, Archive
from dimash_archive.errors import Locked

START = datetime(2024, 1, 1, tzinfo=UTC)
KEPT = 20_000
"""Articles after which the writer changes old ones instead of storing more."""


def write(data: Path, until: float, told: Any) -> None:
    """Store articles, change some, link stories."""
    press, number, locked = Press(), 0, 0
    with Archive.open(data) as archive:
        run = archive.begin_run("mixed", START)
        while time.time() < until:
            try:
                with archive.batch():
                    for _ in range(20):
                        store(archive, run, number % KEPT, press.article(number % KEPT))
                        number += 1
                if number % 200 == 0:
                    archive.link_stories()
            except Locked:
                locked += 1
    told.put(("writer", number, locked))


def plain(data: Path) -> None:
    """What somebody asks with sqlite3."""
    connection = sqlite3.connect(data / FILE)
    try:
        connection.execute(
            "SELECT speaker, count(*) FROM quotes GROUP BY speaker ORDER BY 2 DESC LIMIT 5"
        ).fetchall()
        connection.execute("SELECT count(*) FROM stories_wide WHERE kk_id IS NULL").fetchall()
    finally:
        connection.close()


def searching(data: Path) -> None:
    """What the command line does."""
    with Archive.open(data) as archive:
        archive.search("концерт хор")
        archive.status()


def browsing(data: Path) -> None:
    """What Datasette does."""
    connection = sqlite3.connect(f"{(data / FILE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        for facet in ("section", "author", "lang"):
            connection.execute(
                f"SELECT {facet}, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC LIMIT 30"
            ).fetchall()
        connection.execute("SELECT * FROM articles ORDER BY published DESC LIMIT 100").fetchall()
    finally:
        connection.close()


READERS: dict[str, Callable[[Path], None]] = {"sqlite3": plain, "search": searching, "browse": browsing}


def read(name: str, data: Path, until: float, told: Any) -> None:
    """Ask again and again."""
    asked = locked = 0
    while time.time() < until:
        try:
            READERS[name](data)
            asked += 1
        except (sqlite3.OperationalError, Locked) as error:
            if "lock" not in str(error) and not isinstance(error, Locked):
                raise
            locked += 1
        time.sleep(0.02)
    told.put((name, asked, locked))


def main() -> None:
    """Let them all work for a while, and print what they met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data, until = Path(name), time.time() + 60 * options.minutes
        Archive.open(data, create=True).close()
        told: Any = multiprocessing.Queue()
        jobs = [multiprocessing.Process(target=write, args=(data, until, told))]
        jobs += [multiprocessing.Process(target=read, args=(each, data, until, told)) for each in READERS]
        for job in jobs:
            job.start()
        found = [told.get(timeout=60 * options.minutes + 600) for _ in jobs]
        for job in jobs:
            job.join()
    for who, done, locked in sorted(found):
        print(f"{who:8} {done:9,} {'articles' if who == 'writer' else 'rounds  '} {locked} times locked")
    sys.exit(any(locked for _, _, locked in found))


if __name__ == "__main__":
    main()
