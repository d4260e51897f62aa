"""The fixture pages: invented pages of many kinds, each beside what a reader would want of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paths import FIXTURES

FOLDER: Final = FIXTURES / "pages"
URL: Final = "https://news.example/news/story/"
"""Where the pages are said to have been fetched."""


@dataclass(frozen=True, slots=True)
class FixturePage:
    """A page as received, and the fields that are told of its article."""

    name: str
    """Language and what the page is about."""
    html: bytes
    """The page."""
    expected: dict[str, Any]
    """Fields of the article by name; `known_wrong` names those that are not read rightly, and why."""


def _read(path: Path) -> FixturePage:
    return FixturePage(path.stem, path.with_suffix(".html").read_bytes(), json.loads(path.read_text("utf-8")))


PAGES: Final = tuple(_read(path) for path in sorted(FOLDER.glob("*.json")))
