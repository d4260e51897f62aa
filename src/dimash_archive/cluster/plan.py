"""Which work there is: WARC files by address, large ones in parts by bytes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Final

import fsspec

from dimash_archive.coding import is_gzip
from dimash_archive.errors import CaptureError, UsageError

PART: Final = 64_000_000
"""Bytes of a WARC file that are one part, if not wished otherwise: about half a minute of work."""
_PLAN: Final = "plan.json"


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one WARC file that begin in a range of its bytes."""

    source: str
    """The file's address, as fsspec reads it."""
    start: int
    """Offset of the first byte."""
    end: int
    """Offset behind the last byte; a record that begins before it is read to its own end."""

    @property
    def name(self) -> str:
        """The name of what it makes: the same for the same part."""
        return blake2b(f"{self.source}:{self.start}:{self.end}".encode(), digest_size=8).hexdigest()


def parts(sources: Iterable[str], size: int) -> Iterator[Part]:
    """The parts of the files. A file that is not compressed is one part: only gzip members can be found anew."""
    for source in sources:
        total, compressed = _look(source)
        step = size if compressed else max(1, total)
        for start in range(0, total, step):
            yield Part(source, start, min(start + step, total))


def agree(out: str, found: list[Part], size: int, extractor: str) -> list[Part]:
    """The parts still to do in `out`, whose plan is made or found to be the same.

    Raises UsageError where another extractor, another size of parts or a file of another length was used before:
    the outputs would not fit together.
    """
    fs, root = folder(out)
    path = f"{root}/{_PLAN}"
    lengths = {part.source: part.end for part in found}
    now: dict[str, Any] = {"extractor": extractor, "part": size, "sources": lengths}
    if fs.exists(path):
        before = json.loads(fs.cat_file(path))
        lengths = before["sources"] | lengths
        if before != now | {"sources": lengths | before["sources"]}:
            raise UsageError(
                f"{out} was begun with another extractor, another size of parts, or files of another length.",
                hint="Name a new folder with --out.",
            )
        now["sources"] = lengths
    fs.makedirs(root, exist_ok=True)
    put(out, _PLAN, json.dumps(now, indent=1).encode())
    done = {each.rpartition("/")[2] for each in _ls(fs, f"{root}/done")}
    return [part for part in found if f"{part.name}.json" not in done]


def finish(out: str, part: Part, counts: dict[str, int]) -> None:
    """Say that a part is done; its outputs must be in place."""
    put(out, f"done/{part.name}.json", json.dumps(asdict(part) | counts).encode())


def total(out: str) -> dict[str, int]:
    """The counts of all parts that are done."""
    fs, root = folder(out)
    counts: dict[str, int] = {}
    for path in _ls(fs, f"{root}/done"):
        for key, value in json.loads(fs.cat_file(path)).items():
            if key not in Part.__slots__:
                counts[key] = counts.get(key, 0) + value
    return counts


def put(out: str, name: str, content: bytes) -> None:
    """Write a file under `out` as a whole: readers see it complete or not at all."""
    fs, root = folder(out)
    path = f"{root}/{name}"
    fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    unfinished = f"{path}.{blake2b(content, digest_size=4).hexdigest()}.part"
    fs.pipe_file(unfinished, content)
    fs.mv(unfinished, path)


def folder(out: str) -> tuple[Any, str]:
    """The file system and the path of an address."""
    fs, root = fsspec.core.url_to_fs(out)
    return fs, str(root).rstrip("/")


def _ls(fs: Any, path: str) -> list[str]:
    fs.invalidate_cache()
    if not fs.exists(path):
        return []
    return [str(each) for each in fs.ls(path, detail=False) if str(each).endswith(".json")]


def _look(source: str) -> tuple[int, bool]:
    try:
        fs, path = fsspec.core.url_to_fs(source)
        return int(fs.size(path) or 0), is_gzip(fs.cat_file(path, 0, 3))
    except (OSError, ValueError, ImportError) as error:
        raise CaptureError(f"{source} cannot be read: {error}.") from error
