"""What the benchmark of speech says about a text that is read wrongly."""

import pytest

from dimash_archive.demo.newsroom.story import Speech
from speech_faults import faults

_TEXT = ["“We sing ‘Salt’. We dance,” said Ida Stone. Otto Wren laughed.", "“Nobody sleeps,” he said."]


_SAID = "We sing ‘Salt’. We dance"


@pytest.mark.parametrize(
    ("wanted", "given", "reason"),
    [
        ((_SAID, "Ida Stone"), ("We sing ‘Salt’", "Ida Stone"), "ended too early at a nested mark"),
        ((_SAID, "Ida Stone"), (_SAID, "Otto Wren"), "another speaker, taken from the next sentence"),
        ((_SAID, "Ida Stone"), (_SAID, None), "speaker not found, named in the clause behind it"),
        ((_SAID, "Ida Stone"), (f"{_SAID},” said", None), "narrator’s words behind it taken in"),
        (("Nobody sleeps", None), ("Nobody sleeps", "Otto Wren"), "nobody is named, the speaker was taken from a paragraph above"),
        (("Nobody sleeps", None), None, "missed: one word or two"),
    ],
)  # fmt: skip
def test_fault_has_its_kind(
    wanted: tuple[str, str | None], given: tuple[str, str | None] | None, reason: str
) -> None:
    """Where a speech ends wrongly and whence its speaker was taken is said in words."""
    read = [Speech(*given)] if given else []
    assert list(faults(_TEXT, [Speech(*wanted)], read)) == [reason]
