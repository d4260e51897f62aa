"""WARC files of a site become an archive: every answer is noted, and every page of the profile's editions is read."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.store import WARC_FOLDER
from dimash_archive.archive.stream import groups
from dimash_archive.discovery import links
from dimash_archive.rebuild.reextract import reextract
from dimash_archive.records import Captured, Failed, FoundUrl, Saved
from dimash_archive.site import Site
from dimash_archive.warc import reader, recovery
from dimash_archive.warc.files import SUFFIX

_BATCH = 500


def take_in(site: Site, data: Path, workers: int | None = None) -> dict[str, int]:
    """Make an archive in `data` of the WARC files in `data/warc`; returns counts of captures, articles and failures.

    What is known of a file already is not doubled. Pages on other hosts than the profile's are noted and not read.
    `workers` as for `reextract`. Raises CaptureError for a file that cannot be read.
    """
    begun = datetime.now(UTC)
    files = sorted((data / WARC_FOLDER).glob(f"*{SUFFIX}"))
    with Archive.open(data, create=True) as archive:
        run_id = archive.begin_run(site.name, begun)
        for path in files:
            for group in groups((captured for captured, _ in reader.read(path)), _BATCH):
                with archive.batch():
                    for captured in group:
                        archive.record(run_id, captured)
                        _remember(archive, site, captured)
            recovery.write_index(path, (each for _, each in archive.captures(path.name)))
    counts = Counter(
        type(each).__name__
        for each in reextract(data, site.content, workers)
        if isinstance(each, Saved | Failed)
    )
    with Archive.open(data) as archive:
        captures, articles = (archive.db.table(name).count for name in ("captures", "articles"))
        archive.finish_run(
            run_id, {"fetched": captures, "new": articles, "failed": counts["Failed"]}, 0, datetime.now(UTC)
        )
    return {"captures": captures, "articles": articles, "errors": counts["Failed"]}


def _remember(archive: Archive, site: Site, captured: Captured) -> None:
    edition = site.edition_of(captured.url)
    if edition is not None and captured.status == 200 and "html" in captured.mime:
        front = urls.key(captured.url) == urls.key(edition.url)
        kind = "list" if front else links.kind_of(captured.url)
        archive.remember(FoundUrl(captured.url, edition.lang, kind, "capture"))
