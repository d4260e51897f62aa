"""Which lines of a page never seen before are its article.

A small network (`network`) reads sixty kinds of evidence per line (`features`) and says how likely the line
belongs to the article. How much to keep is decided for the page as a whole: the set of lines with the best
expected F1, weighted by words (Nan, Chai, Lee, Chieu, 2012: the best set is a prefix of the lines ordered by
likelihood). A page with little evidence thus keeps its best lines instead of losing all of them.
"""

from typing import Final

import numpy as np

from dimash_archive.extraction.content.model import features, network
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.html.dom import HtmlDocument

FLOOR: Final = 0.1
"""A line less likely than this is never kept, whatever the rest of the page is like."""
SURE: Final = 0.5
"""A page whose kept lines are less likely than this on average shows teasers, not an article, and teaches the
site memory nothing: list pages have 0.35 to 0.47, annotated articles 0.64 and more. It is still an article if
it says so: a notice of three lines among much else has 0.10 to 0.45."""


def likelihoods(page: HtmlDocument, titles: tuple[str, ...]) -> Floats:
    """How likely each line of the page belongs to the article, 0 to 1; shape (lines,)."""
    if not page.lines:
        return np.zeros(0, np.float32)
    return network.load("article").likely(features.rows(page, titles))


def choose(likely: Floats, words: Floats) -> tuple[int, ...]:
    """The lines to keep, by index in order: those with the best expected F1 over words."""
    if not len(likely):
        return ()
    weight = words + 2
    order = np.argsort(-likely, kind="stable")
    expected = np.cumsum((weight * likely)[order])
    best = 2 * expected / (np.cumsum(weight[order]) + expected[-1])
    keep = order[: int(np.argmax(best)) + 1]
    return tuple(np.sort(keep[likely[keep] >= FLOOR]).tolist())


def words_of(page: HtmlDocument) -> Floats:
    """Number of words per line; shape (lines,)."""
    return np.array(page.word_counts(), np.float32)
