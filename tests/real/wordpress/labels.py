"""Translations of WordPress's own words, as .mo files, where Debian has none."""

import struct
import tomllib
from typing import Final

from wordpress.folder import HOME, Folder

_HEADER: Final = {"": "Content-Type: text/plain; charset=UTF-8\n"}


def write(folder: Folder) -> None:
    """Write every file of labels.toml into its edition's folder of languages."""
    for edition, files in tomllib.loads((HOME / "labels.toml").read_text("utf-8")).items():
        for name, words in files.items():
            file = folder.www(edition) / "wp-content" / "languages" / f"{name}.mo"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_compiled(words))


def _compiled(words: dict[str, str]) -> bytes:
    """GNU gettext's binary form (https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html).

    A header, two tables of length and offset, an empty table of hashes, whose place WordPress checks, then the
    strings. `context|word` carries a context.
    """
    pairs = sorted(
        (key.replace("|", "\x04").encode(), word.encode()) for key, word in (_HEADER | words).items()
    )
    start = 28 + 16 * len(pairs)
    strings, table = b"", b""
    for column in (0, 1):
        for pair in pairs:
            table += struct.pack("<2I", len(pair[column]), start + len(strings))
            strings += pair[column] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return header + table + strings
