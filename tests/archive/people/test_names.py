"""Names in texts: found, compared over scripts, given in the nominative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.archive.people.names.likeness import kin, likeness
from dimash_archive.archive.people.names.name_finder import find_names
from dimash_archive.archive.people.names.name_forms import gender_of, is_patronymic, key_of, nominative
from dimash_archive.archive.people.story_people import PeopleOfArticle, read_people

# Сәуле Құрманғали in the Latin alphabets of 2017, 2018, 2019 and 2021, as passports have it, and as is popular.
LATIN = [
    "Sáýle Qurmanǵali",
    "Säule Qūrmanğali",
    "Säule Qurmanğali",
    "Saule Kurmangali",
    "Saule Kurmanghali",
    "Saule Qurmangali",
]


@pytest.mark.parametrize("name", LATIN)
def test_the_latin_spellings_of_kazakh_sound_alike(name: str) -> None:
    """Official and popular alphabets give one key, that of both Cyrillic spellings."""
    assert (
        key_of(name.split(), "en")
        == key_of(["Сәуле", "Құрманғали"], "kk")
        == key_of(["Сауле", "Курмангали"], "ru")
    )


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("kk", "Ержан Мұқанов, Ержан Мұқановтың, Ержан Мұқановқа, Ержан Мұқановпен, Мұқанов Ержан Серікұлы"),
        ("ru", "Ержан Муканов, Ержана Муканова, Ержану Муканову, Ержаном Мукановым, Муканов Ержан Серикович"),
        ("en", "Yerzhan Mukanov, Erzhan Muqanov, Yerjan Mukanov"),
    ],
)
def test_cases_order_and_patronymic_do_not_change_the_key(lang: str, forms: str) -> None:
    """All sound like the Kazakh nominative."""
    assert {key_of(form.split(), lang) for form in forms.split(", ")} == {key_of(["Ержан", "Мұқанов"], "kk")}


def test_family_names_tell_men_from_women_where_they_can() -> None:
    """A Russian ending that both have tells nothing."""
    assert [gender_of(word, "ru") for word in ("Соколов", "Соколовой", "Соколову", "Вишневская")] == [
        "m",
        "f",
        "",
        "f",
    ]
    assert [gender_of(word, "kk") for word in ("Соколовқа", "Соколованың", "Нұрғали")] == ["m", "f", ""]
    assert not is_patronymic("Ирина", "ru")
    assert is_patronymic("Ильинична", "ru")


def test_a_given_name_tells_no_gender_where_the_family_name_may_be_either_s() -> None:
    """Гульбаршин ends as men's family names do."""
    assert [person.gender for person in read_people("ru", "Пришла Гульбаршин Сабаева.", []).people] == [""]


def test_a_name_is_shown_in_the_nominative() -> None:
    """The form that was seen, or, in Russian, one made from another case."""
    assert nominative({"Сәуле Ораздың": 5, "Сәуле Ораз": 1}, "kk", "") == "Сәуле Ораз"
    assert nominative({"Дарье Соколовой": 3, "Дарья Соколова": 1}, "ru", "f") == "Дарья Соколова"
    assert nominative({"Ержана Муканова": 1}, "ru", "m") == "Ержан Муканов"


def test_titles_offices_and_brands_are_no_names() -> None:
    """What stands in marks is a work's title; an office in front is left out, and remembered."""
    text = "Дирижёр Дана Созбекова спела «Голос Ветра» на YouTube. Потом Созбекова и А. Н. Лунин ушли."
    runs = find_names(text, "ru")
    assert [(run.text, run.role) for run in runs] == [
        ("Дана Созбекова", "Дирижёр"),
        ("Созбекова", ""),
        ("А. Н. Лунин", ""),
    ]
    assert all(text[run.start : run.end] == run.text for run in runs)


def test_short_names_and_initials_go_with_the_full_one() -> None:
    """Within an article a word of a name, or its initial, stands for whoever was named last."""
    text = "Ержан Муканов и Дана Созбекова пели. Муканов устал. Е. Муканов ушёл, а Созбекова осталась."
    found = read_people("ru", text, [(0, "Созбекова")])
    assert [[span.form for span in person.spans] for person in found.people] == [
        ["full", "short", "initials"],
        ["full", "short"],
    ]
    assert found.people[1].quotes == (0,)


