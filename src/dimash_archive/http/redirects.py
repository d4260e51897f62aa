"""Where redirects lead, and how far they are followed. Pure."""

from dimash_archive import urls
from dimash_archive.records import Fetched

HOPS = 5
"""Redirects in a row that are followed; browsers follow 20, RFC 1945 advised five."""


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute address that a redirect leads to; None for any other answer."""
    location = fetched.header("location") if 300 <= fetched.status < 400 else None
    return urls.absolute(fetched.url, location) if location else None
