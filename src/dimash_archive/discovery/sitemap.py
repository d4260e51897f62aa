"""Sitemaps: XML (index, pages, news, language alternates), gzipped, or plain text."""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urljoin

from dimash_archive import urls
from dimash_archive.discovery import feed, links
from dimash_archive.discovery.xml import XmlEntry, entries
from dimash_archive.errors import BadAnswer
from dimash_archive.http.codings import gunzip, is_gzip
from dimash_archive.records import DiscoveredUrl
from dimash_archive.text.moments import feed_moment

USUAL_PLACES = ("sitemap_index.xml", "sitemap.xml", "wp-sitemap.xml", "?sitemap=index", "sitemap.txt")
"""Where sitemaps usually are if robots.txt names none, relative to the front page, most likely first."""
LIMIT = 64_000_000
"""Bytes of an unpacked sitemap that are read; the protocol allows 50 MB."""

# What the big SEO plugins and WordPress itself call the sitemaps of pages that only list others.
_LISTS = re.compile(r"(?:category|tag|taxonom\w*|author|users?|archives?|format)s?[-_.\d]")
_FEED = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b")


def usual_places(front: str) -> list[str]:
    """Where the sitemaps of the edition at `front` may be: below it, and at the root of its host."""
    bases = dict.fromkeys((front, urljoin(front, "/")))
    return [urljoin(base, place) for base in bases for place in USUAL_PLACES]


def parse(body: bytes, url: str, edition: str) -> Iterator[DiscoveredUrl]:
    """The addresses a sitemap names; those found by `index` are sitemaps themselves, of kind `list`.

    Read as a stream. Raises BadAnswer if it is malformed; what came before has been yielded.
    """
    pieces = gunzip(body, LIMIT) if is_gzip(body) else iter((body,))
    first = next(pieces, b"")
    if not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xfe\xff", b"\xff\xfe")):
        yield from _plain(first + b"".join(pieces), url, edition)
        return
    if _FEED.match(
        first[:2000]
    ):  # the protocol allows them: https://www.sitemaps.org/protocol.html#otherformats
        yield from feed.parse(first + b"".join(pieces), url, edition)
        return
    kind: Literal["list", "unknown"] = "list" if _LISTS.search(url.rpartition("/")[2]) else "unknown"

    def rest() -> Iterator[bytes]:
        yield first
        yield from pieces

    for entry in entries(rest(), ("url", "sitemap"), ("urlset", "sitemapindex")):
        if entry.name == "url":
            yield from _entry(entry, url, edition, kind)
        elif (address := entry.text("loc")) and (clean := urls.absolute(url, address)):
            yield DiscoveredUrl(clean, edition, "list", "index", feed_moment(entry.text("lastmod")))


def _entry(
    entry: XmlEntry, base: str, edition: str, kind: Literal["list", "unknown"]
) -> Iterator[DiscoveredUrl]:
    modified = feed_moment(entry.text("lastmod"))
    own = urls.absolute(base, entry.text("loc") or "") if entry.text("loc") else None
    named = tuple(
        (attributes["hreflang"], address)
        for name, _, attributes in entry.children
        if name == "link" and attributes.get("rel") == "alternate" and attributes.get("hreflang")
        if attributes.get("href") and (address := urls.absolute(base, attributes["href"]))
    )
    if own:
        yield DiscoveredUrl(own, edition, _kind(own, kind), "sitemap", modified, named)
    # The date belongs to the page itself: its translations may have been edited at other times.
    for address in dict.fromkeys(address for _, address in named if address != own):
        yield DiscoveredUrl(address, edition, _kind(address, kind), "sitemap")


def _kind(url: str, kind: Literal["list", "unknown"]) -> Literal["list", "unknown"]:
    """What the address says counts too: many sitemaps name lists beside articles."""
    return "list" if kind == "list" or links.kind_of(url) == "list" else "unknown"


def _plain(body: bytes, url: str, edition: str) -> Iterator[DiscoveredUrl]:
    lines = body.decode("utf-8-sig", "replace").split()
    addresses = [line for line in lines if line.startswith(("http://", "https://"))]
    if not addresses:
        raise BadAnswer("This is not a sitemap: neither XML nor a list of addresses.")
    for address in addresses:
        clean = urls.absolute(url, address)
        if clean:
            yield DiscoveredUrl(clean, edition, links.kind_of(clean), "sitemap")
