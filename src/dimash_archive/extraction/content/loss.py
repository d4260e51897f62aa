"""How much of its text an article may have lost: what the page itself tells of a failure nobody would notice.

The measure is the share of the words expected to be the article's (each line's words times its likelihood)
that stand in lines which were dropped. Lines that only say the headline or the standfirst do not count, nor
those of lists of other articles: their teasers read like an article, and are none of this one.
"""

from typing import Final

from dimash_archive.extraction.content.selection import Selection
from dimash_archive.extraction.report.reasons import DropReason
from dimash_archive.records import DOUBTFUL

_PLAIN: Final = 0.05
"""Lines less likely than this are furniture beyond doubt; a page has hundreds of them."""
_FEWEST_WORDS: Final = 20
"""Fewer words are never much; a notice of three lines would be flagged for a teaser beside it."""
_NO_LOSS: Final = (DropReason.HEADLINE, DropReason.STANDFIRST)


def expected(chosen: Selection) -> float:
    """The share of the article's words that may be missing, 0 to 1; 0 where the page is no article."""
    if chosen.refusal:
        return 0.0
    weight = chosen.words * chosen.likely
    facts = chosen.facts
    accounted = [i for i, reason in chosen.dropped.items() if reason in _NO_LOSS]
    accounted += [line for lines in chosen.masked.values() for line in lines]
    accounted += [*facts.title_lines, *([] if facts.lead_line is None else [facts.lead_line])]
    body_lines = [piece.line for piece in chosen.pieces]
    held = float(weight[body_lines].sum())
    weight[body_lines] = 0.0
    weight[accounted] = 0.0
    lost = float(weight[chosen.likely >= _PLAIN].sum())
    return lost / (lost + held) if lost >= _FEWEST_WORDS else 0.0


def warning(share: float) -> str | None:
    """A sentence on a share that may be missing; None if it is small."""
    if share < DOUBTFUL:
        return None
    return (
        f"Much text that looks like the article's was dropped: perhaps {share:.0%} of the article is missing."
    )
