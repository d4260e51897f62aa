"""Hash the pictures that an archive keeps, so that articles that show the same one can be told."""

from dimash_archive import capture
from dimash_archive.archive import Archive, hashes
from dimash_archive.archive.store import WARC_FOLDER
from dimash_archive.dhash import available, dhash
from dimash_archive.errors import CaptureError


def hash_pictures(archive: Archive) -> int:
    """Hash the pictures that came since the last time; returns how many. None are where Pillow is missing.

    Each is noted as tried before it is read, so that one that takes the process with it is not tried again.
    """
    if not available():
        return 0
    folder, count = archive.path.parent / WARC_FOLDER, 0
    for captured in hashes.wanted(archive.db):
        with archive.batch():
            hashes.put(archive.db, captured.digest, None)
        try:
            found = dhash(capture.load(folder, captured).body)
        except CaptureError:  # `verify` tells of it
            continue
        if found is not None:
            with archive.batch():
                hashes.put(archive.db, captured.digest, found)
            count += 1
    with archive.batch():
        hashes.done(archive.db)
    return count
