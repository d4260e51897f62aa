"""Storing an article: its row, its parts, its versions, its place in the search index."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.articles import addresses, versions
from dimash_archive.archive.crawl_memory import listings
from dimash_archive.archive.rows import Acquisition
from dimash_archive.archive.search.index import Document, Index, documents
from dimash_archive.archive.stories import declared_links, wide_view
from dimash_archive.errors import UsageError
from dimash_archive.records import Article, DiscoveredUrl, Listing, Row, Saved, Unchanged, Values
from dimash_archive.text.moments import maybe_moment_text, maybe_read_moment, moment_text

_PARTS = {
    "quotes": 'position, speaker, text, "start", "end", parts',
    "images": "position, url, alt, caption, credit, paragraph",
    "links": "position, kind, url, text",
}
_LISTED = frozenset("section author author_kind published published_local modified".split())
"""Columns that the CMS's list fills."""


@dataclass(frozen=True, slots=True)
class _ArticleWriter:
    """One article on its way into the database."""

    db: Database
    index: Index
    article: Article
    url: str
    key: str
    acquisition: Acquisition


def save(db: Database, index: Index, article: Article, acquisition: Acquisition) -> Saved | Unchanged:
    """Store an article. A version is added only if title, lead or body differ from what we hold.

    A capture read again, by another extractor, corrects the version it made. Raises UsageError
    for an article without an address.
    """
    if article.url is None:
        raise UsageError("An article without an address cannot be stored.")
    work = _ArticleWriter(db, index, article, article.url, urls.key(article.url), acquisition)
    old = row_of(db, "key", work.key) or _formerly_there(work) or _same_post(work)
    listing = listings.of(db, (work.key, *_captured_key(db, acquisition.capture_id)))
    if old is None:
        _insert(replace(work, article=listings.complete(article, listing)))
        return Saved(work.url, article.title, new=True)
    if _update(work, old, listing):
        return Saved(work.url, article.title, new=False)
    return Unchanged(old["url"])


def _formerly_there(work: _ArticleWriter) -> Row | None:
    """The article that was at this address once, or whose page redirects here, if its text says that it is this one."""
    there = addresses.article_at(work.db, work.key)
    redirected = addresses.redirecting_to(work.db, work.key)
    for article_id in (*redirected, *([] if there is None else [there])):
        row = row_of(work.db, "id", article_id)
        if row is not None and is_same(row, work.article):
            return _moved_here(work, row) if article_id in redirected else row
    return None


def _same_post(work: _ArticleWriter) -> Row | None:
    """The article that has the same number in the CMS, elsewhere on its host, if its text says that it is this one.

    In a merged archive several sites share an edition, and each counts from one. What was seen later tells where it is
    now; but an address below the one it has, as of a page to print, is another form of it.
    """
    seen_at = moment_text(work.acquisition.seen_at)
    sql = "SELECT id FROM articles WHERE edition = ? AND cms_id = ? ORDER BY id"
    for (article_id,) in work.db.execute(sql, (work.acquisition.edition, work.article.cms_id)).fetchall():
        row = row_of(work.db, "id", article_id)
        if row is None or not urls.same_host(row["url"], work.url) or not is_same(row, work.article):
            continue
        if seen_at < row["last_seen"] or urls.is_below(work.url, row["url"]):
            addresses.note_former(work.db, article_id, work.url, seen_at)
            return row
        return _moved_here(work, row)
    return None


def _moved_here(work: _ArticleWriter, row: Row) -> Row:
    """The row of an article once it is kept under the address that it was read at."""
    seen_at = moment_text(work.acquisition.seen_at)
    addresses.move(work.db, work.index, (row["url"], work.url), seen_at, "moved")
    return row | {"url": work.url, "key": work.key}


def is_same(row: Row, article: Article) -> bool:
    """Whether a row of `articles` is the article that was read."""
    return addresses.is_same((row["title"], row["body"]), (article.title, article.body))


def _captured_key(db: Database, capture_id: int) -> Iterator[str]:
    """The normal form of the address that a capture was asked at."""
    for (url,) in db.execute("SELECT url FROM captures WHERE id = ?", (capture_id,)):
        yield urls.key(url)


def row_of(db: Database, column: str, value: object) -> Row | None:
    """The row of table `articles` whose `column` is `value`."""
    cursor = db.execute(f"SELECT * FROM articles WHERE {column} = ?", (value,))
    row = cursor.fetchone()
    return None if row is None else dict(zip([name[0] for name in cursor.description], row, strict=True))


