"""Lines in which a site asks its readers for something."""

import pytest

from dimash_archive.text import appeals


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
        "Enjoyed this article? Buy us a coffee.",
        "Get our best stories in your inbox every Friday: subscribe now.",
        "Скачайте наше приложение для Android и iOS.",
        "Заметили опечатку? Сообщите нам по адресу внизу страницы.",
        "Бізді WhatsApp-тан оқыңыз — жарнамасыз, тек жаңалықтар.",
        "Мақала ұнады ма? Бізге кофе алып беріңіз.",
        "Апталық хабарламамызға жазылыңыз.",
        "Тәуелсіз редакцияны қолдаңыз: жазылушы болыңыз.",
        "Қате таптыңыз ба? Мәтінді белгілеп, Ctrl+Enter басыңыз.",
    ],
)
def test_appeals_to_the_readers_of_a_site(line: str) -> None:
    """A line that asks readers to follow or to support the site, in three languages."""
    assert appeals.is_appeal(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the river for two miles and turn left at the mill.",
        "Join the choir, the conductor told her.",
        "Follow us, the guide said. The channel is shallow here.",
        "“Follow us on Instagram,” the singer asked her guests.",
        "“Did you like the article? Tell us,” the editor wrote.",
        "Find more agencies in the US and the rest of the world",
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
    assert not appeals.is_appeal(line)
