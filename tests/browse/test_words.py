"""What the pages say: words that readers found wrong once, each with what they are told instead."""

import re
from pathlib import Path

import pytest
from browse_pages import read

from dimash_archive.browse.interface_words import words

TABLE = [
    ("kk", "side_by_side", "Үш тілде қатар оқу"),
    ("kk", "quotes", "Дәйексөздер"),
    ("kk", "lengths", "Дәйексөз ұзындығы, таңба"),
    ("kk", "charts", "Диаграммалар"),
    ("kk", "older", "Ертерек"),
    ("kk", "runs", "Жинау тарихы"),
    ("kk", "about", "Мұрағат туралы"),
    ("ru", "side_by_side", "Читать на трёх языках рядом"),
    ("ru", "as_captured", "Открыть сохранённую страницу"),
    ("ru", "only_version", "Версия только одна."),
    ("ru", "who", "Кого и как часто цитируют"),
    ("ru", "about", "Об архиве"),
    ("en", "asked", "Requests"),
    ("en", "linked_hreflang", "Linked by the site itself."),
]


@pytest.mark.parametrize(("lang", "key", "text"), TABLE)
def test_each_word_is_one_a_native_reader_uses(lang: str, key: str, text: str) -> None:
    """Row by row of what readers at home in the languages objected to."""
    assert words(lang)[key] == text


def test_filters_are_removed_and_word_forms_promised_in_plain_words() -> None:
    """The two rows that are parts of longer sentences."""
    assert "remove filters" in words("en")["nothing_hint"]
    assert words("kk")["query_hint"].startswith("Сөздің басқа формалары да табылады.")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_no_language_speaks_another(lang: str) -> None:
    """Kazakh and Russian words are in Cyrillic but for names of formats; English ones are not; no two dots, no double blank."""
    names = r"REST|API|WARC|GOST|APA|BibTeX|RIS|CSL|JSON|SQL|SHA|Atom|OR|robots\.txt|\{\w+\}"
    for key, text in words(lang).items():
        bare = re.sub(names, "", text)
        assert not re.search(r"[а-яё]" if lang == "en" else r"[A-Za-z]", bare, re.IGNORECASE), key
        assert "  " not in text and ".." not in text, key


def test_sections_of_a_facet_stand_by_their_language(database: Path) -> None:
    """Those of one edition together under its name, that of the interface first."""
    text = read(database, "/search?q=хор", accept_language="ru").text
    facet = text.partition("<summary>Раздел</summary>")[2].partition("</details>")[0]
    assert "<li" in facet
    editions = re.findall(r'<li lang="(\w+)"', facet)
    assert editions == sorted(editions, key=lambda edition: (edition != "ru", edition))


def test_stories_are_shown_in_the_readers_language(database: Path) -> None:
    """Each by its article in the language of the interface, where there is one."""
    assert "Хор спел на площади</a></h2>" in read(database, "/stories", accept_language="ru").text
    assert "Хор алаңда ән салды</a></h2>" in read(database, "/stories", accept_language="kk").text
