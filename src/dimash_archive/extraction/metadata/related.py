"""Links of a page: those in the article's text, and the teasers of other articles around it."""

from collections.abc import Container, Iterator

from dimash_archive import urls
from dimash_archive.html import dom
from dimash_archive.html.dom import HtmlDocument
from dimash_archive.records import Link

_WORDS_OF_TEASER = 3
_MENUS = frozenset(("nav", "footer", "header"))


def in_text(page: HtmlDocument, body_lines: Container[int], base: str) -> Iterator[Link]:
    """The links inside the article's text, in order, each address once."""
    addresses: set[str] = set()
    for at, _, anchor in page.anchors:
        if at not in body_lines or (href := dom.href(anchor)).startswith("#"):
            continue
        if (url := urls.absolute(base, href)) and url not in addresses:
            addresses.add(url)
            yield Link("link", url, dom.text_of(anchor))


def teasers(page: HtmlDocument, body_lines: Container[int], base: str, title: str) -> Iterator[Link]:
    """The teasers of other articles on the site: links that are a line of their own and read like a headline."""
    keys, targets = {urls.key(base)}, set[str]()
    for at, box, anchor in page.anchors:
        if (
            at in body_lines
            or not _is_teaser(page, at)
            or page.lines[at].text == title
            or _is_menu(page, box)
        ):
            continue
        href = dom.href(anchor)
        if href in targets:
            continue
        targets.add(href)
        url = urls.absolute(base, href)
        if url and urls.same_host(url, base) and (key := urls.key(url)) not in keys:
            keys.add(key)
            yield Link("related", url, page.lines[at].text)


def _is_teaser(page: HtmlDocument, at: int) -> bool:
    """Whether a line consists of links, and is long enough for a headline."""
    if at >= len(page.lines):
        return False
    line = page.lines[at]
    return line.link_chars * 10 >= 9 * len(line.text) and line.text.count(" ") + 1 >= _WORDS_OF_TEASER


def _is_menu(page: HtmlDocument, box: int) -> bool:
    while True:
        if page.tags[box] in _MENUS or "menu" in page.names[box]:
            return True
        if not box:
            return False
        box = page.parents[box]
