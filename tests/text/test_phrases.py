"""The words sites use for their own parts."""

import pytest

from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import ALSO, HOME, LATEST, NOTICE, credit_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cr: qonyr_samal", "qonyr_samal"),
        ("Photo by: A. Name", "A. Name"),
        ("Фото: Дана Сөзбекова", "Дана Сөзбекова"),
        ("Сурет: Тас жаңғырығы", "Тас жаңғырығы"),
        ("© Name", None),
        ("Photo:", None),
        ("Photo: the choir sang until the rain stopped.", None),
        ("Photo: " + "x" * 81, None),
        ("The photo: a choir", None),
        ("", None),
    ],
)
def test_a_credit_is_a_mark_and_a_name(line: str, expected: str | None) -> None:
    """A sentence, a long text or a bare mark is no credit."""
    assert credit_of(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Read also: A choir",
        "ЧИТАЙТЕ ТАКЖЕ — Хор",
        "Тағы оқыңыз: Хор",
        "Ещё по теме: хор",
        "See also – it",
    ],
)
def test_pointers_at_other_articles(line: str) -> None:
    """A pointer has its mark; the same words in a sentence are text."""
    assert ALSO.match(line)
    assert not ALSO.match(line.replace(":", "").replace("—", "").replace("–", ""))


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "— РЕКЛАМА —",
        "Жарнама",
        "Подпишитесь на наш канал",
        "Біздің арнаға жазылыңыз",
    ],
)
def test_notices_are_whole_lines(line: str) -> None:
    """An advertisement's mark or a call to subscribe; not a sentence that goes on."""
    assert NOTICE.match(line)
    assert not NOTICE.match(f"{line} дирижёр сказал. И ушёл.")


def test_words_are_folded() -> None:
    """They are compared with folded lines, so they must be folded themselves."""
    assert {fold(word) for word in HOME | LATEST} == HOME | LATEST
