"""What the site's own lists (REST API, feeds, sitemaps) say of an address: table `listings`."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.records import Article, AuthorKind, DiscoveredUrl, Listing, Row, Values
from dimash_archive.text.moments import maybe_moment_text, maybe_read_moment, moment_text

_FACTS = "source, cms_id, format, section, tags, author, published, modified, protected, title"
_RANK = "CASE {0} WHEN 'wordpress' THEN 2 WHEN 'feed' THEN 1 WHEN 'sitemap' THEN -1 ELSE 0 END"  # a sitemap names pages of all kinds
_SEPARATED = re.compile(r"\s[|–—·•»-]\s")
"""What separates a headline from what a page's `title` adds to it."""
_PRESENT = "cms_id IS NOT NULL AND absent_since IS NULL AND source = 'wordpress'"
_PORTION = 1000
_LOWEST = -(1 << 63)
_UPSERT = f"""
INSERT INTO listings (key, url, edition, {_FACTS}, alternates, last_seen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    url = excluded.url, last_seen = excluded.last_seen,
    absent_since = iif(excluded.source = 'list', absent_since, NULL),
    source = iif({_RANK.format("excluded.source")} > {_RANK.format("source")}, excluded.source, source),
    protected = iif(excluded.source = 'wordpress', excluded.protected, protected),
    cms_id = coalesce(excluded.cms_id, cms_id), format = coalesce(excluded.format, format),
    section = coalesce(excluded.section, section), tags = coalesce(excluded.tags, tags),
    author = coalesce(excluded.author, author), published = coalesce(excluded.published, published),
    modified = coalesce(excluded.modified, modified), title = coalesce(excluded.title, title),
    alternates = coalesce(excluded.alternates, alternates)
"""


def note(db: Database, address: DiscoveredUrl, now: datetime) -> str | None:
    """Note what a list says of an address; returns the former address of the post, if it moved."""
    listing = address.listing
    if listing is None and not address.alternates:
        return None
    key, facts = urls.key(address.url), listing or Listing("sitemap")
    before = _moved_from(db, address.edition, facts.cms_id, key)
    tags = None if facts.tags is None else json.dumps(facts.tags, ensure_ascii=False)
    moments = maybe_moment_text(facts.published), maybe_moment_text(facts.modified)
    values = (
        facts.cms_id,
        facts.format,
        facts.section,
        tags,
        facts.author,
        *moments,
        facts.is_protected,
        facts.title,
    )
    alternates = json.dumps(address.alternates, ensure_ascii=False) if address.alternates else None
    db.execute(
        _UPSERT, (key, address.url, address.edition, facts.source, *values, alternates, moment_text(now))
    )
    return before


def _moved_from(db: Database, edition: str, cms_id: int | None, key: str) -> str | None:
    if cms_id is None:
        return None
    sql = "SELECT key, url FROM listings WHERE edition = ? AND cms_id = ? AND key != ?"
    row = db.execute(sql, (edition, cms_id, key)).fetchone()
    if row is None:
        return None
    db.execute("DELETE FROM listings WHERE key = ?", (row[0],))
    return str(row[1])


def number_present(db: Database, editions: Collection[str]) -> int:
    """How many posts the CMS of these editions is known to list."""
    sql = f"SELECT count(DISTINCT cms_id) FROM listings WHERE edition IN ({_marks(editions)}) AND {_PRESENT}"
    return int(db.execute(sql, tuple(editions)).fetchone()[0])


def address_of(db: Database, editions: Collection[str], cms_id: int) -> str | None:
    """Where the CMS of these editions is known to list the post with its own number."""
    sql = f"SELECT url FROM listings WHERE edition IN ({_marks(editions)}) AND cms_id = ? AND {_PRESENT}"
    row = db.execute(sql, (*editions, cms_id)).fetchone()
    return None if row is None else str(row[0])


def present(db: Database, edition: str) -> Iterator[dict[int, str]]:
    """The posts that an edition's CMS is known to list, in portions: addresses by the CMS's own number.

    Those of a portion may be marked before the next one is asked for.
    """
    sql = (
        f"SELECT cms_id, url FROM listings WHERE edition = ? AND {_PRESENT} AND cms_id > ?"
        f" ORDER BY cms_id LIMIT {_PORTION}"
    )
    last = _LOWEST
    while portion := dict(db.execute(sql, (edition, last)).fetchall()):
        yield portion
        last = max(portion)


