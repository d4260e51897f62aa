"""Sitemaps as they are found."""

import gzip
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.discovery import sitemap
from dimash_archive.errors import BadAnswer
from dimash_archive.records import DiscoveredUrl

BASE = "https://example.org/post-sitemap.xml"


def found(body: bytes | str, url: str = BASE) -> list[tuple[str, str, datetime | None]]:
    """Address, kind and date of everything in a sitemap."""
    data = body.encode() if isinstance(body, str) else body
    return [(each.url, each.kind, each.modified) for each in sitemap.parse(data, url, "en")]


def test_pages_with_dates() -> None:
    """Addresses are cleaned, images are not pages, dates are UTC."""
    body = """
    <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="x.xsl"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc> https://example.org/a?x=1&amp;y=2 </loc><lastmod>2024-06-14T10:30:00+05:00</lastmod>
      <image:image><image:loc>https://example.org/a.jpg</image:loc></image:image></url>
    <url><lastmod>2024-06</lastmod><loc><![CDATA[/b#top]]></loc><priority>0.5</priority></url>
    <url><loc>https://example.org/c</loc><lastmod>yesterday</lastmod></url>
    <url><loc>https://example.org/d</loc><lastmod>0001-01-01T00:00:00+14:00</lastmod></url>
    <url><loc>mailto:me</loc></url><url><loc/></url><url/>
    </urlset>"""
    assert found(body) == [
        ("https://example.org/a?x=1&y=2", "unknown", datetime(2024, 6, 14, 5, 30, tzinfo=UTC)),
        ("https://example.org/b", "unknown", datetime(2024, 6, 1, tzinfo=UTC)),
        ("https://example.org/c", "unknown", None),
        ("https://example.org/d", "unknown", None),
    ]
    (first, *_) = sitemap.parse(body.encode(), BASE, "kk")
    assert (first.edition, first.found_by) == ("kk", "sitemap")


def test_an_index_names_sitemaps() -> None:
    """Each child is a list, with its date; a namespace prefix, a BOM and gzip make no difference."""
    body = """<?xml version="1.0"?><sm:sitemapindex xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sm:sitemap/><sm:sitemap><sm:loc>https://example.org/1.xml.gz</sm:loc><sm:lastmod>2024</sm:lastmod></sm:sitemap>
    </sm:sitemapindex>""".encode("utf-8-sig")
    expected = [("https://example.org/1.xml.gz", "list", datetime(2024, 1, 1, tzinfo=UTC))]
    assert found(body) == found(gzip.compress(body)) == expected
    assert [each.found_by for each in sitemap.parse(body, BASE, "en")] == ["index"]


def test_translations_are_found_without_the_date() -> None:
    """xhtml:link alternates are addresses too, each once."""
    body = """<urlset><url><loc>https://example.org/en</loc><lastmod>2024-06-14</lastmod>
    <xhtml:link rel="alternate" hreflang="kk" href="https://kk.example.org/a"/>
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/en"/>
    <xhtml:link rel="alternate" href="https://example.org/print"/></url></urlset>"""
    assert [(url, date is None) for url, _, date in found(body)] == [
        ("https://example.org/en", False),
        ("https://kk.example.org/a", True),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("post-sitemap2.xml", "unknown"),
        ("page-sitemap.xml", "unknown"),
        ("category-sitemap.xml", "list"),
        ("post_tag-sitemap.xml", "list"),
        ("author-sitemap.xml", "list"),
        ("wp-sitemap-taxonomies-category-1.xml", "list"),
        ("wp-sitemap-users-1.xml", "list"),
        ("wp-sitemap-posts-post-1.xml", "unknown"),
        ("sitemap.xml", "unknown"),
    ],
)
def test_the_name_tells_lists_from_articles(name: str, kind: str) -> None:
    """Sitemaps of categories, tags and authors name pages that only list articles."""
    body = "<urlset><url><loc>https://example.org/x</loc></url></urlset>"
    assert found(body, f"https://example.org/{name}")[0][1] == kind


