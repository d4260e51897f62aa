"""What table `runs` holds besides counts: what went wrong, and the front pages, which tell whose archive it is."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlite_utils import Database

from dimash_archive import urls
from dimash_archive.errors import UsageError

if TYPE_CHECKING:
    from dimash_archive.archive.store import Archive

_MOVED = "If that is intended, crawl once with --other-site; otherwise name another folder with --data."


def add_run_columns(db: Database) -> None:
    """A migration: what a run could not do, and which front pages it started from."""
    db.execute("ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE runs ADD COLUMN fronts TEXT")


def note_fronts(db: Database, run_id: int, fronts: Mapping[str, str]) -> None:
    """Note the front pages that a run starts from, by edition."""
    db.table("runs").update(run_id, {"fronts": json.dumps(dict(fronts), sort_keys=True)})


def note_trouble(db: Database, run_id: int, notes: Sequence[str]) -> None:
    """Note what went wrong in a run, one sentence each."""
    db.table("runs").update(run_id, {"notes": json.dumps(list(notes), ensure_ascii=False)})


def require_same_site(
    archive: "Archive", name: str, fronts: Mapping[str, str], former: Sequence[str] = ()
) -> None:
    """Raises UsageError if `archive` is only of other profiles, or if an edition was on another host until now.

    `fronts` are the front pages by edition, `former` those that the profile says it had before. An edition that is
    new to the archive may join those that it has.
    """
    db, folder = archive.db, archive.path.parent
    names = [row[0] for row in db.execute("SELECT DISTINCT site FROM runs ORDER BY 1")]
    if not names:
        return
    if name not in names:
        raise UsageError(
            f"{folder} holds an archive of {', '.join(names)}, but the profile is called {name}.", hint=_MOVED
        )
    fronts_before = _last_fronts(db, name)
    for lang, front in fronts.items():
        before = fronts_before.get(lang)
        if before is not None and not any(urls.same_host(before, each) for each in (front, *former)):
            raise UsageError(
                f"{folder} has the edition {lang} of {name} at {before}, and the profile has it at {front}.",
                hint=f"{_MOVED}\nA profile may also name the old address as the edition's `formerly`.",
            )
    if fronts_before and not fronts_before.keys() & fronts.keys():
        raise UsageError(
            f"{folder} has the editions {', '.join(fronts_before)} of {name}, and the profile has none of them.",
            hint=_MOVED,
        )


def _last_fronts(db: Database, name: str) -> dict[str, str]:
    """The front page that each edition had the last time."""
    last_fronts: dict[str, str] = {}
    sql = "SELECT fronts FROM runs WHERE site = ? AND fronts IS NOT NULL ORDER BY id"
    for (fronts,) in db.execute(sql, (name,)).fetchall():
        last_fronts |= json.loads(fronts)
    return last_fronts or _first_pages(db)


def _first_pages(db: Database) -> dict[str, str]:
    """The first page that was read of each edition: archives of earlier versions noted no front pages."""
    sql = (
        "SELECT edition, url FROM pages WHERE id IN"
        " (SELECT min(id) FROM pages WHERE state = 'done' AND kind != 'asset' GROUP BY edition)"
    )
    return dict(db.execute(sql).fetchall())
