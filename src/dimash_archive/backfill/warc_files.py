"""WARC files of a site become an archive: every response is noted, and every page of the profile's editions is read."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.crawl_memory import run_records
from dimash_archive.archive.stream import groups
from dimash_archive.discovery import links
from dimash_archive.errors import ExitCode
from dimash_archive.rebuild.reextract import reextract_open
from dimash_archive.records import Captured, DiscoveredUrl, Failed
from dimash_archive.site import Site
from dimash_archive.warc import reader, recovery
from dimash_archive.warc.files import WARC_FOLDER, all_files
from dimash_archive.warc.repack import repack

_BATCH = 500
_NOTES = 200  # sentences on damage that are kept; all are counted


def take_in(site: Site, data: Path, workers: int | None = None) -> dict[str, int]:
    """Make an archive in `data` from the WARC and ARC files in `data/warc`; returns counts of captures, articles and errors.

    Records already known are not duplicated. Damage costs only the damaged records: it is counted as an error, and the
    run's notes say where it is. Pages on hosts that the profile does not name are noted but not read.
    Files compressed as a whole are recompressed record by record. `workers` as for `reextract`. Raises
    Locked, and CaptureError for a file that cannot be read.
    """
    begun = datetime.now(UTC)
    with Archive.exclusive(data, create=True) as archive:
        run_id = archive.begin_run(site.name, begun)
        damage: list[str] = []
        for path in all_files(data / WARC_FOLDER).values():
            repack(path)
            _take_file(archive, site, run_id, path, damage)
        counts = Counter(type(each) for each in reextract_open(archive, site.content, workers))
        captures, articles = (archive.db.table(name).count for name in ("captures", "articles"))
        errors = counts[Failed] + len(damage)
        done = {"fetched": captures, "new": articles, "failed": errors}
        with archive.batch():
            run_records.note_trouble(archive.db, run_id, damage[:_NOTES])
            code = ExitCode.FAILURES if errors else ExitCode.DONE
            archive.finish_run(run_id, done, code, datetime.now(UTC))
    return {"captures": captures, "articles": articles, "errors": errors}


def _take_file(archive: Archive, site: Site, run_id: int, path: Path, damage: list[str]) -> None:
    """Note the answers of a file, and write its index; what is damaged in it is added to `damage`."""
    for group in groups((captured for captured, _ in reader.read(path, tell=damage.append)), _BATCH):
        with archive.batch():
            for captured in group:
                archive.record(run_id, captured)
                _remember(archive, site, captured)
    recovery.write_index(path, (each for _, each in archive.captures(path.name)))


def _remember(archive: Archive, site: Site, captured: Captured) -> None:
    edition = site.edition_of(captured.url)
    if edition is not None and captured.status == 200 and "html" in captured.mime:
        front = urls.key(captured.url) == urls.key(edition.url)
        kind = "list" if front else links.kind_of(captured.url)
        archive.remember(DiscoveredUrl(captured.url, edition.lang, kind, "capture"))
