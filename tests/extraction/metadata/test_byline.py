"""Bylines: the names in a line, and what is no name."""

import pytest

from dimash_archive.extraction.metadata.byline import clean, in_line, is_label, is_name, is_nobody, is_person


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Aigerim Omarova", "Aigerim Omarova"),
        ("by: Aigerim Omarova, Dec 17, 2025", "Aigerim Omarova"),
        ("Written by Aigerim Omarova | 5 May 2024", "Aigerim Omarova"),
        ("Posted on May 5, 2024 by Aigerim Omarova in Culture", "Aigerim Omarova"),
        ("5 May 2024, 3:07 pm By Aigerim Omarova", "Aigerim Omarova"),
        ("ByAigerim OmarovaUpdated onMay 5, 2024", "Aigerim Omarova"),
        ("By Aigerim OmarovaIn Culture", "Aigerim Omarova"),
        ("By Aigerim Omarova May 5, 2024", "Aigerim Omarova"),
        ("By Aigerim Omarova, Senior Editor", "Aigerim Omarova"),
        ("By Aigerim Omarova and Dana Serik", "Aigerim Omarova, Dana Serik"),
        ("By Aigerim Omarova, Dana Serik & Erik Sand", "Aigerim Omarova, Dana Serik, Erik Sand"),
        ("Authors: Aigerim Omarova, Dana Serik, teachers", "Aigerim Omarova, Dana Serik"),
        ("Авторы: Айгерим Омарова, Дана Серик", "Айгерим Омарова, Дана Серик"),
        ("Автор: Айгерим Омарова", "Айгерим Омарова"),
        ("Автор текста — Айгерим Омарова", "Айгерим Омарова"),
        ("Текст: Айгерим Омарова", "Айгерим Омарова"),
        ("Материал подготовила Айгерим Омарова", "Айгерим Омарова"),
        ("Мәтін: Әйгерім Омарова", "Әйгерім Омарова"),
        ("Авторы: Әйгерім Омарова", "Әйгерім Омарова"),
        ("Әзірлеген: Әйгерім Омарова", "Әйгерім Омарова"),
        ("Culture | By Ludwig van der Berg", "Ludwig van der Berg"),
        ("by steppe | May 5, 2024", "steppe"),
        ("By The Steppe Team", "The Steppe Team"),
        ("By The Steppe Times editors", "The Steppe Times editors"),
        ("This post was written by Aigerim Omarova, Head of Music and Community Choirs", "Aigerim Omarova"),
        ("Author Aigerim Omarova", "Aigerim Omarova"),
        ("Автори: Олена Сич та Іван Мороз", "Олена Сич, Іван Мороз"),
        ("Авторка статті: Олена Сич", "Олена Сич"),
        ("Von Wiebke Sandmann und Jörn Petersen", "Wiebke Sandmann, Jörn Petersen"),
        ("Por Rui Costa e Silva", "Rui Costa e Silva"),
    ],
)
def test_a_byline_gives_its_names(line: str, expected: str) -> None:
    """In three languages, several joined by commas, without roles, dates and sections."""
    assert in_line(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The song was written by Aigerim Omarova",
        "Photo by Aigerim Omarova",
        "Reviewed by Aigerim Omarova",
        "Step-by-Step Guide",
        "By the river",
        "By 5 May",
        "By",
        "By admin",
        "By steppe_admin2",
        "By Editor and Aigerim",
        "Author Spotlight",
        "Learn more - by singing",
        "The author lives in Almaty",
        "Контекст важен",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    """Prose, photographers, roles, accounts with figures, and labels without a name."""
    assert in_line(line) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" By Aigerim Omarova ", "Aigerim Omarova"),
        ("Aigerim &amp; Dana", "Aigerim & Dana"),
        ('"Aigerim Omarova"', "Aigerim Omarova"),
        ("Автор: Айгерим Омарова", "Айгерим Омарова"),
        ("Dana Serik, PhD", "Dana Serik, PhD"),
        ("admin", None),
        ("NOC Admin", None),
        ("steppe_admin", None),
        ("redaktor2", None),
        ("a@b.example", None),
        ("https://facebook.com/x", None),
        ("steppe.com", None),
        ("<b>", None),
        ("page.head.author_name", None),
        ("***", None),
        ("", None),
        ("by", None),
        ("Written By", None),
        ("A long sentence. And one more about the author.", None),
        ("x" * 200, None),
    ],
)
def test_a_name_is_cleaned_or_refused(raw: str, expected: str | None) -> None:
    """Labels and marks come off; addresses, roles and accounts are no names."""
    assert clean(raw) == expected


def test_shapes_of_names() -> None:
    """Words in capitals, few of them; particles and initials are allowed."""
    assert all(map(is_name, ("Dana", "Ludwig van Berg", "J. Serik", "Tom O’Neill", "Aigerim & Dana")))
    assert not any(
        map(
            is_name, ("", "the river", "Dana 2", "What Now?", "A B C D E F G", "Dana " + "x" * 60, "van Berg")
        )
    )
    assert is_nobody("Editorial Team")
    assert not is_nobody("Dana Serik")
    assert is_person("Dana Serik")
    assert not is_person("Steppe News")


def test_a_label_alone() -> None:
    """A line that only announces the name."""
    assert all(map(is_label, ("By", "Written by:", "Автор:", "by ")))
    assert not any(map(is_label, ("By Dana", "", "A line that is much too long to be a label by")))
