"""Names of WARC files, and the system's errors turned into ours."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dimash_archive.errors import CaptureError, DiskFull

WARC_FOLDER = "warc"
"""The folder of the WARC files inside the data folder."""
SUFFIX = ".warc.gz"
"""The suffix of our WARC files once their run has ended."""

_NAME = re.compile(r"\.w?arc(?:\.gz)?(?:\.open)?\Z", re.IGNORECASE)
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def open_path(folder: Path, name: str) -> Path:
    """The path of the file while the run that writes it has not ended."""
    return folder / f"{name}.open"


def find(folder: Path, name: str) -> Path:
    """The path of the file with this final name: under that name, or under the one it has during its run.

    Somebody may have moved it to a folder inside `folder`.
    """
    for path in (folder / name, open_path(folder, name)):
        if path.exists():
            return path
    return all_files(folder).get(name, folder / name)


def all_files(folder: Path) -> dict[str, Path]:
    """The WARC and ARC files of a folder and its subfolders, whoever wrote them, by their final names.

    If several have the same name, it is the least deeply nested.
    """
    paths = [path for path in folder.rglob("*") if _NAME.search(path.name) and path.is_file()]
    paths.sort(key=lambda path: (-len(path.parts), path))
    by_name = {path.name.removesuffix(".open"): path for path in paths}
    return dict(sorted(by_name.items()))


@contextmanager
def disk_errors(name: str) -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull(
                f"The disk is full; {name} could not be written.",
                hint="Everything stored is safe. Make room and run the same command again: it continues from there.",
            ) from error
        raise CaptureError(f"{name}: {error.strerror or error}.") from error
