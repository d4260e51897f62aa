"""Soft 404s: a site's not-found page, sent with status 200. Pure.

An address that cannot exist is requested. If the site answers 200, pages like that response do not exist.
"""

import html
import re
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin

_TITLE = re.compile(r"<title[^<>]*+>([^<]*+)", re.I)
_NO_TEXT = re.compile(
    r"<(script|style|noscript|template)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*+>", re.S | re.I
)
_WORD = re.compile(r"\w+")
_SHINGLE = 3  # words in a row
# Most of the page is the theme's furniture and the newest headlines, which change; a page with the very title of
# the missing one need only be mostly alike, one with another title (some repeat the address in it) nearly equal.
_ALIKE, _NEARLY_EQUAL = 0.5, 0.95
_MOST = 2_000_000  # bytes of a page that are looked at


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is stored of a page to recognise similar ones."""

    title: str
    """Its title, lower case."""
    shingles: frozenset[int]
    """A number for every three consecutive words of its text."""

    def is_like(self, other: "Likeness") -> bool:
        """Whether the two are the same page, apart from what changes by the hour."""
        both = len(self.shingles & other.shingles)
        share = both / max(len(self.shingles | other.shingles), 1)
        return share >= (_ALIKE if self.title and self.title == other.title else _NEARLY_EQUAL)


def likeness(body: bytes, charset: str | None = None) -> Likeness:
    """The likeness of a page. Never raises."""
    try:
        text = body[:_MOST].decode(charset or "utf-8", "replace")
    except LookupError:
        text = body[:_MOST].decode("utf-8", "replace")
    title = _TITLE.search(text)
    words = _WORD.findall(html.unescape(_NO_TEXT.sub(" ", text)).lower())
    runs = (" ".join(words[at : at + _SHINGLE]) for at in range(max(len(words) - _SHINGLE + 1, 1)))
    return Likeness(
        " ".join(html.unescape(title[1]).lower().split()) if title else "",
        frozenset(zlib.crc32(run.encode("utf-8", "replace")) for run in runs),
    )


def address(front: str) -> str:
    """An address below a front page that does not exist; always the same one, so that it is requested rarely."""
    return urljoin(front, f"no-such-page-{zlib.crc32(front.encode()):08x}/")
