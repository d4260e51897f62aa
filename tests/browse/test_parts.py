"""What the reading pages are made of: words, aligned paragraphs, marked speech, records from WARC."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.archive import Archive
from dimash_archive.browse import captured, queries
from dimash_archive.browse.interface_words import LANGS, preferred, words
from dimash_archive.browse.layout import alignment, marked_text
from dimash_archive.records import Fetched
from dimash_archive.warc.writer import WarcWriter

LENGTHS = st.lists(st.integers(0, 2000), max_size=12)


def test_the_interface_says_the_same_in_three_languages() -> None:
    """Every key has words in each language, with the same places to fill in; of plural forms the first counts."""
    keys = [set(words(lang)) for lang in LANGS]
    assert keys[0] == keys[1] == keys[2]
    for key in keys[0]:
        texts = [words(lang)[key].partition("|")[0] for lang in LANGS]
        assert all(texts)
        assert len({tuple(sorted(text.split("{")[1:])) and text.count("{") for text in texts}) == 1, key


@pytest.mark.parametrize(
    ("accept", "chosen", "lang"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", None, "ru"),
        ("de,kk;q=0.5,en;q=0.7", None, "en"),
        ("kk-Cyrl-KZ", None, "kk"),
        ("fr", None, "en"),
        ("ru;q=0", None, "en"),
        ("ru", "kk", "kk"),
        ("ru", "xx", "ru"),
        ("", None, "en"),
        (";;q=,ru;q=9,,", None, "en"),
    ],
)
def test_the_reader_is_spoken_to_in_a_language_he_likes(accept: str, chosen: str | None, lang: str) -> None:
    """What was chosen comes first, then what the browser likes best, then English."""
    assert preferred(accept, chosen) == lang


@given(st.text())
def test_no_header_raises(accept: str) -> None:
    """A header may hold anything."""
    assert preferred(accept) in LANGS


def test_paragraphs_that_correspond_stand_side_by_side() -> None:
    """By length: two short ones beside the one that says both, and one that only one text has stands alone."""
    assert alignment.rows([[100, 50, 60, 300], [105, 112, 290]]) == (
        ((0,), (0,)),
        ((1, 2), (1,)),
        ((3,), (2,)),
    )
    added = alignment.rows([[400, 300, 500], [390, 700, 310, 480]])
    assert added == (((0,), (0,)), ((), (1,)), ((1,), (2,)), ((2,), (3,)))
    assert alignment.rows([[100], [90], [80]]) == (((0,), (0,), (0,)),)
    assert alignment.rows([]) == ()


@given(st.lists(LENGTHS, min_size=1, max_size=3))
def test_every_paragraph_stands_once_and_in_order(texts: list[list[int]]) -> None:
    """Whatever the lengths, nothing is lost, doubled or moved."""
    rows = alignment.rows(texts)
    for place, text in enumerate(texts):
        assert [number for row in rows for number in row[place]] == list(range(len(text)))


def test_speech_is_marked_where_it_stands() -> None:
    """A speech over two paragraphs is marked in both; the narrator's words are not."""
    body = "He said: one.\n\nTwo, he said."
    parts = marked_text.paragraphs(body, [(0, 9, 19)])
    assert [[(part.text, part.quote) for part in each] for each in parts] == [
        [("He said: ", None), ("one.", 0)],
        [("Two,", 0), (" he said.", None)],
    ]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4))
def test_marking_changes_no_text(body: str, spans: list[tuple[int, int]]) -> None:
    """The parts of each paragraph make it up, wherever speech is said to stand."""
    parts = marked_text.paragraphs(body, [(n, *span) for n, span in enumerate(spans)])
    assert "\n\n".join("".join(part.text for part in each) for each in parts) == body


def _kept(data: Path, mime: str = "image/png", body: bytes = b"\x89PNG data") -> sqlite3.Connection:
    """An archive with one captured answer, number 1, and a revisit of it, number 2."""
    url = "https://en.example.org/choir.png"
    moment = datetime(2024, 6, 14, tzinfo=UTC)
    with Archive.open(data, create=True) as archive:
        writer = WarcWriter(data / "warc", seen=archive.capture_by_digest)
        for day in (0, 1):
            when = moment.replace(day=14 + day)
            answer = Fetched(url, 200, "OK", (("content-type", mime),), body, body, when)
            archive.record(None, writer.write(answer))
        writer.close()
    return sqlite3.connect(data / "archive.db")


def _picture_of(conn: sqlite3.Connection, url: str) -> int | None:
    """The capture that is shown for the address of a picture."""
    row = conn.execute(queries.PICTURES, {"urls": json.dumps([url])}).fetchone()
    return None if row is None else int(row[1])


def test_pictures_come_from_the_archive_itself(tmp_path: Path) -> None:
    """The bytes of the capture, also of one that only says that nothing had changed."""
    conn = _kept(tmp_path)
    assert _picture_of(conn, "https://en.example.org/choir.png") == 2
    for capture in (1, 2):
        found = captured.picture(conn, tmp_path / "warc", capture)
        assert found == ("image/png", b"\x89PNG data")
    assert _picture_of(conn, "https://en.example.org/other.png") is None
    assert captured.picture(conn, tmp_path / "warc", 9) is None
    conn.close()


def test_what_could_run_is_no_picture(tmp_path: Path) -> None:
    """A drawing may hold scripts, a page is none."""
    conn = _kept(tmp_path, "image/svg+xml", b"<svg onload='x()'/>")
    assert captured.picture(conn, tmp_path / "warc", 1) is None
    assert _picture_of(conn, "https://en.example.org/choir.png") is None
    conn.close()


def test_a_record_is_sent_as_it_lies_in_its_file(tmp_path: Path) -> None:
    """One gzip member; a file that is gone, or shorter than it was, gives nothing."""
    conn = _kept(tmp_path)
    name, data = captured.record(conn, tmp_path / "warc", 1) or ("", b"")
    assert name.endswith(".warc.gz")
    assert data.startswith(b"\x1f\x8b")
    assert captured.record(conn, tmp_path / "elsewhere", 1) is None
    (file,) = (tmp_path / "warc").glob("*.warc.gz*")
    file.write_bytes(file.read_bytes()[:100])
    assert captured.record(conn, tmp_path / "warc", 1) is None
    conn.close()
