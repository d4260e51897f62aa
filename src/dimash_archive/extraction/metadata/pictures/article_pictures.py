"""Pictures and embeds of an article."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.extraction.metadata import layout
from dimash_archive.extraction.metadata.pictures import captions, picture_sources
from dimash_archive.html import dom
from dimash_archive.html.dom import Attributes, HtmlDocument
from dimash_archive.records import Image, Link

_PROVIDERS: Final = {
    "youtube": ("youtube.com", "youtube-nocookie.com", "youtu.be"),
    "instagram": ("instagram.com",),
    "x": ("twitter.com", "x.com"),
    "facebook": ("facebook.com",),
    "telegram": ("t.me",),
    "tiktok": ("tiktok.com",),
    "bluesky": ("bsky.app",),
    "threads": ("threads.net", "threads.com"),
    "vimeo": ("vimeo.com",),
    "vk": ("vk.com", "vkvideo.ru"),
    "spotify": ("spotify.com",),
    "soundcloud": ("soundcloud.com",),
}
_SOURCES_OF_POSTS: Final = ("data-instgrm-permalink", "cite", "data-url", "data-href")
_POSTS: Final = frozenset(_SOURCES_OF_POSTS)
_SCRIPTED: Final = re.compile(
    r"tweet|twitter|bluesky|bsky|instagram|tiktok|threads|text-post-media|telegram|mastodon|reddit|fb-post|vk_post"
)
"""Classes by which a provider's script recognises a quotation that it turns into a post."""
_HANDLE: Final = re.compile(r"[—–-].*\(@[\w.]+\)|@[\w-]+\.bsky\.social")
"""How providers sign a post: a name and a handle."""
_MOST_OF_POST: Final = 12
"""Maximum number of lines in a post."""
_ADVERTISEMENT: Final = re.compile(r"\bads?\b|\ba-rec|-rec-|advert|banner|sponsor|code-block|promo")
_NO_PICTURE: Final = re.compile(
    r"(?:\A|[\s_/-])(?:avatars?|gravatar|userpic|author-(?:photo|image|img|pic|box|bio|thumb)|logo|site-icon|favicon"
    r"|(?<!gallery[_-])icons?|emoji|smil(?:ey|ie)s?|share|sharing|social|sprite|badge|tracking|counter|flags?|(?:post|star)-ratings?|rating_(?:on|off|half|over))(?:[\s_.@-]|\d|\Z)"
)
"""Names of graphics on a page that show nothing of its story.

WordPress calls the box around each picture of its `[gallery]` an icon.
"""
_COUNT: Final = re.compile(r"\d{1,3}\D{1,8}\d{1,3}\D{0,12}")
_SMALLEST: Final = 40
"""Pixels: anything narrower or lower is an icon or a tracking pixel."""

_MOST_ABOVE: Final = 25
"""Lines above the text that are searched for its headline."""
_NEAR: Final = 4
"""How many enclosing boxes of a line or a picture may contain both side by side."""
_FLOWING: Final = frozenset("p li ul ol dl dd dt blockquote h1 h2 h3 h4 h5 h6".split())

Post = tuple[int, str]
"""The box of an embedded post and the address it names, as written; empty if it names none."""


def find(page: HtmlDocument, first: int, last: int, base: str, wanted: str | None = None) -> Iterator[Image]:
    """The pictures between two lines of the page, in order, each once in whatever size.

    `wanted` is the `same_picture` of the only one requested; None for all. One that is shown above the text
    and again in it has its caption from either place.
    """
    pictures: dict[str, Image] = {}
    originals = _originals(page, base) if page.images else {}
    for at, box, attributes in sorted([*page.images, *_backgrounds(page)], key=lambda each: each[:2]):
        if not first <= at <= last or (at == last and not _is_beside(page, box, last)):
            continue
        url = picture_sources.real_source(attributes, base)
        name = url and picture_sources.same_picture(url)
        if not url or not name or wanted not in (None, name) or _is_none(page, box, url, attributes):
            continue
        alt = " ".join((attributes.get("alt") or "").split()) or None
        caption, credit = captions.of(page, box, at)
        before = pictures.get(name) or Image(originals.get(name, url))
        has_legend = before.caption is not None or before.credit is not None
        legend = (before.caption, before.credit) if has_legend else (caption, credit)
        pictures[name] = Image(before.url, before.alt or alt, *legend)
    yield from pictures.values()


def _originals(page: HtmlDocument, base: str) -> dict[str, str]:
    """The pictures that links lead to, by what all their sizes share: galleries show small or cropped ones."""
    named = (
        href
        for _, _, anchor in page.anchors
        if (href := dom.href(anchor)).lower().endswith(picture_sources.FILES)
    )
    addresses = filter(None, (urls.absolute(base, href) for href in named))
    return {picture_sources.same_picture(url): url for url in addresses}


