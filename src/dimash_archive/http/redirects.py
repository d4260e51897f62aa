"""Where redirects lead, and how far they are followed. Pure."""

from contextlib import suppress

from dimash_archive import urls
from dimash_archive.records import Fetched

HOPS = 5
"""How many consecutive redirects are followed; browsers follow 20, RFC 1945 advised five."""


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute address that a redirect leads to; None for any other response.

    Headers are read as Latin-1, but servers that write other letters write UTF-8, as browsers take it.
    """
    location = fetched.header("location") if 300 <= fetched.status < 400 else None
    if not location:
        return None
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    return urls.absolute(fetched.url, location)
