"""Every text an article ever had, numbered from 1 in the order it was seen.

Read them from the view `versions`. The table behind it, `history`, keeps the text of all but the newest:
that one is in `articles`.
"""

import hashlib
from collections.abc import Sequence

from sqlite_utils import Database

from dimash_archive.archive.articles.substance import substance
from dimash_archive.archive.rows import Acquisition
from dimash_archive.records import Article, Row
from dimash_archive.text.moments import maybe_moment_text, moment_text

TEXTS = ("title", "lead", "body")
"""What makes a version: only a change in these counts as one."""


def digest(title: str, lead: str | None, body: str) -> str:
    """The fingerprint of a text: the first 32 hexadecimal digits of SHA-256 over title, lead and body."""
    return hashlib.sha256("\0".join((title, lead or "", body)).encode()).hexdigest()[:32]


def changes(old: Row, new: Row) -> str:
    """Which of title, lead and body differ between two rows: names in this order, a space between."""
    return " ".join(name for name in TEXTS if (old[name] or "") != (new[name] or ""))


def weigh(old: Row, new: Row) -> int:
    """How much the edit between two rows says: see `substance`."""
    return substance(*("\n\n".join(row[name] or "" for name in TEXTS) for row in (old, new)))


def add(
    db: Database,
    place: tuple[int, int],
    article: Article,
    acquisition: Acquisition,
    edit: tuple[str, int | None],
) -> None:
    """Note the text of an article's row as its version `place` (article id, number), the newest.

    `edit`: what changed, as `changes` says it, and how much, as `weigh` does; None for a first version.
    """
    now, (changed, weight) = moment_text(acquisition.seen_at), edit
    db.execute(
        "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, ?, ?)",
        (
            *place,
            acquisition.capture_id,
            now,
            now,
            changed,
            acquisition.extractor,
            _digest(article),
            _modified(article),
            weight,
        ),
    )


def keep(db: Database, article_id: int) -> None:
    """Copy the text of an article's row into its newest version, before another takes its place."""
    db.execute(
        "UPDATE history SET (title, lead, quote, body) ="
        " (SELECT title, lead, quote, body FROM articles WHERE id = article_id)"
        " WHERE article_id = ? AND version = (SELECT version FROM articles WHERE id = article_id)",
        (article_id,),
    )


def of_capture(db: Database, article_id: int, capture_id: int) -> int | None:
    """The number of the version a capture made, or None."""
    row = db.execute(
        "SELECT version FROM history WHERE article_id = ? AND capture_id = ?", (article_id, capture_id)
    ).fetchone()
    return None if row is None else int(row[0])


def reread(db: Database, place: tuple[int, int], article: Article, extractor: str) -> None:
    """Note that the newest version was read again, by another extractor, into the article's row."""
    sql = "UPDATE history SET extractor = ?, digest = ?, modified = ? WHERE article_id = ? AND version = ?"
    db.execute(sql, (extractor, _digest(article), _modified(article), *place))
    _number(db, place[0])


def correct(db: Database, place: tuple[int, int], article: Article, extractor: str) -> bool:
    """Rewrite the text of an older version whose capture was read again. True if it differs."""
    old = db.execute("SELECT digest FROM history WHERE article_id = ? AND version = ?", place).fetchone()
    new = _digest(article)
    db.execute(
        "UPDATE history SET extractor = ?, digest = ?, title = ?, lead = ?, quote = ?, body = ?, modified = ?"
        " WHERE article_id = ? AND version = ?",
        (extractor, new, *_text(article), _modified(article), *place),
    )
    _number(db, place[0])
    return bool(old[0] != new)


def slot_in(db: Database, article_id: int, article: Article, acquisition: Acquisition) -> bool:
    """Give a text from an older capture its place among the versions; False if it was known."""
    now, new = moment_text(acquisition.seen_at), _digest(article)
    updated = db.execute(
        "UPDATE history SET seen_at = min(seen_at, ?), last_seen = max(last_seen, ?)"
        " WHERE article_id = ? AND digest = ?",
        (now, now, article_id, new),
    )
    if not updated.rowcount:
        number = 1 + _newest(db, article_id)
        row = (
            article_id,
            number,
            acquisition.capture_id,
            now,
            now,
            "",
            acquisition.extractor,
            new,
            *_text(article),
        )
        marks = ", ".join("?" * (len(row) + 2))
        db.execute(f"INSERT INTO history VALUES ({marks})", (*row, _modified(article), None))
        _number(db, article_id)
    return not updated.rowcount


def still_there(db: Database, article_id: int, now: str) -> None:
    """Note that the newest version was seen again."""
    db.execute(
        "UPDATE history SET last_seen = max(last_seen, ?) WHERE article_id = ? AND version = ?",
        (now, article_id, _newest(db, article_id)),
    )


