"""Backfills from every kind of archive, held against an archive that crawled on those days."""

import gzip
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from archive_servers import CommonCrawlLike, WaybackLike, held

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions, BackfillSummary
from dimash_archive.backfill.estimate import duration, estimate
from dimash_archive.backfill.sources.common_crawl import CommonCrawl
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Holdings, Wanted
from dimash_archive.backfill.sources.replaying_archives import wayback_machine
from dimash_archive.http.client import Fetcher
from dimash_archive.http.throttle import Throttle
from past_site import BEGIN, Past, account

DAY_ONE = BEGIN + timedelta(hours=12)


def client(server: object) -> Fetcher:
    """A client that reaches this server only, and does not wait."""
    throttle = Throttle(0.0, sleep=lambda seconds: None)
    return Fetcher(throttle=throttle, transport=httpx.MockTransport(server))  # type: ignore[arg-type]


def bring_in(
    past: Past, data: Path, holdings: Holdings, limit: int | None = None, last: datetime | None = None
) -> BackfillSummary:
    """A backfill of everything, or of what was captured up to a moment, to its end."""
    wanted = Wanted(capture_selection.fronts(past.site), last=last)
    run = Backfill(past.site, data, holdings, wanted, BackfillOptions(limit, workers=0))
    for _ in run.run():
        pass
    return run.summary


@pytest.fixture
def wayback(past: Past) -> WaybackLike:
    """A Wayback Machine that captured what the archive of those days did."""
    return WaybackLike(held(past.data / "warc"))


@pytest.mark.whole
def test_files_of_another_crawler_give_the_archive_of_those_days(past: Past, tmp_path: Path) -> None:
    """Every text, in order, and every removal are as in the archive that crawled; nothing is damaged."""
    summary = bring_in(past, tmp_path, ForeignFiles(str(past.data / "warc")))
    assert (summary.missing, summary.failed, summary.exit) == (0, 0, 0)
    told = account(past.data)
    assert account(tmp_path) == told
    assert any(len(texts) > 1 for texts, _ in told.values()) and any(away for _, away in told.values())
    assert list(verify(tmp_path)) == []


@pytest.mark.whole
@pytest.mark.parametrize("plain", [False, True], ids=["json", "plain"])
def test_the_wayback_machine_gives_the_archive_of_those_days(
    past: Past, wayback: WaybackLike, tmp_path: Path, plain: bool
) -> None:
    """In columns or as JSON, page by page; where the host is busy, it is waited for."""
    wayback.plain, wayback.busy = plain, 1
    bring_in(past, tmp_path, wayback_machine(client(wayback)))
    assert account(tmp_path) == account(past.data)
    assert sum("resumeKey=" in url for url in wayback.asked) >= 3
    assert list(verify(tmp_path)) == []


@pytest.mark.whole
def test_common_crawl_gives_the_archive_of_those_days_with_its_records_byte_for_byte(
    past: Past, tmp_path: Path
) -> None:
    """Ranges of its files are kept as they are."""
    server = CommonCrawlLike(past.data / "warc")
    crawl = CommonCrawl(
        "https://index.example.org/collinfo.json", "https://data.example.org/", client(server), client(server)
    )
    bring_in(past, tmp_path, crawl)
    assert account(tmp_path) == account(past.data)
    theirs = b"".join(path.read_bytes() for path in sorted((past.data / "warc").glob("*.warc.gz")))
    with Archive.open(tmp_path, readonly=True) as archive:
        _, captured = next((n, c) for n, c in archive.captures() if c.status == 200 and c.revisit_of is None)
    ours = (tmp_path / "warc" / captured.warc_file).read_bytes()
    assert ours[captured.warc_offset : captured.warc_offset + captured.warc_length] in theirs


@pytest.mark.whole
def test_an_archive_that_began_late_becomes_that_of_those_days(past: Past, tmp_path: Path) -> None:
    """What we crawled ourselves and what comes later from before fall into one order."""
    data = shutil.copytree(past.late, tmp_path / "late")
    assert account(data) != account(past.data)
    bring_in(past, data, ForeignFiles(str(past.data / "warc")))
    assert account(data) == account(past.data)


