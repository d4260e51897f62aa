"""The command line: thin commands over the package. Results go to stdout, progress and errors to stderr."""

import click

from dimash_archive.cli import about, clustering, crawling, keeping, moving, reading, scheduling, sites
from dimash_archive.cli.door import Door


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
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
    crawling.crawl,
    crawling.reextract,
    crawling.demo,
    reading.extract,
    reading.search,
    reading.show,
    reading.history,
    reading.status,
    keeping.link,
    keeping.verify,
    keeping.audit,
    moving.export,
    moving.merge,
    moving.manifest,
    moving.copy,
    keeping.serve,
    scheduling.schedule,
    sites.site,
    clustering.cluster,
    about.completion,
):
    main.add_command(_command)
