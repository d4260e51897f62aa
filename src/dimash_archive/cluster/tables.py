"""What extraction over WARC files makes: two tables in Parquet. Home of pyarrow here."""

import io
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dimash_archive.items import Article, Captured

_MOMENT: Final = pa.timestamp("us", tz="UTC")
_PLACE: Final = [("warc", pa.string()), ("warc_offset", pa.int64())]
_QUOTE: Final = pa.struct([("text", pa.string()), ("speaker", pa.string())])
_IMAGE: Final = pa.struct([(name, pa.string()) for name in ("url", "alt", "caption", "credit")])
ARTICLES: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("url", "lang", "title", "section", "lead", "body", "author")),
        ("published", _MOMENT),
        ("modified", _MOMENT),
        ("word_count", pa.int32()),
        ("quotes", pa.list_(_QUOTE)),
        ("images", pa.list_(_IMAGE)),
        ("tags", pa.list_(pa.string())),
        ("fetched_at", _MOMENT),
        ("digest", pa.string()),
        *_PLACE,
        ("extractor", pa.string()),
    ]
)
ERRORS: Final = pa.schema([("url", pa.string()), ("reason", pa.string()), *_PLACE])
_GROUP: Final = 256  # rows that are held before they are compressed


class Table:
    """Rows on their way into one Parquet file, compressed group by group."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema, self._rows = schema, list[dict[str, Any]]()
        self._buffer = io.BytesIO()
        self._writer = pq.ParquetWriter(self._buffer, schema, compression="zstd")
        self.count = 0
        """Rows so far."""

    def add(self, row: dict[str, Any]) -> None:
        """One more row."""
        self._rows.append(row)
        self.count += 1
        if len(self._rows) == _GROUP:
            self._flush()

    def content(self) -> bytes:
        """The whole file; no more rows after that."""
        self._flush()
        self._writer.close()
        return self._buffer.getvalue()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
            self._rows.clear()


def article(found: Article, captured: Captured, extractor: str) -> dict[str, Any]:
    """A row of the table of articles."""
    return {
        "url": found.url or captured.url,
        **{name: getattr(found, name) for name in ("lang", "title", "section", "lead", "body", "author")},
        "published": found.published,
        "modified": found.modified,
        "word_count": found.word_count,
        "quotes": [{"text": each.text, "speaker": each.speaker} for each in found.quotes],
        "images": [
            {"url": each.url, "alt": each.alt, "caption": each.caption, "credit": each.credit}
            for each in found.images
        ],
        "tags": list(found.tags),
        "fetched_at": captured.fetched_at,
        "digest": captured.digest,
        "warc": captured.warc_file,
        "warc_offset": captured.warc_offset,
        "extractor": extractor,
    }


def error(url: str | None, reason: str, source: str, offset: int) -> dict[str, Any]:
    """A row of the table of errors."""
    return {"url": url, "reason": reason, "warc": source, "warc_offset": offset}
