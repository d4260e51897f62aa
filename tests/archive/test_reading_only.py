"""Reading only reads: nothing is written, on read-only disks, in other users' folders, of published copies."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from archive_desk import START, article

from dimash_archive.archive import FILE, Archive, connection
from dimash_archive.archive.integrity import database_checks
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.archive.schema import migrations
from dimash_archive.errors import ArchiveError, DamagedDatabase, DiskFull, Locked, OutdatedDatabase
from dimash_archive.records import Captured
from dimash_archive.service.lock import Lock

URL = "https://en.example.org/a/"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An archive with an article, closed."""
    folder = tmp_path / "data"
    with Archive.exclusive(folder, create=True) as archive:
        run = archive.begin_run("demo", START)
        captured = Captured(URL, START, 200, "text/html", "sha1:X", "x.warc.gz", 0, 9)
        number = archive.record(run, captured)
        archive.save(
            article(URL, "A title", "Some text."),
            edition="en",
            capture_id=number,
            seen_at=START,
            extractor="1",
        )
        archive.finish_run(run, {}, 0, START)
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Every file with its SHA-256."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def ask(folder: Path) -> int:
    """What a reading command asks."""
    with Archive.open(folder, readonly=True) as archive:
        archive.search("text")
        archive.status()
        return archive.number()


def test_reading_leaves_every_byte_as_it_was(data: Path) -> None:
    """Of an archive, and of a copy that was published with another journal, before and after."""
    for mode in ("WAL", "DELETE"):
        with sqlite3.connect(data / FILE) as db:
            db.execute(f"PRAGMA journal_mode = {mode}")
        db.close()
        before = contents(data)
        assert ask(data) == 1
        list(verify(data))
        assert contents(data) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="Only root can become another user."
)
def test_another_users_archive_can_be_read(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Who may only read the files reads them; who may not read them is told so, and not to restore anything."""
    program = f"""
import os, sys
from pathlib import Path
from dimash_archive.archive import Archive
from dimash_archive.archive.integrity.verify import verify
os.setgroups([]); os.setgid(65534); os.setuid(65534)
data = Path({str(data)!r})
with Archive.open(data, readonly=True) as archive:
    print(archive.number(), len(archive.search("text")))
print([each.problem for each in verify(data) if each.check == "database"])
"""
    for folder in (data, *tmp_path_factory.getbasetemp().parents, *data.parents):
        if "pytest" in str(folder):
            folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split("\n")[1], done.stderr) == (0, "[]", "")
    assert done.stdout.startswith("1 ")


def test_an_archive_that_is_written_meanwhile_is_read_with_its_changes(data: Path) -> None:
    """What a crawl has stored counts, though it stands in the journal alone."""
    with Archive.open(data) as writer:
        writer.begin_run("demo", START)
        with Archive.open(data, readonly=True) as archive:
            assert archive.status()["tables"]["runs"] == 2


def test_only_reading_an_old_archive_brings_it_up_to_date_where_it_may(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it may not be written to, it is said what to do."""
    with sqlite3.connect(data / FILE) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute(f"PRAGMA user_version = {version - 1}")
    db.close()
    migrated: list[Path] = []
    monkeypatch.setattr(migrations, "migrate", lambda db: db.execute(f"PRAGMA user_version = {version}"))
    monkeypatch.setattr(connection, "break_seal", migrated.append)
    with pytest.raises(OutdatedDatabase):
        ask(data)
    with Lock(data), pytest.raises(Locked):
        Archive.open_for_reading(data)
    with Archive.open_for_reading(data) as archive:
        assert archive.number() == 1
    assert migrated == [data / FILE]


def test_a_full_disk_is_called_full(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not damaged: `disk I/O error` with no space left is exit code 8, and verify says nothing of restoring."""
    usage = shutil.disk_usage(data)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(connection, "_read_only", fail)
    with pytest.raises(DiskFull, match="is full"):
        ask(data)
    with pytest.raises(DiskFull):
        list(verify(data))


def test_an_archive_of_an_earlier_version_is_no_damage(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """verify brings it up to date as every reading command does; where it may not, it says so and not to restore anything."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, lambda db: None))
    with monkeypatch.context() as patch:
        patch.setattr(connection, "may_write", lambda path: False)
        with pytest.raises(OutdatedDatabase):
            list(verify(data))
    assert not [each for each in verify(data) if each.check == "database"]


def test_a_check_that_has_no_room_is_no_damage(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is compared beside the database, which needs a file: on a full disk that is exit code 8, and no finding."""
    usage = shutil.disk_usage(data)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"

    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr(database_checks, "search", fail)
    with pytest.raises(DiskFull, match="is full"):
        list(verify(data))


def test_verify_beside_a_writer_tells_no_damage(data: Path) -> None:
    """Records that the database had not heard of when the look began are a note while a run is at work."""
    before = [each for each in verify(data) if each.severity == "error"]
    with Archive.exclusive(data) as archive:
        archive.begin_run("demo", START)
        assert [each for each in verify(data) if each.severity == "error"] == before
        with pytest.raises(Locked):
            list(verify(data, repair=True))


def test_questions_to_a_damaged_database_end_in_our_errors(data: Path) -> None:
    """No traceback of SQLite; numbers beyond its integers are addresses of nothing."""
    with Archive.open(data, readonly=True) as archive:
        assert archive.article(1 << 63) is None
        assert archive.article(str(1 << 70)) is None
        assert archive.history("9" * 40) == []
    with (data / FILE).open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom((data / FILE).stat().st_size - 8192))
    with pytest.raises(DamagedDatabase), Archive.open(data, readonly=True) as archive:
        archive.search("text")
        archive.status()


def test_an_archive_opens_by_text_and_gives_its_articles_one_by_one(data: Path) -> None:
    """A folder may be named as text, and all articles come out without a limit."""
    with Archive.open(str(data), readonly=True) as archive:
        assert [row["url"] for row in archive.articles()] == [URL]
        assert list(archive.articles("kk")) == []
    with pytest.raises(ArchiveError):
        Archive.open(str(data / "none"))
