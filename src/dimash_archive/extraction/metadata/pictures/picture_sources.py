"""The address of a picture itself: lazy loading resolved, the largest of several sizes, one name for all its
sizes."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from dimash_archive import urls
from dimash_archive.html.dom import Attributes
from dimash_archive.html.media import SOURCES

_SRCSET: Final = re.compile(r"\s*,*\s*(\S*[^\s,])(?:\s+([\d.]+)([wxh])(?:\s+\d+h)?)?\s*(?:,|\Z)")
"""A candidate of a `srcset` (HTML Standard, 4.8.4): an address may contain commas, but not end with one."""
_ADDRESS: Final = re.compile(
    r"(?:https?:)?//\S+|[^\s,{}<>]*/?[^\s/{}<>]+\.(?:jpe?g|png|webp|avif|gif)(?:[?#]\S*)?", re.I
)
"""The required shape of a picture's address in an attribute that a script named itself."""
_NOT_FETCHED: Final = ("data:", "about:", "blob:")
"""Beginnings of addresses that contain their picture, or none: some are 60,000 characters long."""
_NO_LAZY: Final = re.compile(
    r"(?:link|href|page|permalink|share|attachment|srcset|sizes|avatar|logo|placeholder)", re.I
)
"""Names of `data-` attributes that hold an address other than the picture's."""
_STAND_IN: Final = re.compile(
    r"(?:\A|[-_./])(?:blank|spacer|pixel|px|1x1|transparent|placeholder|loading|loader|spinner|lazy|empty|dot|clear"
    r"|no-?image|no-?photo|default-(?:image|thumb\w*)|grey|gray)(?:[-_.\d]|\Z)",
    re.I,
)
"""The file name of a placeholder, shown until a picture is loaded, or if there is none."""
_WIDTHS: Final = (
    r"[1-9]00|1[0-9]00|2000|320|360|375|420|480|540|560|580|640|680|696|720|728|750|768|828|860|960|980|1024|1068|1080|1140|1170"
    r"|1280|1366|1440|1536|1920|2048|2560"
)
"""Widths to which sites scale pictures. Any other number in a file's name is a camera's or an editor's counter."""
_SIZE: Final = re.compile(
    rf"(?:[-_]\d{{2,4}}x\d{{2,4}}|-scaled|@[23]x|[-_](?:\d{{3,4}}w|{_WIDTHS}|small|medium|large|thumb))(?=\.\w+\Z)"
)
_FORMAT: Final = re.compile(r"(/(?!20)\d{6,})_\d{3}(?=\.\w+\Z)")
"""A file named only by its number and that of a format, as at Deutsche Welle; not a date."""
_RESIZER: Final = re.compile(r"/(?:size/w\d+|w_\d+[^/]*|\d+x\d+|resize/[^/]+|(?:s|w)\d{3,4})(?=/)")
"""Parts of a path that only give a size: Ghost's, Cloudinary's and the like."""

FILES: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
"""The possible ends of a picture's file name."""


def real_source(attributes: Attributes, base: str) -> str | None:
    """The absolute address of a picture; None if it has none.

    The largest of its `srcset`, else what a script will load, else its `src`, else the largest of the
    `picture` around it. A placeholder's address does not count.
    """
    sized = list(_sized(attributes))
    if sized and (url := _first_real([max(sized, key=lambda each: each[0])[1]], base)):
        return url
    if url := _first_real(_plain(attributes), base) or _first_real([url for _, url in sized], base):
        return url
    others = sorted(_candidates(attributes.get(SOURCES) or ""), key=lambda each: -each[0])
    return _first_real([url for _, url in others], base)


@lru_cache(maxsize=1 << 13)
def same_picture(url: str) -> str:
    """What the addresses of one picture in several sizes share: for a script's address, the file that its
    query names."""
    parts = urlsplit(url)
    path = _FORMAT.sub(r"\1", _RESIZER.sub("", parts.path))
    named = [each for each in parts.query.lower().split("&") if each.endswith(FILES)]
    return (
        f"{(parts.hostname or '').removeprefix('www.')}{_SIZE.sub('', path)}{'?'.join(['', *named])}".lower()
    )


def _sized(attributes: Attributes) -> Iterator[tuple[float, str]]:
    """Size and address of each candidate of its sets; those without a size count as 0."""
    for name, value in attributes.items():
        if value and name.endswith("srcset") and not value.lstrip().startswith("data:"):
            yield from _candidates(value)


def _candidates(value: str) -> Iterator[tuple[float, str]]:
    """Size and address of each candidate of one set."""
    for address, size, unit in _SRCSET.findall(value):
        yield (float(size) * (1000 if unit == "x" else 1) if _is_number(size) else 0.0), address


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _plain(attributes: Attributes) -> Iterator[str]:
    """What scripts will load, then what browsers load."""
    for name, value in attributes.items():
        address = value.strip() if value and name.startswith("data-") and _may_be_lazy(name) else ""
        if address and not address.startswith(_NOT_FETCHED) and _ADDRESS.fullmatch(address):
            yield address
    if source := attributes.get("src"):
        yield source


@lru_cache(maxsize=1 << 10)
def _may_be_lazy(name: str) -> bool:
    return _NO_LAZY.search(name) is None


def _first_real(addresses: "Iterator[str] | list[str]", base: str) -> str | None:
    for address in addresses:
        if address.startswith(_NOT_FETCHED) or is_stand_in(address):
            continue
        if url := urls.absolute(base, address):
            return url
    return None


def is_stand_in(url: str) -> bool:
    """Whether an address has the file name of a placeholder."""
    return _STAND_IN.search(url.partition("?")[0].rpartition("/")[2]) is not None
