"""A timeline: when an article was captured, when each of its texts was first seen, when it was off the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dimash_archive.records import Row


@dataclass(frozen=True, slots=True)
class TimeStrip:
    """Places on the line in percent of its length."""

    captures: tuple[tuple[float, int, str], ...]
    """Place, captures.id and time of each capture."""
    versions: tuple[tuple[float, int, str], ...]
    """Place, number and time of each version when it was first seen."""
    absences: tuple[tuple[float, float], ...]
    """Place and length of each period when it was not on the site."""
    first: str
    """The time at the left end; ISO 8601, UTC."""
    last: str
    """The time at the right end."""


def strip(
    versions: Sequence[Row],
    captures: Sequence[Row],
    absences: Sequence[Row],
) -> TimeStrip:
    """The timeline of an article, from its rows of `history`, `captures` and `absences`; there is at least
    one version."""
    sightings = [row["seen_at"] for row in versions] + [row["last_seen"] for row in versions]
    moments = [*sightings, *(row["fetched_at"] for row in captures), *(row["gone_at"] for row in absences)]
    first, last = min(moments), max(moments)
    start = datetime.fromisoformat(first)
    length = (datetime.fromisoformat(last) - start).total_seconds() or 1.0

    def place(moment: str) -> float:
        return round(1 + 98 * (datetime.fromisoformat(moment) - start).total_seconds() / length, 2)

    away = [(place(row["gone_at"]), place(row["back_at"] or last)) for row in absences]
    return TimeStrip(
        tuple((place(row["fetched_at"]), row["id"], row["fetched_at"]) for row in captures),
        tuple((place(row["seen_at"]), row["version"], row["seen_at"]) for row in versions),
        tuple((begin, max(end - begin, 0.4)) for begin, end in away),
        first,
        last,
    )
