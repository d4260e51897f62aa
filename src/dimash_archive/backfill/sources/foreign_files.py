"""WARC, ARC and WACZ files by any program, and folders of them."""

import logging
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Final

from dimash_archive.backfill.sources.holdings import Offer, Taken, Wanted
from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.errors import CaptureError, UsageError
from dimash_archive.records import Captured, Fetched
from dimash_archive.warc import reader
from dimash_archive.warc.files import disk_errors

_log = logging.getLogger(__name__)
_WARCS: Final = (".warc", ".warc.gz", ".arc", ".arc.gz", ".warc.gz.open")
_WACZ: Final = ".wacz"


@dataclass(frozen=True, slots=True)
class ForeignFiles:
    """Files of other crawlers, by path or by any address that fsspec reads."""

    source: str
    """The address of a file, or of a folder of files."""

    def offers(self, wanted: Wanted) -> Iterator[Offer]:
        """The responses in the files, in the order in which they are stored.

        A file of a folder that cannot be read is named in the log, and the rest are read. Raises UsageError, and
        CaptureError if the source itself is a file that cannot be read.
        """
        for name in _files(self.source):
            try:
                yield from _in_file(name, wanted)
            except CaptureError as error:
                if name == self.source:
                    raise
                _log.warning("%s", error)


def _files(source: str) -> list[str]:
    """The files that an address stands for, in the order of their names."""
    if "://" in source:
        return _remote_files(source)
    path = Path(source)
    if path.is_dir():
        return [str(each) for each in sorted(path.rglob("*")) if each.name.endswith((*_WARCS, _WACZ))]
    if not path.is_file():
        raise UsageError(f"There is no file or folder {source}.")
    return [source]


def _remote_files(source: str) -> list[str]:
    fsspec = _fsspec(source)
    try:
        system, path = fsspec.core.url_to_fs(source)
        if not system.isdir(path):
            return [source]
        names = sorted(system.find(path))
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(f"{source} cannot be read: {error}.") from error
    return [system.unstrip_protocol(name) for name in names if name.endswith((*_WARCS, _WACZ))]


def _fsspec(source: str) -> ModuleType:
    try:
        return import_module("fsspec")
    except ImportError as error:
        hint = "Install it: pip install 'dimash-archive[cluster]'"
        raise UsageError(f"Reading {source} needs fsspec.", hint=hint) from error


def _in_file(name: str, wanted: Wanted) -> Iterator[Offer]:
    with _local(name) as path:
        if name.endswith(_WACZ):
            yield from _in_wacz(name, path, wanted)
        else:
            yield from _answers(name, path, wanted)


def _in_wacz(name: str, path: Path, wanted: Wanted) -> Iterator[Offer]:
    """The answers in the WARC files of a package."""
    try:
        with zipfile.ZipFile(path) as package:
            for member in package.infolist():
                if member.filename.endswith(_WARCS):
                    with package.open(member) as content, _copied(content) as copy:
                        yield from _answers(f"{name}/{member.filename}", copy, wanted)
    except zipfile.BadZipFile as error:
        raise CaptureError(f"{name} is not a WACZ package: {error}.") from error


def _answers(name: str, path: Path, wanted: Wanted) -> Iterator[Offer]:
    for captured, fetched in reader.read(path):
        if _is_between(captured, wanted):
            taken = Taken(fetched, via=f"{name}#{captured.warc_offset}")
            yield Offer(_line(captured, fetched), lambda taken=taken: taken)  # type: ignore[misc]


def _is_between(captured: Captured, wanted: Wanted) -> bool:
    when = captured.fetched_at
    return (wanted.first is None or when >= wanted.first) and (wanted.last is None or when <= wanted.last)


def _line(captured: Captured, fetched: Fetched) -> IndexLine:
    """What an index would say of an answer."""
    return IndexLine(
        url=captured.url,
        moment=captured.fetched_at.replace(microsecond=0),
        mime=captured.mime,
        status=captured.status,
        digest=captured.digest.rpartition(":")[2] or None,
        length=captured.warc_length,
        filename=captured.warc_file,
        offset=captured.warc_offset,
    )


@contextmanager
def _local(name: str) -> Iterator[Path]:
    """The file at an address, on this machine for as long as it is needed."""
    if "://" not in name:
        yield Path(name)
        return
    try:
        opened = _fsspec(name).open(name, "rb")
    except (ValueError, ImportError) as error:  # of a protocol that is unknown, or whose package is missing
        raise UsageError(f"{name} cannot be read: {error}.") from error
    with disk_errors(name), opened as content, _copied(content) as copy:
        yield copy


@contextmanager
def _copied(content: IO[bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content"
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        yield path


def files(addresses: Iterable[str]) -> list[ForeignFiles]:
    """Each address as an archive of its own."""
    return [ForeignFiles(address) for address in addresses]