def _marks(values: Collection[object]) -> str:
    """The placeholders of a list of values in SQL."""
    return ", ".join("?" * len(values))


def mark_absent(db: Database, edition: str, cms_ids: Iterable[int], now: datetime) -> None:
    """Note that the CMS no longer lists these posts."""
    sql = "UPDATE listings SET absent_since = ? WHERE edition = ? AND cms_id = ?"
    db.conn.executemany(sql, [(moment_text(now), edition, cms_id) for cms_id in cms_ids])


def mark_protected(db: Database, url: str, now: datetime) -> None:
    """Note that an article now asks for a password; its text stays as it was. Inside a batch."""
    sql = "UPDATE articles SET protected_at = ifnull(protected_at, ?) WHERE key = ?"
    db.execute(sql, (moment_text(now), urls.key(url)))


def of(db: Database, keys: Collection[str]) -> Listing | None:
    """What lists say of the first of these addresses (in normal form) that any list names."""
    for key in keys:
        row = db.execute(f"SELECT {_FACTS} FROM listings WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return _listing(row)
    return None


def alternates(db: Database, key: str) -> tuple[tuple[str, str], ...]:
    """The languages and addresses of a page's translations, as a sitemap names them."""
    row = db.execute("SELECT alternates FROM listings WHERE key = ?", (key,)).fetchone()
    return tuple((lang, url) for lang, url in json.loads(row[0])) if row and row[0] else ()


def complete(article: Article, listing: Listing | None) -> Article:
    """The article with the CMS's own facts: they complete and correct what was read from the page.

    The CMS's author is used unless it is an account (`admin`) where the page names a person.
    """
    if listing is None or listing.source == "sitemap":
        return article
    changes: Row = {}
    if listing.source == "wordpress":
        changes = {"section": listing.section, "published": listing.published, "modified": listing.modified}
        changes["tags"] = listing.tags
        if article.published is not None and listing.published == article.published:
            del changes["published"]  # the page's has the site's own offset
        if listing.author and (article.author is None or _is_name(listing.author)):
            changes |= {"author": listing.author, "author_kind": _author_kind(article, listing.author)}
        changes["title"] = _title(article.title, listing.title, is_whole=True)
        return replace(article, **{name: value for name, value in changes.items() if value is not None})
    return replace(
        article,
        title=_title(article.title, listing.title),
        section=article.section or listing.section,
        tags=article.tags or listing.tags or (),
        author=article.author or listing.author,
        published=article.published or listing.published,
        modified=article.modified or listing.modified,
    )


def _title(shown: str, listed: str | None, *, is_whole: bool = False) -> str:
    """The headline of the page, without a site's name that the list does not have; the list's where there is none.

    `is_whole`: the list gives headlines as they were written, so what it has besides was taken for a site's name.
    """
    if not listed or shown == listed:
        return shown
    is_cut = is_whole and bool(shown) and _is_added(listed, shown)
    return listed if not shown or is_cut or _is_added(shown, listed) else shown


def _is_added(longer: str, headline: str) -> bool:
    """Whether a text is a headline and something more, behind or before a mark that sets it off."""
    before, match, after = longer.partition(headline)
    is_behind, is_before = _SEPARATED.match(after) and not before, _SEPARATED.search(before) and not after
    return bool(match and (is_behind or is_before))


def _author_kind(article: Article, author: str) -> AuthorKind | None:
    """What the author is, as the page says; of a name that it does not have, as the name looks."""
    if author == article.author:
        return article.author_kind
    if _is_name(author):
        return "person"
    return "account" if author.isascii() and author.islower() else "role"


def _is_name(author: str) -> bool:
    """Whether this is no mere account: a person's name has two words at least."""
    return " " in author.strip()


def _listing(row: Values) -> Listing:
    source, cms_id, form, section, tags, author, published, modified, protected, title = row
    return Listing(
        source,
        cms_id,
        form,
        section,
        None if tags is None else tuple(json.loads(tags)),
        author,
        maybe_read_moment(published),
        maybe_read_moment(modified),
        bool(protected),
        title,
    )
