"""Feeds: RSS, Atom and JSON Feed."""

import json
from collections.abc import Iterator

from dimash_archive import urls
from dimash_archive.discovery.xml import XmlEntry, entries
from dimash_archive.errors import BadAnswer
from dimash_archive.records import FoundUrl, Listing
from dimash_archive.text.moments import feed_moment

USUAL_PLACES = ("feed/",)
"""Where feeds are when the profile names none, relative to the front page."""


def parse(body: bytes, url: str, edition: str) -> Iterator[FoundUrl]:
    """The articles a feed names, newest first as a rule. Raises BadAnswer where it is broken."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json(body, url, edition)
        return
    for entry in entries(iter((body,)), ("item", "entry"), ("rss", "feed", "RDF")):
        address = _address(entry)
        clean = urls.absolute(url, address) if address else None
        if clean:
            modified = feed_moment(entry.text("updated", "pubDate", "date"))
            yield FoundUrl(clean, edition, "article", "feed", modified, listing=_listing(entry))


def _listing(entry: XmlEntry) -> Listing | None:
    """What a feed says of a post; None for a page that only stands among them, with a date that is none.

    The `author` of RSS is an e-mail address: the name stands in `creator`."""
    names = [text for name, text, _ in entry.children if name == "creator" and text]
    names += [text for name, text, _ in entry.children if name == "author" and text and "@" not in text]
    stated = entry.text("published", "pubDate", "date")
    published = feed_moment(stated)
    if stated and published is None:
        return None
    return Listing("feed", author=names[0] if len(set(names)) == 1 else None, published=published)


def _address(entry: XmlEntry) -> str:
    """The address of the article itself; feed services put theirs in its place and keep it in `origLink`."""
    candidates = [entry.text("origLink")]
    for name, text, attributes in entry.children:
        if name == "link" and attributes.get("rel", "alternate") == "alternate":
            candidates.append(text or attributes.get("href"))
    candidates += [
        text
        for name, text, attributes in entry.children
        if name == "guid" and attributes.get("isPermaLink") != "false" and text.startswith("http")
    ]
    return next((each for each in candidates if each), "")


def _json(body: bytes, url: str, edition: str) -> Iterator[FoundUrl]:
    try:
        items = json.loads(body.decode("utf-8-sig"))["items"]
        found = [
            (item["url"], item.get("date_modified") or item.get("date_published"), item.get("date_published"))
            for item in items
            if "url" in item
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswer("This is no feed: JSON, but not as the JSON Feed format has it.") from error
    for address, modified, published in found:
        clean = urls.absolute(url, str(address))
        if clean:
            listing = Listing("feed", published=feed_moment(str(published)))
            yield FoundUrl(clean, edition, "article", "feed", feed_moment(str(modified)), listing=listing)
