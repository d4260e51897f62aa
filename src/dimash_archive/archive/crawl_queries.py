"""What a crawl asks of the archive, beside the rows of single pages and articles. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive import captures
from dimash_archive.archive.rows import maybe_parsed, moment
from dimash_archive.records import Captured


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """What of an article a decision about its page depends on."""

    id: int
    """Its row of `articles`."""
    url: str
    """Where it is kept."""
    edition: str
    """The edition's language code."""
    capture_id: int
    """The capture that its newest version was read from."""
    is_gone: bool
    """Whether it is believed to be no longer on the site."""


class CrawlQueries:
    """Questions about pages, captures and articles."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def knows_capture(self, captured: Captured) -> bool:
        """Whether a capture is noted."""
        sql = "SELECT 1 FROM captures WHERE warc_file = ? AND warc_offset = ?"
        return self._db.execute(sql, (captured.warc_file, captured.warc_offset)).fetchone() is not None

    def last_capture(self, url: str) -> Captured | None:
        """The newest answer from an address that was, or confirmed, its content."""
        sql = "SELECT max(id) FROM captures WHERE url = ? AND status IN (200, 304)"
        (capture_id,) = self._db.execute(sql, (url,)).fetchone()
        return captures.one(self._db, "id = ?", (capture_id,)) if capture_id is not None else None

    def article_at(self, url: str) -> HeldArticle | None:
        """The article kept at an address, in any spelling of it."""
        sql = "SELECT id, url, edition, capture_id, gone_at IS NOT NULL FROM articles WHERE key = ?"
        row = self._db.execute(sql, (urls.key(url),)).fetchone()
        return None if row is None else HeldArticle(row[0], row[1], row[2], row[3], bool(row[4]))

    def number_due(self, edition: str, now: datetime) -> int:
        """How many pages of an edition are due."""
        return self._number("pages WHERE edition = ? AND due <= ?", edition, moment(now))

    def number_done(self, edition: str) -> int:
        """How many pages of an edition have been read."""
        return self._number("pages WHERE edition = ? AND state = 'done' AND kind != 'asset'", edition)

    def number_of_articles(self, editions: Sequence[str]) -> int:
        """How many articles of these editions are held and not believed to be gone."""
        marks = ", ".join("?" * len(editions))
        return self._number(f"articles WHERE gone_at IS NULL AND edition IN ({marks})", *editions)

    def pages_not_due(self, edition: str, now: datetime) -> list[str]:
        """The addresses of an edition's pages that were asked for and are due later."""
        sql = "SELECT url FROM pages WHERE edition = ? AND due > ? AND state IN ('done', 'failed')"
        return [url for (url,) in self._db.execute(sql, (edition, moment(now)))]

    def is_in_sitemaps(self, edition: str) -> bool:
        """Whether sitemaps named pages of an edition."""
        return (
            self._number("pages WHERE edition = ? AND found_by = 'sitemap' AND kind != 'list'", edition) > 0
        )

    def newest_change(self, edition: str) -> datetime | None:
        """The latest date of change that the REST API told of an edition's posts."""
        sql = "SELECT max(modified) FROM pages WHERE edition = ? AND found_by = 'wordpress'"
        return maybe_parsed(self._db.execute(sql, (edition,)).fetchone()[0])

    def known_posts(self, edition: str) -> list[str]:
        """The addresses of an edition that the REST API named and that are still there as far as is known."""
        sql = "SELECT url FROM pages WHERE edition = ? AND found_by = 'wordpress' AND state = 'done'"
        return [url for (url,) in self._db.execute(sql, (edition,))]

    def picture_addresses(self) -> list[str]:
        """The addresses of all articles' pictures."""
        return [url for (url,) in self._db.execute("SELECT DISTINCT url FROM images")]

    def version_address(self, capture_id: int) -> str | None:
        """The address of the article that has a version read from a capture."""
        sql = (
            "SELECT url FROM articles JOIN versions ON article_id = articles.id WHERE versions.capture_id = ?"
        )
        row = self._db.execute(sql, (capture_id,)).fetchone()
        return None if row is None else str(row[0])

    def _number(self, rows: str, *values: object) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {rows}", values).fetchone()[0])
