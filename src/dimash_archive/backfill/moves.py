"""Where former pages redirect: through archived redirects an article keeps its row when it moves."""

from collections.abc import Collection, Iterable

from dimash_archive import urls
from dimash_archive.archive import Archive
from dimash_archive.archive.past_records import PastRecords
from dimash_archive.backfill.capture_selection import spellings
from dimash_archive.discovery import links
from dimash_archive.errors import CaptureError
from dimash_archive.http.redirects import redirect_target
from dimash_archive.records import Captured
from dimash_archive.site import Site
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER


def note_redirects(archive: Archive, site: Site, pages: Iterable[str]) -> list[str]:
    """Note where these pages of the present site redirect, according to all their captures; returns those that redirect elsewhere.

    Only a page's last response counts: one that has content again does not redirect. A redirect to a list of articles
    is not a move.
    """
    past, moved = PastRecords(archive), []
    for url in pages:
        answers = past.captures_at(spellings(site, url)).values()
        targets = [target for captured in answers if (target := _target(archive, site, captured)) is not None]
        if targets and _leads_elsewhere(answers):
            past.note_redirect(url, targets[-1])
            moved.append(url)
        elif targets:
            past.note_redirect(url, None)
    return moved


def _target(archive: Archive, site: Site, captured: Captured) -> str | None:
    """Where an answer leads to another page of its edition, as an address of today."""
    if not 300 <= captured.status < 400 or captured.status == 304:
        return None
    try:
        location = redirect_target(reader.load(archive.path.parent / WARC_FOLDER, captured))
    except CaptureError:  # `verify` tells
        return None
    source, target = site.present_address(captured.url), site.present_address(location or captured.url)
    is_elsewhere = urls.key(source) != urls.key(target) and links.kind_of(target) != "list"
    is_of_edition = site.edition_of(source) == site.edition_of(target) is not None
    return urls.plain(target) if is_elsewhere and is_of_edition else None


def _leads_elsewhere(answers: Collection[Captured]) -> bool:
    newest = max(captured.fetched_at for captured in answers)
    return all(300 <= each.status < 400 for each in answers if each.fetched_at == newest)
