"""Joining archives of several machines: what one holds is copied into another, and nothing twice.

WARC files are copied as they are. Captures are identified by file and offset, pages and articles by address, versions by
their text, runs by site and start. So joining again changes nothing.
"""

import filecmp
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from dimash_archive.archive.articles import versions
from dimash_archive.archive.store import FILE, Archive
from dimash_archive.archive.stream import each, groups
from dimash_archive.errors import CaptureError, UsageError
from dimash_archive.records import Article, Block, Captured, Image, Link, Quote, Row
from dimash_archive.text.moments import maybe_read_moment, read_moment
from dimash_archive.warc.files import WARC_FOLDER, find

_BATCH = 500  # articles, or ten times as many captures, a transaction


@dataclass(slots=True)
class Merged:
    """What was merged."""

    files: int = 0
    """WARC files."""
    captures: int = 0
    """Captures."""
    articles: int = 0
    """Articles that were not here before."""
    versions: int = 0
    """Texts of articles, the first ones of new articles among them."""


def merge(ours: Archive, theirs: Archive) -> Merged:
    """Copy what `theirs` holds into `ours`. Nobody else may write to either meanwhile.

    Raises UsageError if the two have different files of the same name, CaptureError if a WARC file is missing.
    """
    before = _counts(ours.db)
    done = Merged(files=_take_files(ours, theirs))
    with ours.batch():
        runs = _take_runs(ours.db, theirs.db)
        _take_pages(ours.db, theirs.db)
        _take_memory(ours.db, theirs.db)
        _take_hashes(ours.db, theirs.db)
        _take_listings(ours.db, theirs.db)
    _take_captures(ours, theirs, runs)
    for group in groups(each(theirs.db), _BATCH):
        with ours.batch():
            for row in group:
                _take_article(ours, theirs, row)
    ours.relate()
    done.captures, done.articles, done.versions = (
        now - then for now, then in zip(_counts(ours.db), before, strict=True)
    )
    return done


def join(target: Path, others: Iterable[Path]) -> int:
    """Merge the archives in folders into the one in `target`, made where there is none; returns its articles.

    A folder without an archive is skipped. Raises Locked while one of them is being written to.
    """
    with Archive.exclusive(target, create=True) as ours:
        for folder in others:
            if (folder / FILE).exists():
                with Archive.exclusive(folder) as theirs:
                    merge(ours, theirs)
        return int(ours.db.table("articles").count)


def _counts(db: Database) -> tuple[int, ...]:
    return tuple(
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("captures", "articles", "history")
    )


def _take_files(ours: Archive, theirs: Archive) -> int:
    """Copy the WARC files that are not here; returns how many."""
    here, there = ours.path.parent / WARC_FOLDER, theirs.path.parent / WARC_FOLDER
    here.mkdir(parents=True, exist_ok=True)
    taken = 0
    for (name,) in theirs.db.execute("SELECT DISTINCT warc_file FROM captures ORDER BY 1").fetchall():
        source, copy = find(there, name), find(here, name)
        if source.name != name or not source.is_file():
            raise CaptureError(
                f"{there / name} is missing.",
                hint="If a crawl there was cut off, crawl there once more, which completes the file; then try again.",
            )
        if not copy.exists():
            draft = here / f"{name}.part"
            shutil.copyfile(source, draft)
            draft.replace(here / name)
            taken += 1
        elif not filecmp.cmp(copy, source, shallow=False):
            raise UsageError(f"{copy} and {source} have the same name but different contents.")
    return taken


def _take_runs(ours: Database, theirs: Database) -> dict[int, int]:
    """Note their runs; returns our id of each."""
    ids: dict[int, int] = {}
    names = [row[1] for row in theirs.execute("PRAGMA table_info(runs)")][1:]
    for key, *row in theirs.execute(f"SELECT id, {', '.join(names)} FROM runs ORDER BY id").fetchall():
        sql = "SELECT id FROM runs WHERE site = ? AND started = ?"
        existing = ours.execute(sql, row[:2]).fetchone()
        if existing is None:
            marks = ", ".join("?" * len(names))
            added = ours.execute(f"INSERT INTO runs ({', '.join(names)}) VALUES ({marks})", row)
            ids[key] = int(added.lastrowid or 0)
        else:
            ids[key] = existing[0]
    return ids


