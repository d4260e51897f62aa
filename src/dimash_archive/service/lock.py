"""One run per archive at a time: a lock held by the operating system, which frees it when its holder dies."""

import errno
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from dimash_archive.errors import DatabaseError, Locked

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(file: IO[str]) -> None:
        file.seek(1 << 30)  # far behind the text: a locked byte cannot be read by others
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)


class Lock:
    """A context manager that holds `folder/run.lock`; raises Locked if another run does, DatabaseError if nothing can be written.

    The file says who holds it (process, host, since when) and stays there, empty, when nobody does.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "run.lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        file = self._opened()
        try:
            _take(file)
        except OSError as error:
            file.seek(0)
            holder = _holder(file.read(1000))
            file.close()
            raise Locked(
                f"Another run{holder} is writing to {self.path.parent}.",
                hint="Wait until it ends, or name another folder with --data.",
            ) from error
        file.seek(0)
        file.truncate()
        who = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        file.write(json.dumps(who) + "\n")
        file.flush()
        self._file = file
        return self

    def _opened(self) -> IO[str]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self.path.open("a+", encoding="utf-8")
        except OSError as error:
            if error.errno not in _NOT_WRITABLE:
                raise
            raise DatabaseError(
                f"Nothing can be written to {self.path.parent}: {error.strerror}.",
                hint="Commands that only read still work there; to write, copy the archive elsewhere or name it with --data.",
            ) from error

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
            self._file = None


def is_held(folder: Path) -> bool:
    """Whether a run holds the lock of a folder now; nothing is written."""
    try:
        with (folder / "run.lock").open("r+", encoding="utf-8") as file:
            _take(file)
    except FileNotFoundError:
        return False
    except PermissionError:  # another user's archive: whether a run is at work there cannot be seen
        return False
    except OSError:
        return True
    return False


def _holder(text: str) -> str:
    try:
        who = json.loads(text)
        return f" (process {who['pid']} on {who['host']}, since {who['since']})"
    except (ValueError, KeyError, TypeError):
        return ""
