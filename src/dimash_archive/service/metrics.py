"""Metrics for a monitor: figures of an archive as Prometheus text. Home of prometheus_client (extra `metrics`)."""

from pathlib import Path

from dimash_archive.errors import ArchiveError, UsageError
from dimash_archive.records import Row

_PAGES = ("found", "fetched", "new", "changed", "unchanged", "gone", "skipped", "failed")


def require() -> None:
    """Raises UsageError if the library is missing: better before a crawl than after it."""
    try:
        import prometheus_client  # noqa: F401
    except ImportError as error:
        hint = "Install it: pip install 'dimash-archive[metrics]'"
        raise UsageError("Metrics need the library prometheus_client.", hint=hint) from error


def write(path: Path, site: str, status: Row, last_good: float | None, alarms: int) -> None:
    """Write the figures of `Archive.status`; readers see either the complete old file or the complete new one.

    `last_good` is when the last good run ended, in seconds since 1970; `alarms` is how many there are. All values are
    gauges, labelled with the site: they are of the archive, not of a process that counts.
    """
    from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

    registry = CollectorRegistry()

    def gauge(name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"dimash_archive_{name}", text, ("site", *labels), registry=registry)

    articles = gauge("articles", "Articles in the archive", "edition")
    for edition, number in status["editions"].items():
        articles.labels(site, edition).set(number)
    pages = gauge("pages", "Addresses known, by state", "state")
    for state, number in status["pages"].items():
        pages.labels(site, state).set(number)
    if last_good is not None:
        gauge("last_good_run_timestamp_seconds", "When the last good run ended").labels(site).set(last_good)
    gauge("alarms", "What needs attention").labels(site).set(alarms)
    run = next((each for each in status["runs"] if each["finished"] is not None), None)
    if run is not None:
        gauge("last_run_exit_code", "How the last run ended").labels(site).set(run["exit"])
        did = gauge("last_run_pages", "What the last run did", "outcome")
        for name in _PAGES:
            did.labels(site, name).set(run[name])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise ArchiveError(f"Cannot write the metrics to {path}: {error.strerror}.") from error
