"""The site memory: what repeats across a site's pages is furniture, what varies is the article.

A page never seen before is read by the general method (`content`). On a known site its verdict is corrected,
line by line, by what was on the other pages of the same months (`repeats`): the same text on most of them, or
a place that shows the same few texts over and over, is furniture, however much it looks like an article. A
place whose lines vary from page to page protects its lines: a few articles may share a biography or an
appeal. A page adds only the general method's verdict to the memory, never one corrected by the memory: the
sum over all pages is the same in any order.
"""

import re
import zlib
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np

from dimash_archive.extraction.content.model import likelihood
from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.repetition import (
    OFTEN,
    BoilerplateStats,
    DomPathStats,
    LineObservation,
    LineObservations,
)
from dimash_archive.text.normalize import nfc

_MATTERS: Final = 0.02
"""A line that the general method considers less likely than this is ignored: it is chrome already."""
_SHORTEST: Final = 8
"""Characters a line needs to be recognised again: numbers and cells of tables repeat in any article."""

_FEWEST_WORDS: Final = 8
"""A page of which the memory would leave fewer words than this is read without it."""

_EVERYWHERE: Final = 0.6
"""On this share of the pages that have its place, a line is furniture even in a place of articles."""
_OFTEN: Final = 0.3
"""The same, in places whose texts do not vary."""
_WIDESPREAD: Final = 0.2
"""A place, or a line, on a smaller share of all pages belongs to certain articles, not to the site."""
_SAME: Final = 0.8
"""A place in which this share of the texts repeats shows the same texts over and over."""
_VARIES: Final = 0.5
"""Up to this share of repeats, the texts of a place count as varying: three notices among five paragraphs."""
_PAGES: Final = 10
"""Pages on which a place must have been seen before it is judged as a whole."""

_STATE: Final = 4
"""An element with more classes than this encodes the page's own state in them, such as its tags: only the
first counts."""
_NUMBERED: Final = re.compile(r"\d[^ ]*")


class Judgement(Enum):
    """What the memory says of a line, as a reason."""

    REPEATED = "the same text stands on many pages of the site"
    SAME_PLACE = "this place of the page shows the same texts on many pages"
    NEVER_IN_BODY = "this place of the page is never the article's on other pages"
    ARTICLE = "this place of the page is the article's on other pages"


class BoilerplateFilter:
    """What the memory says about one page, and what the page adds to it. One per page."""

    def __init__(self, repeats: BoilerplateStats | None = None, *, learns: bool = True) -> None:
        """`repeats` is what is known of the months around the page; None to learn only. `learns`: whether
        `observations` are wanted."""
        self._learns = learns
        self._repeats = repeats if repeats is not None and repeats.pages >= OFTEN else None
        self.observations = LineObservations()
        """What the page adds to the memory; nothing if the general method finds no article in it."""
        self.verdicts: dict[int, Judgement] = {}
        """The lines about which the memory has a verdict, by index."""

    @property
    def furniture(self) -> tuple[int, ...]:
        """The lines that the memory knows as furniture, by index in order."""
        return tuple(i for i, verdict in self.verdicts.items() if verdict is not Judgement.ARTICLE)

    def mend(self, page: HtmlDocument, likely: Floats) -> Floats:
        """The likelihoods of the page's lines, shape (lines,), corrected by the memory."""
        places = _PathFilter(page)
        marks = {
            i: (places.of(page.lines[i].box), fingerprint(page.lines[i].text))
            for i in np.flatnonzero(likely >= _MATTERS).tolist()
        }
        if self._learns:
            self.observations = _observations(page, likely, places, marks)
        if self._repeats is None:
            return likely
        mended = likely.copy()
        for i, mark in marks.items():
            verdict = _judge(self._repeats, mark)
            if verdict is not None:
                self.verdicts[i] = verdict
                mended[i] = _as_likely(float(likely[i]), verdict)
        if not self.verdicts or _words(page, mended) >= _FEWEST_WORDS:
            return mended
        self.verdicts.clear()  # the same notice, published again and again, is still an article
        return likely


