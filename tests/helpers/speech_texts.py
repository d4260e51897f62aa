"""Short texts in which every speech is marked by hand, and their reader; `tests/fixtures/speech` holds them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dimash_archive.demo.newsroom.story import Ear, Speech

_HEADLINE = re.compile(r"^=== ", re.MULTILINE)
_KINDS = {"> ": "quote", "## ": "heading"}


class SpeechSample(NamedTuple):
    """A text with its truth."""

    lang: str
    """The name of its file: a BCP 47 code."""
    name: str
    """What is special about it."""
    paragraphs: list[str]
    """Its paragraphs without markers."""
    kinds: list[str]
    """What each paragraph is."""
    speeches: list[Speech]
    """Every speech in it."""

    @property
    def style(self) -> str:
        """How its speech is set, as the truth shows."""
        if "quote" in self.kinds and self.speeches:
            return "block"
        return style_of(self.paragraphs, [each.text for each in self.speeches])


def style_of(paragraphs: Sequence[str], texts: Sequence[str]) -> str:
    """How the speeches of an article are set; `texts` are the speeches."""
    if not texts:
        return "no speech"
    if any(each.startswith(("—", "–", "- ")) for each in paragraphs):
        return "dash"
    if any("\n\n" in text for text in texts):
        return "paragraphs"
    return "parted" if any("[…]" in text for text in texts) else "marks"


def samples(file: Path) -> Iterator[SpeechSample]:
    """Every text of a file: `=== name`, then paragraphs as in the stories of the demo site."""
    for text in _HEADLINE.split(file.read_text("utf-8"))[1:]:
        name, _, body = text.partition("\n")
        ear = Ear(name)
        blocks = body.replace(" \\\n", "\n").strip().split("\n\n")
        kinds, paragraphs = [], []
        for block in blocks:
            opener = next((opener for opener in _KINDS if block.startswith(opener)), "")
            kinds.append(_KINDS.get(opener, "paragraph"))
            paragraphs.append(ear.hear(block.removeprefix(opener)))
        yield SpeechSample(file.stem, name, paragraphs, kinds, list(ear.finish()))
