"""What is fuzzed: doors that take bytes from outside, each as a function of bytes that may raise nothing but our errors."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.stories.image_hash import image_hash
from dimash_archive.backfill.sources.index_lines import read_index
from dimash_archive.demo import DemoSite
from dimash_archive.discovery import feed, links, not_found, requisites, sitemap, wordpress
from dimash_archive.errors import ArchiveError
from dimash_archive.extraction import extract, extract_text
from dimash_archive.extraction.metadata import json_ld
from dimash_archive.http import robots
from dimash_archive.http.codings import decode
from dimash_archive.http.redirects import redirect_target
from dimash_archive.http.throttle import retry_after
from dimash_archive.records import Captured, Fetched
from dimash_archive.site import Site
from dimash_archive.text import charset
from dimash_archive.warc import reader

URL = "https://en.example.org/2024/06/14/page/"
MOMENT = datetime(2024, 6, 14, 10, 30, tzinfo=UTC)
_LIMIT = 4_000_000  # bytes that anything may unpack to

Target = Callable[[bytes], None]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _answer(data: bytes, *headers: tuple[str, str]) -> Fetched:
    return Fetched(URL, 200, "OK", headers, data, data, MOMENT)


def page(data: bytes) -> None:
    """An article out of a page."""
    article = extract(data, URL)
    for quote in article.quotes:
        assert article.body[quote.start : quote.end], "a speech lies in the text"
    assert article.title.isprintable(), "no control leaves extraction"


def flattened(data: bytes) -> None:
    """An article out of flattened text."""
    extract_text(_text(data))


def page_links(data: bytes) -> None:
    """All that a crawl reads a page for, beside its article."""
    list(links.parse(data, URL, "en"))
    links.feeds(data, URL)
    links.continuation(data, URL, URL, 2)
    links.refresh_target(data, URL)
    list(requisites.parse(data, URL, "page"))
    list(requisites.parse_css(data, URL))
    not_found.likeness(data)
    robots.directives((), data)


def warc(data: bytes) -> None:
    """Answers out of a WARC or ARC file."""
    list(reader.answers(BytesIO(data), "fuzz", _LIMIT))


def sitemaps(data: bytes) -> None:
    """Addresses out of a sitemap."""
    list(sitemap.parse(data, URL, "en"))


def feeds(data: bytes) -> None:
    """Addresses out of a feed."""
    list(feed.parse(data, URL, "en"))


def posts(data: bytes) -> None:
    """Posts out of a REST API."""
    wordpress.parse(_answer(data, ("X-WP-Total", "3"), ("X-WP-TotalPages", "1")), "en")


def robots_txt(data: bytes) -> None:
    """The rules of a host."""
    rules = robots.Robots.parse(data, 200)
    assert isinstance(rules.allows(URL), bool)
    delay = rules.delay()
    assert delay is None or delay >= 0, "nobody waits for less than nothing"
    assert all(urls.absolute(URL, each) is None or each for each in rules.sitemaps)


def linked_data(data: bytes) -> None:
    """Facts out of JSON-LD."""
    json_ld.read([_text(data)])


def headers(data: bytes) -> None:
    """What is read out of header lines."""
    value = data.decode("latin-1")
    lines = (("Location", value), ("Link", value), ("X-Robots-Tag", value), ("Content-Type", value))
    fetched = Fetched(URL, 301, "", lines, data, data, MOMENT)
    target = redirect_target(fetched)
    assert target is None or target.startswith(("http://", "https://"))
    address = urls.absolute(URL, value)
    assert address is None or urls.key(address) == urls.key(urls.key(address)), "a key is its own key"
    links.alternates(lines, URL)
    robots.directives(lines, b"")
    retry_after(value, MOMENT)
    charset.decode(data, fetched.charset)


def codings(data: bytes) -> None:
    """A body out of its content codings."""
    for coding in ("gzip", "deflate"):
        with suppress(ArchiveError):
            assert len(decode(data, coding, _LIMIT)) <= _LIMIT


def index(data: bytes) -> None:
    """Captures out of a CDX server's answer."""
    read_index(_text(data))


def profile(data: bytes) -> None:
    """A site's profile."""
    Site.parse(_text(data))


def query(data: bytes) -> None:
    """A search."""
    for hit in _archive().search(_text(data), limit=5):
        assert hit.title


def picture(data: bytes) -> None:
    """The hash of a picture."""
    image_hash(data)


@cache
def _archive() -> Archive:
    """A small archive to search."""
    archive, site = Archive.open(Path(mkdtemp(prefix="fuzz-")), create=True), DemoSite(3)
    run = archive.begin_run("fuzz", MOMENT)
    with archive.batch():
        for number, (url, truth) in enumerate(site.truth("en").items()):
            captured = Captured(url, MOMENT, 200, "text/html", f"sha1:{number}", "fuzz.warc.gz", number, 1)
            article = extract_text(f"{truth.title}\n\n" + "\n\n".join(truth.paragraphs), url)
            capture = archive.record(run, captured)
            archive.save(article, edition="en", capture_id=capture, seen_at=MOMENT, extractor="fuzz")
    return archive


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            page, flattened, page_links, warc, sitemaps, feeds, posts, robots_txt, linked_data, headers, codings,
            index, profile, query, picture,
        )
    }
)  # fmt: skip
"""By name."""