def complete(db: Database, index: Index, address: DiscoveredUrl) -> None:
    """Give an article the facts that a list says of it, if it was read before: the CMS's list, a section's or a feed's."""
    listing, key = address.listing, urls.key(address.url)
    if listing is None or listing.source == "sitemap":
        return
    before = listings.of(db, (key,))
    known = (
        before is not None and before.source in ("wordpress", listing.source) and not before.lacks(listing)
    )
    if known and listing.source != "list":
        return
    if (old := row_of(db, "key", key)) is None:
        return
    tags = _tags(db, old["id"])
    published = old["published_local"] and datetime.fromisoformat(old["published_local"])
    read = Article(
        old["url"], old["title"], (), old["lang"], section=old["section"], author=old["author"],
        author_kind=old["author_kind"], published=published, modified=maybe_read_moment(old["modified"]), tags=tuple(tags),
    )  # fmt: skip
    completed = listings.complete(read, replace(listing, title=None))
    document = next(documents(db, old["id"]))[1]
    _write(db, old, {name: value for name, value in _facts(completed).items() if name in _LISTED})
    _replace_tags(db, old["id"], completed.tags)
    index.remove(old["id"], document)
    index.add(old["id"], next(documents(db, old["id"]))[1])


def parts_of(db: Database, article_id: int) -> Row:
    """Quotes, images, links and addresses of an article as lists of rows, its tags as a list of names."""
    parts: Row = {}
    for table, columns in _PARTS.items():
        names = columns.replace('"', "").split(", ")
        rows = _held(db, table, article_id)
        parts[table] = [dict(zip(names, row, strict=True)) for row in rows]
    for quote in parts["quotes"]:
        quote["parts"] = json.loads(quote["parts"])
    parts["tags"] = _tags(db, article_id)
    parts["addresses"] = addresses.of(db, article_id)
    return parts


def still_there(db: Database, article_id: int, now: str) -> None:
    """Note that an article and its newest version were seen once more, unchanged."""
    db.execute("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", (now, article_id))
    versions.back(db, article_id, now)
    versions.still_there(db, article_id, now)


def _insert(work: _ArticleWriter) -> None:
    now = moment_text(work.acquisition.seen_at)
    row = {
        **_facts(work.article),
        "key": work.key,
        "edition": work.acquisition.edition,
        "story_id": declared_links.new_story(work.db),
        "first_seen": now,
        "last_seen": now,
        "version": 1,
        "capture_id": work.acquisition.capture_id,
        "extractor": work.acquisition.extractor,
    }
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})"
    article_id = int(work.db.execute(sql, list(row.values())).lastrowid or 0)
    wide_view.fit_to(work.db, work.acquisition.edition)
    versions.add(work.db, (article_id, 1), work.article, work.acquisition, ("new", None))
    for table, rows in _parts(work.article).items():
        _put(work.db, table, article_id, rows)
    _put_tags(work.db, article_id, dict.fromkeys(work.article.tags))
    work.index.add(article_id, _document(work.article))
    _link(work, article_id)
    addresses.note(work.db, article_id, work.url, now)


def _update(work: _ArticleWriter, old: Row, listing: Listing | None) -> bool:
    """Bring an article that we hold up to date; True if a text changed."""
    db, acquisition, article_id = work.db, work.acquisition, old["id"]
    captured_version = versions.of_capture(db, article_id, acquisition.capture_id)
    if captured_version is not None and captured_version != old["version"]:
        return versions.correct(db, (article_id, captured_version), work.article, acquisition.extractor)
    if captured_version is None and moment_text(acquisition.seen_at) < old["last_seen"]:
        _note_first_seen(db, article_id, moment_text(acquisition.seen_at))
        return versions.slot_in(db, article_id, work.article, acquisition)
    work = replace(work, article=listings.complete(work.article, listing))
    new = _facts(work.article) | {"protected_at": None}
    if work.key != old["key"]:
        new["url"] = old["url"]  # read at an address where it was once: it stays where it is
    changed = versions.changes(old, new)
    number = old["version"]
    if captured_version is None and changed:
        number += 1
        versions.keep(db, article_id)
        versions.add(db, (article_id, number), work.article, acquisition, (changed, versions.weigh(old, new)))
        new |= {"version": number, "capture_id": acquisition.capture_id}
    before = next(documents(db, article_id))[1]
    _write(db, old, new | ({"extractor": acquisition.extractor} if changed or captured_version else {}))
    if captured_version is not None:
        versions.reread(db, (article_id, number), work.article, acquisition.extractor)
    _replace_parts(work, article_id)
    _reindex(work, article_id, before)
    _link(work, article_id)
    addresses.note(db, article_id, new["url"], moment_text(acquisition.seen_at))
    still_there(db, article_id, moment_text(acquisition.seen_at))
    return bool(changed)


