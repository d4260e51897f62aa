"""The command that shows what an archive, or a folder of archives, holds."""

from pathlib import Path

import click

from dimash_archive.archive import FILE, Archive
from dimash_archive.cli import crawl_service, many_sites, view
from dimash_archive.cli.error_handling import data_option, json_option
from dimash_archive.service import duration


@click.command()
@click.option("--check", "checked", is_flag=True, help="For monitors: one line, and exit code 1 on an alarm.")
@click.option(
    "--max-age",
    default="2d",
    show_default=True,
    metavar="TIME",
    help="Alarm after this long without a good run.",
)
@json_option
@data_option
def status(checked: bool, max_age: str, as_json: bool, data: Path) -> None:
    """Show what the archive holds, what the last runs did, and what needs attention.

    With --check it raises an alarm if the last good run is too old, the last run broke off,
    failures rise, or the newest articles differ from those before them, as after a redesign.
    """
    if (folders := many_sites.archives(data)) and not (data / FILE).exists():
        many_sites.status(folders, duration.seconds(max_age), as_json, checked=checked)
    if checked:
        report = crawl_service.check(data, duration.seconds(max_age))
        view.tell(report, as_json, view.health)
        raise click.exceptions.Exit(1 if report.alarms else 0)
    with Archive.open_for_reading(data) as archive:
        figures = archive.status()
    view.tell(figures, as_json, view.status)
