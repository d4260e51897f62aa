"""Schedules for regular crawls: systemd units, a cron line, a GitHub workflow, a Windows task. Texts only.

Every kind catches up on a missed run if its system can (systemd, Windows), and the archives of a machine
do not all start in the same minute: systemd and Windows add a random delay, the others take a minute from the name.
"""

import json
import shlex
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from string import Template
from typing import Final
from xml.sax.saxutils import escape

from dimash_archive.errors import UsageError

HOURS: Final = {
    **{f"{hours}h": hours for hours in (1, 2, 3, 4, 6, 8, 12)},
    "1d": 24,
    "7d": 168,
}
"""How often a schedule may run: intervals that divide a day evenly, or a week."""


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A command to run regularly."""

    name: str
    """The archive's name: letters, digits, `-`, `_`, `.`; part of file names."""
    program: str
    """Absolute path of `dimash-archive`."""
    data: str
    """Absolute path of the archive's folder."""
    site: str
    """Name of a built-in profile, or absolute path of one."""
    every: str = "6h"
    """One of `HOURS`."""

    def __post_init__(self) -> None:
        if self.every not in HOURS:
            raise UsageError(
                f"There is no schedule for every {self.every!r}.", hint=f"Choose one of {', '.join(HOURS)}."
            )
        texts = (self.name, self.program, self.data, self.site)
        if any(not each.isprintable() for each in texts) or not _is_plain(self.name):
            raise UsageError(
                f"A schedule cannot be made for {self.name!r} in {self.data!r}.",
                hint="Names may hold only letters, digits, - _ and .; paths may hold no line breaks.",
            )

    @property
    def title(self) -> str:
        """The name of the unit, workflow or task."""
        return f"dimash-archive-{self.name}"

    @property
    def minute(self) -> int:
        """The minute of the hour at which it starts, 0 to 59: the same for the same name."""
        return zlib.crc32(self.name.encode()) % 60

    @property
    def words(self) -> tuple[str, ...]:
        """The command."""
        log = f"{self.data}/crawl.jsonl"
        return (self.program, "crawl", self.site, "--data", self.data, "--log-file", log, "--json")


def systemd(task: ScheduledTask) -> dict[str, str]:
    """A hardened service and its timer, by file name."""
    hours = HOURS[task.every]
    times = {24: "*-*-* 03", 168: "Mon *-*-* 03"}.get(hours, f"*-*-* 00/{hours}" if hours > 1 else "*-*-* *")
    filled = {
        "title": task.title,
        "name": task.name,
        "command": " ".join(map(_quoted, task.words)),
        "data": _quoted(task.data),
        "calendar": f"{times}:{task.minute:02}:00",
    }
    return {
        f"{task.title}.service": Template(_SERVICE).substitute(filled),
        f"{task.title}.timer": Template(_TIMER).substitute(filled),
    }


def for_user(unit: str) -> str:
    """A unit as a user's own service manager can start it: without what only the system's one may use.

    A user's manager ends a unit that gives up capabilities with 218/CAPABILITIES, and has no network-online.target.
    """
    return "".join(line for line in unit.splitlines(keepends=True) if not line.startswith(_SYSTEM_ONLY))


def cron(task: ScheduledTask) -> dict[str, str]:
    """One line for `crontab -e`, under the name `crontab`."""
    # In a crontab an unescaped % ends the command, also inside quotes.
    command = " ".join(map(shlex.quote, task.words)).replace("%", r"\%")
    # What goes to standard output is mailed: errors alone are worth a letter, and the log has the rest.
    command += " >/dev/null"
    return {"crontab": f"{_calendar(task)} {command}  # {task.title}\n"}


def github(task: ScheduledTask) -> dict[str, str]:
    """A workflow that keeps the archive as an artefact from run to run, by its path in a repository.

    The site's profile belongs in the repository; the artefact of the last run is the next one's archive.
    """
    site = task.site.replace("\\", "/").rpartition("/")[2]
    filled = {
        "title": task.title,
        "calendar": _calendar(task),
        "site": json.dumps(site),  # which is YAML as well
    }
    return {f".github/workflows/{task.title}.yml": _Workflow(_WORKFLOW).substitute(filled)}


