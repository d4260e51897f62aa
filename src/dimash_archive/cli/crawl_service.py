"""A crawl repeated for years, with figures for a monitor and a clean end."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

import click

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.quality.health import Health, health
from dimash_archive.errors import ArchiveError, ExitCode, UsageError
from dimash_archive.service import metrics

_FOREVER = timedelta.max
_SHORTEST = 60  # seconds: no site has news every few seconds, and each run asks for its lists


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """How a crawl is kept running. Raises UsageError for intervals that are too short."""

    every: int | None = None
    """Seconds from one start to the next, at least 60; None for a single run."""
    metrics: Path | None = None
    """A file that gets the figures after each run."""
    sleep: Callable[[float], None] = time.sleep
    """How to wait."""

    def __post_init__(self) -> None:
        if self.every is not None and self.every < _SHORTEST:
            raise UsageError(
                f"A crawl cannot start every {self.every} seconds.",
                hint=f"Give it {_SHORTEST} seconds or more, such as --every 6h.",
            )


class Ended(Protocol):
    """What a run reports at its end."""

    @property
    def exit(self) -> int:
        """Its exit code."""
        ...


Done = TypeVar("Done", bound=Ended)


def serve(data: Path, once: Callable[[], Done], tell: Callable[[Done], None], how: ServiceOptions) -> int:
    """Crawl once, or repeatedly until SIGTERM or Ctrl-C; returns the exit code.

    With `every`, a run that fails is reported and tried again at the next interval; only wrong usage ends the service. A
    stop between two runs is the normal end: 0.
    """
    if how.metrics is not None:
        metrics.require()
    if how.every is None:
        return _once(data, once, tell, how)
    with _polite_kill():
        return _again_and_again(data, once, tell, how)


def _again_and_again(
    data: Path, once: Callable[[], Done], tell: Callable[[Done], None], how: ServiceOptions
) -> int:
    while True:
        began = time.monotonic()
        try:
            code = _once(data, once, tell, how)
        except UsageError:
            raise
        except ArchiveError as error:
            click.secho(str(error), fg="red", err=True)
            code = error.exit_code
        if code == ExitCode.INTERRUPTED:
            return code
        try:
            how.sleep(max(0.0, (how.every or 0) - (time.monotonic() - began)))
        except KeyboardInterrupt:
            return 0


def _once(data: Path, once: Callable[[], Done], tell: Callable[[Done], None], how: ServiceOptions) -> int:
    try:
        summary = once()
        tell(summary)
        return summary.exit
    finally:
        if how.metrics is not None and (data / FILE).exists():
            _measure(data, how.metrics)


def _measure(data: Path, path: Path) -> None:
    with Archive.open_for_reading(data) as archive:
        report = health(archive.db, datetime.now(UTC), _FOREVER)
        last = None if report.last_good is None else datetime.fromisoformat(report.last_good).timestamp()
        metrics.write(path, archive.site, archive.status(), last, len(report.alarms))


def check(data: Path, oldest: int) -> Health:
    """Whether the archive in `data` is well maintained; `oldest` in seconds."""
    with Archive.open_for_reading(data) as archive:
        return health(archive.db, datetime.now(UTC), timedelta(seconds=oldest))


@contextmanager
def _polite_kill() -> Iterator[None]:
    """SIGTERM, as containers and systemd send it, ends things as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
