"""Commands about people and parallel texts: who is named and quoted, and which sentences say the same."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.connection import is_writable, may_write
from dimash_archive.archive.people.listing import PersonRow, list_people
from dimash_archive.cli import view
from dimash_archive.cli.error_handling import data_option
from dimash_archive.cli.output_path import OutputPath
from dimash_archive.errors import Locked, UsageError
from dimash_archive.export.parallel import PARALLEL_FORMATS, export_parallel


@click.command()
@click.argument("name", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(min=0), help="At most this many; by default a table has 50.")
@click.option("--again", is_flag=True, help="Look for names in every article again.")
@data_option
def people(name: tuple[str, ...], form: str, limit: int | None, again: bool, data: Path) -> None:
    """List the people named and quoted, across all languages and spellings.

    NAME: only people of this name, in any script. A crawl keeps the list up to date; people.toml in
    DIR corrects it.
    """
    with _current(data, must_write=again) as archive:
        if is_writable(archive.db):
            archive.update_people(again=again)
        rows = list(list_people(archive.db, " ".join(name)))
    shown = rows[: limit if limit is not None else 50 if form == "table" else None]
    _PEOPLE_VIEWS[form](shown)
    click.echo(f"{len(shown):,} of {len(rows):,} people", err=True)


@click.command()
@click.option("--langs", default="kk,ru", show_default=True, metavar="A,B", help="The two languages.")
@click.option("--format", "form", type=click.Choice(list(PARALLEL_FORMATS)), default="tmx", show_default=True)
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="The lowest score."
)
@click.option(
    "-o",
    "--output",
    type=OutputPath(),
    metavar="FILE",
    help="Output file.  [default: parallel.A-B.FORMAT]",
)
@data_option
def parallel(langs: str, form: str, min_score: float, output: Path | None, data: Path) -> None:
    """Write pairs of sentences that say the same in two languages, with articles, dates, versions and scores.

    Each pair appears once; sentences in another language and boilerplate are left out. FILE.card.md
    describes the contents. The format moses makes two files, FILE.A and FILE.B.
    """
    pair = _two(langs)
    if str(output) == "-":
        raise UsageError(
            "The sentences are described in a second file beside theirs.", hint="Name a file with -o."
        )
    target = output or Path(f"parallel.{pair[0]}-{pair[1]}.{form}")
    with _current(data) as archive:
        counts = export_parallel(archive, pair, form, target, min_score)
    click.echo(f"{counts.written:,} of {counts.aligned:,} aligned pairs written to {target}", err=True)


@contextmanager
def _current(data: Path, *, must_write: bool = False) -> Iterator[Archive]:
    """The archive, open for writing, so that what it derives can be brought up to date; where that cannot be, for reading.

    That is a read-only disk, another user's archive, or one that a run is at work on. Raises what
    `Archive.exclusive` may.
    """
    with ExitStack() as stack:
        try:
            if not (must_write or may_write(data / FILE)):
                archive = stack.enter_context(Archive.open_for_reading(data))
            else:
                archive = stack.enter_context(Archive.exclusive(data))
        except Locked:
            if must_write:
                raise
            archive = stack.enter_context(Archive.open_for_reading(data))
        yield archive


def _two(langs: str) -> tuple[str, str]:
    parts = [part.strip().lower() for part in langs.split(",")]
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"--langs {langs} does not name two languages.", hint="As in --langs kk,ru.")
    return parts[0], parts[1]


def _table(rows: Iterable[PersonRow]) -> None:
    table = Table("id", "name", "speeches", "articles", "names", box=None, header_style="bold")
    for person in rows:
        others = ", ".join(name for name in dict.fromkeys(person.names.values()) if name != person.name)
        table.add_row(str(person.id), person.name, f"{person.speeches:,}", f"{person.articles:,}", others)
    view.out().print(table)


def _jsonl(rows: Iterable[PersonRow]) -> None:
    for person in rows:
        click.echo(json.dumps(asdict(person), ensure_ascii=False))


def _csv(rows: Iterable[PersonRow]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["id", "name", "kk", "ru", "en", "speeches", "articles", "first", "last"])
    for each in rows:
        names = [each.names.get(lang, "") for lang in ("kk", "ru", "en")]
        writer.writerow([each.id, each.name, *names, each.speeches, each.articles, each.first, each.last])


_PEOPLE_VIEWS = {"table": _table, "jsonl": _jsonl, "csv": _csv}
