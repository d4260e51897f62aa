"""What a crawl shows while it runs: bars on a terminal, lines elsewhere, a log, and counts in words."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from dimash_archive.archive.integrity.findings import Finding
from dimash_archive.cli import progress, view
from dimash_archive.cli.outcome_words import in_words
from dimash_archive.cli.progress import watching
from dimash_archive.records import Failed, Gone, Outcome, Saved, Skipped, Summary, Unchanged
from dimash_archive.site import Edition

EDITIONS = (Edition("kk", "https://example.org/"), Edition("ru", "https://ru.example.org/"))
OUTCOMES: tuple[Outcome, ...] = (
    Saved("https://example.org/a", "A", new=True),
    Saved("https://example.org/b", "B", new=False),
    Unchanged("https://ru.example.org/c"),
    Gone("https://ru.example.org/d"),
    Skipped("https://ru.example.org/e", "no article"),
    Failed("https://ru.example.org/f", "answers 500"),
)


def _console(*, terminal: bool) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=120, color_system=None)


def _told(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_outcomes_have_one_word_each() -> None:
    """The words of the summary."""
    assert [each.kind for each in OUTCOMES] == ["new", "changed", "unchanged", "gone", "skipped", "failed"]


def test_counts_are_a_sentence_and_never_a_bare_zero() -> None:
    """What matters is always said, the rest where there is some."""
    assert (
        in_words({"new": 3, "changed": 1, "unchanged": 8996}) == "3 new, 1 changed, 8,996 unchanged, 0 failed"
    )
    assert in_words({"gone": 2}) == "0 new, 0 changed, 0 unchanged, 2 gone, 0 failed"


def test_elsewhere_news_come_line_by_line() -> None:
    """What changed nothing and what holds no article is not worth a line."""
    console = _console(terminal=False)
    with watching(EDITIONS, console, None) as sink:
        for outcome in OUTCOMES:
            sink(outcome)
    assert _told(console).splitlines() == [
        "new       https://example.org/a",
        "changed   https://example.org/b",
        "gone      https://ru.example.org/d",
        "failed    https://ru.example.org/f  answers 500",
    ]


def test_lines_may_be_left_out() -> None:
    """For --json and for the demo."""
    console = _console(terminal=False)
    with watching(EDITIONS, console, None, lines=False) as sink:
        sink(OUTCOMES[0])
    assert _told(console) == ""


def test_on_a_terminal_each_edition_has_a_bar() -> None:
    """With what became of its pages so far."""
    console = _console(terminal=True)
    with watching(EDITIONS, console, None) as sink:
        for outcome in OUTCOMES:
            sink(outcome)
    told = _told(console)
    assert "1 new, 1 changed, 0 unchanged, 0 failed" in told
    assert "0 new, 0 changed, 1 unchanged, 1 gone, 1 skipped, 1 failed" in told


def test_a_bar_tells_how_much_is_left() -> None:
    """Done of all that is known by now; without that knowledge, done alone."""
    console = _console(terminal=True)
    with watching(EDITIONS, console, None, left={"kk": 41}.get) as sink:
        for outcome in OUTCOMES:
            sink(outcome)
    assert "/42" in _told(console)  # one done, 41 left, at the only look within a second
    assert "/?" in _told(console)


def test_without_editions_one_bar_is_for_all() -> None:
    """As when the captures of an archive are read anew."""
    console = _console(terminal=True)
    with watching((), console, None) as sink:
        sink(OUTCOMES[0])
        sink(OUTCOMES[2])
    assert "1 new, 0 changed, 1 unchanged, 0 failed" in _told(console)


def test_the_log_keeps_every_outcome(tmp_path: Path) -> None:
    """A line of JSON each, behind what is there."""
    log = tmp_path / "deep" / "crawl.jsonl"
    for _ in range(2):
        with watching(EDITIONS, _console(terminal=False), log, lines=False) as sink:
            for outcome in OUTCOMES:
                sink(outcome)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["outcome"] for line in lines] == [each.kind for each in OUTCOMES] * 2
    assert lines[5]["reason"] == "answers 500"
    assert datetime.fromisoformat(lines[0]["at"]).tzinfo == UTC


def test_a_summary_tells_what_went_wrong_and_what_is_left() -> None:
    """Notes first, then the counts, then why it ended and how to go on."""
    moment = datetime(2024, 6, 14, tzinfo=UTC)
    counts = {
        "found": 9,
        "fetched": 5,
        "new": 3,
        "changed": 0,
        "unchanged": 1,
        "gone": 0,
        "skipped": 1,
        "failed": 1,
    }
    notes = ("kk: the sitemap is broken.",)
    done = Summary(
        "town", moment, moment, 12, assets=0, left=4, notes=notes, stopped="interrupted", exit=130, **counts
    )
    console = _console(terminal=False)
    view.summary(console, done)
    assert _told(console).splitlines() == [
        "kk: the sitemap is broken.",
        "3 new, 0 changed, 1 unchanged, 1 skipped, 1 failed (12 requests)",
        "Stopped; 4 pages are left. The same command continues from here.",
    ]


def test_the_rate_is_that_of_the_last_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten pages a second are ten a second, also while ever more pages are found."""
    now = [0.0]
    monkeypatch.setattr("dimash_archive.cli.progress.time.monotonic", lambda: now[0])
    shown = Progress(console=_console(terminal=True), get_time=lambda: now[0], auto_refresh=False)
    bars = progress._Bars(shown, EDITIONS[:1], lambda lang: int(1000 + now[0]))
    for _ in range(100):
        now[0] += 0.1
        bars(OUTCOMES[0])
    (task,) = shown.tasks
    assert task.speed == pytest.approx(10, rel=0.05)
    assert task.completed == 100
    assert 1090 <= (task.total or 0) <= 1110


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 140])
def test_no_figure_is_cut_off_whatever_the_width(width: int) -> None:
    """What has no room is left out, and a terminal has room for the ^C that it writes behind the bars."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None)
    with watching(EDITIONS, console, None, left={"kk": 11_873}.get) as sink:
        for outcome in [OUTCOMES[0]] * 1300 + list(OUTCOMES):
            sink(outcome)
    lines = re.sub(r"\x1b\[[0-9?]*[A-Za-z]", "", _told(console)).splitlines()
    bars = [line for line in lines if line.startswith(("kk", "ru"))]
    assert any(re.search(r" 1302/1\d{4}(\s|$)", line) for line in bars)
    assert not any("…" in line for line in bars)
    assert max(map(len, bars)) <= width - len("^C^C")
    if width >= 60:
        assert any("1 unchanged, 1 gone, 1 skipped, 1 failed" in line for line in bars)


def test_findings_are_counted_in_words() -> None:
    """One is one error, two are two errors."""
    console = _console(terminal=False)
    errors = [Finding("warc", f"a.warc.gz:{number}", "It is damaged.", "Restore it.") for number in range(2)]
    view.findings(console, errors[:1])
    view.findings(console, errors)
    assert "1 error, 0 others" in _told(console)
    assert "2 errors, 0 others" in _told(console)
