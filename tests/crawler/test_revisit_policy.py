"""When a page is due again."""

from datetime import UTC, datetime, timedelta

import pytest

from dimash_archive.crawler.deciding import revisit_policy
from dimash_archive.crawler.deciding.revisit_policy import DAY, RARELY

NOW = datetime(2024, 6, 14, tzinfo=UTC)
URL = "https://example.org/a"


@pytest.mark.parametrize(("age", "days"), [(0, 1), (5, 1), (100, 10), (4000, 30), (None, 30), (-3, 1)])
def test_news_is_looked_at_soon_and_old_pages_later(age: int | None, days: int) -> None:
    """A tenth of the article's age, between a day and a month, a quarter more or less."""
    published = None if age is None else NOW - age * DAY
    wait = revisit_policy.after_change(URL, NOW, published) - NOW
    assert days * 0.75 * DAY <= wait <= days * 1.25 * DAY


def test_a_quiet_page_is_asked_ever_more_rarely() -> None:
    """The interval grows with every unchanged look, and stays bounded."""
    last, due = NOW, NOW + DAY
    waits = []
    for _ in range(12):
        now = due
        last, due = now, revisit_policy.after_silence(URL, now, last, due)
        waits.append(due - last)
    assert waits[0] < waits[2] < waits[4]
    assert waits[-1] <= 1.25 * RARELY
    assert revisit_policy.after_silence(URL, NOW, NOW, NOW) - NOW >= 0.75 * DAY


def test_pages_of_one_night_fall_due_in_many() -> None:
    """The moments of a thousand addresses spread over half the interval."""
    moments = {revisit_policy.after_change(f"{URL}/{n}", NOW).date() for n in range(1000)}
    assert len(moments) >= 15


def test_failures_are_tried_again_later_and_later() -> None:
    """An hour, six, a day … and at most a week."""
    waits = [revisit_policy.after_failure(NOW, attempts) - NOW for attempts in (0, 1, 2, 3, 9)]
    assert waits == [timedelta(hours=1), timedelta(hours=1), timedelta(hours=6), DAY, 7 * DAY]


@pytest.mark.parametrize(
    ("status", "attempts", "gone"),
    [(404, 2, False), (404, 3, True), (410, 1, False), (410, 2, True), (302, 4, False)],
)
def test_absence_is_believed_after_several_looks(status: int, attempts: int, gone: bool) -> None:
    """410 is believed sooner than 404; anything else needs five."""
    assert revisit_policy.is_gone(status, attempts) is gone


def test_two_looks_in_one_night_are_one() -> None:
    """Only a look on another day is a second opinion."""
    assert revisit_policy.counts_as_new_look(NOW, None)
    assert not revisit_policy.counts_as_new_look(NOW, NOW - timedelta(hours=2))
    assert revisit_policy.counts_as_new_look(NOW, NOW - DAY)
