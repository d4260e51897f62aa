"""When a page says it was published: the head, the header, the address, each with its traps."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from facts_pages import H1, TEASERS, TEXT, URL, WHEN, article, meta, page_of, read

from dimash_archive.extraction.metadata.collect import facts
from dimash_archive.extraction.metadata.dates.written_dates import parse_date


def test_the_head_tells_when() -> None:
    """JSON-LD and metas, with the zone and the raw string kept."""
    told = article(datePublished="2024-06-14T10:30:00+05:00", dateModified="2024-06-15T10:30:00+05:00")
    for found in (
        read(f"{H1}{TEXT}{TEASERS}", "", told),
        read(f"{H1}{TEXT}", meta(article__published_time=told["datePublished"], og__updated_time=told["dateModified"])),
        read(f"{H1}{TEXT}<meta itemprop=datePublished content={told['datePublished']}>"
             f"<meta itemprop=dateModified content={told['dateModified']}>"),
    ):  # fmt: skip
        assert (found.published, found.published_raw) == (WHEN, "2024-06-14T10:30:00+05:00")
        assert (found.modified, found.modified_raw) == (WHEN + timedelta(days=1), "2024-06-15T10:30:00+05:00")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<time class='entry-date updated td-module-date' datetime=2024-06-14T10:30:00+05:00>6 hours ago</time>", WHEN),
        ("<p>By A. Writer on <time class='entry-date published' datetime=2024-06-14T10:30:00+05:00>14.6.</time>"
         "<time class=updated datetime=2025-01-01>1.1.</time></p>", WHEN),
        ("<p>14 маусым 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Last updated: 1 May 2025. Published: 14 June 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Updated on June 20, 2024</p><p>June 14, 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>Updated: <time datetime=2024-06-20>20 June</time></p><p>June 14, 2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>© 2019 Steppe, 1 May 2019</p><p>14.06.2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<time>soon</time><p>14.06.2024</p>", datetime(2024, 6, 14, tzinfo=UTC)),
        ("<p>On the 1st of May 2019 they had sung here for the first time, as their elders remember well.</p><p>14.06.2024</p>",
         datetime(2024, 6, 14, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_header_shows_when(line: str, day: datetime) -> None:
    """A `time` element or a date in words; not the day of a change, not a copyright, not a date the text tells of."""
    found = read(f"{H1}{line}{TEXT}{TEASERS}")
    assert found.published == day


def test_a_change_alone_is_the_last_resort() -> None:
    """Where a page only says when it was updated, that is its modified date, and its published one for want of a better."""
    found = read(f"{H1}<p>Жаңартылды: 14.06.2024</p>{TEXT}")
    assert found.modified == found.published == datetime(2024, 6, 14, tzinfo=UTC)


def test_a_date_before_the_headline_or_behind_the_text() -> None:
    """The nearest one; behind the text only one that stands alone or is called so."""
    day = datetime(2024, 6, 14, tzinfo=UTC)
    assert read(f"<p>1 May 2019</p><p>14 June 2024</p>{H1}{TEXT}").published == day
    assert read(f"{H1}{TEXT}<p>14 June 2024</p>").published == day
    assert read(f"{H1}{TEXT}<p>Posted on 14 June 2024</p>{TEASERS}").published == day
    assert read(f"{H1}{TEXT}{'<p>x</p>' * 20}<p>Published</p><p>14 June 2024</p>").published == day
    assert read(f"{H1}{TEXT}{TEASERS}").published is None


def test_the_address_is_the_last_evidence() -> None:
    """A dated permalink."""
    page = page_of(f"{H1}{TEXT}{TEASERS}")
    found = facts(page, "https://en.steppe.example/2024/06/14/when-the-choir-sang/", [1])
    assert (found.published, found.published_raw) == (datetime(2024, 6, 14, tzinfo=UTC), "2024/06/14")


def test_what_the_page_shows_may_know_better() -> None:
    """The same moment in the town's own zone, and a day the head knows nothing of."""
    same = "<time datetime=2024-06-14T10:30:00+05:00>14 June</time>"
    found = read(f"{H1}{same}{TEXT}", "", article(datePublished="2024-06-14T05:30:00+00:00"))
    assert found.published_raw == "2024-06-14T10:30:00+05:00"
    old = "<p>14 June 2024</p>"
    moved = article(datePublished="2025-11-20T05:30:00+00:00", dateModified="2025-11-20T05:30:00+00:00")
    assert read(f"{H1}{old}{TEXT}", "", moved).published == datetime(2024, 6, 14, tzinfo=UTC)
    changed = article(datePublished="2023-01-01", dateModified="2024-06-14")
    assert read(f"{H1}{old}{TEXT}", "", changed).published == datetime(2023, 1, 1, tzinfo=UTC)
    near = article(datePublished="2024-06-13T20:00:00Z")
    assert read(f"{H1}{old}{TEXT}", "", near).published_raw == "2024-06-13T20:00:00Z"


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("2024-06-13T20:00:00Z", 4),
        ("2024-06-13T19:30:00Z", 5),
        ("2024-06-15T00:00:00Z", -1),
        ("2024-06-15T04:13:00Z", -5),
        ("2024-06-14T12:00:00Z", 0),
        ("2024-06-13T09:59:00Z", 0),
        ("2024-06-13T20:00:00+01:00", 1),
        ("2024-06-13", 0),
    ],
)
@pytest.mark.parametrize("is_in_head", [True, False])
def test_the_day_is_the_one_that_readers_see(told: str, hours: int, is_in_head: bool) -> None:
    """A moment in UTC is put into the nearest zone that has it on the day which is shown; the moment stays.

    Not if it is too far, has a zone of its own or no time of day, nor if the page was changed on that day.
    """
    shown = "<p>14 June 2024</p>" if is_in_head else f"<time datetime={told}>14 June 2024</time>"
    moment = parse_date(told)
    assert moment is not None
    for changed, zone in (("2024-06-14T09:00:00Z", moment.utcoffset()), (told, timedelta(hours=hours))):
        head = [article(datePublished=told, dateModified=changed)] if is_in_head else []
        found = read(f"{H1}{shown}{TEXT}", "", *head).published
        assert found == moment
        assert found.utcoffset() == (zone if is_in_head else timedelta(hours=hours))


