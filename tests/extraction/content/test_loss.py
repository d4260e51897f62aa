"""How much of its text an article may have lost."""

from dataclasses import replace

import numpy as np
import pytest

from dimash_archive.extraction.content import loss, selection
from dimash_archive.extraction.content.selection import Selection
from dimash_archive.extraction.report.reasons import DropReason

SENTENCES = (
    "The bridge over the Uva was opened on Tuesday evening, with most of the village standing on the quay.",
    "A boat built two valleys away will take over the route on Monday, every twenty minutes until midnight.",
    "The harbour master promised to measure the waves, and to publish the figures before the summer.",
    "Tickets cost the same as before, and children under twelve travel free on school days.",
)


@pytest.fixture
def chosen() -> Selection:
    """A selection that lacks the last of four paragraphs, which is as likely as not."""
    html = "<article><h1>Bridge opens</h1>" + "".join(f"<p>{each}</p>" for each in SENTENCES) + "</article>"
    whole = selection.select(selection.load(html, None, None), None, hint=None, origin="given")
    likely = np.where(np.arange(len(whole.likely)) == whole.pieces[-1].line, 0.5, 1.0).astype(np.float32)
    return replace(whole, likely=likely, pieces=whole.pieces[:-1])


def test_the_share_is_the_words_expected_in_what_was_dropped(chosen: Selection) -> None:
    """Half of the last sentence's fifteen words beside all of the other three sentences' words: too few to count alone."""
    held = sum(len(each.split()) for each in SENTENCES[:3])
    sure = replace(chosen, likely=np.ones_like(chosen.likely))
    assert loss.expected(sure) == pytest.approx(15 / (15 + held), abs=0.02)
    assert loss.expected(chosen) == 0.0


def test_what_was_put_aside_for_what_it_is_is_no_loss(chosen: Selection) -> None:
    """A caption, a copy, a line that is dropped with its reason; a page that is no article lost nothing."""
    sure = replace(chosen, likely=np.ones_like(chosen.likely))
    line = max(piece.line for piece in chosen.pieces) + 1
    assert loss.expected(replace(sure, captions=frozenset({line}))) == 0.0
    assert loss.expected(replace(sure, masked={DropReason.TWIN: (line,)})) == 0.0
    assert loss.expected(replace(sure, dropped={line: DropReason.CREDIT})) == 0.0
    assert loss.expected(replace(sure, refusal="none")) == 0.0


def test_a_share_is_said_in_a_sentence_if_it_is_much() -> None:
    """From a twentieth of the text on."""
    assert loss.warning(0.04) is None
    assert "6%" in (loss.warning(0.06) or "")
