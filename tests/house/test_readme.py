"""The README: every command in it works as it stands there."""

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from mypy import api as mypy
from paths import ROOT

from dimash_archive.cli import main
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.site import Site

pytestmark = pytest.mark.whole

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def _lines(kind: str) -> list[str]:
    return [line for name, block in BLOCKS if name == kind for line in block.splitlines() if line]


@pytest.fixture(scope="module")
def town() -> Iterator[DemoServer]:
    """The invented site stands in for the real ones."""
    with serve(DemoSite(4)) as server:
        yield server


@pytest.fixture
def elsewhere(tmp_path: Path, town: DemoServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; `dimashnews` and `town.toml` lead to the invented site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIMASH_ARCHIVE_DATA", raising=False)
    (profile,) = (block for name, block in BLOCKS if name == "toml")
    (tmp_path / "town.toml").write_text(profile)
    url = town.site.editions[0].url
    path = town.demo.urls("kk")[0].removeprefix(url)
    (tmp_path / "page.html").write_bytes(town.demo.respond("kk", f"/{path}", {})[2])
    load = Site.load.__func__  # type: ignore[attr-defined]

    def stand_in(cls: type[Site], name: str) -> Site:
        assert load(cls, name).editions
        return Site.parse(town.profile_text.replace('"demo"', f'"{name}"'))

    monkeypatch.setattr(Site, "load", classmethod(stand_in))
    return tmp_path


def test_its_commands_work_in_the_order_in_which_they_stand(elsewhere: Path) -> None:
    """From an empty folder to an archive that answers; nothing is skipped but what CI runs itself."""
    for line in _lines("sh"):
        words = shlex.split(line)
        if words[0] == "dimash-archive" and words[1] == "serve":
            words += ["--port", "65535", "--host", "192.0.2.1"]  # an address of nobody: only how it begins
            told = CliRunner().invoke(main, words[1:])
            assert (told.exit_code, told.stderr[:30]) == (2, "Cannot serve on 192.0.2.1:6553"), line
        elif words[0] == "dimash-archive":
            told = CliRunner().invoke(main, words[1:], catch_exceptions=False)
            assert told.exit_code in (0, 9), f"{line}\n{told.output}"
            assert told.stdout, line
        elif words[0] == "sqlite3":
            _ask(words[1], words[2])
        else:
            assert line in (". .venv/bin/activate", "sh scripts/demo.sh", "sh scripts/test.sh"), line


def _ask(database: str, sql: str) -> None:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(sql).fetchall()
    connection.close()
    if shutil.which("sqlite3"):
        done = subprocess.run(["sqlite3", database, sql], capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) == len(rows)


def test_its_first_lines_are_those_that_ci_runs() -> None:
    """The demo and the tests stand in the first screen, each a line of its own, and CI takes them from there."""
    first = README.splitlines()[:30]
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    for name in ("demo", "test"):
        assert f"sh scripts/{name}.sh" in first
        assert f'bash -c "$(readme_line {name})"' in ci
    assert len(README.splitlines()) <= 150


def test_the_environment_it_activates_is_the_one_its_scripts_make() -> None:
    """`. .venv/bin/activate` puts the program on the path."""
    script = (ROOT / "scripts" / "venv.sh").read_text("utf-8")
    assert "-m venv .venv" in script
    if sys.prefix != sys.base_prefix:
        activated = f'. "{sys.prefix}/bin/activate" && command -v dimash-archive'
        assert subprocess.run(["sh", "-c", activated], capture_output=True, check=True).stdout


def test_its_python_works(elsewhere: Path) -> None:
    """The example prints moment, title and number of speeches of what it finds."""
    CliRunner().invoke(main, ["crawl"], catch_exceptions=False)
    (code,) = (block for name, block in BLOCKS if name == "python")
    with redirect_stdout(StringIO()) as told:
        exec(compile(code, "README.md", "exec"), {})
    assert re.match(r"20\d\d-\d\d-\d\dT.+ \d+\n", told.getvalue())


def test_its_python_is_typed(tmp_path: Path) -> None:
    """Whoever copies the example into a project that is checked strictly has nothing to mend."""
    (code,) = (block for name, block in BLOCKS if name == "python")
    (tmp_path / "example.py").write_text(code, "utf-8")
    # With the project's own settings, which are strict, what mypy knows of the project's modules need not be worked out anew.
    told = mypy.run(["--config-file", str(ROOT / "pyproject.toml"), str(tmp_path / "example.py")])
    assert told[2] == 0, told[0]


def test_its_profile_is_one(elsewhere: Path) -> None:
    """Two editions, and nothing that means nothing."""
    assert tomllib.loads((elsewhere / "town.toml").read_text())["name"] == "town"


def test_its_cron_line_runs(elsewhere: Path) -> None:
    """Five fields of time, then a command that works from any folder and prints nothing that would be mailed."""
    (command,) = (line for line in _lines("sh") if " schedule cron " in line)
    words = shlex.split(command.replace("/srv", str(elsewhere)))
    line = CliRunner().invoke(main, words[1:], catch_exceptions=False).stdout.partition(">/dev/null")[0]
    fields = line.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/]+", field) for field in fields[:5])
    program, *arguments = shlex.split(fields[5])
    assert Path(program).is_absolute()
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    assert (elsewhere / "dimashnews" / "crawl.jsonl").exists()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/profiles.md"])
def test_links_within_the_project_lead_somewhere(page: str) -> None:
    """Every relative link names a file that is there."""
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", (ROOT / page).read_text("utf-8")):
        assert ((ROOT / page).parent / target).exists(), target
