"""The facts of an article: everything but its text, each from the best evidence on the page."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from dimash_archive import urls
from dimash_archive.extraction.metadata import authors, head, headlines, json_ld, layout, section, standfirst
from dimash_archive.extraction.metadata.dates import publication_date
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.json_ld import JsonLd, PageClaims
from dimash_archive.extraction.metadata.pictures import captions
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.html.lines import Line
from dimash_archive.records import AuthorKind

_FIRST_LINKS: Final = 20
"""How many of a page's links are searched for one to the front page."""
_FRONT: Final = re.compile(r"(?:https?://[^/?#]+)?/?(?:[a-z]{2}/?)?")
_LEAST_HEADLINE: Final = 15
_NAMED: Final = re.compile(r"[^.!?]{1,60}[:|–—·•-]+|[:|–—·•-]+[^.!?]{1,60}")
"""What a title in the head contains besides the headline: the site's name, and separators."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about its article."""

    title: str
    """The headline, as published; empty if there is none."""
    title_lines: tuple[int, ...] = ()
    """Indexes of the lines that only repeat the headline."""
    section: str | None = None
    """The section, as named by the breadcrumb, the head or category links."""
    lead: str | None = None
    """The standfirst: a text of its own between headline and text."""
    lead_line: int | None = None
    """The index of its line."""
    author: str | None = None
    """Names of the authors, joined by `, `."""
    author_kind: AuthorKind | None = None
    """What the author is."""
    published: datetime | None = None
    """When it was published, aware; midnight UTC if the page gives only a day."""
    published_raw: str | None = None
    """What `published` was read from."""
    modified: datetime | None = None
    """When it was last changed, aware."""
    modified_raw: str | None = None
    """What `modified` was read from."""
    tags: tuple[str, ...] = ()
    """Tags in the order of the page, each once."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Language code and absolute address of each version, including this one if the page lists it."""
    canonical: str | None = None
    """The page's own address as it declares it, absolute."""
    cms_id: int | None = None
    """The CMS's own number of the post."""
    image: str | None = None
    """The picture that the head names for previews, absolute."""
    site_name: str | None = None
    """The site's name for itself."""
    lang: str | None = None
    """The language the page declares, as written; it may be wrong."""


def facts(
    page: HtmlDocument,
    url: str | None,
    body_lines: Sequence[int] = (),
    now: datetime | None = None,
    asides: Collection[int] | None = None,
) -> Facts:
    """The facts of a page. Never raises; the same page gives the same facts.

    `body_lines` are the indexes of the lines of `page` that are the article's text, in order, if that is
    known: they locate header and end of the article; `asides` are those of captions, if known. `now` is when
    the page was fetched; dates of later years are wrong.
    """
    head_facts = head.read(page, url)
    linked = json_ld.read([*page.json_ld, *head_facts.every("script:ld+json")], _claims(page, head_facts))
    names, address = _site_names(head_facts, linked), urlsplit(head_facts.base)
    host = (address.hostname or "").removeprefix("www.")
    brands = list(dict.fromkeys([*names, host, host.rpartition(".")[0]]))
    title = _title(page, head_facts, linked, [*brands, *_front_links(page)], address.path)
    where = layout.find(page, title, body_lines)
    lang = page.lang or linked.lang or head_facts.first("og:locale", "content-language", "language")
    when = publication_date.find(page, where, head_facts, linked, lang, now)
    asides = captions.lines(page) if asides is None else asides
    lead_line = standfirst.line(page, where, body_lines, head_facts.descriptions, asides)
    part = section.find(page, where, title, head_facts, linked)
    who = authors.find(page, where, head_facts, linked, [*brands, title, *filter(None, [part])])
    return Facts(
        title=title,
        title_lines=where.titles,
        section=part,
        lead=None if lead_line is None else page.lines[lead_line].text,
        lead_line=lead_line,
        author=who.names,
        author_kind=who.kind,
        published=when.published.moment if when.published else None,
        published_raw=when.published.raw if when.published else None,
        modified=when.modified.moment if when.modified else None,
        modified_raw=when.modified.raw if when.modified else None,
        tags=section.tags(page, where, title, head_facts, linked),
        alternates=head_facts.alternates,
        canonical=head_facts.canonical,
        cms_id=head_facts.cms_id,
        image=head_facts.picture or head_facts.real_picture(linked.image),
        site_name=next(iter(names), None),
        lang=lang or None,
    )


