"""What the site's CMS lists, compared with what the archive holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

_NAMED = 3  # addresses that a sentence names
# Posts that a password protects have no text to hold.
_MISSING = """
SELECT listings.url FROM listings
WHERE listings.edition = ? AND listings.source = 'wordpress' AND absent_since IS NULL AND NOT protected
AND NOT EXISTS (SELECT 1 FROM addresses WHERE addresses.key = listings.key)
ORDER BY listings.published DESC
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One edition's posts."""

    edition: str
    """The edition's language code."""
    listed: int
    """Public posts that its CMS lists; 0 where no CMS was asked."""
    held: int
    """Articles that are held and on the site."""
    pages: int
    """Pages that were answered, lists among them."""
    missing: int
    """Posts that are listed and not held."""


def coverage(db: Database, edition: str) -> Coverage:
    """What an edition's CMS lists, compared with what is held."""
    listed = (
        "SELECT count(*) FROM listings WHERE edition = ? AND source = 'wordpress' AND absent_since IS NULL"
        " AND NOT protected"
    )
    held = "SELECT count(*) FROM articles WHERE edition = ? AND gone_at IS NULL"
    pages = "SELECT count(*) FROM pages WHERE edition = ? AND kind IN ('article', 'unknown') AND last_status = 200"
    number_listed, number_held, number_of_pages = (
        int(db.execute(sql, (edition,)).fetchone()[0]) for sql in (listed, held, pages)
    )
    missing = sum(1 for _ in missing_posts(db, edition))
    return Coverage(edition, number_listed, number_held, number_of_pages, missing)


def missing_posts(db: Database, edition: str) -> Iterator[str]:
    """Addresses of posts that an edition's CMS lists and that are not held, the newest first."""
    return (url for (url,) in db.execute(_MISSING, (edition,)))


def shortfalls(db: Database, editions: Iterable[str]) -> Iterator[str]:
    """A sentence for each edition that has pages and no article, or fewer articles than its CMS lists."""
    for edition in editions:
        figures = coverage(db, edition)
        if figures.pages and not figures.held:
            yield (
                f"{edition}: no article was found on {figures.pages:,} pages. If the site fills its pages by scripts,"
                " or asks not to be indexed, there is nothing to read: see `dimash-archive site check`."
            )
        elif figures.missing:
            some = ", ".join(islice(missing_posts(db, edition), _NAMED))
            verb = "is" if figures.missing == 1 else "are"
            yield (
                f"{edition}: the site lists {figures.listed:,} posts, and {figures.missing:,} of them {verb} not held,"
                f" such as {some}"
            )
