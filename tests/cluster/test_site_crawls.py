"""Many sites crawled over Dask: each archive is what `crawl` makes, no host is asked by two, a dead worker costs nothing."""

import json
import sqlite3
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dask_workers import kill_workers

from dimash_archive.archive.integrity.verify import verify
from dimash_archive.cli import main
from dimash_archive.cluster import site_crawls as crawling
from dimash_archive.cluster.dispatch import ClusterOptions
from dimash_archive.crawler import Crawl, CrawlOptions
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.errors import ProfileError, UsageError
from dimash_archive.site import Site, by_host

NAMES = ("north", "south", "west")
SIZES = (3, 4, 5)


@pytest.fixture(scope="module")
def towns() -> Iterator[list[DemoServer]]:
    """Three invented sites."""
    with ExitStack() as stack:
        yield [stack.enter_context(serve(DemoSite(stories))) for stories in SIZES]


def profile(town: DemoServer, name: str) -> str:
    """The profile of an invented site under another name."""
    return town.profile_text.replace('"demo"', f'"{name}"')


def texts(data: Path) -> list[Any]:
    """What the articles of an archive say."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        sql = "SELECT url, edition, version, title, body, quote FROM articles ORDER BY url"
        return db.execute(sql).fetchall()


@pytest.mark.whole
def test_three_sites_on_two_workers_are_as_crawled_alone(towns: list[DemoServer], tmp_path: Path) -> None:
    """The same articles; merged on wish; a report with a row a site; started again, nothing is new."""
    folder, out = tmp_path / "profiles", tmp_path / "out"
    folder.mkdir()
    for town, name in zip(towns, NAMES, strict=True):
        (folder / f"{name}.toml").write_text(profile(town, name))
    words = [
        "cluster",
        "crawl",
        str(folder),
        "--out",
        str(out),
        "--workers",
        "2",
        "--rate",
        "0",
        "--together",
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, of sockets it closes late
        told = CliRunner().invoke(main, [*words, "--json"], catch_exceptions=False)
        again = CliRunner().invoke(main, words, catch_exceptions=False)
    assert (told.exit_code, again.exit_code) == (0, 0)
    report = {each["site"]: each for each in json.loads(told.stdout)}
    together = []
    for town, name in zip(towns, NAMES, strict=True):
        alone = Crawl(Site.parse(profile(town, name)), tmp_path / "alone" / name, rate=0, workers=0)
        list(alone.run())
        found = texts(out / name)
        assert found == texts(tmp_path / "alone" / name)
        assert report[name]["summary"]["new"] == len(found) > 0
        assert list(verify(out / name)) == []
        together += found
    assert texts(out / "together") == sorted(together)
    assert list(verify(out / "together")) == []
    assert [line.split()[:3] for line in again.stdout.splitlines()[1:]] == [
        [name, "0", "0"] for name in sorted(NAMES)
    ]


@pytest.mark.whole
def test_a_killed_worker_costs_nothing(towns: list[DemoServer], tmp_path: Path) -> None:
    """Its site is taken up by the worker that takes its place, in the middle of the crawl."""
    stop, killed = threading.Event(), list[int]()
    killer = threading.Thread(target=kill_workers, args=(stop, killed, 2), daemon=True)
    site = Site.parse(profile(towns[2], "west"))
    killer.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (done,) = crawling.crawl([site], tmp_path / "out", ClusterOptions(workers=1), rate=8)
    stop.set()
    killer.join()
    assert killed
    assert (done.exit, done.error) == (0, None)
    list(Crawl(site, tmp_path / "alone", rate=0, workers=0).run())
    assert texts(tmp_path / "out" / "west") == texts(tmp_path / "alone")
    assert list(verify(tmp_path / "out" / "west")) == []


def test_sites_that_share_a_host_are_one_piece_of_work() -> None:
    """Also by way of a third."""

    def site(name: str, *hosts: str) -> Site:
        editions = "".join(
            f'[editions.a{"abcdefgh"[n]}]\nurl = "https://{host}/"\n' for n, host in enumerate(hosts)
        )
        return Site.parse(f'name = "{name}"\n{editions}')

    a, b, c, d = site("a", "x.org"), site("b", "y.org"), site("c", "z.org"), site("d", "y.org", "x.org")
    assert [[each.name for each in group] for group in by_host([a, b, c, d])] == [
        ["c"],
        ["a", "b", "d"],
    ]


def test_what_breaks_one_crawl_is_told_and_stops_no_other(towns: list[DemoServer], tmp_path: Path) -> None:
    """An archive that is damaged is a row of the report, with its exit code."""
    sites = [Site.parse(profile(town, name)) for town, name in zip(towns[:2], NAMES, strict=False)]
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "archive.db").write_bytes(
        b"no database at all, but long enough to be taken for one" * 50
    )
    found = {each.site: each for each in crawling.work(sites, str(tmp_path), CrawlOptions(rate=0, workers=0))}
    assert found["north"].exit == 5
    assert "north" in (found["north"].error or "")
    assert (found["south"].exit, found["south"].error) == (0, None)


@pytest.mark.parametrize("name", ["north", "together"])
def test_names_must_differ(towns: list[DemoServer], tmp_path: Path, name: str) -> None:
    """Before anything is asked: two archives cannot be one folder."""
    site = Site.parse(profile(towns[0], name))
    with pytest.raises(UsageError, match=name):
        next(crawling.crawl([site, site], tmp_path, ClusterOptions()))


def test_a_folder_without_profiles_and_a_broken_one_are_told(tmp_path: Path) -> None:
    """A sentence and exit code 2."""
    words = ["cluster", "crawl", str(tmp_path), "--out", str(tmp_path / "out")]
    told = CliRunner().invoke(main, words)
    assert (told.exit_code, "no profile in" in told.stderr) == (UsageError.exit_code, True)
    (tmp_path / "broken.toml").write_text("name =")
    told = CliRunner().invoke(main, words)
    assert (told.exit_code, "broken.toml" in told.stderr) == (ProfileError.exit_code, True)
