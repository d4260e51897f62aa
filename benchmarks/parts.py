"""How pages are dealt out, so that each is read by a network that never saw it."""

import zlib
from pathlib import Path


def fold_of(folder: Path, identity: str, folds: int) -> int:
    """The part a page is dealt to, by the CRC of its corpus and id: 0 to `folds` - 1."""
    return zlib.crc32(f"{folder.name}/{identity}".encode()) % folds
