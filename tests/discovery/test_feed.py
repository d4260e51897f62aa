"""Feeds as they are found."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.discovery import feed
from dimash_archive.errors import BadAnswer

BASE = "https://example.org/feed/"
DAY = datetime(2024, 6, 14, 10, 30, tzinfo=UTC)


def found(body: str | bytes) -> list[tuple[str, datetime | None]]:
    """Address and date of every entry."""
    data = body.encode() if isinstance(body, str) else body
    entries = list(feed.parse(data, BASE, "en"))
    assert all((each.kind, each.found_by, each.edition) == ("article", "feed", "en") for each in entries)
    return [(each.url, each.modified) for each in entries]


def test_rss() -> None:
    """Items with link and pubDate; the whole article inside does no harm."""
    body = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="c"><channel><link>https://example.org</link>
    <item><title>A</title><link>https://example.org/a</link><pubDate>Fri, 14 Jun 2024 15:30:00 +0500</pubDate>
    <content:encoded><![CDATA[{"<p>text</p>" * 5000}]]></content:encoded></item>
    <item><link/><guid isPermaLink="true">https://example.org/b</guid></item>
    <item><link>https://feeds.example.net/1</link><feedburner:origLink>https://example.org/c</feedburner:origLink></item>
    <item><guid isPermaLink="false">https://example.org/?p=1</guid></item>
    </channel></rss>"""
    assert found(body) == [
        ("https://example.org/a", DAY),
        ("https://example.org/b", None),
        ("https://example.org/c", None),
    ]


def test_atom_and_rdf() -> None:
    """Atom's alternate link and its date of update; RSS 1.0 as well."""
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org"/>
    <entry><link rel="self" href="/x.xml"/><link rel="alternate" href="/a"/>
    <link rel="enclosure" href="/a.mp3"/><published>2023-01-01T00:00:00Z</published>
    <updated>2024-06-14T10:30:00Z</updated></entry></feed>"""
    rdf = """<rdf:RDF xmlns:rdf="r" xmlns:dc="d"><item><link>https://example.org/a</link>
    <dc:date>2024-06-14T10:30:00Z</dc:date></item></rdf:RDF>"""
    assert found(atom) == found(rdf) == [("https://example.org/a", DAY)]


def test_json_feed() -> None:
    """JSON Feed by version 1 and 1.1."""
    body = """{"version": "https://jsonfeed.org/version/1.1", "items": [
      {"url": "/a", "date_modified": "2024-06-14T10:30:00Z", "date_published": "2020-01-01T00:00:00Z"},
      {"id": "2"}, {"id": "3", "url": "mailto:x"}, {"id": "4", "url": "https://example.org/d"}]}"""
    assert found(body) == [("https://example.org/a", DAY), ("https://example.org/d", None)]


@pytest.mark.parametrize(
    "body", ["{", '{"items": 3}', '{"a": []}', '{"items": [3]}', "<html/>", "<rss><item>", "", "[" * 99999]
)
def test_broken_feeds(body: str) -> None:
    """What is no feed is told as a bad answer."""
    with pytest.raises(BadAnswer):
        found(body)


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(data: bytes) -> None:
    """Anything at all gives finds or a BadAnswer."""
    for body in (data, b"{" + data, b"<rss>" + data):
        with suppress(BadAnswer):
            list(feed.parse(body, BASE, "en"))


def test_a_page_with_a_zero_date_is_no_post() -> None:
    """Hugo puts pages such as "About us" into its feed, dated to the year 1: they are found, and not listed."""
    item = "<item><link>https://x.invalid/{}/</link><pubDate>{}</pubDate></item>"
    items = item.format("about", "Mon, 01 Jan 0001 00:00:00 +0000") + item.format(
        "mill", "Mon, 10 Jun 2024 08:00:00 +0000"
    )
    about, mill = feed.parse(
        f"<rss><channel>{items}</channel></rss>".encode(), "https://x.invalid/feed/", "en"
    )
    assert (about.url, about.modified, about.listing) == ("https://x.invalid/about/", None, None)
    assert mill.listing is not None and mill.modified is not None


def test_what_a_json_feed_says_of_a_post() -> None:
    """Its headline, tags and author, in either version; several authors, and what is no text, are nothing."""
    body = b"""{"items": [
      {"url": "/a", "title": "  A  mill ", "tags": ["River", "", 3], "authors": [{"name": "Aru Sadyk"}]},
      {"url": "/b", "title": 7, "author": {"name": "Aru Sadyk"}},
      {"url": "/c", "tags": "River", "authors": [{"name": "Aru Sadyk"}, {"name": "Dana Orynbay"}]}]}"""
    told = [
        (each.title, each.tags, each.author)
        for found in feed.parse(body, BASE, "en")
        if (each := found.listing)
    ]
    assert told == [("A mill", ("River",), "Aru Sadyk"), (None, None, "Aru Sadyk"), (None, None, None)]


def test_an_author_is_a_name_alone() -> None:
    """Atom's authors have an address and a mailbox beside their name, in any order."""
    body = """<feed><entry><link href="/a"/><author><uri>https://example.org/ann</uri><email>a@example.org</email>
    <name>Ann Bell</name></author><updated>2024-06-14T10:30:00Z</updated></entry></feed>"""
    listing = next(feed.parse(body.encode(), BASE, "en")).listing
    assert listing is not None
    assert (listing.author, listing.modified) == ("Ann Bell", DAY)


def test_feeds_name_categories() -> None:
    """RSS in the text of its elements, Atom in attributes; the name for readers is preferred."""
    rss = "<rss><item><link>/a</link><category> City </category><category>reeds</category></item></rss>"
    atom = """<feed><entry><link href="/a"/><category term="city" label="City"/><category term="reeds"/></entry></feed>"""
    for body in (rss, atom):
        (post,) = feed.parse(body.encode(), BASE, "en")
        assert post.listing is not None
        assert post.listing.categories == ("City", "reeds")
