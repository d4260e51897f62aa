"""Lines of a CDX index, in every form that web archives send them: text in, records out.

The Wayback Machine's CDX server sends columns, plain or as a JSON array of arrays whose first row names them;
pywb and Common Crawl send one object per line, or CDXJ (`key timestamp {…}`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

COLUMNS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The columns of the Wayback Machine's server, in its default order."""

_NAMES: Final = {"original": "url", "mimetype": "mime", "statuscode": "status"}  # to pywb's names
_REVISIT: Final = "warc/revisit"


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One capture that an archive holds, as its index describes it."""

    url: str
    """The address requested, as it was requested."""
    moment: datetime
    """When, aware, UTC, whole seconds."""
    mime: str
    """Media type; `warc/revisit` if the archive found nothing new; empty if it is not known."""
    status: int | None
    """HTTP status; None for a revisit, whose status stands with the capture it refers to."""
    digest: str | None
    """SHA-1 of the payload in base 32, without a prefix; None if the index has none."""
    length: int
    """Bytes that the record takes in the archive's file; 0 if it is not known."""
    filename: str | None = None
    """The WARC file, where the index says which."""
    offset: int | None = None
    """Where the record begins in that file."""

    @property
    def timestamp(self) -> str:
        """The moment in the 14 digits of the index."""
        return f"{self.moment:%Y%m%d%H%M%S}"

    @property
    def is_revisit(self) -> bool:
        """Whether the archive noted only that nothing had changed."""
        return self.mime == _REVISIT


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One answer of a CDX server."""

    lines: tuple[IndexLine, ...]
    """The captures that it names, in the order of the index."""
    resume_key: str | None
    """What to send for the next response; None if this was the last."""
    unreadable: int
    """Lines that make no sense."""


def read_index(text: str) -> IndexPage:
    """The captures in the text of a response, in any of these forms. Never raises; unreadable lines are counted."""
    stripped = text.strip()
    if stripped.startswith("[["):
        return _read_arrays(stripped)
    head, _, tail = text.rstrip().rpartition("\n\n")
    resume_key = tail.strip() if head and " " not in tail.strip() and "{" not in tail else None
    rows = (head if resume_key else text).splitlines()
    return _page((_read_line(row) for row in rows if row.strip()), resume_key)


def _read_arrays(text: str) -> IndexPage:
    """A JSON array of arrays; a resume key stands alone in the last one, behind an empty one."""
    try:
        rows = json.loads(text)
    except ValueError:
        rows = _whole_rows(text)
    names, *rest = rows or [[]]
    resume_key = None
    if len(rest) >= 2 and not rest[-2] and len(rest[-1]) == 1:
        resume_key, rest = str(rest[-1][0]), rest[:-2]
    return _page((_line(dict(zip(names, row, strict=False))) for row in rest if row), resume_key)


def _whole_rows(text: str) -> list[Sequence[str]]:
    """The rows of an array that was cut off, as far as they are whole: the server sends one per line."""
    rows = []
    for line in text.strip("[] \n").split("\n"):
        try:
            rows.append(json.loads("[" + line.strip().strip("[],") + "]"))
        except ValueError:
            continue
    return rows


def _read_line(row: str) -> IndexLine | None:
    start = row.find("{")
    if start < 0:
        return _line(dict(zip(COLUMNS, row.split(), strict=False)))
    try:
        fields = json.loads(row[start:])
    except ValueError:
        return None
    if not isinstance(fields, dict):
        return None
    key, timestamp, *_ = [*row[:start].split(), "", ""]
    return _line({"urlkey": key, "timestamp": timestamp} | fields)


def _line(fields: Mapping[str, object]) -> IndexLine | None:
    """A record of named fields; None where address or moment are missing or senseless."""
    values = {
        _NAMES.get(name, name): str(value) for name, value in fields.items() if value not in ("-", None)
    }
    try:
        moment = datetime.strptime(values["timestamp"].ljust(14, "0")[:14], "%Y%m%d%H%M%S").replace(
            tzinfo=UTC
        )
    except (KeyError, ValueError):
        return None
    url = values.get("url", "")
    if "://" not in url:
        return None
    return IndexLine(
        url=url,
        moment=moment,
        mime=values.get("mime", ""),
        status=_number(values.get("status")),
        digest=values.get("digest", "").rpartition(":")[2] or None,
        length=_number(values.get("length")) or 0,
        filename=values.get("filename"),
        offset=_number(values.get("offset")),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _page(lines: Iterable[IndexLine | None], resume_key: str | None) -> IndexPage:
    read = list(lines)
    parsed = tuple(line for line in read if line is not None)
    return IndexPage(parsed, resume_key, len(read) - len(parsed))


def between(lines: Iterable[IndexLine], first: datetime | None, last: datetime | None) -> Iterator[IndexLine]:
    """The lines whose moment lies in a span, both ends included; servers treat years and days as a hint only."""
    for line in lines:
        if (first is None or line.moment >= first) and (last is None or line.moment <= last):
            yield line
