"""Files that commands write: never those that an archive is made of."""

import os
from pathlib import Path
from typing import Any

import click

from dimash_archive.archive import FILE
from dimash_archive.archive.people import corrections
from dimash_archive.cli.error_handling import Command
from dimash_archive.warc.files import WARC_FOLDER

_BESIDE = frozenset(
    (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}.sha256", "run.lock", corrections.FILE, WARC_FOLDER)
)


class OutputPath(click.Path):
    """A file to write, `-` for standard output; one that belongs to an archive is refused."""

    def __init__(self, *, dir_okay: bool = True) -> None:
        super().__init__(dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises click.BadParameter."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if str(path) != "-" and is_of_an_archive(path.resolve()):
            self.fail(f"{path} belongs to an archive, which would be damaged. Name another file.", param, ctx)
        return path


def is_of_an_archive(path: Path) -> bool:
    """Whether a file or folder, absolute and without links, belongs to an archive that exists."""
    return any(
        each.name in _BESIDE and (each.parent / FILE).exists()
        for each in (path, *(above for above in path.parents if above.name == WARC_FOLDER))
    )


def log_option(command: Command) -> Command:
    """`--log-file FILE`: a line of JSON for every outcome."""
    kind = OutputPath(dir_okay=False)
    return click.option("--log-file", type=kind, metavar="FILE", help="Append JSON lines.")(command)
