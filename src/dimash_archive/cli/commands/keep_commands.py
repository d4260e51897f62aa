"""Commands for an existing archive: check it, browse it."""

from pathlib import Path

import click

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify as findings_of
from dimash_archive.archive.quality import audit as audits
from dimash_archive.archive.quality import audit_html
from dimash_archive.cli import reports, view
from dimash_archive.cli.error_handling import data_option, json_option
from dimash_archive.errors import DatabaseError, FetchError, UsageError
from dimash_archive.probe.compare_with_api import compare_with_api
from dimash_archive.rebuild.picture_hashes import hash_pictures


@click.command()
@click.option("--repair", is_flag=True, help="Repair what can be repaired without loss.")
@json_option
@data_option
def verify(repair: bool, as_json: bool, data: Path) -> None:
    """Check that database and WARC files are complete, undamaged and consistent.

    Exit codes: 0 all is well, or was repaired; 5 something is damaged or missing.
    """
    findings = list(findings_of(data, repair=repair))
    view.tell(findings, as_json, view.findings)
    if any(each.severity == "error" and not each.repaired for each in findings):
        raise click.exceptions.Exit(DatabaseError.exit_code)


@click.command()
@click.option(
    "--again", is_flag=True, help="Undo all links by evidence first, and examine every article again."
)
@json_option
@data_option
def link(again: bool, as_json: bool, data: Path) -> None:
    """Link articles that tell the same story in several languages, identify their people, and align their sentences.

    A crawl does this at its end. Pages that name each other come first; the rest is linked by
    evidence: times, names, numbers, pictures, videos, structure. See `story_links` for how certain
    each link is.
    """
    with Archive.exclusive(data) as archive:
        hash_pictures(archive)
        links = archive.link_stories(again=again)
        archive.update_people(again=again)
        archive.update_alignments(again=again)
        stories = archive.status()["tables"]["stories"]
    view.tell({"links": links, "stories": stories}, as_json, view.links)


@click.command()
@click.option("--html", is_flag=True, help="Print a web page with plots.")
@click.option("--live", "ask", is_flag=True, help="Compare a sample with the site's WordPress API.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    help="How many articles to compare.",
)
@json_option
@data_option
def audit(html: bool, ask: bool, sample: int, as_json: bool, data: Path) -> None:
    """Check the quality of the articles: missing facts, repeated text, recent changes.

    With --live the site is asked, once per article, for the text as its authors saved it; exit code 4 if it gives none.
    """
    with Archive.open_for_reading(data) as archive:
        if ask:
            comparisons = compare_with_api(archive, sample)
            view.tell(comparisons, as_json, reports.live)
            if comparisons.missed and not comparisons.compared:
                raise click.exceptions.Exit(FetchError.exit_code)
        elif html:
            click.echo(audit_html.page(audits.audit(archive.db), archive.site), nl=False)
        else:
            view.tell(audits.audit(archive.db), as_json, reports.audit)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Its port.")
@click.option("--open", "open_browser", is_flag=True, help="Open the web browser.")
@data_option
def serve(host: str, port: int, open_browser: bool, data: Path) -> None:
    """Browse the archive with Datasette until Ctrl-C, even during a crawl."""
    with Archive.open_for_reading(data) as archive:
        database = archive.path
    try:
        from dimash_archive.browse.serve import serve as browse
    except ImportError as error:
        hint = "Install it: pip install 'dimash-archive[browse]'"
        raise UsageError("Browsing needs Datasette.", hint=hint) from error
    browse(database, host, port, open_browser=open_browser)
