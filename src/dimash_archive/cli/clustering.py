"""Commands for work that is too large for one machine."""

import click
from rich.console import Console
from rich.progress import Progress

from dimash_archive.cli import view
from dimash_archive.cli.door import json_option
from dimash_archive.errors import UsageError


@click.group()
def cluster() -> None:
    """Work on many processes or machines, with Dask."""


@cluster.command()
@click.argument("warcs", nargs=-1, required=True, metavar="WARC…")
@click.option("--out", required=True, metavar="DIR", help="Where the Parquet files go; any fsspec address.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes; else one a processor.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="A Dask scheduler that is there, instead of this machine."
)
@click.option("--part", type=click.IntRange(min=1), default=64, show_default=True, help="MB of a part.")
@json_option
def extract(
    warcs: tuple[str, ...], out: str, workers: int | None, scheduler: str | None, part: int, as_json: bool
) -> None:
    """Read the articles of WARC files into Parquet files.

    WARC is a path or any fsspec address (s3://…, https://…). Stopped, the same command goes on from there.
    """
    view.tell(_extract(list(warcs), out, workers, scheduler, part * 1_000_000), as_json, _told)


def _extract(
    warcs: list[str], out: str, workers: int | None, scheduler: str | None, part: int
) -> dict[str, int]:
    try:
        from dimash_archive.cluster import plan, run
    except ImportError as error:
        hint = "Install them: pip install 'dimash-archive[cluster]'"
        raise UsageError("This needs Dask, fsspec and pyarrow.", hint=hint) from error
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("parts")
        for each in run.extract(warcs, out, run.Wish(workers, scheduler, part)):
            bar.update(task, completed=each.done, total=each.parts)
    return plan.total(out)


def _told(console: Console, counts: dict[str, int]) -> None:
    told = (f"{counts.get(name, 0):,} {name}" for name in ("articles", "skipped", "errors"))
    console.print(", ".join(told))
