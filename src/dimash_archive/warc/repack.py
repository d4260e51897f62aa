"""Files compressed as a whole, recompressed record by record, so that reading can begin at any record."""

import zlib
from pathlib import Path
from typing import Final

from dimash_archive.warc.files import disk_errors
from dimash_archive.warc.scanner import StoredRecord, scan

_LEVEL: Final = 6


def repack(path: Path) -> bool:
    """Compress each record of a file separately, as WARC recommends (annex D of WARC/1.1), unless they are.

    The records stay byte for byte as they are. A file with a record too long to be read stays as it is.
    Returns whether it was done. Raises CaptureError.
    """
    draft = path.with_name(f"{path.name}.part")
    with disk_errors(path.name):
        with path.open("rb") as file:
            first = next((each for each in scan(file) if isinstance(each, StoredRecord)), None)
        if first is None or first.is_reachable:
            return False
        try:
            with path.open("rb") as file, draft.open("wb") as out:
                for piece in scan(file):
                    if isinstance(piece, StoredRecord):
                        if piece.fault is not None:
                            return False
                        content = piece.content + (
                            b"\r\n\r\n" if piece.content.startswith(b"WARC/") else b"\n"
                        )
                        out.write(zlib.compress(content, _LEVEL, wbits=zlib.MAX_WBITS | 16))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return True
