"""Commands for profiles: examine a site and write one, try one out."""

import re
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dimash_archive.cli import view
from dimash_archive.cli.error_handling import FiniteRange, json_option
from dimash_archive.cli.output_path import OutputPath
from dimash_archive.cli.streams import write_text
from dimash_archive.errors import UsageError
from dimash_archive.http.polite_client import polite_fetcher
from dimash_archive.probe import site_probe as surveys
from dimash_archive.probe.site_probe import EditionReport, ListSource, Sample, Survey
from dimash_archive.site import Site

_UNUSABLE = 1
_RATE = click.option(
    "--rate", type=FiniteRange(min=0.05), default=1.0, show_default=True, help="Requests per second."
)


@click.group()
def site() -> None:
    """Write a site's profile, or try one out."""


@site.command()
@click.argument("url", metavar="URL")
@click.option(
    "-o",
    "--out",
    type=OutputPath(dir_okay=False),
    metavar="FILE",
    help="Output file; default: standard output.",
)
@click.option("--name", metavar="NAME", help="What the archive calls the site; default: its host.")
@_RATE
def new(url: str, out: Path | None, name: str | None, rate: float) -> None:
    """Examine the site at URL and write a profile: its editions and, in comments, where each lists its articles.

    Makes about ten requests per edition, as slowly as a crawl. An existing file is not overwritten.
    """
    if out is not None and out.exists():
        raise UsageError(f"{out} already exists.", hint="Name another file, or move it away.")
    survey = surveys.discover(_address(url), partial(polite_fetcher, gap=1 / rate))
    text = surveys.profile(survey, name or _name(survey))
    Site.parse(text, "the profile")  # what is written is read back
    if write_text(out, text):
        click.echo(f"{out} is written. Next: dimash-archive site check {out}", err=True)


@site.command()
@click.argument("profile", metavar="SITE")
@_RATE
@json_option
def check(profile: str, rate: float, as_json: bool) -> None:
    """Try a profile out: what works and what does not, edition by edition.

    SITE is a built-in profile or a TOML file. Exit code 1 if an edition cannot be crawled or has no article.
    """
    loaded = Site.load(profile)
    survey = surveys.check(loaded, partial(polite_fetcher, gap=1 / rate, contact=loaded.contact))
    view.tell(survey, as_json, _report)
    if not all(look.works for look in survey.looks):
        raise click.exceptions.Exit(_UNUSABLE)


def _address(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _name(survey: Survey) -> str:
    """The host's name without what all hosts have."""
    host = urlsplit(survey.looks[0].url).hostname or "site"
    parts = host.removeprefix("www.").split(".")
    name = parts[-2] if len(parts) > 1 and not parts[-1].isdigit() else "site"
    return re.sub(r"[^a-z0-9-]", "", name) or "site"


def _report(console: Console, survey: Survey) -> None:
    for look in survey.looks:
        console.print(Text(f"{look.lang}  {look.url}", "bold"), _mark(look.works))
        if look.problem and not look.fault:
            console.print(Text(f"  {look.problem}", "red"))
        if look.fault:
            console.print(Text(f"  {look.fault}", "red"))
            continue
        pace = f"asks for {look.delay:g} seconds between requests" if look.delay else "sets no crawl delay"
        console.print(f"  robots.txt {pace}")
        console.print(_table(look))
    console.print(Text(view.number(survey.requests, "request"), "dim"))


def _table(look: EditionReport) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2))
    for source in look.sources:
        table.add_row(_mark(source.fault is None), source.kind, _figures(source))
    for each in look.samples:
        text = f"{each.fault} {each.url}" if each.fault else _article(each)
        table.add_row(_mark(each.fault is None), "article", text)
    return table


def _article(sample: Sample) -> str:
    return f"{sample.words:,} words, {_day(sample.published)}, {sample.lang}: {sample.title}"


def _figures(source: ListSource) -> str:
    if source.fault:
        return f"{source.fault} {source.url.partition('?')[0]}"
    newest = f", newest {source.newest:%Y-%m-%d}" if source.newest else ""
    return f"{source.number:,} addresses{newest}"


def _day(moment: object) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "no date"


def _mark(good: bool) -> Text:
    return Text("✓", "green") if good else Text("✗", "red")
