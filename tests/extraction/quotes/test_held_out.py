"""Texts that nobody tunes on: how much of their speech must be read exactly."""

from collections import Counter

from paths import FIXTURES
from speech_texts import samples

from dimash_archive.extraction.quotes.quote_finder import find_quotes


def test_speech_of_texts_that_nobody_tunes_on() -> None:
    """At least .96 of what is given and of what is wanted is exact, and .95 of its speakers."""
    counts: Counter[str] = Counter()
    for file in sorted((FIXTURES / "speech" / "held_out").glob("*.txt")):
        for sample in samples(file):
            given = {
                each.text: each.speaker for each in find_quotes(sample.paragraphs, sample.lang, sample.kinds)
            }
            wanted = {each.text: each.speaker for each in sample.speeches}
            right = wanted.keys() & given.keys()
            counts.update(given=len(given), wanted=len(wanted), right=len(right))
            counts["named"] += sum(given[text] == wanted[text] for text in right)
    assert counts["right"] >= 0.96 * counts["given"]
    assert counts["right"] >= 0.96 * counts["wanted"]
    assert counts["named"] >= 0.95 * counts["right"]
