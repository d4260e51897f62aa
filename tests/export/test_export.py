"""The archive in other formats: nothing lost on the way, nothing that a reader of the format would stumble over."""

import csv
import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from archive_desk import Desk, article, captured, day
from click.testing import CliRunner, Result

from dimash_archive.archive import Archive
from dimash_archive.cli import main
from dimash_archive.errors import CaptureError
from dimash_archive.export import FORMATS, ExportSource, cdxj_blocks, export, write
from dimash_archive.records import Fetched, Image, Link
from dimash_archive.warc import cdxj, reader
from dimash_archive.warc.writer import WarcWriter

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://en.example.org/choir-sings/"
TEXT = (
    "He said: “Sing, & sing again!”",
    "First line\nsecond line",
    "# no heading, *no stress*, <b>no tag</b>",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three articles with their captures in a real WARC file; one has everything, one nearly nothing."""
    desk = Desk(tmp_path / "data")
    with desk.archive as made:
        writer = WarcWriter(tmp_path / "data" / "warc", seen=made.capture_by_digest, now=lambda: day(0))
        run = made.begin_run("town", day(0))
        told: list[tuple[str, str, tuple[str, ...], dict[str, Any]]] = [
            (URL, "A “choir” & more", TEXT, {
                "section": "Choir", "lead": "Late\x0b at night.", "author": "Dana", "published": day(2), "modified": day(3),
                "tags": ("choir", "rain; snow"), "speech": [("Nurlas", "Sing, & sing again!"), (None, "second")],
                "images": (Image("https://a.org/x y>.jpg", "alt", "Caption", "cr"),),
                "links": (Link("link", "https://b.org/", "more"),)}),
            ("https://ru.example.org/%D1%85%D0%BE%D1%80", "Хор", ("Пели.",), {"lang": "ru", "published": day(1)}),
            ("https://en.example.org/", "=1+1", ("Text.",), {}),
        ]  # fmt: skip
        for number, (url, title, paragraphs, more) in enumerate(told):
            raw = f"<p>{title}</p>".encode()
            fetched = Fetched(url, 200, "OK", (("Content-Type", "text/html"),), raw, raw, day(number))
            capture = made.record(run, writer.write(fetched))
            desk.read_again(article(url, title, *paragraphs, **more), capture, when=day(number))
        writer.close()
        yield made


def written(archive: Archive, name: str, lang: str | None = None) -> bytes:
    """An export in memory."""
    out = io.BytesIO()
    count = write(ExportSource(archive, lang), name, out)
    assert count == archive.number(lang)
    return out.getvalue()


def test_json_lines_hold_everything(archive: Archive) -> None:
    """Each line is what `show --json` prints of the article."""
    rows = [json.loads(line) for line in written(archive, "jsonl").decode().splitlines()]
    assert rows == [archive.article(number) for number in (1, 2, 3)]
    assert [row["lang"] for row in map(json.loads, written(archive, "jsonl", "ru").splitlines())] == ["ru"]


def test_csv_is_read_back_as_it_was(archive: Archive) -> None:
    """Line breaks, quotation marks and separators in texts survive; what is nested is counted."""
    first, *_ = csv.DictReader(io.StringIO(written(archive, "csv").decode(), newline=""))
    assert (first["body"], first["title"]) == ("\n\n".join(TEXT), "A “choir” & more")
    assert (first["quotes"], first["images"], first["tags"]) == ("2", "1", "choir; rain; snow")


def test_parquet_has_types_and_nested_quotes(archive: Archive) -> None:
    """Moments are timestamps, speeches a list of structs; no article lacks any."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = parquet.read_table(pyarrow.BufferReader(written(archive, "parquet")))
    first = table.to_pylist()[0]
    assert first["published"] == day(2)
    assert first["quotes"][0] == {
        "position": 0, "speaker": "Nurlas", "text": "Sing, & sing again!", "start": 10, "end": 29,
        "parts": [[10, 29]],
    }  # fmt: skip
    assert (first["tags"], first["images"][0]["credit"]) == (["choir", "rain; snow"], "cr")
    assert table.schema.field("published").type == pyarrow.timestamp("us", tz="UTC")
    columns = {row[1] for row in archive.db.execute("PRAGMA table_info(articles)")} - {"key"}
    assert columns <= set(table.schema.names)


def test_parquet_without_its_library_says_what_to_install(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named, and no file is left behind."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    target = archive.path.parent / "x.parquet"
    with pytest.raises(Exception, match=r"dimash-archive\[parquet\]"):
        export(ExportSource(archive), "parquet", target)
    assert not target.exists()
    assert not target.with_name("x.parquet.part").exists()


def test_the_feed_is_well_formed_and_whole(archive: Archive) -> None:
    """An entry an article, newest first, with what RFC 4287 asks for, and no character that XML does not know."""
    feed = ElementTree.fromstring(written(archive, "atom"))
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["A “choir” & more", "Хор", "=1+1"]
    for each in (feed, *entries):
        assert all(each.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.findtext(f"{ATOM}updated") == "2024-06-17T05:30:00Z"
    first = entries[0]
    assert first.findtext(f"{ATOM}content") == (
        "<p>He said: “Sing, &amp; sing again!”</p><p>First line<br>second line</p>"
        "<p># no heading, *no stress*, &lt;b&gt;no tag&lt;/b&gt;</p>"
    )
    assert first.findtext(f"{ATOM}summary") == "Late at night."
    assert [each.get("term") for each in first.findall(f"{ATOM}category")] == ["Choir", "choir", "rain; snow"]


def test_an_empty_archive_gives_empty_files(tmp_path: Path) -> None:
    """No articles are no error."""
    with Archive.open(tmp_path, create=True) as archive:
        for name, form in FORMATS.items():
            if form.write is not None:
                written(archive, name)
        assert export(ExportSource(archive), "markdown", tmp_path / "md") == 0


def test_markdown_is_a_tree_of_readable_files(archive: Archive, tmp_path: Path) -> None:
    """A file an article by edition, year and month; facts on top; text that means markup is escaped."""
    assert export(ExportSource(archive), "markdown", tmp_path / "md") == 3
    names = sorted(path.relative_to(tmp_path / "md").as_posix() for path in (tmp_path / "md").rglob("*.md"))
    assert names == ["en/2024/06/choir-sings-1.md", "en/undated/3.md", "ru/2024/06/хор-2.md"]
    text = (tmp_path / "md" / names[0]).read_text("utf-8")
    assert text.startswith(f'---\nid: 1\nurl: "{URL}"\ntitle: "A “choir” & more"\n')
    assert "\n# A “choir” & more\n" in text
    assert "First line\\\nsecond line" in text
    assert "\\# no heading, \\*no stress\\*, \\<b\\>no tag" in text
    assert "![Caption](<https://a.org/x y%3E.jpg>)" in text


def test_a_package_holds_files_that_a_dead_run_left_open(archive: Archive) -> None:
    """Their captures are in it, and in its index, as all others."""

    def contents() -> tuple[list[str], list[bytes]]:
        with zipfile.ZipFile(io.BytesIO(written(archive, "wacz"))) as package:
            index = [package.read(name) for name in package.namelist() if "cdx" in name]
            return [name for name in package.namelist() if "arc.gz" in name], index

    before = contents()
    for path in (archive.path.parent / "warc").glob("*.warc.gz"):
        path.rename(f"{path}.open")
    assert all(before)
    assert contents() == before


def test_a_package_holds_captures_index_and_texts(archive: Archive) -> None:
    """Every capture of the index is the record at that place; every page of the list is in the index."""
    with zipfile.ZipFile(io.BytesIO(written(archive, "wacz"))) as package:
        described = json.loads(package.read("datapackage.json"))
        digest = json.loads(package.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
        for each in described["resources"]:
            content = package.read(each["path"])
            assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert each["bytes"] == len(content)
            # ReplayWeb.page looks for the content behind the fields of the local header without ZIP64's.
            assert package.getinfo(each["path"]).extra == b""
        lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
        _, block = package.read("indexes/index.idx").decode().splitlines()
        header, *pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
        (name,) = [each for each in package.namelist() if each.startswith("archive/")]
        file = package.read(name)
    assert lines == sorted(lines)
    assert block.startswith(" ".join(lines[0].split(" ")[:2]))
    assert header["hasText"]
    facts = [json.loads(line.split(" ", 2)[2]) for line in lines]
    for each in facts:
        start = int(each["offset"])
        record = file[start : start + int(each["length"])]
        (found,) = reader.answers(io.BytesIO(record), each["filename"])
        assert (found[0].url, found[0].digest) == (each["url"], each["digest"])
    assert [page["title"] for page in pages] == ["A “choir” & more", "Хор", "=1+1"]
    assert {page["url"] for page in pages} == {each["url"] for each in facts}
    assert pages[0]["text"].endswith("\n\n".join(TEXT))


def test_a_package_needs_its_warc_files(archive: Archive) -> None:
    """One that is missing is named; of one that a crawl still writes to, what is known goes in, with its articles."""
    (path,) = (archive.path.parent / "warc").iterdir()
    path.rename(path.with_name(path.name + ".open"))
    out = io.BytesIO()
    assert write(ExportSource(archive), "wacz", out) == 3
    path.with_name(path.name + ".open").unlink()
    with pytest.raises(CaptureError, match=path.name):
        export(ExportSource(archive), "wacz", archive.path.parent / "x.wacz")
    assert not (archive.path.parent / "x.wacz").exists()


def test_the_index_has_blocks_that_can_be_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of the second index leads to a whole gzip member that begins with the key it names."""
    monkeypatch.setattr(cdxj_blocks, "BLOCK", 2)
    lines = list(cdxj.lines(captured(number, f"https://a.org/{9 - number}") for number in range(5)))
    out = io.BytesIO()
    meta, *index = cdxj_blocks.compressed(cdxj_blocks.ordered(lines), out, "index.cdx.gz")
    assert meta.startswith("!meta 0 ")
    read = []
    for each in index:
        key, place = each.split(" {")[0], json.loads("{" + each.split(" {")[1])
        member = out.getvalue()[place["offset"] : place["offset"] + place["length"]]
        text = gzip.decompress(member).decode()
        assert text.startswith(key + " {")
        assert place["digest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"
        read += text.splitlines(keepends=True)
    assert (len(index), read) == (3, sorted(lines))


@pytest.mark.parametrize("name", ["jsonl", "csv", "atom"])
def test_memory_does_not_grow_with_the_archive(tmp_path: Path, name: str) -> None:
    """Ten times the articles take no more memory."""
    peaks = []
    for number in (30, 300):
        desk = Desk(tmp_path / str(number))
        with desk.archive as archive, archive.batch():
            for each in range(number):
                desk.save(article(f"https://en.example.org/{each}", "T", "word " * 1000))
        with Archive.open(tmp_path / str(number)) as archive, (tmp_path / "out").open("wb") as out:
            tracemalloc.start()
            write(ExportSource(archive), name, out)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 50_000


def run(*words: str) -> Result:
    """What a command prints."""
    return CliRunner().invoke(main, words)


def test_the_command_writes_to_files_or_standard_output(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text goes to standard output unless a file is named; a package to a file in any case."""
    monkeypatch.chdir(tmp_path)
    data = str(archive.path.parent)
    told = run("export", "jsonl", "--data", data, "--lang", "ru")
    assert [json.loads(line)["title"] for line in told.stdout.splitlines()] == ["Хор"]
    assert told.stderr == "1 articles written to standard output\n"
    assert run("export", "wacz", "--data", data).stderr == "3 articles written to archive.wacz\n"
    assert zipfile.is_zipfile(tmp_path / "archive.wacz")
    assert run("export", "markdown", "--data", data, "-o", "texts").stderr == "3 articles written to texts\n"
    assert run("export", "csv", "--data", data, "-o", "nowhere/x.csv").exit_code == 1
    assert run("export", "xls", "--data", data).exit_code == 2
