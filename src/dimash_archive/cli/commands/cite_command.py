"""The command that prints how to cite an article."""

from pathlib import Path

import click

from dimash_archive.archive import Archive
from dimash_archive.archive.articles import references
from dimash_archive.citation.forms import FORMS
from dimash_archive.cli.commands.read_commands import unknown
from dimash_archive.cli.error_handling import data_option, json_option
from dimash_archive.cli.view import as_json as json_of

_ROOT = "http://127.0.0.1:8001/archive/-/read"


@click.command(epilog="\b\n" + "\n".join(f"{name:9} {form.name}" for name, form in FORMS.items()))
@click.argument("article", metavar="URL|ID")
@click.option(
    "--version", "number", type=click.IntRange(min=1), help="Which version, as `history` numbers them."
)
@click.option("--form", type=click.Choice(list(FORMS)), help="Only this form, ready for a file.")
@click.option(
    "--root",
    default=_ROOT,
    show_default=True,
    metavar="URL",
    help="Address of the archive's pages, for the permalink.",
)
@json_option
@data_option
def cite(article: str, number: int | None, form: str | None, root: str, as_json: bool, data: Path) -> None:
    """Print how to cite an article or one of its versions: capture time, digest and WARC place included."""
    with Archive.open_for_reading(data) as archive:
        row = archive.article(article) or {"id": 0}
        reference = references.reference(archive.db.conn, row["id"], number, root.rstrip("/"))
    if reference is None:
        raise unknown(article)
    if as_json:
        click.echo(json_of(reference))
    elif form:
        click.echo(FORMS[form].write(reference).rstrip("\r\n"))
    else:
        click.echo("\n\n".join(f"{each.name}\n{each.write(reference).strip()}" for each in FORMS.values()))
