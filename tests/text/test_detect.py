"""Which language a text is in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.text.detect import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Бүгін Тасқоңырда ән айтылды, қала қуанды.", "kk"),
        ("Ол кітабін іздеді", "kk"),
        ("Сегодня в Тасконыре пели до утра, и город радовался.", "ru"),
        ("Хор «Қоңыр» спел в городе. " + "Все, кто пришёл на площадь, радовались до самого вечера. " * 2, "ru"),
        ("The choir sang in the town and it was good.", "en"),
        ("The choir Қоңыр sang to the town for the first time", "en"),
        ("Сьогодні у місті співали її пісні, і ґанок слухав.", "uk"),
        ("Сёння ў горадзе спявалі, і людзі слухалі.", "be"),
        ("Сегодня є и ї стояли в заглавии, є и ї.", "uk"),
        ("Ђак је јуче певао песму у љубави.", "sr"),
        ("Der Chor sang gestern in der Stadt ein schönes Lied, und alle hörten zu.", "de"),
        ("Хор choir хор ансамбль", "ru"),
        ("", "und"),
        ("2024 — 15:30, 100 %!", "und"),
    ],
)  # fmt: skip
def test_letters_and_small_words_tell_the_language(text: str, expected: str) -> None:
    """A text's own letters decide; quoted names and loan words do not."""
    assert detect_language(text) == expected


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    """Four thousand characters are enough."""
    assert detect_language("Сегодня пели. " * 400 + "ұқсас әңгіме " * 4000) == "ru"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_identify_always_answers(text: str) -> None:
    """Any text has a code of two or three letters, the same each time."""
    code = detect_language(text)
    assert 2 <= len(code) <= 3
    assert detect_language(text) == code
