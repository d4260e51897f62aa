"""A site's own picture is no article's."""

from pathlib import Path

from archive_desk import Desk, article

from dimash_archive.archive.articles import repeated_pictures
from dimash_archive.records import Image

COVER, HOST = "https://en.example.org/cover.jpg", "https://en.example.org"


def test_what_the_heads_of_many_pages_name_is_no_articles_picture(tmp_path: Path) -> None:
    """It goes from all, the lead picture is the next one; what a text shows, and what few pages name, stays."""
    desk = Desk(tmp_path)
    for n in range(repeated_pictures.FEWEST):
        images = (Image(COVER), Image(f"{HOST}/{n}.jpg", paragraph=1))
        desk.save(article(f"{HOST}/{n}/", f"Story {n}", f"The story number {n} is told.", images=images))
    shown = (Image(COVER, paragraph=0), Image(f"{HOST}/few.jpg"))
    desk.save(article(f"{HOST}/shown/", "The cover", "This is the cover of the paper.", images=shown))
    with desk.archive.batch():
        assert repeated_pictures.drop(desk.archive.db) == repeated_pictures.FEWEST
        assert repeated_pictures.drop(desk.archive.db) == 0
    kept = desk.rows("SELECT url FROM images WHERE article_id = 1") + desk.rows(
        "SELECT image_url FROM articles WHERE id = 1"
    )
    assert kept == [(f"{HOST}/0.jpg",)] * 2
    assert desk.rows("SELECT count(*) FROM images WHERE article_id = 6") == [(2,)]
