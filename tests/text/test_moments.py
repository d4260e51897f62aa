"""One form of moments."""

from datetime import UTC, datetime, timedelta, timezone

from dimash_archive.text.moments import feed_moment, moment_text, read_moment

MOMENT = datetime(2024, 6, 14, 10, 30, 5, 123456, tzinfo=timezone(timedelta(hours=5)))


def test_moments_are_texts_in_whole_seconds() -> None:
    """UTC, `Z`, no fraction: so they sort; a naive moment is UTC."""
    assert moment_text(MOMENT) == "2024-06-14T05:30:05Z"
    assert moment_text(datetime(2024, 6, 14)) == "2024-06-14T00:00:00Z"
    assert read_moment(moment_text(MOMENT)) == MOMENT.replace(microsecond=0)


def test_moments_of_feeds_come_in_two_forms() -> None:
    """W3C dates, whole or not, and those of e-mail; anything else is none."""
    assert feed_moment("2024-06") == datetime(2024, 6, 1, tzinfo=UTC)
    assert feed_moment("Fri, 14 Jun 2024 10:30:00 +0500") == datetime(2024, 6, 14, 5, 30, tzinfo=UTC)
    assert feed_moment("soon") is None


def test_a_date_beyond_all_clocks_is_none() -> None:
    """Figures longer than any number of hours are no date, in whatever form."""
    assert feed_moment(f"Fri, 14 Jun 2024 {'1' * 40}:00:00 GMT") is None
