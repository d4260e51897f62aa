"""Aligning sentences: the pure core."""

from hypothesis import given
from hypothesis import strategies as st
from river_town import LANGS, stories
from triples import figures

from dimash_archive.archive.parallel.aligner import align_texts
from dimash_archive.archive.parallel.beads import align
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


def test_editions_that_are_set_differently_are_aligned() -> None:
    """Paragraphs merged and moved, sentences in two, numbers in words, editions cut short or with more; few have names."""
    precision, recall, errors = figures()
    assert precision >= 0.96, errors
    assert recall >= 0.89, errors
