"""Speech in running text: 147 short texts in three languages, marked by hand, and what must hold for any text."""

import re

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st
from paths import FIXTURES

from dimash_archive.demo.newsroom.story import LANGS, Ear
from dimash_archive.extraction.quotes.finder import find_quotes

SPEECH = FIXTURES / "speech"
Spoken = list[tuple[str, str | None]]


def cases() -> list[tuple[str, str, list[str], list[str], Spoken]]:
    """Language, name, paragraphs, their kinds and speeches of each text of the fixtures."""
    found = []
    for lang in LANGS:
        texts = re.split(r"^=== ", (SPEECH / f"{lang}.txt").read_text("utf-8"), flags=re.MULTILINE)
        for text in texts[1:]:
            name, _, body = text.partition("\n")
            ear = Ear(name)
            blocks = body.strip().split("\n\n")
            kinds = ["quote" if block.startswith("> ") else "paragraph" for block in blocks]
            paragraphs = [ear.hear(block.removeprefix("> ")) for block in blocks]
            spoken = [(each.text, each.speaker) for each in ear.finish()]
            found.append((lang, name, paragraphs, kinds, spoken))
    return found


CASES = cases()


def param(case: tuple[str, str, list[str], list[str], Spoken]) -> ParameterSet:
    """A text as a test; one that says of itself that it is read wrongly must fail."""
    wrong = "known wrong" in case[1]
    marks = [pytest.mark.xfail(strict=True, reason=case[1])] if wrong else []
    return pytest.param(case, id=f"{case[0]}-{case[1]}", marks=marks)


@pytest.mark.parametrize("case", [param(case) for case in CASES])
def test_speech_is_found_with_its_speaker(case: tuple[str, str, list[str], list[str], Spoken]) -> None:
    """Every style of the three languages: marks, dashes, dialogue, blocks, unclosed and wrongly closed ones."""
    lang, _, paragraphs, kinds, spoken = case
    quotes = find_quotes(paragraphs, lang, kinds)
    assert [(quote.text, quote.speaker) for quote in quotes] == spoken


_PIECES = st.sampled_from([
    "“", "”", '"', "«", "»", "„", "'", "— ", " – ", "‘", "’", ", ", ". ", "!", "?", ":", "…", "said", "she", "сказал", "деді",
    "Dana Sozbekova", "хор", "ән", "We sang", "Мы пели", " ", "\n",
])  # fmt: skip


@given(
    st.lists(st.lists(_PIECES, max_size=14).map("".join), max_size=5), st.sampled_from([*LANGS, "de", "und"])
)
def test_any_text_keeps_its_order(paragraphs: list[str], lang: str) -> None:
    """Quotes stand in order within the text, overlap nowhere, say something, and are the same each time."""
    quotes = find_quotes(paragraphs, lang)
    at, size = 0, len("\n\n".join(paragraphs))
    for quote in quotes:
        assert at <= quote.start < quote.end <= size
        assert quote.text.strip()
        at = quote.end
    assert find_quotes(paragraphs, lang) == quotes
