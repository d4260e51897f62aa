"""Table `picture_hashes`: how the kept pictures look, by the digest of their files."""

from collections.abc import Iterator

from sqlite_utils import Database

from dimash_archive.archive.crawl_memory import captures
from dimash_archive.records import Captured

_DONE = "hashed"  # the key in `meta` under which stands the newest capture that was looked at


def wanted(db: Database) -> Iterator[Captured]:
    """Captures of pictures that have no hash and were not tried, of those that came since `done`."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_DONE,)).fetchone()
    condition = (
        "id > ? AND mime >= 'image/' AND mime < 'image0' AND status = 200 AND revisit_of IS NULL AND flaw IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM picture_hashes AS known WHERE known.digest = captures.digest)"
    )
    last = int(row[0]) if row else 0
    while (entry := captures.first(db, condition, (last,))) is not None:
        last, captured = entry
        yield captured


def put(db: Database, digest: str, dhash: int | None) -> None:
    """Note the hash of a picture, 128 bits; None before it is tried, and if it has none."""
    db.execute("INSERT OR REPLACE INTO picture_hashes VALUES (?, ?)", (digest, _hex(dhash)))


def done(db: Database) -> None:
    """Note that all present captures were examined."""
    newest = db.execute("SELECT max(id) FROM captures").fetchone()[0]
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_DONE, str(newest or 0)))


def of_article(db: Database, article_id: int) -> frozenset[int]:
    """The hashes of an article's pictures, as far as they were kept."""
    rows = db.execute(
        "SELECT dhash FROM images JOIN captures USING (url) JOIN picture_hashes USING (digest)"
        " WHERE article_id = ? AND dhash IS NOT NULL",
        (article_id,),
    )
    return frozenset(int(dhash, 16) for (dhash,) in rows)


def _hex(dhash: int | None) -> str | None:
    return None if dhash is None else f"{dhash:032x}"
