"""Checks of the WARC files against the database, both ways: every capture there, every record known."""

import mmap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.records import Captured, Fetched
from dimash_archive.warc import record_format

FIND = "Look for the file in a copy of the archive; what it held may also be crawled again."
_HEADER = 10  # bytes of a gzip member that its checksum does not cover
_START = b"\x1f\x8b\x08"
_FIELDS = ("url", "fetched_at", "status", "mime", "digest", "warc_length", "revisit_of")

Known = dict[int, Captured]
"""The captures of one file by offset."""


def files(folder: Path) -> dict[str, Path]:
    """The WARC files of a folder by their final names; one that a run has not ended is still called `.open`."""
    found = [path for path in folder.glob("*") if ".warc" in path.name or path.name.endswith(".arc.gz")]
    return {path.name.removesuffix(".open"): path for path in sorted(found)}


def missing(folder: Path, known: Mapping[str, int]) -> Iterator[Finding]:
    """Files that captures lie in and that are not there; `known`: the number of captures in each."""
    there = files(folder)
    for name, count in known.items():
        if name not in there:
            yield Finding("warc", name, f"The file is missing; {count} captures lie in it.", FIND)


def check(path: Path, known: Known) -> Iterator[Finding | Captured]:
    """A file against the captures in it. Records that the database does not know come out as captures."""
    name = path.name.removesuffix(".open")
    unseen = dict(known)
    for each in _walk(path):
        if isinstance(each, Finding):
            yield each
            continue
        captured, fetched = each
        expected = unseen.pop(captured.warc_offset, None)
        yield from _payload(captured, fetched)
        if expected is None:
            yield captured
        else:
            yield from _agree(expected, captured)
    for captured in unseen.values():
        yield Finding(
            "captures", f"{name}:{captured.warc_offset}", f"There is no record of {captured.url}.", FIND
        )


def _agree(expected: Captured, captured: Captured) -> Iterator[Finding]:
    for field in _FIELDS:
        told, found = getattr(expected, field), getattr(captured, field)
        if told != found:
            yield Finding(
                "captures",
                f"{captured.warc_file}:{captured.warc_offset}",
                f"The database says {field} {told}, the record {found}.",
                "Restore archive.db or the WARC file from a copy, whichever is not as it was.",
            )


def _payload(captured: Captured, fetched: Fetched) -> Iterator[Finding]:
    """The payload is the one whose digest the record tells. A revisit has none; other digests are not ours."""
    if captured.revisit_of is None and fetched.raw and captured.digest.startswith("sha1:"):
        found = record_format.payload_digest(fetched.raw)
        if found != captured.digest:
            problem = f"The payload's digest is {found}, not {captured.digest}."
            yield Finding("warc", f"{captured.warc_file}:{captured.warc_offset}", problem, FIND)


def _walk(path: Path) -> Iterator[Finding | tuple[Captured, Fetched]]:
    """Every answer of a file; past damage it goes on at the next whole record."""
    size, name = path.stat().st_size, path.name.removesuffix(".open")
    if not size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        header, at = _usual_header(file, view), 0
        while at < size:
            file.seek(at)
            for content, start, length in record_format.members(file):
                if view[start : start + _HEADER] != header:
                    yield Finding("warc", f"{name}:{start}", "The beginning of the record is damaged.", FIND)
                yield from _answers(content, name, (start, length))
                at = start + length
            if at < size:
                after = _next_start(file, view, at)
                yield _damage(path, at, after)
                at = after or size


def _answers(
    content: bytes, name: str, place: tuple[int, int]
) -> Iterator[Finding | tuple[Captured, Fetched]]:
    try:
        for captured, fetched in record_format.answers(BytesIO(content), name):
            yield replace(captured, warc_offset=place[0], warc_length=place[1]), fetched
    except record_format.TORN as error:
        yield Finding("warc", f"{name}:{place[0]}", f"The record cannot be read: {error}.", FIND)


def _damage(path: Path, at: int, after: int) -> Finding:
    subject = f"{path.name.removesuffix('.open')}:{at}"
    if after:
        return Finding("warc", subject, f"{after - at} bytes are damaged.", FIND)
    if path.name.endswith(".open"):
        mend = "Nothing to do: the next crawl cuts off what is torn."
        return Finding("warc", subject, "The file was not ended; its last record is torn.", mend, "note")
    return Finding("warc", subject, "The file is damaged from here to its end.", FIND)


def _next_start(file: BinaryIO, view: mmap.mmap, at: int) -> int:
    """Where the next whole record behind `at` begins; 0 if there is none."""
    found = view.find(_START, at + 1)
    while found >= 0:
        file.seek(found)
        if next(record_format.members(file), None) is not None:
            return found
        found = view.find(_START, found + 1)
    return 0


def _usual_header(file: BinaryIO, view: mmap.mmap) -> bytes:
    """How most of the first records begin: every record of a file is written alike."""
    file.seek(_next_start(file, view, -1))
    starts = (start for _, start, _ in record_format.members(file))
    seen = [view[start : start + _HEADER] for start in islice(starts, 9)]
    return max(seen, key=seen.count, default=b"")
