"""Commands that fill an archive: crawl a site, read the captures again."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from dimash_archive.cli import crawl_job, crawl_service, many_sites, view
from dimash_archive.cli.error_handling import FiniteRange, data_option, json_option
from dimash_archive.cli.output_path import OutputPath, log_option
from dimash_archive.cli.streams import error_console, unless_unheard
from dimash_archive.crawler import FAILURES, NO_ACCESS, SHORTFALL, CrawlOptions
from dimash_archive.records import Summary
from dimash_archive.service import duration as times
from dimash_archive.site import DEFAULT, Site

_FILE = OutputPath(dir_okay=False)


@click.command()
@click.argument("site", default=DEFAULT)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N pages.")
@click.option("--rate", type=FiniteRange(min=0), metavar="R", help="Requests per second per host; 0: no gap.")
@click.option("--lang", "langs", metavar="kk,ru,en", callback=crawl_job.split, help="Only these editions.")
@click.option(
    "--assets",
    type=click.Choice(["none", "images", "page"]),
    default="none",
    show_default=True,
    help="Also keep pictures, or everything that pages need to look right.",
)
@click.option("--full", is_flag=True, help="Request every page, even if nothing seems to have changed.")
@click.option(
    "--time-limit", metavar="TIME", callback=crawl_job.seconds, help="Stop after a time, such as 90m or 6h."
)
@click.option(
    "--size-limit",
    metavar="SIZE",
    callback=crawl_job.size,
    help="Stop after this much in WARC files: 500M, 2G.",
)
@click.option("--other-site", is_flag=True, help="Allow an archive of another profile or host.")
@click.option("--every", metavar="TIME", help="Repeat at this interval, such as 6h, until SIGTERM or Ctrl-C.")
@click.option("--metrics", type=_FILE, metavar="FILE", help="Write figures for Prometheus after each run.")
@click.option(
    "--at-once",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="For a folder: how many sites at a time.",
)
@click.option("--together", is_flag=True, help="For a folder: also merge the archives into DIR/together.")
@log_option
@json_option
@data_option
def crawl(site: str, data: Path, log_file: Path | None, as_json: bool, **options: Any) -> None:
    """Archive a site: the main job.

    SITE is a built-in profile, a TOML file, or a folder of them, each of which is crawled into
    DIR/NAME. A second run requests only what is new or may have changed.

    Exit codes: 0 done, 7 done with failures, 9 a limit was reached, 10 no article or fewer than the
    site lists, 11 an edition could not be crawled, 130 stopped by Ctrl-C; or, at any
    time, 2 wrong usage, or an archive of another site, 5 archive damaged, 6 locked by another run,
    8 disk nearly full.
    """
    every, metrics = options.pop("every"), options.pop("metrics")
    seconds = times.seconds(every) if every else None
    if Path(site).is_dir():
        many_sites.serve(Path(site), data, as_json, seconds, log=log_file, metrics=metrics, **options)
    how = crawl_service.ServiceOptions(seconds, metrics)
    del options["at_once"], options["together"]
    output = crawl_job.OutputOptions(log_file, lines=not as_json)
    job = partial(crawl_job.crawl, Site.load(site), data, output, CrawlOptions.of(options))
    code = crawl_service.serve(data, job, lambda done: _tell(done, as_json), how)
    raise click.exceptions.Exit(code)


def _tell(done: Summary, as_json: bool) -> None:
    """Print what a run did; what kept it out also on standard error, which is what cron sends by mail."""
    with unless_unheard():
        view.tell(done, as_json, view.summary)
    if as_json and done.exit in (SHORTFALL, NO_ACCESS):
        error_console().print(*done.notes, sep="\n", markup=False, highlight=False, soft_wrap=True)


@click.command()
@click.argument("site", required=False)
@log_option
@json_option
@data_option
def reextract(site: str | None, data: Path, log_file: Path | None, as_json: bool) -> None:
    """Read the stored captures again with today's extractor, without any request to the site.

    SITE is the profile, needed only if it has a hint for finding the text of articles.
    """
    hint = Site.load(site).content if site else None
    counts = crawl_job.reextract(data, hint, crawl_job.OutputOptions(log_file, lines=not as_json))
    view.tell(counts, as_json, view.counts)
    if counts["failed"]:
        raise click.exceptions.Exit(FAILURES)