def reach(page: HtmlDocument, lines: Collection[int], beside: Collection[int]) -> tuple[int, int]:
    """The lines that enclose the pictures of an article: from its headline to the end of its last caption.

    `lines` are those of the text, `beside` those of captions.
    """
    first, last = min(lines), max(lines) + 1
    above = range(first - 1, max(-1, first - _MOST_ABOVE), -1)
    top = next((i for i in above if page.tags[page.lines[i].box] == "h1"), first)
    stop = page.lasts[_home(page, first, last)]
    while last < stop and (last in beside or (last + 1 in beside and _is_count(page.lines[last].text))):
        last += 1
    return top, last


def _is_count(text: str) -> bool:
    """Whether a line counts a slider's pictures: `1 of 8`."""
    return _COUNT.fullmatch(text) is not None


def _home(page: HtmlDocument, first: int, last: int) -> int:
    """The innermost box that holds these lines and is not just a paragraph."""
    box = page.lines[first].box
    while box and (page.lasts[box] < last or page.tags[box] in _FLOWING):
        box = page.parents[box]
    return box


def _is_beside(page: HtmlDocument, box: int, last: int) -> bool:
    """Whether a picture after the last line of a text shares a box with it, and is not in a header or a
    footer below."""
    if not 0 < last <= len(page.lines):
        return True
    around = set(page.ancestors(page.lines[last - 1].box)[:_NEAR])
    return not around.isdisjoint(layout.near(page, box, _NEAR))


def _backgrounds(page: HtmlDocument) -> Iterator[tuple[int, int, Attributes]]:
    """Figures without a picture, whose boxes get its address from a script or a style."""
    if figures := page.boxes.of("figure"):
        shown = {each for _, box, _ in page.images for each in layout.near(page, box, 4)}
        for box in figures:
            if box not in shown and any(name[:5] == "data-" for name in page.attributes[box]):
                yield page.firsts[box], box, page.attributes[box]


def _is_none(page: HtmlDocument, box: int, url: str, attributes: Attributes) -> bool:
    """Whether this is not a picture of a story: an icon, a logo, a portrait beside a name, an advertisement."""
    sizes = [attributes.get("width") or "", attributes.get("height") or ""]
    if any(size.isdigit() and int(size) < _SMALLEST for size in sizes):
        return True
    own = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    file = url.partition("?")[0].rpartition("/")[2].lower()
    around = layout.names(page, box)
    if _NO_PICTURE.search(own) or _NO_PICTURE.search(file) or _NO_PICTURE.search(around):
        return True
    return bool(_ADVERTISEMENT.search(around) or _ADVERTISEMENT.search(file))


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
    sourced = set(page.boxes.having(_POSTS))
    for box in sorted({*sourced, *page.boxes.of("blockquote")}):
        tag = page.tags[box]
        if tag in ("blockquote", "div") and page.names[box] and box in sourced:
            attributes = page.attributes[box]
            source = next((attributes[name] for name in _SOURCES_OF_POSTS if attributes.get(name)), None)
            # An unknown host says nothing: share buttons and whole articles carry their own address.
            if source and provider_of(source) in _PROVIDERS:
                yield box, source
                continue
        if tag == "blockquote" and (source := _signed_source(page, box)) is not None:
            yield box, source


def _signed_source(page: HtmlDocument, box: int) -> str | None:
    """The address of a post that is quoted and signed as its provider's script requires; None for any other
    quotation.

    The address is empty if a site has removed the link from the signature.
    """
    first, last = page.firsts[box], page.lasts[box]
    if not 0 < last - first <= _MOST_OF_POST:
        return None
    is_scripted = _SCRIPTED.search(page.names[box]) is not None
    is_signed = _HANDLE.search(page.lines[last - 1].text) is not None
    if not page.lines[last - 1].links:
        return "" if is_scripted and is_signed else None
    sources = [dom.href(page.anchors[i][2]) for i in layout.links(page, range(first, last))]
    source = next((each for each in reversed(sources) if provider_of(each) in _PROVIDERS), None)
    return source if is_scripted or is_signed else None


def provider_of(url: str) -> str | None:
    """The provider of an embed, such as `youtube`; the host of an unknown one; None if it is not a web address."""
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


def lead_first(page: HtmlDocument, images: Sequence[Image], lead: str | None, base: str) -> tuple[Image, ...]:
    """The pictures as the page shows them, first the lead picture that its head names, wherever it is shown."""
    if lead is None or _NO_PICTURE.search(lead.rpartition("/")[2].lower()):
        return tuple(images)
    name = picture_sources.same_picture(lead)
    shown = [each for each in images if picture_sources.same_picture(each.url) == name]
    others = [each for each in images if picture_sources.same_picture(each.url) != name]
    if not shown:
        shown = list(find(page, 0, len(page.lines), base, wanted=name))
    return (*(shown or [Image(lead)]), *others)
