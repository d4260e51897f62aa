"""Files and folders of other crawlers, near and far, some of them damaged."""

import logging
from pathlib import Path

import fsspec
import pytest
from foreign_warc import record

from dimash_archive.backfill.sources.foreign_files import ForeignFiles
from dimash_archive.backfill.sources.holdings import Wanted
from dimash_archive.errors import CaptureError, UsageError

WANTED = Wanted(("https://en.example.org/",))


def answer(number: int) -> bytes:
    """The file of one answer."""
    return record(f"https://en.example.org/{number}/", f"2019-05-0{number}T10:00:00Z", b"<p>Text</p>")


def addresses(source: str) -> list[str]:
    """What is captured in the files at an address."""
    return [offer.line.url for offer in ForeignFiles(source).offers(WANTED)]


def test_a_folder_is_read_whatever_lies_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A package that is none is named, and the files behind it are read; other files are left alone."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.warc.gz").write_bytes(answer(1))
    (tmp_path / "b.wacz").write_bytes(b"no package")
    (tmp_path / "deep" / "c.warc.gz").write_bytes(answer(2))
    (tmp_path / "notes.txt").write_text("notes")
    with caplog.at_level(logging.WARNING):
        assert addresses(str(tmp_path)) == ["https://en.example.org/1/", "https://en.example.org/2/"]
    assert "b.wacz is not a WACZ package" in caplog.text
    with pytest.raises(CaptureError, match=r"b\.wacz is not a WACZ package"):
        addresses(str(tmp_path / "b.wacz"))


def test_a_folder_may_lie_elsewhere() -> None:
    """Any file system that fsspec reads: one file of it, or all below a folder."""
    system = fsspec.filesystem("memory")
    for number in (1, 2):
        system.pipe_file(f"/theirs/{number}.warc.gz", answer(number))
    assert addresses("memory://theirs") == ["https://en.example.org/1/", "https://en.example.org/2/"]
    assert addresses("memory://theirs/2.warc.gz") == ["https://en.example.org/2/"]


def test_what_is_nowhere_is_said_in_a_sentence() -> None:
    """A protocol that nobody knows, a folder that does not exist."""
    with pytest.raises(UsageError, match="cannot be read"):
        addresses("nowhere://theirs/1.warc.gz")
    with pytest.raises(UsageError, match="no file or folder"):
        addresses("/not/here")
