"""Which captures of another archive belong to the site and are wanted. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime

from dimash_archive import urls
from dimash_archive.backfill.sources.holdings import Holdings, Offer, Wanted, media
from dimash_archive.backfill.sources.index_lines import IndexLine
from dimash_archive.discovery import links
from dimash_archive.records import DiscoveredUrl
from dimash_archive.site import Edition, Site

_TELLING = frozenset((200, 301, 302, 303, 307, 308, 404, 410))
"""Statuses that say something about a page: its content, where it moved, that it is gone. Others are passing trouble."""


def fronts(site: Site, langs: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The front pages, present and former, of these editions; of all if none is named."""
    editions = (each for each in site.editions if not langs or each.lang in langs)
    return tuple(front for each in editions for front in (each.url, *each.formerly))


def edition_of(site: Site, line: IndexLine) -> Edition | None:
    """The edition that a capture belongs to; None for another site's."""
    return site.edition_of(site.present_address(line.url))


def offers(site: Site, holdings: Holdings, wanted: Wanted) -> Iterator[Offer]:
    """What an archive offers that is wanted, each capture once: files of one crawl often hold the same ones."""
    seen: set[tuple[str, datetime]] = set()
    for offer in holdings.offers(wanted):
        line = offer.line
        if (line.url, line.moment) not in seen and is_wanted(site, line, wanted):
            seen.add((line.url, line.moment))
            yield offer


def is_wanted(site: Site, line: IndexLine, wanted: Wanted) -> bool:
    """Whether a capture is of one of the site's pages, or of what they need, and says something about it."""
    edition = edition_of(site, line)
    if edition is None or not any(urls.is_below(line.url, front) for front in wanted.fronts):
        return False
    if line.status is not None and line.status not in _TELLING:
        return False
    path = "/" + line.url.partition("://")[2].partition("/")[2]
    if any(path.startswith(each) for each in site.skip) or not re.fullmatch(
        media(wanted.assets), line.mime or "-"
    ):
        return False
    return is_asset(line) or links.why_not(line.url) is None


def is_asset(line: IndexLine) -> bool:
    """Whether a capture is of a picture, a style sheet or the like."""
    return bool(line.mime) and not re.fullmatch(media("none"), line.mime)


def page_of(site: Site, url: str, edition: Edition) -> DiscoveredUrl:
    """The page of the present site that an address, perhaps a former one, refers to."""
    present = urls.plain(site.present_address(url))
    kind = "list" if urls.key(present) == urls.key(edition.url) else links.kind_of(present)
    return DiscoveredUrl(present, edition.lang, kind, "capture")


def spellings(site: Site, url: str) -> list[str]:
    """The forms in which an address may have been requested: with and without a slash, http or https, on former hosts."""
    edition = site.edition_of(url)
    fronts = [edition.url, *edition.formerly] if edition is not None else []
    tail = url.partition("://")[2].partition("/")[2]
    below = tail[len(edition.url.partition("://")[2].partition("/")[2]) :] if edition is not None else tail
    bases = [url, *(front + below for front in fronts)]
    forms = {base.rstrip("/") + end for base in bases for end in ("", "/")}
    return sorted(
        {f"{scheme}://{form.partition('://')[2]}" for form in forms for scheme in ("http", "https")}
    )