@pytest.mark.whole
def test_twice_changes_nothing_and_asks_for_no_capture(
    past: Past, wayback: WaybackLike, tmp_path: Path
) -> None:
    """The second run reads the index and finds that all is held."""
    bring_in(past, tmp_path, wayback_machine(client(wayback)), last=DAY_ONE)
    told = account(tmp_path)
    wayback.asked.clear()
    summary = bring_in(past, tmp_path, wayback_machine(client(wayback)), last=DAY_ONE)
    assert (summary.captures, summary.new, summary.changed) == (0, 0, 0)
    assert account(tmp_path) == told
    assert not [url for url in wayback.asked if "/cdx/" not in url]


@pytest.mark.whole
def test_in_parts_and_from_two_archives_it_comes_out_the_same(
    past: Past, wayback: WaybackLike, tmp_path: Path
) -> None:
    """A limit cuts it short, the next run goes on; what one archive brought the other does not double."""
    limits = []
    for _ in range(3):
        limits.append(bring_in(past, tmp_path, wayback_machine(client(wayback)), limit=40).exit)
    bring_in(past, tmp_path, ForeignFiles(str(past.data / "warc")))
    assert limits == [9, 9, 9]
    assert account(tmp_path) == account(past.data)


def test_what_cannot_be_had_or_was_changed_is_left_out_and_counted(
    past: Past, wayback: WaybackLike, tmp_path: Path
) -> None:
    """A gap, and a payload that has not the digest of the index, cost themselves only."""
    urls = sorted(
        {
            c.url
            for c, _ in wayback.captures
            if (c.mime, c.status) == ("text/html", 200) and c.fetched_at < DAY_ONE
        }
    )
    wayback.gaps, wayback.rewritten = frozenset(urls[2:4]), frozenset(urls[4:5])
    summary = bring_in(past, tmp_path, wayback_machine(client(wayback)), last=DAY_ONE)
    assert (summary.missing, summary.exit) == (3, 7)
    with Archive.open(tmp_path, readonly=True) as archive:
        kept = {captured.url for _, captured in archive.captures()}
    assert not kept & {*wayback.gaps, *wayback.rewritten}


def test_every_record_says_whose_it_is(past: Past, wayback: WaybackLike, tmp_path: Path) -> None:
    """The database names the index, and a metadata record beside the answer holds its line."""
    bring_in(past, tmp_path, wayback_machine(client(wayback)), last=DAY_ONE)
    with Archive.open(tmp_path, readonly=True) as archive:
        sources = {row[0] for row in archive.db.execute("SELECT DISTINCT source FROM captures")}
    assert sources == {"https://web.archive.org/cdx/search/cdx"}
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    text = gzip.decompress(path.read_bytes()).decode("latin-1")
    assert "WARC-Type: metadata" in text
    assert "source: https://web.archive.org/cdx/search/cdx\r\n" in text
    assert "via: https://web.archive.org/web/20240614100000id_/http" in text


@pytest.mark.whole
def test_a_look_beforehand_fetches_nothing(past: Past, wayback: WaybackLike, tmp_path: Path) -> None:
    """By edition and year: how many captures, how many of them new, how many bytes."""
    wanted = Wanted(capture_selection.fronts(past.site))
    shares = estimate(None, past.site, wayback_machine(client(wayback)), wanted)
    assert [(share.edition, share.year) for share in shares] == [("ru", 2024), ("en", 2024)]
    assert all(share.captures == share.new > 20 and share.size == 900 * share.new for share in shares)
    assert not [url for url in wayback.asked if "/cdx/" not in url]
    requests = sum(share.new for share in shares)
    assert duration(shares, 1 / 10) == f"{requests / 6:.0f} minutes"
    assert (duration(shares, 1 / 3600), duration(shares, 0)) == (f"{requests:.1f} hours", "")


@pytest.mark.whole
def test_files_are_not_waited_for(past: Past) -> None:
    """No pace holds up what lies on a disk, and no time is foretold for it."""
    held = ForeignFiles(str(past.data / "warc"))
    shares = estimate(None, past.site, held, Wanted(capture_selection.fronts(past.site)))
    assert sum(share.new for share in shares) > 20
    assert duration(shares, 1) == ""
