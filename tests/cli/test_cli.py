"""Commands that fill an archive, one page through the extractor, and how every command ends."""

import errno
import io
import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import pytest
from archives import small
from click.testing import CliRunner, Result
from paths import ROOT

from dimash_archive.archive import Archive
from dimash_archive.cli import main
from dimash_archive.cli.commands import about, demo_command
from dimash_archive.cli.error_handling import ErrorHandlingGroup
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.errors import DiskFull, NotAnArticle
from dimash_archive.version import __version__

STORIES = 4


def run(*words: str, **more: Any) -> Result:
    """One command, run in this process."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False, **more)


@pytest.fixture(scope="module")
def town() -> Iterator[DemoServer]:
    """The invented site, small."""
    with serve(DemoSite(STORIES)) as server:
        yield server


@pytest.fixture(scope="module")
def profile(town: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of the invented site under a name of its own."""
    file = tmp_path_factory.mktemp("profile") / "town.toml"
    file.write_text(town.profile_text.replace('"demo"', '"town"'))
    return file


@pytest.fixture(scope="module")
def crawled(profile: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """An archive of the invented site, and what the command said."""
    data = tmp_path_factory.mktemp("crawled")
    return data, run(
        "crawl", str(profile), "--data", str(data), "--log-file", str(data / "logs" / "crawl.jsonl")
    )


def test_a_crawl_tells_its_news_and_ends_with_a_sentence(
    town: DemoServer, crawled: tuple[Path, Result]
) -> None:
    """A line an article on standard error, the sum on standard output, every article in the archive."""
    data, told = crawled
    articles = sum(len(town.demo.truth(lang)) for lang in ("kk", "ru", "en"))
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{articles} new, 0 changed, 0 unchanged, ")
    assert len([line for line in told.stderr.splitlines() if line.startswith("new ")]) == articles
    with Archive.open(data) as archive:
        assert archive.status()["tables"]["articles"] == articles


def test_the_log_has_a_line_for_every_outcome(crawled: tuple[Path, Result]) -> None:
    """JSON lines with moment, outcome, address, and title or reason; appended by the next run."""
    lines = [json.loads(line) for line in (crawled[0] / "logs" / "crawl.jsonl").read_text().splitlines()]
    kinds = {line["outcome"] for line in lines}
    assert kinds == {"new", "skipped"}
    assert all(line["at"].endswith("Z") and line["url"].startswith("http://127.0.0.1:") for line in lines)
    assert all(line["title"] for line in lines if line["outcome"] == "new")


def test_a_second_crawl_finds_everything_unchanged(crawled: tuple[Path, Result], profile: Path) -> None:
    """With --json the summary is one object on standard output, and nothing else is said."""
    told = run("crawl", str(profile), "--data", str(crawled[0]), "--json")
    summary = json.loads(told.stdout)
    assert (summary["new"], summary["changed"], summary["failed"], summary["exit"]) == (0, 0, 0, 0)
    assert summary["unchanged"] > 10
    assert told.stderr == ""


def test_a_limit_ends_a_crawl_with_its_own_code(profile: Path, tmp_path: Path) -> None:
    """Exit code 9, how many pages are left, and how to go on; --lang leaves the other editions alone."""
    told = run("crawl", str(profile), "--limit", "2", "--lang", "en", "--data", str(tmp_path))
    assert told.exit_code == 9
    assert "The limit has been reached" in told.stdout
    assert "The same command continues from here." in told.stdout


@pytest.mark.whole
def test_captures_are_read_anew_without_a_request(town: DemoServer, crawled: tuple[Path, Result]) -> None:
    """The same extractor finds the same: everything unchanged, and the site was asked for nothing."""
    before = len(town.requests)
    told = run("reextract", "--json", "--data", str(crawled[0]))
    assert json.loads(told.stdout)["unchanged"] > 10
    assert json.loads(told.stdout)["changed"] == 0
    assert len(town.requests) == before
    assert " unchanged, " in run("reextract", "dimashnews", "--data", str(crawled[0])).stdout


@pytest.mark.whole
def test_the_demo_says_what_it_archived_and_what_to_do_next(tmp_path: Path) -> None:
    """Articles by edition, quotes, captures, and commands that work on them; a later day brings changes."""
    data = str(tmp_path / "demo")
    told = run("demo", "--stories", "2", "--port", "0", "--data", data)
    assert told.exit_code == 0
    for part in (" new, 0 changed", " articles (en ", " quotes, ", " captures, ", f"status --data {data}"):
        assert part in told.stdout
    (shown,) = re.findall(r"^```text\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    shape = [re.sub(r"[\d,]*\d", "N", text) for text in (shown.strip(), told.stdout)]
    assert shape[0] in shape[1]  # what the README shows is what is printed, but for the numbers
    assert run("status", "--data", data).exit_code == 0
    machines = json.loads(run("demo", "--stories", "2", "--port", "0", "--data", f"{data}2", "--json").stdout)
    assert (machines["run"]["exit"], machines["data"]) == (0, f"{data}2")
    assert machines["archive"]["tables"]["articles"] > 0


@pytest.mark.whole
def test_the_demo_stays_at_its_addresses(tmp_path: Path) -> None:
    """On the same ports a later day is a second crawl of the same site: something new, something changed."""
    port = _three_free_ports()
    words = ("demo", "--stories", "8", "--port", str(port), "--data", str(tmp_path))
    assert run(*words).exit_code == 0
    later = run(*words, "--day", "2").stdout.splitlines()[0]
    new, changed = (int(part.split()[0]) for part in later.split(", ")[:2])
    assert new > 0
    assert changed > 0


def test_taken_ports_are_no_obstacle_unless_they_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual ports give way to free ones; named ones are an error with a sentence."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(demo_command, "_USUAL_PORT", port)
        with demo_command.invented_site("wordpress", 1, 0, None) as site:
            assert f":{port}/" not in site.editions[0].url
        told = run("demo", "--port", str(port))
        assert (told.exit_code, told.stderr) == (
            2,
            f"Cannot serve on the ports from {port}: Address already in use.\n",
        )
    usual = _three_free_ports()
    monkeypatch.setattr(demo_command, "_USUAL_PORT", usual)
    with demo_command.invented_site("wordpress", 1, 0, None) as site:
        assert f":{usual}/" in site.editions[0].url


def test_the_demo_site_stays_until_it_is_told_to_go(
    town: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --serve it says where it is, and Ctrl-C is the way it is meant to end."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Event, "wait", interrupted)
    demo_command.keep_serving(town.site)
    assert town.site.editions[0].url in capsys.readouterr().err


def test_invented_and_real_articles_are_kept_apart(tmp_path: Path, profile: Path) -> None:
    """Neither does the demo go into an archive of a real site, nor a real site into the demo's."""
    real, invented = small(tmp_path / "real"), small(tmp_path / "invented", "demo")
    told = run("demo", "--stories", "1", "--port", "0", "--data", str(real))
    assert (told.exit_code, told.stderr.splitlines()[0]) == (2, f"{real} holds an archive of town.")
    told = run("crawl", str(profile), "--data", str(invented))
    assert (told.exit_code, told.stderr.splitlines()[0]) == (2, f"{invented} holds an archive of demo.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nowhere", "There is no site called 'nowhere'."),
        ("[crawl]\nspeed = 1", "the key 'crawl.speed' is unknown."),
        ('name = "x"', "editions must be at least one table"),
    ],
)
def test_a_bad_profile_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """The file, the key, and what would be right; exit code 2, and no archive is begun."""
    site = text
    if text != "nowhere":
        (tmp_path / "bad.toml").write_text(text)
        site = str(tmp_path / "bad.toml")
    told = run("crawl", site, "--data", str(tmp_path / "data"))
    assert told.exit_code == 2
    assert sentence in told.stderr
    assert not (tmp_path / "data").exists()


def test_an_unknown_edition_is_one_sentence(profile: Path, tmp_path: Path) -> None:
    """--lang names editions of the profile."""
    told = run("crawl", str(profile), "--lang", "de", "--data", str(tmp_path))
    assert (told.exit_code, told.stderr) == (2, "town has no edition 'de'.\nIt has kk, ru, en.\n")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull.exit_code, "The disk is full."),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), 1, "/x: Permission denied."),
        (KeyboardInterrupt(), 130, "the same command continues from here"),
        (NotAnArticle("Nothing here."), 3, "Nothing here."),
    ],
)
def test_every_command_ends_with_a_sentence(error: BaseException, code: int, sentence: str) -> None:
    """Whatever stops a command, its code says which kind of trouble it was."""
    told = CliRunner().invoke(_failing(error), ["fail"])
    assert told.exit_code == code
    assert sentence in told.stderr


