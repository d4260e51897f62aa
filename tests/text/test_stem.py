"""Stems: the forms of one word meet, and words that differ stay apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.text import stem_kk
from dimash_archive.text.stem import stem

RUSSIAN = """
концерт концерта концерту концертом концерте концерты концертов концертам концертами концертах
песня песни песне песню песней песен песням песнями песнях
певец певца певцу певцом певце певцы певцов певцам
день дня дню днем дни дней дням днями
друг друга другу другом друзья друзей друзьями
подарок подарка подарки подарков подарками
девушка девушки девушке девушек девушкам
альбом альбома альбому альбомом альбомы альбомов
коллектив коллектива коллективу коллективом коллективы
герой героя герою героем герои героев
участница участницы участниц участницам
Казахстан Казахстана Казахстану Казахстаном Казахстане
Кудайберген Кудайбергена Кудайбергену Кудайбергеном Кудайбергене
Марлен Марлена Марлену Марленом
Ерхан Ерхана Ерхану Ерханом
Тасбулаков Тасбулакова Тасбулакову Тасбулаковым Тасбулакове
Созбекова Созбековой Созбекову
спеть спел спела спели споет споют
"""
ENGLISH = """
choir choirs choir's choirs'
child children children's
festival festivals
sing sings singing sang sung
perform performed performing performs
story stories
win won wins winning
woman women women's
"""
KAZAKH = """
жанкүйер жанкүйерлер жанкүйерлерінің жанкүйеріміз жанкүйерге
халық халықтың халқы халқына халықтар халқымыздың
ән әні әнін әндер әндерінің әнге әнмен
кітап кітабы кітабынан кітаптар кітапқа
ұжым ұжымы ұжымдардан
апта аптаға аптасына
аудан ауданы ауданында аудандар аудандағы
жұмыс жұмысы жұмысын жұмысқа
дауыс даусы дауысы даусымен
өлең өлеңі өлеңдер өлеңін
әнші әншілер әншісі әншінің
қауіп қаупі қауіпті
клуб клубы клубтың клубта
Қазақстан Қазақстанда Қазақстанның Қазақстандағы
Құдайберген Құдайбергеннің Құдайбергенге Құдайбергенмен
айту айтты айтады айтқан айтып айтқандарының
бастау бастады бастаған бастайды
фестиваль фестивалі фестивальде фестивальдің
Дана Дананың Данаға
"""


def lines(text: str) -> list[list[str]]:
    """The words of each line that is not empty, lower case."""
    return [line.lower().split() for line in text.splitlines() if line]


@pytest.mark.parametrize("lang, forms", [("ru", forms) for forms in lines(RUSSIAN)])
def test_russian_forms_share_a_stem(lang: str, forms: list[str]) -> None:
    """Every form of a Russian noun, name or verb on the list has one stem."""
    assert {stem(form, lang) for form in forms} == {stem(forms[0], lang)}


@pytest.mark.parametrize("lang, forms", [("en", forms) for forms in lines(ENGLISH)])
def test_english_forms_share_a_stem(lang: str, forms: list[str]) -> None:
    """Plurals, possessives and irregular forms of an English word have one stem."""
    assert {stem(form, lang) for form in forms} == {stem(forms[0], lang)}


@pytest.mark.parametrize("forms", lines(KAZAKH))
def test_kazakh_forms_share_a_stem(forms: list[str]) -> None:
    """Every form of a Kazakh word on the list has one stem."""
    assert {stem(form, "kk") for form in forms} == {stem(forms[0], "kk")}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ru", "приз призыв песня пение степь степень певец певица камень герой остров"),
        ("en", "choir chair festival singer sing sting"),
        (
            "kk",
            "ән әке бала бал қала аудан әлем дауыс дау халық ақын аға ана дана су сұлу ел екі қоңыр қоңырау",
        ),
    ],
)
def test_words_that_differ_stay_apart(lang: str, words: str) -> None:
    """No two of these words fall together."""
    stems = [stem(word, lang) for word in words.split()]
    assert len(set(stems)) == len(stems)


def test_a_kazakh_stem_is_cut_from_the_word_as_typed() -> None:
    """Kazakh letters stay; the same word on a Russian keyboard loses the same ending."""
    assert stem("жанкүйерлерінің", "kk") == "жанкүйер"
    assert stem("жанкуйерлеринин", "kk") == "жанкуйер"
    assert stem("халқының", "kk") == "халық"
    assert stem("кітабынан", "kk") == "кітап"


def test_another_language_is_left_alone() -> None:
    """A word of a language without rules is its own stem."""
    assert stem("konzerte", "de") == "konzerte"


BACK = "бала қала жол адам азамат халық ауыл қоңыр тас сурет"
FRONT = "ел әлем мектеп сөз жүрек үй өнер күй мәдениет көрермен"
VOICELESS = "пткқсшщфхцч"


def inflect(word: str, *, front: bool) -> list[str]:
    """Number, possession and case of a noun by the rules of the grammar, for the regular nouns above."""
    e, y = ("е", "і") if front else ("а", "ы")
    g, k = ("г", "к") if front else ("ғ", "қ")
    last = word[-1]
    vowel = last in "аеыі"
    if last in VOICELESS:
        plural, gen, dat, acc, loc, abl, ins = "т", "т", k, "т", "т", "т", "п"
    elif vowel:
        plural, gen, dat, acc, loc, abl, ins = "л", "н", g, "н", "д", "д", "м"
    elif last in "мнң":
        plural, gen, dat, acc, loc, abl, ins = "д", "н", g, "д", "д", "н", "м"
    elif last in "зж":
        plural, gen, dat, acc, loc, abl, ins = "д", "д", g, "д", "д", "д", "б"
    else:
        plural, gen, dat, acc, loc, abl, ins = "л" if last != "л" else "д", "д", g, "д", "д", "д", "м"
    cases = [
        f"{gen}{y}ң",
        f"{dat}{e}",
        f"{acc}{y}",
        f"{loc}{e}",
        f"{abl}{e}н",
        f"{ins}ен",
        f"{loc}{e}{g}{y}",
    ]
    plurals = f"{word}{plural}{e}р"
    return [
        *(word + case for case in cases),
        plurals,
        f"{plurals}д{y}ң",
        f"{plurals}{y}н{e}н",
        f"{plurals}{y}м{y}з",
    ]


@pytest.mark.parametrize(
    ("word", "front"),
    [*((word, False) for word in BACK.split()), *((word, True) for word in FRONT.split())],
)
def test_regular_kazakh_paradigms(word: str, front: bool) -> None:
    """Every case of singular and plural, typed with Kazakh or with Russian letters, meets its noun."""
    for form in inflect(word, front=front):
        assert stem(form, "kk") == stem(word, "kk"), form
        plain = form.translate(stem_kk.PLAIN)
        assert stem(plain, "kk") == stem(word, "kk").translate(stem_kk.PLAIN), plain


@given(st.text(alphabet="абгдежзийклмнопрстуыьэюяәғқңөұүһі", min_size=1))
def test_a_kazakh_stem_is_never_empty(word: str) -> None:
    """Whatever the letters, something is left, and it begins as the word does."""
    found = stem_kk.stem(word)
    assert found
    assert found[0] == word[0]


@given(st.text(), st.sampled_from(["kk", "ru", "en", "und"]))
def test_stem_never_raises(word: str, lang: str) -> None:
    """Any string is taken, in any language."""
    assert isinstance(stem(word, lang), str)


def test_all_stems_keep_their_first_letter_in_the_lists() -> None:
    """A stem is read off the beginning of a word, but for the irregular ones."""
    for word in itertools.chain.from_iterable(lines(KAZAKH)):
        assert word.startswith(stem(word, "kk")[:2])
