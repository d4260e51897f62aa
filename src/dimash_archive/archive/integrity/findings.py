"""The problems that a check of an archive finds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    check: Literal["seal", "database", "articles", "stories", "search", "captures", "warc", "index"]
    """What was looked at."""
    subject: str
    """Where: a file, a file and offset, a table and id."""
    problem: str
    """What is wrong, in a sentence."""
    mend: str
    """What to do about it, in a sentence."""
    severity: Literal["error", "note"] = "error"
    """A note is not damage: something is unfinished, or cannot be determined."""
    repaired: bool = False
    """Whether it was repaired in this run."""
