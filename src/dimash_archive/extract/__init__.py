"""From a page to a clean article: a pure function of bytes, address and site memory."""

from dimash_archive.extract.article import VERSION, extract, extract_text

__all__ = ["VERSION", "extract", "extract_text"]
