"""Files of every program, whole or damaged: each record comes out, and damage costs what is damaged."""

import gzip
import logging
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from answers import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from dimash_archive.records import Captured, Fetched
from dimash_archive.warc.reader import answers, load, read
from dimash_archive.warc.record_parser import UNDATED, BadRecord, parse
from dimash_archive.warc.recovery import repair
from dimash_archive.warc.repack import repack
from dimash_archive.warc.scanner import Damage, StoredRecord, scan
from dimash_archive.warc.writer import WarcWriter

PAGE = b"<html><p>Text number %d, which is long enough to be told from others.</p></html>"


def response(url: str, block: bytes, *lines: str, kind: str = "response") -> bytes:
    """One WARC record."""
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        *lines,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    """The HTTP message of a page."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE % number


def warc(count: int) -> list[bytes]:
    """So many records of pages."""
    date = "WARC-Date: 2024-06-14T10:30:00Z"
    return [response(f"http://a.org/{n}", page(n), date) for n in range(count)]


def arc(count: int) -> list[bytes]:
    """The same as ARC records, the first of which describes the file."""
    version = b"1 1 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [b"filedesc://x.arc 0.0.0.0 20240614103000 text/plain %d\n%s\n" % (len(version), version)]
    for n in range(count):
        line = b"http://a.org/%d 1.2.3.4 20240614103000 text/html %d\n" % (n, len(page(n)))
        records.append(line + page(n) + b"\n")
    return records


def forms(records: list[bytes]) -> dict[str, bytes]:
    """The records in every way that files hold them."""
    whole = b"".join(records)
    return {
        "plain": whole,
        "by record": b"".join(gzip.compress(each, mtime=0) for each in records),
        "as a whole": gzip.compress(whole, mtime=0),
        "in blocks": b"".join(
            gzip.compress(whole[at : at + 150], mtime=0) for at in range(0, len(whole), 150)
        ),
    }


def read_bytes(data: bytes) -> list[tuple[Captured, Fetched]]:
    """The answers of a file."""
    return list(answers(BytesIO(data), "x"))


@pytest.mark.parametrize("records", [warc(5), arc(5)], ids=["warc", "arc"])
@pytest.mark.parametrize("form", ["plain", "by record", "as a whole", "in blocks"])
def test_every_form_of_a_file_is_read(tmp_path: Path, records: list[bytes], form: str) -> None:
    """However the records are packed, the same answers come out, each from its own offset again."""
    data = forms(records)[form]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    found = list(read(path))
    assert [(captured.url, fetched.body) for captured, fetched in found] == [
        (f"http://a.org/{n}", PAGE % n) for n in range(5)
    ]
    assert {captured.fetched_at for captured, _ in found} == {datetime(2024, 6, 14, 10, 30, tzinfo=UTC)}
    assert [load(tmp_path, captured).body for captured, _ in found] == [PAGE % n for n in range(5)]
    assert not any(isinstance(piece, Damage) for piece in scan(BytesIO(data)))


@pytest.mark.parametrize("records", [warc(4), arc(4)], ids=["warc", "arc"])
@pytest.mark.parametrize("form", ["plain", "by record"])
def test_one_damaged_byte_costs_one_record(records: list[bytes], form: str) -> None:
    """Wherever a byte is other than it was, all records but the one it stands in, or next to, come out."""
    data = forms(records)[form]
    for at in range(0, len(data), 11):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        intact = sum(fetched.body == PAGE % n for n in range(4) for _, fetched in read_bytes(broken))
        assert intact >= 3, at


@pytest.mark.parametrize("form", ["plain", "by record", "as a whole", "in blocks"])
def test_a_file_that_is_cut_gives_what_is_before_the_cut(form: str) -> None:
    """The last record is lost, as a tail, and the ones before it are not."""
    head, noise = b"HTTP/1.1 200 OK\r\n\r\n", [random.Random(n).randbytes(400) for n in range(6)]
    data = forms([response(f"http://a.org/{n}", head + each) for n, each in enumerate(noise)])[form]
    whole = len(read_bytes(data[: len(data) * 3 // 4]))
    assert 2 <= whole <= 5
    pieces = list(scan(BytesIO(data[: len(data) * 3 // 4])))
    assert isinstance(pieces[-1], Damage)
    assert pieces[-1].is_tail


def test_rubbish_between_records_is_passed_over() -> None:
    """Text, zeros, another program's member: what is on both sides comes out."""
    first, second = warc(2)
    for rubbish in (b"something else\r\n", bytes(99), b"\r\n\r\nWARC/1.0\r\nWARC-Type: respo\r\n\r\n"):
        assert [captured.url for captured, _ in read_bytes(first + rubbish + b"\r\n" + second)] == [
            "http://a.org/0",
            "http://a.org/1",
        ]
        packed = gzip.compress(first) + gzip.compress(rubbish) + gzip.compress(second)
        assert len(read_bytes(packed)) == 2


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        ("HTTP/1.1 200", 200, ""),
        ("HTTP/1.0  404  Not Found", 404, "Not Found"),
        ("HTTP/2 200", 200, ""),
        ("ICY 200 OK", 200, "OK"),
        ("200 OK", 200, "OK"),
        ("HTTP/1.1 200OK", 200, "OK"),
        ("http/1.1 503 Später", 503, "Später"),
    ],
)
def test_odd_status_lines_are_read(line: str, status: int, reason: str) -> None:
    """A line without protocol or reason, or with both in another way, tells its status."""
    block = line.encode("latin-1") + b"\r\nContent-Type: text/html\r\n\r\nx"
    ((captured, fetched),) = read_bytes(response("http://a.org/", block))
    assert (captured.status, fetched.reason, fetched.body) == (status, reason, b"x")


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("warc-date: 2020-01-02", datetime(2020, 1, 2, tzinfo=UTC)),
        ("WARC-DATE: 20200102030405", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("WARC-Date: 2020-01-02T03:04:05+06:00", datetime(2020, 1, 1, 21, 4, 5, tzinfo=UTC)),
        ("WARC-Date: some day", datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("X: y", datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)),
    ],
)
def test_odd_dates_are_read(line: str, moment: datetime) -> None:
    """Any ISO form, digits, or none: then the answer's own date stands in; without one, the answer is undated."""
    block = b"HTTP/1.1 200 OK\r\nDate: Thu, 06 May 2021 07:08:09 GMT\r\n\r\nx"
    ((captured, _),) = read_bytes(response("http://a.org/", block, line))
    assert captured.fetched_at == moment
    ((undated, _),) = read_bytes(response("http://a.org/", b"HTTP/1.1 200 OK\r\n\r\nx"))
    assert undated.fetched_at == UNDATED


