"""Unattended: a crawl that repeats, figures for a monitor, an alarm, a log that does not fill the disk."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archives import small, written
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from dimash_archive.archive import Archive
from dimash_archive.archive.quality.health import Health, health
from dimash_archive.cli import main, progress
from dimash_archive.cli.crawl_service import ServiceOptions, serve
from dimash_archive.demo import DemoSite
from dimash_archive.demo import serve as serve_site
from dimash_archive.errors import Locked, UsageError
from dimash_archive.service.duration import seconds

DAY = datetime(2024, 6, 16, tzinfo=UTC)


def run(*words: object) -> Result:
    """One command."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Path]:
    """A profile of the invented site, which is up."""
    with serve_site(DemoSite(1)) as server:
        file = tmp_path / "town.toml"
        file.write_text(server.profile_text.replace('"demo"', '"town"'))
        yield file


@pytest.mark.parametrize(("text", "number"), [("30s", 30), ("90m", 5400), ("6h", 21600), ("2d", 172800)])
def test_stretches_of_time_are_read(text: str, number: int) -> None:
    """A number and a unit."""
    assert seconds(text) == number


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "-1h", "1.5h", "6 h 5", "9999999d"])
def test_what_is_no_stretch_of_time_is_refused(text: str) -> None:
    """In words."""
    with pytest.raises(UsageError, match="not a duration"):
        seconds(text)


@pytest.mark.whole
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_a_repeating_crawl_ends_cleanly_between_runs(profile: Path, tmp_path: Path) -> None:
    """Two runs come, then SIGTERM: exit code 0, the figures are there, the lock is free."""
    figures = tmp_path / "figures" / "news.prom"
    program = "from dimash_archive.cli import crawl_service, main; crawl_service._SHORTEST = 1; main()"
    words = [
        "crawl",
        str(profile),
        "--every",
        "1s",
        "--rate",
        "0",
        "--data",
        str(tmp_path / "kept"),
        "--json",
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words, "--metrics", str(figures)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    with process:
        runs = [json.loads(_object(process.stdout)) for _ in range(2)]
        deadline = time.monotonic() + 10
        while not figures.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, 130)  # 130 if it came in the middle of a run
    assert [each["exit"] for each in runs] == [0, 0]
    assert runs[1]["new"] == 0
    read = text_string_to_metric_families(figures.read_text())
    found = {sample.name for each in read for sample in each.samples}
    assert "dimash_archive_last_good_run_timestamp_seconds" in found
    assert (tmp_path / "kept" / "run.lock").read_text() == ""


def _object(lines: Iterator[str]) -> str:
    """The lines of one JSON object, as the command prints it."""
    text = ""
    for line in lines:
        text += line
        if line in ("}\n", "} \n") or (line.startswith("{") and line.rstrip().endswith("}")):
            break
    return text


def test_a_service_goes_on_after_a_failed_run_but_not_after_wrong_use(tmp_path: Path) -> None:
    """A locked archive is free again some day; a profile without editions stays one. Stopped while waiting: 0."""
    naps: list[float] = []

    def sleep(length: float) -> None:
        naps.append(length)
        if len(naps) == 3:
            raise KeyboardInterrupt

    def locked() -> None:
        raise Locked("Another run is writing.")

    def wrong() -> None:
        raise UsageError("No such edition.")

    how = ServiceOptions(every=60, sleep=sleep)
    assert serve(tmp_path, locked, lambda _: None, how) == 0  # type: ignore[type-var]
    assert [round(each) for each in naps] == [60, 60, 60]
    with pytest.raises(UsageError):
        serve(tmp_path, wrong, lambda _: None, how)  # type: ignore[type-var]


@pytest.mark.parametrize("every", ["1s", "59s"])
def test_runs_that_would_follow_each_other_at_once_are_refused(every: str, tmp_path: Path) -> None:
    """Less than a minute apart is wrong use, and nothing is asked."""
    told = run("crawl", "--every", every, "--data", tmp_path / "kept")
    assert (told.exit_code, "60 seconds or more" in told.stderr) == (UsageError.exit_code, True)
    assert not (tmp_path / "kept").exists()


