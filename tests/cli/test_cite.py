"""`cite` prints what the pages print."""

import json
from pathlib import Path

from archives import small
from click.testing import CliRunner

from dimash_archive.cli import main


def _cite(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["cite", *words, "--data", str(folder)])
    return done.exit_code, done.output


def test_cite_prints_every_form_or_one(tmp_path: Path) -> None:
    """All with their names, one alone ready for a file, the facts as JSON; an article that is not there is an error."""
    folder = small(tmp_path)
    code, text = _cite(folder, "1")
    assert code == 0
    assert all(
        name in text
        for name in ("ГОСТ Р 7.0.100-2018", "APA", "@online{", "TY  - NEWS", '"article-newspaper"')
    )
    code, text = _cite(folder, "1", "--form", "ris", "--root", "https://a.example/x/")
    assert (code, text.splitlines()[0]) == (0, "TY  - NEWS")
    assert "https://a.example/x/at/" in text
    assert json.loads(_cite(folder, "1", "--json")[1])["number"] == 1
    assert _cite(folder, "99")[0] == 2
    assert _cite(folder, "1", "--version", "9")[0] == 2
