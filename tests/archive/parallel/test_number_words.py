"""Numbers in words."""

import pytest

from dimash_archive.archive.parallel.number_words import number_words


@pytest.mark.parametrize(
    ("lang", "text", "values"),
    [
        ("en", "two hundred and five people in forty-two houses and two barns", [205, 42, 2]),
        ("en", "a hundred thousand and not 100 thousand", [100_000, 100_000]),
        (
            "ru",
            "двухсот пяти домов и сорок два сарая на сто тысяч и не 100 тысяч",
            [205, 42, 100_000, 100_000],
        ),
        ("kk", "екі жүз бес адам қырық екі үйде жүз мың", [205, 42, 100_000]),
        ("en", "7 houses and one barn", []),
        ("de", "zwei", []),
    ],
)
def test_numbers_in_words_have_values(lang: str, text: str, values: list[int]) -> None:
    """Tens and units, hundreds and thousands make one number; figures alone and the word one make none here."""
    assert list(number_words(text.replace("-", " ").split(), lang)) == values
