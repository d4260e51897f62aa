"""The words sites use for their own parts."""

import pytest

from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import ALSO, APPEAL, HOME, LATEST, NOTICE, credit_of


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


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our weekly newsletter.",
        "Follow us on Instagram so that you do not miss anything.",
        "Support independent journalism: become a member today.",
        "Did you spot a mistake? Select the text and press Ctrl+Enter.",
        "Подписывайтесь на наш Telegram-канал и узнавайте новости первыми.",
        "Следите за нами в Instagram, чтобы ничего не пропустить.",
        "Поддержите независимую редакцию: оформите подписку.",
        "Нашли ошибку? Выделите текст и нажмите Ctrl+Enter.",
        "Telegram арнамызға жазылып, жаңалықты бірінші болып біліңіз.",
        "Апталық хабарламамызға жазылыңыз.",
        "Тәуелсіз редакцияны қолдаңыз: жазылушы болыңыз.",
        "Қате таптыңыз ба? Мәтінді белгілеп, Ctrl+Enter басыңыз.",
    ],
)
def test_appeals_to_the_readers_of_a_site(line: str) -> None:
    """A line that asks readers to follow or to support the site, in three languages."""
    assert APPEAL.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the river for two miles and turn left at the mill.",
        "Join the choir, the conductor told her.",
        "Follow us, the guide said. The channel is shallow here.",
        "“Follow us on Instagram,” the singer asked her guests.",
        "Subscribers to the channel rose to nine thousand.",
        "Читайте вслух, советует учитель, и дети вас услышат.",
        "Следите за руками дирижёра, просит она хор.",
        "Поддержите спину ладонями и вдохните.",
        "Ол арнаға мыңнан астам адам жазылды.",
        "Үйірмеге жазылыңыз, дейді мұғалім.",
    ],
)
def test_what_only_resembles_an_appeal(line: str) -> None:
    """Advice, speech and news with the same words ask nobody to follow the site."""
    assert APPEAL.match(line) is None
