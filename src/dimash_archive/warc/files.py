"""Names of WARC files, and what the system says of them in our own words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dimash_archive.errors import CaptureError, DiskFull

SUFFIX = ".warc.gz"
"""How the names of our WARC files end, once their run has ended."""

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def open_path(folder: Path, name: str) -> Path:
    """Where the file lies while the run that writes it has not come to its end."""
    return folder / f"{name}.open"


@contextmanager
def disk_errors(name: str) -> Iterator[None]:
    """The system's complaints become ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull(
                f"The disk is full; {name} could not be written.",
                hint="Everything stored is safe. Make room and run the same command again: it goes on there.",
            ) from error
        raise CaptureError(f"{name}: {error.strerror or error}.") from error
