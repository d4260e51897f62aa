"""What a crawl shows while it runs: bars on a terminal, lines of news elsewhere, and a log."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column, Table
from rich.text import Text

from dimash_archive.cli.outcome_words import in_few_words, in_words
from dimash_archive.cli.streams import error_console
from dimash_archive.records import Failed, Gone, Outcome, Saved, Wait
from dimash_archive.site import Edition, edition_of
from dimash_archive.text.controls import without_controls

_LOG_SIZE = 10_000_000  # bytes, asked when a run begins: a run's lines stay together
_LOGS = 5
Sink = Callable[[Outcome], None]
Left = Callable[[str], int | None]
_WIDTH = 16  # of a bar, so that all fits into 100 columns
_MARGIN = 5  # columns: terminals write ^C behind the bars, and a line that wraps would leave torn ones
_UNBOUNDED = 1_000  # columns: more than any layout needs
_LOOK = 1.0  # seconds between two looks at how much is left


@contextmanager
def watching(
    editions: Sequence[Edition],
    console: Console,
    log: Path | None,
    *,
    lines: bool = True,
    left: Left = lambda lang: None,
) -> Iterator[Sink]:
    """A sink for outcomes; `lines=False` leaves out the lines where there is no terminal for bars.

    Without editions there is one bar for all. `left` says how many pages of an edition are still to be requested.
    """
    with ExitStack() as stack:
        sinks: list[Sink] = []
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
            sinks.append(_Log(stack.enter_context(_rotated(log).open("a", encoding="utf-8"))))
        if console.is_terminal:
            sinks.append(_Bars(stack.enter_context(_progress(console)), editions, left))
        elif lines:
            sinks.append(_Lines(console))
        yield lambda outcome: _tell(sinks, outcome)


@contextmanager
def counting(what: str, total: int | None, console: Console | None = None) -> Iterator[Callable[[], None]]:
    """A bar for `total` things (None: unknown), on standard error if that is a terminal; call what it yields once for each."""
    console = console or error_console()
    if not console.is_terminal:
        yield lambda: None
        return
    with _progress(console) as progress:
        bar = progress.add_task(what, total=total, counts=f"{total:,}" if total is not None else "", news="")
        yield lambda: progress.update(bar, advance=1)


def say_wait(console: Console, wait: Wait) -> None:
    """Say that nothing is requested from a host for a while, why, and until when."""
    until = (datetime.now().astimezone() + timedelta(seconds=wait.seconds)).strftime("%Y-%m-%d %H:%M:%S")
    why = {"trouble": "after trouble"}.get(wait.reason, f"by its {wait.reason}")
    console.out(
        f"waiting   {wait.host} for {wait.seconds:,.0f} seconds, {why}, until {until}", highlight=False
    )


def _rotated(log: Path) -> Path:
    """Make room if the log has grown: it becomes `.1`, what was `.1` becomes `.2`, and the fifth is dropped."""
    if log.is_file() and log.stat().st_size >= _LOG_SIZE:
        for number in range(_LOGS - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        log.replace(log.with_name(f"{log.name}.1"))
    return log


def _tell(sinks: Iterable[Sink], outcome: Outcome) -> None:
    for sink in sinks:
        sink(outcome)


class _FittingProgress(Progress):
    """Bars in the widest of several layouts that the terminal has room for: no figure is ever cut off."""

    def __init__(self, layouts: Sequence[Sequence[ProgressColumn]], console: Console) -> None:
        """`layouts`: columns from left to right, the widest layout first."""
        self._layouts, self._terminal = layouts, console  # asked for already while the bars are set up
        super().__init__(console=console, transient=True, expand=False)

    def make_tasks_table(self, tasks: Iterable[Task]) -> Table:
        """The bars as a table, whose width is looked up each time: a window may be made smaller."""
        shown = [task for task in tasks if task.visible]
        unbounded = self._terminal.options.update(max_width=_UNBOUNDED)
        for columns in self._layouts:
            table = Table.grid(*(Column(no_wrap=True) for _ in columns), padding=(0, 1))
            for task in shown:
                table.add_row(*(column(task) for column in columns))
            if self._terminal.measure(table, options=unbounded).maximum <= self._terminal.width - _MARGIN:
                break
        return table


def _progress(console: Console) -> Progress:
    name, counts = TextColumn("{task.description}"), TextColumn("{task.fields[counts]}")
    news, done = TextColumn("{task.fields[news]}"), MofNCompleteColumn()
    speed, time_left = _Rate(), TimeRemainingColumn(compact=True)
    bar = BarColumn(bar_width=_WIDTH)
    layouts = (
        (name, bar, done, counts, speed, time_left),
        (name, done, counts, speed, time_left),
        (name, done, news, speed, time_left),
        (name, done, news, speed),
        (name, done, news),
        (name, done, speed),
        (name, done),
    )
    return _FittingProgress(layouts, console)


class _Rate(ProgressColumn):
    """Pages per second, over the last half minute."""

    def render(self, task: Task) -> Text:
        """The column's text."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


class _Bars:
    """A bar an edition, with what became of its pages so far, how fast it goes and how long it may take."""

    def __init__(self, progress: Progress, editions: Sequence[Edition], left: Left) -> None:
        self._progress, self._left = progress, left
        self._looked: dict[str, float] = {}
        self._editions = editions
        self._counts: dict[str, Counter[str]] = {}
        self._bars: dict[str, TaskID] = {}
        for lang in [each.lang for each in editions] or ["all"]:
            self._counts[lang] = Counter()
            self._bars[lang] = progress.add_task(lang, total=None, counts=in_words({}), news="")

    def __call__(self, outcome: Outcome) -> None:
        edition = edition_of(self._editions, outcome.url)
        lang = edition.lang if edition is not None else next(iter(self._bars))
        self._counts[lang][outcome.kind] += 1
        bar, counts = self._bars[lang], self._counts[lang]
        self._progress.update(bar, advance=1, counts=in_words(counts), news=in_few_words(counts))
        if time.monotonic() - self._looked.get(lang, -_LOOK) >= _LOOK:
            self._looked[lang] = time.monotonic()
            left = self._left(lang)
            # Not by `update`: with another total it forgets how fast it went.
            task = next(each for each in self._progress.tasks if each.id == bar)
            task.total = None if left is None else self._counts[lang].total() + left


class _Lines:
    """A line for whatever is news: an article, a change, a removal, a failure."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, outcome: Outcome) -> None:
        if isinstance(outcome, Saved | Gone | Failed):
            reason = f"  {outcome.reason}" if isinstance(outcome, Failed) else ""
            line = without_controls(f"{outcome.kind:9} {outcome.url}{reason}")
            self._console.out(line, highlight=False)


class _Log:
    """A line of JSON for every outcome."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def __call__(self, outcome: Outcome) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry = {"at": at, "outcome": outcome.kind} | asdict(outcome)
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()
