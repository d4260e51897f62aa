"""A page read by what its job says of it."""

from dataclasses import replace
from datetime import UTC, datetime

from dimash_archive.site import Edition, Site
from dimash_archive.workers.protocol import PageExtractor, PageJob

FETCHED = datetime(2024, 5, 10, 12, tzinfo=UTC)
PAGE = """<html lang=en><head><meta property="article:published_time" content="2031-01-01T00:00:00Z"></head><body>
<h1>The Choir Came Home in May</h1><time datetime="2024-05-06T09:00:00Z">6 May 2024</time>
<p>The children's choir of the town came home on Monday with a silver cup, and was met by half of the street with flowers.</p>
<p>Its leader said that the songs had been learned in a cold hall through the whole of the winter, and that it was worth it.</p>
</body></html>"""
JOB = PageJob(1, "https://steppe.invalid/choir/", PAGE.encode(), "utf-8", "en", extract=True)


def published(job: PageJob) -> datetime | None:
    """When the article on a job's page is said to be published."""
    site = Site("steppe", (Edition("en", "https://steppe.invalid/"),))
    article = PageExtractor(site).read(job).article
    assert article is not None
    return article.published


def test_a_date_after_the_moment_of_capture_is_not_believed() -> None:
    """What a page dates years ahead was not published then: the next best date is taken."""
    assert published(replace(JOB, fetched_at=FETCHED)) == datetime(2024, 5, 6, 9, tzinfo=UTC)


def test_without_a_moment_of_capture_every_date_is_possible() -> None:
    """Nothing is refused where it is not known when the page was fetched, or where that was later."""
    later = datetime(2031, 1, 2, tzinfo=UTC)
    assert published(JOB) == published(replace(JOB, fetched_at=later))
