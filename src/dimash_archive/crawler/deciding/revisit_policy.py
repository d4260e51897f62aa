"""When a page is due again: its history in, a time out. Pure."""

import zlib
from datetime import datetime, timedelta

DAY = timedelta(days=1)
RARELY = timedelta(days=180)
"""Even a page that never changes is visited this often."""

_UNKNOWN_AGE = timedelta(days=30)
_AFTER_FAILURE = (timedelta(hours=1), timedelta(hours=6), DAY, 3 * DAY, 7 * DAY)
# How often, a day apart at least, "not here" must be heard until it is believed. 410 says "gone for good".
_BELIEVED_AFTER = {404: 3, 410: 2}


def after_change(url: str, now: datetime, published: datetime | None = None) -> datetime:
    """When to revisit a page that is new or was edited.

    News is corrected in its first days: the older the article, the rarer its edits.
    """
    age = max(now - published, timedelta()) if published else 10 * _UNKNOWN_AGE
    return now + _spread(url, min(max(age / 10, DAY), _UNKNOWN_AGE))


def after_silence(url: str, now: datetime, last: datetime, due: datetime) -> datetime:
    """When to revisit a page that was unchanged: ever more rarely. `last`: the visit that set `due`."""
    return now + _spread(url, min(max(2 * (due - last), DAY), RARELY))


def after_failure(now: datetime, attempts: int) -> datetime:
    """When to try again after `attempts` consecutive failures, the last one just now."""
    return now + _AFTER_FAILURE[min(max(attempts, 1), len(_AFTER_FAILURE)) - 1]


def is_gone(status: int, attempts: int) -> bool:
    """Whether a page counts as gone after `attempts` consecutive not-found responses on different days."""
    return attempts >= _BELIEVED_AFTER.get(status, 5)


def counts_as_new_look(now: datetime, last: datetime | None) -> bool:
    """Whether this visit to a missing page is far enough from the one before to count as a second opinion."""
    return last is None or now - last >= 0.8 * DAY


def _spread(url: str, interval: timedelta) -> timedelta:
    # Pages fetched in one night must not all fall due in one night: from 3/4 to 5/4 of the interval.
    return interval * (0.75 + zlib.crc32(url.encode()) % 1024 / 2048)
