"""What a backfill would bring: a look at an archive's index, without fetching one capture."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dimash_archive.archive import Archive
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Holdings, Wanted
from dimash_archive.site import Site


@dataclass(frozen=True, slots=True)
class Share:
    """What an archive holds of one edition and year."""

    edition: str
    """The edition's language code."""
    year: int
    """The year, UTC."""
    captures: int
    """Captures that are wanted."""
    new: int
    """Those of them that we do not hold."""
    size: int
    """Bytes of the new ones in the archive's files, as far as its index says."""
    requests: int = 0
    """Requests that fetching the new ones takes at least; none if they are in files."""


def estimate(archive: Archive | None, site: Site, holdings: Holdings, wanted: Wanted) -> tuple[Share, ...]:
    """The shares by edition, in the order of the profile, and year. `archive` is None if there is none yet.

    Raises FetchError, CaptureError.
    """
    sums: dict[tuple[str, int], list[int]] = {}
    for offer in capture_selection.offers(site, holdings, wanted):
        line = offer.line
        edition = capture_selection.edition_of(site, line)
        assert edition is not None, "captures of other sites are not wanted"
        new = archive is None or not archive.is_held(line.url, line.moment)
        share = sums.setdefault((edition.lang, line.moment.year), [0, 0, 0])
        share[0] += 1
        share[1] += new
        share[2] += line.length if new else 0
    order = {lang: number for number, lang in enumerate(site.langs)}
    keys = sorted(sums, key=lambda key: (order[key[0]], key[1]))
    shares = tuple(Share(*key, *sums[key]) for key in keys)
    return (
        shares
        if isinstance(holdings, ForeignFiles)
        else tuple(replace(each, requests=each.new) for each in shares)
    )


def duration(shares: Iterable[Share], rate: float) -> str:
    """How long fetching the new captures takes at least, at so many requests per second; empty if nothing waits."""
    seconds = sum(share.requests for share in shares) / rate if rate else 0.0
    if seconds < 90:
        return f"{seconds:.0f} seconds" if seconds else ""
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:,.1f} hours"
