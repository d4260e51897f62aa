"""The command that reads one page."""

import click

from dimash_archive.cli import page_source, view
from dimash_archive.cli.error_handling import json_option


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--url", help="The page's address, if SOURCE is not one.")
@click.option("--explain", is_flag=True, help="Show for every block whether it was kept, and why.")
@click.option("--html", is_flag=True, help="With --explain: print a web page, kept green, dropped red.")
@json_option
def extract(source: str, url: str | None, explain: bool, html: bool, as_json: bool) -> None:
    """Read one page, or flattened text, into JSON.

    SOURCE is a file, an address, or - for standard input. HTML and text are distinguished by their content.
    """
    if not (explain or html):
        click.echo(view.as_json(page_source.as_row(page_source.article(source, url))))
        return
    explanation = page_source.explanation(source, url)
    if html:
        click.echo(page_source.picture(explanation, source), nl=False)
    else:
        view.tell(page_source.explained(explanation), as_json, view.explanation)
