"""What the crawling commands share: one crawl, watched; and the invented site they may be tried on."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from dimash_archive.archive import FILE, Archive
from dimash_archive.cli.progress import KINDS, kind, watching
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, PathsSite, TableSite, serve, serve_shape
from dimash_archive.errors import UsageError
from dimash_archive.records import Summary
from dimash_archive.site import Site

_USUAL_PORT = 8610
SHAPES: dict[str, type[PathsSite] | type[TableSite]] = {"paths": PathsSite, "tables": TableSite}
"""The demo sites of other shapes."""
_DEMO = "demo"


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What a crawl shows on standard error and notes besides the archive."""

    log: Path | None = None
    """A file that gets a line of JSON for every outcome."""
    lines: bool = True
    """Whether news is told line by line where there is no terminal for bars."""


def crawl(site: Site, data: Path, show: OutputOptions, **wishes: Any) -> Summary:
    """Crawl a site into an archive; `wishes` are those of `Crawl`."""
    _keep_apart(site, data)
    job = Crawl(site, data, **wishes)
    with watching(site.editions, Console(stderr=True), show.log, lines=show.lines, left=job.left) as sink:
        for outcome in job.run():
            sink(outcome)
    return job.summary


def reextract(data: Path, hint: str | None, show: OutputOptions) -> dict[str, int]:
    """Read the captures of an archive anew; returns the outcomes by kind."""
    # Loaded here: the extractor is large, and a crawl leaves it to processes of its own.
    from dimash_archive.rebuild.reextract import reextract as outcomes

    counts = dict.fromkeys(KINDS, 0)
    with watching((), Console(stderr=True), show.log, lines=show.lines) as sink:
        for outcome in outcomes(data, hint):
            counts[kind(outcome)] += 1
            sink(outcome)
    return counts


def figures(data: Path) -> dict[str, Any]:
    """What the archive holds now."""
    with Archive.open(data) as archive:
        return archive.status()


@contextmanager
def invented_site(shape: str, stories: int, day: int, port: int | None) -> Iterator[Site]:
    """The demo site on loopback, on up to three ports from `port`; 0 takes free ones. Gives its profile.

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


def stay(site: Site) -> None:
    """Keep serving until Ctrl-C, which is how it is meant to end."""
    addresses = ", ".join(edition.url for edition in site.editions)
    click.echo(f"The site stays until Ctrl-C: {addresses}", err=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("", err=True)


def split(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """`kk,ru` as its parts."""
    return tuple(each.strip() for each in value.split(",") if each.strip()) if value else None


def _three(port: int) -> tuple[int, int, int]:
    return (port, port + 1, port + 2) if port else (0, 0, 0)


def are_free(ports: Iterable[int]) -> bool:
    """Whether nobody listens on any of these ports of 127.0.0.1."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def _keep_apart(site: Site, data: Path) -> None:
    """Refuse to put invented articles into a real archive, and real ones into the demo's."""
    if not (data / FILE).exists():
        return
    with Archive.open(data) as archive:
        known = {name for (name,) in archive.db.execute("SELECT DISTINCT site FROM runs")}
    if known and (_DEMO in known) != (site.name == _DEMO):
        raise UsageError(
            f"{data} holds an archive of {', '.join(sorted(known))}.",
            hint="Invented and real articles are kept apart: name another folder with --data.",
        )
