"""When an article was on the site, by what its address answered."""

from datetime import UTC, datetime, timedelta

from dimash_archive.backfill.presence import Absence, Answered, absences

BEGIN = datetime(2019, 5, 31, 10, tzinfo=UTC)


def answers(*statuses: int, hours: int = 24) -> list[Answered]:
    """One answer after another, so many hours apart."""
    return [Answered(BEGIN + n * timedelta(hours=hours), status) for n, status in enumerate(statuses)]


def test_gone_is_believed_after_days_and_ends_when_it_is_back() -> None:
    """Three days of 404, or two of 410; 200 ends it."""
    day = timedelta(days=1)
    assert absences(answers(200, 404, 404, 200)) == ()
    assert absences(answers(200, 404, 404, 404)) == (Absence(BEGIN + 3 * day, None),)
    assert absences(answers(200, 410, 410, 410, 200)) == (Absence(BEGIN + 2 * day, BEGIN + 4 * day),)


def test_many_looks_on_one_day_are_one() -> None:
    """An hour later says nothing new."""
    assert absences(answers(200, 404, 404, 404, 404, hours=1)) == ()


def test_the_order_in_which_answers_are_given_does_not_matter() -> None:
    """They are put in the order of time."""
    told = answers(200, 404, 404, 404, 200, 410, 410)
    assert absences(reversed(told)) == absences(told)
    assert len(absences(told)) == 2
