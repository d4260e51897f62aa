"""A telling as one edition publishes it: address, times, layout. All of it follows from the story's key."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zlib import crc32

Layout = Literal["classic", "cloud", "plain"]
SMALL = "-300x200"
"""Ending of a small picture's name, before the dot: its size in pixels."""
_LETTERS = str.maketrans("абвгдеёзийклмнопрстуфхцыэәғқңөұүһі", "abvgdeezijklmnoprstufhcyeagknouuhi") | {
    ord(letter): latin
    for letter, latin in zip("жчшщъьюя", ("zh", "ch", "sh", "shh", "", "", "ju", "ja"), strict=True)
}


@dataclass(frozen=True, slots=True)
class Post:
    """One telling in one edition, without its text."""

    number: int
    """The story's position among the stories, from 0."""
    key: str
    """The story's key."""
    lang: str
    """The edition."""
    slug: str
    """Last step of the address, unique in the edition."""
    title: str
    """The headline, typeset."""
    section: str
    """Key of the section."""
    tags: tuple[str, ...]
    """Keywords, in order."""
    author: str | None
    """Name in the byline."""
    published: datetime
    """When it went online, aware, in the town's time."""
    modified: datetime
    """When it was last changed, aware; never before `published`."""
    updates: tuple[int, ...] = ()
    """Which of the edition's closing `updates` were added later."""

    @property
    def id(self) -> int:
        """The post's number in WordPress; each edition has its own numbering."""
        return 1000 + self.number * 7 + {"kk": 0, "ru": 2, "en": 5}[self.lang]

    @property
    def path(self) -> str:
        """The canonical address on the host."""
        return f"/{self.slug}/"

    @property
    def dated_path(self) -> str:
        """The permalink of earlier years; it redirects to the canonical one."""
        return f"/{self.published:%Y/%m/%d}/{self.slug}/"

    @property
    def layout(self) -> Layout:
        """The generation of the theme that lays out the page."""
        if self.has("plain", 9):
            return "plain"
        return "cloud" if self.has("cloud", 22) else "classic"

    def has(self, feature: str, percent: int) -> bool:
        """Whether the page has a feature that `percent` of all pages have."""
        return self.chance(feature) < percent

    def chance(self, feature: str, sides: int = 100) -> int:
        """A number below `sides`, fixed for this page and feature."""
        return crc32(f"{feature} {self.key} {self.lang}".encode()) % sides

    def upload(self, position: int, *, small: bool = False) -> str:
        """Path of the picture at `position`; 0 is the lead picture."""
        size = SMALL if small else ""
        kind = "png" if (self.chance("png") + position) % 5 == 0 else "jpg"
        return f"/wp-content/uploads/{self.published:%Y/%m}/{self.slug}-{position}{size}.{kind}"


def latin(text: str) -> str:
    """A tag or name as a step of an address: `Қоңыр самал` gives `konyr-samal`."""
    lower = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"[^a-z0-9]+", "-", lower.translate(_LETTERS)).strip("-") or "x"
