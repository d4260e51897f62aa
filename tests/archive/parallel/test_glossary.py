"""The commonest words of news."""

import pytest

from dimash_archive.archive.parallel.glossary import ideas


@pytest.mark.parametrize(
    ("kk", "ru", "en"),
    [
        ("мектептерге", "школами", "Schools"),
        ("күзде", "осенью", "autumn"),
        ("Дәрігерлердің", "врачам", "doctors"),
        ("су", "водой", "water"),
    ],
)
def test_words_of_one_idea_share_it(kk: str, ru: str, en: str) -> None:
    """Whatever its ending, a word stands for what its translations stand for."""
    assert ideas(kk, "kk") & ideas(ru, "ru") & ideas(en, "en")


def test_other_words_stand_for_nothing() -> None:
    """Names, rare words, short words that only begin alike, and languages that the list lacks."""
    assert not ideas("Айсәуле", "kk")
    assert not ideas("carpal", "en")
    assert not ideas("школа", "fr")
