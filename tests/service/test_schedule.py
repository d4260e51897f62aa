"""Schedules: what is printed is read by the systems it is meant for."""

import os
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.cli import main
from dimash_archive.errors import UsageError
from dimash_archive.service import schedule
from dimash_archive.service.schedule import HOURS, KINDS, ScheduledTask

PROGRAM = shutil.which("true") or "/bin/true"


def _task(every: str = "6h", data: str = "/srv/our news $HOME 100%") -> ScheduledTask:
    return ScheduledTask("town", PROGRAM, data, "/srv/town's.toml", every)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("every", HOURS)
def test_units_pass_the_systems_own_check(every: str, tmp_path: Path) -> None:
    """systemd-analyze has nothing to say against service and timer, and knows when the timer elapses."""
    for name, text in schedule.systemd(_task(every)).items():
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    about_us = [line for line in told.stderr.splitlines() if "dimash-archive" in line]
    assert (told.returncode, about_us) == (0, []), told.stderr
    text = (tmp_path / "dimash-archive-town.timer").read_text()
    (calendar,) = re.findall("OnCalendar=(.*)", text)
    subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=True)


def test_signs_that_mean_something_to_systemd_are_kept_as_they_are() -> None:
    """Spaces, % and $ in a path reach the program, and the sandbox opens just that folder."""
    unit = schedule.systemd(_task())["dimash-archive-town.service"]
    assert 'ReadWritePaths="/srv/our news $$HOME 100%%"\n' in unit
    assert '--data "/srv/our news $$HOME 100%%" --log-file' in unit


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20))
def test_a_cron_line_runs_the_command_word_by_word(name: str) -> None:
    """The shell that cron starts takes the line apart into the words it was made of, whatever they hold."""
    task = _task(data="/" + name) if name.isprintable() else _task()
    line = schedule.cron(task)["crontab"]
    _, command = re.fullmatch(r"((?:\S+ ){5})(.*)\n", line).groups()  # type: ignore[union-attr]
    assert tuple(shlex.split(command.replace(r"\%", "%"), comments=True)) == (*task.words, ">/dev/null")


def test_a_users_units_hold_nothing_that_only_the_system_may_do() -> None:
    """Capabilities, devices and mounts are the system's affair; what any manager can do stays."""
    for text in schedule.systemd(_task("6h")).values():
        unit = schedule.for_user(text)
        assert not re.search("CapabilityBoundingSet|Private|Protect|ReadWritePaths|network-online", unit)
        assert ("NoNewPrivileges=yes" in unit) is ("[Service]" in text)
        assert ("ExecStart=" in unit) is ("ExecStart=" in text)


def test_cron_mails_errors_alone() -> None:
    """The line's program has its whole path, and its standard output goes nowhere."""
    line = schedule.cron(_task("6h"))["crontab"]
    assert " >/dev/null  # " in line
    assert line.split()[5].startswith("/")


def test_a_crontab_keeps_its_other_lines_and_one_of_ours() -> None:
    """Installing twice, with another interval, leaves one line."""
    once = schedule.with_line("MAILTO=me\n0 1 * * * other\n", _task("6h"))
    twice = schedule.with_line(once, _task("1h"))
    assert twice == "MAILTO=me\n0 1 * * * other\n" + schedule.cron(_task("1h"))["crontab"]


@pytest.mark.parametrize("every", HOURS)
def test_the_workflow_is_yaml_that_crawls_and_keeps(every: str) -> None:
    """A schedule, a crawl of the profile in the repository, and the archive as artefact."""
    ((path, text),) = schedule.github(_task(every)).items()
    read = yaml.safe_load(text)
    assert path == ".github/workflows/dimash-archive-town.yml"
    assert re.fullmatch(r"(\S+ ){4}\S+", read[True]["schedule"][0]["cron"])  # YAML reads the key `on` as true
    steps = read["jobs"]["crawl"]["steps"]
    crawl = next(step for step in steps if step.get("name") == "Crawl")
    assert "dimash-archive crawl" in crawl["run"]
    assert crawl["env"]["SITE"] == "town's.toml"
    assert {step["with"]["path"] for step in steps if "upload" in step.get("uses", "")} == {"archive"}
    # Where an edition brought too little, the archive is kept first, and then the job fails.
    codes = " || ".join(f"steps.crawl.outputs.code == '{code}'" for code in (10, 11))
    assert (steps[-1]["if"], steps[-1]["run"]) == (codes, "exit ${{ steps.crawl.outputs.code }}")
    assert "|10|" in crawl["run"]
    for step in steps:
        subprocess.run(["bash", "-n"], input=step.get("run", ""), text=True, check=True)


@pytest.mark.parametrize("every", HOURS)
def test_the_windows_task_is_well_formed(every: str) -> None:
    """XML with the program, its words, a catch-up and a random delay."""
    ((_, text),) = schedule.windows(_task(every)).items()
    root = ET.fromstring(text.partition("\n")[2])
    found = {each.tag.rpartition("}")[2]: each.text for each in root.iter()}
    assert (found["Command"], found["StartWhenAvailable"]) == (PROGRAM, "true")
    assert found["RandomDelay"] == "PT10M"
    assert '"/srv/our news $HOME 100%"' in (found["Arguments"] or "")


@pytest.mark.parametrize(("field", "value"), [("every", "7h"), ("name", "a b"), ("data", "/a\nb")])
def test_what_cannot_be_scheduled_is_refused_in_words(field: str, value: str) -> None:
    """An interval that no calendar has, a name that is no file name, a path with a line break."""
    words = {"name": "town", "program": "/x", "data": "/d", "site": "s", "every": "6h"} | {field: value}
    with pytest.raises(UsageError):
        ScheduledTask(**words)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_printed(kind: str, tmp_path: Path) -> None:
    """The command prints what the functions say, for absolute paths."""
    told = CliRunner().invoke(main, ["schedule", kind, "--data", str(tmp_path)], catch_exceptions=False)
    assert told.exit_code == 0
    assert kind == "github" or str(tmp_path) in told.stdout


def test_installing_puts_files_where_the_system_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units go to the user's folder and a crontab to `crontab`, whether or not a systemd answers."""
    programs = tmp_path / "bin"
    programs.mkdir()
    crontab = programs / "crontab"
    crontab.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exit 1\ncat > {tmp_path}/tab\n')
    systemctl = programs / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
    for each in (crontab, systemctl):
        each.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    for kind in ("cron", "github", "systemd"):
        told = CliRunner().invoke(
            main, ["schedule", kind, "--install", "--data", "kept"], catch_exceptions=False
        )
        assert (told.exit_code, bool(told.stdout)) == (0, True)
    assert (tmp_path / "tab").read_text().endswith("# dimash-archive-dimashnews\n")
    assert len(list((tmp_path / "config/systemd/user").iterdir())) == 2
    assert "--user enable --now dimash-archive-dimashnews.timer" in (tmp_path / "calls").read_text()
    systemctl.write_text("#!/bin/sh\nexit 1\n")
    told = CliRunner().invoke(main, ["schedule", "systemd", "--install", "--data", "kept"])
    assert "to start the timer:\nsystemctl --user daemon-reload" in told.stdout
    crontab.write_text("#!/bin/sh\necho no >&2\nexit 3\n")
    told = CliRunner().invoke(main, ["schedule", "cron", "--install"])
    assert (told.exit_code, "crontab - failed: no" in told.stderr) == (2, True)