def test_other_kinds_of_records_are_told_apart() -> None:
    """Resources and conversions are pages, requests and notes are not; names come in any case, addresses in brackets."""
    html = "Content-Type: text/html; charset=utf-8"
    data = b"".join(
        (
            response("<http://a.org/r>", b"<p>r</p>", html, kind="resource"),
            response("http://a.org/c", b"<p>c</p>", html, kind="conversion"),
            response("http://a.org/q", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            response("metadata://x", b"x", kind="resource"),
            response("http://a.org/n", b"note: 1", kind="metadata"),
            response("http://a.org/u", page(1)).replace(b"WARC-Type: response", b"warc-type: RESPONSE"),
        )
    )
    found = [(captured.url[-1], captured.status, captured.mime) for captured, _ in read_bytes(data)]
    assert found == [("r", 200, "text/html"), ("c", 200, "text/html"), ("u", 200, "text/html")]


def test_chunks_are_joined_and_their_digest_holds_either_way() -> None:
    """A digest over the chunks, or over the body, is right; of a body that is not in chunks, whatever is said, as well."""
    chunks = b"3\r\nabc\r\n4;x=1\r\ndefg\r\n0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    (piece,) = scan(
        BytesIO(response("http://a.org/", head + chunks, "WARC-Payload-Digest: sha1:" + "A" * 32))
    )
    assert isinstance(piece, StoredRecord)
    found = parse(piece, "x")
    assert found is not None
    assert (found.fetched.body, found.payload, found.is_intact) == (b"abcdefg", chunks, False)
    for digest in (
        "md5:7ac66c0f148de9519b8bd264312c4d64",
        "sha-512:0",
        "crc:1",
        "sha1:L7ZTDPZ73UPL5AISAUGLO5RSDUVLHONA",
    ):
        (piece,) = scan(BytesIO(response("http://a.org/", head + chunks, f"WARC-Payload-Digest: {digest}")))
        assert isinstance(piece, StoredRecord)
        parse(piece, "x")
    ((_, plain),) = read_bytes(response("http://a.org/", head + b"<p>not in chunks</p>"))
    assert plain.body == b"<p>not in chunks</p>"


