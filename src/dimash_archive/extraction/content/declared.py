"""The text of an article as its page declares it in JSON-LD.

Evidence, not truth: an `articleBody` is often cut, stale, or full of captions and teasers. A line that it
contains counts as at least even, whatever else speaks against it; nothing follows for lines that it lacks.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from dimash_archive.extraction.content.model.features import Floats
from dimash_archive.extraction.metadata.pictures import captions
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.text.normalize import fold

_BODY: Final = re.compile(r'"articleBody"\s*+:\s*+("(?:[^"\\]|\\.)*+")')
_LETTERS: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 40
"""Characters a line needs to be recognised."""
_EVIDENCE: Final = 0.5
"""Minimum likelihood of a declared line."""
_SURE: Final = 0.8
"""A line this likely is the article's, whatever the page declares."""
_LONGER: Final = 1.5
"""A declared text this many times longer than all the prose on the page is what a script would show there."""
_SAMPLE: Final = 24
"""Letters of a text that determine whether a page shows it."""
_BREAK: Final = re.compile(r"\s*\n\s*")


def drawn(page: HtmlDocument, data: Iterable[str] = ()) -> None:
    """Adds the declared text to a page that lacks it, in a box after all others: a script would draw it there.

    `data` are further texts available to scripts, as HTML.
    """
    bodies = (body for script in page.json_ld for body in _bodies(script))
    declared = max((*bodies, *data), key=len, default="")
    if not declared:
        return
    shown = sum(len(line.text) for line in page.lines if len(line.text) >= _SHORTEST)
    if len(declared) <= _LONGER * max(shown, _SHORTEST) or _is_shown(declared, page):
        return
    paragraphs = _paragraphs(declared) if "</" in declared else _BREAK.split(declared)
    page.append([text for text in (" ".join(each.split()) for each in paragraphs) if text])


def _paragraphs(html: str) -> list[str]:
    part = dom.parse(html)
    beside = captions.lines(part)
    return [line.text for i, line in enumerate(part.lines) if i not in beside]


def _is_shown(declared: str, page: HtmlDocument) -> bool:
    """Whether the page shows the end of a text, or its middle: its beginning may be there as a teaser."""
    letters, shown = _letters(declared), _letters(" ".join(line.text for line in page.lines))
    samples = (letters[int(len(letters) * share) :][:_SAMPLE] for share in (0.45, 0.6, 0.75, 0.9))
    return any(sample in shown for sample in samples)


def mend(page: HtmlDocument, likely: Floats) -> Floats:
    """The likelihoods of the page's lines, shape (lines,), with the page's declarations as evidence."""
    bodies = [_letters(body) for script in page.json_ld for body in _bodies(script)]
    if not bodies:
        return likely
    long = [i for i, line in enumerate(page.lines) if len(line.text) >= _SHORTEST]
    sure = [page.lines[i].text for i in long if likely[i] >= _SURE]
    # A body that shares no line with the text is a teaser's.
    text = " ".join(body for body in bodies if not sure or any(_is_in(line, body) for line in sure))
    mended = likely.copy()
    mended[[i for i in long if likely[i] < _EVIDENCE and _is_in(page.lines[i].text, text)]] = _EVIDENCE
    return mended


def _is_in(line: str, letters: str) -> bool:
    """Whether the letters of a line are among others; its first words already rule out most lines."""
    return _letters(line[:_SHORTEST]).rpartition(" ")[0] in letters and _letters(line) in letters


def _bodies(script: str) -> Iterator[str]:
    """The declared texts, as far as their JSON is valid."""
    for match in _BODY.finditer(script) if '"articleBody"' in script else ():
        try:
            yield json.loads(match[1], strict=False)
        except ValueError:
            continue


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(fold(text)))
