"""What is needed to cite, and permanent links."""

from pathlib import Path

import pytest
from archive_desk import Desk, article, day

from dimash_archive.archive.articles.references import permalink, reference, version_at

URL = "https://en.example.org/choir"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An article with two texts."""
    desk = Desk(tmp_path)
    desk.save(article(URL, "The choir sings", "It rains."), when=day(0))
    desk.save(article(URL, "The choir sang", "It rained."), when=day(3))
    return desk


def test_a_reference_names_the_text_of_its_version(desk: Desk) -> None:
    """Title, capture and digest are the version's own; none is made for one that does not exist."""
    conn = desk.archive.db.conn
    old, new = reference(conn, 1, 1, "https://a.example"), reference(conn, 1, None, "https://a.example")
    assert old and new
    assert (old.title, old.version, new.title, new.version) == ("The choir sings", 1, "The choir sang", 2)
    assert old.text_digest != new.text_digest
    assert old.warc.endswith(":1000")
    assert reference(conn, 1, 9) is None
    assert reference(conn, 9, None) is None


def test_a_permanent_link_leads_to_what_was_there_at_its_moment(desk: Desk) -> None:
    """By address and time, not by number: numbers change when archives are merged."""
    conn = desk.archive.db.conn
    assert (
        permalink("https://a.example", "2024-06-14T05:30:00Z", URL)
        == f"https://a.example/at/20240614053000/{URL}"
    )
    (key,) = desk.rows("SELECT key FROM articles")[0]
    assert version_at(conn, key, "20240615000000") == (1, 1)
    assert version_at(conn, key, "20240617053000") == (1, 2)
    assert version_at(conn, key, "20200101000000") == (1, 1)
    assert version_at(conn, key, None) == (1, 2)
    assert version_at(conn, "nowhere", None) is None
