"""How a new archive comes to be, and moments in the form that it stores."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from archive_desk import START
from sqlite_utils import Database

from dimash_archive.archive import Archive, connection
from dimash_archive.archive.crawl_memory import captures
from dimash_archive.archive.schema import migrations
from dimash_archive.errors import DatabaseError, DiskFull, Locked, NoDatabase
from dimash_archive.records import Captured
from dimash_archive.text.moments import moment_text


def test_a_new_archive_is_there_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads while an archive is made finds none, keeps nobody from making it, and never half of one."""
    migrate, path = migrations.migrate, tmp_path / "archive.db"
    path.touch()
    (tmp_path / "archive.db-wal").write_bytes(b"left over")
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def migrate_watched(db: Database) -> None:
        with pytest.raises(NoDatabase):
            Archive.open_for_reading(tmp_path)
        migrate(db)
        with pytest.raises(NoDatabase):
            Archive.open_for_reading(tmp_path)

    monkeypatch.setattr(connection, "PATIENCE", 0.0)
    monkeypatch.setattr(migrations, "migrate", migrate_watched)
    with Archive.exclusive(tmp_path, create=True) as archive:
        assert archive.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    reader.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive.db", "archive.db.sha256", "run.lock"]


@pytest.mark.parametrize("links", [True, False])
def test_two_may_begin_an_archive_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """The database that was there first stays, with what is in it; a file system without hard links will do too."""
    migrate = migrations.migrate

    def be_slower(db: Database) -> None:
        migrate(db)
        monkeypatch.setattr(migrations, "migrate", migrate)
        if links:
            with Archive.open(tmp_path, create=True) as first:
                first.begin_run("first", START)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(migrations, "migrate", be_slower)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    with Archive.open(tmp_path, create=True) as archive:
        runs = [site for (site,) in archive.db.execute("SELECT site FROM runs")]
    assert runs == ["first"] * links


def test_moments_of_captures_have_the_form_of_all_others(tmp_path: Path) -> None:
    """Whole seconds, so that they sort beside those of articles; those of an earlier version are brought into it."""
    exact = Captured(
        "https://a.example/", START.replace(microsecond=9), 200, "text/html", "sha1:X", "x.warc", 0, 9
    )
    moments = "SELECT fetched_at FROM captures"
    with Archive.exclusive(tmp_path, create=True) as archive:
        archive.record(archive.begin_run("demo", START), exact)
        assert archive.db.execute(moments).fetchone()[0] == moment_text(START)
        assert archive.is_held(exact.url, exact.fetched_at)
        archive.db.execute("UPDATE captures SET fetched_at = '2024-06-14T10:30:00.123456Z'")
        step = captures.drop_fractions_of_seconds
        assert step in migrations.MIGRATIONS
        step(archive.db)
        assert archive.db.execute(moments).fetchone()[0] == "2024-06-14T10:30:00Z"


def test_reading_never_leaves_out_the_journal_of_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a writer is in the way, it is said: the file alone, without its journal, may be half of something."""
    Archive.open(tmp_path, create=True).close()
    monkeypatch.setattr(connection, "PATIENCE", 0.0)
    writer = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    writer.execute("PRAGMA locking_mode = EXCLUSIVE")
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Locked):
        Archive.open(tmp_path, readonly=True)
    writer.close()


@pytest.mark.parametrize(("number", "expected"), [(errno.ENOSPC, DiskFull), (errno.EACCES, DatabaseError)])
def test_a_place_that_takes_no_new_archive_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    """A full disk and a folder that may not be written to are told apart, and nothing stays behind."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(expected):
        Archive.open(tmp_path, create=True)
    assert not list(tmp_path.iterdir())
