"""What all commands share: how they end, and the options they have in common."""

import errno
import io
import math
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from dimash_archive.errors import ArchiveError, DiskFull, ExitCode
from dimash_archive.text.controls import without_controls

Command = Callable[..., object]


class ErrorHandlingGroup(click.Group):
    """Commands that end with one clear sentence and the right exit code. A bug keeps its traceback.

    They are loaded when used, so that a small command need not wait for the libraries
    of a large one.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **attrs: Any) -> None:
        """`modules`: for each command the module beside this one that holds it."""
        super().__init__(*args, **attrs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order given."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, loaded now if it is in another module; None if there is no such command."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"{__package__}.commands.{self._modules[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate what it raises."""
        _forgive_encodings()
        _compute_in_one_thread()
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            _end(ctx, str(error), error.exit_code)
        except KeyboardInterrupt:
            _end(
                ctx,
                "Stopped. What was done is kept; the same command continues from here.",
                ExitCode.INTERRUPTED,
            )
        except OSError as error:
            if error.errno == errno.ENOSPC:
                _end(ctx, "The disk is full. What was stored before is safe.", DiskFull.exit_code)
            if error.filename is None:
                raise
            _end(ctx, f"{error.filename}: {error.strerror}.", ArchiveError.exit_code)


def _compute_in_one_thread() -> None:
    """Small matrices are multiplied: threads would only wait for one another. Whoever has said otherwise is obeyed.

    Numerical libraries read this once, when they are loaded, and commands load them.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _forgive_encodings() -> None:
    """What the encoding of a terminal or pipe does not hold comes out as `?`, and ends nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _end(ctx: click.Context, sentence: str, code: int) -> None:
    click.secho(without_controls(sentence), fg="red", err=True)
    ctx.exit(code)


class FiniteRange(click.FloatRange):
    """Numbers within bounds; `nan` and `inf` are refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises click.BadParameter."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


def data_option(command: Command) -> Command:
    """`--data DIR`: the folder of the archive."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default="data",
        envvar="DIMASH_ARCHIVE_DATA",
        show_default=True,
        show_envvar=True,
        metavar="DIR",
        help="The archive's folder.",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: for machines, on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(command)


def lang_option(command: Command) -> Command:
    """`--lang CODE`: one language only."""
    return click.option("--lang", metavar="CODE", help="Only this language, such as kk, ru or en.")(command)
