"""Aligning sentences: the pure core."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from river_town import LANGS, stories
from triples import figures

from dimash_archive.archive.parallel.aligner import align_texts
from dimash_archive.archive.parallel.beads import align
from dimash_archive.archive.parallel.segment import segment
from parallel import edition, measure, tellings, truth


def test_beads_cover_both_texts_in_order() -> None:
    """Of any lengths, each segment stands in exactly one bead."""

    @given(st.lists(st.integers(1, 400), max_size=8), st.lists(st.integers(1, 400), max_size=8))
    def covered(one: list[int], other: list[int]) -> None:
        beads = align((one, other), {})
        assert [i for bead in beads for i in bead.one] == list(range(len(one)))
        assert [j for bead in beads for j in bead.other] == list(range(len(other)))

    covered()


def test_a_sentence_in_two_is_aligned_with_both() -> None:
    """Lengths and names tell that two short sentences are one long one."""
    one = edition(
        "en",
        [
            "An exhibition of 79 photographs was put together by Sandugash Qobyzbayeva and lasts until February 12."
        ],
    )
    other = edition(
        "ru", ["Выставку из 79 фотографий собрала Сандугаш Кобызбаева. Она продлится до 12 февраля."]
    )
    (pair,) = align_texts(one.segments(), other.segments())
    assert (list(pair.one), list(pair.other)) == ([0], [0, 1])


def test_a_text_without_paragraphs_is_aligned_sentence_by_sentence() -> None:
    """Paragraphs say nothing where one edition has them all in one."""
    told = next(tellings(1))
    one, other = told[0], told[2]
    flat = type(other)(other.lang, (tuple(each for part in other.paragraphs for each in part),))
    found = align_texts(one.segments(), flat.segments())
    marks = one.marks(), flat.marks()
    pairs = {(marks[0][i], marks[1][j]) for pair in found for i in pair.one for j in pair.other}
    assert len(pairs & truth(one, other)) > 0.8 * len(pairs)


def test_texts_that_share_nothing_are_not_aligned() -> None:
    """Two stories with other names and figures have no pair of which one could be sure."""
    first, second = next(tellings(1)), edition("ru", ["Поезд опоздал на 3 минуты?"])
    assert align_texts(first[0].segments(), second.segments()) == []
    assert align_texts([], second.segments()) == []


def test_the_demo_s_sentences_are_aligned() -> None:
    """Precision .97 and recall .92 also where a paragraph is missing, another has moved, and the end is cut off."""
    for spoil in (False, True):
        figures = measure(60, spoil=spoil)
        assert figures["precision"] >= 0.97
        assert figures["recall"] >= 0.92


def test_another_site_s_sentences_are_aligned() -> None:
    """Texts that no figure was set on: the river town's."""
    right = made = wanted = 0
    for told in stories():
        texts = [edition(lang, told.row[lang]) for lang in sorted(LANGS)]
        for one, other in ((texts[0], texts[1]), (texts[0], texts[2]), (texts[1], texts[2])):
            marks = one.marks(), other.marks()
            found = align_texts(one.segments(), other.segments())
            pairs = {(marks[0][i], marks[1][j]) for pair in found for i in pair.one for j in pair.other}
            true = truth(one, other)
            right, made, wanted = right + len(pairs & true), made + len(pairs), wanted + len(true)
    assert right / made >= 0.97
    assert right / wanted >= 0.92


@pytest.mark.parametrize(
    ("name", "least_precision", "least_recall"),
    [
        ("triples", 0.97, 0.94),
        ("triples_second", 0.97, 0.96),
        ("triples_third", 0.98, 0.96),
        ("triples_fourth", 0.98, 0.98),  # .977 and .948 when it was measured first
        ("triples_fifth", 0.99, 0.98),  # as it was measured first
    ],
)
def test_editions_that_are_set_differently_are_aligned(
    name: str, least_precision: float, least_recall: float
) -> None:
    """Paragraphs merged and moved, three sentences in one, numbers in words, editions cut or with more; few have names."""
    precision, recall, errors = figures(name)
    assert precision >= least_precision, errors
    assert recall >= least_recall, errors


def test_what_stands_in_two_sentences_draws_only_one() -> None:
    """A figure that the second sentence repeats makes no pair of it and the first one's counterpart."""
    one = edition(
        "en",
        [
            "15 years ago 41 people met in Zhaqutkol.",
        ],
    )
    other = edition(
        "ru",
        ["15 лет назад 41 человек собрался в Жакутколе.", "Торт нёс 15 свечей, и дети ели его два часа."],
    )
    flat = type(other)(other.lang, (tuple(each for part in other.paragraphs for each in part),))
    (pair,) = align_texts(one.segments(), flat.segments())
    assert (list(pair.one), list(pair.other)) == ([0], [0])


def test_a_sentence_that_moved_into_another_paragraph_is_found() -> None:
    """What it shares tells, though both paragraphs are aligned with others."""
    one = edition(
        "en",
        [
            "The planetarium, Zhanar Yerkin says, will put up a telescope.",
            "The next eclipse will be in 2031.",
        ],
    )
    other = edition(
        "ru", ["Следующее затмение будет в 2031 году. Планетарий поставит телескоп, говорит Жанар Еркин."]
    )
    pairs = {
        (i, j) for pair in align_texts(one.segments(), other.segments()) for i in pair.one for j in pair.other
    }
    assert pairs == {(0, 1), (1, 0)}


def test_three_sentences_that_became_one_are_aligned() -> None:
    """One language joins what the other says in three sentences."""
    one = edition(
        "en", ["There was a fire at 4 a.m. Firefighters came at once. Nobody of the 12 residents was hurt."]
    )
    other = edition(
        "ru",
        [
            "В 4 утра в доме случился пожар, на который сразу прибыли пожарные, и никто из 12 жителей не пострадал."
        ],
    )
    (pair,) = align_texts(one.segments(), other.segments())
    assert (list(pair.one), list(pair.other)) == ([0, 1, 2], [0])


def test_numbers_are_the_same_however_they_are_written() -> None:
    """A decimal comma is a decimal point, a score has a colon or a dash; the months, which have capitals in English, are no
    names that the other text lacks."""
    ru = segment("Ставку 15,25 процента снизят 1 марта, сказал тренер после 4:2.", "ru")
    en = segment("After the 4–2 the coach said the rate of 15.25 per cent would fall on March 1.", "en")
    assert ru.firm == en.firm == {"#15.25", "#1", "#4:2"}


def test_sentences_that_changed_places_are_aligned_crosswise() -> None:
    """What two sentences share tells that they stand the other way round."""
    made = align(([40, 40], [40, 40]), {(0, 1): 3.0, (1, 0): 3.0})
    assert {(bead.one, bead.other) for bead in made} == {(range(1), range(1, 2)), (range(1, 2), range(1))}
