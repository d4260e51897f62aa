"""The statements in a page's `head`: metas by name, and the addresses of the page itself and of its other
languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dimash_archive import urls
from dimash_archive.html.dom import Attributes, HtmlDocument

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
_WRITTEN_BY: Final = re.compile(
    r"(?:written\s+)?by|author|автор|написано|жазған|авторы|verfasst\s+von|écrit\s+par|escrito\s+por|scritto\s+da|geschreven\s+door|yazan|autor(?:em)?",
    re.I,
)
"""The label of the author in the two pairs of label and text that a Twitter card may have."""
SECTIONS: Final = (
    "article:section",
    "parsely-section",
    "og:section",
    "section",
    "article.section",
    "category",
)
_PICTURES: Final = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_PLACEHOLDERS: Final = ("logo", "placeholder", "default", "avatar", "favicon", "blank")
_CALLED_PUBLISHED: Final = re.compile(
    r"publi(?:sh|cation).{0,6}(?:date|time)|(?:date|time).{0,6}publi(?:sh|cation)"
)
_MOST_TAGS: Final = 30
_SHORT_LINK: Final = re.compile(r".*(?:/\?p=|/node/)(\d{1,18})")
"""A short link that consists of a post's number: of WordPress, of Drupal."""
_BODY_CLASS: Final = re.compile(r"(?:postid|page-node)-(\d{1,18})")
"""Classes that WordPress and Drupal give to the body of a single post's page."""


@dataclass(frozen=True, slots=True)
class Head:
    """The metas and links of a page."""

    metas: dict[str, list[str]]
    """Contents by lower-case name, property or itemprop, in order; empty ones excluded."""
    base: str
    """The address that relative ones resolve against; empty if unknown."""
    canonical: str | None
    """The page's own address as it declares it, absolute."""
    alternates: tuple[tuple[str, str], ...]
    """Language code and absolute address of each version of the page, from `hreflang`; no `x-default`."""
    cms_id: int | None
    """The CMS's own number of the post, by the page's short link or the classes of its body."""

    def first(self, *names: str) -> str:
        """The first content of the first of these names that exists; empty if none does."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def every(self, *names: str) -> list[str]:
        """The contents of all these names, in the order of the names."""
        return [content for name in names for content in self.metas.get(name, ())]

    @property
    def authors(self) -> list[str]:
        """The authors that the head names: by the names of metas, or in a card with a label such as `Written by`."""
        labelled = (
            self.first(f"twitter:data{n}")
            for n in "12"
            if _WRITTEN_BY.fullmatch(self.first(f"twitter:label{n}"))
        )
        return self.every(*AUTHORS) or list(filter(None, labelled))

    @property
    def published(self) -> list[str]:
        """What metas say about the day of publication, the standard names first, then any named like one."""
        standard = self.every(*PUBLISHED)
        return standard or [each[0] for name, each in self.metas.items() if _CALLED_PUBLISHED.search(name)]

    @property
    def titles(self) -> list[str]:
        """The contents of `og:title` and `twitter:title`, as written."""
        return self.every("og:title", "twitter:title", "sailthru.title", "dc.title", "title")

    @property
    def descriptions(self) -> list[str]:
        """The page's description of its subject in a sentence or two."""
        return self.every("description", "og:description", "twitter:description", "dc.description")

    @property
    def picture(self) -> str | None:
        """The picture that the page names for previews, absolute; None if it is a logo or there is none."""
        return next((url for each in self.every(*_PICTURES) if (url := self.real_picture(each))), None)

    @property
    def tags(self) -> tuple[str, ...]:
        """The article's tags."""
        return unique(self.every("article:tag", "og:article:tag", "parsely-tags", "news_keywords"))

    def real_picture(self, href: str | None) -> str | None:
        """As `absolute`; None for an address that looks like a logo or a placeholder."""
        url = _absolute(self.base, href)
        name = url.partition("?")[0].rpartition("/")[2].lower() if url else ""
        return None if any(word in name for word in _PLACEHOLDERS) else url


def read(page: HtmlDocument, url: str | None) -> Head:
    """The head of a page; `url` is its address, if known."""
    metas: dict[str, list[str]] = {}
    for meta in page.metas:
        content = meta.get("content")
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if content and name and not content.isspace():
            metas.setdefault(name.strip().lower(), []).append(content.strip())
    base = (_absolute("", url) or "") if url else ""
    return Head(
        metas,
        base,
        _canonical(page.head_links, metas, base),
        tuple(_alternates(page.head_links, base)),
        _cms_id(page),
    )


def is_on_site(href: str, base: str) -> bool:
    """Whether a link as written stays on the site of the page at `base`; True if that is unknown."""
    if "://" not in href or not base:
        return True
    try:
        return urls.same_host(href, base)
    except ValueError:
        return False


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Words of comma-separated lists, each once, in order."""
    parts = (" ".join(part.split()) for each in words for part in each.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST_TAGS]


def _canonical(links: Iterable[Attributes], metas: dict[str, list[str]], base: str) -> str | None:
    addresses = (*_targets(links, "canonical"), *metas.get("og:url", ()))
    return next((url for each in addresses if (url := _absolute(base, each))), None)


def _targets(links: Iterable[Attributes], rel: str) -> list[str]:
    """The targets of the head's links with this relation, as written."""
    return [link.get("href") or "" for link in links if (link.get("rel") or "").lower() == rel]


def _cms_id(page: HtmlDocument) -> int | None:
    classes = (name for box in page.boxes.of("body") for name in page.names[box].split())
    short = _targets(page.head_links, "shortlink")
    matches = (*map(_SHORT_LINK.fullmatch, short), *map(_BODY_CLASS.fullmatch, classes))
    return next((int(match[1]) for match in matches if match), None)


def _alternates(links: Iterable[Attributes], base: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for link in links:
        lang = (link.get("hreflang") or "").strip()
        if (
            lang
            and lang.lower() != "x-default"
            and lang not in seen
            and "alternate" in (link.get("rel") or "").lower()
            and (link.get("type") or "html").lower().endswith("html")  # feeds have a language too
        ):
            seen.add(lang)
            if url := _absolute(base, link.get("href")):
                yield lang, url


def _absolute(base: str, href: str | None) -> str | None:
    """An address as written, made absolute; None if it is empty or not an address."""
    if not href or not href.strip():
        return None
    return urls.absolute(base, href)
