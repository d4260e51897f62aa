"""The command that tries the program on an invented site."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypedDict, Unpack

import click

from dimash_archive.cli import crawl_job, view
from dimash_archive.cli.error_handling import data_option, json_option
from dimash_archive.crawler import CrawlOptions
from dimash_archive.demo import DemoSite, PathsSite, TableSite, serve, serve_shape
from dimash_archive.errors import UsageError
from dimash_archive.site import Site

_USUAL_PORT = 8610

SHAPES: dict[str, type[PathsSite] | type[TableSite]] = {"paths": PathsSite, "tables": TableSite}
"""The demo sites of other shapes."""


class _DemoOptions(TypedDict):
    shape: str
    stories: int
    day: int
    port: int | None


@click.command()
@click.option(
    "--stories", type=click.IntRange(min=1), default=64, show_default=True, help="How many stories."
)
@click.option(
    "--shape",
    type=click.Choice(["wordpress", *SHAPES]),
    default="wordpress",
    show_default=True,
    help="How it is built.",
)
@click.option(
    "--day", type=click.IntRange(min=0), default=0, show_default=True, help="How many days have passed."
)
@click.option("--port", type=click.IntRange(0, 65533), help="First of three ports; 0 chooses free ones.")
@click.option("--serve", "stay", is_flag=True, help="Keep the site running afterwards.")
@json_option
@data_option
def demo(stay: bool, as_json: bool, data: Path, **shown: Unpack[_DemoOptions]) -> None:
    """Archive an invented news site on this machine, to try the program out.

    Three shapes: three WordPress sites; one host whose editions are paths; two hosts of tables
    without metadata. Only the first changes from day to day.
    """
    with invented_site(**shown) as site:
        summary = crawl_job.crawl(
            site, data, crawl_job.OutputOptions(lines=False), CrawlOptions(assets="images")
        )
        view.tell(view.DemoReport(summary, crawl_job.figures(data), str(data)), as_json, view.demo)
        if stay:
            keep_serving(site)
    raise click.exceptions.Exit(summary.exit)


@contextmanager
def invented_site(shape: str, stories: int, day: int, port: int | None) -> Iterator[Site]:
    """The demo site on loopback, on up to three ports from `port`; 0 takes free ones. Yields its profile.

    Without a port the usual ones, so that a second run meets the same addresses, if they are not taken.
    """
    if port is None:
        port = _USUAL_PORT if are_free(_three(_USUAL_PORT)) else 0
    with ExitStack() as stack:
        try:
            if shape == "wordpress":
                site = stack.enter_context(serve(DemoSite(stories, day), _three(port))).site
            else:
                kind = SHAPES[shape](stories)
                site = stack.enter_context(serve_shape(kind, _three(port)[: len(kind.hosts)]))
        except OSError as error:
            raise UsageError(f"Cannot serve on the ports from {port}: {error.strerror}.") from error
        yield site


def keep_serving(site: Site) -> None:
    """Keep serving until Ctrl-C, which is the normal end."""
    addresses = ", ".join(edition.url for edition in site.editions)
    click.echo(f"The site stays until Ctrl-C: {addresses}", err=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("", err=True)


def _three(port: int) -> tuple[int, int, int]:
    return (port, port + 1, port + 2) if port else (0, 0, 0)


def are_free(ports: Iterable[int]) -> bool:
    """Whether nothing listens on any of these ports of 127.0.0.1."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
