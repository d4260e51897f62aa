"""A folder of profiles crawled by one command: an archive each, in parallel, one report, and one that fails costs one."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dimash_archive.archive.integrity.verify import verify
from dimash_archive.cli import main
from dimash_archive.demo import DemoSite, PathsSite, TableSite, serve, serve_shape
from dimash_archive.demo.serving.server import profile

pytestmark = pytest.mark.whole

NAMES = ["north", "south", "west"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Profiles of three invented sites, one of each shape."""
    place = tmp_path_factory.mktemp("profiles")
    with ExitStack() as stack:
        bases = {
            "north": stack.enter_context(serve(DemoSite(5))).demo.bases or {},
            "south": {
                each.lang: each.url for each in stack.enter_context(serve_shape(PathsSite(4))).editions
            },
            "west": {each.lang: each.url for each in stack.enter_context(serve_shape(TableSite(3))).editions},
        }
        for name, addresses in bases.items():
            (place / f"{name}.toml").write_text(profile(name, addresses))
        yield place


def run(*words: object) -> Result:
    """One command, run in this process."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def articles(data: Path) -> int:
    """How many articles an archive holds."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def test_each_site_has_its_archive_and_all_have_one_report(folder: Path, tmp_path: Path) -> None:
    """Articles, metrics with the site's name, the archive of all; a second time nothing is new; status tells of each."""
    data = tmp_path / "kept"
    words = ["crawl", folder, "--data", data, "--together", "--metrics", tmp_path / "sites.prom"]
    told = run(*words, "--json")
    assert told.exit_code == 0, told.output
    report = {each["site"]: each for each in json.loads(told.stdout)["sites"]}
    counts = {name: articles(data / name) for name in report}
    assert {name: each["summary"]["new"] for name, each in report.items()} == counts
    assert sorted(counts) == NAMES
    assert articles(data / "together") == sum(counts.values()) > 20
    assert [list(verify(path)) for path in sorted(data.iterdir())] == [[]] * 4
    assert {path.name for path in tmp_path.glob("*.prom")} == {f"sites-{name}.prom" for name in NAMES}
    assert 'dimash_archive_alarms{site="north"} 0.0' in (tmp_path / "sites-north.prom").read_text()
    again = run(*words)
    assert [line.split()[:3] for line in again.stdout.splitlines()[1:]] == [
        [name, "0", "0"] for name in NAMES
    ]
    status = run("status", "--check", "--data", data)
    assert status.exit_code == 0
    assert {line.split()[0] for line in status.stdout.splitlines()[1:]} == {*NAMES, "together"}


def test_a_broken_profile_is_a_row_and_stops_no_other(folder: Path, tmp_path: Path) -> None:
    """The exit code is the highest: 2, for the profile."""
    place = tmp_path / "profiles"
    place.mkdir()
    (place / "a.toml").write_text("name =")
    (place / "west.toml").write_text((folder / "west.toml").read_text())
    told = run("crawl", place, "--data", tmp_path / "kept", "--json")
    assert told.exit_code == 2
    first, second = json.loads(told.stdout)["sites"]
    assert (first["site"], first["exit"], "not valid TOML" in first["error"]) == ("a.toml", 2, True)
    assert (second["site"], second["summary"]["new"]) == ("west", articles(tmp_path / "kept" / "west"))


def test_names_must_differ_and_a_folder_must_hold_profiles(folder: Path, tmp_path: Path) -> None:
    """A sentence and exit code 2, before anything is asked."""
    told = run("crawl", tmp_path, "--data", tmp_path / "kept")
    assert (told.exit_code, "There is no profile in" in told.stderr) == (2, True)
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text((folder / "west.toml").read_text())
    told = run("crawl", tmp_path, "--data", tmp_path / "kept")
    assert (told.exit_code, "two archives called 'west'" in told.stderr) == (2, True)
    assert not (tmp_path / "kept").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to be heard")
def test_a_polite_kill_ends_all_in_good_order(folder: Path, tmp_path: Path) -> None:
    """Each crawl finishes what is in flight; its row says 130; the next run goes on."""
    program, data = Path(sys.executable).with_name("dimash-archive"), tmp_path / "kept"
    words = [str(program), "crawl", str(folder), "--data", str(data), "--rate", "5", "--json"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list(data.glob("*/warc/*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert {each["exit"] for each in json.loads(out)["sites"]} == {130}
    assert run("crawl", folder, "--data", data).exit_code == 0
    assert [list(verify(path)) for path in sorted(data.iterdir())] == [[]] * 3


def test_a_schedule_may_be_for_a_folder(folder: Path, tmp_path: Path) -> None:
    """The line names the folder."""
    told = run("schedule", "cron", folder, "--data", tmp_path)
    assert told.exit_code == 0
    assert f"crawl {folder}" in told.stdout
