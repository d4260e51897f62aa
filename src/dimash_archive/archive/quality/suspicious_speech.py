"""What looks wrong about a speech: cut at an end, swallowed by marks, or most of its article."""

import re
from typing import Final

_CUT: Final = re.compile(r"\A[,;:.!?)»”]|[,;(«„—–]\Z")
_MARKS: Final = {"«": "»", "„": "“”", "“": "”"}
_MOST: Final = 0.9
_LONG: Final = 150
"""An article of at least this many words that is a single quotation is doubtful: a closing mark may have been missed."""


def doubt(text: str, body: str) -> str | None:
    """Why a quotation is doubtful, or None. `body` is its article's."""
    if _CUT.search(text):
        return "cut at an end"
    if any(text.count(mark) > sum(map(text.count, closing)) for mark, closing in _MARKS.items()):
        return "a mark inside is never closed"
    if len(text.split()) >= _LONG and len(text) > _MOST * len(body):
        return "nearly the whole article"
    return None
