"""Citing from the pages: what their heads say to Zotero, to catalogues and to search engines, and the buttons that copy."""

import json
import re
from html import unescape
from pathlib import Path

import embedded_metadata
from browse_pages import read


def test_zotero_reads_what_it_needs(database: Path) -> None:
    """By the rules of its translator for embedded metadata: the type, then `citation_` before Dublin Core and Open Graph."""
    head = read(database, "/articles/1").text.partition("</head>")[0]
    meta = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head))
    assert meta["z:itemType"] == "newspaperArticle"
    assert meta["citation_title"] == meta["og:title"] == "Хор алаңда ән салды"
    assert meta["citation_publication_date"] == "2024/06/13"
    assert meta["citation_language"] == "kk"
    assert "/archive/-/read/at/" in meta["citation_public_url"]
    data = json.loads(head.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["inLanguage"], data["headline"]) == (
        "NewsArticle",
        "kk",
        meta["citation_title"],
    )


def test_zotero_makes_a_newspaper_article_of_it(database: Path) -> None:
    """Followed rule by rule: type, title, day, language, the site as publication, section, permalink, place in the WARC file."""
    item = embedded_metadata.item(read(database, "/articles/1").text)
    assert item["itemType"] == "newspaperArticle"
    assert (item["title"], item["language"], item["section"]) == ("Хор алаңда ән салды", "kk", "Хор")
    assert (item["date"], item["publicationTitle"]) == ("2024/06/13", "kk.example.org")
    assert str(item["url"]).endswith("/https://kk.example.org/hor")
    assert "/archive/-/read/at/" in str(item["url"])
    assert re.fullmatch(r"\S+:\d+", str(item["archiveLocation"]))


def test_hostile_texts_reach_zotero_as_texts(database: Path) -> None:
    """Headline, author and tags come through unchanged, however they look."""
    html = read(database, "/articles/4").text
    item = embedded_metadata.item(html)
    headline = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert headline is not None and item["title"] == unescape(headline[1])
    assert len(item["creators"]) == 1 and len(item["tags"]) == 3  # type: ignore[arg-type]


def test_dublin_core_describes_the_article(database: Path) -> None:
    """Its elements with the schema declared: title, language, date, publisher, the permalink as identifier, the source."""
    head = read(database, "/articles/1").text.partition("</head>")[0]
    assert '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">' in head
    core = dict(re.findall(r'<meta name="DC\.([a-z]+)" content="([^"]*)">', head))
    assert core["title"] == "Хор алаңда ән салды"
    assert (core["language"], core["date"], core["publisher"]) == ("kk", "2024-06-13", "kk.example.org")
    assert (core["source"], "/-/read/at/" in core["identifier"]) == ("https://kk.example.org/hor", True)
