"""WARC files of a site become archives that merge joins: the same as the archive of the crawl that wrote them."""

import json
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dimash_archive.archive.integrity.verify import verify
from dimash_archive.cli import main
from dimash_archive.cluster import site_archives
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, serve
from dimash_archive.errors import CaptureError, ExitCode, UsageError
from dimash_archive.rebuild.reextract import reextract
from dimash_archive.site import Site

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """An invented site crawled on two days, so that there are two WARC files and articles with two versions."""
    place = tmp_path_factory.mktemp("crawled")
    with serve(DemoSite(5)) as town:
        (place / "town.toml").write_text(town.profile_text.replace('"demo"', '"town"'))
        site = Site.load(place / "town.toml")
        for day in (0, 1):
            town.move_to(day)
            list(Crawl(site, place / "data", rate=0, workers=0, full=True).run())
        yield place / "data", place / "town.toml"


def texts(data: Path) -> list[Any]:
    """What the articles of an archive say, and what they said before."""
    sql = "SELECT a.url, a.edition, v.version, v.title, v.body FROM versions v JOIN articles a ON a.id = v.article_id"
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return db.execute(f"{sql} ORDER BY 1, 3").fetchall()


def run(*words: object) -> Any:
    """One command, run in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, of sockets it closes late
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_archives_of_files_are_merged_to_that_of_the_crawl(
    crawled: tuple[Path, Path], tmp_path: Path
) -> None:
    """Whatever a dead worker left half done; versions in their order, each record at its place; a second run does nothing."""
    data, profile = crawled
    files = sorted((data / "warc").glob("*.gz"))
    out, joined = tmp_path / "out", tmp_path / "joined"
    half = out / f"{site_archives.name(files[0].name)}.part" / "warc"
    half.mkdir(parents=True)
    (half / files[0].name).write_bytes(b"half")
    words = ["cluster", "extract", *files, "--out", out, "--as", "archive", "--site", profile, "--workers", 1]
    assert run(*words).exit_code == 0
    made = sorted(out.iterdir())
    assert [path.name for path in made] == [site_archives.name(file.name) for file in files]
    times = [(path / "archive.db").stat().st_mtime_ns for path in made]
    assert "2 archives" in run(*words).stdout
    assert [(path / "archive.db").stat().st_mtime_ns for path in made] == times
    assert run("merge", *made, "--data", joined).exit_code == 0
    list(reextract(joined, workers=0))
    whole = tmp_path / "whole"
    shutil.copytree(data, whole)
    list(reextract(whole, workers=0))
    assert texts(joined) == texts(whole)
    assert max(row[2] for row in texts(joined)) == 2
    assert list(verify(joined)) == []


def test_damage_costs_the_exit_code(crawled: tuple[Path, Path], tmp_path: Path) -> None:
    """A record that cannot be read is an error of the archive that is made, also when it was made before, and a note of its run."""
    data, profile = crawled
    (first, *_) = sorted((data / "warc").glob("*.gz"))
    damaged = bytearray(first.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / "town.warc.gz").write_bytes(damaged)
    site, out = Site.load(profile), tmp_path / "out"
    assert site_archives.work(str(tmp_path / "town.warc.gz"), str(out), site)["errors"] == 1
    assert site_archives.made(["town.warc.gz", "none.warc.gz"], out) == {"archives": 1, "errors": 1}
    words = ["cluster", "extract", "town.warc.gz", "--out", out, "--as", "archive", "--site", profile]
    told = run(*words)
    assert (told.exit_code, "1 archive, 1 error." in told.stdout) == (ExitCode.FAILURES, True)
    (made,) = json.loads(run("status", "--json", "--data", out / "town").stdout)["runs"]
    assert (made["exit"], "town.warc.gz" in str(made["notes"])) == (ExitCode.FAILURES, True)


def test_what_cannot_be_done_is_a_sentence(crawled: tuple[Path, Path], tmp_path: Path) -> None:
    """No profile; two files of one name; a file that does not exist."""
    profile = crawled[1]
    told = run("cluster", "extract", "x.warc.gz", "--out", tmp_path, "--as", "archive")
    assert (told.exit_code, "needs a profile" in told.stderr) == (UsageError.exit_code, True)
    twice = ["a/x.warc.gz", "b/x.warc.gz"]
    told = run("cluster", "extract", *twice, "--out", tmp_path, "--as", "archive", "--site", profile)
    assert (told.exit_code, "called 'x'" in told.stderr) == (UsageError.exit_code, True)
    with pytest.raises(CaptureError, match="cannot be read"):
        site_archives.work(str(tmp_path / "none.warc.gz"), str(tmp_path), Site.load(profile))


@pytest.mark.parametrize(
    ("addresses", "files", "readers"),
    [
        (["tcp://a:1"], 1, 1),
        (["tcp://a:1", "tcp://a:2", "tcp://a:3", "tcp://a:4"], 2, 2),
        (["tcp://a:1", "tcp://a:2", "tcp://a:3", "tcp://a:4"], 3, 1),
        (["tcp://a:1", "tcp://a:2", "tcp://b:1", "tcp://b:2"], 1, 2),
        (["tcp://a:1", "tcp://a:2", "tcp://b:1"], 1, 1),
    ],
)
def test_workers_without_a_file_of_their_own_read_for_others(
    addresses: list[str], files: int, readers: int
) -> None:
    """As many as each machine has to spare, never fewer than one."""

    class Workers:
        def nthreads(self) -> dict[str, int]:
            return dict.fromkeys(addresses, 1)

    assert site_archives._readers(Workers(), files) == readers
