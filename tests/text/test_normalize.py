"""Folding: what is equal to a reader must be equal to a comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.text.normalize import fold, nfc, visible


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


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("per&shy;suad\u00ading", "persuading"),
        ("a&#8203;b&#x200B;c\u2060d\ufeff", "abcd"),
        ("wh\u2060e\u200dat", "wheat"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می&zwnj;خواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("\x1b[31mred\x1b[0m \x1b]0;TITLE\x07x", "red x"),
        ("a\x0bb\x85c\x9b", "a b c"),
        ("&amp;&#160;&#82030;&#x1F600;", "&amp;&#160;&#82030;&#x1F600;"),
    ],
)
def test_what_readers_do_not_see_goes(written: str, seen: str) -> None:
    """Soft hyphens, signs of no width and controls, raw or named; joiners stay where a script needs them."""
    assert visible(written) == seen


def test_entities_of_what_is_unseen_go_in_any_case() -> None:
    """Named and numbered, capitals or not; other entities stay for the parser."""
    assert visible("a&shy;b&#X200B;c&#x200b;d&ZeroWidthSpace;e&amp;f&AMP;g") == "abcde&amp;f&AMP;g"
