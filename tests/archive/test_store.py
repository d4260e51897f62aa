"""Opening an archive, and what becomes of it when something is in the way."""

import gzip
import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_desk import START, Desk, article, captured, day
from paths import FIXTURES
from sqlite_utils import Database

from dimash_archive.archive import Archive, connection
from dimash_archive.archive.crawl_memory import run_records
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.archive.schema import dictionary, migrations
from dimash_archive.archive.search import index
from dimash_archive.errors import DatabaseError, DiskFull, ForeignDatabase, Locked, NoDatabase
from dimash_archive.records import DiscoveredUrl, Saved


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new archive."""
    made = Desk(tmp_path / "data")
    with made.archive:
        yield made


def test_a_missing_archive_names_the_next_step(tmp_path: Path) -> None:
    """Where there is none, or an empty file, the error says how to make one, and nothing is created."""
    with pytest.raises(NoDatabase, match="dimash-archive crawl"):
        Archive.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "archive.db").touch()
    with pytest.raises(NoDatabase):
        Archive.open(tmp_path)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """A text file called archive.db is foreign, also where a new archive is wanted."""
    path = tmp_path / "archive.db"
    path.write_text("Dear diary, today the choir sang. " * 40)
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(ForeignDatabase, match="not even a database"):
            Archive.open(tmp_path, create=create)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A database without our mark in its header is foreign."""
    with sqlite3.connect(tmp_path / "archive.db") as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(ForeignDatabase, match="not an archive of this program"):
        Archive.open(tmp_path, create=True)


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """A schema with more steps than we know is not touched, and the sentence says what to do."""
    Archive.open(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / "archive.db") as newer:
        newer.execute(f"PRAGMA user_version = {len(migrations.MIGRATIONS) + 1}")
    newer.close()
    with pytest.raises(ForeignDatabase, match=r"newer version.*\n.*Upgrade"):
        Archive.open(tmp_path)


def test_an_earlier_schema_is_brought_up_to_date_when_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that an archive has not had is taken once; a reader that may not write says so."""
    Archive.open(tmp_path, create=True).close()

    def second(db: Database) -> None:
        db.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, second))
    with pytest.raises(ForeignDatabase, match="earlier version"):
        Archive.open(tmp_path, readonly=True)
    for _ in range(2):
        with Archive.open(tmp_path) as archive:
            assert archive.db["extra"].exists()
            assert migrations.version(archive.db) == len(migrations.MIGRATIONS)


@pytest.mark.parametrize("kept", sorted((FIXTURES / "archives").glob("schema-*.db.gz")), ids=lambda p: p.stem)
def test_kept_archives_of_every_earlier_schema_are_brought_up_to_date(tmp_path: Path, kept: Path) -> None:
    """Real files, written by the program of their time, become what a new archive is, and lose nothing."""
    (tmp_path / "archive.db").write_bytes(gzip.decompress(kept.read_bytes()))
    with Archive.open(tmp_path / "new", create=True) as fresh, Archive.open(tmp_path) as archive:
        shape = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2"
        assert archive.db.execute(shape).fetchall() == fresh.db.execute(shape).fetchall()
        assert [hit.title for hit in archive.search("choir")] == ["The choir sings [softly]"]
        assert [row["kind"] for row in archive.history(1)] == ["new", "title and text"]
        assert archive.history(2)[0]["absences"] == [{"gone_at": "2024-06-20T00:00:00Z", "back_at": None}]
        quote = archive.article(1)["quotes"][0]  # type: ignore[index]
        assert quote["speaker"] == "Ivar Lindstad"
        assert quote["parts"] == [[quote["start"], quote["end"]]], "a speech stored before was in one piece"
    found = {finding.check for finding in verify(tmp_path)}
    assert found == {"warc"}, "the WARC file was not kept"


def test_runs_of_an_archive_without_notes_keep_their_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run noted came late: runs before it noted nothing, and no front page."""
    step = migrations.MIGRATIONS.index(run_records.add_run_columns)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:step])
        db = connection.connect(tmp_path / "archive.db", create=True)
        db.execute(
            "INSERT INTO runs (site, started, exit, new) VALUES ('town', '2024-06-14T00:00:00Z', 0, 3)"
        )
        db.close()
    with Archive.open(tmp_path) as archive:
        row = archive.db.execute("SELECT site, new, exit, notes, fronts FROM runs").fetchone()
        assert row == ("town", 3, 0, "[]", None)


