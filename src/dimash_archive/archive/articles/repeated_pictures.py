"""A site's own picture belongs to no article: one that many page heads name and no text shows is removed."""

from typing import Final

from sqlite_utils import Database

FEWEST: Final = 5
"""On fewer articles than this, a picture may be shared by stories on one subject."""
_SHARE: Final = 0.05
"""Below this share of an edition's articles it is not the site's own either: a portrait recurs with its person."""
_OF_SITE: Final = f"""
WITH shown AS (
    SELECT edition, images.url AS url, count(DISTINCT article_id) AS number
    FROM images JOIN articles ON articles.id = article_id WHERE paragraph IS NULL GROUP BY 1, 2
), held AS (SELECT edition, count(*) AS number FROM articles GROUP BY 1)
SELECT images.article_id, images.position FROM images
JOIN articles ON articles.id = images.article_id
JOIN shown ON shown.edition = articles.edition AND shown.url = images.url
JOIN held ON held.edition = articles.edition
WHERE images.paragraph IS NULL AND shown.number >= {FEWEST} AND shown.number >= {_SHARE} * held.number
"""
_LEAD: Final = """
UPDATE articles SET image_url = (
    SELECT url FROM images WHERE article_id = articles.id ORDER BY position LIMIT 1
) WHERE id = ?
"""


def drop(db: Database) -> int:
    """Take the site's own pictures from its articles; returns how many were removed."""
    places = db.execute(_OF_SITE).fetchall()
    db.conn.executemany("DELETE FROM images WHERE article_id = ? AND position = ?", places)
    db.conn.executemany(_LEAD, sorted({(article_id,) for article_id, _ in places}))
    return len(places)
