"""What the pages of a CMS tell a backfill that reads no lists: a post's number, its later pages, a password."""

from itertools import permutations
from pathlib import Path

import pytest
from foreign_warc import record

from dimash_archive.archive import Archive
from dimash_archive.backfill import capture_selection
from dimash_archive.backfill.backfill_run import Backfill, BackfillOptions
from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Wanted
from dimash_archive.records import Row
from dimash_archive.site import Site

SITE = Site.parse('name = "town"\n[editions.en]\nurl = "https://en.example.org/"\n')
OLD, NEW = "https://en.example.org/choir/", "https://en.example.org/2019/05/01/choir/"
TEXTS = (
    "The Qonyr Samal choir leaves the river harbour on Saturday and sings in nine towns downstream, "
    "from the weir to the salt lake, as it did in the year of the great flood.",
    "Whoever wants to hear them need not travel: the last evening is sung at home, on the steps of the old mill.",
    "On the way they stop at the ferry, where the youngest of them was born, and learn one more song from her aunt.",
)
FORM = '<form class="post-password-form"><input name="post_password" type="password"></form>'


def page(url: str, body: str, number: int, title: str = "The choir sails at nine") -> bytes:
    """A post's page as WordPress sends it, with the number in its short link and in the body's classes."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><link rel="canonical" href="{url}">'
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2019-05-01T08:00:00Z">'
        f'<link rel="shortlink" href="https://en.example.org/?p={number}"></head><body class="single postid-{number}">'
        f"<main><article><h1>{title}</h1>{body}</article></main></body></html>"
    ).encode()


def text(*numbers: int) -> str:
    """These paragraphs."""
    return "".join(f"<p>{TEXTS[number]}</p>" for number in numbers)


def backfilled(tmp_path: Path, files: tuple[bytes, ...]) -> list[Row]:
    """The articles after one backfill a file, with their addresses and the number of their versions."""
    for number, content in enumerate(files):
        path = tmp_path / f"{number}.warc.gz"
        path.write_bytes(content)
        source, wanted = ForeignFiles(str(path)), Wanted(capture_selection.fronts(SITE))
        list(Backfill(SITE, tmp_path / "data", source, wanted, BackfillOptions(workers=0)).run())
    with Archive.open(tmp_path / "data", readonly=True) as archive:
        urls = [url for (url,) in archive.db.execute("SELECT url FROM articles")]
        held = [archive.article(url) for url in urls]
        return [
            {**row, "places": [each["url"] for each in row["addresses"]]} for row in held if row is not None
        ]


MOVE = (
    record(OLD, "2019-05-01T10:00:00Z", page(OLD, text(0, 1), 7)),
    record(NEW, "2019-06-01T10:00:00Z", page(NEW, text(0, 1, 2), 7)),
)


@pytest.mark.parametrize("files", [(b"".join(MOVE),), *permutations(MOVE)])
def test_a_post_keeps_its_row_by_its_number(tmp_path: Path, files: tuple[bytes, ...]) -> None:
    """A site changed all its addresses, and no redirect was captured: one row, both addresses, both texts."""
    (row,) = backfilled(tmp_path, files)
    assert (row["url"], row["version"], row["cms_id"]) == (NEW, 2, 7)
    assert row["places"] == [OLD, NEW]
    assert row["first_seen"] == "2019-05-01T10:00:00Z"


def test_a_number_alone_makes_no_article_another(tmp_path: Path) -> None:
    """A site that began anew counts from one again: other headline and other text, other article."""
    other = "https://en.example.org/ferry/"
    body = "".join(
        f"<p>{word} is all that the ferry carries this spring, says the notice on the pier.</p>" * 2
        for word in ("Hay",)
    )
    later = record(other, "2021-06-01T10:00:00Z", page(other, body, 7, "Hay on the ferry"))
    assert {row["url"] for row in backfilled(tmp_path, (MOVE[0], later))} == {OLD, other}


def test_another_form_of_a_post_is_no_move(tmp_path: Path) -> None:
    """A page to print below the post's address has its number too: the post stays where it is."""
    printed = OLD + "print/"
    later = record(printed, "2019-07-01T10:00:00Z", page(printed, text(0, 1), 7))
    (row,) = backfilled(tmp_path, (MOVE[0], later))
    assert row["url"] == OLD


PARTS = (
    record(
        OLD,
        "2019-05-01T10:00:00Z",
        page(OLD, f'{text(0, 1)}<p>Pages: 1 <a class="post-page-numbers" href="{OLD}2/">2</a></p>', 7),
    ),
    record(OLD + "2/", "2019-05-01T10:00:05Z", page(OLD + "2/", text(2), 7)),
)


@pytest.mark.parametrize("files", [(b"".join(PARTS),), PARTS[::-1]])
def test_later_pages_are_no_articles(tmp_path: Path, files: tuple[bytes, ...]) -> None:
    """Captured together, they are one article; a later page that came alone is none any more when the first comes."""
    (row,) = backfilled(tmp_path, files)
    assert row["url"] == OLD
    assert row["body"].split("\n\n") == [*TEXTS]


def test_a_post_that_asks_for_a_password_is_marked(tmp_path: Path) -> None:
    """Its text stays that of before; a text that was seen later takes the mark away."""
    public = [record(OLD, f"2019-0{month}-01T10:00:00Z", page(OLD, text(0, 1), 7)) for month in (5, 8)]
    asked = record(OLD, "2019-06-01T10:00:00Z", page(OLD, FORM, 7, "Protected: The choir sails at nine"))
    (row,) = backfilled(tmp_path, (public[0], asked))
    assert row["protected_at"] == "2019-06-01T10:00:00Z" and row["body"].startswith(TEXTS[0])
    (row,) = backfilled(tmp_path, (public[0], asked, public[1]))
    assert row["protected_at"] is None