def test_a_step_that_fails_leaves_the_schema_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a migration is none."""
    Archive.open(tmp_path, create=True).close()

    def broken(db: Database) -> None:
        db.execute("CREATE TABLE half (id)")
        db.execute("SELECT nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(DatabaseError, match="nonsense"):
            Archive.open(tmp_path)
    with Archive.open(tmp_path) as archive:
        assert not archive.db["half"].exists()


def test_the_dictionary_describes_the_schema(desk: Desk) -> None:
    """Every table, view and column has a description, and none is described that does not exist."""
    db = desk.archive.db
    names = {name for name in (*db.table_names(), *db.view_names()) if not name.startswith("articles_fts_")}
    assert names == set(dictionary.TABLES)
    for name in names:
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
        assert columns == list(dictionary.COLUMNS[name]), name
    assert set(dictionary.HIDDEN) < names


def test_the_promised_names_are_there(desk: Desk) -> None:
    """Names that users query: a rename would break their SQL."""
    promised = {
        "articles": "id url edition lang story_id section title lead body quote quote_speaker author"
        " published modified word_count image_url first_seen last_seen gone_at version capture_id extractor",
        "quotes": "article_id position speaker text start end",
        "images": "article_id position url alt caption credit",
        "links": "article_id kind url text",
        "tags": "id name",
        "article_tags": "article_id tag_id",
        "stories": "id",
        "story_links": "story_id article_id method score",
        "stories_wide": "id kk_id kk_title ru_id ru_title en_id en_title",
        "versions": "article_id version capture_id seen_at title body quote",
        "captures": "id run_id url fetched_at status mime digest warc_file warc_offset"
        " warc_length revisit_of",
        "pages": "url edition kind state found_by due attempts last_status etag last_modified",
        "runs": "id started finished exit found fetched new changed unchanged gone failed",
        "blocks": "edition fingerprint text pages",
    }
    for name, columns in promised.items():
        assert set(columns.split()) <= set(dictionary.COLUMNS[name]), name


def test_a_batch_is_stored_whole_or_not_at_all(desk: Desk) -> None:
    """An error inside a batch undoes all of it, and the archive can be written to again."""
    with pytest.raises(ValueError, match="stop"), desk.archive.batch():
        desk.save(article("https://en.example.org/a", "A", "Text."))
        raise ValueError("stop")
    assert desk.rows("SELECT count(*) FROM articles") == [(0,)]
    with desk.archive.batch():
        desk.save(article("https://en.example.org/a", "Қазақстан", "Қазақстан.", lang="kk"))
    assert desk.archive.search("казакстан")


def test_an_error_caught_inside_a_batch_undoes_its_own_part_only(desk: Desk) -> None:
    """Within a batch each call stands for itself."""
    with desk.archive.batch():
        desk.save(article("https://en.example.org/a", "A", "Text."))
        with pytest.raises(sqlite3.IntegrityError):
            desk.read_again(article("https://en.example.org/b", "B", "Text."), 99)
    assert desk.rows("SELECT title FROM articles") == [("A",)]


def test_a_full_disk_is_said_and_loses_nothing_stored(desk: Desk) -> None:
    """No space left is DiskFull; what was stored before is still there and whole."""
    desk.save(article("https://en.example.org/a", "Kept", "Text."))
    db = desk.archive.db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(DiskFull, match="Everything stored before is safe"):
        desk.save(article("https://en.example.org/b", "Too much", "Long text. " * 5000))
    assert desk.rows("SELECT title FROM articles") == [("Kept",)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes never write at once; readers are not kept waiting."""
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    with Archive.open(tmp_path, create=True) as first, Archive.open(tmp_path) as second:
        with first.batch():
            first.begin_run("demo", START)
            with pytest.raises(Locked, match=r"Another program[^$]*database is locked \(SQLITE_BUSY\)"):
                second.begin_run("demo", START)
            assert second.status()["tables"]["runs"] == 0
        second.begin_run("demo", START)


def test_readers_see_what_is_stored_while_another_thread_writes(tmp_path: Path) -> None:
    """A reader works on its own picture of the archive during a crawl, without an error on either side."""
    desk = Desk(tmp_path)
    desk.archive.close()
    errors: list[Exception] = []

    def write() -> None:
        try:
            with Archive.open(tmp_path) as archive:
                for number in range(20):
                    capture_id = archive.record(None, captured(number))
                    text = article(f"https://en.example.org/{number}", "A choir", "It sang.")
                    archive.save(text, edition="en", capture_id=capture_id, seen_at=START, extractor="1")
        except Exception as error:
            errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    with Archive.open(tmp_path, readonly=True) as reader:
        while writer.is_alive():
            assert len(reader.search("choir")) <= 20
        writer.join()
        assert len(reader.search("choir")) == 20
    assert errors == []


def test_a_read_only_archive_cannot_be_written(tmp_path: Path) -> None:
    """Opened for reading, an archive answers, and refuses to change."""
    Desk(tmp_path).archive.close()
    with Archive.open(tmp_path, readonly=True) as archive:
        assert archive.search("choir") == []
        with pytest.raises(DatabaseError, match="Cannot write"):
            archive.begin_run("demo", START)


