"""Proof: whatever is damaged, missing or unknown is found, and what can be put right is."""

import gzip
import hashlib
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from archive_desk import START, article, day

from dimash_archive.archive import FILE, Archive
from dimash_archive.archive.integrity import checksum
from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.archive.integrity.verify import verify
from dimash_archive.errors import NoDatabase
from dimash_archive.records import Fetched
from dimash_archive.warc.record_parser import BadRecord, StoredAnswer, parse
from dimash_archive.warc.recovery import write_index
from dimash_archive.warc.scanner import StoredRecord
from dimash_archive.warc.writer import WarcWriter

URLS = ("https://en.example.org/choir", "https://en.example.org/bridge", "https://en.example.org/rain")
BODIES = ("The choir sang in the rain.", "The bridge is old.", "It rained for a week.")


def answer(url: str, body: str, number: int) -> Fetched:
    """A page as it came over the wire."""
    raw = f"<p>{body}</p>".encode()
    headers = (("Content-Type", "text/html"),)
    return Fetched(url, 200, "OK", headers, raw, raw, day(number), (("Host", "en.example.org"),))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which everything is as it should be: three articles, one seen twice, one with two texts."""
    data = tmp_path_factory.mktemp("whole")
    with Archive.open(data, create=True, now=lambda: START) as archive:
        writer = WarcWriter(data / "warc", seen=archive.capture_by_digest, now=lambda: START)
        run_id = archive.begin_run("demo", START)
        pages = [*zip(URLS, BODIES, strict=True), (URLS[0], BODIES[0]), (URLS[1], "The bridge is new.")]
        for number, (url, body) in enumerate(pages):
            captured = writer.write(answer(url, body, number))
            capture_id = archive.record(run_id, captured)
            what = article(url, f"Title {url[-4:]}", body, speech=[("she", body)])
            archive.save(what, edition="en", capture_id=capture_id, seen_at=day(number), extractor="1")
        writer.close()
    return data


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(whole, tmp_path / "data"))


def found(data: Path, *, repair: bool = False) -> list[Finding]:
    """What a check finds."""
    return list(verify(data, repair=repair))


def checks(data: Path) -> set[str]:
    """The names of the checks that find something."""
    return {finding.check for finding in found(data)}


def warc_of(data: Path) -> Path:
    """The one WARC file."""
    (path,) = (data / "warc").iterdir()
    return path


def change(data: Path, *statements: str) -> None:
    """Change the database as another program would, and seal it, so that only the other checks can tell."""
    with sqlite3.connect(data / FILE) as db:
        for statement in statements:
            db.execute(statement)
    db.close()
    line = f"{hashlib.sha256((data / FILE).read_bytes()).hexdigest()}  {FILE}\n"
    (data / f"{FILE}.sha256").write_text(line)


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Turn one bit of a file around."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def test_a_whole_archive_has_no_findings(data: Path) -> None:
    """Nothing is reported where nothing is wrong, with or without repair, and a check changes nothing."""
    before = (data / FILE).read_bytes()
    assert found(data) == []
    assert found(data, repair=True) == []
    assert (data / FILE).read_bytes() == before


def test_without_an_archive_there_is_nothing_to_check(tmp_path: Path) -> None:
    """An empty folder is an error, not a clean bill of health."""
    with pytest.raises(NoDatabase):
        found(tmp_path)


def test_a_flipped_bit_anywhere_in_the_database_is_found(whole: Path, tmp_path: Path) -> None:
    """Every region of the file, every bit position: never silence, never an exception."""
    size = (whole / FILE).stat().st_size
    for number, at in enumerate([*range(0, 100, 9), *range(100, size, size // 40)]):
        data = tmp_path / "data"
        shutil.copytree(whole, data)
        flip(data / FILE, at, number % 8)
        assert found(data), at
        shutil.rmtree(data)


def test_a_flipped_bit_anywhere_in_a_warc_file_is_found(data: Path) -> None:
    """Headers of records, their content, their checksums: each is told by the walk of the file.

    Only the bits that fill up the last byte of a compressed record mean nothing.
    """
    path = warc_of(data)
    size = path.stat().st_size
    whole = gzip.decompress(path.read_bytes())
    for number, at in enumerate([*range(24), *range(24, size, 61)]):
        flip(path, at, number % 8)
        assert checks(data) & {"warc", "captures"} or gzip.decompress(path.read_bytes()) == whole, at
        flip(path, at, number % 8)
    assert found(data) == []


def test_a_changed_text_is_found_without_the_seal(data: Path) -> None:
    """The fingerprint of each text tells on its own, for the newest version and for older ones."""
    for url, table in ((URLS[0], "articles"), (URLS[1], "history")):
        change(data, f"UPDATE {table} SET body = replace(body, 'The', 'the')")
        problems = [finding for finding in found(data) if finding.check == "articles"]
        assert any("not the one that was stored" in finding.problem for finding in problems), url


def test_a_missing_warc_file_is_found(data: Path) -> None:
    """The file is named, with the number of captures it held."""
    path = warc_of(data)
    path.unlink()
    (finding,) = found(data)
    assert (finding.check, finding.subject, finding.severity) == ("warc", path.name, "error")
    assert "5 captures" in finding.problem


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_truncated_warc_file_is_found(data: Path, share: float) -> None:
    """Wherever it is cut, every capture behind the cut is reported."""
    path = warc_of(data)
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    assert "captures" in checks(data) or share == 0.99
    assert found(data)


def test_damage_in_the_middle_hides_nothing_behind_it(data: Path) -> None:
    """After a damaged record the walk goes on at the next whole one."""
    with Archive.open(data, readonly=True) as archive:
        second = [captured for _, captured in archive.captures()][1]
    flip(warc_of(data), second.warc_offset + second.warc_length // 2)
    problems = found(data)
    assert [finding.subject for finding in problems if finding.check == "captures"] == [
        f"{second.warc_file}:{second.warc_offset}"
    ]
    assert [finding.problem for finding in problems if finding.check == "warc"] == [
        f"{second.warc_length} bytes are damaged."
    ]


def test_a_beginning_that_is_no_warc_is_passed_over(data: Path) -> None:
    """A file whose first bytes are gone is still read from the first whole record on."""
    flip(warc_of(data), 0)
    assert [finding.subject.rpartition(":")[2] for finding in found(data)] == ["0"]


def test_rows_that_do_not_agree_with_the_record_are_found(data: Path) -> None:
    """Each column of a capture is held against what the record says."""
    change(data, "UPDATE captures SET status = 404, mime = 'text/plain' WHERE id = 1")
    problems = [finding.problem for finding in found(data)]
    assert problems == [
        "The database says status 404, the record 200.",
        "The database says mime text/plain, the record text/html.",
    ]


def test_a_payload_that_is_not_its_digests_is_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that was forged as a whole, checksum and all, still gives itself away."""
    real = parse

    def forged(record: StoredRecord, name: str) -> StoredAnswer | None:
        answer = real(record, name)
        if answer is None or not answer.payload:
            return answer
        fetched = replace(answer.fetched, raw=answer.fetched.raw + b"!")
        return replace(answer, fetched=fetched, payload=answer.payload + b"!")

    monkeypatch.setattr("dimash_archive.archive.integrity.warc_checks.parse", forged)
    problems = found(data)
    assert len(problems) == 4  # the fifth answer is a revisit, without a payload of its own
    assert all("payload's digest" in finding.problem for finding in problems)