def history(db: Database, article_id: int) -> list[Row]:
    """The versions of an article, oldest first, each with the file and offset of its capture.

    `kind` says what each changed, as in the view `changes`; `absences` lists the pairs of moments `gone_at` and
    `back_at` (None while it is away) at which it was removed and came back while this version was the newest.
    """
    cursor = db.execute(
        "SELECT versions.*, changes.kind, captures.warc_file, captures.warc_offset FROM versions"
        " JOIN changes USING (article_id, version) JOIN captures ON captures.id = capture_id"
        " WHERE article_id = ? ORDER BY version",
        (article_id,),
    )
    names = [name[0] for name in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    sql = "SELECT gone_at, back_at FROM absences WHERE article_id = ? ORDER BY gone_at"
    absences = [dict(zip(("gone_at", "back_at"), row, strict=True)) for row in db.execute(sql, (article_id,))]
    ends = [row["seen_at"] for row in rows[1:]]
    for row, end in zip(rows, [*ends, None], strict=True):
        here = [each for each in absences if end is None or each["gone_at"] < end]
        row["absences"], absences = here, absences[len(here) :]
    return rows


def gone(db: Database, article_id: int, now: str) -> None:
    """Note that an article was found removed from the site, unless that is known."""
    changed = db.execute(
        "UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (now, article_id)
    )
    if changed.rowcount:
        db.execute("INSERT OR IGNORE INTO absences VALUES (?, ?, NULL)", (article_id, now))


def back(db: Database, article_id: int, now: str) -> None:
    """Note that an article was seen; one that had gone before is back."""
    db.execute("UPDATE articles SET gone_at = NULL WHERE id = ? AND gone_at < ?", (article_id, now))
    db.execute(
        "UPDATE absences SET back_at = ? WHERE article_id = ? AND back_at IS NULL AND gone_at < ?",
        (now, article_id, now),
    )


def set_absences(db: Database, article_id: int, times: Sequence[tuple[str, str | None]]) -> None:
    """Replace the times when an article was not on the site: pairs of when it was removed and when it came back."""
    db.execute("DELETE FROM absences WHERE article_id = ?", (article_id,))
    for each in times:
        db.execute("INSERT INTO absences VALUES (?, ?, ?)", (article_id, *each))
    away = times[-1][0] if times and times[-1][1] is None else None
    db.execute("UPDATE articles SET gone_at = ? WHERE id = ?", (away, article_id))


def extend(db: Database, key: str, version: Row) -> None:
    """Note how long a text was seen by another archive; `version` is its row of `history` there."""
    (article_id,) = db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    times = (version["seen_at"], version["last_seen"])
    changed = db.execute(
        "UPDATE history SET seen_at = min(seen_at, ?1), last_seen = max(last_seen, ?2)"
        " WHERE article_id = ?3 AND digest = ?4 AND (seen_at > ?1 OR last_seen < ?2)",
        (*times, article_id, version["digest"]),
    )
    if changed.rowcount:
        db.execute(
            "UPDATE articles SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?) WHERE id = ?",
            (*times, article_id),
        )
        _number(db, article_id)


def take_absences(db: Database, row: Row, history: Sequence[Row]) -> None:
    """Note when an article was away by another archive's account; `row` is its row of `articles` there."""
    sql = "SELECT id, last_seen, gone_at FROM articles WHERE key = ?"
    back(db, db.execute(sql, (row["key"],)).fetchone()[0], row["last_seen"])
    article_id, last_seen, gone_at = db.execute(sql, (row["key"],)).fetchone()
    for each in (each for version in history for each in version["absences"]):
        back_at = each["back_at"] or (last_seen if last_seen > each["gone_at"] else None)
        times = (each["gone_at"], back_at or "9")
        # One that overlaps with one that is known is the same, found at another moment.
        overlap = "SELECT 1 FROM absences WHERE article_id = ? AND gone_at <= ? AND ifnull(back_at, '9') >= ?"
        if db.execute(overlap, (article_id, *reversed(times))).fetchone() is None:
            db.execute("INSERT INTO absences VALUES (?, ?, ?)", (article_id, each["gone_at"], back_at))
            if back_at is None and gone_at is None:
                db.execute("UPDATE articles SET gone_at = ? WHERE id = ?", (each["gone_at"], article_id))


def _newest(db: Database, article_id: int) -> int:
    return int(db.execute("SELECT version FROM articles WHERE id = ?", (article_id,)).fetchone()[0])


def _digest(article: Article) -> str:
    return digest(article.title, article.lead, article.body)


def _modified(article: Article) -> str | None:
    return maybe_moment_text(article.modified)


def _text(article: Article) -> tuple[str, str | None, str | None, str]:
    return article.title, article.lead, article.quote.text if article.quote else None, article.body


def _number(db: Database, article_id: int) -> None:
    """Number the versions by when they were last seen, and say anew what each changed.

    The newest stays the newest: nothing was seen after it.
    """
    newest = _newest(db, article_id)
    rows = history(db, article_id)
    rows.sort(key=lambda row: (row["version"] == newest, row["last_seen"], row["seen_at"]))
    # Below zero first, so that no two rows ever have one number.
    db.execute("UPDATE history SET version = -version WHERE article_id = ?", (article_id,))
    for number, row in enumerate(rows, start=1):
        before = rows[number - 2] if number > 1 else None
        changed = changes(before, row) if before else "new"
        weight = weigh(before, row) if before else None
        db.execute(
            "UPDATE history SET version = ?, changed = ?, substance = ? WHERE article_id = ? AND version = ?",
            (number, changed, weight, article_id, -row["version"]),
        )
    db.execute("UPDATE articles SET version = ? WHERE id = ?", (len(rows), article_id))
