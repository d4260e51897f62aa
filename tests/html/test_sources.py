"""What a page's source holds beside what a parser shows, and how long it takes to look for it."""

import re

import pytest

from dimash_archive.html import sources


def test_the_texts_of_data_and_of_strings_are_found() -> None:
    """JSON for scripts, and strings in scripts that have paragraphs."""
    html = (
        '<script type="application/json">{"props": {"body": "<p>One.</p>"}}</script>'
        '<SCRIPT>push([1, "\\u003cp>Two.\\u003c/p>"]); other("text")</SCRIPT><script src="x.js"></script>'
    )
    assert list(sources.texts_of_scripts(html)) == ["<p>One.</p>", "<p>Two.</p>"]


@pytest.mark.parametrize(
    "piece",
    ["<script ", "<script>", "<script type=application/json>", '\\"', '"', "<template ", "<noscript "],
)
def test_a_page_of_one_piece_is_looked_through_once(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open tags and open strings by the thousand: no search begins anew at each of them."""
    searched = list[int]()

    class Counted:
        """A pattern that counts the characters it has before it."""

        def __init__(self, pattern: re.Pattern[str]) -> None:
            self._pattern = pattern

        def search(self, text: str, start: int = 0) -> re.Match[str] | None:
            match = self._pattern.search(text, start)
            searched.append((match.end() if match else len(text)) - start)
            return match

    for name in ("_OPEN", "_CLOSE"):
        monkeypatch.setattr(sources, name, Counted(getattr(sources, name)))
    html = "<script>x('\\u003c/p')" + piece * 2000 + "\\</script>" + piece * 2000
    list(sources.texts_of_scripts(html))
    assert sum(searched) <= 3 * len(html)
