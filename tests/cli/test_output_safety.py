"""What comes out does nothing on the reader's side: no control characters, no formulas, no encoding that ends it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from archive_desk import Desk, article
from click.testing import CliRunner

from dimash_archive.cli import main
from dimash_archive.cli.output_path import is_of_an_archive
from dimash_archive.export.table import defused
from dimash_archive.text.controls import without_controls

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
EVIL = "The \x1b]0;pwned\x07 choir \x9b2J sings"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An archive whose texts would act on a terminal, stored before that was known."""
    desk = Desk(tmp_path)
    desk.save(article("https://en.example.org/a", EVIL, f"{EVIL}, ән.", lang="en"))
    desk.archive.close()
    return tmp_path


@pytest.mark.parametrize(
    "words", [["show", "1"], ["search", "choir"], ["history", "1"], ["show", "1", "--json"]]
)
def test_no_command_prints_control_characters(data: Path, words: list[str]) -> None:
    """A page cannot change the title of the reader's terminal, nor anything else of it."""
    done = CliRunner().invoke(main, [*words, "--data", str(data)])
    assert done.exit_code == 0
    assert not CONTROLS.search(done.output)
    assert "pwned" in done.output


@pytest.mark.parametrize("words", [["show", "1"], ["search", "choir"], ["show", "1", "--json"]])
def test_output_survives_every_encoding(data: Path, words: list[str]) -> None:
    """A terminal that has no letters for a text gets the rest."""
    environment = os.environ | {"PYTHONIOENCODING": "cp1251"}
    command = [sys.executable, "-m", "dimash_archive", *words, "--data", str(data)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"choir" in done.stdout


@pytest.mark.parametrize("cell", ["=1+1", "+7 701", "-2", "@x", " =1", "\t=1", "＝1"])
def test_cells_that_spreadsheets_run_are_defused(cell: str) -> None:
    """They begin with an apostrophe; other cells and numbers stay as they are."""
    assert defused(cell) == f"'{cell}"
    assert (defused("text"), defused(-5), defused(None)) == ("text", -5, None)


def test_records_without_controls_are_the_same() -> None:
    """Nothing is copied where nothing is to be done."""
    value = article("https://en.example.org/a", "Title", "Text.")
    assert without_controls(value) is value
    assert without_controls({"a": [("b\x1b",)]}) == {"a": [("b ",)]}


def test_asking_for_what_is_not_there_is_said(data: Path) -> None:
    """A language without articles, and a merge of an archive into itself, are wrong use; `-` is standard output."""
    runner = CliRunner()
    none = runner.invoke(main, ["export", "jsonl", "--lang", "zz", "--data", str(data)])
    assert (none.exit_code, "It has articles in en." in none.output) == (2, True)
    same = runner.invoke(main, ["merge", str(data), "--data", str(data)])
    assert (same.exit_code, "into itself" in same.output) == (2, True)
    out = runner.invoke(main, ["export", "csv", "-o", "-", "--data", str(data)])
    assert (out.exit_code, "https://en.example.org/a" in out.output) == (0, True)
    assert not Path("-").exists()


@pytest.mark.parametrize(
    "words", [["crawl"], ["cluster", "crawl", "x.toml", "--out", "x"], ["site", "new", "x.example"]]
)
@pytest.mark.parametrize("rate", ["nan", "inf"])
def test_a_rate_is_a_number(words: list[str], rate: str) -> None:
    """`nan` and `inf` are wrong use at every command that takes a rate."""
    done = CliRunner().invoke(main, [*words, "--rate", rate])
    assert (done.exit_code, "is not a finite number" in done.stderr) == (2, True)


def test_a_search_at_its_limit_says_that_there_is_more(tmp_path: Path) -> None:
    """The number shown is not taken for the number found."""
    desk = Desk(tmp_path)
    for number in range(3):
        desk.save(article(f"https://en.example.org/{number}", "Choir", "The choir sings."))
    desk.archive.close()
    ask = ["search", "choir", "--data", str(tmp_path)]
    assert "2 shown; there are more" in CliRunner().invoke(main, [*ask, "--limit", "2"]).output
    assert "3 found" in CliRunner().invoke(main, [*ask, "--limit", "3"]).output


@pytest.mark.parametrize(
    "name", ["archive.db", "archive.db.sha256", "archive.db-wal", "run.lock", "warc/a.warc.gz"]
)
@pytest.mark.parametrize(
    "words", [["export", "csv", "-o"], ["manifest", "-o"], ["crawl", "--log-file"], ["crawl", "--metrics"]]
)
def test_no_output_takes_the_place_of_an_archives_own_files(data: Path, words: list[str], name: str) -> None:
    """An export called like the database would be the end of it; a link to it is no other file."""
    (data / "warc").mkdir(exist_ok=True)
    before = (data / "archive.db").read_bytes()
    link = data.parent / f"{data.name}-link"
    link.symlink_to(data / name)
    for target in (data / name, link):
        done = CliRunner().invoke(main, [*words, str(target), "--data", str(data)])
        assert (done.exit_code, "belongs to an archive" in done.output) == (2, True)
    assert (data / "archive.db").read_bytes() == before
    link.unlink()


def test_outputs_beside_an_archive_are_written(data: Path) -> None:
    """A list of its files may lie in its folder, and a file may be called like a database where there is none."""
    assert not is_of_an_archive(data / "data.sha256")
    assert not is_of_an_archive(data / "elsewhere" / "archive.db")
    assert is_of_an_archive(data / "warc" / "2024" / "a.warc.gz")


def test_a_pipe_is_written_to_and_stays_one(data: Path) -> None:
    """No file takes the place of a pipe or a device, such as `/dev/stdout`."""
    pipe = data / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        done = CliRunner().invoke(main, ["export", "csv", "-o", str(pipe), "--data", str(data)])
        assert done.exit_code == 0 and reader.stdout is not None
        assert pipe.is_fifo()
        assert b"https://en.example.org/a" in reader.stdout.read()