def _take_pages(ours: Database, theirs: Database) -> None:
    """Note their addresses; of one that both know, what the later visit brought counts."""
    names = [row[1] for row in theirs.execute("PRAGMA table_info(pages)")][1:]
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    sets = ", ".join(
        f"{name} = excluded.{name}" for name in names if name not in ("key", "url", "found_by", "found_at")
    )
    ours.conn.executemany(
        f"INSERT INTO pages ({columns}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET {sets}"
        " WHERE ifnull(excluded.visited_at, '') > ifnull(visited_at, '')",
        theirs.execute(f"SELECT {columns} FROM pages ORDER BY id"),
    )


def _take_memory(ours: Database, theirs: Database) -> None:
    """Of each edition's month the memory that saw more pages: sums of both would count pages twice."""
    months = "SELECT edition, month, pages FROM sights WHERE place = 0 AND line = 0"
    page_counts = {row[:2]: row[2] for row in ours.execute(months)}
    for edition, month, pages in theirs.execute(months).fetchall():
        if pages > page_counts.get((edition, month), 0):
            time = (edition, month)
            ours.execute("DELETE FROM sights WHERE edition = ? AND month = ?", time)
            rows = theirs.execute("SELECT * FROM sights WHERE edition = ? AND month = ?", time)
            ours.conn.executemany("INSERT INTO sights VALUES (?, ?, ?, ?, ?, ?)", rows)
    ours.conn.executemany(
        "INSERT OR IGNORE INTO line_texts VALUES (?, ?)", theirs.execute("SELECT * FROM line_texts")
    )


def _take_hashes(ours: Database, theirs: Database) -> None:
    rows = theirs.execute("SELECT * FROM picture_hashes WHERE dhash IS NOT NULL")
    ours.conn.executemany("INSERT OR IGNORE INTO picture_hashes VALUES (?, ?)", rows)


def _take_listings(ours: Database, theirs: Database) -> None:
    """Note what lists say; of an address that both know, what was seen later counts."""
    cursor = theirs.execute("SELECT * FROM listings")
    names = [column[0] for column in cursor.description]
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != "key")
    ours.conn.executemany(
        f"INSERT INTO listings ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (key) DO UPDATE SET {sets} WHERE excluded.last_seen > last_seen",
        cursor,
    )


def _take_captures(ours: Archive, theirs: Archive, runs: dict[int, int]) -> None:
    for group in groups(theirs.captures(), 10 * _BATCH):
        with ours.batch():
            for capture_id, captured in group:
                sql = "SELECT run_id, source FROM captures WHERE id = ?"
                run_id, source = theirs.db.execute(sql, (capture_id,)).fetchone()
                ours.record(runs.get(run_id), captured, source)


def _take_article(ours: Archive, theirs: Archive, row: Row) -> None:
    """Save each text of an article as it was seen, then how long it was there and when it was away."""
    _take_moves(ours, theirs, row)
    for version in theirs.history(row["id"]):
        newest = version["version"] == row["version"]
        article = _article(theirs.db, row) if newest else _former(row, version)
        captured = theirs.capture(version["capture_id"])
        assert captured is not None, "foreign keys see to it"
        ours.save(
            article,
            edition=row["edition"],
            capture_id=_here(ours.db, captured),
            seen_at=read_moment(version["seen_at"]),
            extractor=version["extractor"],
        )
        row["key"] = _key_here(ours.db, row["key"])
        versions.extend(ours.db, row["key"], version)
    versions.take_absences(ours.db, row, theirs.history(row["id"]))
    _take_addresses(ours.db, theirs.db, row)


