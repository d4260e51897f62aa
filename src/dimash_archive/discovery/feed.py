"""Feeds: RSS, Atom and JSON Feed."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from dimash_archive import urls
from dimash_archive.discovery.xml import XmlEntry, entries
from dimash_archive.errors import BadAnswer
from dimash_archive.records import DiscoveredUrl, Listing
from dimash_archive.text.moments import feed_moment

USUAL_PLACES = ("feed/",)
"""Where feeds are when the profile names none, relative to the front page."""


def parse(body: bytes, url: str, edition: str) -> Iterator[DiscoveredUrl]:
    """The articles a feed names, newest first as a rule. Raises BadAnswer if it is malformed."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json(body, url, edition)
        return
    for entry in entries(iter((body,)), ("item", "entry"), ("rss", "feed", "RDF")):
        address = _address(entry)
        clean = urls.absolute(url, address) if address else None
        if clean:
            modified = feed_moment(entry.text("updated", "pubDate", "date"))
            yield DiscoveredUrl(clean, edition, "article", "feed", modified, listing=_listing(entry))


def _listing(entry: XmlEntry) -> Listing | None:
    """What a feed says of a post; None for a page that only stands among them, with a date that is none.

    The `author` of RSS is an e-mail address: the name stands in `creator`."""
    names = [text for name, text, _ in entry.children if name in ("creator", "author/name") and text]
    names = names or [text for name, text, _ in entry.children if name == "author" and "@" not in text]
    stated = entry.text("published", "pubDate", "date")
    published = feed_moment(stated)
    if stated and published is None:
        return None
    return Listing(
        "feed",
        author=names[0] or None if len(set(names)) == 1 else None,
        published=published,
        modified=feed_moment(entry.text("updated")),
        title=_line(entry.text("title")),
        categories=tuple(_categories(entry)),
    )


def _categories(entry: XmlEntry) -> Iterator[str]:
    """The names of categories, in order: Atom has them in `term` or, for readers, in `label`, RSS in the text."""
    for name, text, attributes in entry.children:
        if name == "category" and (
            category := _line(attributes.get("label") or attributes.get("term") or text)
        ):
            yield category


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


def _json(body: bytes, url: str, edition: str) -> Iterator[DiscoveredUrl]:
    """The articles of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        items = json.loads(body.decode("utf-8-sig"))["items"]
        posts = [
            (str(item["url"]), _json_modified(item), _json_listing(item)) for item in items if "url" in item
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswer("This is not a feed: it is JSON, but not in the JSON Feed format.") from error
    for address, modified, listing in posts:
        if clean := urls.absolute(url, address):
            yield DiscoveredUrl(clean, edition, "article", "feed", modified, listing=listing)


def _json_modified(item: Mapping[str, Any]) -> datetime | None:
    return feed_moment(str(item.get("date_modified") or item.get("date_published")))


def _json_listing(item: Mapping[str, Any]) -> Listing:
    """What a JSON Feed says of a post; version 1 has one `author`, 1.1 a list of `authors`."""
    people = item.get("authors") or [item.get("author")]
    names = {name for each in people if isinstance(each, dict) and (name := _line(each.get("name")))}
    tags = item.get("tags")
    return Listing(
        "feed",
        tags=tuple(filter(None, map(_line, tags))) if isinstance(tags, list) else None,
        author=names.pop() if len(names) == 1 else None,
        published=feed_moment(str(item.get("date_published"))),
        title=_line(item.get("title")),
    )


def _line(value: object) -> str | None:
    """A text in one line; None if it is empty or none."""
    return " ".join(value.split()) or None if isinstance(value, str) else None
