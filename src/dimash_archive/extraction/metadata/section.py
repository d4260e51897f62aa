"""The section of an article, and its tags."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from urllib.parse import unquote, urlsplit

from dimash_archive.extraction.metadata import head, headlines, layout
from dimash_archive.extraction.metadata.head import Head
from dimash_archive.extraction.metadata.json_ld import JsonLd
from dimash_archive.extraction.metadata.layout import BEHIND, LONGEST, ArticleLayout
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.text.normalize import fold
from dimash_archive.text.phrases import ALL_POSTS, HOME, SECTION_STEPS, WITHOUT_SECTION

_ROOT: Final = re.compile(r"/?(?:[a-z]{2}(?:-[a-zA-Z]{2})?/?)?(?:index\.(?:html?|php))?/?\Z")
_LANGUAGE: Final = re.compile(r"\?(?:lang|language|locale|hl)=[\w-]*\Z")
_CATEGORY: Final = re.compile(rf"/(?:{'|'.join(SECTION_STEPS)})/", re.IGNORECASE)
_CATEGORY_BOX: Final = re.compile(
    r"(?:\A|[\s_-])(?:taxonomy-category|categor(?:y|ies)|cat-links|rubrics?|post-section|primary-tag|tag-primary)(?:\Z|[\s_-])"
)
_TAG: Final = re.compile(r"/(?:tags?|teg|tegi|topics?)/|[?&]tag=", re.IGNORECASE)
_TAG_BOX: Final = re.compile(r"(?:\A|[\s_-])(?:tags?|post-?tags|tag-?list|keywords|topics)(?:\Z|[\s_-])")
_CLOUD: Final = re.compile(r"cloud|widget|sidebar|menu|nav\b|tag-manager|tag-line|tagline")
_STEPS: Final = re.compile(r"[/?&=#]|:(?!//)|%3A", re.IGNORECASE)
"""Separators between the steps of an address; those of wikis have namespaces."""
_MOST_LINES: Final = 14
_MOST_TAGS: Final = 30
_MOST_CATEGORIES: Final = 4
"""A longer list of links is the site's menu: no article is in so many categories."""
_LONGEST_TAG: Final = 60

Step = tuple[str, str]
"""A step of a breadcrumb: its text and its address as written, which may be empty."""


def find(page: HtmlDocument, where: ArticleLayout, title: str, facts: Head, linked: JsonLd) -> str | None:
    """The section as the page names it; None if it names none. Never the home page, nor a mere "Posts"."""
    for trail in chain(_trails(page, where, title), (linked.crumbs,)):
        if (name := _last(trail, title, facts, _logo(page))) and not _is_generic(name):
            return name
    named = (*linked.sections[:1], *facts.every(*head.SECTIONS)[:1], *_categories(page, where))
    names = (name for each in named if (name := _name(each)) and not _is_generic(name))
    return next(names, None) or _primary_tag(page, where, facts)


def _is_generic(name: str) -> bool:
    """Whether a name is one that systems give to the list of all posts."""
    return fold(name) in ALL_POSTS


def _primary_tag(page: HtmlDocument, where: ArticleLayout, facts: Head) -> str | None:
    """The first tag, if it is alone beside the headline: Ghost and similar systems show a section that way."""
    first = facts.tags[0] if facts.tags else None
    for lines in (where.before, range(where.title + 1, where.start)):
        links = [k for k in layout.links(page, lines) if _is_tag(page, where, k)]
        if first and len(links) == 1 and fold(dom.text_of(page.anchors[links[0]][2])) == fold(first):
            return _name(first)
    return None


def tags(
    page: HtmlDocument, where: ArticleLayout, title: str, facts: Head, linked: JsonLd
) -> tuple[str, ...]:
    """The article's tags as the page shows them; otherwise as the head lists them. The headline is not one."""
    shown = _unique(each for each in _shown_tags(page, where) if not headlines.same_title(each, title))
    declared = facts.tags or _unique(linked.keywords) or head.unique(facts.every("keywords"))
    return shown or (() if _are_of_address(declared, facts) else declared[:_MOST_TAGS])


def _are_of_address(names: Sequence[str], facts: Head) -> bool:
    """Whether tags are only the steps of the page's address, as on wikis."""
    steps = {fold(unquote(step)) for url in (facts.base, facts.canonical or "") for step in _STEPS.split(url)}
    return bool(names) and all(fold(name) in steps for name in names)


def _trails(page: HtmlDocument, where: ArticleLayout, title: str) -> Iterator[Sequence[Step]]:
    """Breadcrumbs on the page: boxes named so, and lines that end in the headline."""
    upto = bisect_right(page.firsts, where.title)
    for box in _called(("crumb",), page.names[:upto]):
        if 0 < page.lasts[box] - page.firsts[box] <= _MOST_LINES:
            yield _steps(page, range(page.firsts[box], page.lasts[box]))
    near = [i for i in where.titles if i <= where.title] or [where.title]
    for i in [i for at in near for i in range(at - 1, max(-1, at - 3), -1)]:
        text = page.lines[i].text
        if len(text) < LONGEST and page.lines[i].links and headlines.before_title(text, title):
            yield _steps(page, range(i, i + 1))


def _steps(page: HtmlDocument, lines: range) -> list[Step]:
    return [
        (dom.text_of(anchor), dom.href(anchor))
        for _, _, anchor in (page.anchors[k] for k in layout.links(page, lines))
    ]