def _forms(lang: str, text: str) -> list[list[tuple[str, str]]]:
    return [
        [(span.name, span.form) for span in person.spans] for person in read_people(lang, text, []).people
    ]


def test_a_given_name_with_the_father_s_is_short() -> None:
    """Зоя Петровна is who is called so in full, beside another Zoya; where nobody is, it is a name of its own."""
    text = "Учитель Зоя Петровна Крылова и врач Зоя Львовна Рау спорили. Зоя Петровна победила."
    assert _forms("ru", text) == [
        [("Зоя Петровна Крылова", "full"), ("Зоя Петровна", "short")],
        [("Зоя Львовна Рау", "full")],
    ]
    assert _forms("ru", "Учила их Зоя Петровна.") == [[("Зоя Петровна", "full")]]


def test_a_part_of_a_longer_name_is_short() -> None:
    """Van Dijk is Pieter van Dijk; a father's name in -ұлы may be the family's, and is not just anybody's."""
    assert _forms("en", "Agronomist Pieter van Dijk came. Van Dijk comes twice a year.") == [
        [("Pieter van Dijk", "full"), ("Van Dijk", "short")]
    ]
    assert _forms("kk", "Сейтек Асан мен Сейтек Қобызұлы келді.") == [
        [("Сейтек Асан", "full")],
        [("Сейтек Қобызұлы", "full")],
    ]
    assert _forms(
        "kk", "Жылдың мұғалімі – Сәлима Ғабдоллақызы Оспанова. Кейін Сәлима Ғабдоллақызы сөйледі."
    ) == [[("Сәлима Ғабдоллақызы Оспанова", "full"), ("Сәлима Ғабдоллақызы", "short")]]


@pytest.mark.parametrize(
    ("lang", "text", "short"),
    [
        ("kk", "Орманға Арғын Сәт келді. Кейін Сәтке көмек берілді.", "Сәтке"),
        ("kk", "Елші Иштван Надь келді. Кеше Надьдің сөзі шықты.", "Надьдің"),
        ("ru", "Тренер вызвал Бактияра Зайна. За Зайном следят.", "Зайном"),
    ],
)
def test_a_short_name_is_known_in_any_case(lang: str, text: str, short: str) -> None:
    """However short what stands before the ending; a preposition that opens a sentence is no part of it."""
    ((_, last),) = _forms(lang, text)
    assert last == (short, "short")


def test_a_family_name_may_be_a_word() -> None:
    """Park, hall and horde are families behind a given name, and things elsewhere."""
    people = {
        person.forms and next(iter(person.forms)): person.signs.get("thing", 0)
        for lang, text in (
            ("en", "Then Matthew Park met Park Ji-hoon in Victoria Park."),
            ("ru", "Пришли Рамазан Орда и Парк Победы."),
            ("kk", "Онда Рамазан Орда мен Абай Театры бар."),
        )
        for person in read_people(lang, text, []).people
    }
    assert people == {
        "Matthew Park": 0, "Park Ji-hoon": 0, "Victoria Park": 1, "Рамазан Орда": 0, "Парк Победы": 1, "Абай Театры": 1,
    }  # fmt: skip


def test_spellings_that_differ_in_one_word_may_be_one() -> None:
    """Only where the rest is the same, and the word begins alike: brothers are not."""
    assert kin("agneszk vojsik", "agnexk vutsik")
    assert kin("istvan nak", "istvan nat")
    assert not kin("dauren samalbek", "nurlan samalbek")
    assert not kin("dalan saul", "dalan saul")


def test_no_kazakh_name_goes_on_behind_the_ending_of_a_case() -> None:
    """The role somebody plays is declined; given names that only look so are not."""
    assert _forms("kk", "Нинаны Балауса Ерік ойнады.") == [[("Балауса Ерік", "full")]]
    assert _forms("kk", "Кеше Құдайберді Сәтбай мен Нұрсұлтан Әбен келді.") == [
        [("Құдайберді Сәтбай", "full")],
        [("Нұрсұлтан Әбен", "full")],
    ]
    assert _forms("kk", "Кеше Арлан Қабылда келді. Қабылданы бәрі күтті.") == [
        [("Арлан Қабылда", "full"), ("Қабылданы", "short")]
    ]


