"""What an earlier run left for reading pages: the site memory, the not-found page, former captures."""

from collections.abc import Mapping
from datetime import timedelta

from dimash_archive.crawler.context import RunContext
from dimash_archive.discovery.not_found import Likeness
from dimash_archive.errors import CaptureError
from dimash_archive.html.repetition import OFTEN, BoilerplateStats
from dimash_archive.workers.protocol import PreviousCapture
from dimash_archive.workers.stored_pages import stored_parts

_RECENT = timedelta(days=60)


class SiteMemory:
    """What was known of the site's pages when the run began, and its not-found page."""

    def __init__(self, context: RunContext) -> None:
        """Half a site is not learned from: an interrupted first crawl continues as it began."""
        self._context = context
        archive, langs = context.archive, context.site.langs
        learned = context.queries.has_finished_run()
        self.stats: Mapping[str, BoilerplateStats] = {
            lang: archive.repeats(lang, context.started) if learned else BoilerplateStats() for lang in langs
        }
        """What repeats over each edition's pages; what a run learns counts from the next one on."""
        self.not_found: dict[str, Likeness] = {}
        """By edition, the not-found page that the site sends with status 200."""

    def previous(self, url: str) -> PreviousCapture | None:
        """The page that an article's newest version was read from, if the memory has something to say of it."""
        article = self._context.queries.article_at(url)
        captured = self._context.archive.capture(article.capture_id) if article is not None else None
        if article is None or captured is None:
            return None
        recent = self._context.started - captured.fetched_at < _RECENT and article.edition in self.stats
        # Of distant months nothing is learned now.
        stats = (
            self.stats[article.edition]
            if recent
            else self._context.archive.repeats(article.edition, captured.fetched_at)
        )
        if stats.pages < OFTEN:
            return None
        try:
            fetched = self._context.load(captured)
        except CaptureError:  # `verify` tells; the crawl goes on
            return None
        parts = stored_parts(self._context.queries, self._context.load, captured, fetched)
        return PreviousCapture(article.capture_id, fetched.body, fetched.charset, parts, stats)
