"""The composed stories of the demo site: any number of them, no two alike."""

import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import cache
from itertools import product

import pytest

from dimash_archive.demo.newsroom.compose import compose
from dimash_archive.demo.newsroom.parts import LANGS, WordTerm, fill, frames, inflected, lexicon
from dimash_archive.demo.newsroom.story import Story, Telling, parse

MANY = 500
FEW = 150


@cache
def story(number: int) -> Story:
    """The composed story, read."""
    return parse(compose(number), f"composed {number}")


def tellings(lang: str, count: int = MANY) -> list[Telling]:
    """The first stories of one edition."""
    return [each for n in range(count) if (each := story(n).tellings.get(lang))]


def words(text: str) -> set[tuple[str, ...]]:
    """Every five words in a row."""
    row = re.findall(r"\w+", text.lower())
    return {tuple(row[i : i + 5]) for i in range(len(row) - 4)}


def month_names(lang: str) -> list[str]:
    """The months as a date writes them."""
    form = "gen" if lang == "ru" else "nom"
    return [month.forms[lang][form] for month in lexicon()["month"]]


def dates(telling: Telling) -> set[tuple[int, int]]:
    """Day and month of every date that the text names."""
    names = month_names(telling.lang)
    either = "|".join(names)
    pattern = rf"(\d\d?) ({either})|({either}) (\d\d?)\b" if telling.lang == "en" else rf"(\d\d?) ({either})"
    found = re.findall(pattern, telling.text)
    return {(int(each[0] or each[-1]), names.index(each[1] or each[2])) for each in found}


def test_a_story_depends_on_its_number_alone() -> None:
    """Another process with another hash seed tells the same story, whichever was told first."""
    order = "from dimash_archive.demo.newsroom.compose import compose; print(compose(77)); print(compose(3))"
    command = [sys.executable, "-X", "utf8", "-c", order]
    environment = {**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert run.stdout.decode("utf-8").split("\n") == f"{compose(77)}\n{compose(3)}\n".split("\n")


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_stories_are_alike(lang: str) -> None:
    """Titles, slugs, openings and bodies of one edition all differ."""
    told = tellings(lang)
    for values in (
        [each.title for each in told],
        [each.slug for each in told],
        [each.paragraphs[0] for each in told],
        ["\n".join(each.paragraphs) for each in told],
    ):
        assert Counter(values).most_common(1)[0][1] == 1


@pytest.mark.parametrize("lang", LANGS)
def test_stories_share_few_phrases(lang: str) -> None:
    """Even two stories of one kind have less than a third of their five-word phrases in common."""
    phrases = [words(" ".join(each.paragraphs)) for each in tellings(lang, FEW)]
    assert max(len(a & b) / len(a | b) for i, a in enumerate(phrases) for b in phrases[:i]) < 1 / 3


def test_every_slot_is_filled() -> None:
    """No brace, no stand-in mark and no doubled space is left; the text is in composed form."""
    for number in range(MANY):
        text = compose(number)
        assert not set(text) & set("{}\0\1\t")
        assert "  " not in text
        assert unicodedata.is_normalized("NFC", text)


def test_speech_marks_are_balanced() -> None:
    """Every speech that opens closes, names a speaker of the text, and says something."""
    for number in range(MANY):
        text = compose(number)
        assert text.count("[[") == text.count("]]")
        for telling in story(number).tellings.values():
            assert 1 <= len(telling.quotes) <= 2
            for quote in telling.quotes:
                assert len(quote.text) > 20
                assert quote.speaker is None or quote.speaker in " ".join(telling.paragraphs)


def test_all_languages_tell_the_same_dates() -> None:
    """A date in one edition stands in the others too."""
    for number in range(FEW):
        told = [dates(each) for each in story(number).tellings.values()]
        assert all(each == told[0] for each in told), number


def test_all_languages_have_the_same_shape() -> None:
    """Blocks of one kind stand at the same places in every edition."""
    for number in range(FEW):
        shapes = [[part.kind for part in each.parts] for each in story(number).tellings.values()]
        assert all(each == shapes[0] for each in shapes)


def test_one_story_in_nine_lacks_an_edition() -> None:
    """The others have all three, and each edition is lacking at times."""
    lacking = [set(LANGS) - set(story(number).tellings) for number in range(90)]
    assert Counter(len(each) for each in lacking) == {0: 80, 1: 10}
    assert set().union(*lacking) == set(LANGS)


def test_stories_are_spread_over_the_years() -> None:
    """The first hundred fall in every year from 2022 to 2026, within its ten months."""
    moments = [story(number).date for number in range(100)]
    assert {each.year for each in moments} == set(range(2022, 2027))
    assert max(moments).month <= 10
    assert max(Counter(each.year for each in moments).values()) < 30


def test_a_story_points_only_at_earlier_ones() -> None:
    """The other story has a smaller number, an earlier day and all editions."""
    pointed = 0
    for number in range(MANY):
        for telling in story(number).tellings.values():
            for part in telling.parts:
                if part.kind == "also":
                    pointed += 1
                    other = story(int(part.target.removeprefix("composed-")))
                    assert other.date.date() < story(number).date.date()
                    assert len(other.tellings) == len(LANGS)
    assert pointed > FEW


def test_kazakh_slugs_are_clipped() -> None:
    """They have at most 39 characters; Russian and English ones are whole."""
    assert max(len(each.slug) for each in tellings("kk")) <= 39
    assert max(len(each.slug) for each in tellings("ru")) > 60
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.slug) for lang in LANGS for each in tellings(lang)
    )


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_can_be_filled(lang: str) -> None:
    """Titles of every frame name both words that set them apart."""
    for frame in frames():
        for unit, key in product(frame.units["title"], frame.keys):
            assert re.search(rf"{{\^?{key}\b", unit[lang]), (frame.name, unit[lang])


def test_numbers_in_digits_are_inflected() -> None:
    """The last word spoken decides about the ending."""
    assert inflected("120", 120, "abl") == "120-дан"
    assert inflected("18:30", 30, "loc") == "18:30-да"
    assert inflected("305", 305, "dat") == "305-ке"
    assert inflected("4000", 4000, "abl") == "4000-нан"


def test_words_agree_with_numbers_and_genders() -> None:
    """A Russian noun follows its number, a verb the gender of its subject."""
    forms = {"ru": {"nom": "студия", "one": "книгу", "few": "книги", "many": "книг"}}
    word = WordTerm(forms, gender="f")
    for number, form in ((1, "книгу"), (22, "книги"), (12, "книг"), (115, "книг"), (101, "книгу")):
        assert fill("{n} {w@n}", "ru", {"n": number, "w": word}) == f"{number} {form}"
    assert fill("{^w} {w~пел|пела} {n#раз|раза|раз}", "ru", {"n": 3, "w": word}) == "Студия пела раза"
    assert fill("{n} / {year}", "en", {"n": 12500, "year": 2009}) == "12,500 / 2009"
    with pytest.raises(KeyError):
        fill("{nobody}", "ru", {})
    with pytest.raises(TypeError):
        fill("{w@w}", "ru", {"w": word})
