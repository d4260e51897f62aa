"""What a backfill asks of the archive and notes in it: captures of other archives, past moves and absences."""

from collections.abc import Sequence
from datetime import datetime

from dimash_archive import urls
from dimash_archive.archive.articles import addresses, article_rows, versions
from dimash_archive.archive.crawl_memory import captures
from dimash_archive.archive.search.index import Index
from dimash_archive.archive.store import Archive
from dimash_archive.http.redirects import HOPS
from dimash_archive.records import Article, Captured
from dimash_archive.text.moments import maybe_moment_text, moment_text


class PastRecords:
    """The archive as a backfill sees it. The caller must hold the archive's lock."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._db = archive, archive.db

    def unread(self) -> list[tuple[int, Captured]]:
        """The captures of other archives that have not been read yet, with their ids, oldest first."""
        return captures.unread_past(self._db)

    def newest(self) -> int:
        """The highest id of a capture; 0 if there is none."""
        return int(self._db.execute("SELECT ifnull(max(id), 0) FROM captures").fetchone()[0])

    def mark_read(self, newest: int) -> None:
        """Note that the captures of other archives have been read up to this id."""
        with self._archive.batch():
            captures.mark_past_read(self._db, newest)

    def answers(self, spellings: Sequence[str]) -> list[tuple[datetime, int]]:
        """Time and HTTP status of every response from these addresses, in no particular order."""
        return list(captures.of_addresses(self._db, spellings))

    def captures_at(self, spellings: Sequence[str]) -> dict[int, Captured]:
        """The whole answers from these addresses by their ids, whoever received them, oldest first."""
        return dict(captures.at(self._db, spellings))

    def addresses(self, url: str) -> tuple[str, ...]:
        """The addresses of the article that is or was at one, the present one first; empty if there is none."""
        sql = (
            "SELECT url FROM addresses WHERE article_id = (SELECT article_id FROM addresses WHERE key = ?"
            " ORDER BY how = 'canonical' DESC, last_seen DESC LIMIT 1) ORDER BY how != 'canonical', first_seen, key"
        )
        return tuple(row[0] for row in self._db.execute(sql, (urls.key(url),)))

    def note_redirect(self, url: str, target: str | None) -> None:
        """Note where a page redirects, or that it does not; its next due time stays as it was."""
        with self._archive.batch():
            self._db.execute(
                "UPDATE pages SET redirects_to = ? WHERE key = ?",
                (None if target is None else urls.key(target), urls.key(url)),
            )

    def moved_to(self, url: str, article: Article) -> str | None:
        """Where an article that was read at an address is kept: where its page leads, if what is there is the same."""
        key = urls.key(url)
        for _ in range(HOPS):
            row = self._db.execute("SELECT redirects_to FROM pages WHERE key = ?", (key,)).fetchone()
            if row is None or row[0] is None:
                return None
            key = row[0]
            kept = article_rows.row_of(self._db, "key", key)
            if kept is not None and article_rows.is_same(kept, article):
                return str(kept["url"])
        return None

    def note_former(self, url: str, present: str, seen_at: datetime) -> None:
        """Note that the article now at `present` was at another address then; an article kept there is the same one."""
        with self._archive.batch():
            (article_id,) = self._db.execute(
                "SELECT id FROM articles WHERE key = ?", (urls.key(present),)
            ).fetchone()
            self._drop(url)
            addresses.note_former(self._db, article_id, url, moment_text(seen_at))

    def drop_part(self, url: str) -> None:
        """Drop what was kept as an article but is a later page of another one."""
        with self._archive.batch():
            self._drop(url)

    def note_protected(self, url: str, when: datetime) -> None:
        """Note that an article asked for a password, unless its text was seen later."""
        with self._archive.batch():
            self._db.execute(
                "UPDATE articles SET protected_at = min(ifnull(protected_at, ?1), ?1) WHERE id = ?2 AND last_seen < ?1",
                (moment_text(when), addresses.article_at(self._db, urls.key(url))),
            )

    def _drop(self, url: str) -> None:
        double = article_rows.row_of(self._db, "key", urls.key(url))
        if double is not None:
            addresses.drop(self._db, Index(self._db), double["id"])

    def set_absences(self, url: str, times: Sequence[tuple[datetime, datetime | None]]) -> None:
        """Replace the times when an article was not on the site, from all captures: pairs of gone and back (or None)."""
        with self._archive.batch():
            if (row := article_rows.row_of(self._db, "key", urls.key(url))) is not None:
                pairs = [(moment_text(gone), maybe_moment_text(back)) for gone, back in times]
                versions.set_absences(self._db, row["id"], pairs)
