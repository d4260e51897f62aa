"""From WARC to Parquet: pages per second with one worker and with two, beside trafilatura and Fundus over the same file.

    .venv/bin/pip install trafilatura lxml_html_clean fastwarc fundus "curl_cffi<0.14"
    .venv/bin/python benchmarks/cluster.py --stories 800

Fundus reads by selectors that were written for the site (`cluster_fundus.py`), trafilatura and ours read any page.

The month of CC-NEWS at the end is computed from the figures above it and from the two numbers on the command line:
how many pages and how many bytes a month has. They are the reader's to fill in; the defaults are round numbers.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dimash_archive.cluster import dispatch, plan
from dimash_archive.demo import DemoSite
from dimash_archive.records import Fetched
from dimash_archive.urls import host
from dimash_archive.warc import reader, record_format
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.record_parser import parse
from dimash_archive.warc.scanner import StoredRecord, scan

RUNS = (
    ("one worker, without memory", "quick", 1, False),
    ("one worker", "one", 1, True),
    ("two workers", "two", 2, True),
)
LANGS = ("kk", "ru", "en")
DAY = datetime(2024, 6, 14, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Cost(NamedTuple):
    """What a run took, in seconds."""

    wall: float
    """By the clock: tells one worker from two, but only on a machine that does nothing else."""
    cpu: float
    """Of all processors: holds on a busy machine too."""


def made(path: Path, stories: int) -> int:
    """Write the invented site's articles as a WARC file, the languages mixed as crawls mix sites; returns their number."""
    site = DemoSite(stories)
    pages = [(at, lang, url) for lang in LANGS for at, url in enumerate(site.urls(lang))]
    with path.open("wb") as out:
        for _, lang, url in sorted(pages):
            body = site.respond(lang, "/" + url.partition("://")[2].partition("/")[2], {})[2]
            fetched = Fetched(url, 200, "OK", HTML, body, body, DAY)
            out.write(b"".join(record_format.exchange(fetched, payload_digest(body), None)))
    return len(pages)


def answers(path: Path) -> Iterator[Fetched]:
    """The pages of the file, read as the benchmark's peers do."""
    with path.open("rb") as file:
        for _, fetched in reader.answers(file, path.name):
            yield fetched


def ours(path: Path, out: Path, workers: int, memory: bool) -> Cost:
    """The whole command, start and end of the workers included."""
    wish = dispatch.ClusterOptions(workers=workers, part=max(1, path.stat().st_size // 4), memory=memory)
    begun, spent = time.perf_counter(), _children()
    for _ in dispatch.extract([str(path)], str(out), wish):
        pass
    return Cost(time.perf_counter() - begun, _children() - spent)


def _children() -> float:
    """CPU seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peers(path: Path, folder: Path) -> dict[str, Cost]:
    """Those that are installed, each into one Parquet file, in this process."""
    costs = {}
    for name, rows in (("trafilatura", by_trafilatura), ("Fundus, its parser for the site", by_fundus)):
        with suppress(ImportError):
            list(rows(path, 1))
            begun, spent = time.perf_counter(), time.process_time()
            pq.write_table(
                pa.Table.from_pylist(list(rows(path))), folder / "peer.parquet", compression="zstd"
            )
            costs[name] = Cost(time.perf_counter() - begun, time.process_time() - spent)
    return costs


def by_trafilatura(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    """With metadata."""
    trafilatura = import_module("trafilatura")
    for fetched in islice(answers(path), most):
        found = trafilatura.bare_extraction(fetched.body, url=fetched.url, with_metadata=True)
        if found is not None:
            yield {"url": fetched.url, "title": found.title, "text": found.text, "date": found.date}


def by_fundus(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    """With all that its parser gives."""
    fundus = import_module("cluster_fundus")
    hosts = {host(url) for lang in LANGS for url in DemoSite(1).urls(lang)}
    yield from islice(fundus.rows(path, hosts), most)


def by_scanner(path: Path) -> None:
    """Read the records as the command does, and parse the responses."""
    with path.open("rb") as file:
        for record in scan(file):
            assert isinstance(record, StoredRecord)
            parse(record, path.name)


def by_fastwarc(path: Path) -> None:
    """Read the same records with FastWARC."""
    iterator = import_module("fastwarc.warc").ArchiveIterator

    with path.open("rb") as file:
        for record in iterator(file):
            record.reader.read()


def by_warcio(path: Path) -> None:
    """Read and parse the same records with warcio."""
    for _ in answers(path):
        pass


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """The best of three."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work(path)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument(
        "--stories", type=int, default=800, help="Stories in three languages: three pages each."
    )
    words.add_argument("--pages", type=float, default=10e6, help="Pages in a month of CC-NEWS.")
    words.add_argument("--gigabytes", type=float, default=400, help="Compressed size of the month.")
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "town.warc.gz"
        number = made(path, wish.stories)
        print(f"{number:,} pages, {path.stat().st_size / 1e6:.1f} MB of WARC\n")
        print("| reading the records alone | pages/s |\n|---|---|")
        for what, work in (("scanner", by_scanner), ("FastWARC", by_fastwarc), ("warcio, parsed", by_warcio)):
            print(f"| {what} | {number / seconds(work, path):,.0f} |")
        costs = peers(path, folder)
        costs |= {what: ours(path, folder / out, workers, memory) for what, out, workers, memory in RUNS}
        print(
            "\n| WARC to Parquet | pages per CPU second | ratio | pages per second by the clock |\n|---|---|---|---|"
        )
        base = costs.get("trafilatura", costs[RUNS[0][0]])
        for what, took in costs.items():
            a_core, ratio = number / took.cpu, base.cpu / took.cpu
            print(f"| {what} | {a_core:,.1f} | {ratio:.2f} | {number / took.wall:,.1f} |")
        month(wish, folder / RUNS[1][1], number, costs[RUNS[1][0]])


def month(wish: argparse.Namespace, out: Path, number: int, took: Cost) -> None:
    """What a month of CC-NEWS would cost, from the figures of a run of so many pages."""
    rows = plan.total(str(out))["articles"]
    sizes = {name: sum(plan.sizes(str(out), name).values()) / rows for name in ("articles", "sights")}
    hours = wish.pages * took.cpu / number / 3600
    table, seen = (wish.pages * each / 1e9 for each in sizes.values())
    print(
        f"\n{rows:,} articles, {sizes['articles']:,.0f} bytes of Parquet each, {sizes['sights']:,.0f} of sights"
    )
    print(
        f"A month of {wish.pages:,.0f} pages and {wish.gigabytes:,.0f} GB, read twice: {hours:,.0f} core hours, "
        f"{table:,.1f} GB of Parquet and {seen:,.1f} GB of sights if every page is an article"
    )


if __name__ == "__main__":
    main()