def test_a_particle_in_cyrillic_may_be_a_conjunction() -> None:
    """Жилберту Перейра да Силва is one name, and Асан да Үсен are two."""
    assert [run.words for run in find_names("Кеше Жилберту Перейра да Силва келді.", "kk")] == [
        ("Жилберту", "Перейра", "да", "Силва")
    ]
    assert [run.words for run in find_names("Кеше Асан да Үсен де келді.", "kk")] == [
        ("Асан",),
        ("Үсен",),
    ]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Бағдарламаны Вим ван ден Берге жүргізеді.", "kk", "Вим ван ден Берге"),
        ("Помогал ей Хенк де Йонг из Лейдена.", "ru", "Хенк де Йонг"),
        ("The prize went to Mahmoud at-Tariq at last.", "en", "Mahmoud at-Tariq"),
        ("Екі алтынды сексендегі Оспан Бөкейтегі алды.", "kk", "Оспан Бөкейтегі"),
        ("Мультфильмін Ғалымбек Тәттібай салды.", "kk", "Ғалымбек Тәттібай"),
        ("Ұры Станислав Р. вокзалда ұсталды.", "kk", "Станислав Р."),
        ("There will be no queues, says head nurse Valentina Yu.", "en", "Valentina Yu"),
        ("The Italian Beatrice Guerra beat her by one hit.", "en", "Beatrice Guerra"),
        ("Итальянка Беатриче Гуэрра победила.", "ru", "Беатриче Гуэрра"),
    ],
)
def test_a_name_is_whole(text: str, lang: str, name: str) -> None:
    """Particles one after the other, Arabic articles, names that begin like a trade or end like a place's case."""
    assert name in [form for spans in _forms(lang, text) for form, _ in spans]


@pytest.mark.parametrize("mark", ["(", "[", "*", "\\", "+", "?"])
def test_a_sign_behind_a_single_letter_is_no_pattern(mark: str) -> None:
    """Prose has any sign between a first word of one letter and the next."""
    runs = find_names(f"И {mark}Анна Белова) пришла. И {mark}Анна] пела.", "ru")
    assert ("Анна", "Белова") in [run.words for run in runs]


def test_a_father_s_name_is_known_in_kazakh_cases() -> None:
    """Russian patronymics take Kazakh endings."""
    assert all(
        is_patronymic(word, "kk") for word in ("Рудольфовичке", "Петровнаның", "Ильиничнаға", "Андреевичпен")
    )
    assert not any(is_patronymic(word, "kk") for word in ("Ковальчукке", "Қалдыбайдың"))


@pytest.mark.parametrize(
    ("text", "lang", "role"),
    [
        ("Оны кинотанушы Гүлжаухар Есқожа айтты.", "kk", "кинотанушы"),
        ("Об этом сказала киновед Анна Рау.", "ru", "киновед"),
        ("He asked ethnologist Anna Rau.", "en", "ethnologist"),
        ("Об этом сказал вечером Анна Рау.", "ru", ""),
    ],
)
def test_a_trade_is_known_by_its_ending(text: str, lang: str, role: str) -> None:
    """As far as it is written small: Бергер and Батист are names."""
    assert find_names(text, lang)[-1].role == role
    assert find_names("Кеше Анна Бергер келді.", "kk")[-1].words == ("Анна", "Бергер")


def test_different_people_are_not_alike() -> None:
    """A shared given name or family name is no shared person; another spelling of both is."""
    assert likeness("dalan saul", "daulpas saul") == likeness("dauren samalbek", "nurlan samalbek") == 0
    assert likeness("djon smit", "jon smit") > 0.8
    assert likeness("henri valkur", "anri valkur") > 0.8


@given(
    st.text(alphabet=st.sampled_from("АаБбИҚқЯя ([*\\.«»“”'’-Zz\n,"), max_size=60),
    st.sampled_from(["kk", "ru", "en", "de"]),
)
def test_any_text_can_be_read(text: str, lang: str) -> None:
    """Nothing raises, places are right, and what is kept as JSON comes back as it was."""
    found = read_people(lang, text, [(0, text)])
    assert PeopleOfArticle.from_json(found.to_json()) == found
    for person in found.people:
        assert all(0 <= span.start < span.end <= len(text) for span in person.spans)
