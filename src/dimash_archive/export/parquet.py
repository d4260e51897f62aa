"""Apache Parquet: typed columns, moments as timestamps, quotes, images and links as lists of structs. Home of pyarrow."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from dimash_archive.errors import UsageError
from dimash_archive.export.source import ExportSource
from dimash_archive.records import Row

_GROUP = 1000  # articles in memory, and in a row group
_MOMENTS = ("published", "modified", "first_seen", "last_seen", "gone_at")
_NUMBERS = ("id", "story_id", "word_count", "version", "capture_id", "cms_id")
_PARTS = {
    "quotes": {
        "position": "int32", "speaker": "string", "text": "string", "start": "int32", "end": "int32", "parts": "spans",
    },
    "images": dict.fromkeys(("url", "alt", "caption", "credit"), "string") | {"paragraph": "int32"},
    "links": dict.fromkeys(("kind", "url", "text"), "string"),
}  # fmt: skip
_TEXTS = (
    "url", "edition", "lang", "section", "title", "author", "published_raw", "modified_raw", "image_url", "extractor",
    "quote_speaker", "lead", "quote", "body", "published_local", "blocks", "author_kind", "kind", "protected_at",
)  # fmt: skip


def write(source: ExportSource, out: BinaryIO) -> int:
    """Write row groups of a thousand articles; returns how many articles. Raises UsageError without pyarrow."""
    pyarrow, parquet = _libraries()
    schema = _schema(pyarrow)
    rows, count = source.rows(), 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(_converted(islice(rows, _GROUP))):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
            count += len(group)
    return count


def write_rows(groups: Iterable[list[Row]], kinds: Mapping[str, str], out: BinaryIO) -> None:
    """Write groups of flat rows, each as a row group; `kinds`: Arrow's type by column. Raises UsageError without pyarrow."""
    pyarrow, parquet = _libraries()
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in kinds.items()])
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in groups:
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        hint = "Install it: pip install 'dimash-archive[parquet]'"
        raise UsageError("Parquet files need pyarrow.", hint=hint) from error
    return pyarrow, parquet


def _schema(pyarrow: Any) -> Any:
    kinds = {"int32": pyarrow.int32(), "string": pyarrow.string()}
    kinds["spans"] = pyarrow.list_(pyarrow.list_(pyarrow.int32()))
    fields = [(name, pyarrow.int64()) for name in _NUMBERS]
    fields += [(name, pyarrow.string()) for name in _TEXTS]
    fields.append(("lost", pyarrow.float64()))
    fields += [(name, pyarrow.timestamp("us", tz="UTC")) for name in _MOMENTS]
    for name, parts in _PARTS.items():
        struct = pyarrow.struct([(part, kinds[kind]) for part, kind in parts.items()])
        fields.append((name, pyarrow.list_(struct)))
    return pyarrow.schema([*fields, ("tags", pyarrow.list_(pyarrow.string()))])


def _converted(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with moments as such."""
    for row in rows:
        yield {**row, **{name: row[name] and datetime.fromisoformat(row[name]) for name in _MOMENTS}}
