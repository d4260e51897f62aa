"""The output of extraction over WARC files: Parquet tables, written and read. Home of pyarrow in this room."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dimash_archive import urls
from dimash_archive.cluster import plan
from dimash_archive.extraction.content.boilerplate import fingerprint
from dimash_archive.html.repetition import BoilerplateStats, LineObservations
from dimash_archive.records import Article, Captured, Row

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
_SEEN: Final = [("place", pa.uint32()), ("kept", pa.bool_())]
OBSERVATIONS: Final = pa.schema(
    [
        ("share", pa.int64()),
        ("site", pa.string()),
        ("month", pa.int32()),
        ("page", pa.int64()),
        ("fetched_at", _MOMENT),
        *_PLACE,
        ("places", pa.list_(pa.struct(_SEEN))),
        ("lines", pa.list_(pa.struct([*_SEEN, ("line", pa.int64())]))),
    ]
)
"""What each page adds to the memory of its site; in the order of `share`, so that a group of sites is together."""
_COUNTS: Final = [(name, pa.int32()) for name in ("pages", "kept", "sights", "repeated")]
REPEATS: Final = pa.schema(
    [
        ("site", pa.string()),
        ("month", pa.int32()),
        ("pages", pa.int32()),
        ("places", pa.list_(pa.struct([("place", pa.uint32()), *_COUNTS]))),
        ("lines", pa.list_(pa.struct([("place", pa.uint32()), ("line", pa.int64()), _COUNTS[0]]))),
    ]
)
"""What repeats on a site around a month."""


class Table:
    """Rows on their way into one Parquet file."""

    def __init__(self, schema: pa.Schema, *, group: int = 256, order: str | None = None) -> None:
        """Rows are packed `group` at a time; at the end they are sorted by the column `order`, if given."""
        self._schema, self._group, self._order = schema, group, order
        self._rows: list[Row] = []
        self._packed: list[pa.Table] = []
        self._buffer = io.BytesIO()
        self._writer = pq.ParquetWriter(self._buffer, schema, compression="zstd")
        self.count = 0
        """Rows so far."""

    def add(self, row: Row) -> None:
        """One more row."""
        self._rows.append(row)
        self.count += 1
        if len(self._rows) == self._group:
            self._flush()

    def content(self) -> bytes:
        """The whole file; no more rows after that."""
        self._flush()
        if self._packed:
            whole = pa.concat_tables(self._packed).sort_by(self._order)
            self._writer.write_table(whole, row_group_size=self._group)
        self._writer.close()
        return self._buffer.getvalue()

    def _flush(self) -> None:
        if not self._rows:
            return
        packed = pa.Table.from_pylist(self._rows, self._schema)
        if self._order:
            self._packed.append(packed)
        else:
            self._writer.write_table(packed)
        self._rows.clear()


def rows(
    out: str, name: str, wanted: list[tuple[str, str, Any]] | None = None, columns: list[str] | None = None
) -> Iterator[Row]:
    """The rows of a file under `out` that meet all conditions; groups of rows that cannot hold any are not read."""
    fs, root = plan.folder(out)
    table = pq.read_table(f"{root}/{name}", columns=columns, filesystem=fs, filters=wanted)
    for batch in table.to_batches(max_chunksize=64):
        yield from batch.to_pylist()


def article(article: Article, captured: Captured, extractor: str) -> Row:
    """A row of the table of articles."""
    return {
        "url": _url(article.url, captured.url),
        **{name: getattr(article, name) for name in ("lang", "title", "section", "lead", "body", "author")},
        "published": article.published,
        "modified": article.modified,
        "word_count": article.word_count,
        "quotes": [{"text": each.text, "speaker": each.speaker} for each in article.quotes],
        "images": [
            {"url": each.url, "alt": each.alt, "caption": each.caption, "credit": each.credit}
            for each in article.images
        ],
        "tags": list(article.tags),
        "fetched_at": captured.fetched_at,
        "digest": captured.digest,
        "warc": captured.warc_file,
        "warc_offset": captured.warc_offset,
        "extractor": extractor,
    }


def _url(claimed: str | None, answered: str) -> str:
    """The address an article is kept under, by the rule of a crawl: the spelling that answered, where both are one."""
    return answered if claimed is None or urls.key(claimed) == urls.key(answered) else claimed


def error(url: str | None, reason: str, source: str, offset: int) -> Row:
    """A row of the table of errors."""
    return {"url": url, "reason": reason, "warc": source, "warc_offset": offset}


def observation_row(
    time: tuple[str, int], share: int, observations: LineObservations, captured: Captured
) -> Row:
    """A row of the table of sights; also of a page that shows nothing, because the first capture counts."""
    return {
        "share": share,
        "site": time[0],
        "month": time[1],
        "page": fingerprint(captured.url),
        "fetched_at": captured.fetched_at,
        "warc": captured.warc_file,
        "warc_offset": captured.warc_offset,
        "places": observations.places,
        "lines": [(each.place, each.in_body, each.line) for each in observations.lines],
    }


def repeats(site: str, month: int, stats: BoilerplateStats) -> Row:
    """A row of the table of what repeats."""
    return {
        "site": site,
        "month": month,
        "pages": stats.pages,
        "places": [(place, *counts) for place, counts in stats.places.items()],
        "lines": [(*mark, pages) for mark, pages in stats.lines.items()],
    }
