"""WACZ 1.1.1: one ZIP file with the WARC files as they are, an index of captures, and the articles' clean texts.

Replay tools show the captures from it and search the texts: https://specs.webrecorder.net/wacz/1.1.1/.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dimash_archive.errors import CaptureError
from dimash_archive.export.cdxj_blocks import compressed, ordered
from dimash_archive.export.source import ExportSource
from dimash_archive.records import Row
from dimash_archive.text.moments import moment_text
from dimash_archive.version import __version__
from dimash_archive.warc import cdxj
from dimash_archive.warc.files import WARC_FOLDER, find

_CHUNK = 1 << 20
_INDEX = "index.cdx.gz"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment ZIP knows: the same archive gives the same bytes


class _Package:
    """The ZIP file and the list of what is in it."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self.resources: list[Row] = []

    def add(self, path: str, file: BinaryIO, *, packed: bool = False) -> None:
        """Add a file; `packed` if ZIP is to compress it.

        Its size is declared beforehand: ReplayWeb.page does not find the content behind the ZIP64 fields that an
        unknown size would need.
        """
        info = ZipInfo(path, _EPOCH)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o644 << 16
        info.file_size = size = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.sha256()
        with self._zip.open(info, "w") as out:
            while chunk := file.read(_CHUNK):
                out.write(chunk)
                digest.update(chunk)
        name = path.rpartition("/")[2].lower()
        resource = {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        self.resources.append(resource)

    @contextmanager
    def file(self, path: str, *, packed: bool = False) -> Iterator[BinaryIO]:
        """A new file in it, to be written: added when it is done."""
        with TemporaryFile() as file:
            yield file
            self.add(path, file, packed=packed)


def write(source: ExportSource, out: BinaryIO) -> int:
    """Write the package; returns the number of articles. Raises CaptureError if a WARC file is missing.

    A file that a crawl is still writing to is included as far as the database knows it.
    """
    with ZipFile(out, "w") as zipped:
        package = _Package(zipped)
        files = _warcs(source, package)
        captures = (each for _, each in source.archive.captures() if each.warc_file in files)
        lines = ordered(cdxj.lines(captures))
        with package.file(f"indexes/{_INDEX}") as blocks:
            index = list(compressed(lines, blocks, _INDEX))
        with package.file("indexes/index.idx") as file:
            file.write("".join(index).encode())
        with package.file("pages/pages.jsonl", packed=True) as file:
            count = _pages(source, file, files)
        _describe(source, package)
    return count


def _warcs(source: ExportSource, package: _Package) -> frozenset[str]:
    """Put the WARC files in; returns their names."""
    folder, names = source.archive.path.parent / WARC_FOLDER, []
    rows = source.archive.db.execute("SELECT DISTINCT warc_file FROM captures ORDER BY 1").fetchall()
    for (name,) in rows:
        path = find(folder, name)
        with _opened(path) as warc:
            if path.name == name:
                package.add(f"archive/{name}", warc)
            else:  # a run is writing it, or died: what the database knows of it is whole
                _add_beginning(package, f"archive/{name}", warc, source.archive.end_of_records(name))
        names.append(name)
    return frozenset(names)


def _add_beginning(package: _Package, path: str, file: BinaryIO, size: int) -> None:
    """Put the first `size` bytes of a file in."""
    with package.file(path) as out:
        while size > 0 and (chunk := file.read(min(size, _CHUNK))):
            out.write(chunk)
            size -= len(chunk)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise CaptureError(
            f"Cannot read {path}: {error.strerror}.",
            hint="Run `dimash-archive verify` to see what is missing.",
        ) from error


def _pages(source: ExportSource, file: BinaryIO, files: frozenset[str]) -> int:
    """One line per article: the address and moment of its newest version's capture, its title and text."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
    file.write(json.dumps(header).encode() + b"\n")
    count = 0
    for row in source.rows("newest"):
        captured = source.archive.capture(row["capture_id"])
        if captured is None or captured.warc_file not in files:
            continue
        texts = (row["title"], row["lead"], row["body"])
        page = {
            "id": str(row["id"]),
            "url": captured.url,
            "ts": moment_text(captured.fetched_at),
            "title": row["title"],
            "text": "\n\n".join(text for text in texts if text),
        }
        file.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _describe(source: ExportSource, package: _Package) -> None:
    """The package's own files: what is in it, and the fingerprint of that."""
    description = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": source.archive.site,
        "software": f"dimash-archive {__version__}",
        "created": moment_text(datetime.now(UTC)),
        "resources": package.resources,
    }
    content = json.dumps(description, ensure_ascii=False, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    for name, data in (
        ("datapackage.json", content),
        ("datapackage-digest.json", json.dumps(digest).encode()),
    ):
        with package.file(name, packed=True) as file:
            file.write(data)
