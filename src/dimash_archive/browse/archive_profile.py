"""What an archive is: whose pages it holds, in which languages, in which time zone."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

_EDITIONS: Final = """
WITH RECURSIVE editions (edition) AS (
    SELECT min(edition) FROM articles
    UNION ALL
    SELECT (SELECT min(edition) FROM articles WHERE edition > editions.edition) FROM editions WHERE edition IS NOT NULL
)
SELECT edition, (SELECT url FROM articles WHERE articles.edition = editions.edition LIMIT 1) FROM editions
WHERE edition IS NOT NULL
"""
_OFFSETS: Final = """
SELECT substr(published_local, -6) AS offset FROM (
    SELECT published_local FROM articles INDEXED BY articles_by_published WHERE published IS NOT NULL
    ORDER BY published DESC LIMIT 500
) GROUP BY offset ORDER BY count(*) DESC LIMIT 1
"""
_SITE: Final = "SELECT site FROM runs ORDER BY id DESC LIMIT 1"
_OFFSET: Final = re.compile(r"[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class ArchiveProfile:
    """What the pages must know about an archive."""

    site: str
    """Its site: the host's name without www, or the name of its profile if its hosts are numbers."""
    editions: tuple[str, ...]
    """The language codes of its editions, sorted: a language's place determines its colour."""
    zone: timezone
    """The offset that most of its newest articles have."""


def load(connection: sqlite3.Connection) -> ArchiveProfile:
    """The profile of an archive in its current state."""
    editions = connection.execute(_EDITIONS).fetchall()
    name = connection.execute(_SITE).fetchone()
    offset = connection.execute(_OFFSETS).fetchone()
    site = site_name([url for _, url in editions], name[0] if name else "")
    return ArchiveProfile(site, tuple(code for code, _ in editions), _zone(offset[0] if offset else None))


def site_name(addresses: Sequence[str], profile: str) -> str:
    """The shortest host of the given addresses, without www; `profile` if it is a number or there is none."""
    hosts = [urlsplit(address).hostname or "" for address in addresses]
    host = min((each.removeprefix("www.") for each in hosts if each), key=len, default="")
    try:
        ip_address(host)
    except ValueError:
        return host or profile
    return profile or host


def _zone(offset: str | None) -> timezone:
    if offset is None or not _OFFSET.fullmatch(offset):
        return UTC
    delta = datetime.strptime(offset, "%z").utcoffset()
    return UTC if not delta else timezone(delta)
