"""Where the stories come from: first the hand-written ones, then as many composed ones as requested."""

from functools import cache
from importlib import resources


def tell(number: int) -> str:
    """The text of story `number`, from 0, in the format of `story.py`."""
    written = _written()
    if number < len(written):
        return written[number]
    # Here, not above: a site of fifteen stories, or of a test's own ones, never loads the composer's word lists.
    from dimash_archive.demo.newsroom.compose import compose

    return compose(number - len(written))


@cache
def _written() -> tuple[str, ...]:
    """The hand-written stories in order of their file names."""
    folder = resources.files("dimash_archive.demo") / "texts"
    texts = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".txt")), key=lambda each: each.name
    )
    return tuple(each.read_text("utf-8") for each in texts)


def count_written() -> int:
    """How many stories are written by hand: they have the first numbers."""
    return len(_written())
