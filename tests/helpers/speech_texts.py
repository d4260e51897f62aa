"""Short texts in which every speech is marked by hand, and their reader; `tests/fixtures/speech` holds them."""

import re
from collections.abc import Iterator
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
        texts = [each.text for each in self.speeches]
        if not texts:
            return "no speech"
        if "quote" in self.kinds:
            return "block"
        if sum(each.startswith(("—", "–", "- ")) for each in self.paragraphs) > 0:
            return "dash"
        if any("\n\n" in text for text in texts):
            return "paragraphs"
        if any("[…]" in text for text in texts):
            return "parted"
        return "marks"


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
