"""Turn a multilingual news site into a clean, durable, searchable archive."""

from importlib import import_module
from typing import TYPE_CHECKING

from dimash_archive.version import __version__

if TYPE_CHECKING:
    from dimash_archive.archive import Archive, Hit
    from dimash_archive.crawler import crawl
    from dimash_archive.errors import ArchiveError, NotAnArticle
    from dimash_archive.extraction import extract, extract_text
    from dimash_archive.records import Article, Image, Link, Quote
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
    "crawler": ("crawl",),
    "errors": ("ArchiveError", "NotAnArticle"),
    "extraction": ("extract", "extract_text"),
    "records": ("Article", "Image", "Link", "Quote"),
    "site": ("Site",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name from its room, loaded when first used: a program that only reads an archive loads no crawler."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value
