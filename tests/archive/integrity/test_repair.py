"""What `verify --repair` leaves alone, and files that another program packed anew."""

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from answers import answer
from archive_desk import START

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.integrity import checksum
from dimash_archive.archive.integrity.transfer import manifest
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.archive.schema import migrations
from dimash_archive.errors import NoDatabase
from dimash_archive.warc.reader import load
from dimash_archive.warc.scanner import StoredRecord, scan
from dimash_archive.warc.writer import WarcWriter


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An archive with three captures, closed."""
    with Archive.exclusive(tmp_path, create=True) as archive:
        run = archive.begin_run("demo", START)
        writer = WarcWriter(tmp_path / "warc")
        for number in range(3):
            archive.record(run, writer.write(answer(f"https://example.org/{number}", b"text " * number)))
        writer.close()
    return tmp_path


@pytest.mark.parametrize("earlier", [False, True])
def test_a_repair_does_not_seal_damage_in(data: Path, earlier: bool) -> None:
    """A database that is not as it was left is not written to, nor brought up to date: the next check finds it so, too."""
    if earlier:
        with sqlite3.connect(data / FILE) as db:
            db.execute(f"PRAGMA user_version = {len(migrations.MIGRATIONS) - 1}")
        db.close()
        checksum.seal_of(data / FILE).write_text("0" * 64)
    with (data / FILE).open("r+b") as file:
        file.seek(-1, 2)  # in the free space of a page: nothing else tells
        file.write(b"?")
    before = (data / FILE).read_bytes()
    for repair in (True, False, True):
        assert [finding.check for finding in verify(data, repair=repair)] == ["seal"]
    assert (data / FILE).read_bytes() == before


def test_records_inside_of_one_member_have_no_beginning_of_their_own(data: Path) -> None:
    """A file that another program packed as a whole is not called damaged at each record."""
    (path,) = (data / "warc").iterdir()
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    assert "damaged" not in "".join(finding.problem for finding in verify(data))


def test_where_only_warc_files_are_left_the_way_back_is_named(data: Path) -> None:
    """Not a new crawl, which would leave them out, but a copy, or an archive made of the files."""
    (data / FILE).unlink()
    with pytest.raises(NoDatabase, match="cluster extract --as archive"):
        list(verify(data))


def _recompress(path: Path) -> None:
    """What a tool does that packs records anew, each by itself."""
    with path.open("rb") as file:
        records = [piece.content for piece in scan(file) if isinstance(piece, StoredRecord)]
    path.write_bytes(b"".join(gzip.compress(record + b"\r\n\r\n", 1, mtime=7) for record in records))


def _rename(path: Path) -> None:
    path.rename(path.with_name("collected.warc.gz"))


def _unpack_elsewhere(path: Path) -> None:
    (path.parent / "plain").mkdir()
    (path.parent / "plain" / "all.warc").write_bytes(gzip.decompress(path.read_bytes()))
    path.unlink()


@pytest.mark.parametrize("change", [_recompress, _rename, _unpack_elsewhere])
def test_records_that_another_program_moved_are_followed(data: Path, change: Callable[[Path], None]) -> None:
    """It is one error in one sentence, not one a record; a repair points captures, and what refers to them, there."""
    with Archive.exclusive(data) as archive:
        first = archive.capture(1)
        writer = WarcWriter(data / "warc", seen=lambda _: first)
        archive.record(1, writer.write(answer("https://example.org/again", b"")))
        writer.close()
    assert not list(verify(data))
    (path,) = (each for each in (data / "warc").glob("*.gz") if first and each.name == first.warc_file)
    change(path)
    problems = list(verify(data))
    assert [(each.check, "3 of its records are elsewhere" in each.problem) for each in problems] == [
        ("captures", True)
    ]
    assert [each.repaired for each in verify(data, repair=True)] == [True]
    assert not list(verify(data))
    with Archive.open(data, readonly=True) as archive:
        loaded = [load(data / "warc", captured).body for _, captured in archive.captures()]
    assert loaded == [b"", b"text ", b"text text ", b""]


def test_a_file_in_a_folder_of_its_own_is_found_by_its_name(data: Path) -> None:
    """Somebody sorted the files by year: nothing is wrong, and nothing need be done."""
    (path,) = (data / "warc").glob("*.gz")
    (data / "warc" / "2024").mkdir()
    path.rename(data / "warc" / "2024" / path.name)
    assert not list(verify(data))
    assert any("2024/" in line for line in manifest(data))
