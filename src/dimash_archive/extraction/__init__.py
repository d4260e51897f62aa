"""From a page to a clean article: a pure function of bytes, address and site memory."""

from dimash_archive.extraction.article import VERSION, extract, extract_captured, extract_text, learn
from dimash_archive.extraction.content.boilerplate import BoilerplateFilter
from dimash_archive.extraction.content.selection import Circumstances

__all__ = [
    "VERSION",
    "BoilerplateFilter",
    "Circumstances",
    "extract",
    "extract_captured",
    "extract_text",
    "learn",
]
