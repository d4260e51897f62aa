"""The command that schedules regular crawls."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from dimash_archive.cli.error_handling import data_option
from dimash_archive.errors import UsageError
from dimash_archive.service import schedule as texts
from dimash_archive.service.schedule import KINDS, ScheduledTask
from dimash_archive.site import DEFAULT, Site, built_in

_PATIENCE = 30  # seconds for a system's own program to answer


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("site", default=DEFAULT)
@click.option("--every", default="6h", show_default=True, metavar="TIME", help="1h … 12h, 1d or 7d.")
@click.option("--install", "put", is_flag=True, help="Install it for your user instead of printing it.")
@data_option
def schedule(kind: str, site: str, every: str, put: bool, data: Path) -> None:
    """Print a schedule for regular crawls: systemd units, a cron line, a GitHub workflow or a Windows task.

    SITE is a built-in profile, a TOML file, or a folder of them. Each printed file begins with a
    line that names it.
    """
    task = _task(site, data, every)
    if put:
        click.echo(_install(kind, task))
    else:
        click.echo("\n".join(_named(name, text) for name, text in KINDS[kind](task).items()), nl=False)


def _named(name: str, text: str) -> str:
    return text if name == "crontab" or name.endswith(".xml") else f"# {name}\n{text}"


def _task(site: str, data: Path, every: str) -> ScheduledTask:
    name = Path(site).absolute().name if Path(site).is_dir() else Site.load(site).name
    where = site if site in built_in() else str(Path(site).absolute())
    beside = Path(sys.executable).with_name("dimash-archive")
    program = str(beside) if beside.exists() else shutil.which("dimash-archive") or sys.argv[0]
    return ScheduledTask(name, str(Path(program).absolute()), str(data.absolute()), where, every)


def _install(kind: str, task: ScheduledTask) -> str:
    """Put it in place; returns what was done and what is left to do."""
    files = KINDS[kind](task)
    if kind == "cron":
        _run(["crontab", "-"], texts.with_line(_run(["crontab", "-l"], failing="") or "", task))
        return f"Your crontab now holds the line for {task.title}. To see it: crontab -l"
    folder = {"systemd": _units(), "github": Path()}.get(kind, Path(task.data))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = texts.for_user(text) if kind == "systemd" else text
        path.write_text(content, "utf-16" if kind == "windows" else "utf-8")
    if kind == "systemd":
        Path(task.data).mkdir(parents=True, exist_ok=True)  # ReadWritePaths names it, so it must be there
        return _started(task, folder)
    if kind == "windows":
        _run(["schtasks", "/Create", "/F", "/TN", task.title, "/XML", str(folder / f"{task.title}.xml")])
        return f"The task {task.title} is in place. To see it: schtasks /Query /TN {task.title}"
    return f"Written: {', '.join(files)}. Commit it beside the profile, and push."


def _units() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "systemd" / "user"


def _started(task: ScheduledTask, folder: Path) -> str:
    """Start the timer, or say how: in a container or over a bare ssh line there may be no systemd to ask."""
    message = f"The units are in {folder}."
    commands = (["daemon-reload"], ["enable", "--now", f"{task.title}.timer"])
    try:
        for each in commands:
            _run(["systemctl", "--user", *each])
    except UsageError:
        start = " && ".join(f"systemctl --user {' '.join(each)}" for each in commands)
        return f"{message} No systemd answered for this user; to start the timer:\n{start}"
    return f"{message} The timer runs. To crawl also while you are logged out: loginctl enable-linger"


def _run(command: list[str], text: str | None = None, failing: str | None = None) -> str:
    """Run a system's own program; `failing` is the answer where it fails. Raises UsageError."""
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{command[0]} cannot be run here: {error}.", hint="Leave out --install.") from error
    if done.returncode and failing is not None:
        return failing
    if done.returncode:
        raise UsageError(f"{' '.join(command)} failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout
