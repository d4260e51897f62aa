"""Archives of several machines become one, and carry proof of what they are."""

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from archive_desk import Desk, article, day
from archives import small
from click.testing import CliRunner
from demo_stories import small_site

from dimash_archive.archive import Archive, connection
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.archive.merge import merge
from dimash_archive.cli import main
from dimash_archive.crawler import Crawl
from dimash_archive.demo import serve
from dimash_archive.errors import CaptureError, UsageError
from dimash_archive.records import Fetched
from dimash_archive.warc.writer import WarcWriter

URL = "https://en.example.org/choir"


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two machines that crawled one site on two days, and one that crawled on both: `one`, `two`, `both`."""
    folder = tmp_path_factory.mktemp("machines")
    with serve(small_site(8)) as server:
        for number, names in ((0, ("one", "both")), (3, ("two", "both"))):
            server.move_to(number)
            moment = server.demo.room.now.astimezone(UTC)
            for name in names:
                for _ in Crawl(server.site, folder / name, workers=0, now=lambda m=moment: m).run():  # type: ignore[misc]
                    pass
            if number == 0:
                shutil.copytree(folder / "one", folder / "copy")
    return folder


def content(data: Path) -> dict[str, Any]:
    """What of an archive does not depend on the order in which it came."""
    with Archive.open(data) as archive:
        questions = {
            "articles": "SELECT url, title, body, lead, section, published, modified FROM articles ORDER BY 1",
            "versions": "SELECT url, digest, v.version, changed FROM versions AS v JOIN articles ON id = article_id"
            " ORDER BY 1, 3",
            "quotes": "SELECT url, position, speaker, text, start FROM quotes JOIN articles ON id = article_id"
            " ORDER BY 1, 2",
            "pages": "SELECT key FROM pages WHERE kind = 'article' ORDER BY 1",
            "stories": "SELECT a.url, b.url FROM articles AS a JOIN articles AS b USING (story_id) ORDER BY 1, 2",
        }
        return {name: archive.db.execute(sql).fetchall() for name, sql in questions.items()}


def joined(folder: Path, *names: str) -> Path:
    """A new archive that holds what these hold."""
    target = folder / "-".join(names)
    with Archive.open(target, create=True) as ours:
        for name in names:
            with Archive.open(folder / name) as theirs:
                merge(ours, theirs)
    return target


@pytest.mark.whole
def test_two_machines_know_together_what_one_knows_that_crawled_twice(machines: Path) -> None:
    """Articles, versions, speeches, stories: the same, in whichever order they are joined; and all is well."""
    expected = content(machines / "both")
    assert len(expected["versions"]) > len(expected["articles"])
    for names in (("one", "two"), ("two", "one")):
        target = joined(machines, *names)
        found = content(target)
        for key, value in expected.items():
            assert found[key] == value, (names, key)
        assert list(verify(target)) == []


@pytest.mark.whole
def test_joining_once_more_changes_nothing(machines: Path) -> None:
    """An archive taken in twice, or one that holds the same, doubles nothing."""
    target = joined(machines, "copy", "one")
    before = content(target)
    assert before == content(machines / "one")
    with Archive.open(target) as ours, Archive.open(machines / "one") as theirs:
        assert list(vars_of(merge(ours, theirs))) == [0, 0, 0, 0]
        assert ours.db.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert content(target) == before


def vars_of(merged: Any) -> Iterator[int]:
    """The numbers of a record."""
    yield from (merged.files, merged.captures, merged.articles, merged.versions)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two empty archives."""
    one, two = Desk(tmp_path / "one"), Desk(tmp_path / "two")
    for desk in (one, two):
        (desk.archive.path.parent / "warc").mkdir()
        (desk.archive.path.parent / "warc" / "dimash-1.warc.gz").touch()
    with one.archive, two.archive:
        yield one, two


def test_when_a_text_was_seen_and_when_it_was_away_is_joined_too(desks: tuple[Desk, Desk]) -> None:
    """The longer time counts; an absence that the other saw end is over, one that both saw is one."""
    ours, theirs = desks
    for desk, moments in ((ours, (1, 9)), (theirs, (0, 20))):
        for number in moments:
            desk.save(article(URL, "A", "Text."), when=day(number))
    ours.archive.gone(URL, day(12))
    theirs.archive.gone(URL, day(25))
    merge(ours.archive, theirs.archive)
    assert ours.rows("SELECT substr(seen_at, 6, 5), substr(last_seen, 6, 5) FROM history") == [
        ("06-14", "07-04")
    ]
    for _ in range(2):
        merge(ours.archive, theirs.archive)
        sql = "SELECT substr(gone_at, 6, 5), substr(back_at, 6, 5) FROM absences ORDER BY gone_at"
        assert ours.rows(sql) == [("06-26", "07-04"), ("07-09", None)]
        assert ours.rows("SELECT substr(gone_at, 6, 5) FROM articles") == [("07-09",)]


