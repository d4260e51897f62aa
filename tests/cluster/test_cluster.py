"""Extraction over WARC files in parts: nothing lost, nothing doubled, whatever happens to workers and records."""

import gzip
import json
import os
import signal
import threading
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from dask_workers import Poisoned, kill_workers
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

from dimash_archive.cli import main
from dimash_archive.cluster import dispatch, plan, shared_stats
from dimash_archive.cluster.plan import WarcPart
from dimash_archive.cluster.work import learn, work
from dimash_archive.demo import DemoSite
from dimash_archive.errors import CaptureError, UsageError
from dimash_archive.extraction import VERSION
from dimash_archive.records import Fetched
from dimash_archive.warc import reader, record_format
from dimash_archive.warc.digests import payload_digest
from dimash_archive.warc.scanner import Piece, StoredRecord, scan

DAY = datetime(2024, 6, 14, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def _record(url: str, body: bytes, status: int = 200) -> bytes:
    fetched = Fetched(url, status, "OK", HTML, body, body, DAY)
    return b"".join(record_format.exchange(fetched, payload_digest(body), None))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WARC file of the invented site's articles in three languages, and a page that is none."""
    site = DemoSite(4)
    path = tmp_path_factory.mktemp("warcs") / "town.warc.gz"
    with path.open("wb") as out:
        out.write(record_format.warcinfo(path.name, DAY, {"software": "test"}))
        for lang in ("kk", "ru", "en"):
            for url in site.urls(lang):
                where = "/" + url.partition("://")[2].partition("/")[2]
                out.write(_record(url, site.respond(lang, where, {})[2]))
        out.write(_record("https://en.example.org/none/", b"<p>Nothing.</p>"))
        out.write(_record("https://en.example.org/lost/", b"<p>Lost.</p>", 404))
    return path


@pytest.fixture(scope="module")
def whole(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows and counts of the file read as one part."""
    out, part = tmp_path_factory.mktemp("whole"), WarcPart(str(file), 0, file.stat().st_size)
    learn(part, str(out))
    known = shared_stats.gathered(str(out))
    shared_stats.reduce(0, known, str(out))
    counts = work(part, str(out), known)
    return _rows(out), counts


def _rows(out: Path, table: str = "articles") -> list[dict[str, Any]]:
    files = sorted((out / table).glob("*.parquet")) if (out / table).exists() else []
    rows: list[dict[str, Any]] = [row for each in files for row in pq.read_table(each).to_pylist()]
    return sorted(rows, key=lambda row: (row["warc_offset"], row["url"] or ""))


def test_a_part_holds_the_articles_and_where_they_came_from(
    file: Path, whole: tuple[list[dict[str, Any]], dict[str, int]]
) -> None:
    """Titles, texts and quotes of the demo's truth; each row leads back to its record."""
    rows, counts = whole
    assert counts == {"articles": len(rows), "skipped": 1, "errors": 0}
    site = DemoSite(4)
    titles = {each.title for lang in ("kk", "ru", "en") for each in site.truth(lang).values()}
    assert {row["title"] for row in rows} <= titles
    assert len(rows) == sum(len(site.urls(lang)) for lang in ("kk", "ru", "en"))
    with file.open("rb") as source:
        found = {each.warc_offset: each for each, _ in reader.answers(source, file.name)}
    captured = found[rows[3]["warc_offset"]]
    assert (captured.digest, captured.fetched_at) == (rows[3]["digest"], rows[3]["fetched_at"])


def contents(pieces: Iterable[Piece]) -> list[bytes]:
    """The records among them, as far as they are whole."""
    return [each.content for each in pieces if isinstance(each, StoredRecord) and not each.fault]


@pytest.mark.whole
@settings(deadline=None)  # records of megabytes on a busy machine
@given(st.data())
def test_ranges_hold_each_record_once_wherever_they_are_cut(data: st.DataObject) -> None:
    """The members of all ranges are the members of the file, in order."""
    body = st.one_of(st.binary(max_size=300), st.integers(1, 3).map(lambda long: bytes(long * 1_000_000)))
    bodies = data.draw(st.lists(body, min_size=1, max_size=6))
    records = [b"WARC/1.1\r\n\r\n" + body for body in bodies]
    content = b"".join(gzip.compress(each, mtime=0) for each in records)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(content) - 1), max_size=5)))
    file = BytesIO(content)
    edges = [0, *cuts, len(content)]
    found = [each for a, b in zip(edges, edges[1:], strict=False) for each in scan(file, a, b)]
    assert contents(found) == records
    assert len(found) == len(records)


@given(st.binary(max_size=60), st.integers(0, 2))
def test_a_damaged_record_costs_itself_alone(rubbish: bytes, at: int) -> None:
    """Between whole members any rubbish, or half a member, is passed over."""
    whole = [gzip.compress(b"WARC/1.1 %d" % number + b"x" * 99, mtime=0) for number in range(3)]
    half = gzip.compress(b"WARC/1.1 half " + os.urandom(99), mtime=0)[:70]
    content = b"".join([*whole[:at], half, rubbish, *whole[at:]])
    assert [each[:10] for each in contents(scan(BytesIO(content)))] == [b"WARC/1.1 %d" % n for n in range(3)]


def test_a_record_beyond_the_limit_is_not_held() -> None:
    """Its beginning and a fault are told; the next record is read as if nothing had been."""
    content = gzip.compress(b"WARC/1.1 long" + bytes(20_000_000)) + gzip.compress(b"WARC/1.1 next")
    first, second = scan(BytesIO(content), limit=3_000_000)
    assert isinstance(first, StoredRecord)
    assert isinstance(second, StoredRecord)
    assert len(first.content) < 3_100_000
    assert first.fault
    assert (second.content, second.fault) == (b"WARC/1.1 next", None)


