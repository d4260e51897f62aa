"""The work to do: WARC files by address, large ones in parts by bytes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Final

import fsspec

from dimash_archive.errors import CaptureError, UsageError
from dimash_archive.http.codings import is_gzip
from dimash_archive.records import Row

PART: Final = 64_000_000
"""Bytes of a WARC file per part by default: about half a minute of work."""
_PLAN: Final = "plan.json"
_UNFINISHED: Final = ".part"
OBSERVATIONS: Final = "sights"
"""The folder of what each part's pages add to the site memory."""
MEMORY: Final = "memory"
"""The folder of the site memory, as a whole."""


@dataclass(frozen=True, slots=True)
class WarcPart:
    """The records of one WARC file that begin in a range of its bytes."""

    source: str
    """The file's address, as fsspec reads it."""
    start: int
    """Offset of the first byte."""
    end: int
    """Offset after the last byte; a record that begins before it is read to its own end."""

    @property
    def name(self) -> str:
        """The name of its output: the same for the same part."""
        return blake2b(f"{self.source}:{self.start}:{self.end}".encode(), digest_size=8).hexdigest()

    @property
    def observations(self) -> str:
        """The file of what its pages add to the site memory."""
        return f"{OBSERVATIONS}/{self.name}.parquet"


def parts(sources: Iterable[str], size: int) -> Iterator[WarcPart]:
    """The parts of the files. A file that is not compressed is one part: only gzip members can be found from the middle."""
    for source in sources:
        total, compressed = _look(source)
        step = size if compressed else max(1, total)
        for start in range(0, total, step):
            yield WarcPart(source, start, min(start + step, total))


def agree(out: str, parts: list[WarcPart], size: int, extractor: str) -> None:
    """Make the plan of `out`, or check that it is the same.

    Raises UsageError if another extractor, another size of parts or a file of another length was used before:
    the outputs would not fit together.
    """
    fs, root = folder(out)
    path = f"{root}/{_PLAN}"
    lengths = {part.source: part.end for part in parts}
    kind = {"extractor": extractor, "part": size}
    if fs.exists(path):
        before = json.loads(fs.cat_file(path))
        sources = before.pop("sources")
        lengths = sources | lengths
        if before != kind or sources != {source: lengths[source] for source in sources}:
            raise UsageError(
                f"{out} was started with another extractor, another size of parts, or files of another length.",
                hint="Name a new folder with --out.",
            )
    fs.makedirs(root, exist_ok=True)
    put(out, _PLAN, json.dumps(kind | {"sources": lengths}, indent=1).encode())


def finish(out: str, part: WarcPart, report: Row) -> None:
    """Mark a part as done; its outputs must be in place."""
    put(out, _done(part), json.dumps(asdict(part) | report).encode())


def done(out: str, part: WarcPart) -> Row | None:
    """The report of a part that is done; None if it is not."""
    fs, root = folder(out)
    path = f"{root}/{_done(part)}"
    return dict(json.loads(fs.cat_file(path))) if fs.exists(path) else None


def reports(out: str) -> dict[str, Row]:
    """The reports of all parts that are done, by their names."""
    fs, root = folder(out)
    paths = [f"{root}/done/{name}" for name in sizes(out, "done")]
    contents = fs.cat(paths) if paths else {}
    return {_name(path).removesuffix(".json"): json.loads(content) for path, content in contents.items()}


def total(out: str) -> dict[str, int]:
    """The counts of all parts that are done."""
    summed: Counter[str] = Counter()
    for each in reports(out).values():
        summed.update(counts(each))
    return dict(summed)


def counts(report: Row) -> dict[str, int]:
    """The counts in the report of a part."""
    return {name: report[name] for name in ("articles", "skipped", "errors")}


def sizes(out: str, name: str) -> dict[str, int]:
    """The whole files in a folder under `out`, and their bytes."""
    fs, root = folder(out)
    fs.invalidate_cache()
    path = f"{root}/{name}"
    entries = fs.ls(path, detail=True) if fs.exists(path) else []
    named = {_name(each["name"]): each for each in entries if each["type"] == "file"}
    return {key: int(each["size"]) for key, each in sorted(named.items()) if not key.endswith(_UNFINISHED)}


def drop(out: str, name: str) -> None:
    """Remove a file or a folder under `out`, if it is there."""
    fs, root = folder(out)
    if fs.exists(f"{root}/{name}"):
        fs.rm(f"{root}/{name}", recursive=True)


def keep_memory(out: str, name: str) -> None:
    """Remove the memories that were made from fewer parts."""
    fs, root = folder(out)
    for path in fs.ls(f"{root}/{MEMORY}", detail=False):
        if _name(path) != name:
            drop(out, f"{MEMORY}/{_name(path)}")


def _name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _done(part: WarcPart) -> str:
    return f"done/{part.name}.json"


def put(out: str, name: str, content: bytes) -> None:
    """Write a file under `out` as a whole: readers see it complete or not at all."""
    fs, root = folder(out)
    path = f"{root}/{name}"
    fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    unfinished = f"{path}.{blake2b(content, digest_size=4).hexdigest()}{_UNFINISHED}"
    fs.pipe_file(unfinished, content)
    fs.mv(unfinished, path)


def folder(out: str) -> tuple[Any, str]:
    """The file system and the path of an address."""
    fs, root = fsspec.core.url_to_fs(out)
    return fs, str(root).rstrip("/")


def _look(source: str) -> tuple[int, bool]:
    try:
        fs, path = fsspec.core.url_to_fs(source)
        compressed = path.endswith(".gz") or is_gzip(fs.cat_file(path, 0, 3))
        return int(fs.size(path) or 0), compressed
    except (OSError, ValueError, ImportError) as error:
        raise CaptureError(f"{source} cannot be read: {error}.") from error
