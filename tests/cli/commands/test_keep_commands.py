"""Commands around an archive that is there: linking its stories, counting on a terminal, reports in words."""

import io
import json
from pathlib import Path

import pytest
from archive_desk import Desk, article, day
from click.testing import CliRunner, Result
from rich.console import Console

from dimash_archive.archive import Archive
from dimash_archive.archive.quality.audit import AuditReport, Check, Month
from dimash_archive.archive.status import status as statistics
from dimash_archive.cli import main, reports, view
from dimash_archive.cli.progress import counting
from dimash_archive.probe.compare_with_api import Comparison, Live
from dimash_archive.records import Captured, DiscoveredUrl
from dimash_archive.service.lock import Lock

TEXT = "Nurlas Antoreyev sang 1417 songs for 73168 people in Kumisaryq, Lindhaven and Valdemora."
RUSSIAN = "Нурлас Антореев спел 1417 песен для 73168 человек в Кумисарыке, Линдхавене и Вальдеморе."


@pytest.fixture
def data(tmp_path: Path) -> str:
    """An archive of two articles that are one story, among others that are not."""
    desk = Desk(tmp_path)
    with desk.archive:
        for number in range(30):
            desk.save(article(f"https://en.a.org/{number}", "T", f"Rain {number}.", published=day(number)))
        desk.save(article("https://en.a.org/n", "Songs", TEXT, published=day(3)))
        desk.save(article("https://ru.a.org/n", "Песни", RUSSIAN, lang="ru", published=day(3)))
    return str(tmp_path)


def run(*words: str) -> Result:
    """What a command prints."""
    return CliRunner().invoke(main, words)


def test_link_says_how_many(data: str) -> None:
    """New links the first time, none the second, the same again with --again; for machines too."""
    assert run("link", "--data", data).output == "1 links made; 31 stories now\n"
    assert run("link", "--data", data).output.startswith("0 links made")
    told = run("link", "--again", "--json", "--data", data)
    assert json.loads(told.output) == {"links": 1, "stories": 31}


@pytest.mark.parametrize(
    "command", ["reextract", "link", "people", "verify --repair", "manifest", "merge OTHER"]
)
def test_commands_that_write_take_the_lock(data: str, tmp_path: Path, command: str) -> None:
    """While a run holds the archive they end with 6, and leave the database and its checksum as they are."""
    Desk(tmp_path / "other").archive.close()
    words = command.replace("OTHER", str(tmp_path / "other"))
    before = [path.read_bytes() for path in sorted(tmp_path.glob("archive.db*"))]
    with Lock(tmp_path):
        told = run(*words.split(), "--data", data)
    assert (command, told.exit_code) == (command, 0 if command == "people" else 6)
    assert [path.read_bytes() for path in sorted(tmp_path.glob("archive.db*"))] == before


@pytest.mark.parametrize("command", ["manifest", "export csv"])
def test_an_output_called_hyphen_is_standard_output(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """No file of that name is made."""
    monkeypatch.chdir(tmp_path)
    told = run(*command.split(), "-o", "-", "--data", data)
    assert told.exit_code == 0
    assert told.stdout
    assert not (tmp_path / "-").exists()
    assert run("parallel", "-o", "-", "--langs", "en,ru", "--data", data).exit_code == 2


def test_reading_anew_does_not_end_well_where_captures_cannot_be_read(data: str) -> None:
    """Exit code 7, as of a crawl with failures."""
    captured = Captured("https://en.a.org/0", day(0), 200, "text/html", "sha1:A", "gone.warc.gz", 0, 10)
    with Archive.open(data) as archive:
        archive.remember(DiscoveredUrl(captured.url, "en", "article", "links"))
        archive.record(None, captured)
    assert run("reextract", "--data", data).exit_code == 7


def test_counting_shows_a_bar_on_a_terminal_only() -> None:
    """Elsewhere nothing is written, so that a log stays a log."""
    for terminal in (True, False):
        out = io.StringIO()
        with counting("Writing", 2, Console(file=out, force_terminal=terminal)) as tick:
            tick()
            tick()
        assert bool(out.getvalue()) is terminal


def told(view: object, value: object) -> str:
    """What a view prints."""
    out = io.StringIO()
    view(Console(file=out, width=120), value)  # type: ignore[operator]
    return out.getvalue()


def test_an_audit_in_words() -> None:
    """A row a month, a line a check with its first examples, alarms by name."""
    month = Month("en", "2024-06", 3, dict.fromkeys(("title", "date", "author", "quote", "body"), 0.5), 120)
    check = Check("hardly any text", 1, [{"id": 7, "url": "https://a.org/7", "what": "3 words"}])
    text = told(reports.audit, AuditReport(3, (month,), (check,), ("en: something is new.",)))
    assert "2024-06" in text
    assert "50%" in text
    assert "1 hardly any text\n  7: 3 words\n" in text
    assert "ALARM en: something is new.\n3 articles examined, 1 alarms\n" in text


def test_a_comparison_in_words() -> None:
    """The worst articles by address, what could not be had, and the mean."""
    pair = (Comparison(1, "https://a.org/1", 0.5, 1.0), Comparison(2, "https://a.org/2", 1.0, 1.0))
    text = told(reports.live, Live(pair, ("https://a.org/3: gone",)))
    assert text == (
        "https://a.org/3: gone\n1: recall 50.0%, precision 100.0% https://a.org/1\n"
        "2 articles compared: recall 75.00%, precision 100.00%; 1 good\n"
    )


@pytest.mark.parametrize(
    ("listed", "not_held", "sentence"),
    [
        (44, 0, "all 44 posts that the site lists are held"),
        (44, 1, "1 of the 44 posts that the site lists is not held"),
        (1200, 2, "2 of the 1,200 posts that the site lists are not held"),
        (1, 0, "the one post that the site lists is held"),
        (1, 1, "the one post that the site lists is not held"),
    ],
)
def test_status_says_how_many_listed_posts_are_held(
    tmp_path: Path, listed: int, not_held: int, sentence: str
) -> None:
    """In words that agree with their numbers."""
    with Desk(tmp_path).archive as archive:
        figures = statistics(archive.db) | {"listed": {"kk": {"posts": listed, "not_held": not_held}}}
    assert f"kk: {sentence}\n" in told(view.status, figures)
