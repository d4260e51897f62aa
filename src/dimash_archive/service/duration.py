"""How often: `90m`, `6h`, `1d` as seconds."""

import re
from typing import Final

from dimash_archive.errors import UsageError

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> int:
    """The seconds in a number with a unit (`s`, `m`, `h`, `d`), at least 1. Raises UsageError."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no stretch of time.", hint="Write it like 90m, 6h or 1d.")
    return int(match[1]) * _UNITS[match[2]]
