"""What a page's JSON-LD declares to be the text of its article.

Evidence, not truth: an `articleBody` is often cut, stale, or full of captions and teasers. A line that it has is
taken for as likely as not, whatever else speaks against it; nothing follows for lines that it lacks.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from dimash_archive.extraction.content.features import Floats
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.text.normalize import fold

_BODY: Final = re.compile(r'"articleBody"\s*+:\s*+("(?:[^"\\]|\\.)*+")')
_LETTERS: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 40
"""Characters of a line that says enough to be told from others."""
_EVIDENCE: Final = 0.5
"""How likely a declared line is at least."""


def mend(page: HtmlDocument, likely: Floats) -> Floats:
    """The likelihoods of the page's lines, shape (lines,), with what the page declares for evidence."""
    text = " ".join(_letters(body) for script in page.json_ld for body in _bodies(script))
    if not text:
        return likely
    mended = likely.copy()
    for i, line in enumerate(page.lines):
        if likely[i] < _EVIDENCE and len(line.text) >= _SHORTEST and _letters(line.text) in text:
            mended[i] = _EVIDENCE
    return mended


def _bodies(script: str) -> Iterator[str]:
    """The declared texts, as long as their notation is right."""
    for found in _BODY.finditer(script) if '"articleBody"' in script else ():
        try:
            yield json.loads(found[1], strict=False)
        except ValueError:
            continue


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(fold(text)))
