"""Pictures and embeds of an article: real addresses, captions, credits."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Final
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.extraction.metadata import layout
from dimash_archive.html.dom import Attributes, HtmlDocument
from dimash_archive.records import Image, Link
from dimash_archive.text.phrases import CREDIT, credit_of

_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "src")
_SETS: Final = ("data-srcset", "data-lazy-srcset", "srcset")
_PROVIDERS: Final = {
    "youtube": ("youtube.com", "youtube-nocookie.com", "youtu.be"),
    "instagram": ("instagram.com",),
    "x": ("twitter.com", "x.com"),
    "facebook": ("facebook.com",),
    "telegram": ("t.me",),
    "tiktok": ("tiktok.com",),
    "vimeo": ("vimeo.com",),
    "vk": ("vk.com", "vkvideo.ru"),
    "spotify": ("spotify.com",),
    "soundcloud": ("soundcloud.com",),
}
_SOURCES_OF_POSTS: Final = ("data-instgrm-permalink", "cite", "data-url", "data-href")
_POSTS: Final = frozenset(_SOURCES_OF_POSTS)
_ADVERTISEMENT = re.compile(r"\bads?\b|\ba-rec|-rec-|advert|banner|sponsor|code-block|promo")
_FIGURES = frozenset(("figure", "figcaption"))
_MOST_LINES = 4
"""A figure has at most so many lines; what has more is a gallery, or the article."""
_LONGEST_CAPTION = 300
"""Characters of a line that may be a caption where no `figcaption` says so."""
_SETS_OFF = frozenset(("blockquote", "table", "pre"))
"""What stands in these is text, even in a box that is called a figure."""
_CAPTION = re.compile(r"caption|figure|wp-block-image|image-box")


Post = tuple[int, str]
"""The box of an embedded post and the address it names, as written."""


def real_source(attributes: Attributes, base: str) -> str | None:
    """The absolute address of a picture, lazy loading resolved; None if it has none."""
    for name in _SOURCES:
        value = attributes.get(name)
        if value and not value.startswith(("data:", "about:")):
            return urls.absolute(base, value)
    for name in _SETS:
        value = attributes.get(name)
        if value and not value.startswith("data:"):
            return (
                urls.absolute(base, value.split(",")[-1].split()[0]) if value.split(",")[-1].split() else None
            )
    return None


def caption_box(page: HtmlDocument, box: int) -> int | None:
    """The figure around a box: the nearest `figure`, or box whose class says caption; None if there is none."""
    for near in layout.near(page, box, 4):
        if page.tags[near] in _FIGURES or _says_caption(page.names[near]):
            figure = _figure(page, near)
            return figure if _is_small(page, figure) else None
    return None


def _figure(page: HtmlDocument, box: int) -> int:
    """The `figure` a caption stands in; the box itself if there is none."""
    return next((up for up in layout.near(page, box, 3) if page.tags[up] == "figure"), box)


def _is_small(page: HtmlDocument, box: int) -> bool:
    return page.lasts[box] - page.firsts[box] <= _MOST_LINES


@lru_cache(maxsize=1 << 12)
def _says_caption(names: str) -> bool:
    return bool(_CAPTION.search(names))


def caption_lines(page: HtmlDocument) -> frozenset[int]:
    """The lines that are captions: those of figures, and of boxes whose class says caption, that have few lines."""
    boxes = [box for box, name in enumerate(page.names) if name and _says_caption(name)]
    boxes += [box for box, tag in enumerate(page.tags) if tag in _FIGURES] if "figure" in page.tags else []
    small = {box for box in map(partial(_figure, page), boxes) if _is_small(page, box)}
    inside = ((i, box) for box in small for i in range(page.firsts[box], page.lasts[box]))
    return frozenset(i for i, box in inside if not _is_text(page, i, box))


def _is_text(page: HtmlDocument, index: int, figure: int) -> bool:
    """Whether a line of a figure is text all the same: a quotation, a table, or as long as no caption is."""
    around = page.ancestors(page.lines[index].box)
    tags = [page.tags[box] for box in around[: around.index(figure) + 1]]
    if "figcaption" in tags:
        return False
    return len(page.lines[index].text) > _LONGEST_CAPTION or not _SETS_OFF.isdisjoint(tags)


def find(page: HtmlDocument, first: int, last: int, base: str) -> Iterator[Image]:
    """The pictures that stand between two lines of the page, in order, each address once."""
    seen: set[str] = set()
    for at, box, attributes in page.images:
        if not first <= at <= last:
            continue
        url = real_source(attributes, base)
        if url is None or url in seen or _is_tiny(attributes) or _is_advertisement(page, box, url):
            continue
        seen.add(url)
        alt = " ".join((attributes.get("alt") or "").split()) or None
        caption, credit = _caption(page, box, at)
        yield Image(url, alt, caption, credit)


def _is_tiny(attributes: Attributes) -> bool:
    sizes = [attributes.get("width") or "", attributes.get("height") or ""]
    return any(size.isdigit() and int(size) < 40 for size in sizes)


def _is_advertisement(page: HtmlDocument, box: int, url: str) -> bool:
    around = layout.names(page, box)
    return bool(_ADVERTISEMENT.search(around) or _ADVERTISEMENT.search(url.rpartition("/")[2].lower()))


def _caption(page: HtmlDocument, box: int, at: int) -> tuple[str | None, str | None]:
    figure = caption_box(page, box)
    if figure is not None:
        lines = [line.text for line in page.lines[page.firsts[figure] : page.lasts[figure]]]
    else:
        following = page.lines[at].text.split("\n") if at < len(page.lines) else []
        lines = [following[0]] if following and credit_of(following[0]) else []
    return split_credit("\n".join(lines))


def split_credit(text: str) -> tuple[str | None, str | None]:
    """A caption parted into caption and credit: `A choir. Photo: A. Name` gives `A choir.` and `A. Name`."""
    for found in reversed(list(CREDIT.finditer(text))):
        before = text[: found.start()].strip()
        # `In the photo: …` is a caption's own words; a credit begins a line, a sentence or a bracket.
        if not before or before[-1] in ".!?…(|/—–-" or text[found.start() - 1] == "\n":
            return before.rstrip("(|/—–- \n") or None, text[found.end() :].strip().rstrip(")").strip() or None
    return text or None, None


def embeds(page: HtmlDocument, posts: Sequence[Post], reach: tuple[int, int], base: str) -> Iterator[Link]:
    """The videos and posts shown between two lines of the page, in order, each address once."""
    first, last = reach
    seen: set[str] = set()
    frames = [(at, _frame_source(attributes)) for at, _, _, attributes in page.embeds]
    for at, source in sorted(frames + [(page.firsts[box], source) for box, source in posts]):
        url = urls.absolute(base, source) if source else None
        if url and url not in seen and first <= at <= last and (provider := provider_of(url)):
            seen.add(url)
            yield Link("embed", url, provider)


def _frame_source(attributes: Attributes) -> str:
    if video := attributes.get("data-videoid"):
        return f"https://www.youtube.com/embed/{video}"
    return attributes.get("data-src") or attributes.get("data-lazy-src") or attributes.get("src") or ""


def posts(page: HtmlDocument) -> Iterator[Post]:
    """The embedded posts of a page: their text is not the article's."""
    for box, tag in enumerate(page.tags):
        if tag in ("blockquote", "div") and page.names[box] and not _POSTS.isdisjoint(page.attributes[box]):
            attributes = page.attributes[box]
            source = next((attributes[name] for name in _SOURCES_OF_POSTS if attributes.get(name)), None)
            # An unknown host says nothing: share buttons and whole articles carry their own address.
            if source and provider_of(source) in _PROVIDERS:
                yield box, source


def provider_of(url: str) -> str | None:
    """The provider of an embed, such as `youtube`; the host of an unknown one; None for no web address."""
    try:
        host = urlsplit(url).hostname if url.startswith(("http", "//")) else None
    except ValueError:
        return None
    if not host:
        return None
    for name, hosts in _PROVIDERS.items():
        if any(host == each or host.endswith(f".{each}") for each in hosts):
            return name
    return host


def lead_first(images: Sequence[Image], lead: str | None) -> tuple[Image, ...]:
    """The pictures as the page shows them; the lead picture its head names if it shows none."""
    return tuple(images) or ((Image(lead),) if lead else ())
