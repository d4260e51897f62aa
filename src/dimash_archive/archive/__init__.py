"""The SQLite archive."""

from dimash_archive.archive.rows import Hit, PageRow, PageState
from dimash_archive.archive.store import FILE, Archive

__all__ = ["FILE", "Archive", "Hit", "PageRow", "PageState"]