def windows(task: ScheduledTask) -> dict[str, str]:
    """A task for the task scheduler, as XML that `schtasks /Create /XML` reads."""
    hours = HOURS[task.every]
    repetition = "" if hours >= 24 else f"<Repetition><Interval>PT{hours}H</Interval></Repetition>"
    filled = {
        "name": escape(task.name),
        "repetition": repetition,
        "minute": f"{task.minute:02}",
        "days": str(max(1, hours // 24)),
        "program": escape(task.program),
        "arguments": escape(" ".join(f'"{word}"' for word in task.words[1:])),
    }
    return {f"{task.title}.xml": Template(_TASK).substitute(filled)}


KINDS: Final[dict[str, Callable[[ScheduledTask], dict[str, str]]]] = {
    "systemd": systemd,
    "cron": cron,
    "github": github,
    "windows": windows,
}
"""Every kind by its name on the command line: from a task to texts by file name."""


def with_line(crontab: str, task: ScheduledTask) -> str:
    """A crontab with the task's line in it, replacing the former one, if any."""
    mark = f"# {task.title}"
    lines = [line for line in crontab.splitlines() if not line.endswith(mark)]
    return "\n".join([*lines, cron(task)["crontab"]])


def _is_plain(name: str) -> bool:
    return bool(name) and all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in name)


def _calendar(task: ScheduledTask) -> str:
    hours = HOURS[task.every]
    day = {24: "3 * * *", 168: "3 * * 1"}.get(hours, f"*/{hours} * * *" if hours > 1 else "* * * *")
    return f"{task.minute} {day}"


def _quoted(word: str) -> str:
    """A word of a unit file: % and $ mean something there, and so do spaces."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if any(sign in plain for sign in " \\\"';#") else plain


class _Workflow(Template):
    """Workflows are full of dollar signs: ours are written @{name}."""

    delimiter = "@"


_SYSTEM_ONLY: Final = (
    "CapabilityBoundingSet=", "PrivateDevices=", "PrivateTmp=", "ProtectClock=", "ProtectControlGroups=", "ProtectHome=",
    "ProtectHostname=", "ProtectKernel", "ProtectSystem=", "ReadWritePaths=", "After=network", "Wants=network",
)  # fmt: skip
# 7: some pages failed, 9: the limit was reached, 130: stopped on request. None of them is a broken service. 10 is one:
# an edition brought less than its site lists, which somebody has to look at.
_SERVICE = """\
[Unit]
Description=Archive the site $name
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=$command
SuccessExitStatus=7 9 130
TimeoutStopSec=2min
Nice=10
IOSchedulingClass=idle
UMask=0027
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=$data
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
"""

_TIMER = """\
[Unit]
Description=Archive the site $name regularly

[Timer]
OnCalendar=$calendar
RandomizedDelaySec=10min
Persistent=yes

[Install]
WantedBy=timers.target
"""

_WORKFLOW = """\
name: @{title}
on:
  schedule:
    - cron: "@{calendar}"
  workflow_dispatch:
permissions:
  actions: read
  contents: read
concurrency:
  group: @{title}
jobs:
  crawl:
    runs-on: ubuntu-latest
    timeout-minutes: 300
    steps:
      - uses: actions/checkout@@v4
      - uses: actions/setup-python@@v5
        with:
          python-version: "3.12"
      - run: pip install dimash-archive
      - name: Fetch the archive of the last run
        env:
          GH_TOKEN: ${{ github.token }}
        run: |
          ended=$(gh run list --workflow "${{ github.workflow }}" --status completed --limit 20 --json databaseId --jq '.[].databaseId')
          for run in $ended; do gh run download "$run" --name @{title} --dir archive && break; done || true
      - name: Crawl
        id: crawl
        env:
          SITE: @{site}
        run: |
          code=0
          timeout --signal TERM 4h dimash-archive crawl "$SITE" --data archive || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
          case $code in 0|7|9|10|11|124|130) ;; *) exit "$code" ;; esac
      - uses: actions/upload-artifact@@v4
        with:
          name: @{title}
          path: archive
          if-no-files-found: error
          retention-days: 90
      - name: Fail where an edition brought less than its site lists, or could not be crawled
        if: steps.crawl.outputs.code == '10' || steps.crawl.outputs.code == '11'
        run: exit ${{ steps.crawl.outputs.code }}
"""

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Archive the site $name</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      $repetition
      <StartBoundary>2024-01-01T03:$minute:00</StartBoundary>
      <RandomDelay>PT10M</RandomDelay>
      <ScheduleByDay><DaysInterval>$days</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT24H</ExecutionTimeLimit>
  </Settings>
  <Actions><Exec><Command>$program</Command><Arguments>$arguments</Arguments></Exec></Actions>
</Task>
"""
