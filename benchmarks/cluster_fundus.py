"""Fundus over a WARC file, as its CC-NEWS crawler reads one: its own source, scraper and parser.

Fundus reads sites that somebody wrote a parser for. This is the one for the invented site, in the manner of its own: a
selector for each part of the article. Its source asks for files by HTTP, so the file is served on loopback.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import lxml.html
from fundus import Sitemap
from fundus.parser import ArticleBody, BaseParser, Image, ParserProxy, attribute
from fundus.parser.utility import (
    extract_article_body_with_selector,
    generic_author_parsing,
    generic_date_parsing,
    image_extraction,
)
from fundus.publishers.base_objects import Publisher
from fundus.scraping.html import CCNewsSource
from fundus.scraping.scraper import CCNewsScraper
from lxml.etree import XPath

TEXT = "//div[contains(@class, 'td-post-content')]"


class TownParser(ParserProxy):
    """The invented site's."""

    class V1(BaseParser):
        """Its only theme."""

        _paragraphs = XPath(f"{TEXT}/p | {TEXT}/ul/li | {TEXT}/blockquote/p")
        _subheads = XPath(f"{TEXT}/h2 | {TEXT}/h3")
        _title = XPath("//h1[@class='entry-title']")
        _tags = XPath("//ul[contains(@class, 'td-tags')]//a")
        _top = XPath("//article")
        _images = XPath("//article//img")

        @attribute
        def title(self) -> str | None:
            """The headline."""
            found = self._title(self.precomputed.doc)
            return str(found[0].text_content()) if found else None

        @attribute
        def body(self) -> ArticleBody | None:
            """Paragraphs and subheads."""
            doc: lxml.html.HtmlElement = self.precomputed.doc
            return extract_article_body_with_selector(
                doc, paragraph_selector=self._paragraphs, subheadline_selector=self._subheads
            )

        @attribute
        def authors(self) -> list[str]:
            """Who wrote it."""
            return generic_author_parsing(self.precomputed.meta.get("author"))

        @attribute
        def publishing_date(self) -> datetime | None:
            """When it appeared."""
            return generic_date_parsing(self.precomputed.meta.get("article:published_time"))

        @attribute
        def topics(self) -> list[str]:
            """Its tags."""
            return [str(each.text_content()) for each in self._tags(self.precomputed.doc)]

        @attribute
        def images(self) -> list[Image]:
            """Its pictures."""
            return image_extraction(
                doc=self.precomputed.doc,
                paragraph_selector=self._paragraphs,
                image_selector=self._images,
                upper_boundary_selector=self._top,
            )


def rows(path: Path, hosts: set[str]) -> Iterator[dict[str, Any]]:
    """What it makes of the articles of a file whose pages are of `hosts`."""
    publishers = [
        Publisher(f"Town {host}", f"https://{host}/", TownParser, [Sitemap(f"https://{host}/sitemap.xml")])
        for host in sorted(hosts)
    ]
    with _served(path) as address:
        scraper = CCNewsScraper(CCNewsSource(*publishers, warc_path=address))
        for article in scraper.scrape("catch"):
            yield {
                "url": article.html.requested_url,
                "title": article.title,
                "text": article.plaintext,
                "authors": article.authors,
                "published": article.publishing_date,
                "tags": article.topics,
                "images": len(article.images) if isinstance(article.images, list) else 0,
            }


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def handle(self) -> None:
        """Whoever has read enough may hang up."""
        with suppress(ConnectionError):
            super().handle()


@contextmanager
def _served(path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(path.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{path.name}"
    finally:
        server.shutdown()
