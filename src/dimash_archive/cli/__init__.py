"""The command line: thin commands over the package. Results go to stdout, progress and errors to stderr."""

import click

from dimash_archive.cli import (
    about,
    cluster_commands,
    crawl_commands,
    keep_commands,
    move_commands,
    read_commands,
    schedule_command,
    site_commands,
)
from dimash_archive.cli.error_handling import ErrorHandlingGroup


@click.group(cls=ErrorHandlingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@about.version_option
def main() -> None:
    """Turn a multilingual news site into a clean, durable, searchable archive.

    \b
    Exit codes: 0 done, 1 an error, 2 wrong use, 3 no article,
    4 an address could not be fetched, 5 database or WARC unusable,
    6 locked by another run, 7 done with failures, 8 disk full,
    9 limit reached, 130 interrupted.
    """


for _command in (
    crawl_commands.crawl,
    crawl_commands.reextract,
    crawl_commands.demo,
    read_commands.extract,
    read_commands.search,
    read_commands.show,
    read_commands.history,
    read_commands.status,
    keep_commands.link,
    keep_commands.verify,
    keep_commands.audit,
    move_commands.export,
    move_commands.merge,
    move_commands.manifest,
    move_commands.copy,
    keep_commands.serve,
    schedule_command.schedule,
    site_commands.site,
    cluster_commands.cluster,
    about.completion,
):
    main.add_command(_command)
