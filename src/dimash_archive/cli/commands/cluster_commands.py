"""Commands for work that is too large for one machine."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from dimash_archive.archive.merge import join
from dimash_archive.cli import view
from dimash_archive.cli.error_handling import FiniteRange, json_option
from dimash_archive.errors import ExitCode, UsageError
from dimash_archive.site import Site

if TYPE_CHECKING:
    from dimash_archive.cluster.dispatch import Progress as Advance
    from dimash_archive.cluster.site_crawls import SiteCrawl

_FIGURES = ("found", "new", "changed", "unchanged", "gone", "failed", "requests")


class _ExtractOptions(TypedDict):
    kind: Literal["parquet", "archive"]
    site: str | None
    workers: int | None
    scheduler: str | None
    part: int
    memory: bool


class _CrawlOptions(TypedDict):
    workers: int | None
    scheduler: str | None
    rate: float | None
    limit: int | None
    full: bool


@click.group()
def cluster() -> None:
    """Work in many processes or on many machines, with Dask."""


@cluster.command()
@click.argument("warcs", nargs=-1, required=True, metavar="WARC…")
@click.option(
    "--out", required=True, metavar="DIR", help="Where the output goes; for Parquet any fsspec address."
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["parquet", "archive"]),
    default="parquet",
    show_default=True,
    help="What to write.",
)
@click.option("--site", metavar="SITE", help="For archives: the profile, which defines the editions.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes; default: one per processor."
)
@click.option("--scheduler", metavar="ADDRESS", help="An existing Dask scheduler, instead of this machine.")
@click.option("--part", type=click.IntRange(min=1), default=64, show_default=True, help="Megabytes per part.")
@click.option(
    "--memory/--no-memory",
    default=True,
    show_default=True,
    help="For Parquet: first learn the boilerplate of each site; --no-memory takes half the time.",
)
@json_option
def extract(warcs: tuple[str, ...], out: str, as_json: bool, **options: Unpack[_ExtractOptions]) -> None:
    """Read the articles of WARC files into Parquet files, or into archives that `merge` joins.

    WARC is a path or any fsspec address (s3://…, https://…). Stopped, the same command resumes from
    there. Exit code 7 if records or pages could not be read: they are in the table `errors`, or in
    the notes of `status`.
    """
    done = _extract(list(warcs), out, options)
    view.tell(done, as_json, _show_counts)
    if done.get("errors"):
        raise click.exceptions.Exit(ExitCode.FAILURES)


@cluster.command()
@click.argument("profiles", nargs=-1, required=True, metavar="PROFILE…")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the archives go.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes; default: one per processor."
)
@click.option("--scheduler", metavar="ADDRESS", help="An existing Dask scheduler, instead of this machine.")
@click.option("--together", is_flag=True, help="Also merge them into DIR/together.")
@click.option("--rate", type=FiniteRange(min=0), metavar="R", help="Requests per second; 0: no gap.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop each after N pages.")
@click.option("--full", is_flag=True, help="Request every page, even if nothing seems to have changed.")
@json_option
def crawl(
    profiles: tuple[str, ...], out: Path, together: bool, as_json: bool, **options: Unpack[_CrawlOptions]
) -> None:
    """Archive many sites, each into DIR/NAME.

    PROFILE is a built-in profile, a TOML file, or a folder of them. All workers must be able to see
    DIR. Started again, each resumes from there. The exit code is the highest of all crawls.
    """
    done = _crawl(_sites(profiles), out, together, options)
    view.tell(done, as_json, _report)
    raise click.exceptions.Exit(max(each.exit for each in done))


def _sites(profiles: Sequence[str]) -> list[Site]:
    paths = [Path(each) for each in profiles]
    files = [sorted(path.glob("*.toml")) if path.is_dir() else [path] for path in paths]
    sites = [Site.load(str(file)) for group in files for file in group]
    if not sites:
        raise UsageError(f"There is no profile in {profiles[0]}.", hint="A profile's name ends in .toml.")
    return sites


def _crawl(sites: list[Site], out: Path, together: bool, options: _CrawlOptions) -> list["SiteCrawl"]:
    crawling, run = _room("site_crawls"), _room("dispatch")
    where = run.ClusterOptions(options["workers"], options["scheduler"])
    how = {name: value for name, value in options.items() if name in ("rate", "limit", "full")}
    console, done = Console(stderr=True), list["SiteCrawl"]()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("sites", total=len(sites))
        for each in crawling.crawl(sites, out, where, **how):
            done.append(each)
            bar.update(task, advance=1)
    if together:
        join(out / crawling.TOGETHER, (out / site.name for site in sites))
    return sorted(done, key=lambda each: each.site)


def _report(console: Console, done: list["SiteCrawl"]) -> None:
    table = Table("site", *_FIGURES, "exit", "", box=None)
    for each in done:
        figures = [f"{getattr(each.summary, name):,}" if each.summary else "" for name in _FIGURES]
        table.add_row(each.site, *figures, str(each.exit), each.error or "")
    console.print(table)


def _extract(warcs: list[str], out: str, options: _ExtractOptions) -> dict[str, int]:
    plan, run = _room("plan"), _room("dispatch")
    cluster_options = run.ClusterOptions(
        options["workers"], options["scheduler"], options["part"] * 1_000_000, options["memory"]
    )
    if options["kind"] == "parquet":
        _watch(run.extract(warcs, out, cluster_options))
        return dict(plan.total(out))
    if options["site"] is None:
        raise UsageError(
            "An archive needs a profile.", hint="Name it with --site: a built-in one or a TOML file."
        )
    archives = _room("site_archives")
    _watch(archives.extract(warcs, Path(out), Site.load(options["site"]), cluster_options))
    return dict(archives.made(warcs, Path(out)))


def _watch(progress: Iterable["Advance"]) -> None:
    """A bar for each step, on a terminal, until all are done."""
    console, tasks = Console(stderr=True), dict[str, TaskID]()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        for each in progress:
            if each.step not in tasks:
                tasks[each.step] = bar.add_task(each.step)
            bar.update(tasks[each.step], completed=each.done, total=each.pieces)


def _room(name: str) -> ModuleType:
    """A module of `cluster`, whose libraries come with an extra."""
    try:
        return import_module(f"dimash_archive.cluster.{name}")
    except ImportError as error:
        hint = "Install them: pip install 'dimash-archive[cluster]'"
        raise UsageError("This needs Dask, fsspec and pyarrow.", hint=hint) from error


def _show_counts(console: Console, counts: dict[str, int]) -> None:
    if "archives" in counts:
        console.print(
            f"{view.number(counts['archives'], 'archive')}, {view.number(counts['errors'], 'error')}."
            " To join them: dimash-archive merge DIR… --data ARCHIVE"
        )
        return
    figures = (f"{counts.get(name, 0):,} {name}" for name in ("articles", "skipped", "errors"))
    console.print(", ".join(figures))
