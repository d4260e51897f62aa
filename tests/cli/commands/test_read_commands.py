"""Commands that read an archive: what people see, what machines get, what is said when there is nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import CHOIR, CONCERT, small, written
from click.testing import CliRunner, Result

from dimash_archive.cli import main, view
from dimash_archive.errors import ExitCode


def run(*words: str) -> Result:
    """One command, run in this process."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small archive."""
    return str(small(tmp_path_factory.mktemp("archive")))


def test_search_shows_titles_addresses_and_passages(data: str) -> None:
    """Each hit has its title as published, its number, its address and the passage, without marks in a pipe."""
    told = run("search", "evenings", "--data", data)
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert lines[:2] == ["The choir sings [softly]  en · 1", CHOIR]
    assert "long evening." in lines[2]
    assert lines[-1] == "1 found"
    assert "\x02" not in told.output


def test_search_takes_words_language_and_limit(data: str) -> None:
    """Words need no quotes, and --lang and --limit narrow the result."""
    assert run("search", "хор", "концерты", "--data", data).output.endswith("1 found\n")
    assert run("search", "хор", "--lang", "en", "--data", data).output == "0 found\n"
    assert len(json.loads(run("search", "choir OR хор", "--json", "--data", data).output)) == 2
    assert (
        len(json.loads(run("search", "choir OR хор", "--limit", "1", "--json", "--data", data).output)) == 1
    )


def test_show_tells_an_article_by_number_or_address(data: str) -> None:
    """Facts, text and speech, the same for the number and for any spelling of the address."""
    told = run("show", "1", "--data", data)
    assert told.output == run("show", CHOIR.rstrip("/") + "?utm_source=x", "--data", data).output
    for part in (
        "The choir sings [softly]",
        "Choir · 2024-06-13",
        "It was a very long evening.",
        "Ivar Lindstad:",
    ):
        assert part in told.output
    assert (
        json.loads(run("show", "1", "--json", "--data", data).output)["quotes"][0]["speaker"]
        == "Ivar Lindstad"
    )


def test_show_says_when_an_article_has_left_the_site(tmp_path: Path) -> None:
    """The text stays, with the moment it was missed."""
    with written(tmp_path) as archive:
        archive.gone(CONCERT, datetime(2024, 6, 20, tzinfo=UTC))
    assert "No longer on the site since 20" in run("show", CONCERT, "--data", str(tmp_path)).output


def test_history_shows_what_each_version_changed(data: str) -> None:
    """Word by word, with what stayed left out."""
    told = run("history", "1", "--data", data).output
    assert "Version 1 · first seen · seen 2024-06-14 10:00 UTC, one.warc.gz:1400" in told
    assert "title: The choir sings [[-loudly-]{+softly+}]" in told
    assert "body: It was a{+ very+} long evening.\n\nWe sang until the rain s…" in told
    assert len(json.loads(run("history", CHOIR, "--json", "--data", data).output)) == 2


def test_status_tells_what_is_there_and_what_needs_a_look(data: str) -> None:
    """Articles by edition and month, the last run in words, and the failures."""
    told = run("status", "--data", data).output
    for part in (
        "2 articles (en 1, ru 1)",
        "1 quotes",
        "2024-06",
        "undated",
        "2024-06-14 00:00 UTC  town: 2 new, 1 changed, 0 unchanged, 1 failed (exit 7)",
        "1 without a date",
        "https://en.example.org/lost/ answered 500, 1 attempt",
    ):
        assert part in told
    assert json.loads(run("status", "--json", "--data", data).output)["editions"] == {"en": 1, "ru": 1}


@pytest.mark.parametrize("command", ["show", "history"])
def test_an_unknown_article_is_one_sentence(data: str, command: str) -> None:
    """What is missing, and how to find what is there."""
    told = run(command, "77", "--data", data)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("There is no article 77 in the archive.\n")


@pytest.mark.parametrize("words", [("search", "x"), ("show", "1"), ("history", "1"), ("status",), ("serve",)])
def test_a_missing_archive_is_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    """No traceback, exit code 5, and what to do next."""
    told = run(*words, "--data", str(tmp_path / "nowhere"))
    assert told.exit_code == 5
    assert told.stderr.startswith("There is no archive at ")
    assert not (tmp_path / "nowhere").exists()