def test_figures_are_those_of_the_archive(profile: Path, tmp_path: Path) -> None:
    """Prometheus reads the file; articles by edition, and the last run's exit code."""
    file = tmp_path / "town.prom"
    told = run("crawl", profile, "--rate", 0, "--data", tmp_path / "kept", "--metrics", file)
    assert told.exit_code == 0
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for each in text_string_to_metric_families(file.read_text())
        for sample in each.samples
    }
    with Archive.open(tmp_path / "kept") as archive:
        editions = archive.status()["editions"]
    assert {lang: samples["dimash_archive_articles", lang, "town"] for lang in editions} == editions
    assert samples["dimash_archive_last_run_exit_code", "town"] == 0
    assert samples["dimash_archive_alarms", "town"] == 0
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".prom"] == ["town.prom"]


def _health(data: Path, *runs: tuple[int, int, int], age: float = 1) -> Health:
    """The health after runs of (exit, fetched, failed), an hour each, the last of them `age` days ago."""
    with written(data) as archive:
        archive.db.execute("UPDATE runs SET fetched = 1000, failed = 1")
        for exit_code, fetched, failed in runs:
            number = archive.begin_run("town", DAY)
            archive.finish_run(number, {"fetched": fetched, "failed": failed}, exit_code, DAY)
        return health(archive.db, DAY + timedelta(days=age), timedelta(days=2))


@pytest.mark.parametrize(
    ("runs", "age", "alarm"),
    [
        ([], 1, None),
        ([(0, 1000, 2)], 1, None),
        ([(9, 50, 0)], 1, None),
        ([(130, 10, 0)], 1, None),
        ([], 3, "3.0 days ago"),
        ([(8, 10, 0)], 1, "exit code 8"),
        (
            [(0, 10, 0), (10, 10, 0)],
            1,
            "exit code 10: an edition brought no article, or fewer than its site lists",
        ),
        ([(7, 1000, 400)], 1, "Failures are rising"),
        ([(7, 10, 9)], 1, None),
    ],
)
def test_the_alarm_rings_when_it_should_and_only_then(
    tmp_path: Path, runs: list[tuple[int, int, int]], age: float, alarm: str | None
) -> None:
    """Too old, broken off, or far more failures than usual; a stop, a limit or a few failures are no alarm."""
    told = " ".join(_health(tmp_path, *runs, age=age).alarms)
    assert (alarm or "") in told
    assert bool(told) == (alarm is not None)


def test_a_monitor_gets_one_line_and_an_exit_code(tmp_path: Path) -> None:
    """1 and ALARM for an archive long left alone, 0 and OK where that is allowed; JSON on wish."""
    data = small(tmp_path)
    told = run("status", "--check", "--data", data)
    assert (told.exit_code, told.stdout.count("\n"), told.stdout[:6]) == (1, 1, "ALARM:")
    told = run("status", "--check", "--max-age", "99999d", "--data", data)
    assert (told.exit_code, told.stdout[:3]) == (0, "OK:")
    assert json.loads(run("status", "--check", "--json", "--data", data).stdout)["exit"] == 7


def test_an_archive_without_a_run_is_an_alarm(tmp_path: Path) -> None:
    """Nothing has come to a good end yet."""
    with Archive.open(tmp_path, create=True) as archive:
        assert health(archive.db, DAY, timedelta(days=2)).alarms == ("No run has succeeded yet.",)


def test_the_log_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that has grown makes room when a run begins; five old ones are kept."""
    monkeypatch.setattr(progress, "_LOG_SIZE", 3)
    log = tmp_path / "crawl.jsonl"
    for number in range(8):
        progress._rotated(log).write_text(f"{number}\n" * 3)
    kept = {each.name: each.read_text()[0] for each in tmp_path.iterdir()}
    assert kept == {"crawl.jsonl": "7"} | {f"crawl.jsonl.{n}": str(7 - n) for n in range(1, 6)}


def test_an_archive_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    """What an earlier version wrote is there still, whole, beside the database of today."""
    data = small(tmp_path)
    file = data / "archive.db"
    with closing(sqlite3.connect(file)) as db:
        db.executescript("DROP VIEW blocks; DROP TABLE sights; DROP TABLE line_texts;")
        db.executescript("CREATE TABLE blocks (edition TEXT); PRAGMA user_version = 1;")
    run("status", "--data", data)
    with closing(sqlite3.connect(data / "archive.db.before-2")) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == 2
    assert not list(data.glob("*.part"))
