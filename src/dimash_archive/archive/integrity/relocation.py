"""Captures whose WARC file another program recompressed, renamed, joined, split or moved: where their records are now.

A record is recognised by its address, its moment, its status and the digest of its payload, which such programs keep.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from dimash_archive.archive.crawl_memory.captures import relocate
from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.archive.store import Archive
from dimash_archive.errors import CaptureError
from dimash_archive.records import Captured
from dimash_archive.warc import reader

_Identity = tuple[str, datetime, int, str]


@dataclass(frozen=True, slots=True)
class Move:
    """A capture whose record is not where the database says."""

    capture_id: int
    """Its row."""
    before: Captured
    """As the database has it."""
    after: Captured
    """As it was read."""


def moves(archive: Archive, files: Mapping[str, Path]) -> list[Move]:
    """The captures whose records are elsewhere, according to the archive's files. `files`: paths by name.

    If the first and last record of each file are in place, nothing more is read.
    """
    if all(_begins_and_ends(archive, name, files.get(name)) for name in _names(archive)):
        return []
    spare, in_place = defaultdict[_Identity, list[Captured]](list), set[str]()
    for name, path in files.items():
        by_offset = {capture.warc_offset: capture for _, capture in archive.captures(name)}
        for captured in _read(path):
            capture = by_offset.get(captured.warc_offset)
            if capture is not None and _identity(capture) == _identity(captured):
                in_place.add(captured.place)
            else:
                spare[_identity(captured)].append(captured)
    astray = [each for each in archive.captures() if each[1].place not in in_place]
    moved = [
        Move(number, before, spare[_identity(before)].pop(0))
        for number, before in astray
        if spare.get(_identity(before))
    ]
    left = {before.place for _, before in astray} - {each.before.place for each in moved}
    return [each for each in moved if each.after.place not in left]


def apply(archive: Archive, moved: list[Move]) -> None:
    """Point captures, and those that refer to them, to where the records are."""
    with archive.batch():
        relocate(archive.db, {each.capture_id: (each.before, each.after) for each in moved})


def findings(moved: list[Move], *, repaired: bool) -> Iterator[Finding]:
    """A finding for each file that held the records."""
    mend = "Run `dimash-archive verify --repair`: the database records where they are now."
    for name, group in groupby(moved, key=lambda move: move.before.warc_file):
        there = [move.after.warc_file for move in group]
        files = ", ".join(sorted(set(there)))
        records = "one of its records is" if len(there) == 1 else f"{len(there)} of its records are"
        problem = f"Another program changed it: {records} elsewhere, in {files}."
        yield Finding("captures", name, problem, mend, repaired=repaired)


def _names(archive: Archive) -> list[str]:
    sql = "SELECT DISTINCT warc_file FROM captures ORDER BY warc_file"
    return [name for (name,) in archive.db.execute(sql).fetchall()]


def _begins_and_ends(archive: Archive, name: str, path: Path | None) -> bool:
    """Whether the first and the last record of a file are where they are said to be."""
    if path is None:
        return False
    captures = sorted((captured for _, captured in archive.captures(name)), key=lambda each: each.warc_offset)
    for captured in (captures[0], captures[-1]):
        if not any(_identity(each) == _identity(captured) for each in _read(path, captured.warc_offset)):
            return False
    return True


def _read(path: Path, offset: int | None = None) -> Iterator[Captured]:
    """The captures that a file holds, as far as it can be read: what is damaged is another check's matter."""
    try:
        for captured, _ in reader.read(path, offset, tell=lambda _: None):
            yield captured
    except CaptureError:
        return


def _identity(captured: Captured) -> _Identity:
    return captured.url, captured.fetched_at, captured.status, captured.digest
