"""The crawl's memory of addresses: table `pages`."""

from datetime import datetime
from itertools import takewhile

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.archive.rows import PageRow, PageVisit
from dimash_archive.records import DiscoveredUrl, Row, Values
from dimash_archive.text.moments import maybe_moment_text, maybe_read_moment, moment_text

_COLUMNS = (
    "url, edition, kind, state, found_by, due, visited_at, modified,"
    " attempts, last_status, etag, last_modified"
)


_TRIES = 5  # an asset that fails so often is left alone


def add_reason(db: Database) -> None:
    """A migration: why a page failed or is refused."""
    db.execute("ALTER TABLE pages ADD COLUMN reason TEXT")


def remember(db: Database, address: DiscoveredUrl, now: datetime) -> bool:
    """Note an address; True if it is new. A known one becomes due if it is said to have changed since."""
    key, modified = urls.key(address.url), maybe_moment_text(address.modified)
    due_at = None if address.kind == "asset" else moment_text(now)  # assets wait in a line of their own
    added = db.execute(
        "INSERT OR IGNORE INTO pages (key, url, edition, kind, state, found_by, found_at, due, modified)"
        " VALUES (?, ?, ?, ?, 'new', ?, ?, ?, ?)",
        (
            key,
            address.url,
            address.edition,
            address.kind,
            address.found_by,
            moment_text(now),
            due_at,
            modified,
        ),
    )
    if added.rowcount:
        return True
    if address.kind not in ("unknown", "asset"):
        db.execute("UPDATE pages SET kind = ? WHERE key = ? AND kind = 'unknown'", (address.kind, key))
    if modified is not None:
        db.execute(
            "UPDATE pages SET modified = ?, due = CASE WHEN visited_at < ? AND state != 'refused'"
            " THEN min(coalesce(due, ?), ?) ELSE due END"
            " WHERE key = ? AND (modified IS NULL OR modified < ?)",
            (modified, modified, modified, modified, key, modified),
        )
    return False


def due(db: Database, now: datetime, edition: str, limit: int, front: str | None = None) -> list[PageRow]:
    """The pages of an edition that are due by now, the longest due first, at most `limit`.

    With `front`, only those on the host of this address: an edition may have been on another one before.
    """
    there, bounds = on_host(front)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM pages WHERE edition = ? AND due <= ? AND {there} ORDER BY due, id LIMIT ?",
        (edition, moment_text(now), *bounds, limit),
    )
    return [_page(row) for row in rows]


def refused_are_due(db: Database, now: datetime, front: str) -> None:
    """Make the refused pages on the host of an address due again: what may be requested has changed."""
    there, bounds = on_host(front)
    sql = f"UPDATE pages SET due = ? WHERE state = 'refused' AND due > ? AND {there}"
    db.execute(sql, (moment_text(now), moment_text(now), *bounds))


def on_host(front: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition, and its values, that a page's key is on the host of an address, `www.` or not; all for None."""
    if front is None:
        return "1", ()
    host = urls.host(front).removeprefix("www.")
    keys = (urls.key(f"{scheme}://{name}/") for scheme in ("http", "https") for name in (host, f"www.{host}"))
    bounds = [(key, key[:-1] + "0") for key in dict.fromkeys(keys)]  # "0" is the sign after "/"
    condition = " OR ".join("(key >= ? AND key < ?)" for _ in bounds)
    return f"({condition})", tuple(bound for pair in bounds for bound in pair)


def assets(db: Database, edition: str, before: datetime, limit: int) -> list[PageRow]:
    """The assets of an edition to request, at most `limit`; those that failed a few times only if that was before `before`."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM pages WHERE kind = 'asset' AND edition = ? AND (state = 'new'"
        " OR (state = 'failed' AND attempts < ? AND visited_at < ?)) LIMIT ?",
        (edition, _TRIES, moment_text(before), limit),
    )
    return [_page(row) for row in rows]


def longest_unseen(db: Database, edition: str, before: datetime, limit: int) -> list[PageRow]:
    """Article pages of an edition whose changes no date announces, the longest unseen first, at most `limit`.

    They were visited before a moment, and no list dates them; or its dates have been seen to miss changes.
    """
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM pages WHERE kind = 'article' AND edition = ? AND state = 'done'"
        " AND visited_at < ? AND (modified IS NULL OR EXISTS (SELECT 1 FROM change_signals AS told"
        " WHERE told.edition = pages.edition AND told.source = found_by AND unsignalled > 0))"
        " ORDER BY visited_at, id LIMIT ?",
        (edition, moment_text(before), limit),
    )
    return [_page(row) for row in rows]


def note_change(db: Database, page: PageRow, *, signalled: bool) -> None:
    """Note that an article's text changed, and whether a date of the source that names it announced it before."""
    column = "signalled" if signalled else "unsignalled"
    db.execute(
        f"INSERT INTO change_signals (edition, source, {column}) VALUES (?, ?, 1)"
        f" ON CONFLICT (edition, source) DO UPDATE SET {column} = {column} + 1",
        (page.edition, page.found_by),
    )


def page(db: Database, url: str) -> PageRow | None:
    """What is remembered of an address, in any spelling of it."""
    row = db.execute(f"SELECT {_COLUMNS} FROM pages WHERE key = ?", (urls.key(url),)).fetchone()
    return None if row is None else _page(row)


def neighbour(db: Database, url: str) -> str | None:
    """The edition of an unknown address: that of the known address on its host with the longest common beginning; None if there is none."""
    key, near = urls.key(url), "SELECT key, url, edition FROM pages WHERE key {0} ? ORDER BY key {1} LIMIT 1"
    rows = [db.execute(near.format(*way), (key,)).fetchone() for way in (("<=", "DESC"), (">", "ASC"))]
    there = [row for row in rows if row is not None and urls.same_host(row[1], url)]
    best = max(there, key=lambda row: _shared(row[0], key), default=None)
    return None if best is None else best[2]


def _shared(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def visited(db: Database, url: str, visit: PageVisit, now: datetime) -> None:
    """Note a visit. Columns that `visit` does not name stay as they are, except `visited_at` and `attempts`."""
    row: Row = {"visited_at": now, **visit}
    for name in ("visited_at", "due"):
        if name in row:
            row[name] = maybe_moment_text(row[name])
    if "status" in row:
        row["last_status"] = row.pop("status")
    if "state" in row:
        row.setdefault("reason", None)
    sets = [f"{name} = :{name}" for name in row]
    if "state" in row:
        sets.append("attempts = CASE WHEN :state = 'failed' THEN attempts + 1 ELSE 0 END")
    db.execute(f"UPDATE pages SET {', '.join(sets)} WHERE key = :key", {**row, "key": urls.key(url)})


def _page(row: Values) -> PageRow:
    url, edition, kind, state, found_by, due_at, visited_at, modified, *rest = row
    moments = maybe_read_moment(due_at), maybe_read_moment(visited_at), maybe_read_moment(modified)
    return PageRow(url, edition, kind, state, found_by, *moments, *rest)
