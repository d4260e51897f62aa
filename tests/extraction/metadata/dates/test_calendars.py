"""Dates in other figures, calendars, zones and forms than the common ones."""

from datetime import UTC, datetime

import pytest
from facts_pages import H1, TEXT, read

from dimash_archive.extraction.metadata.dates.written_dates import parse_date

MAY_10 = datetime(2024, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "١٠ مايو ٢٠٢٤", "۱۴۰۳/۰۲/۲۱", "۲۱ اردیبهشت ۱۴۰۳", "१० मई २०२४", "১০ মে ২০২৪", "10 พฤษภาคม 2567", "10 พ.ค. 2567",
        "令和6年5月10日", "民國113年5月10日", "R6.5.10", "20240510", "10 мамыр 2024", "10 мам. 2024", "2024 jylǵy 10 mamyr",
    ],
)  # fmt: skip
def test_the_same_day_in_other_figures_and_calendars(raw: str) -> None:
    """Arabic, Persian, Hindi and Bengali figures; Buddhist, Persian, Japanese, Taiwanese years; Kazakh in both scripts."""
    assert parse_date(raw) == MAY_10


@pytest.mark.parametrize(
    ("raw", "month"), [("5 қырк. 2024", 9), ("5 желт. 2024", 12), ("5 qyrkúıek 2024", 9)]
)
def test_short_kazakh_months(raw: str, month: int) -> None:
    """Four letters are as good as three."""
    assert parse_date(raw) == datetime(2024, month, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "offset"),
    [
        ("10 May 2024, 9:40 p.m. (GMT+5)", "+0500"),
        ("10 мая 2024, 21:40 (МСК)", "+0300"),
        ("10 мая 2024 года, 21:40 (UTC+06:00)", "+0600"),
        ("2024-05-10 21:40:00 +0500 +0500", "+0500"),
        ("10 May 2024 21:40 UTC-3", "-0300"),
    ],
)
def test_the_zone_beside_a_time(raw: str, offset: str) -> None:
    """In brackets, with one figure, by name, or twice."""
    moment = parse_date(raw)
    assert moment is not None
    assert f"{moment:%H:%M %z}" == f"21:40 {offset}"


def test_seconds_since_1970_are_a_moment() -> None:
    """As attributes for scripts have them, also in thousandths."""
    assert parse_date("1715290800") == parse_date("1715290800000") == datetime(2024, 5, 9, 21, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        "<p><time title='May 10, 2024 12:00'>yesterday</time></p>",
        "<p><span title='2024-05-10'>9 hours</span></p>",
        "<p><abbr class=published title='2024-05-10'>Friday</abbr></p>",
        "<div class=event>Festival starts 14 July 2031</div><time>10 May 2024</time>",
        "<figure><figcaption>Seen on 1 May 2019</figcaption></figure><p>10 May 2024</p>",
        "<blockquote class=twitter-tweet><p>1 May 2019</p></blockquote><p>10 May 2024</p>",
    ],
)
def test_the_articles_own_date_counts(header: str) -> None:
    """An attribute says the day; dates of events, captions and embedded posts are others'."""
    published = read(f"{H1}{header}{TEXT}").published
    assert published is not None
    assert published.date() == MAY_10.date()


def test_the_footer_counts_more_than_what_the_text_tells() -> None:
    """Some themes put the date behind the text."""
    body = f"{H1}<h2>May 5, 2022</h2>{TEXT}<footer><time datetime=2024-05-10>10 May</time></footer>"
    assert read(f"<article>{body}</article>").published == MAY_10
