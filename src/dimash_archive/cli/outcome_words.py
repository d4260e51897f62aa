"""What became of addresses, as words and counts."""

from collections.abc import Mapping

ALWAYS_SHOWN = ("new", "changed", "unchanged", "failed")
KINDS = ("new", "changed", "unchanged", "gone", "skipped", "failed")


def in_words(counts: Mapping[str, int]) -> str:
    """Counts by kind as a sentence: `3 new, 1 changed, 8,996 unchanged, 0 failed`."""
    kinds = [each for each in KINDS if each in ALWAYS_SHOWN or counts.get(each)]
    return ", ".join(f"{counts.get(each, 0):,} {each}" for each in kinds)


def in_few_words(counts: Mapping[str, int]) -> str:
    """The same for narrow places, without zeros: `3 new, 8,996 unchanged`."""
    return ", ".join(f"{counts[each]:,} {each}" for each in KINDS if counts.get(each))