def test_faulty_records_are_rows_of_the_table_of_errors(file: Path, tmp_path: Path) -> None:
    """A torn end and a record that is none: a row each, and the articles before them are all there."""
    broken = tmp_path / "broken.warc.gz"
    bad = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n")
    torn = _record("https://en.example.org/torn/", os.urandom(3000))[:1500]
    broken.write_bytes(file.read_bytes() + bad + torn)
    counts = work(WarcPart(str(broken), 0, broken.stat().st_size), str(tmp_path / "out"))
    assert counts["errors"] == 2
    assert [row["reason"][:10] for row in _rows(tmp_path / "out", "errors")] == ["The record", "The record"]
    assert counts["articles"] > 10


@pytest.mark.whole
def test_two_workers_make_what_one_makes_and_the_command_goes_on(
    file: Path,
    whole: tuple[list[dict[str, Any]], dict[str, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run that was stopped while it read goes on with what is left; a run that is done does nothing."""
    out, parts = tmp_path / "out", 5  # more than are given out at a time
    wish = dispatch.ClusterOptions(workers=2, part=ceil(file.stat().st_size / parts))
    before = [("learning", done) for done in range(parts + 1)] + [("summing up", 0), ("summing up", 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, of sockets it closes late
        steps = dispatch.extract([str(file)], str(out), wish)
        passed = [(step.step, step.done) for step in islice(steps, len(before) + 2)]
        steps.close()  # type: ignore[attr-defined]
        assert passed == [*before, ("reading", 0), ("reading", 1)]
        seen = len(list((out / "done").glob("*.json")))
        assert 1 <= seen <= parts
        passed = [(step.step, step.done) for step in dispatch.extract([str(file)], str(out), wish)]
    reading = [("reading", done) for done in range(seen, parts + 1)]
    assert passed == [("learning", parts), ("summing up", 1), *reading]
    strip = [row | {"warc": ""} for row in _rows(out)]
    assert strip == [row | {"warc": ""} for row in whole[0]]
    assert plan.total(str(out)) == whole[1]
    assert [each.done for each in dispatch.extract([str(file)], str(out), wish)] == [parts, 1, parts]
    with pytest.raises(UsageError, match="was started with another"):
        next(dispatch.extract([str(file)], str(out), dispatch.ClusterOptions(part=1000)))
    told = CliRunner().invoke(
        main,
        [
            "cluster",
            "extract",
            str(file),
            "--out",
            str(tmp_path / "none" / "x"),
            "--scheduler",
            "tcp://127.0.0.1:9",
        ],
    )
    assert (told.exit_code, "no Dask scheduler" in told.stderr) == (2, True)


def test_a_page_that_kills_its_reader_costs_one_row(
    file: Path,
    whole: tuple[list[dict[str, Any]], dict[str, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page is named in the table of errors, and every article before and behind it is there."""
    monkeypatch.setattr("dimash_archive.cluster.page_readings.PageExtractor", Poisoned)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "helpers"))
    poisoned = tmp_path / "poisoned.warc.gz"
    url = "https://en.example.org/poison/"
    poisoned.write_bytes(_record(url, b"POISON") + file.read_bytes())
    counts = work(WarcPart(str(poisoned), 0, poisoned.stat().st_size), str(tmp_path / "out"))
    assert counts == whole[1] | {"errors": 1}
    (row,) = _rows(tmp_path / "out", "errors")
    assert (row["url"], row["warc_offset"], row["reason"][:12]) == (url, 0, "The process ")
    assert [row["title"] for row in _rows(tmp_path / "out")] == [row["title"] for row in whole[0]]


@pytest.mark.whole
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_killed_workers_cost_nothing_and_double_nothing(
    file: Path, whole: tuple[list[dict[str, Any]], dict[str, int]], tmp_path: Path
) -> None:
    """With workers killed again and again the tables are those of a quiet run."""
    stop, killed = threading.Event(), list[int]()
    killer = threading.Thread(target=kill_workers, args=(stop, killed, 4), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wish = dispatch.ClusterOptions(workers=1, part=file.stat().st_size // 5)
        steps = dispatch.extract([str(file)], str(tmp_path / "out"), wish)
        try:
            assert [step.done for step in islice(steps, 2)] == [0, 1]  # the worker is there
            killer.start()
            last = list(steps)[-1]
        finally:
            stop.set()
            killer.join()
    assert (last.step, last.done) == ("reading", last.pieces)
    assert killed
    assert _rows(tmp_path / "out") == whole[0]
    assert not list((tmp_path / "out").rglob("*.part"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its address, before any work is done."""
    told = CliRunner().invoke(
        main, ["cluster", "extract", str(tmp_path / "no.warc.gz"), "--out", str(tmp_path)]
    )
    assert told.exit_code == CaptureError.exit_code
    assert "no.warc.gz cannot be read" in told.stderr


def test_a_done_folder_is_told_in_words_and_in_json(file: Path, tmp_path: Path) -> None:
    """Counts of all parts, summed up; an uncompressed file is one part."""
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    out = str(tmp_path / "out")
    (part,) = plan.parts([str(plain)], 1000)
    plan.agree(out, [part], 64_000_000, VERSION)
    counts = work(part, out)
    words = ["cluster", "extract", str(plain), "--out", out, "--no-memory"]
    told = CliRunner().invoke(main, [*words, "--json"])
    assert json.loads(told.stdout) == counts
    told = CliRunner().invoke(main, words)
    assert told.stdout == f"{counts['articles']} articles, 1 skipped, 0 errors\n"