@pytest.mark.parametrize("error", [ZeroDivisionError("a bug"), OSError(errno.EIO, "no file is named")])
def test_a_bug_keeps_its_traceback(error: Exception) -> None:
    """What nobody foresaw is not dressed up as a sentence."""
    told = CliRunner().invoke(_failing(error), ["fail"])
    assert told.exception is error


def _failing(error: BaseException) -> click.Group:
    @click.command()
    def fail() -> None:
        raise error

    group = ErrorHandlingGroup(modules={})
    group.add_command(fail)
    return group


def test_the_program_runs_as_installed() -> None:
    """The console script answers, with its version."""
    program = Path(sys.executable).with_name("dimash-archive")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    first, system, *libraries = told.stdout.splitlines()
    assert first == f"dimash-archive, version {__version__}"
    assert f"CPython {platform.python_version()}" in system
    assert f"httpx {metadata.version('httpx')}" in libraries


def test_a_library_that_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a report of a fault shows it; of what only building needs nothing is said."""
    installed = metadata.version

    def version(library: str) -> str:
        if library == "nh3":
            raise metadata.PackageNotFoundError
        return installed(library)

    monkeypatch.setattr(metadata, "version", version)
    told = list(about.versions())
    assert "nh3 is not installed (extra browse)" in told
    assert not any(line.startswith(("pytest", "zensical")) for line in told)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("typed", "offered"),
    [(["cra"], ["crawl"]), (["export", "par"], ["parquet"]), (["crawl", "--ass"], ["--assets"])],
)
def test_a_shell_completes_commands(typed: list[str], offered: list[str]) -> None:
    """As bash asks: the words so far, and which of them is being typed."""
    program = Path(sys.executable).with_name("dimash-archive")
    asked = {
        "_DIMASH_ARCHIVE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["dimash-archive", *typed]),
        "COMP_CWORD": str(len(typed)),
    }
    told = subprocess.run([program], env=os.environ | asked, capture_output=True, text=True, check=True)
    assert [line.split(",")[1] for line in told.stdout.splitlines()] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    """What a reader's configuration evaluates asks this program for the words."""
    assert f"_DIMASH_ARCHIVE_COMPLETE={shell}_complete" in run("completion", shell).stdout


@pytest.mark.whole
def test_ctrl_c_ends_a_crawl_in_good_order(profile: Path, tmp_path: Path) -> None:
    """What is in flight is finished, the summary says how to go on, exit code 130; the next run goes on."""
    program = Path(sys.executable).with_name("dimash-archive")
    words = [str(program), "crawl", str(profile), "--rate", "4", "--data", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert isinstance(process.stderr, io.TextIOBase)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        told, rest = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "The same command continues from here." in told
    assert "Traceback" not in rest
    assert run("crawl", str(profile), "--data", str(tmp_path)).exit_code == 0


def _three_free_ports() -> int:
    """The first of three ports in a row that nobody listens on."""
    for port in range(20000, 30000, 3):
        if demo_command.are_free((port, port + 1, port + 2)):
            return port
    raise AssertionError("no free ports")
