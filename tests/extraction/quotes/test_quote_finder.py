"""Speech in running text: short texts marked by hand, and what must hold for any text."""

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st
from paths import FIXTURES
from speech_texts import SpeechSample, samples

from dimash_archive.demo.newsroom.story import LANGS
from dimash_archive.extraction.quotes.quote_finder import find_quotes

SPEECH = FIXTURES / "speech"
SAMPLES = [sample for file in sorted(SPEECH.glob("*.txt")) for sample in samples(file)]


def param(sample: SpeechSample) -> ParameterSet:
    """A text as a test; one that says of itself that it is read wrongly must fail."""
    wrong = "known wrong" in sample.name
    marks = [pytest.mark.xfail(strict=True, reason=sample.name)] if wrong else []
    return pytest.param(sample, id=f"{sample.lang}-{sample.name}", marks=marks)


@pytest.mark.parametrize("sample", [param(sample) for sample in SAMPLES])
def test_speech_is_found_with_its_speaker(sample: SpeechSample) -> None:
    """Every style of the three languages: marks, dashes, dialogue, blocks, unclosed and wrongly closed ones."""
    quotes = find_quotes(sample.paragraphs, sample.lang, sample.kinds)
    assert [(quote.text, quote.speaker) for quote in quotes] == list(sample.speeches)


@pytest.mark.parametrize("sample", [pytest.param(each, id=f"{each.lang}-{each.name}") for each in SAMPLES])
def test_parts_make_up_the_text(sample: SpeechSample) -> None:
    """The parts of a speech are what was said: put together, they are its text, and nothing hangs at an end."""
    body = "\n\n".join(sample.paragraphs)
    for quote in find_quotes(sample.paragraphs, sample.lang, sample.kinds):
        said = [body[start:end] for start, end in quote.parts]
        assert (quote.parts[0][0], quote.parts[-1][1]) == (quote.start, quote.end)
        assert "".join(quote.text.replace(" […] ", "").split()) == "".join("".join(said).split())
        assert not any(each[-1] in ",;—–" or each[0] in ",;—–" for each in said)


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


@pytest.mark.parametrize("lang", ["pl", "uk"])
def test_a_lead_may_have_no_word_behind_its_verb(lang: str) -> None:
    """The sentence before the colon ends with what may be a verb: nobody is named, and nothing breaks."""
    lead = "Najprościej jest można użyć metody zegarowej"
    (quote,) = find_quotes(
        [f'{lead}: "ziemniaki na szóstej, surówka na dziesiątej, a sok na drugiej".'], lang
    )
    assert quote.speaker is None
