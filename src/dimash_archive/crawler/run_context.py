"""What all parts of a run share: the archive, what is counted, and how addresses are remembered.

Used only by the thread that owns the database.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from dimash_archive import urls
from dimash_archive.archive import Archive, PageRow
from dimash_archive.discovery import links
from dimash_archive.discovery.not_found import Likeness
from dimash_archive.errors import CaptureError
from dimash_archive.html.repetition import OFTEN, BoilerplateStats
from dimash_archive.records import Captured, Fetched, FoundUrl
from dimash_archive.site import Site
from dimash_archive.text.moments import moment_text, read_moment
from dimash_archive.warc import reader, recovery
from dimash_archive.workers.protocol import PreviousCapture

_KNOWN = 100_000  # addresses kept in mind, so that the menu of every page does not go to the database
_RECENT = timedelta(days=60)


@dataclass
class RunContext:
    """The run's desk."""

    site: Site
    archive: Archive
    warc: Path
    """The folder of the WARC files."""
    run_id: int
    now: Callable[[], datetime]
    started: datetime
    """When the run began."""
    full: bool = False
    """Ask for everything, also where nothing seems to have changed."""
    assets: bool = False
    """Whether what pages need to look right is asked for as well."""
    left: int | None = None
    """Pages that may still be asked for; None for any number."""
    counts: Counter[str] = field(default_factory=Counter)
    """By column of table `runs`, and `requests`."""
    notes: list[str] = field(default_factory=list)
    """What did not go as it should, a sentence each."""
    doubtful: list[str] = field(default_factory=list)
    """Addresses of articles that may lack much of their text."""
    trouble: bool = False
    """Whether an edition could not be crawled to the end."""
    memory: Mapping[str, BoilerplateStats] = field(default_factory=dict)
    """What repeats over each edition's pages, as known when the run began."""
    not_found: dict[str, Likeness] = field(default_factory=dict)
    """By edition, the page that the site sends, as if all were well, for what is not there."""
    known: set[str] = field(default_factory=set)
    """Addresses that went to the database in this run."""
    named: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By key of a page, the languages and addresses of its translations that a sitemap named; until it is read."""
    called: set[str] = field(default_factory=set)
    """Keys of the pages that some source gave a reason to ask for again in this run."""

    def note(self, text: str) -> None:
        """Write down what did not go as it should; once, however often it happens."""
        if text not in self.notes:
            self.notes.append(text)

    def remember(self, found: FoundUrl) -> bool:
        """Note an address of the site; True if it is new. What the profile skips is none."""
        if found.alternates:
            self.named[urls.key(found.url)] = found.alternates
        if found.modified is None and found.url in self.known:
            return False
        if len(self.known) >= _KNOWN:
            self.known.clear()
        self.known.add(found.url)
        edition = self.site.edition_of(found.url)
        short = links.undated(found.url)
        path = "/" + found.url.partition("://")[2].partition("/")[2]
        if edition is None or path.startswith(self.site.skip):
            return False
        if short is not None and self.archive.page(short) is not None:
            return False  # the site uses the short form: the long one would only redirect to it
        found = replace(found, url=urls.plain(found.url), edition=edition.lang)
        before = self.archive.page(found.url) if found.modified is not None else None
        if self.archive.remember(found):
            self.counts["found"] += 1
            return True
        told = before.modified if before else None
        if before and told and found.modified and found.modified > told:
            # A later date than the source told before is a change, even if its clock is behind ours.
            self.make_due(before)
        return False

    def make_due(self, page: PageRow) -> None:
        """Have a page asked for in this run; it keeps its history."""
        self.called.add(urls.key(page.url))
        if page.visited_at is not None and (page.due is None or page.due > self.now()):
            self.archive.visited(page.url, due=self.now(), visited_at=page.visited_at)

    def make_all_due(self, lang: str) -> None:
        """Have every page of an edition that was ever read asked for; documents of discovery are no pages."""
        sql = "SELECT url FROM pages WHERE edition = ? AND due > ? AND state IN ('done', 'failed')"
        rows = self.archive.db.execute(sql, (lang, moment_text(self.now()))).fetchall()
        with self.archive.batch():
            for (url,) in rows:
                page = self.archive.page(url)
                if page is not None:
                    self.make_due(page)

    def record(self, captured: Captured) -> int:
        """Note an answer; returns its id."""
        self.counts["requests"] += 1
        return self.archive.record(self.run_id, captured)

    def knows(self, captured: Captured) -> bool:
        """Whether the database has heard of a capture."""
        sql = "SELECT 1 FROM captures WHERE warc_file = ? AND warc_offset = ?"
        place = (captured.warc_file, captured.warc_offset)
        return self.archive.db.execute(sql, place).fetchone() is not None

    def last_capture(self, url: str) -> Captured | None:
        """The newest answer from an address that was, or confirmed, its content."""
        sql = "SELECT max(id) FROM captures WHERE url = ? AND status IN (200, 304)"
        (capture_id,) = self.archive.db.execute(sql, (url,)).fetchone()
        return self.archive.capture(capture_id) if capture_id is not None else None

    def index(self, files: Iterable[Path]) -> None:
        """Write the index of WARC files whose records the database all knows."""
        for path in files:
            recovery.write_index(path, (captured for _, captured in self.archive.captures(path.name)))

    def load(self, captured: Captured) -> Fetched:
        """A stored answer, with its body."""
        return reader.load(self.warc, captured)

    def former(self, url: str) -> PreviousCapture | None:
        """The page that the newest version of an article was read from, if the memory has something to say of it."""
        sql = "SELECT capture_id, edition FROM articles WHERE key = ?"
        row = self.archive.db.execute(sql, (urls.key(url),)).fetchone()
        captured = self.archive.capture(row[0]) if row is not None else None
        if captured is None:
            return None
        repeats = self._repeats(row[1], captured.fetched_at)
        if repeats.pages < OFTEN:
            return None
        try:
            fetched = self.load(captured)
        except CaptureError:  # `verify` tells; the crawl goes on
            return None
        return PreviousCapture(row[0], fetched.body, fetched.charset, repeats)

    def _repeats(self, lang: str, when: datetime) -> BoilerplateStats:
        """What repeated at a time, as known when the run began: of distant months nothing is learned now."""
        if self.started - when < _RECENT and lang in self.memory:
            return self.memory[lang]
        return self.archive.repeats(lang, when)

    def holds_article(self, url: str, *, or_did: bool = False) -> bool:
        """Whether there is an article at this address that is not believed to be gone; `or_did`: or that is."""
        sql = "SELECT gone_at IS NULL FROM articles WHERE key = ?"
        row = self.archive.db.execute(sql, (urls.key(url),)).fetchone()
        return row is not None and (or_did or bool(row[0]))

    def number_due(self, lang: str) -> int:
        """How many pages of an edition are due."""
        sql = "SELECT count(*) FROM pages WHERE edition = ? AND due <= ?"
        return int(self.archive.db.execute(sql, (lang, moment_text(self.now()))).fetchone()[0])

    def number_done(self, lang: str) -> int:
        """How many pages of an edition have been read."""
        sql = "SELECT count(*) FROM pages WHERE edition = ? AND state = 'done' AND kind != 'asset'"
        return int(self.archive.db.execute(sql, (lang,)).fetchone()[0])

    def number_of_articles(self, langs: Sequence[str]) -> int:
        """How many articles of these editions we hold that are not believed to be gone."""
        marks = ", ".join("?" * len(langs))
        sql = f"SELECT count(*) FROM articles WHERE gone_at IS NULL AND edition IN ({marks})"
        return int(self.archive.db.execute(sql, langs).fetchone()[0])

    def is_in_sitemaps(self, lang: str) -> bool:
        """Whether sitemaps named pages of an edition."""
        sql = "SELECT EXISTS (SELECT 1 FROM pages WHERE edition = ? AND found_by = 'sitemap' AND kind != 'list')"
        return bool(self.archive.db.execute(sql, (lang,)).fetchone()[0])

    def newest_change(self, lang: str) -> datetime | None:
        """The latest date of change that the REST API told of an edition's posts."""
        sql = "SELECT max(modified) FROM pages WHERE edition = ? AND found_by = 'wordpress'"
        (text,) = self.archive.db.execute(sql, (lang,)).fetchone()
        return read_moment(text) if text else None

    def known_posts(self, lang: str) -> list[str]:
        """The addresses of an edition that the REST API named and that are still there as far as we know."""
        sql = "SELECT url FROM pages WHERE edition = ? AND found_by = 'wordpress' AND state = 'done'"
        return [url for (url,) in self.archive.db.execute(sql, (lang,))]

    def check_presence(self, vanished: Iterable[str], lang: str) -> None:
        """Have pages asked for that a source named before and names no longer."""
        for url in vanished:
            page = self.archive.page(url)
            if page is not None and page.state == "done" and page.edition == lang:
                self.make_due(page)
