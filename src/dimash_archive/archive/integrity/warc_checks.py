"""Checks of the WARC files against the database, both ways: every capture there, every record known."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.records import Captured
from dimash_archive.warc.byte_streams import MAGIC
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.files import all_files
from dimash_archive.warc.record_parser import BadRecord, StoredAnswer, parse
from dimash_archive.warc.scanner import Damage, StoredRecord, scan

FIND = "Look for the file in a copy of the archive; what it held can also be crawled again."
PUT_BACK = (
    "Put it, or what another program made of it, back into the folder warc, under any name: `verify --repair` finds"
    " its records. What is lost may be in a copy, or can be crawled again."
)
_HEADER = 10  # bytes of a gzip member that its checksum does not cover
_SAMPLE = 9  # records whose beginnings are held against each other
_FIELDS = ("url", "fetched_at", "status", "mime", "digest", "warc_length", "revisit_of")

CapturesByOffset = dict[int, Captured]
"""The captures of one file by offset."""


def missing(folder: Path, counts: Mapping[str, int]) -> Iterator[Finding]:
    """Files that hold captures and are missing; `counts`: the number of captures in each."""
    there = all_files(folder)
    for name, count in counts.items():
        if name not in there:
            yield Finding(
                "warc",
                name,
                f"The file is missing; {count} {'capture is' if count == 1 else 'captures are'} in it.",
                PUT_BACK,
            )


def check(
    path: Path, captures: CapturesByOffset, leads: Callable[[Captured], bool] = lambda _: False
) -> Iterator[Finding | Captured]:
    """A file against the captures in it. Records unknown to the database are yielded as captures.

    `leads`: whether what a capture repeats is where the database says, although its record says otherwise.
    """
    name = path.name.removesuffix(".open")
    unseen = dict(captures)
    for each in _walk(path):
        if isinstance(each, Finding):
            yield each
            continue
        captured = each.captured
        expected = unseen.pop(captured.warc_offset, None)
        yield from _payload(each)
        if expected is None:
            yield captured
        else:
            yield from _agree(expected, captured, leads)
    for captured in unseen.values():
        yield Finding(
            "captures", f"{name}:{captured.warc_offset}", f"There is no record of {captured.url}.", FIND
        )


def _agree(expected: Captured, captured: Captured, leads: Callable[[Captured], bool]) -> Iterator[Finding]:
    for field in _FIELDS:
        stored, actual = getattr(expected, field), getattr(captured, field)
        if stored != actual and not (field == "revisit_of" and leads(expected)):
            yield Finding(
                "captures",
                captured.place,
                f"The database says {field} {stored}, the record {actual}.",
                "Restore archive.db or the WARC file from a copy, whichever has changed.",
            )


def _payload(answer: StoredAnswer) -> Iterator[Finding]:
    """The payload is the one whose digest the record tells. A revisit has none; digests of other kinds are not ours."""
    if not answer.is_intact:
        captured = answer.captured
        problem = (
            f"The payload's digest is {payload_digest(answer.fetched.raw)}, not {answer.declared_digest}."
        )
        yield Finding("warc", captured.place, problem, FIND)


def _walk(path: Path) -> Iterator[Finding | StoredAnswer]:
    """Every answer of a file; past damage it goes on at the next whole record."""
    name = path.name.removesuffix(".open")
    with path.open("rb") as file, path.open("rb") as beside:
        header = _usual_header(beside)
        for piece in scan(file):
            if isinstance(piece, Damage):
                yield _damage(path, piece)
                continue
            if header and piece.is_reachable and _begins(beside, piece.offset) != header:
                problem = "The beginning of the record is damaged."
                yield Finding("warc", f"{name}:{piece.offset}", problem, FIND)
            try:
                answer = parse(piece, name)
            except BadRecord as error:
                problem = f"The record cannot be read: {error}."
                yield Finding("warc", f"{name}:{piece.offset}", problem, FIND)
            else:
                yield from () if answer is None else (answer,)


def _damage(path: Path, damage: Damage) -> Finding:
    subject = f"{path.name.removesuffix('.open')}:{damage.offset}"
    if not damage.is_tail:
        return Finding("warc", subject, f"{damage.length} bytes are damaged.", FIND)
    if path.name.endswith(".open"):
        mend = "Nothing to do: the next crawl cuts off the torn record."
        return Finding("warc", subject, "The file was not finished; its last record is torn.", mend, "note")
    return Finding("warc", subject, "The file is damaged from here to its end.", FIND)


def _usual_header(file: BinaryIO) -> bytes:
    """How most of the first members begin, each of which holds a record: the records of a file are written alike.

    Empty where the file is not made of such members.
    """
    starts: list[int] = []
    for piece in islice(scan(file), _SAMPLE):
        if isinstance(piece, StoredRecord) and piece.is_reachable:
            starts.append(piece.offset)
    seen = [_begins(file, start) for start in starts]
    usual = max(seen, key=seen.count, default=b"")
    return usual if usual.startswith(MAGIC) else b""


def _begins(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(_HEADER)
