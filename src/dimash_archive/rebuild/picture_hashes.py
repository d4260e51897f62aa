"""Hash the pictures that an archive keeps, so that articles that show the same one can be recognised."""

import logging

from dimash_archive.archive import Archive
from dimash_archive.archive.stories import picture_hash_table
from dimash_archive.archive.stories.image_hash import available, image_hash
from dimash_archive.errors import CaptureError
from dimash_archive.warc import reader
from dimash_archive.warc.files import WARC_FOLDER

_log = logging.getLogger(__name__)


def hash_pictures(archive: Archive) -> int:
    """Hash the pictures added since the last time; returns how many. Without Pillow none are hashed.

    Each is noted as tried before it is read, so that one that crashes the process is not tried again.
    """
    if not available():
        return 0
    folder, count = archive.path.parent / WARC_FOLDER, 0
    for captured in picture_hash_table.wanted(archive.db):
        with archive.batch():
            picture_hash_table.put(archive.db, captured.digest, None)
        try:
            value = image_hash(reader.load(folder, captured).body)
        except CaptureError:  # `verify` tells of it
            continue
        except Exception:  # the decoders meet bytes of any kind; this picture has no hash
            _log.warning("%s: the picture cannot be hashed", captured.url, exc_info=True)
            continue
        if value is not None:
            with archive.batch():
                picture_hash_table.put(archive.db, captured.digest, value)
            count += 1
    with archive.batch():
        picture_hash_table.done(archive.db)
    return count
