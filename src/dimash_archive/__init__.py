"""Turn a multilingual news site into a clean, durable, searchable archive."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dimash_archive.version import __version__

if TYPE_CHECKING:
    from dimash_archive.archive import Archive, Hit
    from dimash_archive.crawl import crawl
    from dimash_archive.errors import ArchiveError, NotAnArticle
    from dimash_archive.extract import extract, extract_text
    from dimash_archive.items import Article, Image, Link, Quote
    from dimash_archive.site import Site

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Hit",
    "Image",
    "Link",
    "NotAnArticle",
    "Quote",
    "Site",
    "__version__",
    "crawl",
    "extract",
    "extract_text",
]

_ROOMS = {
    "archive": ("Archive", "Hit"),
    "crawl": ("crawl",),
    "errors": ("ArchiveError", "NotAnArticle"),
    "extract": ("extract", "extract_text"),
    "items": ("Article", "Image", "Link", "Quote"),
    "site": ("Site",),
}
_WHERE = {name: room for room, names in _ROOMS.items() for name in names}


class _Door(ModuleType):
    """Fetches a name from its room when it is first asked for: who only reads an archive loads no crawler.

    `extract` and `crawl` are names of functions and of the rooms they live in; here they mean the functions,
    also after Python has loaded a room and would put it in their place.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _WHERE or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