def test_files_of_one_name_must_be_the_same(desks: tuple[Desk, Desk]) -> None:
    """Else captures would lead to other records; what is missing is named."""
    ours, theirs = desks
    theirs.save(article(URL, "A", "Text."))
    path = theirs.archive.path.parent / "warc" / "dimash-1.warc.gz"
    path.write_text("other")
    with pytest.raises(UsageError, match="have the same name"):
        merge(ours.archive, theirs.archive)
    path.unlink()
    with pytest.raises(CaptureError, match="is missing"):
        merge(ours.archive, theirs.archive)
    assert ours.rows("SELECT count(*) FROM articles") == [(0,)]


def run(*words: str) -> Any:
    """What a command prints."""
    return CliRunner().invoke(main, words)


def test_the_command_joins_and_says_what_was_new(machines: Path, tmp_path: Path) -> None:
    """In words, or as JSON."""
    target = str(tmp_path / "all")
    told = run("merge", str(machines / "one"), str(machines / "two"), "--data", target)
    assert told.exit_code == 0, told.output
    assert "articles 20, " in told.output
    assert run("merge", str(machines / "one"), "--data", target, "--json").output.count(": 0") == 4
    assert run("merge", str(tmp_path / "nowhere"), "--data", target).exit_code == 5


def test_a_manifest_proves_a_transfer(machines: Path, tmp_path: Path) -> None:
    """sha256sum reads it; a flipped bit anywhere is told."""
    data = tmp_path / "data"
    shutil.copytree(machines / "one", data)
    listed = run("manifest", "--data", str(data)).output
    assert run("manifest", "--data", str(data), "-o", str(tmp_path / "list")).exit_code == 0
    assert (tmp_path / "list").read_text() == listed
    for line in listed.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == digest
    assert {line.split("  ")[1].split("/")[0] for line in listed.splitlines()} == {"archive.db", "warc"}
    check = ["sha256sum", "--check", "--quiet", str(tmp_path / "list")]
    assert subprocess.run(check, cwd=data, capture_output=True, check=False).returncode == 0
    with (data / "archive.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"\x00\xff")
    assert subprocess.run(check, cwd=data, capture_output=True, check=False).returncode == 1


def test_no_manifest_while_another_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader keeps from being written into the one file would be missing from the list."""
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    data = small(tmp_path)
    reader = sqlite3.connect(data / "archive.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM runs").fetchone()
    with Archive.open(data) as archive:
        archive.begin_run("town", day(0))
        archive.db.execute("PRAGMA busy_timeout = 10")
    told = run("manifest", "--data", str(data))
    reader.close()
    assert told.exit_code == 6
    assert "at work" in told.output


def test_a_copy_to_publish_is_whole_and_needs_no_right_to_write(tmp_path: Path) -> None:
    """Every row, in one file without WAL; a file that is there is not overwritten."""
    data, target = small(tmp_path / "data"), tmp_path / "public.db"
    assert run("copy", str(target), "--data", str(data)).exit_code == 0
    copied = sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)
    assert copied.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert copied.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert copied.execute("PRAGMA application_id").fetchone() == (0x44494D41,)
    copied.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "public.db"]
    assert run("copy", str(target), "--data", str(data)).exit_code == 2


def test_machines_that_began_in_one_second_are_merged(tmp_path: Path) -> None:
    """Their files have names of their own: all answers of both are kept."""
    moment = datetime(2024, 6, 14, 10, 30, tzinfo=UTC)
    names = set()
    for folder in ("one", "two"):
        with Archive.open(tmp_path / folder, create=True) as archive:
            writer = WarcWriter(tmp_path / folder / "warc", info={"isPartOf": "town"}, now=lambda: moment)
            body = folder.encode()
            archive.record(
                None, writer.write(Fetched(f"https://a.org/{folder}", 200, "OK", (), body, body, moment))
            )
            names |= {path.name for path in writer.close()}
    assert len(names) == 2
    with Archive.open(tmp_path / "one") as ours, Archive.open(tmp_path / "two") as theirs:
        assert merge(ours, theirs).captures == 1
        assert ours.db.execute("SELECT count(DISTINCT warc_file) FROM captures").fetchone() == (2,)
    assert list(verify(tmp_path / "one")) == []
