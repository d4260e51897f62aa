"""What the crawling commands share: one crawl, watched."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.connection import is_nonempty
from dimash_archive.cli.outcome_words import KINDS
from dimash_archive.cli.progress import say_wait, watching
from dimash_archive.cli.signals import stopped_by_signals
from dimash_archive.cli.streams import error_console
from dimash_archive.crawler import Crawl, CrawlOptions
from dimash_archive.errors import UsageError
from dimash_archive.records import Row, Summary
from dimash_archive.service import duration
from dimash_archive.site import Site

_DEMO = "demo"


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What a crawl shows on standard error and writes besides the archive."""

    log: Path | None = None
    """A file that gets a line of JSON for every outcome."""
    lines: bool = True
    """Whether news is printed line by line if there is no terminal for bars."""


def crawl(site: Site, data: Path, show: OutputOptions, options: CrawlOptions | None = None) -> Summary:
    """Crawl a site into an archive. Ctrl-C or SIGTERM lets the run finish properly."""
    _keep_apart(site, data)
    console = error_console()
    tell = partial(say_wait, console) if show.lines or console.is_terminal else None
    job = Crawl(site, data, replace(options or CrawlOptions(), on_wait=tell))
    with (
        stopped_by_signals(job.stop),
        watching(site.editions, console, show.log, lines=show.lines, left=job.left) as sink,
    ):
        for outcome in job.run():
            sink(outcome)
    return job.summary


def reextract(data: Path, hint: str | None, show: OutputOptions) -> dict[str, int]:
    """Read the captures of an archive again; returns the outcomes by kind."""
    # Loaded here: the extractor is large, and a crawl leaves it to processes of its own.
    from dimash_archive.rebuild.reextract import reextract as outcomes

    counts = dict.fromkeys(KINDS, 0)
    with watching((), error_console(), show.log, lines=show.lines) as sink:
        for outcome in outcomes(data, hint):
            counts[outcome.kind] += 1
            sink(outcome)
    return counts


def figures(data: Path) -> Row:
    """What the archive holds now."""
    with Archive.open_for_reading(data) as archive:
        return archive.status()


def seconds(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """`6h` as seconds."""
    return duration.seconds(value) if value else None


def size(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """`500M` as bytes."""
    return duration.size(value) if value else None


def split(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """`kk,ru` as its parts."""
    return tuple(each.strip() for each in value.split(",") if each.strip()) if value else None


def _keep_apart(site: Site, data: Path) -> None:
    """Refuse to put invented articles into a real archive, and real ones into the demo's."""
    if not is_nonempty(data / FILE):
        return
    with Archive.open_for_reading(data) as archive:
        sites = {name for (name,) in archive.db.execute("SELECT DISTINCT site FROM runs")}
    if sites and (_DEMO in sites) != (site.name == _DEMO):
        raise UsageError(
            f"{data} holds an archive of {', '.join(sorted(sites))}.",
            hint="Invented and real articles are kept apart: name another folder with --data.",
        )
