"""The pages in a part of a WARC file, and their readings, one after another: only a few are in memory at a time."""

import queue
from collections.abc import Iterator, Mapping
from typing import Final

import fsspec

from dimash_archive.cluster import parquet_tables
from dimash_archive.cluster.plan import WarcPart
from dimash_archive.cluster.shared_stats import time_of
from dimash_archive.discovery import links
from dimash_archive.html.repetition import BoilerplateStats
from dimash_archive.http.codings import is_gzip
from dimash_archive.records import Captured, Fetched
from dimash_archive.site import Site
from dimash_archive.warc.record_parser import BadRecord, parse
from dimash_archive.warc.scanner import Damage, scan
from dimash_archive.workers.pool import ProcessPool
from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading

LARGEST: Final = 32_000_000
"""Bytes that a record may unpack to; the rest of a longer one is skipped."""
_AHEAD: Final = 4  # pages that wait for the reading process: enough to keep it busy
_TYPES: Final = ("text/html", "application/xhtml+xml")
Answer = tuple[Captured, Fetched]
"""Where a page was captured, and the page."""


def pages(part: WarcPart, errors: parquet_tables.Table) -> Iterator[Answer]:
    """The pages of successful responses. Faults become rows of `errors`."""
    for captured, fetched in _answers(part, errors):
        if fetched.status != 200 or captured.revisit_of is not None or fetched.mime not in _TYPES:
            continue
        if links.kind_of(captured.url) == "list":
            continue  # no crawl reads a front page as an article either
        if is_gzip(fetched.body):
            reason = f"The page cannot be unpacked, or not to less than {LARGEST:,} bytes."
            errors.add(parquet_tables.error(captured.url, reason, part.source, captured.warc_offset))
        elif fetched.body:
            yield captured, fetched


def read(
    answers: Iterator[Answer], memory: Mapping[str, BoilerplateStats] | None = None
) -> Iterator[tuple[Captured, PageReading]]:
    """The readings in the order of the pages, with what `memory` knows of each one's site and month (`time_of`).

    Without a memory, each page gives only what it adds to one. Pages are read in a process of their own: one
    that crashes it, or takes more than a minute or 2 GB, is a reading that failed.
    """
    reader = PageExtractor(Site("cluster", (), sources=()), memory, learns_only=memory is None)
    done: queue.SimpleQueue[PageReading] = queue.SimpleQueue()
    readers = ProcessPool(reader, done.put, 1)
    waiting: dict[int, Captured] = {}
    try:
        for number, (captured, fetched) in enumerate(answers):
            waiting[number] = captured
            time = " ".join(map(str, time_of(captured)))
            job = PageJob(
                number,
                captured.url,
                fetched.body,
                fetched.charset,
                "und",
                extract=True,
                memory=time,
                fetched_at=captured.fetched_at,
            )
            readers.submit(job)
            if len(waiting) > _AHEAD:
                reading = done.get()
                yield waiting.pop(reading.number), reading
        while waiting:
            reading = done.get()
            yield waiting.pop(reading.number), reading
    finally:
        readers.close()


def _answers(part: WarcPart, errors: parquet_tables.Table) -> Iterator[Answer]:
    with fsspec.open(part.source, "rb", compression=None) as file:
        if part.start > 0 and not is_gzip(file.read(3)):
            return  # whatever its name says: the first part reads it all
        for piece in scan(file, part.start, part.end, LARGEST):
            fault, answer = None, None
            try:
                if isinstance(piece, Damage):
                    fault = f"The record cannot be read: {piece.reason} ({piece.length:,} bytes)."
                else:
                    answer = parse(piece, part.source, LARGEST)
            except BadRecord as error:
                fault = f"The record cannot be read: {error}"
            if fault:
                errors.add(parquet_tables.error(None, fault, part.source, piece.offset))
            if answer is not None:
                yield answer.captured, answer.fetched
