"""What the site's own lists say of a post completes what was read from its page."""

import pytest

from dimash_archive.archive import listings
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
