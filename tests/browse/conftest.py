"""What the tests of the pages share."""

from browse_pages import database

__all__ = ["database"]
