"""What a page needs to look right: pictures, style sheets, scripts, fonts. Bytes in, addresses out."""

import html
import re
from collections.abc import Iterator
from typing import Literal

from dimash_archive import urls

Assets = Literal["none", "images", "page"]
"""What is kept besides pages: nothing, their pictures, or everything they need to look right."""

# As links are: found without parsing, in linear time whatever the page; see `links.py`.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_SCRIPT = re.compile(r"(<script\b[^>]*+>).*?(?:</script\s*>|\Z)", re.S | re.I)
_TAG = re.compile(
    r"""<(img|source|image|use|input|video|link|script|meta|body|table|td|div|span|section|figure|a|base|style)\b
        ((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.I | re.X,
)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-z:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I)
_STYLE = re.compile(r"<style\b[^>]*+>(.*?)(?:</style|\Z)", re.S | re.I)
_URL = re.compile(
    r"""url\(\s*+(?:"([^"\n]{0,2000}+)"|'([^'\n]{0,2000}+)'|([^()\s"']{1,2000}+))\s*+\)""", re.I
)
# Bounded, so that no start costs more than so many steps.
_IMPORT = re.compile(r"""@import\s++(?:"([^"\n]{0,2000}+)"|'([^'\n]{0,2000}+)')""", re.I)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp)\Z", re.I)
# Lazy loading keeps the real address under many names; all of them that are in use begin so.
_SOURCES = re.compile(r"(?:src|srcset|poster|data-[\w-]*(?:src|srcset|original|lazy|bg|background)[\w-]*)\Z")
_LINKED = {
    "images": re.compile(r"\b(?:icon|apple-touch-icon|image_src)\b", re.I),
    "page": re.compile(
        r"\b(?:icon|apple-touch-icon|image_src|stylesheet|preload|modulepreload|manifest)\b", re.I
    ),
}
_MOST = 2000  # of one page: a page that names more is no page


def parse(body: bytes, url: str, wanted: Assets, charset: str | None = None) -> Iterator[str]:
    """The addresses of everything an HTML page needs, each once, in order. Never raises."""
    if wanted == "none":
        return
    try:
        text = body.decode(charset or "utf-8", "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    seen: set[str] = set()
    for address in _addresses(_SCRIPT.sub(r"\1", _COMMENT.sub(" ", text)), url, wanted):
        if address not in seen:
            seen.add(address)
            yield address
        if len(seen) >= _MOST:
            return


def parse_css(body: bytes, url: str) -> Iterator[str]:
    """The addresses that a style sheet names: pictures, fonts, other sheets, each once. Never raises."""
    yield from dict.fromkeys(_styled(body.decode("utf-8", "replace"), url, "page"))


def _addresses(text: str, url: str, wanted: Literal["images", "page"]) -> Iterator[str]:
    base = url
    for match in _TAG.finditer(text):
        tag, values = match[1].lower(), _attributes(match[2])
        if tag == "base":
            base = urls.absolute(url, values.get("href", "")) or base
        for written in _named(tag, values, wanted):
            if written and (address := urls.absolute(base, written)):
                yield address
        if "style" in values:
            yield from _styled(values["style"], base, wanted)
    for style in _STYLE.finditer(text):
        yield from _styled(style[1], base, wanted)


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), html.unescape("".join(values)).strip())
    return attributes


def _named(tag: str, values: dict[str, str], wanted: Literal["images", "page"]) -> Iterator[str]:
    """The addresses in a tag's attributes, as written; those of data: and the like among them."""
    if tag == "link":
        if _LINKED[wanted].search(values.get("rel", "")):
            yield values.get("href", "")
    elif tag == "script":
        if wanted == "page":
            yield values.get("src", "")
    elif tag == "meta":
        if values.get("property", values.get("name", "")).lower() in ("og:image", "twitter:image"):
            yield values.get("content", "")
    elif tag in ("image", "use"):
        yield values.get("href", values.get("xlink:href", ""))
    elif tag == "a":  # what opens when a picture is clicked
        if _PICTURE.search(values.get("href", "").partition("?")[0]):
            yield values["href"]
    else:
        yield values.get("background", "")
        for name, value in values.items():
            if _SOURCES.match(name) and not (name == "src" and tag in ("video", "source")):  # no films
                yield from _candidates(value) if "srcset" in name else (value,)


def _candidates(srcset: str) -> Iterator[str]:
    """`one.jpg 300w, two.jpg 2x` as its addresses; commas inside an address have no space behind them."""
    for each in re.split(r",\s+|,\Z", srcset):
        yield each.strip().partition(" ")[0]


def _styled(css: str, base: str, wanted: Literal["images", "page"]) -> Iterator[str]:
    for pattern in (_URL, _IMPORT):
        for groups in pattern.findall(css):
            written = "".join(groups)
            address = urls.absolute(base, written) if written else None
            if address and (wanted == "page" or _PICTURE.search(address.partition("?")[0])):
                yield address
