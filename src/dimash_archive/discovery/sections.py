"""Pages that list the articles of one section: what such a page calls the section, and which addresses suggest one."""

import html
import re
from typing import Final
from urllib.parse import unquote, urlsplit

from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import ALL_POSTS, HOME, SECTION_STEPS, WITHOUT_SECTION

_HEADING: Final = re.compile(r"<h1\b[^<>]*+>((?:[^<]++|<(?!/?h1\b))*+)</h1", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^<>]*+>([^<]*+)</title", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"<[^<>]*+>")
_SITE_NAME: Final = re.compile(r"\s[|–—·•»-]\s.*", re.DOTALL)
_LEAD_IN: Final = re.compile(
    r"(?:[^\W\d]+\s){0,2}[^\W\d]+\s*[:：]\s+"
    r"|(?:posts|articles|entries|stories)\s(?:about|in|on|for)\s|(?:записи|статьи|новости)\s(?:об?|в\s(?:рубрике|категории))\s"
    r"|einträge\süber\s|articles\ssur\s",
    re.IGNORECASE,
)
"""Prefixes that systems put before the section's name: `Category:`, `Posts about` (Nikola)."""
_SECTION: Final = re.compile(
    rf"/(?:{'|'.join(SECTION_STEPS)})/[^/?]+(?:/[^/?]+)*/?(?:\?|\Z)|[?&]cat(?:egory_name)?=", re.IGNORECASE
)
_PAGE: Final = re.compile(r"(?:/page/?\d+|/index\d*(?:\.html?)?)?/?\Z")
_NO_SECTION: Final = re.compile(r"/(?:tags?|topics?|authors?|search|page)(?:/|\Z)|/\d+/?\Z", re.IGNORECASE)
_HEAD: Final = 200_000  # bytes in which a page says what it is called
_LONGEST: Final = 60


def name_of(body: bytes, url: str, charset: str | None = None) -> str | None:
    """What a page that lists articles calls its section; None if it lists everything, or the articles of a tag, author or time."""
    if _NO_SECTION.search(place(url)):
        return None
    try:
        text = body[:_HEAD].decode(charset or "utf-8", "replace")
    except LookupError:
        text = body[:_HEAD].decode("utf-8", "replace")
    headings = _HEADING.findall(text)
    if len(headings) == 1:
        name = headings[0]
    else:  # a logo in a heading of its own, or none at all
        match = _TITLE.search(text)
        name = _SITE_NAME.sub("", match[1]) if match else ""
    name = " ".join(html.unescape(_ELEMENT.sub("", name)).split())
    name = _LEAD_IN.sub("", name, count=1)
    is_name = 1 < len(name) <= _LONGEST and any(map(str.isalpha, name))
    return name if is_name and fold(name) not in ALL_POSTS | HOME | WITHOUT_SECTION else None


def place(url: str) -> str:
    """The place of a list, the same for all its pages: host and path without the final slash."""
    parts = urlsplit(url)
    return f"{parts.netloc}{_PAGE.sub('', unquote(parts.path))}"


def is_section(url: str) -> bool:
    """Whether an address itself says that it lists a section: `/category/culture/`."""
    return _SECTION.search(unquote(url)) is not None
