"""How much an edit says."""

from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.archive.articles.substance import substance

TEXT = "The choir sang for 300 people. Aisulu Bekturova conducted."


def test_marks_spaces_and_capitals_say_nothing() -> None:
    """A comma, a doubled space and a sentence in capitals weigh 0."""
    assert substance(TEXT, TEXT.replace("people.", "people,").replace(" sang", "  sang")) == 0
    assert substance("The choir sang.", "the choir sang.") == 0


def test_figures_weigh_more_than_names_and_names_more_than_words() -> None:
    """One of each is exchanged: what went and what came both count."""
    word = substance(TEXT, TEXT.replace("sang", "played"))
    name = substance(TEXT, TEXT.replace("Bekturova", "Akhmetova"))
    figure = substance(TEXT, TEXT.replace("300", "400"))
    assert (word, name, figure) == (2, 6, 10)


@given(st.text(), st.text())
def test_substance_is_the_same_both_ways(old: str, new: str) -> None:
    """An edit weighs as much as its undoing, and no edit nothing."""
    assert substance(old, new) == substance(new, old) >= 0
    assert substance(old, old) == 0
