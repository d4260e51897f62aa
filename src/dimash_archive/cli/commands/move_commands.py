"""Commands that carry an archive elsewhere: into other formats, and out of other archives."""

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive import merge as archives
from dimash_archive.archive.connection import may_write
from dimash_archive.archive.integrity import transfer
from dimash_archive.cli import view
from dimash_archive.cli.error_handling import data_option, json_option, lang_option
from dimash_archive.cli.output_path import OutputPath
from dimash_archive.cli.progress import counting
from dimash_archive.cli.streams import write_text
from dimash_archive.errors import UsageError
from dimash_archive.export import FORMATS, ExportSource
from dimash_archive.export import export as write_export
from dimash_archive.export import write as write_to
from dimash_archive.service.lock import Lock


@click.command(epilog="\b\n" + "\n".join(f"{name:9} {form.about}" for name, form in FORMATS.items()))
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", "target", type=OutputPath(), metavar="FILE", help="Output file.")
@lang_option
@data_option
def export(name: str, target: Path | None, lang: str | None, data: Path) -> None:
    """Export the archive to another format, even during a crawl.

    FILE is standard output if it is `-`, or if none is given and the format is text; otherwise
    `archive.FORMAT`. Markdown makes a folder.
    """
    target = _usual(name) if target is None else None if str(target) == "-" else target
    with Archive.open_for_reading(data) as archive:
        total = archive.number(lang)
        if lang and not total:
            raise UsageError(f"The archive has no article in {lang!r}.", hint=_languages(archive))
        with counting(f"Writing {name}", total) as tick:
            source = ExportSource(archive, lang, tick)
            count = (
                write_to(source, name, _stdout()) if target is None else write_export(source, name, target)
            )
    click.echo(f"{count:,} articles written to {target or 'standard output'}", err=True)


@click.command()
@click.argument(
    "others", nargs=-1, required=True, metavar="DIR...", type=click.Path(file_okay=False, path_type=Path)
)
@json_option
@data_option
def merge(others: tuple[Path, ...], as_json: bool, data: Path) -> None:
    """Merge other archives into this one, without duplicates.

    DIR is the folder of another archive, which is left unchanged. No crawl may run in either meanwhile.
    """
    if any(other.resolve() == data.resolve() for other in others):
        raise UsageError(f"{data} cannot be merged into itself.", hint="Name other archives' folders.")
    with Archive.exclusive(data, create=True) as ours:
        for other in others:
            with Archive.exclusive(other) as theirs:
                done = archives.merge(ours, theirs)
            view.tell({"from": str(other), **asdict(done)}, as_json, view.merged)


@click.command()
@click.option("-o", "--output", type=OutputPath(dir_okay=False), metavar="FILE", help="Output file.")
@data_option
def manifest(output: Path | None, data: Path) -> None:
    """List the archive's files with their SHA-256, to prove that a transfer is complete and undamaged.

    The list goes to standard output or to FILE. In the archive's folder, `sha256sum --check FILE` checks it.
    """
    with Lock(data) if may_write(data / FILE) else nullcontext():
        lines = "".join(f"{line}\n" for line in transfer.manifest(data))
    write_text(output, lines)


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def copy(target: Path, data: Path) -> None:
    """Write a compact, consistent copy of the database to FILE, even during a crawl."""
    with Archive.open_for_reading(data) as archive:
        transfer.copy(archive, target)
    click.echo(f"{target}: {target.stat().st_size:,} bytes", err=True)


def _languages(archive: Archive) -> str:
    rows = archive.db.execute("SELECT DISTINCT lang FROM articles ORDER BY 1").fetchall()
    return f"It has articles in {', '.join(lang for (lang,) in rows) or 'no language yet'}."


def _usual(name: str) -> Path | None:
    """Where a format goes if nobody says: None for standard output."""
    if FORMATS[name].write_tree is not None:
        return Path(name)
    return None if FORMATS[name].is_text else Path(f"archive.{name}")


def _stdout() -> BinaryIO:
    return sys.stdout.buffer