def test_a_foreign_file_is_one_sentence(tmp_path: Path) -> None:
    """A file that is not ours is refused and stays as it is."""
    (tmp_path / "archive.db").write_text("I am a diary.")
    told = run("status", "--data", str(tmp_path))
    assert (told.exit_code, (tmp_path / "archive.db").read_text()) == (5, "I am a diary.")
    assert "not an archive" in told.stderr


def test_the_data_folder_may_stand_in_the_environment(data: str) -> None:
    """DIMASH_ARCHIVE_DATA names the folder once for all commands."""
    told = CliRunner().invoke(main, ["status"], env={"DIMASH_ARCHIVE_DATA": data})
    assert (told.exit_code, told.output[:10]) == (0, "2 articles")


def test_hits_are_coloured_on_a_terminal() -> None:
    """What stands between the marks is highlighted, and the marks are gone."""
    told = view.highlighted("a \x02choir\x03 sings")
    assert (told.plain, [span.style for span in told.spans]) == ("a choir sings", ["bold yellow"])


def test_differences_are_coloured_on_a_terminal() -> None:
    """Red is gone, green has come; the marks stay, for whoever cannot tell the colours apart."""
    told = view.difference("one two", "one 2")
    assert told.plain == "one[- two-]{+ 2+}"
    assert {str(span.style) for span in told.spans} == {"red", "green"}


def test_history_makes_a_web_page(data: str) -> None:
    """With what changed marked as deleted and inserted."""
    page = run("history", "1", "--html", "--data", data).output
    assert page.startswith("<!doctype html>")
    assert "<ins> very</ins>" in page


def test_verify_vouches_for_an_archive(tmp_path: Path) -> None:
    """Without WARC files every capture is missed: told one by one, with exit code 5."""
    told = run("verify", "--data", str(small(tmp_path)))
    assert told.exit_code == 5
    assert "one.warc.gz" in told.output
    assert told.output.splitlines()[-1].endswith(" others")
    found = json.loads(run("verify", "--json", "--data", str(tmp_path)).output)
    assert {each["severity"] for each in found} >= {"error"}


def test_status_says_whose_dates_are_trusted(tmp_path: Path) -> None:
    """A source whose dates missed an edit is not trusted, and what follows from that is said."""
    with written(tmp_path) as archive:
        sql = "INSERT INTO change_signals (edition, source, signalled, unsignalled) VALUES ('en', ?, ?, ?)"
        archive.db.conn.executemany(sql, [("wordpress", 5, 0), ("sitemap", 3, 1)])
        archive.db.conn.commit()
    data = str(tmp_path)
    told = run("status", "--data", data).output
    assert "en: the dates of the REST API announced 5 of 5 edits\n" in told
    assert "en: the dates of the sitemap announced 3 of 4 edits; they are not trusted" in told
    assert json.loads(run("status", "--json", "--data", data).output)["dates"][0] == {
        "edition": "en", "source": "sitemap", "told": 3, "missed": 1,
    }  # fmt: skip


def test_an_empty_archive_is_named_as_such(tmp_path: Path) -> None:
    """A file of no bytes is no missing archive: what to do is another thing."""
    (tmp_path / "archive.db").touch()
    told = run("status", "--data", str(tmp_path))
    assert told.exit_code == 5
    assert "archive.db is empty" in told.stderr
    assert "from a copy" in told.stderr


def test_a_crawl_starts_a_new_archive_in_an_empty_file(tmp_path: Path) -> None:
    """It is what the other commands advise, so it must not give the same advice."""
    (tmp_path / "archive.db").touch()
    profile = tmp_path / "town.toml"
    profile.write_text('name = "town"\n[editions.en]\nurl = "http://127.0.0.1:9/"\n', "utf-8")
    told = run("crawl", str(profile), "--data", str(tmp_path))
    assert told.exit_code == ExitCode.NO_ACCESS
    assert "is empty" not in told.stderr
    assert run("status", "--data", str(tmp_path)).exit_code == 0
