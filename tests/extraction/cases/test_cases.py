"""Small pages of the shapes that extractors stumble over: what must be read of each, word by word."""

from pathlib import Path

import pytest

from dimash_archive.extraction import article
from dimash_archive.text.normalize import nfc

PAGES = Path(__file__).parent / "pages"
ONLY_POINTS = "(only the points"


def folded(text: str) -> str:
    """A text as readers see it."""
    return " ".join(nfc(text).split())


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_every_paragraph_is_read_and_nothing_else(page: Path) -> None:
    """The paragraphs are those expected, in order; where only points are named, those do not occur."""
    head, _, rest = (
        page.with_suffix(".expected.txt").read_text("utf-8").partition("--- paragraphs, in order ---")
    )
    facts = [line.partition(": ")[::2] for line in head.splitlines()]
    address = next((value for name, value in facts if name == "address to give"), None)
    read = [folded(each) for each in article.extract(page.read_bytes(), address).paragraphs]
    wanted = [
        folded(each)
        for each in rest.split("\n\n")
        if each.strip() and not each.strip().startswith(ONLY_POINTS)
    ]
    assert not wanted or read == wanted
    unwanted = [folded(value) for name, value in facts if name == "must not be in the paragraphs"]
    assert not [each for each in unwanted if any(each in paragraph for paragraph in read)]
