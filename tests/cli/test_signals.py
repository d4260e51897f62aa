"""A crawl whose terminal closes, and one that nobody listens to."""

import errno
import io
import os
import signal
import subprocess
import sys

import pytest

from dimash_archive.cli.signals import stopped_by_signals
from dimash_archive.cli.streams import LastingStream, error_console, unless_unheard


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a system without SIGHUP")
@pytest.mark.parametrize("ignored", [False, True])
def test_a_closed_terminal_stops_a_crawl_in_good_order(ignored: bool) -> None:
    """As Ctrl-C does; under nohup it goes on."""
    stops: list[int] = []
    handler = signal.SIG_IGN if ignored else signal.SIG_DFL
    before = signal.signal(signal.SIGHUP, handler)
    try:
        with stopped_by_signals(lambda: stops.append(1)):
            os.kill(os.getpid(), signal.SIGHUP)
        assert stops == ([] if ignored else [1])
        assert signal.getsignal(signal.SIGHUP) is handler
    finally:
        signal.signal(signal.SIGHUP, before)


class _Gone(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "the terminal is closed")

    def flush(self) -> None:
        raise OSError(errno.EIO, "the terminal is closed")


def test_a_closed_standard_error_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written there is lost; so it is where it was closed before the program began."""
    stream = LastingStream(_Gone())
    assert stream.write("news") == 4
    stream.flush()
    for each in (_Gone(), None):
        monkeypatch.setattr(sys, "stderr", each)
        error_console().print("news")


def test_a_reader_that_is_gone_costs_the_words_alone() -> None:
    """Standard output into a pipe that nobody reads: the program ends as if it had been read."""
    program = (
        "from dimash_archive.cli.streams import unless_unheard\n"
        "with unless_unheard():\n    print('x' * 100_000)\nraise SystemExit(9)"
    )
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=write, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (9, b"")


def test_a_full_disk_is_told() -> None:
    """Only who does not listen is forgiven."""
    with pytest.raises(OSError, match="full"), unless_unheard():
        raise OSError(errno.ENOSPC, "the disk is full")