def _front_links(page: HtmlDocument) -> list[str]:
    """The texts of the first links to the front page: usually the site's name, as in a logo."""
    fronts = (anchor for _, _, anchor in page.anchors[:_FIRST_LINKS] if _FRONT.fullmatch(dom.href(anchor)))
    return [text for anchor in fronts if (text := dom.text_of(anchor))]


def _claims(page: HtmlDocument, head_facts: Head) -> PageClaims:
    """What the page says about itself, which helps to recognise blocks about another page."""
    headings = (" ".join(line.text for line in _lines(page, box)) for box in _boxes(page, "h1"))
    addresses = (url for url in (head_facts.base, head_facts.canonical) if url)
    return PageClaims(tuple(addresses), tuple(filter(None, (*headings, *head_facts.titles, page.title))))


def _lines(page: HtmlDocument, box: int) -> Sequence[Line]:
    return page.lines[page.firsts[box] : page.lasts[box]]


def _site_names(head_facts: Head, linked: JsonLd) -> list[str]:
    """The site's names according to the page."""
    return [*head_facts.every("og:site_name", "application-name", "al:ios:app_name"), *linked.sites]


def _title(page: HtmlDocument, head_facts: Head, linked: JsonLd, brands: Sequence[str], path: str) -> str:
    mains = list(_boxes(page, "h1"))
    own = [box for box in mains if not _leads_away(page, box, head_facts.base)]
    shown = ["\n".join([line.text for line in _lines(page, box)]) for box in own or mains]
    if len(own) < len(mains):
        brands = [*brands, *(line.text for box in mains if box not in own for line in _lines(page, box))]
    claims = [claim for claim in (linked.headline, *head_facts.titles, page.title) if claim]
    if (headline := _shown_below(page, linked.headline)) and shown:
        return headline
    if not own and (headline := _headline(page, claims)):  # no main heading, or only a logo
        return headline
    if shown:
        claims = [claim for claim in claims if not _is_of_address(claim, head_facts.base, brands)]
    return headlines.choose(shown, claims, brands, path.rstrip("/").rpartition("/")[2])


def _leads_away(page: HtmlDocument, box: int, base: str) -> bool:
    """Whether a heading is only a link to another page, as a logo is."""
    lines = range(page.firsts[box], page.lasts[box])
    if not lines or any(page.lines[i].link_chars < len(page.lines[i].text) for i in lines):
        return False
    hrefs = [dom.href(page.anchors[link][2]) for link in layout.links(page, lines)]
    own = urls.key(base) if base else ""
    return bool(own) and all(urls.key(urls.absolute(base, href) or base) != own for href in hrefs)


def _is_of_address(claim: str, base: str, brands: Sequence[str]) -> bool:
    """Whether a title in the head is only a step of the address, such as `kk:story-1`, and the site's name."""
    rest = claim
    for brand in brands:
        rest = rest.replace(brand, "")
    rest = rest.strip(" []()|-–—·")
    return bool(rest) and not rest.isalnum() and " " not in rest and rest in unquote(base)


def _shown_below(page: HtmlDocument, declared: str | None) -> str | None:
    """The `h2` below an `h1` meant for search engines: the headline according to JSON-LD, repeated in no `h1`."""
    if not declared or "h1" not in page.tags:
        return None
    mains = list(_boxes(page, "h1"))
    if any(headlines.same_title(line.text, declared) for box in mains for line in _lines(page, box)):
        return None
    first = page.firsts[mains[0]]
    near = [box for box in _boxes(page, "h2") if first < page.firsts[box] <= first + layout.BEFORE]
    texts = (" ".join(line.text for line in _lines(page, box)) for box in near)
    return next((headlines.tidy(text) for text in texts if headlines.same_title(text, declared)), None)


def _headline(page: HtmlDocument, claims: Sequence[str]) -> str | None:
    """On a page without a headline, the first line that equals a title in the head apart from the site's name."""
    claims = [" ".join(claim.split()) for claim in claims]
    for line in page.lines:
        text = line.text
        if _LEAST_HEADLINE <= len(text) <= layout.LONGEST and line.link_chars * 2 < len(text):
            rests = [
                claim.replace(text, "", 1).strip() for claim in claims if text in claim and text != claim
            ]
            if any(_NAMED.fullmatch(rest) for rest in rests):
                return text
    return None


def _boxes(page: HtmlDocument, tag: str) -> Iterator[int]:
    """The boxes with a tag. Uses `index`, which searches hundreds of tags quickly."""
    at = -1
    with suppress(ValueError):
        while True:
            at = page.tags.index(tag, at + 1)
            yield at
