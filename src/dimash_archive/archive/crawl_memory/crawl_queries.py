"""What a crawl asks of the archive, apart from the rows of single pages and articles. Read-only."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.articles import addresses
from dimash_archive.archive.crawl_memory import captures, listings, page_states
from dimash_archive.archive.rows import PageRow
from dimash_archive.errors import ExitCode
from dimash_archive.records import Captured, Listing
from dimash_archive.text.moments import maybe_read_moment, moment_text

_PORTION = 1000
"""Rows in memory at a time, where all are asked for and may change on the way."""
_ENOUGH_SIGNALS = 5  # changes that dates announced before a source is trusted to announce them all


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """What a decision about a page needs to know of its article."""

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
        sql = "SELECT max(id) FROM captures WHERE url = ? AND status IN (200, 304) AND flaw IS NULL"
        (capture_id,) = self._db.execute(sql, (url,)).fetchone()
        return captures.one(self._db, "id = ?", (capture_id,)) if capture_id is not None else None

    def capture_beside(self, url: str, when: datetime) -> Captured | None:
        """The first capture of an address's content since a moment, or else the last before it."""
        moment, answered = moment_text(when), "url = ? AND status = 200 AND flaw IS NULL AND fetched_at"
        after = f"SELECT id FROM captures WHERE {answered} >= ? ORDER BY fetched_at LIMIT 1"
        before = f"SELECT id FROM captures WHERE {answered} < ? ORDER BY fetched_at DESC LIMIT 1"
        rows = (self._db.execute(sql, (url, moment)).fetchone() for sql in (after, before))
        capture_id = next((row[0] for row in rows if row is not None), None)
        return captures.one(self._db, "id = ?", (capture_id,)) if capture_id is not None else None

    def article_at(self, url: str) -> HeldArticle | None:
        """The article kept at an address, in any spelling of it."""
        sql = "SELECT id, url, edition, capture_id, gone_at IS NOT NULL FROM articles WHERE key = ?"
        row = self._db.execute(sql, (urls.key(url),)).fetchone()
        return None if row is None else HeldArticle(row[0], row[1], row[2], row[3], bool(row[4]))

    def list_with(self, captured: Captured) -> str | None:
        """The address of a page that lists other pages and gave exactly the answer that a capture repeats.

        Some servers send their front page, as if all were well, for what is not there.
        """
        if captured.revisit_of is None or captured.status != 200:
            return None
        sql = (
            "SELECT pages.url FROM captures JOIN pages USING (url) WHERE digest = ? AND revisit_of IS NULL AND flaw IS NULL"
            " AND kind = 'list' AND pages.url != ? LIMIT 1"
        )
        row = self._db.execute(sql, (captured.digest, captured.url)).fetchone()
        return None if row is None else str(row[0])

    def twin_of(self, url: str) -> str | None:
        """The address of another article of the same edition with exactly the same text, if it is still on the site."""
        article = self.article_at(url)
        twin_id = addresses.twin(self._db, article.id) if article is not None else None
        row = self._db.execute("SELECT url FROM articles WHERE id = ?", (twin_id,)).fetchone()
        return None if row is None else str(row[0])

    def longest_unseen(self, edition: str, before: datetime, limit: int) -> list[PageRow]:
        """Pages of articles whose changes no date announces, visited before a moment, the longest ago first."""
        return page_states.longest_unseen(self._db, edition, before, limit)

    def dates_tell_changes(self, edition: str) -> bool:
        """Whether the dates of an edition's lists have announced all its changes so far, and at least a handful."""
        sql = "SELECT sum(signalled), sum(unsignalled) FROM change_signals WHERE edition = ?"
        signalled, unsignalled = self._db.execute(sql, (edition,)).fetchone()
        return (signalled or 0) >= _ENOUGH_SIGNALS and not unsignalled

    def number_of_posts(self, editions: Collection[str]) -> int:
        """How many posts the CMS of these editions is known to list."""
        return listings.number_present(self._db, editions)

    def post_address(self, editions: Collection[str], cms_id: int) -> str | None:
        """Where the CMS of these editions is known to list the post with its own number."""
        return listings.address_of(self._db, editions, cms_id)

    def posts_present(self, edition: str) -> Iterator[dict[int, str]]:
        """The posts that an edition's CMS is known to list, in portions: addresses by the CMS's own number."""
        return listings.present(self._db, edition)

    def listing(self, url: str) -> Listing | None:
        """What the site's own lists say of an address; None if no list names it."""
        return listings.of(self._db, (urls.key(url),))

    def listed_sections(self, edition: str) -> set[str]:
        """The sections that the site's own lists name for an edition's posts."""
        sql = "SELECT DISTINCT section FROM listings WHERE edition = ? AND section IS NOT NULL"
        return {str(section) for (section,) in self._db.execute(sql, (edition,))}

    def listed_alternates(self, url: str) -> tuple[tuple[str, str], ...]:
        """The languages and addresses of a page's translations, as a sitemap names them."""
        return listings.alternates(self._db, urls.key(url))

    def may_hold_article(self, keys: Collection[str]) -> bool:
        """Whether any of these addresses (in normal form) holds an article, or has not been visited yet."""
        sql = "SELECT 1 FROM pages WHERE key = ? AND (kind = 'article' OR state IN ('new', 'failed'))"
        return any(self._db.execute(sql, (key,)).fetchone() is not None for key in keys)

    def has_finished_run(self) -> bool:
        """Whether a crawl ever finished. One that was stopped with Ctrl-C, or died, did not."""
        sql = "SELECT 1 FROM runs WHERE finished IS NOT NULL AND exit != ? LIMIT 1"
        return self._db.execute(sql, (ExitCode.INTERRUPTED,)).fetchone() is not None

    def assets_wanted(self, edition: str, before: datetime, limit: int) -> list[PageRow]:
        """Assets that an edition's pages need and that are not held; those that failed only if that was before `before`."""
        return page_states.assets(self._db, edition, before, limit)

    def knows_assets(self) -> bool:
        """Whether any asset was ever remembered."""
        return self._number("pages WHERE kind = 'asset' LIMIT 1") > 0

    def number_due(self, edition: str, now: datetime, front: str | None = None) -> int:
        """How many pages of an edition are due; with `front`, of those on the host of this address."""
        there, bounds = page_states.on_host(front)
        return self._number(
            f"pages WHERE edition = ? AND due <= ? AND {there}", edition, moment_text(now), *bounds
        )

    def number_done(self, edition: str) -> int:
        """How many pages of an edition have been read."""
        return self._number("pages WHERE edition = ? AND state = 'done' AND kind != 'asset'", edition)

    def number_of_articles(self, editions: Sequence[str]) -> int:
        """How many articles of these editions are held and believed to be on the site."""
        marks = ", ".join("?" * len(editions))
        return self._number(f"articles WHERE gone_at IS NULL AND edition IN ({marks})", *editions)

    def pages_not_due(self, edition: str, now: datetime, front: str) -> Iterator[str]:
        """The addresses of an edition's pages on the host of `front` that were requested and are due later.

        They may be made due on the way.
        """
        there, bounds = page_states.on_host(front)
        chosen = f"pages WHERE edition = ? AND due > ? AND state != 'refused' AND {there}"
        return self._in_portions(chosen, edition, moment_text(now), *bounds)

    def is_in_sitemaps(self, edition: str) -> bool:
        """Whether sitemaps named pages of an edition."""
        return (
            self._number("pages WHERE edition = ? AND found_by = 'sitemap' AND kind != 'list'", edition) > 0
        )

    def newest_change(self, edition: str) -> datetime | None:
        """The latest date of change that the REST API gave for an edition's posts."""
        sql = "SELECT max(modified) FROM pages WHERE edition = ? AND found_by = 'wordpress'"
        return maybe_read_moment(self._db.execute(sql, (edition,)).fetchone()[0])

    def lacks_section(self, edition: str) -> bool:
        """Whether any article of an edition, still on the site, has no section."""
        return next(self.without_section(edition), None) is not None

    def without_section(self, edition: str) -> Iterator[str]:
        """The addresses of the articles of an edition, still on the site, that have no section.

        They may be given one on the way.
        """
        return self._in_portions(
            "articles WHERE edition = ? AND section IS NULL AND gone_at IS NULL", edition
        )

    def article_addresses(self, edition: str) -> Iterator[str]:
        """The addresses of all articles of an edition."""
        return (url for (url,) in self._db.execute("SELECT url FROM articles WHERE edition = ?", (edition,)))

    def tag_names(self, edition: str) -> list[str]:
        """The tags of an edition's articles."""
        sql = (
            "SELECT DISTINCT name FROM tags JOIN article_tags ON tags.id = tag_id"
            " JOIN articles ON articles.id = article_id WHERE edition = ?"
        )
        return [name for (name,) in self._db.execute(sql, (edition,))]

    def picture_addresses(self) -> Iterator[str]:
        """The addresses of all articles' pictures."""
        return (url for (url,) in self._db.execute("SELECT DISTINCT url FROM images"))

    def version_address(self, capture_id: int) -> str | None:
        """The address of the article that has a version read from a capture."""
        sql = (
            "SELECT url FROM articles JOIN versions ON article_id = articles.id WHERE versions.capture_id = ?"
        )
        row = self._db.execute(sql, (capture_id,)).fetchone()
        return None if row is None else str(row[0])

    def _in_portions(self, chosen: str, *values: object) -> Iterator[str]:
        """The addresses of rows, by their ids. `chosen`: the table and the condition, which they may cease to meet on the way."""
        sql = f"SELECT id, url FROM {chosen} AND id > ? ORDER BY id LIMIT {_PORTION}"
        last = -1
        while rows := self._db.execute(sql, (*values, last)).fetchall():
            yield from (url for _, url in rows)
            last = rows[-1][0]

    def _number(self, rows: str, *values: object) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {rows}", values).fetchone()[0])
