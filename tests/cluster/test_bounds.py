"""Records of any size cost a worker no more memory than the limit says, and cost the file only themselves."""

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.cluster import plan
from dimash_archive.cluster.work import work
from dimash_archive.demo import DemoSite
from dimash_archive.records import Fetched
from dimash_archive.warc import record_format
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.scanner import Damage, StoredRecord, scan

pytestmark = pytest.mark.whole

DAY = datetime(2024, 6, 14, tzinfo=UTC)
URL = "https://en.example.org/large/"
HUGE = 300_000_000
HEAD = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n" % URL.encode()

# In MB, of the worker and of the process that reads its pages; the latter's figure includes what it was forked from.
# Without pandas, which sqlite-utils loads wherever it happens to be installed: 40 MB that no record has to do with.
MEASURE = """
import json, re, resource, sys
class NoPandas:
    def find_spec(name, path, target=None):
        if name == "pandas":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NoPandas)
from pathlib import Path
from dimash_archive.cluster.plan import WarcPart
from dimash_archive.cluster.work import learn, work
part = WarcPart(sys.argv[1], 0, int(sys.argv[2]))
learn(part, sys.argv[3])
counts = work(part, sys.argv[3])
own = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]
peaks = [int(own) // 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000]
print(json.dumps({"counts": counts, "peaks": peaks}))
"""


def record(url: str, body: bytes, *headers: tuple[str, str]) -> bytes:
    """A response and its request, each a gzip member."""
    kind = ("Content-Type", "text/html; charset=utf-8")
    fetched = Fetched(url, 200, "OK", (kind, *headers), body, body, DAY)
    return b"".join(record_format.exchange(fetched, payload_digest(body), None))


def good() -> bytes:
    """A record of an article."""
    site = DemoSite(1)
    url = site.urls("en")[0]
    return record(url, site.respond("en", "/" + url.partition("://")[2].partition("/")[2], {})[2])


def compressed(size: int) -> Iterator[bytes]:
    """So many bytes of text as one gzip stream, without holding them."""
    stream, block = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16), b"<p>Word. " * 100_000
    for _ in range(size // len(block) + 1):
        yield stream.compress(block)
    yield stream.flush()


def long_member(path: Path) -> None:
    """A record that unpacks to 300 MB."""
    stream = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    with path.open("wb") as file:
        file.write(stream.compress(HEAD + b"Content-Length: %d\r\n\r\n" % HUGE))
        for _ in range(HUGE // 1_000_000):
            file.write(stream.compress(b"<p>Word. " * 111_111))
        file.write(stream.flush() + good())


def bomb(path: Path) -> None:
    """A page whose own coding unpacks to 300 MB."""
    path.write_bytes(record(URL, b"".join(compressed(HUGE)), ("Content-Encoding", "gzip")) + good())


def long_plain(path: Path) -> None:
    """A record of 300 MB in a file that is not compressed."""
    with path.open("wb") as file:
        file.write(HEAD + b"Content-Length: %d\r\n\r\n" % HUGE)
        file.seek(HUGE, 1)
        file.write(b"\r\n\r\n" + gzip.decompress(good()))


def endless(path: Path) -> None:
    """A record that does not say where it ends."""
    with path.open("wb") as file:
        file.write(HEAD + b"\r\n")
        file.seek(HUGE, 1)
        file.write(b"\r\n\r\n" + gzip.decompress(good()))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Only Linux tells what a process held.")
@pytest.mark.parametrize("write", [long_member, bomb, long_plain, endless])
def test_memory_is_bounded_whatever_a_record_holds(tmp_path: Path, write: object) -> None:
    """The record is a row of the table of errors, the article behind it is there, and 300 MB are never held."""
    path = tmp_path / "large.warc"
    write(path)  # type: ignore[operator]
    words = [sys.executable, "-c", MEASURE, str(path), str(path.stat().st_size), str(tmp_path / "out")]
    told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    assert told["counts"] == {"articles": 1, "skipped": 0, "errors": 1}
    assert sum(told["peaks"]) < 400, told["peaks"]
    (table,) = (tmp_path / "out" / "errors").iterdir()
    (row,) = pq.read_table(table).to_pylist()
    assert row["warc_offset"] == 0


def contents(data: bytes) -> list[bytes]:
    """The records of a file, as far as they are whole."""
    return [each.content for each in scan(BytesIO(data)) if isinstance(each, StoredRecord)]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6), st.data())
def test_plain_records_are_found_and_a_broken_one_costs_itself(
    bodies: list[bytes], data: st.DataObject
) -> None:
    """Each comes out as it is; where one has lost its length, the others still do."""
    whole = [b"WARC/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies]
    assert contents(b"\r\n\r\n".join(whole)) == whole
    at = data.draw(st.integers(0, len(whole)))
    content = b"\r\n\r\n".join([*whole[:at], b"WARC/1.1\r\nContent-Length: many\r\n\r\nx", *whole[at:]])
    assert contents(content + b"\r\n\r\n") == whole
    assert sum(isinstance(each, Damage) for each in scan(BytesIO(content + b"\r\n\r\n"))) == 1


def test_a_plain_record_that_is_cut_off_is_torn() -> None:
    """As is a file of something else."""
    (cut,) = scan(BytesIO(b"WARC/1.1\r\nContent-Length: 9\r\n\r\nshort"))
    (other,) = scan(BytesIO(b"something else"))
    assert isinstance(cut, Damage)
    assert isinstance(other, Damage)
    assert list(scan(BytesIO(b""))) == []


def test_a_plain_file_that_is_named_as_a_compressed_one_is_read_once(tmp_path: Path) -> None:
    """However many parts its name made of it."""
    path = tmp_path / "named.warc.gz"
    path.write_bytes(gzip.decompress(good()))
    parts = list(plan.parts([str(path)], path.stat().st_size // 3))
    assert len(parts) > 2
    assert [work(part, str(tmp_path / "out"))["articles"] for part in parts] == [1] + [0] * (len(parts) - 1)