def test_records_that_cannot_be_read_say_why() -> None:
    """No address, no status: an error that names it, and the records around it come out."""
    bad = [response("", page(1)), response("http://a.org/", b"what is this")]
    for each in bad:
        (piece,) = scan(BytesIO(each))
        assert isinstance(piece, StoredRecord)
        with pytest.raises(BadRecord, match=r"address|status line"):
            parse(piece, "x")
        assert len(read_bytes(warc(1)[0] + each + warc(2)[1])) == 2


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2))
def test_any_bytes_are_read_without_an_error(data: bytes, how: int) -> None:
    """Nothing raises, whatever stands in a file or a record."""
    wrapped = (
        data,
        gzip.compress(data),
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\n" + data,
    )
    read_bytes(wrapped[how])
    read_bytes(warc(1)[0] + wrapped[how])


def crawled(folder: Path, count: int) -> tuple[Path, list[Captured]]:
    """A file that a dead run left open."""
    writer = WarcWriter(folder)
    places = [writer.write(answer(f"https://example.org/{n}", PAGE % n)) for n in range(count)]
    writer.close(settled=False)
    (path,) = folder.iterdir()
    return path, places


def test_repair_cuts_nothing_behind_a_damaged_byte(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A byte in the second of ten records costs that one: the eight behind it stay, and the damage is told."""
    path, places = crawled(tmp_path, 10)
    data = bytearray(path.read_bytes())
    data[places[1].warc_offset + 40] ^= 1
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert repair(tmp_path) == [path]
    assert path.read_bytes() == data
    assert "bytes are damaged" in caplog.text
    assert [captured for captured, _ in read(path)] == [places[0], *places[2:]]


def test_repair_never_cuts_what_the_database_knows(tmp_path: Path) -> None:
    """A last record that is damaged and known stays: what follows it is cut."""
    path, places = crawled(tmp_path, 3)
    data, end = bytearray(path.read_bytes()), places[2].warc_offset + places[2].warc_length
    data[places[2].warc_offset + 40] ^= 1
    path.write_bytes(data[:end] + b"half a rec")
    assert repair(tmp_path, lambda name: end if name == places[2].warc_file else 0) == [path]
    assert path.read_bytes() == data[:end]
    path.write_bytes(b"x" * 50)
    assert repair(tmp_path, lambda name: 40) == [path]
    assert path.stat().st_size == 40
    assert repair(tmp_path) == []


def test_files_compressed_as_a_whole_are_compressed_anew(tmp_path: Path) -> None:
    """Record by record, so that reading can begin at each; other files stay as they are."""
    for form, data in forms(warc(4)).items():
        path = tmp_path / "x.warc.gz"
        path.write_bytes(data)
        assert repack(path) is (form in ("as a whole", "in blocks"))
        assert [captured.url for captured, _ in read(path)] == [f"http://a.org/{n}" for n in range(4)]
        assert not repack(path)
    assert [each.name for each in tmp_path.iterdir()] == ["x.warc.gz"]
