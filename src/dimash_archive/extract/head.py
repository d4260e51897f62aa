"""What the `head` of a page says: metas by name, and the addresses of the page itself and of its other languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.dom import Attributes, Page

PUBLISHED: Final = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "published-date",
    "publication_date", "published_time", "published-time", "date-pub", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date.created", "dc.date",
    "dcterms.date", "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate", "rnews:datepublished",
    "date.release", "date_published", "ya:ovs:upload_date", "date", "datecreated",
)  # fmt: skip
MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified", "dc.date.modified",
    "lastmod", "last-modified", "modified_time", "modified-time", "modified-date", "updated", "last-updated", "revised",
)  # fmt: skip
AUTHORS: Final = (
    "author", "article:author", "parsely-author", "sailthru.author", "bc:authors", "byl", "citation_author", "dc.creator",
    "dcterms.creator", "dc.author", "article:author_name", "cxenseparse:author",
)  # fmt: skip
SECTIONS: Final = ("article:section", "parsely-section", "og:section", "section", "article.section", "category")
_PICTURES: Final = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_PLACEHOLDERS: Final = ("logo", "placeholder", "default", "avatar", "favicon", "blank")
_MOST_TAGS: Final = 30


@dataclass(frozen=True, slots=True)
class Head:
    """The metas and links of a page."""

    metas: dict[str, list[str]]
    """Contents by lower-case name, property or itemprop, in order; no empty ones."""
    links: Sequence[Attributes]
    """Attributes of each `link` element."""
    base: str
    """The address that relative ones start from; empty if unknown."""

    def first(self, *names: str) -> str:
        """The first content of the first of these names that is there; empty if none is."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def every(self, *names: str) -> list[str]:
        """The contents of all these names, in the order of the names."""
        return [content for name in names for content in self.metas.get(name, ())]

    @property
    def titles(self) -> list[str]:
        """What `og:title` and `twitter:title` say, as written."""
        return self.every("og:title", "twitter:title", "sailthru.title", "dc.title", "title")

    @property
    def canonical(self) -> str | None:
        """The address the page says is its own, absolute; None if it does not say."""
        told = (link.get("href") for link in self.links if "canonical" in _words(link.get("rel")))
        return next((url for each in (*told, self.first("og:url")) if (url := self.absolute(each))), None)

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """Language code and absolute address of each version of the page, as `hreflang` tells; no `x-default`."""
        pairs = (
            (link.get("hreflang") or "", self.absolute(link.get("href")))
            for link in self.links
            if "hreflang" in link and "alternate" in _words(link.get("rel"))
        )
        known = ((lang.strip(), url) for lang, url in pairs if url and lang.strip().lower() not in ("", "x-default"))
        return tuple(dict.fromkeys(known))

    @property
    def picture(self) -> str | None:
        """The picture the page wants to be shown with, absolute; None if it is a logo or there is none."""
        return next((url for each in self.every(*_PICTURES) if (url := self.real_picture(each))), None)

    @property
    def tags(self) -> tuple[str, ...]:
        """The article's tags."""
        return unique(self.every("article:tag", "og:article:tag", "parsely-tags", "news_keywords"))

    def absolute(self, href: str | None) -> str | None:
        """An address as written, absolute; None if it is empty or none."""
        return urls.absolute(self.base, href) if href and href.strip() else None

    def real_picture(self, href: str | None) -> str | None:
        """As `absolute`; None for an address that looks like a logo or a placeholder."""
        url = self.absolute(href)
        name = urlsplit(url).path.rpartition("/")[2].lower() if url else ""
        return None if any(word in name for word in _PLACEHOLDERS) else url


def read(page: Page, url: str | None) -> Head:
    """The head of a page; `url` is its address, if known."""
    metas: dict[str, list[str]] = {}
    for meta in page.metas:
        content = meta.get("content")
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if content and name and not content.isspace():
            metas.setdefault(name.strip().lower(), []).append(content.strip())
    return Head(metas, page.head_links, url or "")


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Words of lists that are parted by commas, each once, in order."""
    parts = (" ".join(part.split()) for each in words for part in each.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST_TAGS]


def _words(value: str | None) -> list[str]:
    return (value or "").lower().split()
