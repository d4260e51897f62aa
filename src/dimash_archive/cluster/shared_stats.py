"""The site memory of many WARC files: learned part by part (map), summed up site by site (reduce), recalled by part.

An address alone tells which site it belongs to. The sums are the archive's own, so the same pages are read the same way.
"""

import pickle
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from math import ceil
from typing import Final
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.archive.crawl_memory.line_stats import Sums, month_of
from dimash_archive.cluster import parquet_tables, plan
from dimash_archive.cluster.plan import WarcPart
from dimash_archive.extraction import VERSION
from dimash_archive.html.repetition import (
    OFTEN,
    BoilerplateStats,
    DomPathStats,
    LineObservation,
    LineObservations,
)
from dimash_archive.records import Captured, Row

GROUP: Final = 256_000_000
"""Bytes of observations that are summed up as one piece of work."""
_SHARES: Final = 1 << 32
_OPEN: Final = 64  # sites and months that a reader holds ready
_SCRATCH: Final = """CREATE TABLE pages (
    site TEXT, month INTEGER, page INTEGER, first TEXT, sights BLOB, PRIMARY KEY (site, month, page)
)"""
# A page counts once a month, by its first capture.
_KEEP: Final = (
    "INSERT INTO pages VALUES (?, ?, ?, ?, ?) ON CONFLICT (site, month, page)"
    " DO UPDATE SET first = excluded.first, sights = excluded.sights WHERE excluded.first < first"
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What was learned, in so many groups of sites."""

    name: str
    """Another one where it was learned from other parts."""
    groups: int
    """Files that it is made of."""

    def path(self, group: int) -> str:
        """The file of a group."""
        return f"{plan.MEMORY}/{self.name}/{group:05d}.parquet"

    def group_of(self, site: str) -> int:
        """The group that a site is in."""
        return share(site) * self.groups // _SHARES

    def shares(self, group: int) -> tuple[int, int]:
        """The first share of the sites of a group, and that behind the last."""
        return ceil(group * _SHARES / self.groups), ceil((group + 1) * _SHARES / self.groups)


class LazyStats(Mapping[str, BoilerplateStats]):
    """What repeats on many sites, packed: only the few that are being read are unpacked."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = dict(packed)
        self._open: dict[str, BoilerplateStats] = {}

    @property
    def digest(self) -> str:
        """The same for the same knowledge; empty for none."""
        items = sorted(self._packed.items())
        return blake2b(pickle.dumps(items), digest_size=8).hexdigest() if items else ""

    def __getitem__(self, time: str) -> BoilerplateStats:
        if time not in self._open:
            if len(self._open) == _OPEN:
                self._open.pop(next(iter(self._open)))
            self._open[time] = pickle.loads(self._packed[time])
        return self._open[time]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def time_of(captured: Captured) -> tuple[str, int]:
    """The site and the month of a page: its host, and the first step of its path if that has two letters, as editions have."""
    step = urlsplit(captured.url).path.split("/")[1:2]
    edition = f"/{step[0].lower()}" if step and len(step[0]) == 2 and step[0].isalpha() else ""
    return urls.host(captured.url).removeprefix("www.") + edition, month_of(captured.fetched_at)


def share(site: str) -> int:
    """A number below 2**32 that tells which group a site is in."""
    return zlib.crc32(site.encode())


def gathered(out: str) -> Memory:
    """The memory that all observations in a folder make."""
    sizes = plan.sizes(out, plan.OBSERVATIONS)
    groups = max(1, ceil(sum(sizes.values()) / GROUP))
    inputs = "\n".join([VERSION, str(groups), *sorted(sizes)])
    return Memory(blake2b(inputs.encode(), digest_size=8).hexdigest(), groups)


def reduce(group: int, memory: Memory, out: str) -> None:
    """Sum up what all parts saw of the sites of a group; what runs on a worker."""
    table = parquet_tables.Table(
        parquet_tables.REPEATS, group=8
    )  # small: a reader of one site reads few others
    with closing(sqlite3.connect("")) as scratch:  # a file that nobody sees: memory is bounded
        scratch.execute(_SCRATCH)
        for name in plan.sizes(out, plan.OBSERVATIONS):
            _gather(scratch, out, name, memory.shares(group))
        for row in _summed(scratch):
            table.add(row)
    plan.put(out, memory.path(group), table.content())


def _gather(scratch: sqlite3.Connection, out: str, name: str, shares: tuple[int, int]) -> None:
    """Take in the observations of a part; of those of one page in one month the first ones stay."""
    wanted = [("share", ">=", shares[0]), ("share", "<", shares[1])]
    for row in parquet_tables.rows(out, f"{plan.OBSERVATIONS}/{name}", wanted):
        lines = tuple(LineObservation(each["place"], each["line"], each["kept"], "") for each in row["lines"])
        places = tuple((each["place"], each["kept"]) for each in row["places"])
        first = f"{row['fetched_at'].isoformat()} {row['warc']} {row['warc_offset']:020d}"
        packed = pickle.dumps(LineObservations(lines, places))
        scratch.execute(_KEEP, (row["site"], row["month"], row["page"], first, packed))


def _summed(scratch: sqlite3.Connection) -> Iterator[Row]:
    """What repeats, by site and month; only one site is counted at a time."""
    pages = scratch.execute("SELECT site, month, sights FROM pages ORDER BY site, month")
    for site, rows in groupby(pages, lambda row: str(row[0])):
        with closing(Sums()) as sums:
            months = set()
            for _, month, packed in rows:
                sums.add(month, pickle.loads(packed))
                months.add(month)
            for month in sorted(months):
                stats = sums.repeats(month)
                if stats.pages >= OFTEN:
                    yield parquet_tables.repeats(site, month, stats)


def recall(out: str, part: WarcPart, memory: Memory) -> LazyStats:
    """What is known of the sites and months that a part has pages of."""
    times = {
        (row["site"], row["month"])
        for row in parquet_tables.rows(out, part.observations, columns=["site", "month"])
    }
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for site, _ in times:
        groups[memory.group_of(site)].add(site)
    packed = {}
    for group, sites in groups.items():
        for row in parquet_tables.rows(out, memory.path(group), [("site", "in", sites)]):
            if (row["site"], row["month"]) in times:
                packed[f"{row['site']} {row['month']}"] = pickle.dumps(_repeats(row))
    return LazyStats(packed)


def _repeats(row: Row) -> BoilerplateStats:
    places = {
        each["place"]: DomPathStats(each["pages"], each["kept"], each["sights"], each["repeated"])
        for each in row["places"]
    }
    lines = {(each["place"], each["line"]): each["pages"] for each in row["lines"]}
    return BoilerplateStats(row["pages"], places, lines)
