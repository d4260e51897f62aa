"""Writing every response into WARC/1.1 files.

    warc/NAME-20240614T103000Z-00000-4f2a9c1b.warc.gz  one gzip member per record: warcinfo, then response,
                                                    request, response, request … (`revisit` for nothing new)
    warc/NAME-20240614T103000Z-00000-4f2a9c1b.cdxj     its index for replay tools, written when its run has ended
    warc/….warc.gz.open                             the run that writes it has not ended

A file keeps `.open` until its run ends well, even after the next file was started: that is how the next run
knows which files to search for records unknown to the database. A power cut can leave half a
record at its end: `repair` cuts it off. That response was not acted upon, and will be requested again.
"""

import logging
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

from dimash_archive.records import Captured, Fetched
from dimash_archive.version import __version__
from dimash_archive.warc import record_format, recovery
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.files import SUFFIX, disk_errors, open_path

_log = logging.getLogger(__name__)
_REMEMBERED = 4096  # digests of this run that the database may not hold yet; bounded, for memory


class WarcWriter:
    """Writes responses as they arrive. May be shared by threads."""

    def __init__(
        self,
        folder: Path,
        *,
        info: Mapping[str, str] | None = None,
        seen: Callable[[str], Captured | None] = lambda digest: None,
        max_bytes: int = 1_000_000_000,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`info`: more lines for the warcinfo record; `isPartOf` (the profile's name) also names the files.

        `seen` says where a payload with this digest was stored before; called by the thread that writes.
        """
        self._folder, self._max_bytes, self._now, self._seen = folder, max_bytes, now, seen
        self._info = {
            "software": f"dimash-archive/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
            **(info or {}),
        }
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, Captured] = OrderedDict()
        self._file: BinaryIO | None = None
        self._name, self._size = "", 0
        self.total = 0
        """Bytes written so far, to all files together."""
        self._written: list[str] = []

    def write(self, fetched: Fetched, before: Captured | None = None) -> Captured:
        """Store one response and its request; `before`: the last capture of this address, which a 304 confirms.

        The bytes are handed to the system before this returns, so a killed process loses nothing. Raises
        DiskFull or CaptureError; a half-written record is taken back.
        """
        digest, original = self._judge(fetched, before)
        response, request = record_format.exchange(fetched, digest, original)
        return self._store(fetched, digest, original, (response, request))

    def write_from_elsewhere(self, fetched: Fetched, fields: Mapping[str, str]) -> Captured:
        """Store a response that another archive received, and a metadata record of `fields` that says whose it was.

        Safe and atomic as `write`.
        """
        digest, original = self._judge(fetched, None)
        records = record_format.answer_from_elsewhere(fetched, digest, original, fields)
        return self._store(fetched, digest, original, records)

    def write_member(
        self, member: bytes, fetched: Fetched, digest: str, fields: Mapping[str, str]
    ) -> Captured:
        """Store another archive's response record byte for byte; `member` is the record as one gzip member.

        `fetched` and `digest` are what it holds. Safe and atomic as `write`.
        """
        about = record_format.metadata(fetched.url, fields, record_format.record_id(member))
        return self._store(fetched, digest, None, (member, about))

    def _store(
        self, fetched: Fetched, digest: str, original: Captured | None, records: tuple[bytes, bytes]
    ) -> Captured:
        """Append the records of one answer, its own first."""
        with self._lock:
            file = self._file_with_room()
            offset = self._append(file, b"".join(records))
            captured = Captured(
                url=fetched.url,
                fetched_at=fetched.fetched_at.replace(microsecond=0),
                status=fetched.status,
                mime=fetched.mime,
                digest=digest,
                warc_file=self._name,
                warc_offset=offset,
                warc_length=len(records[0]),
                revisit_of=original.place if original else None,
                flaw=fetched.flaw,
            )
            if not original and fetched.flaw is None:
                self._recent[digest] = captured
                if len(self._recent) > _REMEMBERED:
                    self._recent.popitem(last=False)
        return captured

    def sync(self) -> None:
        """Make sure that everything written survives a power cut. Call it before the database commits."""
        with self._lock:
            if self._file is not None:
                with disk_errors(self._name):
                    os.fsync(self._file.fileno())

    def close(self, *, settled: bool = True) -> list[Path]:
        """End the files. `settled`: the database knows all their records, so they get their final names. Returns these."""
        with self._lock:
            self._end_file()
            written, self._written = self._written, []
            return [recovery.settle(open_path(self._folder, name)) for name in written if settled]

    def _judge(self, fetched: Fetched, before: Captured | None) -> tuple[str, Captured | None]:
        """The payload digest, and the capture that already holds this payload."""
        if fetched.status == 304 and before is not None:
            return before.digest, self._find(before.digest) or before
        digest = payload_digest(fetched.raw)
        return digest, self._find(digest) if fetched.raw and fetched.flaw is None else None

    def _find(self, digest: str) -> Captured | None:
        with self._lock:
            recent = self._recent.get(digest)
        return recent or self._seen(digest)

    def _file_with_room(self) -> BinaryIO:
        if self._size >= self._max_bytes:
            self._end_file()
        return self._file or self._begin_file()

    def _begin_file(self) -> BinaryIO:
        moment = self._now()
        prefix = f"{self._info.get('isPartOf', 'archive')}-{moment:%Y%m%dT%H%M%SZ}"
        names = (f"{prefix}-{serial:05}" for serial in count())
        with disk_errors(str(self._folder)):
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = {path.name[: len(prefix) + 6] for path in self._folder.iterdir()}
            name = next(name for name in names if name not in taken)
            # By chance, so that files of two machines may lie in one folder, as after a merge.
            self._name = f"{name}-{secrets.token_hex(4)}{SUFFIX}"
            file = open_path(self._folder, self._name).open("xb", buffering=0)
        self._file, self._size = file, 0
        self._written.append(self._name)
        self._append(file, record_format.warcinfo(self._name, moment, self._info))
        return file

    def _append(self, file: BinaryIO, data: bytes) -> int:
        """Write all of `data`, or nothing; returns the offset it begins at."""
        offset, rest = self._size, memoryview(data)
        with disk_errors(self._name):
            try:
                while rest:
                    rest = rest[file.write(rest) :]
            except OSError:
                file.truncate(offset)
                file.seek(offset)
                raise
        self._size += len(data)
        self.total += len(data)
        return offset

    def _end_file(self) -> None:
        file, self._file, self._size = self._file, None, 0
        if file is not None:
            with disk_errors(self._name), file:
                os.fsync(file.fileno())
