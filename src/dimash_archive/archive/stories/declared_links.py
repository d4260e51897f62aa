"""Which articles tell one story in several languages.

Every article has a story, at first its own. Linking moves articles of different editions into one story; a
story has at most one article of an edition. `story_links` says how that is known and how sure it is.
"""

from collections.abc import Sequence

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.records import DiscoveredUrl

EVIDENCE = "evidence"
"""The method of links that rest on what the articles have in common."""
_MUTUAL = 1.0  # both pages name each other
_ONE_WAY = 0.9  # one page names the other, which is silent: a page may have been translated later


def new_story(db: Database) -> int:
    """The id of a new story without articles."""
    return int(db.execute("INSERT INTO stories DEFAULT VALUES").lastrowid or 0)


def link_alternates(db: Database, article_id: int, key: str, alternates: Sequence[tuple[str, str]]) -> None:
    """Store what a page says of its other languages, and link what is already here, either way round.

    `alternates`: pairs of language code and normal form of the address. A link is made only to an article, so
    one to a front page, as careless language switches have it, does no harm.
    """
    named = {other: lang for lang, other in alternates if other != key}
    old = dict(db.execute("SELECT lang, key FROM alternates WHERE article_id = ?", (article_id,)))
    new = {lang: other for other, lang in named.items()}
    if old != new:
        db.execute("DELETE FROM alternates WHERE article_id = ?", (article_id,))
        rows = [(article_id, lang, other) for lang, other in new.items()]
        db.conn.executemany("INSERT INTO alternates VALUES (?, ?, ?)", rows)
    naming = {row[0] for row in db.execute("SELECT article_id FROM alternates WHERE key = ?", (key,))}
    marks = ", ".join("?" * len(named))
    declared = {row[0] for row in db.execute(f"SELECT id FROM articles WHERE key IN ({marks})", [*named])}
    for other in sorted(declared | naming):
        link(db, (article_id, other), "hreflang", _MUTUAL if other in declared & naming else _ONE_WAY)


def link_listed(db: Database, address: DiscoveredUrl) -> None:
    """Link by what a list says of an address whose article is there already; nothing where there is none.

    A page that was read before its sitemap gets the sitemap's alternates that way.
    """
    if not address.alternates:
        return
    key = urls.key(address.url)
    row = db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    if row is not None:
        stored = db.execute("SELECT lang, key FROM alternates WHERE article_id = ?", (row[0],)).fetchall()
        listed = [(lang, urls.key(url)) for lang, url in address.alternates]
        link_alternates(db, row[0], key, [*stored, *listed])


def link(db: Database, pair: tuple[int, int], method: str, score: float) -> bool:
    """Make the stories of two articles one; False if they are one already or an edition would be there twice.

    `method` says how it is known, `score` (0 to 1) how sure it is; where both are known already, the higher
    score stays. What a page says itself goes before evidence, and parts articles that evidence put together.
    """
    stories = _stories(db, pair)
    if len(stories) == 2 and _clash(db, *stories):
        if method == EVIDENCE:
            return False
        part_evidence(db, stories)
        stories = _stories(db, pair)
        if len(stories) == 2 and _clash(db, *stories):
            return False
    story_id = stories[0]
    if len(stories) == 2:
        for table in ("articles", "story_links"):
            db.execute(f"UPDATE {table} SET story_id = ? WHERE story_id = ?", (story_id, stories[1]))
        db.execute("DELETE FROM stories WHERE id = ?", (stories[1],))
    db.conn.executemany(
        "INSERT INTO story_links VALUES (?1, ?2, ?3, ?4) ON CONFLICT (article_id)"
        " DO UPDATE SET method = excluded.method, score = excluded.score"
        " WHERE (excluded.method != ?5, excluded.score) > (method != ?5, score)",
        [(story_id, article_id, method, score, EVIDENCE) for article_id in pair],
    )
    return len(stories) == 2


def part_evidence(db: Database, of: Sequence[int] = ()) -> None:
    """Undo the links that were made by evidence: their articles tell stories of their own again.

    `of`: only in these stories; in all if there are none.
    """
    marks = ", ".join("?" * len(of))
    where = f"method = ? AND story_id IN ({marks})" if of else "method = ?"
    sql = f"SELECT article_id FROM story_links WHERE {where} ORDER BY article_id"
    parted = db.execute(sql, (EVIDENCE, *of)).fetchall()
    for (article_id,) in parted:
        db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (new_story(db), article_id))
        db.execute("DELETE FROM story_links WHERE article_id = ?", (article_id,))
    if parted:
        db.execute("DELETE FROM stories WHERE id NOT IN (SELECT story_id FROM articles)")


def _stories(db: Database, pair: tuple[int, int]) -> list[int]:
    rows = db.execute("SELECT story_id FROM articles WHERE id IN (?, ?)", pair)
    return sorted({row[0] for row in rows})


def _clash(db: Database, one: int, other: int) -> bool:
    """Whether two stories have an article of the same edition."""
    both = "SELECT edition FROM articles WHERE story_id = ?"
    return db.execute(f"{both} INTERSECT {both}", (one, other)).fetchone() is not None
