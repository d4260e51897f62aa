"""Linking stories by evidence, where the pages do not say themselves which articles belong together.

Articles go by in the order of publishing, a month at a time, so that memory stays constant. Each is
compared with those of the other editions that were published within the window, and of all pairs that are sure
enough the best one-to-one assignment is linked. What was linked stays; only articles that came since are looked at.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import combinations

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.search.index import Index, documents
from dimash_archive.archive.stories import declared_links, evidence, picture_hash_table
from dimash_archive.archive.stories.assignment import assigned
from dimash_archive.archive.stories.evidence import (
    WINDOW_HOURS,
    Evidence,
    Rarity,
    Section,
    Sections,
    numbers,
    picture,
    probability,
    sections_of,
)
from dimash_archive.text.moments import moment_text, read_moment

SURE = 0.9
"""Links below this probability are not claimed."""

_WINDOW = timedelta(hours=WINDOW_HOURS)
_LEARN = 5000  # newest links from which is learned which sections go together
_DONE = "linked"  # the key in `meta` under which stands the newest article that was looked at
_COMMON = 6  # articles, two of each of three editions: what more of them show says nothing of one story
_SENSIBLE = ("1900", "2200")  # years outside are mistakes of the site

Scores = dict[tuple[int, int], float]
"""Probabilities by pairs of article ids."""


@dataclass(frozen=True, slots=True)
class _Linker:
    """What linking needs all the way."""

    db: Database
    index: Index
    last: int
    """Articles up to this id were looked at before."""
    rarity: Rarity


def link_by_evidence(db: Database, index: Index) -> int:
    """Link the articles added since the last time; returns how many links were made. Inside a transaction.

    An article without a date is not linked: too much would have to be compared with it.
    """
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_DONE,)).fetchone()
    work = _Linker(db, index, int(row[0]) if row else 0, _rarity(db))
    newest = db.execute("SELECT max(id) FROM articles").fetchone()[0]
    if newest is None or newest <= work.last:
        return 0
    links = 0
    sections = sections_of(_linked_sections(db))
    for start, end in _months(work):
        links += _link_month(work, (start, end), sections)
        evidence.forget()
        if not sections:
            sections = sections_of(_linked_sections(db))
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_DONE, str(newest)))
    return links


def forget(db: Database) -> None:
    """Undo all links by evidence, so that every article is examined again."""
    declared_links.part_evidence(db)
    db.execute("DELETE FROM meta WHERE key = ?", (_DONE,))


def _months(work: _Linker) -> Iterator[tuple[datetime, datetime]]:
    """The months in which the earlier article of a pair with a new one may have been published."""
    sql = "SELECT DISTINCT substr(published, 1, 10) FROM articles WHERE id > ? AND published BETWEEN ? AND ?"
    days = [datetime.fromisoformat(row[0]) for row in work.db.execute(sql, (work.last, *_SENSIBLE))]
    months = {(day.year, day.month) for each in days for day in (each - _WINDOW, each)}
    for year, month in sorted(months):
        start = datetime(year, month, 1, tzinfo=UTC)
        yield start, (start + timedelta(days=32)).replace(day=1)


def _link_month(work: _Linker, month: tuple[datetime, datetime], sections: Sections) -> int:
    """Link the pairs whose earlier article was published in a month."""
    start, end = month
    articles = _without_common(_read(work, (start, end + _WINDOW)))
    editions: dict[str, list[Evidence]] = {}
    for each in articles:
        editions.setdefault(each.edition, []).append(each)
    scores: Scores = {}
    taken = _taken(work.db, [each.id for each in articles])
    for one, other in combinations(sorted(editions), 2):
        pairs = _pairs((editions[one], editions[other]), end.timestamp() / 3600, work.last)
        sure: Scores = {}
        for left, right in pairs:
            if other in taken[left.id] or one in taken[right.id]:
                continue
            score = probability(left, right, work.rarity, sections, SURE)
            if score >= SURE:
                sure[left.id, right.id] = score
        scores |= {pair: sure[pair] for pair in assigned(sure)}
    best_first = sorted(scores, key=lambda pair: (-scores[pair], pair))
    return sum(
        declared_links.link(work.db, pair, declared_links.EVIDENCE, round(scores[pair], 4))
        for pair in best_first
    )


def _without_common(articles: Iterator[Evidence]) -> list[Evidence]:
    """The evidence by moment, without pictures and addresses that many articles of the time have: logos, accounts."""
    listed = sorted(articles, key=lambda each: (each.hours or 0.0, each.id))
    counts = Counter(mark for each in listed for mark in (*each.pictures, *each.addresses, *each.hashes))
    common = frozenset(mark for mark, count in counts.items() if count > _COMMON)
    return [
        replace(
            each,
            pictures=each.pictures - common,
            addresses=each.addresses - common,
            hashes=each.hashes - common,
        )
        for each in listed
    ]


def _pairs(
    sides: tuple[Sequence[Evidence], Sequence[Evidence]], end: float, last: int
) -> Iterator[tuple[Evidence, Evidence]]:
    """Pairs within the window, one of them new, the earlier before `end` (hours); both sides by moment."""
    left, right = sides
    moments = [each.hours or 0.0 for each in right]
    for one in left:
        hours = one.hours or 0.0
        for place in range(bisect_left(moments, hours - WINDOW_HOURS), len(right)):
            other = right[place]
            if moments[place] > hours + WINDOW_HOURS:
                break
            if (one.id > last or other.id > last) and min(hours, moments[place]) < end:
                yield one, other


def _taken(db: Database, ids: Sequence[int]) -> dict[int, set[str]]:
    """For each article the editions that its story has already."""
    sql = "SELECT b.edition FROM articles AS a JOIN articles AS b USING (story_id) WHERE a.id = ?"
    return {each: {row[0] for row in db.execute(sql, (each,))} for each in ids}


def _read(work: _Linker, time: tuple[datetime, datetime]) -> Iterator[Evidence]:
    """The evidence of every article published in a stretch of time."""
    db = work.db
    sql = "SELECT id, edition, published, section FROM articles WHERE published >= ? AND published < ?"
    for article_id, edition, published, section in db.execute(sql, tuple(map(moment_text, time))).fetchall():
        document = next(documents(db, article_id))[1]
        pictures = db.execute("SELECT url FROM images WHERE article_id = ?", (article_id,))
        yield Evidence(
            article_id,
            edition,
            read_moment(published).timestamp() / 3600,
            section,
            frozenset(work.index.names(document).split()),
            numbers(f"{document.title}\n{document.body}"),
            frozenset(picture(url) for (url,) in pictures),
            _addresses(db, article_id),
            tuple(map(len, document.body.split("\n\n"))),
            len(document.quotes),
            picture_hash_table.of_article(db, article_id),
        )


def _addresses(db: Database, article_id: int) -> frozenset[str]:
    """Where an article leads outside its own host; teasers are the site's, not the article's."""
    sql = (
        "SELECT links.url, articles.url FROM links JOIN articles ON articles.id = article_id"
        " WHERE article_id = ? AND links.kind != 'related' AND links.url IS NOT NULL"
    )
    return frozenset(
        urls.key(url) for url, page in db.execute(sql, (article_id,)) if urls.host(url) != urls.host(page)
    )


def _rarity(db: Database) -> Rarity:
    """How rare names and numbers are, asked of the search index: it has counted them."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab(main, articles_fts, col)")
    total = 1 + db.execute("SELECT count(*) FROM articles").fetchone()[0]

    @lru_cache(maxsize=1 << 17)
    def rarity(token: str) -> float:
        column = "names" if token.isalpha() else "body"
        # 17:30 stands in the index as 17 and 30.
        counts = [_count(db, part, column) for part in token.split(":")]
        return max(0.0, math.log(total / (1 + min(counts))))

    return rarity


def _count(db: Database, term: str, column: str) -> int:
    """In how many articles a term stands."""
    row = db.execute("SELECT doc FROM temp.known WHERE term = ? AND col = ?", (term, column)).fetchone()
    return row[0] if row else 0


def _linked_sections(db: Database) -> Iterator[tuple[Section, Section]]:
    """The sections of articles that tell one story, of the newest links."""
    sql = (
        "SELECT a.edition, a.section, b.edition, b.section FROM"
        " (SELECT story_id, article_id FROM story_links ORDER BY article_id DESC LIMIT ?) AS newest"
        " JOIN articles AS a ON a.id = newest.article_id"
        " JOIN articles AS b ON b.story_id = a.story_id AND b.edition > a.edition"
    )
    for one, its_section, other, other_section in db.execute(sql, (_LEARN,)):
        yield (one, its_section), (other, other_section)
