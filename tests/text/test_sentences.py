"""Parting texts into sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.text.sentences import sentences


def parted(text: str, lang: str) -> list[str]:
    """The sentences as strings."""
    return [text[each.start : each.end] for each in sentences(text, lang)]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("kk", ["2024 ж. 15 маусымда А. Күйтемірова келді.", "«Ән айтайық!", "Бәріміз», – деді ол.", "Т.б. ауылдар да бар."]),
        ("ru", ["Приехала А. Н. Куйтемирова.", "«Давайте петь!", "Все», — сказала она.", "— Правда? — спросил он."]),
        ("en", ["Dr. A. B. Smith came at 5:30 p.m. on Friday.", "“Let us sing!", "All of us,” she said.", "It cost $3.5 million."]),
    ],
)  # fmt: skip
def test_sentences_are_parted_alike_in_all_languages(lang: str, expected: list[str]) -> None:
    """Abbreviations, initials and hours end none; a speech is parted inside its marks, its narrator stays with it."""
    assert parted(" ".join(expected), lang) == expected


def test_a_sentence_may_begin_with_a_figure() -> None:
    """A figure behind a whole word begins one, behind an abbreviation it does not."""
    assert parted("Біз күн сайын келеміз. 9 ән айтамыз.", "kk") == ["Біз күн сайын келеміз.", "9 ән айтамыз."]
    assert parted("Стр. 5 пуста.", "ru") == ["Стр. 5 пуста."]


@given(
    st.text(alphabet=st.sampled_from("аБ.!?»«”“\"' \n—9қЯz(),:"), max_size=80),
    st.sampled_from(["kk", "ru", "en", "und"]),
)
def test_no_text_is_lost_or_doubled(text: str, lang: str) -> None:
    """Sentences come in order, none overlaps another, and outside them stands only white space."""
    found = list(sentences(text, lang))
    ends = [0, *(each.end for each in found)]
    gaps = [text[end : each.start] for end, each in zip(ends, found, strict=False)] + [text[ends[-1] :]]
    assert not "".join(gaps).strip()
    assert all(text[each.start : each.end].strip() for each in found)