def _logo(page: HtmlDocument) -> str | None:
    """The text of the page's first link to another page, if the `title` contains it too: the site's name, folded."""
    links = (anchor for _, _, anchor in page.anchors if not dom.href(anchor).startswith("#"))
    name = next((fold(dom.text_of(anchor)) for anchor in links), "")
    return name if name and name in fold(page.title or "") else None


def _last(trail: Sequence[Step], title: str, facts: Head, logo: str | None) -> str | None:
    """The last step that is a section: not the home page, not the article itself, in any language."""
    if not trail:
        return None
    own = {_path(url) for url in (facts.base, *(url for _, url in facts.alternates)) if url}
    for name, href in reversed(trail):
        if fold(name) == logo or _is_home(name, href, facts.base):
            return None
        if _path(href) in own or headlines.same_title(name, title):
            continue
        if section := _name(name):
            return section
    return None


def _path(url: str) -> str:
    """Path and query of an address, without slashes at the ends of the path; a mark of its own for the front
    page and for none."""
    if url.startswith(("https://", "http://")) and "?" not in url and "#" not in url:
        return url.split("/", 3)[3].strip("/") or "/" if url.count("/") > 2 else "/"
    try:
        parts = urlsplit(url)
        return f"{parts.path.strip('/') or '/'}{'?' if parts.query else ''}{parts.query}"
    except ValueError:
        return "/"


def _is_home(name: str, href: str, base: str) -> bool:
    if fold(name).strip() in HOME:
        return True
    if not href or href.startswith("#") or not _ROOT.match(_LANGUAGE.sub("", _path(href))):
        return False
    return head.is_on_site(href, base)


def _categories(page: HtmlDocument, where: ArticleLayout) -> Iterator[str]:
    """Links of the header or the footer to a category, those marked up as such first."""
    for is_category in (_is_called_category, _is_in_category_path):
        for lines in (where.after, where.before, where.behind):
            for link in layout.links(page, lines):
                at, box, anchor = page.anchors[link]
                if at >= len(page.lines) or not is_category(page, where, link):
                    continue
                if len(page.lines[at].text) < LONGEST and not _is_menu(page, box):
                    yield dom.text_of(anchor)


def _is_called_category(page: HtmlDocument, where: ArticleLayout, link: int) -> bool:
    """Whether a link, or a box close around it, is named a category."""
    _, words = layout.target(page, where, link)
    return "category" in words or bool(_CATEGORY_BOX.search(layout.names(page, page.anchors[link][1], 2)))


def _is_in_category_path(page: HtmlDocument, where: ArticleLayout, link: int) -> bool:
    href, words = layout.target(page, where, link)
    if "tag" in words or _CATEGORY.search(href) is None:
        return False
    return _size_of_list(page, page.anchors[link][1]) <= _MOST_CATEGORIES


def _size_of_list(page: HtmlDocument, box: int) -> int:
    """How many lines with links the list around a box has; 0 if it is in none."""
    around = next((up for up in layout.near(page, box, 5) if page.tags[up] in ("ul", "ol")), None)
    lines = range(page.firsts[around], page.lasts[around]) if around is not None else ()
    return sum(1 for i in lines if page.lines[i].links)


def _is_menu(page: HtmlDocument, box: int) -> bool:
    return any(page.tags[up] == "nav" or "menu" in page.names[up] for up in layout.near(page, box, 5))


def _name(raw: str) -> str | None:
    name = headlines.tidy(raw).strip(" /|›»·•")
    return name if 1 < len(name) <= 60 and fold(name) not in WITHOUT_SECTION and "://" not in name else None


def _called(words: Iterable[str], names: Sequence[str]) -> list[int]:
    """Indexes of the names that contain one of the words.

    Searched as one string, because there are hundreds and most have none.
    """
    joined, indexes = "\0".join(names), set()
    for word in words:
        index = before = 0
        at = joined.find(word)
        while at >= 0:
            index += joined.count("\0", before, at)
            indexes.add(index)
            before = joined.find("\0", at)
            at = joined.find(word, before) if before >= 0 else -1
    return sorted(indexes)


def _shown_tags(page: HtmlDocument, where: ArticleLayout) -> list[str]:
    start, stop = bisect_right(page.firsts, where.title), bisect_right(page.firsts, where.stop + BEHIND)
    for box in [start + i for i in _called(("tag", "topic"), page.names[start:stop])]:
        lines = range(page.firsts[box], page.lasts[box])
        if 0 < len(lines) <= _MOST_LINES and _is_tag_box(page, page.names[box], lines):
            return [dom.text_of(page.anchors[k][2]) for k in layout.links(page, lines)]
    for lines in (where.behind, where.after):
        links = layout.links(page, lines)
        texts = [dom.text_of(page.anchors[k][2]) for k in links if _is_tag(page, where, k)]
        if texts:
            return texts
    return []


def _is_tag_box(page: HtmlDocument, name: str, lines: range) -> bool:
    if not _TAG_BOX.search(name) or _CLOUD.search(name):
        return False
    size = sum(len(page.lines[i].text) for i in lines)
    return sum(page.lines[i].link_chars for i in lines) * 2 > size


def _is_tag(page: HtmlDocument, where: ArticleLayout, link: int) -> bool:
    """Whether a link leads to a tag: one that is named a category, or is among categories, does not."""
    href, words = layout.target(page, where, link)
    if _is_called_category(page, where, link):
        return False
    return "tag" in words or _TAG.search(href) is not None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for name in names:
        clean = headlines.tidy(name).strip(" ,;#|•·")
        if len(clean) <= _LONGEST_TAG and any(map(str.isalnum, clean)):
            unique.setdefault(fold(clean), clean)
    return tuple(unique.values())
