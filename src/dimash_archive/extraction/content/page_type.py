"""What kind of page this is: one article, or one that lists others, is about a person, or asks to stay unlisted.

Evidence is weighed, whichever system made the page: what the page declares (schema.org types, the class of
`body`, `robots`, `og:type`), then its shape. No word list of any one system decides alone.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dimash_archive.extraction.metadata import layout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument

_TYPE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:https?://schema\.org/)?(\w+)"')
_ARTICLE: Final = re.compile(r"(?:Article|Posting|Report|Review|Recipe)\Z")
_ZERO_DATE: Final = re.compile(r'"datePublished"\s*:\s*"000[01]-')
"""What Hugo writes on pages that are not posts: it calls those `BlogPosting` too."""
_LISTING: Final = frozenset("CollectionPage ProfilePage SearchResultsPage".split())
_PLAIN: Final = frozenset("AboutPage ContactPage".split())
_SITE: Final = frozenset("WebSite Blog ItemList".split())
_BODY_LISTS: Final = frozenset(
    "archive blog search-results error404 attachment single-attachment "
    "home-template tag-template author-template archive-template tax-template paged".split()
)
"""Classes of `body` by which WordPress, Ghost and similar systems mark pages that are not articles.

Not `home`, `category` or `tag`: Pelican's theme calls every page `home`, and WordPress adds `archive` to the
others.
"""
_BODY_ARTICLE: Final = re.compile(r"(?:single-(?!attachment|page)[\w-]+|post-template(?:-default)?)\Z")
"""WordPress says `single-post`, or `single-` and the site's own kind of post; `single` alone may be any page."""
_BODY_ATTACHMENT: Final = frozenset(("attachment", "single-attachment"))
_BODY_PAGE: Final = re.compile(r"page-id-\d+\Z")
_PASSWORD_FORM: Final = re.compile(
    r"(?:post|content|page)[-_]password|password[-_](?:protected|form)|protected[-_]post"
)
_ROBOTS: Final = frozenset(("robots", "googlebot"))
_ENTRIES: Final = 3
"""This many boxes of one kind, each with a heading that leads elsewhere, are a list."""
_MOSTLY, _PARTLY = 0.5, 0.3
"""Shares of the text in such boxes: for a list, and for a page that does not call itself an article either."""
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4"))
_ITEMS: Final = frozenset(("article", "li", "div", "section", "tr", "dd"))


@dataclass(frozen=True, slots=True)
class PageType:
    """What the page declares itself to be."""

    is_article: bool
    """It says that it is an article."""
    is_sure: bool
    """It says so in its own type or the class of its body, not only to social networks."""
    refusal: str | None
    """Why it is certainly not an article, whatever it looks like; None if nothing is so clear."""
    is_plain: bool
    """It declares that it is a website or a page."""


def declared(page: HtmlDocument) -> PageType:
    """What a page says about itself."""
    body = _body_classes(page)
    types, nested = list(_types(page.json_ld)), set(_nested_types(page.json_ld))
    og = {(meta.get("content") or "").lower() for meta in page.metas if _name(meta) == "og:type"}
    has_no_date = any(_ZERO_DATE.search(script) for script in page.json_ld)
    by_type = any(_ARTICLE.search(each) for each in types) and not has_no_date
    by_body = any(map(_BODY_ARTICLE.match, body)) and body.isdisjoint(_BODY_ATTACHMENT)
    by_og = any(each.endswith("article") for each in og)
    is_sure = by_body or by_type
    by_any = is_sure or by_og or (not types and any(_ARTICLE.search(each) for each in nested))
    return PageType(
        is_article=by_any,
        is_sure=is_sure,
        refusal=_refusal(page, body, types, is_sure=is_sure),
        is_plain=not is_sure and (not _SITE.isdisjoint(types) or not og.isdisjoint(("website", "blog"))),
    )


def asks_password(page: HtmlDocument) -> bool:
    """Whether the page shows a form for the article's password in place of the article."""
    return any(
        "postpass" in (page.attributes[box].get("action") or "") or _PASSWORD_FORM.search(page.names[box])
        for box in page.boxes.of("form")
    )


def is_list(page: HtmlDocument, body_lines: Sequence[int], kind: PageType) -> bool:
    """Whether the article's text (`body_lines`, indexes of lines) would consist mostly of teasers of other pages."""
    if kind.is_sure:
        return False
    share = _share_of_entries(page, body_lines)
    return share >= (_PARTLY if kind.is_plain else _MOSTLY if not kind.is_article else 1.0)


