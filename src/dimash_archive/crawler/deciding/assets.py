"""What pages need to look right: requested once each, kept in WARC, and never read as pages. Pure."""

from dimash_archive.archive import PageRow
from dimash_archive.archive.rows import PageState
from dimash_archive.crawler.deciding.actions import Actions, CountAsset, NoteVisit, RememberAssets
from dimash_archive.discovery import requisites
from dimash_archive.discovery.requisites import Assets
from dimash_archive.errors import ArchiveError, Refused
from dimash_archive.http.redirects import redirect_target
from dimash_archive.records import Fetched

_MISSING = frozenset((401, 403, 404, 410, 451))


def on_asset(page: PageRow, fetched: Fetched, wanted: Assets) -> Actions:
    """What a response means: a style sheet names more assets, a redirect leads to the asset itself.

    The body must be present even if the response only confirmed what is stored.
    """
    status, target = fetched.status, redirect_target(fetched)
    is_good = status in (200, 304)
    named = [target] if target is not None else []
    if is_good and wanted == "page" and fetched.mime == "text/css":
        named += requisites.parse_css(fetched.body, fetched.url)
    state: PageState = "done" if is_good or target else "gone" if status in _MISSING else "failed"
    visit = NoteVisit(page.url, {"state": state, "status": status, "due": None})
    return (RememberAssets(tuple(named)), visit, *((CountAsset(),) if is_good else ()))


def on_no_asset(page: PageRow, error: ArchiveError | None) -> Actions:
    """There was no response: later runs try again, a few times, unless it must not be requested."""
    state: PageState = "refused" if isinstance(error, Refused) else "failed"
    return (NoteVisit(page.url, {"state": state, "due": None}),)
