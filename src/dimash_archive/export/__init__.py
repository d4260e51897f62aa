"""Writing the archive in other formats: one file per format, each in constant memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from dimash_archive.archive import Archive
from dimash_archive.archive.stream import snapshot
from dimash_archive.export import atom, jsonl, markdown, parquet, table, wacz
from dimash_archive.export.source import ExportSource


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an archive."""

    about: str
    """What it is for, in a few words."""
    write: Callable[[ExportSource, BinaryIO], int] | None = None
    """Writes a file and returns the number of articles in it."""
    write_tree: Callable[[ExportSource, Path], int] | None = None
    """The same for a format that is a folder of files."""
    is_text: bool = True
    """Whether it may go to a terminal."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "jsonl": Format("one JSON object per line: everything, for programs", jsonl.write),
        "csv": Format("a table for spreadsheets, without speeches and pictures", table.write),
        "parquet": Format("a typed table for data frames, speeches nested", parquet.write, is_text=False),
        "atom": Format("a feed, the newest first", atom.write),
        "markdown": Format(
            "a folder of text files by edition, year and month", write_tree=markdown.write_tree
        ),
        "wacz": Format("the captures with index and texts, for replay tools", wacz.write, is_text=False),
    }
)
"""Every format by its name."""


def export(source: ExportSource, name: str, target: Path) -> int:
    """Write an archive in a format to a file, or folder for `markdown`; returns the number of articles.

    A file appears complete or not at all. Raises UsageError if a format needs a library that is not installed, CaptureError
    if it needs a WARC file that is missing.
    """
    chosen = FORMATS[name]
    with snapshot(source.archive.db):
        if chosen.write_tree is not None:
            return chosen.write_tree(source, target)
        if target.exists() and not (
            target.is_file() or target.is_dir()
        ):  # a device or a pipe: no file takes its place
            with target.open("wb") as out:
                return write(source, name, out)
        draft = target.with_name(f"{target.name}.part")
        try:
            with draft.open("wb") as out:
                count = write(source, name, out)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return count


def write(source: ExportSource, name: str, out: BinaryIO) -> int:
    """The same to an open file, such as standard output; not for `markdown`."""
    writer = FORMATS[name].write
    assert writer is not None
    return writer(source, out)


__all__ = ["FORMATS", "Archive", "ExportSource", "Format", "export", "write"]
