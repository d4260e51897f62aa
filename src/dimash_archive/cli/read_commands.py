"""Commands that read: one page, or what is in the archive."""

from pathlib import Path

import click

from dimash_archive.archive import FILE, Archive, differences
from dimash_archive.cli import crawl_service, many_sites, page_source, view
from dimash_archive.cli.error_handling import data_option, json_option, lang_option
from dimash_archive.errors import UsageError
from dimash_archive.service import duration


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--url", help="The page's address, where SOURCE does not tell it.")
@click.option("--explain", is_flag=True, help="Tell of every block whether it was kept, and why.")
@click.option("--html", is_flag=True, help="With --explain: print a web page, kept green, dropped red.")
@json_option
def extract(source: str, url: str | None, explain: bool, html: bool, as_json: bool) -> None:
    """Read one page, or flattened text, into JSON.

    SOURCE is a file, an address, or - for standard input. HTML and text are told apart by content.
    """
    if not (explain or html):
        click.echo(view.as_json(page_source.as_row(page_source.article(source, url))))
        return
    found = page_source.explanation(source, url)
    if html:
        click.echo(page_source.picture(found, source), nl=False)
    else:
        view.tell(page_source.explained(found), as_json, view.explanation)


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@lang_option
@json_option
@data_option
def search(query: tuple[str, ...], limit: int, lang: str | None, as_json: bool, data: Path) -> None:
    """Search the archive's full text; inflected forms are found."""
    marks = ("[", "]") if as_json else view.MARKS
    with Archive.open(data) as archive:
        found = archive.search(" ".join(query), lang=lang, limit=limit, marks=marks)
    view.tell(found, as_json, view.hits)


@click.command()
@click.argument("article", metavar="URL|ID")
@json_option
@data_option
def show(article: str, as_json: bool, data: Path) -> None:
    """Show one article: its facts, its text, its speeches."""
    with Archive.open(data) as archive:
        row = archive.article(article)
    if row is None:
        raise unknown(article)
    view.tell(row, as_json, view.article)


@click.command()
@click.argument("article", metavar="URL|ID")
@click.option("--html", is_flag=True, help="Print a web page.")
@json_option
@data_option
def history(article: str, html: bool, as_json: bool, data: Path) -> None:
    """Show the versions of an article and their differences."""
    with Archive.open(data) as archive:
        versions = archive.history(article)
    if not versions:
        raise unknown(article)
    if html:
        click.echo(differences.page(versions), nl=False)
    else:
        view.tell(versions, as_json, view.history)


@click.command()
@click.option("--check", "checked", is_flag=True, help="For monitors: one line, and exit code 1 on an alarm.")
@click.option("--max-age", default="2d", show_default=True, metavar="TIME", help="Alarm without a good run.")
@json_option
@data_option
def status(checked: bool, max_age: str, as_json: bool, data: Path) -> None:
    """Show what the archive holds, what the last runs did, and what needs a look.

    With --check an alarm is given where the last good run is too old, the last run broke off, failures rise, or
    the newest articles are unlike those before them, as after a redesign.
    """
    if (kept := many_sites.archives(data)) and not (data / FILE).exists():
        many_sites.status(kept, duration.seconds(max_age), as_json, checked=checked)
    if checked:
        found = crawl_service.check(data, duration.seconds(max_age))
        view.tell(found, as_json, view.health)
        raise click.exceptions.Exit(1 if found.alarms else 0)
    with Archive.open(data) as archive:
        figures = archive.status()
    view.tell(figures, as_json, view.status)


def unknown(article: str) -> UsageError:
    """What to say to an article that is not there."""
    return UsageError(
        f"There is no article {article} in the archive.",
        hint="Look for it with `dimash-archive search`; its number stands beside each result.",
    )
