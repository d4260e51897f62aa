"""Captures imported from another archive: first into WARC, then noted in the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from dimash_archive.archive import Archive
from dimash_archive.archive.stream import groups
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.provenance import Provenance
from dimash_archive.backfill.sources.holdings import Holdings, Offer, Taken, Wanted
from dimash_archive.errors import CaptureError, FetchError
from dimash_archive.records import Captured, DiscoveredUrl
from dimash_archive.site import Site
from dimash_archive.warc import reader
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.files import WARC_FOLDER
from dimash_archive.warc.writer import WarcWriter

_NOTHING = payload_digest(b"").rpartition(":")[2]
_BATCH = 50  # captures between two commits: a minute's work at one request per second


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one capture that an archive offered."""

    offer: Offer
    """What was offered."""
    reason: str | None = None
    """Why it could not be fetched; None if it is ours now."""


def unheld(archive: Archive, site: Site, holdings: Holdings, wanted: Wanted) -> Iterator[Offer]:
    """The captures that are wanted and not held yet, each once, in the order of the index."""
    for offer in capture_selection.offers(site, holdings, wanted):
        if not archive.is_held(offer.line.url, offer.line.moment):
            yield offer


@dataclass(frozen=True, slots=True)
class Collector:
    """Imports captures. The caller must hold the archive's lock."""

    site: Site
    """The profile, which tells whose a capture is."""
    archive: Archive
    """The archive that imports them."""
    writer: WarcWriter
    """Writes its WARC files."""
    run_id: int
    """Which run imports them: runs.id."""
    source: str
    """What `captures.source` says of them."""
    now: Callable[[], datetime]
    """The clock, aware."""
    uncommitted: dict[str, Captured] = field(default_factory=dict)
    """The captures by digest that the database does not know yet."""

    def collect(self, offers: Iterator[Offer], limit: int | None) -> Iterator[Collected]:
        """Import the captures, at most `limit`; yields what became of each once it is stored for good."""
        for group in groups(islice(offers, limit), _BATCH):
            yield from self._committed([self._collect(offer) for offer in group])

    def _collect(self, offer: Offer) -> tuple[Collected, Captured | None]:
        try:
            taken = self._whole(offer.take(), offer.line.digest)
        except (FetchError, CaptureError) as error:
            return Collected(offer, str(error)), None
        captured = self._write(offer, taken)
        if captured.revisit_of is None:
            self.uncommitted[captured.digest] = captured
        return Collected(offer), captured

    def _whole(self, taken: Taken, digest: str | None) -> Taken:
        """The answer; with the body that was kept once, where another writer's revisit record only names its digest.

        Raises CaptureError if that body is not here.
        """
        fetched = taken.fetched
        if taken.member is not None or fetched.raw or fetched.status != 200 or digest in (None, _NOTHING):
            return taken
        name = f"sha1:{digest}"
        first = self.uncommitted.get(name) or self.archive.capture_by_digest(name)
        if first is None:
            raise CaptureError(
                f"{fetched.url}: a revisit of a response that is not in the archive.",
                hint="Import the files that hold it first; then run this again.",
            )
        body = reader.load(self.archive.path.parent / WARC_FOLDER, first)
        return replace(taken, fetched=replace(fetched, raw=body.raw, body=body.body))

    def _write(self, offer: Offer, taken: Taken) -> Captured:
        fields = Provenance(self.source, self.now(), taken.via, offer.line).fields()
        if taken.member is not None:
            digest = taken.digest or payload_digest(taken.fetched.raw)
            return self.writer.write_member(taken.member, taken.fetched, digest, fields)
        return self.writer.write_from_elsewhere(taken.fetched, fields)

    def _committed(self, batch: list[tuple[Collected, Captured | None]]) -> Iterator[Collected]:
        """The database never knows more than the files hold."""
        self.writer.sync()
        with self.archive.batch():
            for _, captured in batch:
                if captured is not None:
                    note(self.archive, self.site, captured, self.run_id, self.source)
        self.uncommitted.clear()
        yield from (collected for collected, _ in batch)


def note(archive: Archive, site: Site, captured: Captured, run_id: int | None, source: str) -> None:
    """Note a capture of another archive, and the page that it is of."""
    archive.record(run_id, captured, source)
    edition = site.edition_of(site.present_address(captured.url))
    if edition is None:
        return
    if captured.mime and "html" not in captured.mime and captured.status == 200:
        archive.remember(DiscoveredUrl(captured.url, edition.lang, "asset", "capture"))
    elif captured.status == 200:
        archive.remember(capture_selection.page_of(site, captured.url, edition))
