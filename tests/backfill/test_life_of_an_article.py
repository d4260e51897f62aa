"""One article that was edited, moved and removed before anybody crawled here, as another archive saw it."""

from collections import Counter
from pathlib import Path

import pytest
from foreign_warc import record

from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Wanted
from dimash_archive.site import Site

SITE = Site.parse('name = "town"\n[editions.en]\nurl = "https://en.example.org/"\n')
OLD, NEW = "https://en.example.org/2019/05/choir/", "https://en.example.org/music/choir-sails-at-nine/"
LEAD = (
    "The Qonyr Samal choir leaves the river harbour on Saturday and sings in nine towns downstream, "
    "from the weir to the salt lake, as it did in the year of the great flood."
)
EDITED = "The boat leaves at nine, and not at eight as we wrote; {} seats are left, the harbour office says."
ENDING = "Whoever wants to hear them need not travel: the last evening is sung at home, on the steps of the old mill."


def page(url: str, seats: str | None) -> bytes:
    """The article's page, with the paragraph that was put in later, if it has it."""
    texts = [LEAD, *([EDITED.format(seats)] if seats else []), ENDING]
    return (
        f'<!doctype html><html lang="en"><head><title>The choir sails at nine</title><link rel="canonical" href="{url}">'
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2019-05-01T08:00:00Z">'
        "</head><body><article><h1>The choir sails at nine</h1>"
        + "".join(f"<p>{text}</p>" for text in texts)
        + "</article></body></html>"
    ).encode()


GONE = {"status": "410 Gone", "payload": b"<p>Gone</p>"}
LIFE = {
    "old": record(OLD, "2019-05-01T10:00:00Z", page(OLD, None))
    + record(OLD, "2019-05-02T10:00:00Z", page(OLD, "forty")),
    "move": record(OLD, "2019-06-01T10:00:00Z", status="301 Moved Permanently", http=(f"Location: {NEW}",)),
    "new": record(NEW, "2019-06-01T10:00:01Z", page(NEW, "forty"))
    + record(NEW, "2019-07-01T10:00:00Z", page(NEW, "nine")),
    "gone": b"".join(record(NEW, f"2020-01-0{day}T10:00:00Z", **GONE) for day in (1, 2, 3)),  # type: ignore[arg-type]
}
"""What another archive saw: the page and its edit, the move, the page and its edit there, and that it is gone."""


@pytest.mark.parametrize(
    "order",
    ["old+move+new+gone", "old move new gone", "gone new move old", "new old move gone", "old gone new move"],
)
def test_its_whole_life_is_one_row(tmp_path: Path, order: str) -> None:
    """Three texts in order, two addresses, gone since the second answer that says so: in whatever order it comes in."""
    outcomes: Counter[str] = Counter()
    for number, parts in enumerate(order.split()):
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(b"".join(LIFE[part] for part in parts.split("+")))
        files, wanted = ForeignFiles(str(path)), Wanted(capture_selection.fronts(SITE))
        run = Backfill(SITE, tmp_path / "data", files, wanted, BackfillOptions(workers=0))
        list(run.run())
        outcomes["captures"] += run.summary.captures
    assert outcomes["captures"] == 8
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        history = archive.history(NEW)
        assert [row["seen_at"] for row in history] == [
            "2019-05-01T10:00:00Z",
            "2019-05-02T10:00:00Z",
            "2019-07-01T10:00:00Z",
        ]
        assert [each["gone_at"] for row in history for each in row["absences"]] == ["2020-01-02T10:00:00Z"]
        assert archive.history(OLD) == history
        assert archive.db.execute("SELECT count(*), max(url) FROM articles").fetchone() == (1, NEW)
        held = archive.article(NEW)
        assert held is not None and [each["url"] for each in held["addresses"]] == [OLD, NEW]
    assert list(verify(tmp_path / "data")) == []
