"""The dates of sitemaps and feeds."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(text: str | None) -> datetime | None:
    """A W3C date (`2024`, `2024-06`, `2024-06-14T10:30+05:00`) or an RFC 822 date, aware, UTC.

    None if it is neither. Without a zone it is taken as UTC; a date without time is its midnight.
    """
    text = (text or "").strip()
    padded = text + "-01" * (2 - text.count("-")) if 4 <= len(text) <= 7 else text
    try:
        found = datetime.fromisoformat(padded)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return (found.replace(tzinfo=UTC) if found.tzinfo is None else found).astimezone(UTC)
    except OverflowError:
        return None
