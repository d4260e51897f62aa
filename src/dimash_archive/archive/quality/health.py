"""Is the archive being maintained? What the last runs tell a monitor."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from sqlite_utils import Database

from dimash_archive.archive.quality import drift
from dimash_archive.errors import ExitCode
from dimash_archive.records import Row

GOOD: Final = (ExitCode.DONE, ExitCode.FAILURES, ExitCode.LIMIT)
"""Exit codes of a run that did its work: done, done with failures, limit reached."""
_STOPPED: Final = ExitCode.INTERRUPTED
_MEANINGS: Final = {ExitCode.SHORTFALL: ": an edition brought no article, or fewer than its site lists"}
_BEFORE: Final = 5
"""How many earlier runs failures are compared with."""
_FEW: Final = 10
"""Failures up to this number raise no alarm: a few addresses are always broken."""
_RISE: Final = 3.0
"""How many times the usual share of failures counts as a rise."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a monitor needs to know."""

    last_good: str | None
    """When the last good run ended, ISO 8601; None if there was none."""
    age: float | None
    """Seconds since then."""
    exit: int | None
    """Exit code of the last run that ended."""
    alarms: tuple[str, ...]
    """What needs attention, a sentence each; empty if all is well."""


def health(db: Database, now: datetime, oldest: timedelta) -> Health:
    """How well the archive is maintained; `oldest` is how long ago the last good run may have ended."""
    names = ("finished", "exit", "fetched", "failed", "notes")
    sql = f"SELECT {', '.join(names)} FROM runs WHERE finished IS NOT NULL ORDER BY id DESC"
    ended = [dict(zip(names, row, strict=True)) for row in db.execute(sql)]
    good = next((run for run in ended if run["exit"] in GOOD), None)
    finished = None if good is None else datetime.fromisoformat(good["finished"]).astimezone(UTC)
    age = None if finished is None else now - finished
    return Health(
        last_good=None if good is None else good["finished"],
        age=None if age is None else age.total_seconds(),
        exit=ended[0]["exit"] if ended else None,
        alarms=(*_alarms(ended, age, oldest), *drift.alarms(db)),
    )


def _alarms(ended: list[Row], age: timedelta | None, oldest: timedelta) -> Iterable[str]:
    if age is None:
        yield "No run has succeeded yet."
    elif age > oldest:
        yield f"The last good run ended {_hours(age)} ago; {_hours(oldest)} are allowed."
    whole = [run for run in ended if run["exit"] != _STOPPED]
    if ended and ended[0]["exit"] not in (*GOOD, ExitCode.NO_ACCESS, _STOPPED):
        meaning = _MEANINGS.get(ended[0]["exit"], "")
        yield f"The last run ended with exit code {ended[0]['exit']}{meaning}.{_first_note(ended[0])}"
    elif len(whole) > 1 and whole[0]["exit"] == ExitCode.NO_ACCESS and whole[1]["exit"] not in GOOD:
        yield f"The last two runs were kept out of the site.{_first_note(whole[0])}"  # one alone may well pass
    if ended and (usual := _rise(ended)) is not None:
        yield f"Failures are rising: {ended[0]['failed']:,} pages in the last run; {usual:.1%} is usual."


def _first_note(run: Row) -> str:
    """What the run said first, as a further sentence."""
    return "".join(f" {note}" for note in json.loads(run["notes"])[:1])


def _rise(ended: list[Row]) -> float | None:
    """The usual share of failures, if the last run had far more."""
    shares = [run["failed"] / max(1, run["fetched"]) for run in ended[: _BEFORE + 1]]
    usual = median(shares[1:]) if len(shares) > 1 else 0.0
    risen = ended[0]["failed"] > _FEW and shares[0] > _RISE * max(usual, 0.01)
    return usual if risen else None


def _hours(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:,.1f} hours" if hours < 72 else f"{hours / 24:,.1f} days"
