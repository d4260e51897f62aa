"""Heading levels in HTML from elsewhere, for readers who move from heading to heading."""

import re
from typing import Final

_HEADING: Final = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)


def levelled(html: str, above: int = 0) -> str:
    """The HTML with no heading more than one level below the previous one; `above` is the level before its first."""
    level = above

    def heading(match: re.Match[str]) -> str:
        nonlocal level
        level = min(int(match[1]), level + 1)
        return f"<h{level}{match[2]}>{match[3]}</h{level}>"

    return _HEADING.sub(heading, html)
