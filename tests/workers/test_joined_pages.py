"""An article on several pages is one."""

from dimash_archive.records import Article, Block, Image, Quote
from dimash_archive.workers.joined_pages import join_parts


def part(*paragraphs: str, **more: object) -> Article:
    """A page of an article."""
    return Article("https://example.org/a/", "A", paragraphs, "en", **more)  # type: ignore[arg-type]


def test_texts_are_joined_in_order_and_speech_stays_in_place() -> None:
    """Offsets of speech count in the whole body; what looks like a lead on a later page is text; a picture is there once."""
    picture, other = Image("https://example.org/1.jpg"), Image("https://example.org/2.jpg")
    first = part("One.", "Two.", images=(picture,), lead="Short.")
    body = "He said: It rains."
    second = part(body, lead="Three.", quotes=(Quote("It rains.", "He", 9, 18),), images=(picture, other))
    joined = join_parts((first, second, part("Four.")))
    assert joined.paragraphs == ("One.", "Two.", "Three.", body, "Four.")
    assert (joined.lead, joined.images) == ("Short.", (picture, other))
    (quote,) = joined.quotes
    assert joined.body[quote.start : quote.end] == "It rains."


def test_kinds_of_paragraphs_are_joined_too() -> None:
    """A page without markup has paragraphs; lists of the second page are others than those of the first."""
    first = part("One.", "Two.", blocks=(Block("paragraph"), Block("item", 1)))
    second = part("Three.", blocks=(Block("item", 1),))
    assert join_parts((first, second)).blocks == (Block("paragraph"), Block("item", 1), Block("item", 2))
    assert len(join_parts((first, part("Three.", lead="Lead."))).blocks) == 4
    assert join_parts((part("One."), part("Two."))).blocks == ()
