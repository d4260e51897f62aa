"""Folding: what is equal to a reader must be equal to a comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.text.normalize import fold, nfc


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ёлка", "елка"),
        ("ҚАЗАҚСТАН", "қазақстан"),
        ("“Қоңыр самал”", '"қоңыр самал"'),
        ("«Эхо»", '"эхо"'),
        ("the choir’s", "the choir's"),
        ("a `b`", "a 'b'"),
        ("2019–2020 — конец…", "2019-2020 - конец..."),
        ("за\u0301мок", "замок"),
        ("пере\u00adнос", "перенос"),
        ("a\u00a0b", "a b"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold_levels_what_a_reader_takes_for_equal(typed: str, expected: str) -> None:
    """Case, ё, stress, quotation marks, dashes and odd spaces make no difference."""
    assert fold(typed) == expected


def test_nfc_joins_letters_typed_in_two_parts() -> None:
    """Й typed as И and a breve is one letter; plain ASCII is returned as it is."""
    assert nfc(unicodedata.normalize("NFD", "Йод")) == "Йод"
    assert nfc("choir") == "choir"


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x04FF)))
def test_fold_is_idempotent(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="абвйёқңәіАЙЁҚ -"))
def test_fold_does_not_depend_on_the_form_of_unicode(text: str) -> None:
    """Composed and decomposed input fold to the same."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
