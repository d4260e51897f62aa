"""The archive: one open archive.db. Everything written or read goes through here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive import connection, status, stream
from dimash_archive.archive.articles import addresses, article_rows, repeated_pictures, versions
from dimash_archive.archive.crawl_memory import captures, line_stats, listings, page_states
from dimash_archive.archive.integrity import checksum
from dimash_archive.archive.rows import Acquisition, Hit, PageRow, PageVisit
from dimash_archive.archive.search import searcher
from dimash_archive.archive.search.index import Index
from dimash_archive.archive.sqlite_errors import translated
from dimash_archive.archive.stories import declared_links
from dimash_archive.errors import OutdatedDatabase
from dimash_archive.html.repetition import BoilerplateStats, LineObservations
from dimash_archive.records import Article, Captured, DiscoveredUrl, Gone, Row, Saved, Unchanged
from dimash_archive.service.lock import Lock
from dimash_archive.text.moments import moment_text

_LARGEST_ID = (1 << 63) - 1  # of SQLite's integers
FILE = "archive.db"
"""The database's name inside the data folder."""


def utc_now() -> datetime:
    """The moment, aware, UTC."""
    return datetime.now(UTC)


class Archive:
    """An open archive. One process may write while others read; a second writer waits for its turn.

    Every method that writes is one transaction of its own, or a part of the `batch` it is called in. All may
    raise DiskFull, Locked, or DatabaseError for a damaged file.
    """

    def __init__(self, db: Database, path: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.db = db
        """The database, for reading with plain SQL."""
        self.path = path
        """Where archive.db lies."""
        self._now = now
        self._index = Index(db)
        self._open = True

    @classmethod
    def open(
        cls,
        data: Path | str,
        *,
        create: bool = False,
        readonly: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> Self:
        """The archive in the folder `data`; with `create`, a new one if there is none.

        An earlier version is upgraded, unless `readonly`. Raises NoDatabase, ForeignDatabase.
        """
        path = Path(data) / FILE
        archive = cls(connection.connect(path, create=create, readonly=readonly), path, now)
        if not readonly and not archive._index.current():
            with archive.batch():
                archive._index.rebuild()
        return archive

    @classmethod
    @contextmanager
    def exclusive(
        cls, data: Path | str, *, create: bool = False, now: Callable[[], datetime] = utc_now
    ) -> Iterator[Self]:
        """The archive in the folder `data`, for writing, with its lock held until it is closed and has its checksum.

        Raises Locked while another run holds it, and what `open` may.
        """
        folder = Path(data)
        if not create:
            connection.require(folder / FILE)
        with Lock(folder), cls.open(folder, create=create, now=now) as archive:
            yield archive

    @classmethod
    def open_for_reading(cls, data: Path | str) -> Self:
        """The same as `open` with `readonly`; one of an earlier version is upgraded first, if possible.

        That takes the lock: raises Locked while a run holds it.
        """
        try:
            return cls.open(data, readonly=True)
        except OutdatedDatabase:
            if not connection.may_write(Path(data) / FILE):
                raise
            with cls.exclusive(data):
                return cls.open(data, readonly=True)

    def close(self) -> None:
        """Close the database, and seal it if it was written to: see `checksum.py`."""
        if self._open and self.db.conn.total_changes and not self.db.conn.in_transaction:
            checksum.seal(self.db, self.path)
        self._open = False
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything written inside is one transaction: much faster, and stored as a whole or not at all."""
        try:
            with connection.writing(self.db, self.path):
                yield
        except BaseException:
            self._index.forget()
            raise

    # Runs and captures

    def begin_run(self, site_name: str, started: datetime) -> int:
        """Note that a crawl of a site began; returns its id."""
        with self.batch():
            row = self.db.execute(
                "INSERT INTO runs (site, started) VALUES (?, ?)", (site_name, moment_text(started))
            )
            return int(row.lastrowid or 0)

    def finish_run(self, run_id: int, counts: Mapping[str, int], exit: int, finished: datetime) -> None:
        """Note that a crawl ended, with its exit code and its counts by column of `runs`."""
        row: Row = {**counts, "exit": exit, "finished": moment_text(finished)}
        with self.batch():
            self.db.table("runs").update(run_id, row)

    def record(self, run_id: int | None, captured: Captured, source: str | None = None) -> int:
        """Note a response that was written to WARC; returns its id. Doing so twice changes nothing.

        `source` names the other archive that received it.
        """
        with self.batch():
            return captures.record(self.db, run_id, captured, source)

    def is_held(self, url: str, when: datetime) -> bool:
        """Whether a response from an address at exactly this second is held, whoever received it."""
        return captures.is_held(self.db, url, when)

    def end_of_records(self, warc_file: str) -> int:
        """Where the last known record of a WARC file ends; 0 if there is none."""
        sql = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?"
        return int(self.db.execute(sql, (warc_file,)).fetchone()[0] or 0)

    def adopt(self, captured: Captured) -> None:
        """Note a response that belongs to no run; an unknown page goes into the edition of its neighbours."""
        with self.batch():
            captures.record(self.db, None, captured)
            edition = page_states.neighbour(self.db, captured.url)
            if edition is not None and captured.status == 200 and "html" in captured.mime:
                page_states.remember(
                    self.db, DiscoveredUrl(captured.url, edition, "unknown", "capture"), self._now()
                )

    def capture(self, capture_id: int) -> Captured | None:
        """Where the response with this id is."""
        return captures.one(self.db, "id = ?", (capture_id,))

    def capture_by_digest(self, digest: str) -> Captured | None:
        """The first response stored in full that has this payload."""
        return captures.one(self.db, "digest = ? AND revisit_of IS NULL AND flaw IS NULL", (digest,))

    def captures(self, warc_file: str | None = None) -> Iterator[tuple[int, Captured]]:
        """Every response with its id, in the order stored; or those in one WARC file."""
        return captures.every(self.db, warc_file)

    # Pages

    def remember(self, address: DiscoveredUrl) -> bool:
        """Note an address; True if it is new (`urls.key` decides), and due at once. A post that moved takes its article along."""
        with self.batch():
            article_rows.complete(self.db, self._index, address)
            is_new = page_states.remember(self.db, address, self._now())
            if (before := listings.note(self.db, address, self._now())) is not None:
                self.move(before, address.url, self._now())
            declared_links.link_listed(self.db, address)
            return is_new

    def pages_due(self, now: datetime, edition: str, limit: int, front: str | None = None) -> list[PageRow]:
        """The pages of an edition that are due, the longest due first, at most `limit`; see `page_states.due`."""
        return page_states.due(self.db, now, edition, limit, front)

    def visited(self, url: str, **visit: Unpack[PageVisit]) -> None:
        """Note the outcome of a visit to a page. Anything not given stays as it was."""
        with self.batch():
            page_states.visited(self.db, url, visit, self._now())

    def page(self, url: str) -> PageRow | None:
        """What is remembered of an address, in any spelling of it."""
        return page_states.page(self.db, url)

    # The site memory

    def note(self, edition: str, captured: Captured, observations: LineObservations) -> bool:
        """Add what a page contributes to the site memory; False if the page was already counted in this month."""
        with self.batch():
            return line_stats.note(self.db, edition, captured, observations)

    def draft_memory(self) -> line_stats.Draft:
        """A site memory to be relearned; `adopt_memory` puts it into use and closes it."""
        return line_stats.Draft(self.db)

    def adopt_memory(self, draft: line_stats.Draft) -> None:
        """Replace the memory in use with a relearned one, completely or not at all."""
        with closing(draft), self.batch():
            draft.replace()

    def repeats(self, edition: str, when: datetime) -> BoilerplateStats:
        """What repeats over the pages of an edition, around the month of a moment."""
        return line_stats.repeats(self.db, edition, line_stats.month_of(when))

    # Articles

    def save(
        self, article: Article, *, edition: str, capture_id: int, seen_at: datetime, extractor: str
    ) -> Saved | Unchanged:
        """Store an article. Only a change in title, lead or body makes a new version and is `Saved`.

        The same capture again, read by another extractor, corrects the version it made. Raises UsageError for
        an article without an address.
        """
        acquisition = Acquisition(edition, capture_id, seen_at, extractor)
        with self.batch():
            return article_rows.save(self.db, self._index, article, acquisition)

    def seen(self, url: str, when: datetime) -> Unchanged:
        """Note that a page answered "not modified" (304): its article is still there."""
        with self.batch():
            if (row := article_rows.row_of(self.db, "key", urls.key(url))) is not None:
                article_rows.still_there(self.db, row["id"], moment_text(when))
        return Unchanged(url)

    def gone(self, url: str, when: datetime) -> Gone:
        """Note that a page is no longer on the site. Its article stays, with the moment it went."""
        with self.batch():
            if (row := article_rows.row_of(self.db, "key", urls.key(url))) is not None:
                versions.gone(self.db, row["id"], moment_text(when))
        return Gone(url)

    def article(self, url_or_id: str | int) -> Row | None:
        """An article by its address, in any spelling, or its id; with quotes, images, links and tags."""
        with translated(self.path):
            row = self._row(url_or_id)
            return None if row is None else {**row, **article_rows.parts_of(self.db, row["id"])}

    def articles(self, lang: str | None = None) -> Iterator[Row]:
        """Every article, as `article` gives it, in the order stored; only in one language if given.

        In constant memory, and consistent even while a crawl writes.
        """
        with translated(self.path), stream.snapshot(self.db):
            yield from stream.each(self.db, lang)

    def history(self, url_or_id: str | int) -> list[Row]:
        """Every version of an article, oldest first, each with where its capture lies; empty if unknown."""
        with translated(self.path):
            row = self._row(url_or_id)
            return [] if row is None else versions.history(self.db, row["id"])

    def _row(self, url_or_id: str | int) -> Row | None:
        if isinstance(url_or_id, int) or url_or_id.isdecimal():
            number = int(url_or_id)
            return article_rows.row_of(self.db, "id", number) if abs(number) <= _LARGEST_ID else None
        key = urls.key(url_or_id)
        row = article_rows.row_of(self.db, "key", key)
        former = addresses.article_at(self.db, key) if row is None else None
        return article_rows.row_of(self.db, "id", former) if former is not None else row

    def move(self, url: str, target: str, when: datetime, *, how: str = "moved") -> bool:
        """Move the article at one address to another: see `addresses.move`, which says what `how` may be."""
        with self.batch():
            return addresses.move(self.db, self._index, (url, target), moment_text(when), how)

    # Stories

    def link_stories(self, *, again: bool = False) -> int:
        """Link articles of several editions by evidence, those added since the last time; returns how many.

        With `again`, all links by evidence are undone first. What pages themselves declare is linked by `save`.
        """
        from dimash_archive.archive.stories import linking  # loaded here: a search does without

        with self.batch():
            if again:
                linking.forget(self.db)
            return linking.link_by_evidence(self.db, self._index)

    # People and parallel texts

    def update_people(self, *, again: bool = False) -> int:
        """Update who is named and quoted, from articles that are new or changed; returns how many people there are.

        With `again`, every article is read for names again. Raises UsageError for a malformed `people.toml`.
        """
        from dimash_archive.archive.people import joining

        with self.batch():
            if again:
                joining.forget(self.db)
            return joining.join_people(self.db, self.path.parent)

    def update_alignments(self, *, again: bool = False) -> int:
        """Align the sentences of stories that are new or changed; returns how many pairs of articles were aligned.

        With `again`, all are.
        """
        from dimash_archive.archive.parallel import alignments

        with self.batch():
            if again:
                alignments.forget(self.db)
            return alignments.align_stories(self.db)

    def relate(self) -> None:
        """What follows new articles: link stories by evidence, identify people, align sentences."""
        with self.batch():
            repeated_pictures.drop(self.db)
        self.link_stories()
        self.update_people()
        self.update_alignments()

    # Questions

    def search(
        self, query: str, *, lang: str | None = None, limit: int = 20, marks: tuple[str, str] = ("[", "]")
    ) -> list[Hit]:
        """The articles that match, best first. Any query is answered, however malformed; see `search`."""
        with translated(self.path):
            return searcher.search(self.db, query, searcher.SearchOptions(lang, limit, marks))

    @property
    def site(self) -> str:
        """The name of the site, as in the profile of the first run; `archive` if there was no run."""
        row = self.db.execute("SELECT site FROM runs ORDER BY id LIMIT 1").fetchone()
        return str(row[0]) if row else "archive"

    def number(self, lang: str | None = None) -> int:
        """How many articles there are, or how many in a language."""
        sql = "SELECT count(*) FROM articles WHERE ?1 IS NULL OR lang = ?1"
        return int(self.db.execute(sql, (lang,)).fetchone()[0])

    def status(self) -> Row:
        """Counts by table, edition and month, the last runs, and what needs attention."""
        with translated(self.path):
            return status.status(self.db)

    def rebuild_index(self) -> int:
        """Rebuild the search index; returns the number of articles in it."""
        with self.batch():
            return self._index.rebuild()
