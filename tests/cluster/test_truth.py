"""What a command over many WARC files says of them: which records are read, and the exit code."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dimash_archive.cli import main
from dimash_archive.cli.commands import cluster_commands
from dimash_archive.cluster import page_readings, parquet_tables
from dimash_archive.cluster.plan import WarcPart

PAGE = b"<html><h1>Rain</h1><p>It rained."


def test_pages_in_resource_records_are_read(tmp_path: Path) -> None:
    """What was stored without an HTTP answer around it is a page as well."""
    lines = b"WARC-Target-URI: http://example.org/2024/06/rain/\r\nWARC-Date: 2024-06-14T10:30:00Z\r\nContent-Type: text/html\r\n"
    head = b"WARC/1.0\r\nWARC-Type: resource\r\n" + lines + b"Content-Length: %d\r\n\r\n" % len(PAGE)
    path = tmp_path / "x.warc"
    path.write_bytes(head + PAGE + b"\r\n\r\n")
    errors = parquet_tables.Table(parquet_tables.ERRORS)
    part = WarcPart(str(path), 0, path.stat().st_size)
    assert [fetched.body for _, fetched in page_readings.pages(part, errors)] == [PAGE]
    assert errors.count == 0


@pytest.mark.parametrize(("errors", "code"), [(0, 0), (3, 7)])
def test_the_exit_code_says_that_something_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errors: int, code: int
) -> None:
    """Rows of the table `errors` give 7, as pages that fail in other commands do."""

    def counts(*_: Any) -> dict[str, int]:
        return {"articles": 1, "skipped": 0, "errors": errors}

    monkeypatch.setattr(cluster_commands, "_extract", counts)
    told = CliRunner().invoke(main, ["cluster", "extract", "x.warc", "--out", str(tmp_path), "--json"])
    assert told.exit_code == code, told.output
