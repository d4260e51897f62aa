"""What pages need to look right: asked for once each, kept in WARC, and never read as pages are."""

from collections.abc import Iterable

from dimash_archive import urls
from dimash_archive.archive import PageRow
from dimash_archive.archive.rows import PageState
from dimash_archive.crawler.run_context import RunContext
from dimash_archive.discovery import requisites
from dimash_archive.discovery.requisites import Assets
from dimash_archive.records import Captured, Fetched, FoundUrl

_MISSING = frozenset((401, 403, 404, 410, 451))


class AssetHandler:
    """Remembers assets of the site's hosts, and what came of asking for them."""

    def __init__(self, desk: RunContext, wanted: Assets) -> None:
        self._desk, self._wanted = desk, wanted

    def begin(self) -> None:
        """The first run that wants pictures wants those of the articles stored before, too."""
        if self._wanted == "none" or self._desk.archive.knows_assets():
            return
        with self._desk.archive.batch():
            self.remember(
                [url for (url,) in self._desk.archive.db.execute("SELECT DISTINCT url FROM images")]
            )

    def remember(self, addresses: Iterable[str]) -> None:
        """Have these asked for, as far as they are on the site's hosts."""
        for url in addresses:
            edition = self._desk.site.edition_of(url)
            if edition is not None and url not in self._desk.known:
                self._desk.known.add(url)
                self._desk.archive.remember(FoundUrl(url, edition.lang, "asset", "page"))

    def answered(self, page: PageRow, fetched: Fetched, captured: Captured) -> None:
        """Write down what came: a style sheet names more, a redirect leads to the thing itself."""
        desk, status = self._desk, fetched.status
        good = status in (200, 304)
        if good and self._wanted == "page" and fetched.mime == "text/css":
            body = desk.load(captured).body if captured.revisit_of else fetched.body
            self.remember(requisites.parse_css(body, fetched.url))
        location = fetched.header("location") if 300 <= status < 400 else None
        target = urls.absolute(fetched.url, location) if location else None
        if target is not None:
            self.remember([target])
        state: PageState = "done" if good or target else "gone" if status in _MISSING else "failed"
        desk.archive.visited(page.url, state=state, status=status, due=None)
        desk.counts["assets"] += good

    def failed(self, page: PageRow) -> None:
        """There was no answer; later runs try again, a few times."""
        self._desk.archive.visited(page.url, state="failed", due=None)

    def refused(self, page: PageRow) -> None:
        """It may not be asked for."""
        self._desk.archive.visited(page.url, state="refused", due=None)
