"""An article that moved is shown with both addresses, and with what was captured at each."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import CHOIR, written
from browse_pages import read

MOVED = "https://en.example.org/music/choir/"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An archive of two articles, one of which moved."""
    with written(tmp_path) as archive:
        archive.move(CHOIR, MOVED, datetime(2024, 6, 20, 10, tzinfo=UTC))
    return tmp_path / "archive.db"


def test_a_move_is_a_change(database: Path) -> None:
    """From where to where, when, under a kind of its own and among all; nothing else is of that kind."""
    for query in ("?kind=moved", "?kind=all", ""):
        assert f"{CHOIR} → {MOVED}" in read(database, f"/changes{query}", accept_language="en").text
    assert read(database, "/changes?kind=moved", accept_language="en").text.count('class="edit"') == 1
    assert "20 June 2024" in read(database, "/changes?kind=moved", accept_language="en").text


def test_captures_of_both_addresses_are_its_own(database: Path) -> None:
    """What it showed before the move can be opened; its page names where it was."""
    history = read(database, "/articles/1/versions", accept_language="en").text
    assert "2 captures" in history
    page = read(database, "/articles/1", accept_language="en").text
    assert "Former address" in page and CHOIR in page
