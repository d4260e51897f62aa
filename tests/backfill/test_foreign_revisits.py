"""Revisit records of other writers, which name a digest and no place in a file."""

from pathlib import Path

from foreign_warc import record
from memory_site import articles, page

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions, BackfillSummary
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Wanted
from dimash_archive.site import Site
from dimash_archive.warc import reader

SITE = Site.parse('name = "town"\n[editions.en]\nurl = "https://en.example.org/"\n')
URL = "https://en.example.org/2019/05/choir/"
BODY = page(articles(count=1)[0], 1).encode()


def written(path: Path, *, first: bool) -> ForeignFiles:
    """A file with a revisit of May 3, and before it the answer of May 1, if that is wanted."""
    answer = record(URL, "2019-05-01T10:00:00Z", BODY)
    revisit = record(
        URL,
        "2019-05-03T10:00:00Z",
        BODY,
        "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        f"WARC-Refers-To-Target-URI: {URL}",
        "WARC-Refers-To-Date: 2019-05-01T10:00:00Z",
        kind="revisit",
        spared=True,
    )
    path.write_bytes((answer if first else b"") + revisit)
    return ForeignFiles(str(path))


def bring_in(data: Path, files: ForeignFiles) -> BackfillSummary:
    """A backfill to its end."""
    run = Backfill(SITE, data, files, Wanted(capture_selection.fronts(SITE)), BackfillOptions(workers=0))
    list(run.run())
    return run.summary


def test_a_revisit_has_the_body_it_was_spared(tmp_path: Path) -> None:
    """It becomes a revisit of ours, which leads to the body; the article has one version, seen on both days."""
    summary = bring_in(tmp_path / "data", written(tmp_path / "both.warc.gz", first=True))
    assert (summary.captures, summary.missing, summary.new) == (2, 0, 1)
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        (_, first), (_, second) = archive.captures()
        assert first.revisit_of is None and second.revisit_of is not None
        assert reader.load(tmp_path / "data" / "warc", second).body == BODY
        assert len(archive.history(URL)) == 1
    assert list(verify(tmp_path / "data")) == []


def test_a_revisit_of_what_is_not_here_is_missing_until_that_comes(tmp_path: Path) -> None:
    """No empty page is made of it; with the file of the answer both come in."""
    alone = written(tmp_path / "alone.warc.gz", first=False)
    assert bring_in(tmp_path / "data", alone).missing == 1
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        assert list(archive.captures()) == []
    bring_in(tmp_path / "data", written(tmp_path / "both.warc.gz", first=True))
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        assert [captured.status for _, captured in archive.captures()] == [200, 200]
