"""`people`, and the search for somebody."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from river_town import everything, save

from dimash_archive.archive import Archive
from dimash_archive.cli import main
from dimash_archive.cli.commands import people_commands
from dimash_archive.errors import Locked
from dimash_archive.service.lock import Lock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The river town's archive."""
    with Archive.open(tmp_path / "data", create=True) as archive:
        save(archive, everything())
    return tmp_path / "data"


def run(data: Path, *words: str) -> Result:
    """A command on it."""
    return CliRunner().invoke(main, [*words, "--data", str(data)], catch_exceptions=False)


def test_people_are_listed_and_exported(data: Path) -> None:
    """A table for people, JSON lines and CSV for programs; all name each person in every language."""
    assert "Гүлшат Ораз" in run(data, "people").stdout
    rows = [json.loads(line) for line in run(data, "people", "--format", "jsonl").stdout.splitlines()]
    oraz = next(row for row in rows if row["names"].get("en") == "Gulshat Oraz")
    assert oraz["speeches"] == 3
    assert oraz["articles"] == 3
    table = list(csv.DictReader(io.StringIO(run(data, "people", "--format", "csv").stdout)))
    assert {row["en"] for row in table} >= {"Gulshat Oraz", "Zhang Wei", "Lars Høiberg"}
    assert len(table) == len(rows) == 12


@pytest.mark.parametrize("name", ["Нұрғали", "Нургали Болатбек", "bolatbek nurgali", "Нұрғалидың"])
def test_somebody_is_found_in_any_script(data: Path, name: str) -> None:
    """Whatever language and case the name is typed in."""
    rows = run(data, "people", *name.split(), "--format", "jsonl").stdout.splitlines()
    assert [json.loads(row)["names"]["en"] for row in rows] == ["Bolatbek Nurgali"]


def test_what_cannot_be_written_is_listed_as_it_is(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People and parallel sentences are read beside a crawl and on a read-only disk; only `--again` needs to write."""
    run(data, "people")
    with Lock(data):
        beside = run(data, "people", "--format", "jsonl")
        again = run(data, "people", "--again")
    monkeypatch.setattr(people_commands, "may_write", lambda path: False)
    before = (data / "archive.db").read_bytes()
    readonly = run(data, "people", "--format", "jsonl")
    pairs = run(data, "parallel", "--format", "jsonl", "-o", str(tmp_path / "pairs.jsonl"))
    assert beside.stdout.splitlines() == readonly.stdout.splitlines()
    assert (beside.exit_code, readonly.exit_code, pairs.exit_code) == (0, 0, 0)
    assert again.exit_code == Locked.exit_code
    assert (data / "archive.db").read_bytes() == before


def test_search_finds_the_articles_that_name_somebody(data: Path) -> None:
    """In all languages, by a name in one; with words, without, negated, by number; a stranger has none."""
    run(data, "people")
    with Archive.open(data) as archive:
        key = archive.db.execute("SELECT id FROM people WHERE name = 'Болатбек Нұрғали'").fetchone()[0]

        def found(query: str) -> list[str]:
            return sorted(hit.url for hit in archive.search(query))

        urls = [f"https://{lang}.river.example/harvest" for lang in ("en", "kk", "ru")]
        assert found('person:"Bolatbek Nurgali"') == found(f"person:{key}") == urls
        assert found("tonnes person:Нұрғали") == urls[:1]
        assert found("tonnes -person:Нұрғали") == found("person:Nobody") == []
        assert len(found("-person:Нұрғали")) == 9
