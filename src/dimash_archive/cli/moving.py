"""Commands that carry an archive elsewhere: into other formats, and out of other archives."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from dimash_archive.archive import Archive
from dimash_archive.cli.door import data_option, lang_option
from dimash_archive.cli.progress import counting
from dimash_archive.export import FORMATS, Source
from dimash_archive.export import export as write_export
from dimash_archive.export import write as write_to


@click.command(epilog="\b\n" + "\n".join(f"{name:9} {form.about}" for name, form in FORMATS.items()))
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), metavar="FILE", help="Where to.")
@lang_option
@data_option
def export(name: str, target: Path | None, lang: str | None, data: Path) -> None:
    """Write the archive in another format; it may be crawled meanwhile.

    FILE is standard output if none is named and the format is text, else `archive.FORMAT`; markdown makes a folder.
    """
    target = target or _usual(name)
    with Archive.open(data) as archive:
        total = archive.number(lang)
        with counting(f"Writing {name}", total) as tick:
            source = Source(archive, lang, tick)
            count = (
                write_to(source, name, _stdout()) if target is None else write_export(source, name, target)
            )
    click.echo(f"{count:,} articles written to {target or 'standard output'}", err=True)


def _usual(name: str) -> Path | None:
    """Where a format goes if nobody says: None for standard output."""
    if FORMATS[name].write_tree is not None:
        return Path(name)
    return None if FORMATS[name].is_text else Path(f"archive.{name}")


def _stdout() -> BinaryIO:
    return sys.stdout.buffer
