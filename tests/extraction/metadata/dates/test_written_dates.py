"""Dates: in figures and in the words of three languages, and nothing that only looks like one."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.extraction.metadata.dates.written_dates import of_url, parse_date, read

DAY = datetime(2024, 9, 15, tzinfo=UTC)
TOWN = timezone(timedelta(hours=5))


@pytest.mark.parametrize(
    "raw",
    [
        "2024-09-15", "2024/09/15", "2024.09.15", "15.09.2024", "15/09/2024", "15-09-2024", "2024-9-15",
        "Sept. 15, 2024", "September 15, 2024", "Sep 15 2024", "15 September 2024", "15th of September, 2024",
        "September 15th, 2024", "Sunday, 15 Sep 2024", "Posted onSeptember 15, 2024", "2024 September 15",
        "15 сентября 2024", "15 сентября 2024 года", "15 сент. 2024 г.", "Опубликовано: 15 сентября 2024",
        "2024 жылғы 15 қыркүйек", "2024 жылдың 15 қыркүйегі", "2024 ж. 15 қыркүйек", "15 қыркүйек 2024", "15-қыркүйек, 2024 жыл",
        "2024 жылғы қыркүйектің 15", "15 қыр 2024", '"2024-09-15"', "2024 жылғы 15 қыркүйекЖаңартылды",
        "15 de septiembre de 2024", "15-set-2024", "15 septembre 2024", "15. September 2024", "15 settembre 2024",
        "part 2 September 15, 2024", "the 20 readers, 2024; 15 Sept. 2024",
    ],
)  # fmt: skip
def test_a_day_in_many_forms(raw: str) -> None:
    """Figures and words, in Kazakh, Russian, English and more, also glued to their neighbours or behind what is no date."""
    found = read(raw)
    assert found is not None
    assert (found.moment, found.timed) == (DAY, False)


@pytest.mark.parametrize(
    "raw", ["Publié le 1er février 2025", "1º de febrero de 2025", "1º de fevereiro de 2025"]
)
def test_the_first_of_a_month_is_an_ordinal(raw: str) -> None:
    """French, Spanish and Portuguese write it so, and no other day."""
    assert parse_date(raw) == datetime(2025, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "raw"),
    [
        ("uk", "15 вересня 2024"), ("pl-PL", "15 września 2024"), ("tr_TR", "15 Eylül 2024"), ("el", "15 Σεπτεμβρίου 2024"),
        ("cs", "15. září 2024"), ("fi", "15. syyskuuta 2024"), ("ar", "15 سبتمبر 2024"), ("ky", "15-сентябрь, 2024"),
        ("uz", "15 sentabr 2024"), ("zh-Hans-CN", "2024年9月15日"), ("ja", "2024年09月15日(日)"), ("ko", "2024년 9월 15일"),
        (None, "2024年9月15日"),
    ],
)  # fmt: skip
def test_a_day_in_the_words_of_the_page(lang: str | None, raw: str) -> None:
    """The names of months that a language has, and years, months and days told by their signs."""
    assert parse_date(raw, lang) == DAY


def test_a_month_is_read_in_the_language_of_its_page() -> None:
    """What is October in Croatian is November in Polish, and nothing where no such language is spoken."""
    found = [parse_date("15 listopada 2024", lang) for lang in ("hr", "pl", "en", "", "xx", "no language")]
    assert [day.month if day else None for day in found] == [10, 11, None, None, None, None]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2024-09-15T10:30:00+05:00", datetime(2024, 9, 15, 10, 30, tzinfo=TOWN)),
        ("2024-09-15T10:30:00.123Z", datetime(2024, 9, 15, 10, 30, 0, 123000, tzinfo=UTC)),
        ("2024-09-15 10:30:00 +0500", datetime(2024, 9, 15, 10, 30, tzinfo=TOWN)),
        ("15.09.2024, 10:30", datetime(2024, 9, 15, 10, 30, tzinfo=UTC)),
        ("15. September 2024, 10:30 Uhr (MESZ)", datetime(2024, 9, 15, 10, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("15 сентября 2024 (обновлено 16.09.2024)", DAY),
        ("10:30, 15 сентября 2024", datetime(2024, 9, 15, 10, 30, tzinfo=UTC)),
        ("Sept. 15, 2024 at 3:07 pm EST", datetime(2024, 9, 15, 15, 7, tzinfo=timezone(timedelta(hours=-5)))),
        ("Sept. 15, 2024 12:07 a.m.", datetime(2024, 9, 15, 0, 7, tzinfo=UTC)),
        ("Sun, 15 Sep 2024 10:30:05 +0500", datetime(2024, 9, 15, 10, 30, 5, tzinfo=TOWN)),
        ("Sun, 15 Sep 2024 10:30:05 GMT-03:30", datetime(2024, 9, 15, 10, 30, 5, tzinfo=timezone(-timedelta(hours=3.5)))),
        ("15 Sep 2024 10:30 UTC", datetime(2024, 9, 15, 10, 30, tzinfo=UTC)),
        ("15 Sep 2024 10:30 +99:00", datetime(2024, 9, 15, 10, 30, tzinfo=UTC)),
        ("15 Sep 2024 29:30", DAY),
        ("2024 жылғы 15 қыркүйек, 10:30", datetime(2024, 9, 15, 10, 30, tzinfo=UTC)),
        ("15 сентября 2024 года в 10:30 МСК", datetime(2024, 9, 15, 10, 30, tzinfo=timezone(timedelta(hours=3)))),
    ],
)  # fmt: skip
def test_a_time_of_day(raw: str, expected: datetime) -> None:
    """With its zone where it is named."""
    assert parse_date(raw) == expected


@pytest.mark.parametrize(
    ("lang", "month"), [("en", 3), ("en-US", 3), ("en_us", 3), ("en-GB", 4), ("ru", 4), ("kk", 4), (None, 4)]
)
def test_which_figure_is_the_month(lang: str | None, month: int) -> None:
    """Month first in American English, day first elsewhere; dots always mean day first."""
    found = parse_date("3/4/2024", lang)
    assert found is not None
    assert found.month == month
    dotted = parse_date("3.4.2024", lang)
    assert dotted is not None
    assert dotted.month == 4


def test_a_figure_over_twelve_is_no_month() -> None:
    """9/15/2024 can only be September, whatever the language."""
    assert parse_date("9/15/2024", "ru") == DAY


@pytest.mark.parametrize(
    "raw",
    [
        "", "yesterday", "6 hours ago", "202409", "17263944", "2024", "September 2024", "15 сентября", "12/19 — 2025",
        "smart 5, 2024", "192.168.2024.1", "31.02.2024", "2024-13-45", "2024-13-45T10:00", "99 May 2024", "5 mayonnaise 2024",
        "version 1.2.2024.5", "© 2024", "1924-09-15", "15 сентября 1924", "0001-01-01T00:00:00",
    ],
)  # fmt: skip
def test_what_is_no_date(raw: str) -> None:
    """Bare figures that are no whole date, dates without a year, impossible days and years before the web are not guessed at."""
    assert parse_date(raw) is None


def test_the_zone_of_the_caller_is_taken_where_none_is_named() -> None:
    """A naive date is in the given zone, UTC by default; one with a zone keeps it."""
    assert parse_date("15.09.2024 10:30", zone=TOWN) == datetime(2024, 9, 15, 10, 30, tzinfo=TOWN)
    assert parse_date("2024-09-15T10:30", zone=TOWN) == datetime(2024, 9, 15, 10, 30, tzinfo=TOWN)
    assert parse_date("2024-09-15T10:30Z", zone=TOWN) == datetime(2024, 9, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["2031-09-15", "15 сентября 2031"])
def test_a_year_that_has_not_come_is_wrong(raw: str) -> None:
    """No day after the one on which the page was fetched, by any zone's clocks; without a moment there is no limit."""
    assert parse_date(raw, now=DAY) is None
    assert parse_date(raw, now=datetime(2031, 9, 13, tzinfo=UTC)) is None
    assert parse_date(raw, now=datetime(2031, 9, 14, 14, tzinfo=UTC)) is not None
    assert parse_date(raw) is not None