def _refusal(page: HtmlDocument, body: set[str], types: Sequence[str], *, is_sure: bool) -> str | None:
    if any(_name(meta) in _ROBOTS and _asks_not(meta.get("content")) for meta in page.metas):
        return "This page asks not to be listed (noindex)."
    if not body.isdisjoint(_BODY_ATTACHMENT):
        return "This page shows a file of the site (attachment)."
    if is_sure:
        return None
    if not body.isdisjoint(_BODY_LISTS):
        return "This page lists others, as the class of its body says."
    if any(_BODY_PAGE.match(each) for each in body):
        return "This page belongs to the site, not to its news, as the class of its body says."
    declared_type = next((each for each in types if each in _LISTING or each in _PLAIN), None)
    return f"This page calls itself {declared_type}." if declared_type else None


def _asks_not(content: str | None) -> bool:
    words = re.findall(r"[a-z]+", (content or "").lower())
    return "noindex" in words or "none" in words


def _name(meta: dom.Attributes) -> str:
    return (meta.get("property") or meta.get("name") or "").strip().lower()


def _body_classes(page: HtmlDocument) -> set[str]:
    return {
        each
        for box in page.boxes.of("body")
        for each in (page.attributes[box].get("class") or "").lower().split()
    }


def _types(scripts: Iterable[str]) -> Iterator[str]:
    """The types of the page's subject: those at the top, in a graph, and main entities."""
    for script in scripts:
        try:
            waiting = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                yield from _type_names(each.get("@type"))
                waiting += [each[key] for key in ("@graph", "mainEntity") if key in each]


def _type_names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each.rpartition("/")[2]


def _nested_types(scripts: Iterable[str]) -> Iterator[str]:
    """Every type named anywhere, even in broken scripts."""
    return (match[1] for script in scripts for match in _TYPE.finditer(script))


def _share_of_entries(page: HtmlDocument, body_lines: Sequence[int]) -> float:
    """The share of the text that is in boxes of teasers of other pages."""
    entries = list(_entries(page))
    if len(entries) < _ENTRIES:
        return 0.0
    inside = {i for lines in entries for i in lines}
    sizes = [(len(page.lines[i].text), i in inside) for i in body_lines]
    return sum(size for size, within in sizes if within) / max(1, sum(size for size, _ in sizes))


def _entries(page: HtmlDocument) -> Iterator[range]:
    """The lines of each box that is among similar ones and has a heading of another page."""
    mains = page.boxes.of("h1")
    main = page.ancestors(mains[0]) if len(mains) == 1 else ()
    for box in page.boxes.of(*_ITEMS):
        if page.same_class_siblings[box] >= _ENTRIES and box not in main:
            lines = range(page.firsts[box], page.lasts[box])
            if lines and _leads_away(page, box, lines):
                yield lines


def is_of_another(page: HtmlDocument, lines: Collection[int]) -> bool:
    """Whether all these lines are in teasers of other pages, or below headings that lead there."""
    inside = frozenset(i for entry in _entries(page) for i in entry)
    return all(i in inside or _is_below_pointer(page, i) for i in lines)


def _is_below_pointer(page: HtmlDocument, line: int) -> bool:
    above = (page.lines[i] for i in range(min(line, len(page.lines) - 1), -1, -1))
    heading = next((each for each in above if page.tags[each.box] in _HEADINGS), None)
    if heading is None or page.tags[heading.box] == "h1":
        return False
    return heading.link_chars * 2 > len(heading.text)


def _leads_away(page: HtmlDocument, box: int, lines: range) -> bool:
    """Whether a box has a heading, and a link to another page that is this heading or covers it."""
    heads = {i for i in lines if page.tags[page.lines[i].box] in _HEADINGS}
    if not heads or len(heads) > 2:  # a teaser has a headline and perhaps one above it
        return False
    if page.tags[box] == "article":
        return True  # several articles of one kind on a page are teasers, wherever their links are
    for link in layout.links(page, range(lines.start, lines.stop + 1)):
        at, around, anchor = page.anchors[link]
        href = dom.href(anchor)
        if not href or href.startswith("#") or box not in layout.near(page, around, 6):
            continue
        words = dom.text_of(anchor)
        if at in heads or not words or any(page.lines[i].text == words for i in heads):
            return True
    return False