def test_a_record_that_cannot_be_parsed_is_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole gzip members may still hold nonsense."""

    def broken(record: StoredRecord, name: str) -> None:
        raise BadRecord("no such header")

    monkeypatch.setattr("dimash_archive.archive.integrity.warc_checks.parse", broken)
    assert "The record cannot be read: no such header." in {finding.problem for finding in found(data)}


def test_records_the_database_has_not_heard_of_are_noted(data: Path) -> None:
    """After a power cut the files may know more than the database: repair takes the records in."""
    change(
        data,
        "DELETE FROM history WHERE article_id = 3",
        "DELETE FROM addresses WHERE article_id = 3",
        "DELETE FROM quotes WHERE article_id = 3",
        "DELETE FROM articles WHERE id = 3",
        "DELETE FROM stories WHERE id = 3",
        "DELETE FROM captures WHERE id = 3",
    )
    problems = [finding for finding in found(data) if finding.check == "captures"]
    assert [finding.problem for finding in problems] == [
        f"The database does not know this record of {URLS[2]}."
    ]
    repaired = found(data, repair=True)
    assert {finding.check for finding in repaired if finding.repaired} == {"captures", "search"}
    assert found(data) == []


def test_what_a_run_left_open_is_only_noted(data: Path) -> None:
    """A file still called `.open`, its last record torn, is for the next crawl to end."""
    path = warc_of(data)
    path.rename(path.with_name(path.name + ".open"))
    assert found(data) == []
    with path.with_name(path.name + ".open").open("r+b") as file:
        file.truncate(path.with_name(path.name + ".open").stat().st_size - 5)
    assert [(finding.severity, finding.check) for finding in found(data)] == [("note", "warc")]
    change(
        data, "UPDATE history SET capture_id = 1 WHERE capture_id = 4", "DELETE FROM captures WHERE id = 4"
    )
    assert {finding.severity for finding in found(data, repair=True)} == {"note"}


def test_a_search_index_out_of_step_is_found_and_mended(data: Path) -> None:
    """Articles that cannot be found, entries that lead nowhere, words in the wrong place."""
    empty = "', '".join([""] * 7)
    change(data, f"INSERT INTO articles_fts VALUES ('{empty}')", "DELETE FROM search_terms")
    assert checks(data) == {"search"}
    assert all(finding.repaired for finding in found(data, repair=True))
    assert found(data) == []
    with Archive.open(data) as archive:
        assert archive.search("choir")
    change(data, "UPDATE articles SET title = 'Titel choir' WHERE id = 1")
    assert {"search", "articles"} <= checks(data)


def test_stories_out_of_step_are_found_and_mended(data: Path) -> None:
    """A story that nobody tells, a link that disagrees with the article."""
    change(
        data,
        "INSERT INTO stories (id) VALUES (99)",
        "INSERT INTO story_links VALUES (99, 1, 'hreflang', 1.0)",
    )
    assert {finding.subject for finding in found(data)} == {"stories 99", "story_links 1"}
    assert all(finding.repaired for finding in found(data, repair=True))
    assert found(data) == []


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("UPDATE articles SET word_count = 99 WHERE id = 1", "articles 1"),
        ("UPDATE articles SET key = 'https://x.org/' WHERE id = 1", "articles 1"),
        ("UPDATE articles SET version = 7 WHERE id = 2", "articles 2"),
        ("DELETE FROM history WHERE article_id = 3", "articles 3"),
        ("DELETE FROM history WHERE article_id = 2 AND version = 1", "articles 2"),
        ("UPDATE quotes SET \"end\" = 999 WHERE article_id = 1", "quotes 1, 0"),
        ("UPDATE quotes SET text = 'Other' WHERE article_id = 1", "quotes 1, 0"),
        ("INSERT INTO pages VALUES (1, 'k', 'https://x.org/', 'en', 'list', 'new', 'links', '', 0, 0, 0, 0, 0, 0, 0, 0, 0)", "pages 1"),
        ("UPDATE articles SET capture_id = 99 WHERE id = 1", "articles 1"),
    ],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_found(data: Path, statement: str, subject: str) -> None:
    """What follows from something else must follow from it, and what refers to something must find it."""
    change(data, statement)
    assert subject in {finding.subject for finding in found(data)}


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE articles SET body = x'ff00' WHERE id = 1", "database"),
        ("UPDATE captures SET fetched_at = 'yesterday' WHERE id = 1", "captures"),
    ],
)
def test_values_that_make_no_sense_are_told_not_raised(data: Path, statement: str, check: str) -> None:
    """Where damage stops a check, that is a finding, and the other checks go on."""
    change(data, statement)
    assert "It cannot be read" in "".join(each.problem for each in found(data) if each.check == check)


def test_a_file_that_is_no_database_is_told_and_the_warc_files_are_checked(data: Path) -> None:
    """Without the database the records still say whether they are whole."""
    (data / FILE).write_text("Dear diary. " * 100)
    assert [finding.check for finding in found(data)] == ["seal", "database"]
    flip(warc_of(data), warc_of(data).stat().st_size - 3)
    assert [finding.check for finding in found(data)] == ["seal", "database", "warc"]


def test_a_change_by_another_program_breaks_the_seal(data: Path) -> None:
    """The seal tells what no other check can: a number that nothing contradicts."""
    with sqlite3.connect(data / FILE) as db:
        db.execute("UPDATE runs SET found = found + 1")
    db.close()
    assert [finding.check for finding in found(data)] == ["seal"]


def test_the_seal_follows_our_own_writes(data: Path) -> None:
    """Taken away before the first write, set again when the writer closes, in the form sha256sum reads."""
    path = data / FILE
    archive = Archive.open(data)
    assert checksum.state(path) == "whole"
    archive.begin_run("demo", START)
    assert checksum.state(path) == "none"
    archive.close()
    archive.close()
    assert checksum.state(path) == "whole"
    digest, name = checksum.seal_of(path).read_text().split()
    assert (digest, name) == (hashlib.sha256(path.read_bytes()).hexdigest(), FILE)
    with Archive.open(data, readonly=True):
        pass
    assert found(data) == []


def test_no_seal_while_another_is_at_work(data: Path) -> None:
    """A reader in the middle of a question keeps the file from being sealed; a writer that died left none."""
    path = data / FILE
    reader = sqlite3.connect(path, isolation_level=None)
    archive = Archive.open(data)
    archive.begin_run("demo", START)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM runs").fetchone()
    archive.begin_run("demo", START)
    archive.db.execute("PRAGMA busy_timeout = 10")
    archive.close()
    assert checksum.state(path) == "none"
    reader.close()
    checksum.seal_of(path).write_bytes(b"\xff")
    assert checksum.state(path) == "none"


def test_no_seal_where_it_cannot_be_written(data: Path) -> None:
    """An archive that cannot be sealed is closed all the same; it merely has no seal."""
    path = data / FILE
    archive = Archive.open(data)
    archive.begin_run("demo", START)
    checksum.seal_of(path).with_suffix(".draft").mkdir()
    archive.close()
    assert checksum.state(path) == "none"


def test_an_index_that_is_not_as_it_was_written_is_found_and_written_anew(data: Path) -> None:
    """A missing one is no damage: the next crawl writes it."""
    path = warc_of(data)
    with Archive.open(data) as archive:
        write_index(path, (each for _, each in archive.captures(path.name)))
    assert found(data) == []
    index = path.with_name(path.name.replace(".warc.gz", ".cdxj"))
    whole = index.read_bytes()
    index.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    (finding,) = found(data)
    assert (finding.check, finding.subject, finding.repaired) == ("index", index.name, False)
    assert [each.repaired for each in found(data, repair=True)] == [True]
    assert index.read_bytes() == whole
    assert found(data) == []
    index.unlink()
    assert found(data) == []
