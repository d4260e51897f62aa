"""Old pages are read by what was furniture in their month, and by no other month's."""

from pathlib import Path

from foreign_warc import record
from memory_site import APPEAL, NOTE, PROMO, USUAL, Style, articles, page

from dimash_archive.archive import Archive
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Wanted
from dimash_archive.site import Site

SITE = Site.parse('name = "town"\n[editions.en]\nurl = "https://en.example.org/"\n')
LATER = Style(box="text-body", appeal=False, menu="Today Town Valley")
COUNT = 24


def written(path: Path) -> Path:
    """The pages of two months: the first have appeals in their boxes; one of the others quotes an appeal as its own."""
    truths = articles(count=2 * COUNT)
    then = [page(truth, number) for number, truth in enumerate(truths[:COUNT])]
    later = [
        page(truth, number, LATER, more=(APPEAL,) if number == 0 else ())
        for number, truth in enumerate(truths[COUNT:])
    ]
    path.write_bytes(
        b"".join(
            record(f"https://en.example.org/{month.replace('-', '/')}/story-{number}/", f"{month}-{1 + number:02}T10:00:00Z", html.encode())
            for month, pages in (("2019-05", then), ("2021-09", later))
            for number, html in enumerate(pages)
        )
    )  # fmt: skip
    return path


def test_what_repeated_in_its_month_goes_and_stays_in_another(tmp_path: Path) -> None:
    """No old text holds an appeal; where it was a paragraph of one article, it is kept."""
    assert USUAL.appeal
    files = ForeignFiles(str(written(tmp_path / "theirs.warc.gz")))
    run = Backfill(
        SITE, tmp_path / "data", files, Wanted(capture_selection.fronts(SITE)), BackfillOptions(workers=0)
    )
    list(run.run())
    assert run.summary.new == 2 * COUNT
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        bodies = dict(archive.db.execute("SELECT url, body FROM articles").fetchall())
    old = [body for url, body in bodies.items() if "/2019/05/" in url]
    assert len(old) == COUNT and not [body for body in old if {APPEAL, PROMO, NOTE} & set(body.split("\n\n"))]
    assert APPEAL in bodies["https://en.example.org/2021/09/story-0/"]