def test_a_label_outside_the_text_counts_more_than_what_the_text_tells() -> None:
    """At the end, a text may tell of its own history."""
    note = "<p>First published on 1 May 2019.</p>"
    page = page_of(f"{H1}{TEXT * 9}{note}<p>Posted on 14 June 2024</p>{TEASERS}")
    assert facts(page, URL, range(1, 11)).published == datetime(2024, 6, 14, tzinfo=UTC)
    page = page_of(f"{H1}{TEXT * 9}{note}{TEASERS}")
    assert facts(page, URL, range(1, 11)).published == datetime(2019, 5, 1, tzinfo=UTC)


def test_json_ld_may_stand_in_a_meta() -> None:
    """Some systems write what should be a script as a meta."""
    told = json.dumps(article(datePublished="2024-06-14T10:30:00+05:00")).replace('"', "&quot;")
    assert read(f"{H1}{TEXT}", f'<meta name="script:ld+json" content="{told}">').published == WHEN


def test_a_year_to_come_is_not_believed() -> None:
    """With the moment of fetching given, later years are wrong."""
    page = page_of(f"{H1}{TEXT}", meta(article__published_time="2099-01-01"))
    assert facts(page, URL, [1], datetime(2024, 1, 1, tzinfo=UTC)).published is None


@pytest.mark.parametrize(
    "name", ["w-published-date", "page:publish_time", "date-of-publication", "publication-date-utc"]
)
def test_a_meta_that_is_called_after_publication(name: str) -> None:
    """Systems have names of their own for it; a change is none of them."""
    assert read(f"{H1}{TEXT}", f'<meta name="{name}" content="2024-06-14T10:30:00+05:00">').published == WHEN
    assert read(f"{H1}{TEXT}", '<meta name="last-changed-date" content="2024-06-14">').published is None


@pytest.mark.parametrize(
    ("line", "day", "told", "path"),
    [
        ("06.09.2024", 9, "2024-06-09T10:00:00Z", "choir"),
        ("06.09.2024", 6, "2024-09-06T10:00:00Z", "choir"),
        ("03/10/2024", 3, None, "2024/october/3/choir"),
        ("03/10/2024", 10, None, "2024/03/10/choir"),
        ("13/10/2024", 13, None, "choir"),
    ],
)
def test_which_figure_is_the_day_is_settled_by_other_evidence(
    line: str, day: int, told: str | None, path: str
) -> None:
    """Day first or month first: the head or the address knows."""
    page = page_of(f"{H1}<p>{line}</p>{TEXT}", "", *([article(datePublished=told)] if told else []))
    found = facts(page, f"https://en.steppe.example/{path}/", [2])
    assert found.published is not None and found.published.day == day
