"""How much of its text an article may have lost: the page's own evidence of a failure nobody would notice.

The measure is the share of the article's words that are expected (each line's words times its likelihood) in
lines that were not chosen. Lines set aside for what they are do not count: the headline, the standfirst,
captions, copies, comments, and lists of other articles, whose teasers read like an article but belong to
another one.
"""

from typing import Final

from dimash_archive.extraction.content.selection import Selection
from dimash_archive.records import DOUBTFUL

_PLAIN: Final = 0.05
"""Lines less likely than this are certainly furniture; a page has hundreds of them."""
_FEWEST_WORDS: Final = 8
"""Fewer words never count as much: a short notice would be flagged for a label beside it."""


def expected(chosen: Selection) -> float:
    """The share of the article's words that may be missing, 0 to 1; 0 if the page is not an article."""
    if chosen.refusal:
        return 0.0
    facts = chosen.facts
    body_lines = [piece.line for piece in chosen.pieces]
    accounted = {*body_lines, *chosen.dropped, *chosen.captions, *facts.title_lines}
    accounted.update(line for lines in chosen.masked.values() for line in lines)
    if facts.lead_line is not None:
        accounted.add(facts.lead_line)
    weight = chosen.words * chosen.likely
    weight[list(accounted)] = 0.0
    lost = float(weight[chosen.likely >= _PLAIN].sum())
    present = float(chosen.words[body_lines].sum())
    return lost / (lost + present) if lost >= _FEWEST_WORDS else 0.0


def warning(share: float) -> str | None:
    """A sentence about a share that may be missing; None if it is small."""
    if share < DOUBTFUL:
        return None
    return (
        f"Much text that looks like the article's was dropped: perhaps {share:.0%} of the article is missing."
    )