def _write(db: Database, old: Row, new: Row) -> None:
    """Write the columns that differ."""
    differing = {name: value for name, value in new.items() if value != old[name]}
    if differing:
        sets = ", ".join(f"{name} = ?" for name in differing)
        db.execute(f"UPDATE articles SET {sets} WHERE id = ?", [*differing.values(), old["id"]])


def _note_first_seen(db: Database, article_id: int, now: str) -> None:
    db.execute("UPDATE articles SET first_seen = min(first_seen, ?) WHERE id = ?", (now, article_id))


def _facts(article: Article) -> Row:
    """The columns of `articles` that come from the page."""
    quote = article.quote
    return {
        "url": article.url,
        "lang": article.lang,
        "section": article.section,
        "title": article.title,
        "author": article.author,
        "author_kind": article.author_kind,
        "published": maybe_moment_text(article.published),
        "published_local": None if article.published is None else article.published.isoformat(),
        "published_raw": article.published_raw,
        "modified": maybe_moment_text(article.modified),
        "modified_raw": article.modified_raw,
        "word_count": article.word_count,
        "image_url": article.images[0].url if article.images else None,
        "quote_speaker": quote.speaker if quote else None,
        "lead": article.lead,
        "quote": quote.text if quote else None,
        "body": article.body,
        "lost": article.lost,
        "blocks": _blocks(article),
        "kind": article.kind,
        "cms_id": article.cms_id,
    }


def _blocks(article: Article) -> str | None:
    """The blocks as JSON, pairs of kind and number; None where all are paragraphs, as in most articles."""
    if all(block.kind == "paragraph" for block in article.blocks):
        return None
    return json.dumps([[block.kind, block.number] for block in article.blocks])


def _document(article: Article) -> Document:
    quotes = tuple((quote.text, quote.speaker) for quote in article.quotes)
    published = None if article.published is None else article.published.isoformat()
    texts = (article.title, article.lead, article.body)
    return Document(article.lang, *texts, quotes, published, article.section, frozenset(article.tags))


def _reindex(work: _ArticleWriter, article_id: int, before: Document) -> None:
    after = _document(work.article)
    if after != before:
        work.index.remove(article_id, before)
        work.index.add(article_id, after)


def _parts(article: Article) -> dict[str, list[Values]]:
    links = [*article.links, *article.embeds]
    return {
        "quotes": [
            (n, q.speaker, q.text, q.start, q.end, json.dumps(q.parts)) for n, q in enumerate(article.quotes)
        ],
        "images": [(n, i.url, i.alt, i.caption, i.credit, i.paragraph) for n, i in enumerate(article.images)],
        "links": [(n, link.kind, link.url, link.title) for n, link in enumerate(links)],
    }


def _replace_parts(work: _ArticleWriter, article_id: int) -> None:
    """Quotes, images, links and tags; what is there already as it should be is not touched."""
    for table, rows in _parts(work.article).items():
        if _held(work.db, table, article_id) != rows:
            work.db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
            _put(work.db, table, article_id, rows)
    _replace_tags(work.db, article_id, work.article.tags)


def _replace_tags(db: Database, article_id: int, names: Iterable[str]) -> None:
    tags = dict.fromkeys(names)
    if set(_tags(db, article_id)) != set(tags):
        db.execute("DELETE FROM article_tags WHERE article_id = ?", (article_id,))
        _put_tags(db, article_id, tags)


def _held(db: Database, table: str, article_id: int) -> list[Values]:
    sql = f"SELECT {_PARTS[table]} FROM {table} WHERE article_id = ? ORDER BY position"
    return db.execute(sql, (article_id,)).fetchall()


def _put(db: Database, table: str, article_id: int, rows: Sequence[Values]) -> None:
    if rows:
        marks = ", ".join("?" * (len(rows[0]) + 1))
        sql = f"INSERT INTO {table} (article_id, {_PARTS[table]}) VALUES ({marks})"
        db.conn.executemany(sql, [(article_id, *row) for row in rows])


def _tags(db: Database, article_id: int) -> list[str]:
    sql = "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = ? ORDER BY tags.id"
    return [row[0] for row in db.execute(sql, (article_id,))]


def _put_tags(db: Database, article_id: int, names: Iterable[str]) -> None:
    for name in names:
        db.execute("INSERT OR IGNORE INTO tags (name) VALUES (?)", (name,))
        db.execute("INSERT INTO article_tags SELECT ?, id FROM tags WHERE name = ?", (article_id, name))


def _link(work: _ArticleWriter, article_id: int) -> None:
    alternates = [(lang, urls.key(url)) for lang, url in work.article.alternates]
    declared_links.link_alternates(work.db, article_id, work.key, alternates)
