"""Commands that read what is in the archive: search, show, history."""

from functools import partial
from pathlib import Path

import click

from dimash_archive.archive import Archive
from dimash_archive.archive.articles import differences
from dimash_archive.cli import view
from dimash_archive.cli.error_handling import data_option, json_option, lang_option
from dimash_archive.errors import UsageError


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most this many."
)
@lang_option
@json_option
@data_option
def search(query: tuple[str, ...], limit: int, lang: str | None, as_json: bool, data: Path) -> None:
    """Search the archive's full text, inflected forms included."""
    marks = ("[", "]") if as_json else view.MARKS
    with Archive.open_for_reading(data) as archive:
        hits = archive.search(" ".join(query), lang=lang, limit=limit + 1, marks=marks)
    view.tell(hits[:limit], as_json, partial(view.hits, more=len(hits) > limit))


@click.command()
@click.argument("article", metavar="URL|ID")
@json_option
@data_option
def show(article: str, as_json: bool, data: Path) -> None:
    """Show one article: its facts, text and quotations."""
    with Archive.open_for_reading(data) as archive:
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
    with Archive.open_for_reading(data) as archive:
        versions = archive.history(article)
    if not versions:
        raise unknown(article)
    if html:
        click.echo(differences.page(versions), nl=False)
    else:
        view.tell(versions, as_json, view.history)


def unknown(article: str) -> UsageError:
    """The error for an article that is not in the archive."""
    return UsageError(
        f"There is no article {article} in the archive.",
        hint="Look for it with `dimash-archive search`; its number stands beside each result.",
    )