def test_a_damaged_archive_names_the_command_that_helps(tmp_path: Path) -> None:
    """A file cut in two is no reason for a traceback."""
    desk = Desk(tmp_path)
    for number in range(20):
        desk.save(article(f"https://en.example.org/{number}", "A", "Long text. " * 500))
    desk.archive.close()
    path = tmp_path / "archive.db"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(DatabaseError, match="verify"), Archive.open(tmp_path) as archive:
        archive.status()
        archive.search("text")


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A data folder below a file is an error of ours."""
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError, match="Cannot make the folder"):
        Archive.open(tmp_path / "file" / "data", create=True)


def test_runs_are_noted(desk: Desk) -> None:
    """A run has its beginning at once, its counts and exit code at the end."""
    run_id = desk.archive.begin_run("demo", START)
    desk.archive.finish_run(run_id, {"found": 3, "fetched": 2, "new": 1}, 0, day(1))
    row = desk.rows("SELECT site, started, finished, exit, found, fetched, new, failed FROM runs")[0]
    assert row == ("demo", "2024-06-14T05:30:00Z", "2024-06-15T05:30:00Z", 0, 3, 2, 1, 0)


def test_a_capture_is_noted_once(desk: Desk) -> None:
    """File and offset tell captures apart; what comes back is what was given, to the microsecond."""
    one = captured(1)
    run_id = desk.archive.begin_run("demo", START)
    assert desk.archive.record(run_id, one) == desk.archive.record(run_id, one) == 1
    assert desk.archive.capture(1) == one
    assert desk.archive.capture(2) is None
    assert list(desk.archive.captures()) == [(1, one)]


def test_a_digest_leads_to_the_first_full_answer(desk: Desk) -> None:
    """A revisit record holds no payload, so it is never the one to point at."""
    first = captured(1, digest="sha1:same")
    again = captured(2, digest="sha1:same")
    for each in (first, again):
        desk.archive.record(None, each)
    assert desk.archive.capture_by_digest("sha1:same") == first
    assert desk.archive.capture_by_digest("sha1:other") is None


def test_status_counts(desk: Desk) -> None:
    """Figures by table, edition and month, and what needs a look."""
    desk.save(article("https://en.example.org/a", "A", "Text.", published=day(0)))
    desk.save(article("https://en.example.org/b", "B", "Text.", published=day(30)))
    desk.save(article("https://ru.example.org/c", "В", "Текст.", lang="ru"))
    desk.archive.gone("https://en.example.org/b/", day(40))
    desk.archive.begin_run("demo", START)
    status = desk.archive.status()
    assert status["tables"]["articles"] == status["tables"]["versions"] == 3
    assert status["editions"] == {"en": 2, "ru": 1}
    assert status["months"] == [
        {"edition": "en", "month": "2024-06", "articles": 1},
        {"edition": "en", "month": "2024-07", "articles": 1},
        {"edition": "ru", "month": None, "articles": 1},
    ]
    assert (status["gone"], status["undated"]) == (1, 1)
    assert status["runs"][0]["site"] == "demo"
    assert status["failures"] == []


def test_an_index_by_other_rules_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the rules for stems change, the next opening for writing renews the index."""
    desk = Desk(tmp_path)
    saved = desk.save(article("https://en.example.org/a", "The choirs", "They sang."))
    assert isinstance(saved, Saved)
    desk.archive.close()
    monkeypatch.setattr(index, "rules", lambda: "other rules")
    with Archive.open(tmp_path) as archive:
        assert archive.db.execute("SELECT value FROM meta WHERE key = 'words'").fetchone() == ("other rules",)
        assert [hit.title for hit in archive.search("choir")] == ["The choirs"]
        assert archive.rebuild_index() == 1


def test_the_clock_is_utc_unless_another_is_given(tmp_path: Path) -> None:
    """What is found without a clock is noted at the machine's moment, in UTC."""
    with Archive.open(tmp_path, create=True) as archive:
        archive.remember(DiscoveredUrl("https://en.example.org/", "en", "list", "links"))
        (page,) = archive.pages_due(datetime.now(UTC), "en", 1)
        assert page.due is not None
        assert abs(datetime.now(UTC) - page.due) < timedelta(minutes=1)


def test_words_are_remembered_within_bounds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of words is dropped when it is too much, and nothing is lost by it."""
    monkeypatch.setattr(index, "_MANY_WORDS", 3)
    for number, text in enumerate(("Қоңыр самал хоры ән салды.", "Қоңыр қоңырау соғылды.")):
        desk.save(article(f"https://kk.example.org/{number}", "Ән", text, lang="kk"))
    assert len(desk.archive.search("конырау")) == 1
    assert len(desk.archive.search("коныр")) == 2


def test_accents_need_not_be_typed(desk: Desk) -> None:
    """A word with accents is found with and without them."""
    desk.save(article("https://en.example.org/a", "Café Größe", "Naïve."))
    for query in ("cafe", "café", "CAFE\u0301", "naive", "grösse"):
        assert desk.archive.search(query), query
