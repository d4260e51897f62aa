"""WARC files: what is written can be read by us and by warcio, and survives kills and full disks."""

import errno
import gzip
import logging
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from answers import MOMENT, answer
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from dimash_archive.errors import CaptureError, DiskFull
from dimash_archive.records import Captured
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.reader import load, read
from dimash_archive.warc.recovery import repair, settle
from dimash_archive.warc.writer import WarcWriter

WHOLE = MOMENT.replace(microsecond=0)  # moments are stored in whole seconds


def records(path: Path) -> list[Any]:
    """Type, headers and HTTP part of every record, as warcio reads them."""
    with path.open("rb") as file:
        return [
            (record.rec_type, dict(record.rec_headers.headers), record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def only_file(folder: Path) -> Path:
    """The one file there is."""
    (path,) = folder.iterdir()
    return path


def check(folder: Path) -> None:
    """`warcio check` must be content with every file."""
    files = [str(path) for path in sorted(folder.glob("*.warc.gz"))]
    command = "import sys; from warcio.cli import main; sys.exit(main(['check', *sys.argv[1:]]))"
    done = subprocess.run(
        [sys.executable, "-c", command, *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_file_holds_warcinfo_response_and_request(tmp_path: Path) -> None:
    """Every header a WARC/1.1 reader looks for is there, and the bytes are those received."""
    writer = WarcWriter(tmp_path, info={"operator": "me", "isPartOf": "demo"}, now=lambda: MOMENT)
    captured = writer.write(answer())
    path = only_file(tmp_path)
    assert re.fullmatch(r"demo-20240614T103000Z-00000-[0-9a-f]{8}\.warc\.gz\.open", path.name)
    writer.close()
    path = only_file(tmp_path)
    assert path.name == captured.warc_file
    info, response, request = records(path)
    assert info[0] == "warcinfo"
    assert info[1]["WARC-Filename"] == path.name
    assert b"operator: me\r\n" in info[3]
    assert b"software: dimash-archive/" in info[3]
    assert b"robots: obey\r\n" in info[3]
    assert response[1]["WARC-Date"] == "2024-06-14T10:30:00Z"
    assert response[1]["WARC-IP-Address"] == "93.184.216.34"
    assert response[1]["WARC-Payload-Digest"] == captured.digest == payload_digest(b"<h1>Hi</h1>")
    assert response[1]["WARC-Block-Digest"].startswith("sha1:")
    assert response[2].statusline == "200 OK"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert (request[2].protocol, request[2].statusline) == ("GET", "/a?b=c HTTP/1.1")
    assert gzip.decompress(path.read_bytes()).count(b"WARC/1.1\r\n") == 3
    assert "X-Café: naïve\r\n".encode("latin-1") in gzip.decompress(path.read_bytes())
    check(tmp_path)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """An answer comes back whole: coded body, decoded body, headers, moment; at its offset, or in a row."""
    packed = gzip.compress(b"<p>text</p>")
    headers = (("Content-Type", "text/html"), ("content-encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    one = answer("https://example.org/1", packed, headers=headers, body=b"<p>text</p>")
    two = answer("https://example.org/2", b"", status=301, reason="Moved", headers=(("Location", "/1"),))
    writer = WarcWriter(tmp_path)
    places = [writer.write(one), writer.write(two)]
    for closed in (False, True):
        if closed:
            writer.close()
        back = [load(tmp_path, place) for place in places]
        kept = (*headers[:2], ("X-Crawl-Transfer-Encoding", "chunked"))
        assert back[0] == replace(one, headers=kept, request_headers=(), fetched_at=WHOLE)
        assert back[1] == replace(two, request_headers=(), fetched_at=WHOLE)
    assert [captured for captured, _ in read(tmp_path / places[0].warc_file)] == places
    with (tmp_path / places[0].warc_file).open("rb") as file:
        file.seek(places[1].warc_offset)
        member = file.read(places[1].warc_length)
    assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")
    check(tmp_path)


@pytest.mark.parametrize("flaw", ["disconnect", "time", "length", "coding"])
def test_answers_that_are_not_whole_are_stored_as_they_came(tmp_path: Path, flaw: Any) -> None:
    """The record says why, nothing is taken for the same as another answer, and warcio reads it all."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "100"))
    broken = answer(
        raw=b"<h1>Hi</h1>", headers=headers, reason="Не найдено".encode().decode("latin-1"), flaw=flaw
    )
    writer = WarcWriter(tmp_path)
    places = [writer.write(answer()), writer.write(broken), writer.write(broken), writer.write(answer())]
    writer.close()
    assert [place.revisit_of is None for place in places] == [True, True, True, False]
    back = load(tmp_path, places[1])
    assert back == replace(broken, request_headers=(), fetched_at=WHOLE)
    record = records(tmp_path / places[1].warc_file)[3]
    assert record[1].get("WARC-Truncated") == (None if flaw == "coding" else flaw)
    assert record[3] == b"<h1>Hi</h1>"
    assert [captured for captured, _ in read(tmp_path / places[0].warc_file)] == places
    check(tmp_path)


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    """A second answer with the same payload becomes a revisit that names the first, even of long ago."""
    writer = WarcWriter(tmp_path)
    first = writer.write(answer())
    later = MOMENT.replace(day=15)
    second = writer.write(answer("https://example.org/copy", fetched_at=later))
    writer.close()
    known = {first.digest: first}
    third = WarcWriter(tmp_path, seen=known.get, now=lambda: MOMENT)
    last = third.write(answer(fetched_at=later, status=404, reason="Not Found"))
    third.close()
    assert first.revisit_of is None
    assert second.revisit_of == last.revisit_of == f"{first.warc_file}:{first.warc_offset}"
    _, _, _, revisit, _ = records(tmp_path / first.warc_file)
    assert revisit[0] == "revisit"
    assert revisit[1]["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert revisit[1]["WARC-Refers-To-Target-URI"] == first.url
    assert revisit[1]["WARC-Refers-To-Date"] == "2024-06-14T10:30:00Z"
    assert revisit[3] == b""
    assert load(tmp_path, second).body == b"<h1>Hi</h1>"
    assert (load(tmp_path, last).status, load(tmp_path, last).body) == (404, b"<h1>Hi</h1>")
    assert [captured for captured, _ in read(tmp_path / first.warc_file)] == [first, second]
    check(tmp_path)


def test_empty_answers_are_never_revisits(tmp_path: Path) -> None:
    """Two redirects have nothing in common but their emptiness."""
    writer = WarcWriter(tmp_path)
    places = [writer.write(answer(f"https://example.org/{n}", b"", status=301)) for n in range(2)]
    writer.close()
    assert [place.revisit_of for place in places] == [None, None]


def test_not_modified_confirms_the_capture_before(tmp_path: Path) -> None:
    """A 304 is a server-not-modified revisit of the first copy, and loads as that copy."""
    writer = WarcWriter(tmp_path)
    first = writer.write(answer())
    again = writer.write(answer(fetched_at=MOMENT.replace(day=15)))
    silent = answer(raw=b"", status=304, reason="Not Modified", headers=(("ETag", '"x"'),))
    confirmed = writer.write(silent, before=again)
    unasked = writer.write(replace(silent, url="https://example.org/never"))
    old = Captured("https://example.org/old", MOMENT, 200, "", "sha1:OLD", "old.warc.gz", 77, 9)
    elsewhere = writer.write(silent, before=old)
    writer.close()
    assert confirmed.status == 304
    assert confirmed.digest == first.digest
    assert confirmed.revisit_of == f"{first.warc_file}:{first.warc_offset}"
    assert (unasked.revisit_of, elsewhere.revisit_of) == (None, "old.warc.gz:77")
    revisit = records(tmp_path / first.warc_file)[5]
    assert revisit[1]["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisit[1]["WARC-Payload-Digest"] == first.digest
    assert revisit[2].statusline == "304 Not Modified"
    back = load(tmp_path, confirmed)
    assert (back.status, back.body, back.mime) == (200, b"<h1>Hi</h1>", "text/html")


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    """Files end at about the limit; all keep `.open` until the run ends, then none does."""
    writer = WarcWriter(tmp_path, max_bytes=4000, now=lambda: MOMENT)
    places = [writer.write(answer(f"https://example.org/{n}", os.urandom(1500))) for n in range(7)]
    names = sorted({place.warc_file for place in places})
    begun = [name.rpartition("-")[0] for name in names]
    assert begun == [f"archive-20240614T103000Z-0000{n}" for n in range(len(names))]
    assert len(names) > 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.open" for name in names]
    writer.sync()
    writer.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [load(tmp_path, place).url for place in places] == [place.url for place in places]
    another = WarcWriter(tmp_path, now=lambda: MOMENT)
    assert another.write(answer()).warc_file not in names
    another.close()
    check(tmp_path)


def test_a_run_without_answers_leaves_no_file(tmp_path: Path) -> None:
    """A file is begun with the first answer, not before."""
    writer = WarcWriter(tmp_path / "warc")
    writer.sync()
    writer.close()
    assert not (tmp_path / "warc").exists()


def test_threads_may_share_a_writer(tmp_path: Path) -> None:
    """Records of several threads stand one after another, each at the offset that was told."""
    writer = WarcWriter(tmp_path)
    places: list[Captured] = []

    def work(number: int) -> None:
        for n in range(20):
            fetched = answer(f"https://example.org/{number}/{n}", f"{number} {n}".encode() * 500)
            places.append(writer.write(fetched))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    found = [captured for captured, _ in read(tmp_path / places[0].warc_file)]
    assert found == sorted(places, key=lambda place: place.warc_offset)
    assert len(found) == 80


def test_a_dead_run_is_repaired_at_every_byte(tmp_path: Path) -> None:
    """Wherever a power cut tears the file, whole records stay, half ones go, and warcio is content."""
    writer = WarcWriter(tmp_path / "whole", now=lambda: MOMENT)
    places = [writer.write(answer(f"https://example.org/{n}", b"text " * n)) for n in range(3)]
    writer.close(settled=False)
    whole = only_file(tmp_path / "whole").read_bytes()
    last = places[-1]
    for cut in {*range(0, 60, 7), *range(last.warc_offset - 3, len(whole), 40), len(whole)}:
        folder = tmp_path / f"cut-{cut}"
        folder.mkdir()
        (folder / f"{last.warc_file}.open").write_bytes(whole[:cut])
        repaired = repair(folder)
        assert repaired == sorted(folder.iterdir())
        found = [captured for path in repaired for captured, _ in read(path)]
        assert found == [place for place in places if place.warc_offset + place.warc_length <= cut]
        assert repair(folder) == repaired
        for path in repaired:
            settle(path)
        assert repair(folder) == []
    check(folder)


def test_repair_says_what_it_cut(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Zeros that a power cut left at the end are cut off, with a line in the log."""
    writer = WarcWriter(tmp_path)
    writer.write(answer())
    writer.close(settled=False)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes() + bytes(500))
    with caplog.at_level(logging.WARNING):
        (repaired,) = repair(tmp_path)
    assert "cut off 500 torn bytes" in caplog.text
    assert len(list(read(repaired))) == 1
    assert repair(tmp_path / "none") == []


def test_a_torn_tail_does_not_stop_reading(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Reading a torn file gives every whole record, compressed or not."""
    writer = WarcWriter(tmp_path, now=lambda: MOMENT)
    for n in range(3):
        writer.write(answer(f"https://example.org/{n}", b"%d long text " % n * 90))
    writer.close()
    packed = only_file(tmp_path).read_bytes()
    (tmp_path / "packed.warc.gz").write_bytes(packed[:-600])
    plain = gzip.decompress(packed)
    (tmp_path / "plain.warc").write_bytes(plain[: plain.rindex(b"long text")])
    assert len(list(read(tmp_path / "packed.warc.gz"))) == 2
    with caplog.at_level(logging.WARNING):
        assert [captured.url[-1] for captured, _ in read(tmp_path / "plain.warc")] == ["0", "1"]
    assert "plain.warc: the rest cannot be read" in caplog.text


def test_foreign_files_are_read(tmp_path: Path) -> None:
    """Other programs' files: chunked bodies, revisits that name no file, unknown codings, ARC."""
    date = "WARC-Date: 2014-01-01T00:00:00Z\r\n"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    coded = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc"
    again = b"HTTP/1.1 200 OK\r\n\r\n"
    out = BytesIO()
    for kind, block in (("response", chunked), ("response", coded), ("revisit", again)):
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x>\r\nWARC-Target-URI: http://a.org/\r\n{date}"
        length = f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
        out.write(head.encode() + length.encode() + block + b"\r\n\r\n")
    (tmp_path / "x.warc").write_bytes(out.getvalue())
    found = list(read(tmp_path / "x.warc"))
    assert [fetched.body for _, fetched in found] == [b"abc", b"abc", b""]
    assert [captured.revisit_of for captured, _ in found] == [None, None, None]
    assert found[0][0].digest == payload_digest(b"abc")
    assert found[0][1].fetched_at == datetime(2014, 1, 1, tzinfo=UTC)
    assert found[1][0].warc_offset + found[1][0].warc_length < len(out.getvalue())

    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old</p>"
    version = b"1 0 Someone\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://x.arc 0.0.0.0 20050101000000 text/plain %d\n%s\n" % (len(version), version)
    arc += b"http://b.org/ 1.2.3.4 20050102030405 text/html %d\n%s\n" % (len(body), body)
    (tmp_path / "x.arc").write_bytes(arc)
    ((captured, fetched),) = read(tmp_path / "x.arc")
    assert (fetched.body, fetched.ip, captured.url) == (b"<p>old</p>", "1.2.3.4", "http://b.org/")
    assert captured.fetched_at == datetime(2005, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_missing_and_wrong_places_are_told(tmp_path: Path) -> None:
    """A capture whose file is gone or holds something else there is an error that names file and offset."""
    with pytest.raises(CaptureError, match="No such file"):
        list(read(tmp_path / "none.warc.gz"))
    writer = WarcWriter(tmp_path)
    place = writer.write(answer())
    writer.close()
    with pytest.raises(CaptureError, match=r"no answer at 0"):
        load(tmp_path, replace(place, warc_offset=0))
    with pytest.raises(CaptureError, match=r"no answer at 5"):
        load(tmp_path, replace(place, warc_offset=5))


class FullDisk:
    """A file on a disk that takes `room` more bytes, and half of a write at a time."""

    def __init__(self, file: Any, room: int, code: int) -> None:
        self.file, self.room, self.code = file, room, code

    def write(self, data: memoryview) -> int:
        """Write what fits."""
        size = min(len(data), self.room, max(1, len(data) // 2))
        if size == 0:
            raise OSError(self.code, os.strerror(self.code))
        self.room -= size
        return int(self.file.write(data[:size]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@pytest.mark.parametrize(("code", "kind"), [(errno.ENOSPC, DiskFull), (errno.EIO, CaptureError)])
@pytest.mark.parametrize("room", [0, 1, 500, 700])
def test_a_full_disk_takes_back_the_half_written_record(
    tmp_path: Path, room: int, code: int, kind: type[Exception]
) -> None:
    """No byte of a record that did not fit stays in the file, and what was there before is whole."""
    writer = WarcWriter(tmp_path)
    first = writer.write(answer())
    path = only_file(tmp_path)
    size = path.stat().st_size
    writer._file = FullDisk(writer._file, room, code)  # type: ignore[assignment]
    with pytest.raises(kind):
        writer.write(answer("https://example.org/2", os.urandom(2000)))
    assert path.stat().st_size == size
    writer._file = writer._file.file  # type: ignore[union-attr]
    second = writer.write(answer("https://example.org/3", b"fits"))
    writer.close()
    assert [captured for captured, _ in read(tmp_path / first.warc_file)] == [first, second]
    check(tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is told in a sentence that names the folder."""
    (tmp_path / "warc").write_text("a file where the folder should be")
    with pytest.raises(CaptureError, match="warc: "):
        WarcWriter(tmp_path / "warc").write(answer())
    writer = WarcWriter(tmp_path / "new")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    writer.write(answer())
    monkeypatch.setattr("os.fsync", full)
    for step in (writer.sync, writer.close):
        with pytest.raises(DiskFull, match="run the same command again"):
            step()


def test_memory_of_digests_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer forgets its oldest digests; the database knows them by then."""
    monkeypatch.setattr("dimash_archive.warc.writer._REMEMBERED", 2)
    writer = WarcWriter(tmp_path)
    for n in (1, 2, 3):
        writer.write(answer(f"https://example.org/{n}", str(n).encode()))
    assert writer.write(answer("https://example.org/4", b"1")).revisit_of is None
    assert writer.write(answer("https://example.org/5", b"3")).revisit_of is not None
    writer.close()