def test_plain_text() -> None:
    """One address a line, with or without BOM; other lines are skipped."""
    body = "\ufeffhttps://example.org/a\r\n\nhttp://example.org/ә\nhttp://\nnot an address\n"
    assert [url for url, _, _ in found(body)] == ["https://example.org/a", "http://example.org/%D3%99"]


@pytest.mark.parametrize(
    ("body", "why", "before"),
    [
        (
            "<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://exam",
            "is cut off or malformed",
            1,
        ),
        ("<urlset><url><loc>https://example.org/a</loc></url><url></urlset>", "is cut off or malformed", 1),
        ("<html><body>Not found</body></html>", "'html' document", 0),
        ("", "not a sitemap", 0),
        ("Not found.", "not a sitemap", 0),
        ('<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>', "entity", 0),
    ],
)
def test_a_broken_sitemap_gives_what_it_has(body: str, why: str, before: int) -> None:
    """What came before the break is yielded, then the reason is raised."""
    got: list[DiscoveredUrl] = []
    with pytest.raises(BadAnswer, match=why):
        got.extend(sitemap.parse(body.encode(), BASE, "en"))
    assert len(got) == before


def test_other_encodings() -> None:
    """UTF-16 and windows-1251 are read as the XML declares them."""
    body = (
        '<?xml version="1.0" encoding="{}"?><urlset><url><loc>https://example.org/песня</loc></url></urlset>'
    )
    expected = "https://example.org/%D0%BF%D0%B5%D1%81%D0%BD%D1%8F"
    for encoding in ("utf-16", "windows-1251"):
        assert found(body.format(encoding).encode(encoding))[0][0] == expected


def test_a_large_sitemap_is_a_stream() -> None:
    """A file of many megabytes, gzipped, is never in memory as a whole."""
    entry = "<url><loc>https://example.org/{:06}</loc><content>{}</content></url>"
    packed = gzip.compress(("<urlset>" + entry.format(1, "x" * 3000) * 4000 + "</urlset>").encode())
    tracemalloc.start()
    assert sum(1 for _ in sitemap.parse(packed, BASE, "en")) == 4000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_endless_entries_are_bounded() -> None:
    """A megabyte of text in one element and ten thousand children are cut."""
    body = f"<urlset><url><loc>https://example.org/{'x' * 10**6}</loc>{'<a>1</a>' * 10_000}</url></urlset>"
    assert len(found(body)[0][0]) < 10_000


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    """Anything at all gives finds or a BadAnswer."""
    for body in (data, b"<urlset>" + data, b"\x1f\x8b\x08" + data):
        with suppress(BadAnswer):
            list(sitemap.parse(body, BASE, "en"))


def test_a_feed_may_stand_in_for_a_sitemap() -> None:
    """The protocol allows it: the entries of a feed that an index names are pages, whatever comes before its root."""
    for start in (
        "",
        '<?xml version="1.0"?>\n',
        '<?xml version="1.0"?><?xml-stylesheet href="/f.xsl"?><!-- Valley -->',
    ):
        atom = f'{start}<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a/"/></entry></feed>'
        rss = f"{start}<rss><channel><item><link>{BASE.rpartition('/')[0]}/a/</link></item></channel></rss>"
        for body in (atom, rss):
            assert [each.url for each in sitemap.parse(body.encode(), BASE, "en")] == [
                "https://example.org/a/"
            ]


def test_sitemaps_are_sought_at_the_edition_and_at_the_host() -> None:
    """Also where addresses are plain, and sitemaps are a query."""
    places = sitemap.usual_places("https://example.org/kk/")
    assert places[0].startswith("https://example.org/kk/")
    assert {
        "https://example.org/kk/?sitemap=index",
        "https://example.org/?sitemap=index",
        "https://example.org/sitemap.xml",
    } <= {*places}
