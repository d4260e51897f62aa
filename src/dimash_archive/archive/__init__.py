"""The SQLite archive."""

from dimash_archive.archive.records import Hit, Page, PageState
from dimash_archive.archive.store import FILE, Archive

__all__ = ["FILE", "Archive", "Hit", "Page", "PageState"]
