"""Starting Datasette on an archive, with settings that suit it."""

import socket
from pathlib import Path

from datasette.cli import cli

from dimash_archive.errors import UsageError

_SETTINGS = {
    "default_page_size": 50,
    "truncate_cells_html": 300,  # characters: a body in a table would bury the other columns
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "suggest_facets": "off",  # suggesting one counts a whole table
}


def arguments(database: Path, host: str, port: int, *, open_browser: bool = False) -> list[str]:
    """The command line for Datasette. It only reads, and sees what a crawl writes meanwhile."""
    settings = [part for name, value in _SETTINGS.items() for part in ("--setting", name, str(value))]
    opened = ["--open"] if open_browser else []
    return ["serve", str(database), "--host", host, "--port", str(port), *settings, *opened]


def serve(database: Path, host: str, port: int, *, open_browser: bool = False) -> None:
    """Serve the archive until interrupted. Raises UsageError if the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Cannot serve on {host}:{port}: {error.strerror}.", hint="Name another --port."
            ) from error
    cli.main(arguments(database, host, port, open_browser=open_browser), "datasette", standalone_mode=False)
