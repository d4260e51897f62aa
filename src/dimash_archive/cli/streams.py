"""Standard output and error of a program that may outlive its terminal: a closed terminal ends nothing."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, cast

import click
from rich.console import Console

_GONE = (errno.EPIPE, errno.EIO, errno.EBADF)  # a reader that ended, a terminal that closed, a closed file


def write_text(path: Path | None, text: str) -> bool:
    """Write a text to a file, or to standard output if there is none or it is called `-`; returns whether it is a file."""
    if path is None or str(path) == "-":
        click.echo(text, nl=False)
        return False
    path.write_text(text, "utf-8")
    return True


class LastingStream:
    """A text stream whose writes are lost once nobody can read them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write if possible."""
        with suppress(OSError, ValueError):  # ValueError: the stream was closed in this process
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush if possible."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def error_console() -> Console:
    """The console on standard error; it stays usable when the terminal is closed."""
    if sys.stderr is None:  # closed before the program began
        return Console(stderr=True)
    return Console(file=cast(TextIO, LastingStream(sys.stderr)))


@contextmanager
def unless_unheard() -> Iterator[None]:
    """What is printed inside is lost, without an error, if nobody can read standard output any more."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _GONE:
            raise
        # Else the interpreter's own flush at its end fails.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
