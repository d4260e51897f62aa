"""How fast the reading pages answer, and how much a first view weighs, in an archive of many articles.

    python benchmarks/browse.py --articles 100000

The demo's archive is multiplied until it is large enough: its words are then far more frequent than those of a
real archive, which is the harder case. Every kind of page is asked for many times with changing numbers; beside
them stands the page that Datasette itself makes of the table `articles`, which counts and facets it.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from dimash_archive.archive import Archive

LIMIT_MS, LIMIT_KB = 200, 150
WORDS = "хор концерт ән choir festival evening қала song әнші город зима teacher домбыра".split()
PARTS = "quotes images links article_tags history mentions sentences alignments".split()
"""Tables whose rows belong to an article, and are multiplied with it."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def multiplied(folder: Path, wanted: int) -> int:
    """The demo's archive with so many articles or a few more; returns how many."""
    subprocess.run(
        [_program("dimash-archive"), "demo", "--data", str(folder)], check=True, capture_output=True
    )
    with Archive.open(folder) as archive:
        db = archive.db
        count, top = (
            int(db.execute(f"SELECT {what}(id) FROM articles").fetchone()[0]) for what in ("count", "max")
        )
        stories = int(db.execute("SELECT max(id) FROM stories").fetchone()[0])
        with archive.batch():
            for copy in range(1, -(-wanted // count)):
                _copy(db.execute, copy, top, stories)
        archive.rebuild_index()
        db.execute("ANALYZE")
        return count * -(-wanted // count)


def _copy(run: Callable[[str], object], copy: int, top: int, stories: int) -> None:
    first = f"FROM {{}} WHERE {{}} <= {top}"
    new_id, new_story = f"{copy * top}", f"{copy * stories}"
    columns = [row[1] for row in run("PRAGMA table_info(articles)")]  # type: ignore[attr-defined]
    changed = {
        "id": f"id + {new_id}", "story_id": f"story_id + {new_story}", "url": f"url || '{copy}/'", "key": f"key || '/{copy}'",
        "title": f"title || ' {copy}'", "published": f"strftime('%Y-%m-%dT%H:%M:%SZ', published, '-{copy * 5} hours')",
        "published_local": f"strftime('%Y-%m-%dT%H:%M:%S', published, '{5 - copy * 5} hours') || '+05:00'",
    }  # fmt: skip
    run(f"INSERT INTO stories SELECT id + {new_story} FROM stories WHERE id <= {stories}")
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    run(f"INSERT INTO articles SELECT {values} {first.format('articles', 'id')}")
    moved = dict.fromkeys(("article_id", "article_a", "article_b"), new_id) | {"story_id": new_story}
    for table in PARTS:
        names = [row[1] for row in run(f"PRAGMA table_info({table})")]  # type: ignore[attr-defined]
        values = ", ".join(f'"{name}" + {moved[name]}' if name in moved else f'"{name}"' for name in names)
        key = "article_a" if "article_a" in names else "article_id"
        run(f"INSERT INTO {table} SELECT {values} {first.format(table, key)}")


def pages(database: Path) -> dict[str, list[str]]:
    """Addresses of every kind of page, shuffled."""
    chance = random.Random(7)
    with sqlite3.connect(database) as db:
        top = db.execute("SELECT max(id) FROM articles").fetchone()[0]
        stories = db.execute("SELECT max(id) FROM stories").fetchone()[0]
        people = [row[0] for row in db.execute("SELECT id FROM people")]
        speakers = [
            row[0]
            for row in db.execute(
                "SELECT DISTINCT speaker FROM quotes WHERE article_id < 186 AND speaker > ''"
            )
        ]
        sections = db.execute(
            "SELECT DISTINCT edition, section FROM articles WHERE id < 186 AND section > ''"
        ).fetchall()
        tags = [row[0] for row in db.execute("SELECT name FROM tags")]
    db.close()
    langs = ["kk", "ru", "en"]

    def some(make: Callable[[], str], count: int = 40) -> list[str]:
        return [make() for _ in range(count)]

    def section() -> str:
        edition, name = chance.choice(sections)
        return f"/sections?edition={edition}&section={quote(name)}&page={chance.randint(1, 20)}"

    return {
        "home": some(lambda: f"?edition={chance.choice(langs)}&page={chance.randint(1, 30)}"),
        "story": some(lambda: f"/stories/{chance.randint(1, stories)}"),
        "article": some(lambda: f"/articles/{chance.randint(1, top)}"),
        "quotes": some(lambda: f"/quotes?edition={chance.choice(langs)}&page={chance.randint(1, 20)}"),
        "speaker": some(lambda: f"/quotes?speaker={quote(chance.choice(speakers))}"),
        "person": some(lambda: f"/people/{chance.choice(people)}"),
        "tag": some(lambda: f"/tags?tag={quote(chance.choice(tags))}"),
        "stories": some(lambda: f"/stories?page={chance.randint(1, 20)}"),
        "timeline": some(lambda: f"/timeline?edition={chance.choice(langs)}&month=202{chance.randint(0, 5)}-0{chance.randint(1, 9)}"),
        "sections": some(section),
        "search": some(lambda: f"/search?q={quote(' '.join(chance.sample(WORDS, 2)))}"),
        "one word": some(lambda: f"/search?q={quote(chance.choice(WORDS))}&lang={chance.choice(langs)}&part=1"),
        "by date": some(lambda: f"/search?q={quote(chance.choice(WORDS))}&order=newest&page={chance.randint(1, 40)}"),
        "concordance": some(lambda: f"/concordance?q={quote(' '.join(chance.sample(WORDS, 2)))}"),
        "versions": some(lambda: f"/articles/{chance.randint(1, top)}/versions"),
        "version": some(lambda: f"/articles/{chance.randint(1, top)}/versions/1"),
        "cite": some(lambda: f"/articles/{chance.randint(1, top)}/cite"),
        "changes": some(lambda: f"/changes?page={chance.randint(1, 5)}"),
        "speakers": some(lambda: f"/speakers?edition={chance.choice(langs)}"),
        "tags": some(lambda: "/tags"),
        "charts": some(lambda: "/charts"),
        "runs": some(lambda: "/runs"),
        "about": some(lambda: "/about"),
        "feed": some(lambda: f"/articles.atom?edition={chance.choice(langs)}"),
    }  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The archive as `dimash-archive serve` serves it; its address."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [_program("dimash-archive"), "serve", "--data", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/-/versions.json")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def timed(client: httpx.Client, addresses: list[str]) -> tuple[float, float, float]:
    """Milliseconds: the first answer, the median, and the 95th percentile of the others."""
    taken = []
    for address in addresses:
        start = time.perf_counter()
        answer = client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        answer.raise_for_status()
    first, *rest = taken
    rest.sort()
    return first, rest[len(rest) // 2], rest[int(len(rest) * 0.95)]


def weights(root: str, paths: dict[str, list[str]]) -> dict[str, float]:
    """Kilobytes that a first view of each page brings over the wire, without pictures, in a new browser."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, addresses in paths.items():
            if name in ("feed", "one word"):
                continue
            context = chromium.new_context(locale="kk")
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            sizes: list[float] = []
            pictures: set[str] = set()
            session.on("Network.responseReceived", partial(_note_picture, pictures))
            session.on("Network.loadingFinished", partial(_note_size, pictures, sizes))
            page.goto(root + addresses[0], wait_until="networkidle")
            found[name] = sum(sizes) / 1000
            context.close()
        chromium.close()
    return found


def _note_picture(pictures: set[str], event: dict[str, str]) -> None:
    if event["type"] == "Image":
        pictures.add(event["requestId"])


def _note_size(pictures: set[str], sizes: list[float], event: dict[str, Any]) -> None:
    if event["requestId"] not in pictures:
        sizes.append(event["encodedDataLength"])


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def main() -> None:
    """Build, ask, print a table; exits with 1 where a limit is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument(
        "--data", type=Path, help="keep the archive here, and take it from here the next time"
    )
    parser.add_argument("--json", type=Path)
    wished = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wished.data or Path(scratch)
        if not (folder / "archive.db").exists():
            start = time.perf_counter()
            print(
                f"{multiplied(folder, wished.articles)} articles, built in {time.perf_counter() - start:.0f} s"
            )
        asked = pages(folder / "archive.db")
        with served(folder) as address, httpx.Client(timeout=60) as client:
            root = f"{address}/archive/-/read"
            _, _, peer = timed(client, [f"{address}/archive/articles?_next={n}" for n in range(20)])
            times = {name: timed(client, [root + path for path in paths]) for name, paths in asked.items()}
            sizes = weights(root, asked)
    print(f"Datasette's own page of the table articles: {peer:.0f} ms at the 95th percentile\n")
    print(f"{'page':12}{'first ms':>10}{'median ms':>11}{'p95 ms':>9}{'of peer':>9}{'first view kB':>15}")
    for name, (first, median, p95) in times.items():
        weight = f"{sizes[name]:.0f}" if name in sizes else ""
        print(f"{name:12}{first:10.0f}{median:11.0f}{p95:9.0f}{p95 / peer:9.2f}{weight:>15}")
    if wished.json:
        wished.json.write_text(json.dumps({"peer": peer, "times": times, "weights": sizes}, indent=1))
    slow = [name for name, (_, _, p95) in times.items() if p95 >= LIMIT_MS]
    heavy = [name for name, weight in sizes.items() if weight >= LIMIT_KB]
    sys.exit(f"Over the limits: {', '.join(slow + heavy)}" if slow or heavy else 0)


if __name__ == "__main__":
    main()
