"""One part of a WARC file read into two Parquet files: what runs on a worker. The same part gives the same bytes."""

import queue
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Final

import fsspec

from dimash_archive import warc
from dimash_archive.cluster import plan, tables
from dimash_archive.cluster.members import members
from dimash_archive.cluster.plan import Part
from dimash_archive.extract import VERSION
from dimash_archive.items import Captured, Fetched
from dimash_archive.reading import Job, ProcessReaders, Reader, Reading
from dimash_archive.site import Site

_AHEAD: Final = 4  # pages that wait for the reading process: enough to keep it busy
_PAGES: Final = ("text/html", "application/xhtml+xml")
_Answer = tuple[Captured, Fetched]


def work(part: Part, out: str) -> dict[str, int]:
    """Read a part and write what is in it; returns the counts `pages`, `articles`, `skipped`, `errors`.

    Pages are read in a process of their own: one that crashes it, or takes more than a minute or 2 GB, is a row
    in the table of errors. A part that is cut off leaves nothing; done again, it leaves the same.
    """
    articles, errors = tables.Table(tables.ARTICLES), tables.Table(tables.ERRORS)
    skipped = 0
    for captured, reading in _read(_pages(part, errors)):
        if reading.article is not None:
            articles.add(tables.article(reading.article, captured, VERSION))
        elif reading.failed:
            reason = reading.reason or "It could not be read."
            errors.add(tables.error(captured.url, reason, captured.warc_file, captured.warc_offset))
        else:
            skipped += 1
    counts = {"articles": articles.count, "skipped": skipped, "errors": errors.count}
    for name, table in (("articles", articles), ("errors", errors)):
        if table.count:
            plan.put(out, f"{name}/{part.name}.parquet", table.content())
    plan.finish(out, part, counts)
    return counts


def _pages(part: Part, errors: tables.Table) -> Iterator[_Answer]:
    """The pages that were answered well. Faults become rows of `errors`."""
    for captured, fetched in _answers(part, errors):
        if fetched.status == 200 and captured.revisit_of is None and fetched.mime in _PAGES and fetched.body:
            yield captured, fetched


def _answers(part: Part, errors: tables.Table) -> Iterator[_Answer]:
    with fsspec.open(part.source, "rb", compression=None) as file:
        if file.read(3)[:2] != b"\x1f\x8b":
            file.seek(0)
            yield from _parsed(file, part.source, 0, errors)
            return
        for member in members(file, part):
            if member.fault:
                errors.add(tables.error(None, member.fault, part.source, member.offset))
                continue
            if b"WARC-Type: response" not in member.content[:2000]:
                continue  # requests are half of all records: not worth the parsing
            for captured, fetched in _parsed(BytesIO(member.content), part.source, member.offset, errors):
                yield replace(captured, warc_offset=member.offset), fetched


def _parsed(file: BytesIO, source: str, offset: int, errors: tables.Table) -> Iterator[_Answer]:
    """The answers in whole records; a fault is told where the file, or the record, breaks off."""
    empty = True
    try:
        for answer in warc.answers(file, source):
            empty = False
            yield answer
    except warc.TORN as error:
        errors.add(tables.error(None, f"The record cannot be read: {error}", source, offset))
        return
    if empty:
        errors.add(tables.error(None, "The record holds no answer.", source, offset))


def _read(pages: Iterator[_Answer]) -> Iterator[tuple[Captured, Reading]]:
    """The readings in the order of the pages; a few pages are in memory at a time."""
    done: queue.SimpleQueue[Reading] = queue.SimpleQueue()
    readers = ProcessReaders(Reader(Site("cluster", (), sources=())), done.put, 1)
    waiting: dict[int, Captured] = {}
    try:
        for number, (captured, fetched) in enumerate(pages):
            waiting[number] = captured
            readers.submit(Job(number, captured.url, fetched.body, fetched.charset, "und", extract=True))
            if len(waiting) > _AHEAD:
                reading = done.get()
                yield waiting.pop(reading.number), reading
        while waiting:
            reading = done.get()
            yield waiting.pop(reading.number), reading
    finally:
        readers.close()
