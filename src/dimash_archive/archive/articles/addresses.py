"""Where an article is and was: table `addresses`. An article that moves keeps its row, its versions and its story."""

from collections import Counter

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.search.index import Index, documents
from dimash_archive.records import Row

_SAME = 0.6
"""The share of words that two texts must have in common to be one article after a move: an edit changes less, and
different articles share a third."""


def note(db: Database, article_id: int, url: str, when: str) -> None:
    """Note that an article is at an address, which is its canonical one."""
    db.execute(
        "INSERT INTO addresses VALUES (?1, ?2, ?3, ?4, ?4, 'canonical') ON CONFLICT (article_id, key)"
        " DO UPDATE SET url = ?3, last_seen = max(last_seen, ?4), how = 'canonical'",
        (article_id, urls.key(url), url, when),
    )


def note_former(db: Database, article_id: int, url: str, when: str) -> None:
    """Note that an article was at another address at a moment of the past."""
    db.execute(
        "INSERT INTO addresses VALUES (?1, ?2, ?3, ?4, ?4, 'moved') ON CONFLICT (article_id, key) DO UPDATE"
        " SET first_seen = min(first_seen, ?4), last_seen = max(last_seen, ?4)",
        (article_id, urls.key(url), url, when),
    )


def article_at(db: Database, key: str) -> int | None:
    """The article that is at an address, or was the last one there."""
    sql = "SELECT article_id FROM addresses WHERE key = ? ORDER BY how = 'canonical' DESC, last_seen DESC LIMIT 1"
    row = db.execute(sql, (key,)).fetchone()
    return None if row is None else int(row[0])


def of(db: Database, article_id: int) -> list[Row]:
    """The addresses of an article with `first_seen`, `last_seen` and `how`, in the order in which it had them."""
    columns = ("url", "first_seen", "last_seen", "how")
    sql = f"SELECT {', '.join(columns)} FROM addresses WHERE article_id = ? ORDER BY how = 'canonical', first_seen, key"
    return [dict(zip(columns, row, strict=True)) for row in db.execute(sql, (article_id,))]


def relabel(db: Database, article_id: int, url: str, when: str, how: str) -> None:
    """Keep an article under another address. `how`: `moved` (the site says so) or `former` (it was found there)."""
    db.execute(
        "UPDATE addresses SET how = ?, last_seen = max(last_seen, (SELECT last_seen FROM articles WHERE id = ?))"
        " WHERE article_id = ? AND how = 'canonical'",
        (how, article_id, article_id),
    )
    db.execute("UPDATE articles SET url = ?, key = ? WHERE id = ?", (url, urls.key(url), article_id))
    note(db, article_id, url, when)


def drop(db: Database, index: Index, double: int) -> None:
    """Drop an article that turned out to be another one at a new address; its page will be read again."""
    index.remove(double, next(documents(db, double))[1])
    (story,) = db.execute("SELECT story_id FROM articles WHERE id = ?", (double,)).fetchone()
    for table in ("story_links", "addresses", "article_tags", "quotes", "images", "links", "alternates"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", (double,))
    db.execute("DELETE FROM history WHERE article_id = ?", (double,))
    db.execute("DELETE FROM articles WHERE id = ?", (double,))
    db.execute("DELETE FROM stories WHERE id = ? AND id NOT IN (SELECT story_id FROM articles)", (story,))


def is_one_article(db: Database, one: int, other: int) -> bool:
    """Whether two rows of `articles` are one article."""
    rows = db.execute("SELECT title, body FROM articles WHERE id IN (?, ?)", (one, other)).fetchall()
    return is_same(*rows)


def is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two articles, each its title and its body, are the same: they share the title, or most of their words.

    Each occurrence of a word counts (F1 of words).
    """
    if one[0] == other[0]:
        return True
    left, right = Counter(one[1].split()), Counter(other[1].split())
    shared = (left & right).total()
    return 2 * shared >= _SAME * max(left.total() + right.total(), 1)


def twin(db: Database, article_id: int) -> int | None:
    """Another article of the same edition with exactly the same text, if there is one that is not gone.

    Photo reports and films have none: they are the same if headline and time of publication are.
    """
    row = db.execute(
        "SELECT other.id FROM articles AS mine JOIN history AS h ON h.article_id = mine.id AND h.version = mine.version"
        " JOIN history AS o ON o.digest = h.digest JOIN articles AS other ON other.id = o.article_id"
        " AND o.version = other.version WHERE mine.id = ? AND other.id != mine.id AND other.edition = mine.edition"
        " AND (mine.body != '' OR (mine.title = other.title AND mine.published = other.published))"
        " AND other.gone_at IS NULL LIMIT 1",
        (article_id,),
    ).fetchone()
    return None if row is None else int(row[0])


def move(db: Database, index: Index, places: tuple[str, str], when: str, how: str) -> bool:
    """Move the article at the first of two addresses to the second; False if none moved.

    If both hold one, their texts decide whether it is the same: the one that came first stays, and the page at
    the second address becomes due, so that its text is read.
    """
    old, new = (_row(db, urls.key(url)) for url in places)
    if old is None or old == new:
        return False
    if new is not None:
        if not is_one_article(db, old, new):
            return False
        drop(db, index, new)
        db.execute(
            "UPDATE pages SET due = ?, state = 'new', etag = NULL, last_modified = NULL WHERE key = ?",
            (when, urls.key(places[1])),
        )
    relabel(db, old, places[1], when, how)
    db.execute("UPDATE pages SET state = 'gone', due = NULL WHERE key = ?", (urls.key(places[0]),))
    return True


def redirecting_to(db: Database, key: str) -> list[int]:
    """The articles whose pages redirect to an address."""
    sql = "SELECT articles.id FROM pages JOIN articles USING (key) WHERE redirects_to = ?"
    return [article_id for (article_id,) in db.execute(sql, (key,))]


def _row(db: Database, key: str) -> int | None:
    row = db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])
