"""Commands around an archive that is there: browse it."""

from pathlib import Path

import click

from dimash_archive.archive import Archive
from dimash_archive.cli.door import data_option
from dimash_archive.errors import UsageError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Its port.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the web browser.")
@data_option
def serve(host: str, port: int, open_browser: bool, data: Path) -> None:
    """Browse the archive with Datasette, until Ctrl-C. It may be crawled meanwhile."""
    with Archive.open(data) as archive:
        database = archive.path
    try:
        from dimash_archive.browse.serve import serve as browse  # noqa: PLC0415 - an extra that may be missing
    except ImportError as error:
        hint = "Install it: pip install 'dimash-archive[browse]'"
        raise UsageError("Browsing needs Datasette.", hint=hint) from error
    browse(database, host, port, open_browser=open_browser)
