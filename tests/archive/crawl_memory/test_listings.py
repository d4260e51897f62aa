"""What the site's own lists say of a post completes what was read from its page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dimash_archive.archive.crawl_memory import listings
from dimash_archive.records import Article, Listing


def article(title: str, tags: tuple[str, ...] = ()) -> Article:
    """An article of one paragraph."""
    return Article(url=None, title=title, paragraphs=("The mill turns again.",), lang="en", tags=tags)


@pytest.mark.parametrize(
    ("shown", "listed", "expected"),
    [
        ("The mill turns – Valley Courier", "The mill turns", "The mill turns"),
        ("Valley Courier | The mill turns", "The mill turns", "The mill turns"),
        ("Valley Courier | The 36 bells", "Valley Courier | The 36 bells", "Valley Courier | The 36 bells"),
        ("The mill turns again", "The mill turns", "The mill turns again"),
        ("The mill: how it turns", "Something else", "The mill: how it turns"),
        ("", "The mill turns", "The mill turns"),
        ("The mill turns", None, "The mill turns"),
    ],
)
@pytest.mark.parametrize("source", ["wordpress", "feed"])
def test_the_list_knows_a_headline_from_the_name_of_its_site(
    shown: str, listed: str | None, expected: str, source: str
) -> None:
    """What a page's title adds is left out; otherwise the headline is the one that readers see."""
    listing = Listing("wordpress" if source == "wordpress" else "feed", title=listed)
    assert listings.complete(article(shown), listing).title == expected


def test_a_feed_gives_tags_to_a_page_without() -> None:
    """The page's own tags stand before those of a feed; the REST API's before both."""
    feed = Listing("feed", tags=("River",))
    assert listings.complete(article("A mill"), feed).tags == ("River",)
    assert listings.complete(article("A mill", ("Steppe",)), feed).tags == ("Steppe",)
    assert listings.complete(article("A mill", ("Steppe",)), Listing("wordpress", tags=())).tags == ()


def test_a_headline_that_names_the_site_is_whole() -> None:
    """What was taken for the site's name belongs to the headline where the REST API has it; a feed may have added it."""
    listed = "Valley Courier | The 36 bells"
    for shown in ("The 36 bells", listed):
        assert listings.complete(article(shown), Listing("wordpress", title=listed)).title == listed
    assert listings.complete(article("The 36 bells"), Listing("feed", title=listed)).title == "The 36 bells"


def test_a_feed_dates_the_change_of_a_page_that_does_not() -> None:
    """The page's own date stands before that of a feed."""
    early, late = datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)
    listing = Listing("feed", modified=late)
    assert listings.complete(article("A mill"), listing).modified == late
    assert listings.complete(replace(article("A mill"), modified=early), listing).modified == early
