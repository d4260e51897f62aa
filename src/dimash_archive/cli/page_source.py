"""One page from a file, an address or standard input, and its extraction."""

import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dimash_archive.errors import BadAnswer, UsageError
from dimash_archive.http.client import Fetcher
from dimash_archive.http.redirects import HOPS, redirect_target
from dimash_archive.records import Article, Fetched, Row

if TYPE_CHECKING:
    from dimash_archive.extraction.report.explain import Explanation

_TAGS = rb"!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1"
_MARKUP = re.compile(rb"<(?:" + _TAGS + rb")\b[^<]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page as it was read."""

    content: bytes
    """The page, or flattened text."""
    url: str | None = None
    """Its address, after redirects; None if it was not read from an address."""
    charset: str | None = None
    """The charset its server declared."""
    text: str | None = None
    """The flattened text, if it is not HTML."""
    address: str | None = None
    """Its address, or the path of the file."""


def article(name: str, url: str | None = None) -> Article:
    """The article of a page: `name` is a file, an address, or `-`; `url` is its address if `name` is not.

    Raises NotAnArticle, FetchError, or UsageError for a file that cannot be read.
    """
    # Loaded here: the extractor is large, and no other command reads pages itself.
    from dimash_archive.extraction import extract, extract_text

    source = _source(name)
    if source.text is not None:
        return extract_text(source.text, url or source.url)
    return extract(source.content, url or source.address, charset=source.charset)


def explanation(name: str, url: str | None = None) -> "Explanation":
    """What becomes of every block of a page; `name`, `url` and errors as for `article`."""
    from dimash_archive.extraction.report.explain import explain, explain_text

    source = _source(name)
    if source.text is not None:
        return explain_text(source.text, url or source.url)
    return explain(source.content, url or source.address, charset=source.charset)


def picture(explanation: "Explanation", name: str) -> str:
    """An explanation as a web page."""
    from dimash_archive.extraction.report.html_report import draw

    return draw(explanation, name)


def is_markup(content: bytes) -> bool:
    """Whether this is HTML rather than flattened text: recognised by a tag that text would not contain."""
    return _MARKUP.search(content.replace(b"\0", b"")) is not None


def as_row(article: Article) -> Row:
    """An article for JSON: its fields, and what is computed from them."""
    return asdict(article) | {"quote": article.quote, "word_count": article.word_count}


def explained(explanation: "Explanation") -> Row:
    """An explanation for JSON: its fields, and the share of the page's words that was kept."""
    return asdict(explanation) | {"share": round(explanation.share, 4)}


def _source(name: str) -> PageSource:
    if urlsplit(name).scheme in ("http", "https"):
        fetched = _fetch(name)
        return PageSource(fetched.body, fetched.url, fetched.charset, address=fetched.url)
    content = _content(name)
    text = None if is_markup(content) else _text(content, name)
    return PageSource(content, text=text, address=Path(name).absolute().as_uri())


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"Cannot read {name}: {error.strerror}.") from error


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} holds no HTML, and is not UTF-8 text either.") from error


def _fetch(url: str) -> Fetched:
    """The page at an address, redirects followed. Whoever names a private address means it."""
    with Fetcher([url]) as fetcher:
        for _ in range(HOPS + 1):
            fetched = fetcher.get(url)
            if fetched.status == 200:
                return fetched
            target = redirect_target(fetched)
            if target is None:
                raise BadAnswer(f"The server answered {fetched.status} {fetched.reason}.", url=url)
            url = target
    raise BadAnswer(f"More than {HOPS} redirects.", url=url)
