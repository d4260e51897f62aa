"""What is answered where nothing can be: the right status, in the right dress, and no traceback for what was foreseen."""

from pathlib import Path

import datasette.handle_exception
import pytest
from browse_pages import ask


@pytest.fixture
def beside(database: Path, tmp_path: Path) -> list[Path]:
    """The archive and a database of somebody else."""
    other = tmp_path / "other.db"
    other.write_bytes(b"")
    return [database, other]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/archive/-/read/nowhere", 404),
        ("/archive/nowhere", 404),
        ("/nowhere", 404),
        ("/no/where/at/all", 404),
        ("/other/nowhere", 404),
        ("/other/nowhere.json", 404),
        ("/archive/articles/9999", 404),
        ("/archive/articles.json?_size=many", 400),
    ],
)
def test_each_error_has_its_status_and_prints_nothing(
    beside: list[Path], path: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ours or another's, page or data: never 500, and no traceback on the terminal."""
    answer = ask(beside, path)[0]
    assert answer.status_code == status
    if path.partition("?")[0].endswith(".json"):
        assert (answer.json()["ok"], answer.json()["status"]) == (False, status)
    assert capsys.readouterr() == ("", "")


def test_the_only_archive_dresses_every_address_that_is_not_there(database: Path) -> None:
    """Beside another database only its reading pages are ours; alone, any address is."""
    for path in ("/nowhere", "/archive/nowhere", "/archive/-/read/nowhere"):
        assert 'class="big-find"' in ask([database], path)[0].text, path


def test_datasette_is_left_as_it_is(database: Path) -> None:
    """Its own handler keeps what it found when it was imported: we wrap the hook, we patch nothing."""
    before = dict(vars(datasette.handle_exception))
    ask([database], "/nowhere")
    assert dict(vars(datasette.handle_exception)) == before
