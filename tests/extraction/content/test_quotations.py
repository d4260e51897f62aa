"""Names under quotations: who is quoted, and no text of the article."""

import pytest

from dimash_archive.extraction.article import extract

BEFORE = (
    "The town has a new bridge, and nobody is quite sure who paid for it, least of all the mayor of the town."
)
BEHIND = (
    "It was opened on Sunday by the oldest baker of the street, who had walked over the ice for forty years."
)
SAID = "We walked over the ice. Now we walk over iron."


def page(block: str) -> str:
    """An article with a quotation in its middle."""
    text = f"<p>{BEFORE}</p>{block}<p>{BEHIND}</p><p>{BEFORE.replace('town', 'village')}</p>"
    return f"<html lang=en><title>The bridge is open</title><article><h1>The bridge is open</h1>{text}</article></html>"


@pytest.mark.parametrize(
    "block",
    [
        f"<blockquote><p>{SAID}</p><cite>Amos Tell, baker</cite></blockquote>",
        f"<blockquote><p>{SAID}</p><p><cite>Amos Tell</cite></p></blockquote>",
        f"<blockquote><p>{SAID}<br><cite>— Amos Tell</cite></p></blockquote>",
        f"<blockquote>{SAID}<footer>— <cite>Amos Tell</cite></footer></blockquote>",
        f"<blockquote><p>{SAID}</p></blockquote><p>— Amos Tell, baker</p>",
        f"<blockquote><!-- a block --><p>{SAID}</p><!-- its end --><cite>Amos Tell</cite></blockquote>",
        f"<blockquote>{SAID}<cite>Amos Tell</cite></blockquote>",
        f"<blockquote><p><em>{SAID}</em> <cite>Amos Tell</cite></p></blockquote>",
    ],
)
def test_a_name_under_a_quotation_is_its_speaker(block: str) -> None:
    """The speaker stands in no paragraph and in no speech."""
    article = extract(page(block), "https://e.example/bridge")
    assert [(quote.text, quote.speaker) for quote in article.quotes] == [(SAID, "Amos Tell")]
    assert article.paragraphs[:3] == (BEFORE, SAID, BEHIND)


def test_a_pull_quote_that_repeats_the_text_is_none_of_it() -> None:
    """What a pull quote says again is neither a paragraph nor a speech."""
    again = BEHIND.partition(",")[0]
    block = f"<figure class='wp-block-pullquote'><blockquote><p>{again}</p><cite>Town news</cite></blockquote></figure>"
    article = extract(page(block), "https://e.example/bridge")
    assert article.paragraphs[:2] == (BEFORE, BEHIND)
    assert not article.quotes


def test_a_title_within_a_sentence_is_no_signature() -> None:
    """A `<cite>` in running text is a title."""
    said = "As <cite>The Salt Road</cite> has it, we walked over the ice, and now we walk over iron."
    article = extract(page(f"<blockquote><p>{said}</p></blockquote>"), "https://e.example/bridge")
    assert (
        article.paragraphs[1] == "As The Salt Road has it, we walked over the ice, and now we walk over iron."
    )