def _take_moves(ours: Archive, theirs: Archive, row: Row) -> None:
    """Move what we hold where they saw it last: an article they know at an address it had before."""
    sql = "SELECT url, last_seen, how FROM addresses WHERE article_id = ? AND how != 'canonical'"
    for url, last_seen, how in theirs.db.execute(sql, (row["id"],)).fetchall():
        ours.move(url, row["url"], read_moment(last_seen), how=how)


def _take_addresses(ours: Database, theirs: Database, row: Row) -> None:
    """Note the addresses that an article had before; `row` has the normal form of the one that it has here."""
    rows = theirs.execute(
        "SELECT key, url, first_seen, last_seen, iif(how = 'canonical', 'former', how) FROM addresses"
        " WHERE article_id = ? AND key != ?",
        (row["id"], row["key"]),
    )
    ours.conn.executemany(
        "INSERT OR IGNORE INTO addresses SELECT id, ?, ?, ?, ?, ? FROM articles WHERE key = ?",
        [(*each, row["key"]) for each in rows.fetchall()],
    )


def _key_here(ours: Database, key: str) -> str:
    """The normal form of the address under which an article is kept here: it may have moved on."""
    sql = (
        "SELECT articles.key FROM articles JOIN addresses ON article_id = id WHERE addresses.key = ? LIMIT 1"
    )
    cursor = ours.execute(
        "SELECT key FROM articles WHERE key = ?1 UNION ALL " + sql.replace("?", "?1"), (key,)
    )
    return str(cursor.fetchone()[0])


def _here(ours: Database, captured: Captured) -> int:
    """Our id of a capture."""
    place = (captured.warc_file, captured.warc_offset)
    sql = "SELECT id FROM captures WHERE warc_file = ? AND warc_offset = ?"
    return int(ours.execute(sql, place).fetchone()[0])


def _article(theirs: Database, row: Row) -> Article:
    """An article as it was saved."""
    links = [Link(each["kind"], each["url"], each["text"]) for each in row["links"]]
    alternates = theirs.execute("SELECT lang, key FROM alternates WHERE article_id = ?", (row["id"],))
    return Article(
        row["url"],
        row["title"],
        _paragraphs(row["body"]),
        row["lang"],
        section=row["section"],
        lead=row["lead"],
        author=row["author"],
        author_kind=row["author_kind"],
        published=maybe_read_moment(row["published_local"] or row["published"]),
        published_raw=row["published_raw"],
        modified=maybe_read_moment(row["modified"]),
        modified_raw=row["modified_raw"],
        quotes=tuple(
            Quote(
                each["text"],
                each["speaker"],
                each["start"],
                each["end"],
                tuple((a, b) for a, b in each["parts"]),
            )
            for each in row["quotes"]
        ),
        images=tuple(
            Image(each["url"], each["alt"], each["caption"], each["credit"], each["paragraph"])
            for each in row["images"]
        ),
        tags=tuple(row["tags"]),
        links=tuple(link for link in links if link.kind != "embed"),
        embeds=tuple(link for link in links if link.kind == "embed"),
        alternates=tuple(alternates.fetchall()),
        blocks=tuple(Block(kind, number) for kind, number in json.loads(row["blocks"] or "[]")),
        kind=row["kind"],
        cms_id=row["cms_id"],
        lost=row["lost"] or 0.0,
    )


def _former(row: Row, version: Row) -> Article:
    """An earlier text of it, of which only the principal speech is known."""
    body, quote = version["body"], version["quote"]
    quotes = () if quote is None else (Quote(quote, None, 0, len(quote)),)
    return Article(
        row["url"],
        version["title"],
        _paragraphs(body),
        row["lang"],
        section=row["section"],
        lead=version["lead"],
        published=maybe_read_moment(row["published"]),
        modified=maybe_read_moment(version["modified"]),
        quotes=quotes,
    )


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(body.split("\n\n")) if body else ()
