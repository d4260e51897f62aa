"""The command line: thin commands over the package. Results go to stdout, progress and errors to stderr."""

import click

from dimash_archive.cli.commands.about import version_option
from dimash_archive.cli.error_handling import ErrorHandlingGroup

_MODULE_OF = {
    "crawl": "crawl_commands",
    "reextract": "crawl_commands",
    "backfill": "backfill_command",
    "demo": "demo_command",
    "extract": "extract_command",
    "search": "read_commands",
    "show": "read_commands",
    "history": "read_commands",
    "cite": "cite_command",
    "status": "status_command",
    "link": "keep_commands",
    "people": "people_commands",
    "parallel": "people_commands",
    "verify": "keep_commands",
    "audit": "keep_commands",
    "export": "move_commands",
    "merge": "move_commands",
    "manifest": "move_commands",
    "copy": "move_commands",
    "serve": "keep_commands",
    "schedule": "schedule_command",
    "site": "site_commands",
    "cluster": "cluster_commands",
    "completion": "about",
}
"""For each command the module of this package that holds it, loaded when the command is used."""


@click.group(
    cls=ErrorHandlingGroup, modules=_MODULE_OF, context_settings={"help_option_names": ["-h", "--help"]}
)
@version_option
def main() -> None:
    """Turn a multilingual news site into a clean, durable, searchable archive.

    \b
    Exit codes: 0 done, 1 an error, 2 wrong usage, 3 no article,
    4 an address could not be fetched, 5 database or WARC unusable,
    6 locked by another run, 7 done with failures, 8 disk full,
    9 limit reached, 10 fewer articles than there should be,
    11 kept out of the site, 130 interrupted.
    """
