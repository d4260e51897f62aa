"""Many sites crawled by one command, each in a process of its own, so that a failure of one leaves the rest alone."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dimash_archive.archive import FILE
from dimash_archive.archive.merge import join
from dimash_archive.cli import crawl_job, crawl_service, view
from dimash_archive.errors import ProfileError, UsageError
from dimash_archive.records import Row
from dimash_archive.site import Site, by_host, distinct

TOGETHER = "together"
"""The folder, beside those of the sites, of the archive that holds them all."""
_FIGURES = ("found", "new", "changed", "unchanged", "gone", "failed", "requests")
_COMMAND = "from dimash_archive.cli import main; main()"


Options = Callable[[str], Sequence[str]]
"""The options of `crawl` for a site, by its name."""


@dataclass(frozen=True, slots=True)
class SiteRun:
    """What became of a site."""

    site: str
    """The profile's name, or its file if it is broken."""
    exit: int
    """The exit code of its crawl."""
    summary: Row | None = None
    """What the crawl did, as `crawl --json` prints it; None if it broke off."""
    error: str | None = None
    """Why it broke off."""


@dataclass(frozen=True, slots=True)
class SitesReport:
    """What became of all sites."""

    sites: tuple[SiteRun, ...]
    """By name."""

    @property
    def exit(self) -> int:
        """The highest exit code of all."""
        return max((each.exit for each in self.sites), default=0)


def options(log: Path | None, metrics: Path | None, **settings: object) -> Options:
    """The options that each site's crawl gets: file names get the site's name before their extension."""
    shared: list[str] = []
    for name, value in settings.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            shared.append(option)
        elif value is not None and value is not False:
            shared += [option, ",".join(value) if isinstance(value, tuple) else str(value)]
    files = {"--log-file": log, "--metrics": metrics}

    def of(name: str) -> list[str]:
        own = ((option, path.with_stem(f"{path.stem}-{name}")) for option, path in files.items() if path)
        return [*shared, *(str(word) for pair in own for word in pair)]

    return of


def crawl(folder: Path, data: Path, at_once: int, options: Options, *, together: bool = False) -> SitesReport:
    """Crawl every profile of a folder into `data/NAME`; `options` gives those of `crawl` for a site's name.

    Up to `at_once` sites at a time; those that share a host one after another. A broken profile is a row of the report.
    Raises UsageError for a folder without profiles, and for two of the same name, before any request.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise UsageError(f"There is no profile in {folder}.", hint="A profile's name ends in .toml.")
    sites, done = dict[str, Path](), list[SiteRun]()
    loaded = []
    for file in files:
        try:
            loaded.append(Site.load(file))
        except ProfileError as error:
            done.append(SiteRun(file.name, error.exit_code, None, " ".join(str(error).splitlines())))
        else:
            distinct([each.name for each in loaded], TOGETHER)
            sites[loaded[-1].name] = file
    with _children() as start, ThreadPoolExecutor(at_once) as pool:

        def work(group: Sequence[Site]) -> list[SiteRun]:
            return [
                _one(start, site.name, sites[site.name], data / site.name, options(site.name))
                for site in group
            ]

        for future in as_completed([pool.submit(work, group) for group in by_host(loaded)]):
            done += future.result()
    if together:
        join(data / TOGETHER, (data / site.name for site in loaded))
    return SitesReport(tuple(sorted(done, key=lambda each: each.site)))


def _one(
    start: Callable[[Sequence[str]], tuple[str, str, int]],
    name: str,
    file: Path,
    data: Path,
    options: Sequence[str],
) -> SiteRun:
    words = [sys.executable, "-c", _COMMAND, "crawl", str(file), "--data", str(data), "--json", *options]
    out, err, code = start(words)
    try:
        return SiteRun(name, code, json.loads(out))
    except ValueError:
        return SiteRun(name, code, None, err.strip().rpartition("\n")[2] or f"It ended with {code}.")


@contextmanager
def _children() -> Iterator[Callable[[Sequence[str]], tuple[str, str, int]]]:
    """Starts programs and waits for them; what would end this one is passed on to them, and no more are started."""
    running, stop, lock = set[subprocess.Popen[str]](), threading.Event(), threading.Lock()

    def start(words: Sequence[str]) -> tuple[str, str, int]:
        with lock:
            if stop.is_set():
                return "", "It was not started.", 130
            child = subprocess.Popen(
                words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
            running.add(child)
        out, err = child.communicate()
        running.discard(child)
        return out, err, child.returncode if child.returncode >= 0 else 1

    def end(*_: object) -> None:
        stop.set()
        for child in list(running):
            child.send_signal(signal.SIGTERM)

    if threading.current_thread() is not threading.main_thread():
        yield start
        return
    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield start
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def show(console: Console, report: SitesReport) -> None:
    """One row per site."""
    table = Table("site", *_FIGURES, "exit", "", box=None)
    for each in report.sites:
        counts = each.summary or {}
        figures = [f"{counts[name]:,}" if name in counts else "" for name in _FIGURES]
        table.add_row(
            each.site, *figures, Text(str(each.exit), "green" if each.exit == 0 else "red"), each.error or ""
        )
    console.print(table)


def serve(folder: Path, data: Path, as_json: bool, every: int | None, **settings: Any) -> NoReturn:
    """The command `crawl` for a folder; ends with the highest exit code. `langs` are called `lang` on the command line."""
    at_once, together = settings.pop("at_once"), settings.pop("together")
    settings["lang"], limit = settings.pop("langs"), settings.pop("time_limit")
    settings["time_limit"] = None if limit is None else f"{limit}s"
    once = partial(crawl, folder, data, at_once, options(**settings), together=together)
    code = crawl_service.serve(
        data, once, lambda done: view.tell(done, as_json, show), crawl_service.ServiceOptions(every)
    )
    raise click.exceptions.Exit(code)


def archives(data: Path) -> list[Path]:
    """The archives in the folders of a folder."""
    return sorted(path.parent for path in data.glob(f"*/{FILE}"))


def status(folders: Sequence[Path], max_age: int, as_json: bool, *, checked: bool) -> NoReturn:
    """The command `status` for a folder of archives: one line each; exits with 1 if `checked` and there is an alarm."""
    healths = {path.name: crawl_service.check(path, max_age) for path in folders}
    figures = {path.name: crawl_job.figures(path)["editions"] for path in folders}
    rows = {name: {"editions": figures[name], "health": healths[name]} for name in healths}
    view.tell(rows, as_json, _statuses)
    raise click.exceptions.Exit(1 if checked and any(each.alarms for each in healths.values()) else 0)


def _statuses(console: Console, rows: Mapping[str, Row]) -> None:
    table = Table("archive", "articles", "last good run", "alarms", box=None)
    for name, each in rows.items():
        health = each["health"]
        alarms = Text(" ".join(health.alarms) or "none", "red" if health.alarms else "green")
        table.add_row(name, f"{sum(each['editions'].values()):,}", health.last_good or "never", alarms)
    console.print(table)
