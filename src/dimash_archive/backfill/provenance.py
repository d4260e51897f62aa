"""Where a record from elsewhere came from: a WARC metadata record beside it, in `application/warc-fields`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dimash_archive.backfill.sources.index_lines import IndexLine


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who held a capture, and when we imported it."""

    source: str
    """Address of the archive's index, or of the file: `captures.source`."""
    taken_at: datetime
    """When we imported it, aware."""
    via: str | None = None
    """The address that the payload was read from; None for a file."""
    line: IndexLine | None = None
    """The line of the index."""

    def fields(self) -> dict[str, str]:
        """Names and values for the metadata record."""
        fields = {"source": self.source, "taken": self.taken_at.astimezone(UTC).isoformat(timespec="seconds")}
        if self.via is not None:
            fields["via"] = self.via
        if self.line is not None:
            line = self.line
            columns = (line.timestamp, line.url, line.mime, line.status, line.digest, line.length)
            fields["index-line"] = " ".join("-" if value in (None, "") else str(value) for value in columns)
            if line.filename is not None:
                fields["index-file"] = f"{line.filename}:{line.offset}"
        return fields
