"""Names as other languages spell and read them."""

from itertools import product

import pytest

from dimash_archive.archive.people.names.likeness import likeness
from dimash_archive.archive.people.names.name_finder import find_names
from dimash_archive.archive.people.names.name_forms import key_of
from dimash_archive.archive.people.names.name_readings import readings
from dimash_archive.archive.people.pairing import pair_people
from dimash_archive.archive.people.story_people import EditionText, read_story


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Майкл Райт", "Michael Wright"),
        ("Джордж Хьюстон", "George Houston"),
        ("Гийом Бушар", "Guillaume Bouchard"),
        ("Анри-Жорж Клузо", "Henri-Georges Clouzot"),
        ("Йоахим Шрёдер", "Joachim Schröder"),
        ("Джузеппе Кьярини", "Giuseppe Chiarini"),
        ("Хосе Игнасио Рохас", "José Ignacio Rojas"),
        ("Жуан Магальяйнш", "João Magalhães"),
        ("Малгожата Щепаняк", "Małgorzata Szczepaniak"),
        ("Иржи Дворжак", "Jiří Dvořák"),
        ("Дьёрдь Киш", "György Kis"),
        ("Джем Кылыч", "Cem Kılıç"),
        ("Йенс Кьер", "Jens Kjær"),
        ("Цзя Чжанкэ", "Jia Zhangke"),
        ("Чхве Мин Сик", "Choi Min-sik"),
        ("Дзюнъити Фудзита", "Junichi Fujita"),
        ("Нгуен Тхань Чунг", "Nguyen Thanh Trung"),
    ],
)
def test_a_foreign_name_is_read_by_the_rules_of_its_language(cyrillic: str, latin: str) -> None:
    """One of the readings sounds as the Russian transcription does, or differs in vowels and hisses alone."""
    pairs = product(readings(cyrillic, "ru"), readings(latin, "en"))
    assert max(likeness(one, other) for one, other in pairs) >= 0.78


def test_a_kazakh_name_keeps_what_looks_like_an_ending() -> None:
    """Only the last word of a name takes an ending; a name may end like one, and begin as its Turkic kin do not."""
    assert key_of(["Ғабиден", "Мұстафинге"], "kk") == key_of(["Габиден", "Мустафин"], "ru")
    assert key_of(["Қуан", "Сүлеймен"], "ru") in readings("Қуан Сүлеймен", "kk")
    junis = key_of(["Юнус", "Сакиев"], "ru")
    assert max(likeness(junis, each) for each in readings("Жүніс Сақиев", "kk")) >= 0.9


def test_who_is_left_in_both_editions_is_joined_by_reading() -> None:
    """Two guests whose names sound otherwise in English than they are spelled: each goes with their own."""
    texts = [
        EditionText("ru", "", "Фестиваль открыли Гийом Бушар и Цюй Жун."),
        EditionText("en", "", "The festival was opened by Guillaume Bouchard and Qu Rong."),
    ]
    one, other = read_story(texts)
    pairs = {(pair.one[1], pair.other[1]) for pair in pair_people(one.people, other.people)}
    assert pairs == {
        (key_of(["Гийом", "Бушар"], "ru"), key_of(["Guillaume", "Bouchard"], "en")),
        (key_of(["Цюй", "Жун"], "ru"), key_of(["Qu", "Rong"], "en")),
    }


def test_a_letter_may_be_a_word_of_a_name() -> None:
    """У Цзиньхуа and Ли Ён Э are whole names; what a sentence begins with is a preposition."""
    assert [run.words for run in find_names("Приз вручили У Цзиньхуа и Ли Ён Э сразу.", "ru")][1:] == [
        ("У", "Цзиньхуа"),
        ("Ли", "Ён", "Э"),
    ]
    assert [run.words for run in find_names("У Цзиньхуа три приза.", "ru")] == [("Цзиньхуа",)]
