"""Times as text: one form everywhere, so that the texts sort as the times do, and the forms that feeds use."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_ZERO: Final = re.compile(r"(?<![\d:+-])000[01](?!\d)")
"""The year that programs write if there is no date."""


def moment_text(moment: datetime) -> str:
    """ISO 8601, UTC, whole seconds, `Z`: `2024-06-14T05:30:00Z`. A naive time is read as UTC."""
    aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.isoformat(timespec="seconds").replace("+00:00", "Z")


def maybe_moment_text(moment: datetime | None) -> str | None:
    """`moment_text`, or None for None."""
    return None if moment is None else moment_text(moment)


def read_moment(text: str) -> datetime:
    """A time read back from its text. Raises ValueError."""
    return datetime.fromisoformat(text)


def maybe_read_moment(text: str | None) -> datetime | None:
    """`read_moment`, or None for None."""
    return None if text is None else read_moment(text)


def feed_moment(text: str | None) -> datetime | None:
    """A W3C date (`2024`, `2024-06`, `2024-06-14T10:30+05:00`) or an RFC 822 date, aware, UTC.

    None if it is neither, or the zero date of a program (`01 Jan 0001`, which RFC 822 would read as 2001).
    Without a zone it is read as UTC; a date without a time means midnight.
    """
    text = (text or "").strip()
    padded = text + "-01" * (2 - text.count("-")) if 4 <= len(text) <= 7 else text
    if _ZERO.search(text):
        return None
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
    try:
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
    except OverflowError:
        return None
