"""The headline according to a page's head."""

from dimash_archive.html.dom import HtmlDocument

_NAMES = ("og:title", "twitter:title")


def of_head(page: HtmlDocument) -> tuple[str, ...]:
    """The `title` element and the title metas, unchanged, without empty ones."""
    metas = (
        meta.get("content") for meta in page.metas if (meta.get("property") or meta.get("name")) in _NAMES
    )
    return tuple(text for text in (page.title, *metas) if text)
