"""What the program says about itself: its version, those of its libraries, and completion of its commands in a shell."""

import platform
import re
import sqlite3
from collections.abc import Iterator

import click

from dimash_archive.cli.error_handling import Command
from dimash_archive.version import __version__

_NAME = "dimash-archive"
_REQUIRED = re.compile(r"(?P<library>[\w.-]+)[^;]*(?:;.*extra == ['\"](?P<extra>\w+)['\"])?")


def version_option(command: Command) -> Command:
    """`--version`: all that a bug report must say about what was running."""

    def tell(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo("\n".join(versions()))
            ctx.exit()

    text = "Show the version, and those of the libraries."
    return click.option(
        "--version", is_flag=True, expose_value=False, is_eager=True, callback=tell, help=text
    )(command)


def versions() -> Iterator[str]:
    """Lines: the program; Python, system and SQLite; each library, missing ones with their extra."""
    from importlib import (
        metadata,  # loaded here, as below: it brings the parts of mail, which no other command needs
    )

    yield f"{_NAME}, version {__version__}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield f"{python} on {platform.system()} {platform.machine()}, SQLite {sqlite3.sqlite_version}"
    for library, extra in sorted(_libraries().items()):
        try:
            yield f"{library} {metadata.version(library)}"
        except metadata.PackageNotFoundError:
            yield f"{library} is not installed" + (f" (extra {extra})" if extra else "")


def _libraries() -> dict[str, str | None]:
    """What the program may load, and the extra that brings it; None for what it always needs."""
    from importlib import metadata

    try:
        lines = metadata.requires(_NAME) or []
    except metadata.PackageNotFoundError:  # run from its source, not installed
        return {}
    needed: dict[str, str | None] = {}
    for match in filter(None, map(_REQUIRED.match, lines)):
        library, extra = match["library"], match["extra"]
        if library != _NAME:
            needed.setdefault(library, extra)
    return needed


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script that makes a shell complete the commands.

    \b
    bash: echo 'eval "$(dimash-archive completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(dimash-archive completion zsh)"' >> ~/.zshrc
    fish: dimash-archive completion fish > ~/.config/fish/completions/dimash-archive.fish
    """
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:  # not with the shells named above
        raise click.UsageError(f"{shell} is not known.")
    root = click.get_current_context().find_root().command
    click.echo(completer(root, {}, _NAME, "_DIMASH_ARCHIVE_COMPLETE").source())
