"""Carrying an archive elsewhere: a list of its files with their fingerprints, and a copy of the database."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from dimash_archive.archive.integrity import checksum
from dimash_archive.archive.sqlite_errors import translated
from dimash_archive.archive.store import FILE, Archive
from dimash_archive.errors import DamagedDatabase, Locked, UsageError
from dimash_archive.warc.files import WARC_FOLDER


def manifest(data: Path) -> Iterator[str]:
    """For each file of the archive in `data` its SHA-256, two spaces and its name, as `sha256sum` writes it.

    The database first, then the WARC files by name. Raises NoDatabase; Locked while another program reads or writes
    the database, since then it is not all in one file; DamagedDatabase if it was changed. No crawl may run
    meanwhile.
    """
    state = checksum.state(data / FILE)
    if state == "broken":
        raise DamagedDatabase(
            f"{data / FILE} is not byte for byte as this program left it.",
            hint="Run `dimash-archive verify`.",
        )
    if state == "none":
        _seal(data)
    files = sorted(path for path in (data / WARC_FOLDER).rglob("*") if path.is_file())
    for path in (data / FILE, *files):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield f"{digest}  {path.relative_to(data).as_posix()}"


def _seal(data: Path) -> None:
    """Have all of the database in one file, with its checksum."""
    with Archive.open(data) as archive:
        if not checksum.seal(archive.db, archive.path):
            raise Locked(
                f"Another program is at work on {archive.path}.",
                hint="Stop it (it may be `serve`) and try again.",
            )


def copy(archive: Archive, target: Path) -> None:
    """Write the database to a new file: complete, consistent, without empty pages, readable without write access.

    Raises UsageError if the file exists.
    """
    if target.exists():
        raise UsageError(f"{target} already exists.", hint="Name another file, or remove it first.")
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with translated(target):
            archive.db.execute("PRAGMA query_only = OFF")  # else nothing may be written anywhere
            archive.db.execute("VACUUM INTO ?", (str(draft),))
            copied = sqlite3.connect(draft)
            try:
                # WAL would ask every reader for the right to write beside the file.
                copied.execute("PRAGMA journal_mode = DELETE")
            finally:
                copied.close()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
