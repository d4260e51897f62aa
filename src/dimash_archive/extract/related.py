"""Links of a page: those in the article's text, and the teasers of other articles around it."""

from collections.abc import Container, Iterator

from dimash_archive import dom, urls
from dimash_archive.dom import Page
from dimash_archive.items import Link

_WORDS_OF_TEASER = 3


def in_text(page: Page, kept: Container[int], base: str) -> Iterator[Link]:
    """The links inside the article's text, in order, each address once."""
    seen: set[str] = set()
    for at, _, anchor in page.anchors:
        if at in kept and (url := urls.absolute(base, dom.href(anchor))) and url not in seen:
            if dom.href(anchor).startswith("#"):
                continue
            seen.add(url)
            yield Link("link", url, dom.text_of(anchor))


def teasers(page: Page, kept: Container[int], base: str, title: str) -> Iterator[Link]:
    """The teasers of other articles of the site: links that are a line of their own and read like a headline."""
    seen = {urls.key(base)}
    for at, box, anchor in page.anchors:
        if (
            at in kept
            or at >= len(page.lines)
            or page.lines[at].link_chars * 10 < 9 * len(page.lines[at].text)
        ):
            continue
        text = page.lines[at].text
        if text.count(" ") + 1 < _WORDS_OF_TEASER or text == title or _is_menu(page, box):
            continue
        url = urls.absolute(base, dom.href(anchor))
        if url and urls.same_host(url, base) and urls.key(url) not in seen:
            seen.add(urls.key(url))
            yield Link("related", url, text)


def _is_menu(page: Page, box: int) -> bool:
    return any(
        page.tags[up] in ("nav", "footer", "header") or "menu" in page.names[up] for up in page.ancestors(box)
    )