def test_the_second_date_is_taken_if_the_first_is_impossible() -> None:
    """A line may begin with a year of the story."""
    assert parse_date("31.02.1924 to 15 September 2024") == DAY


def test_the_raw_string_is_kept() -> None:
    """The date alone, or with its time the whole string."""
    found = read("Posted on 15 сентября 2024 in Culture")
    assert found is not None
    assert found.raw == "15 сентября 2024"
    timed = read("15.09.2024 10:30")
    assert timed is not None
    assert (timed.raw, timed.timed) == ("15.09.2024 10:30", True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://en.example.org/2020/05/06/slug/", "2020/05/06"),
        ("https://example.org/blog/2020-05-06-slug", "2020-05-06"),
        ("https://example.org/2020/may/06/slug", "2020/may/06"),
        ("https://example.org/2020/may/6", "2020/may/6"),
        ("https://example.org/2020/tour/06/slug", None),
        ("https://example.org/2020/05/6-songs", None),
        ("https://example.org/2020/05/slug", None),
        ("https://example.org/2020/13/06/slug", None),
        ("https://example.org/1920/05/06/slug", None),
        ("https://example.org/id-12020/05/066", None),
        ("https://example.org/", None),
    ],
)
def test_the_date_in_an_address(url: str, expected: str | None) -> None:
    """Only with year, month and day."""
    found = of_url(url)
    assert (found.raw if found else None) == expected
    if found:
        assert found.moment == datetime(2020, 5, 6, tzinfo=UTC)
        assert of_url(url, now=datetime(2018, 1, 1, tzinfo=UTC)) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9./: -]{4,30}(am|pm|Z|\+9999)?", fullmatch=True))
def test_reading_never_fails(raw: str) -> None:
    """Whatever the string, the answer is an aware moment or none."""
    found = parse_date(raw, "en")
    assert found is None or found.utcoffset() is not None