def _words(page: HtmlDocument, likely: Floats) -> int:
    """How many words would be kept."""
    words = likelihood.words_of(page)
    return int(words[list(likelihood.choose(likely, words))].sum())


def _as_likely(likely: float, verdict: Judgement) -> float:
    """How likely a line belongs to the article after the memory's verdict."""
    match verdict:
        case Judgement.REPEATED:
            return 0.0
        case Judgement.SAME_PLACE | Judgement.NEVER_IN_BODY:
            return likely * 0.2
        case Judgement.ARTICLE:
            return max(likely, 0.6)


def _judge(repeats: BoilerplateStats, mark: tuple[int, int]) -> Judgement | None:
    place = repeats.places.get(mark[0])
    if place is None:
        return None
    pages = repeats.lines.get(mark, 0)
    varies = place.repeated <= _VARIES * place.line_pages
    share = _EVERYWHERE if varies else _OFTEN
    if pages >= max(OFTEN, share * place.pages, _WIDESPREAD * repeats.pages):
        return Judgement.REPEATED
    if place.pages < _PAGES:
        return None
    if place.repeated >= _SAME * place.line_pages > 0 and place.pages >= _WIDESPREAD * repeats.pages:
        return Judgement.SAME_PLACE
    return _by_votes(place, varies=varies and not pages)


def _by_votes(place: DomPathStats, *, varies: bool) -> Judgement | None:
    """What the general method's verdicts on the same place on other pages imply."""
    if place.body_pages * 50 <= place.pages:
        return Judgement.NEVER_IN_BODY
    return Judgement.ARTICLE if varies and place.body_pages * 20 >= place.pages * 19 else None


def _observations(
    page: HtmlDocument, likely: Floats, places: "_PathFilter", marks: Mapping[int, tuple[int, int]]
) -> LineObservations:
    body_lines = likelihood.choose(likely, likelihood.words_of(page))
    if not body_lines or float(likely[list(body_lines)].mean()) < likelihood.SURE:
        return LineObservations()
    voted = {page.lines[i].box for i in body_lines}
    votes = {places.of(box): False for box in {line.box for line in page.lines} - voted}
    votes |= {places.of(box): True for box in voted}
    chosen, lines = set(body_lines), dict[tuple[int, int], LineObservation]()
    for i, mark in marks.items():
        text = page.lines[i].text
        if len(text) >= _SHORTEST and (mark not in lines or i in chosen):
            lines[mark] = LineObservation(*mark, i in chosen, text)
    return LineObservations(tuple(lines.values()), tuple(votes.items()))


def fingerprint(text: str) -> int:
    """A text as a number above 0, 48 bits: the same for every Unicode form of it."""
    return int.from_bytes(blake2b(nfc(text).encode("utf-8", "replace"), digest_size=6).digest()) | 1


class _PathFilter:
    """The fingerprints of a page's places, computed on demand."""

    def __init__(self, page: HtmlDocument) -> None:
        self._page = page
        self._places = {0: 1}

    def of(self, box: int) -> int:
        """The path of tags and classes from the root to a box as a number above 0, 32 bits."""
        places = self._places
        if box in places:
            return places[box]
        page, path = self._page, []
        while box not in places:
            path.append(box)
            box = page.parents[box]
        place = places[box]
        for each in reversed(path):
            place = places[each] = zlib.crc32(_step(page.tags[each], page.names[each]), place) or 1
        return place


@lru_cache(maxsize=1 << 14)
def _step(tag: str, names: str) -> bytes:
    """An element on the path: numbers differ from page to page, and so do the classes for a page's state."""
    words = _NUMBERED.sub("0", names).split()
    if tag in ("html", "body"):
        words = []
    return " ".join((tag, *(words if len(words) <= _STATE else words[:1]))).encode("utf-8", "replace") + b"/"
