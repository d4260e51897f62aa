"""How long and how much: `90m`, `6h`, `1d` as seconds, `500M`, `2G` as bytes."""

import re
from typing import Final

from dimash_archive.errors import UsageError

_SIZES: Final = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> int:
    """The seconds in a number with a unit (`s`, `m`, `h`, `d`), at least 1. Raises UsageError."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", text.strip())
    if match is None:
        raise UsageError(f"{text!r} is not a duration.", hint="Write it like 90m, 6h or 1d.")
    return int(match[1]) * _UNITS[match[2]]


def size(text: str) -> int:
    """The bytes in a number with a unit (`k`, `M`, `G`, `T`: powers of 1,000) or none, at least 1. Raises UsageError."""
    match = re.fullmatch(r"([1-9][0-9]{0,14})([kmgt]?)b?", text.strip().lower())
    if match is None:
        raise UsageError(f"{text!r} is not a size.", hint="Write it like 500M or 2G.")
    return int(match[1]) * _SIZES[match[2]]
