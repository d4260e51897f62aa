"""The command that brings in what other archives hold of a site."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TypedDict, Unpack

import click
from rich.console import Console
from rich.table import Table

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.connection import is_nonempty
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions, BackfillSummary
from dimash_archive.backfill.estimate import Share, duration, estimate
from dimash_archive.backfill.sources.common_crawl import CRAWLS, DATA, common_crawl
from dimash_archive.backfill.sources.foreign_files import files
from dimash_archive.backfill.sources.holdings import Holdings, Wanted
from dimash_archive.backfill.sources.replaying_archives import WAYBACK_INDEX, archive_at, wayback_machine
from dimash_archive.cli import view
from dimash_archive.cli.crawl_job import split
from dimash_archive.cli.error_handling import data_option, json_option
from dimash_archive.cli.progress import counting
from dimash_archive.discovery.requisites import Assets
from dimash_archive.http.client import Fetcher
from dimash_archive.http.polite_client import polite_fetcher
from dimash_archive.site import DEFAULT, Site

_DATE = click.DateTime(["%Y-%m-%d"])


class _Options(TypedDict):
    sources: tuple[str, ...]
    from_date: datetime | None
    to_date: datetime | None
    langs: tuple[str, ...] | None
    limit: int | None
    rate: float
    assets: Assets


@click.command()
@click.argument("site", default=DEFAULT)
@click.option(
    "--from",
    "sources",
    multiple=True,
    required=True,
    metavar="SOURCE",
    help="wayback, commoncrawl, a CDX server's address, or a WARC, WACZ or ARC file or a folder of them (also s3://… and the like).",
)
@click.option("--from-date", type=_DATE, metavar="DATE", help="The earliest day, as 2019-05-31.")
@click.option("--to-date", type=_DATE, metavar="DATE", help="The latest day.")
@click.option("--lang", "langs", metavar="kk,ru,en", callback=split, help="Only these editions.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N captures.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Requests per second per host.",
)
@click.option("--assets", type=click.Choice(["none", "images", "page"]), default="none", show_default=True)
@click.option("--dry-run", is_flag=True, help="Only report what there is, by edition and year.")
@json_option
@data_option
def backfill(site: str, data: Path, as_json: bool, dry_run: bool, **options: Unpack[_Options]) -> None:
    """Import a site's captures from other archives, as if it had been crawled at the time.

    SITE is a built-in profile or a TOML file. Stopped, it resumes where it was.

    Exit codes: 0 done, 7 some captures could not be fetched, 9 limit reached, 130 stopped by Ctrl-C.
    """
    profile = Site.load(site)
    with ExitStack() as stack:
        holdings = list(_holdings(options["sources"], options["rate"], profile.contact, stack))
        wanted = _wanted(profile, options)
        if dry_run:
            shares = [share for each in holdings for share in _estimate(data, profile, each, wanted)]
            view.tell(shares, as_json, lambda console, estimates: _show(console, estimates, options["rate"]))
            return
        codes = [_backfill(profile, data, each, wanted, options["limit"], as_json) for each in holdings]
    raise click.exceptions.Exit(max(codes))


def _holdings(
    sources: tuple[str, ...], rate: float, contact: str | None, stack: ExitStack
) -> Iterator[Holdings]:
    """The archives that are named."""

    def client(url: str) -> Fetcher:
        return stack.enter_context(polite_fetcher(url, gap=1 / rate if rate else 0.0, contact=contact))

    for source in sources:
        if source == "wayback":
            yield wayback_machine(client(WAYBACK_INDEX))
        elif source == "commoncrawl":
            yield common_crawl(client(CRAWLS), client(DATA))
        elif source.startswith(("http://", "https://")) and not source.endswith(
            (".gz", ".wacz", ".warc", ".arc")
        ):
            yield archive_at(source, client(source))
        else:
            yield from files([source])


def _wanted(site: Site, options: _Options) -> Wanted:
    first, last = options["from_date"], options["to_date"]
    return Wanted(
        capture_selection.fronts(site, options["langs"] or ()),
        first.replace(tzinfo=UTC) if first else None,
        datetime.combine(last, time.max, UTC) if last else None,
        options["assets"],
    )


def _backfill(
    site: Site, data: Path, holdings: Holdings, wanted: Wanted, limit: int | None, as_json: bool
) -> int:
    """Take over from one archive; returns the exit code."""
    run = Backfill(site, data, holdings, wanted, BackfillOptions(limit))
    with counting(f"from {holdings.source}", None) as step:
        for _ in run.run():
            step()
    view.tell(run.summary, as_json, _sum_up)
    return run.summary.exit


def _estimate(data: Path, site: Site, holdings: Holdings, wanted: Wanted) -> tuple[Share, ...]:
    if not is_nonempty(data / FILE):
        return estimate(None, site, holdings, wanted)
    with Archive.open(data, readonly=True) as archive:
        return estimate(archive, site, holdings, wanted)


def _show(console: Console, shares: list[Share], rate: float) -> None:
    table = Table("edition", "year", "captures", "new", "MB")
    for share in shares:
        table.add_row(
            share.edition,
            str(share.year),
            f"{share.captures:,}",
            f"{share.new:,}",
            f"{share.size / 1e6:,.1f}",
        )
    console.print(table)
    least = duration(shares, rate)
    takes = f"; at {rate:g} requests per second they take at least {least}" if least else ""
    console.print(f"{sum(share.new for share in shares):,} new captures{takes}.")


def _sum_up(console: Console, done: BackfillSummary) -> None:
    console.print(
        f"Captures imported: {done.captures:,}, unavailable: {done.missing:,};"
        f" new articles: {done.new:,}, new versions: {done.changed:,}, pages that could not be read: {done.failed:,}."
    )
