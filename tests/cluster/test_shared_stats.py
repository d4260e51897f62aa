"""The site memory of many WARC files: it makes of their pages what the archive's own memory makes of them."""

import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dimash_archive.cli import main
from dimash_archive.cluster import plan, shared_stats
from dimash_archive.cluster.shared_stats import LazyStats, Memory, time_of
from dimash_archive.cluster.work import learn, work
from dimash_archive.crawler import Crawl
from dimash_archive.demo import TableSite, serve_shape
from dimash_archive.demo.serving.answer import ServedAnswer
from dimash_archive.extraction import VERSION
from dimash_archive.html.repetition import BoilerplateStats, DomPathStats
from dimash_archive.rebuild.reextract import reextract
from dimash_archive.records import Captured

DAY = datetime(2024, 6, 14, tzinfo=UTC)


class AppealSite(TableSite):
    """Every article ends in the same appeal, which reads like its last paragraph."""

    appeals: ClassVar = {
        "kk": "Редакция хаттарыңыз бен суреттеріңізді күтеді: оларды жұмаға дейін жіберіңіз.",
        "ru": "Редакция будет рада вашим письмам и снимкам: присылайте их до пятницы.",
    }

    def _encoded(self, lang: str, page: str) -> ServedAnswer:
        end = "</td></tr></table><hr>"
        return super()._encoded(lang, page.replace(end, f"<br>\n<br>\n{self.appeals[lang]}{end}"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive of a site whose furniture only the memory knows, read anew with it."""
    place = tmp_path_factory.mktemp("crawled")
    site = AppealSite(12)
    with serve_shape(site) as profile:
        list(Crawl(profile, place, rate=0, workers=0).run())
        list(reextract(place, workers=0))
        yield place


def warcs(data: Path) -> list[str]:
    """The files of an archive."""
    return [str(each) for each in sorted((data / "warc").glob("*.gz"))]


def extracted(sources: list[str], out: Path, size: int, groups: int | None) -> dict[str, str]:
    """Texts by address, with the memory in so many groups, or without."""
    parts = list(plan.parts(sources, size))
    plan.agree(str(out), parts, size, VERSION)
    known = None
    if groups is not None:
        for part in parts:
            learn(part, str(out))
        known = Memory(shared_stats.gathered(str(out)).name, groups)
        for group in range(groups):
            shared_stats.reduce(group, known, str(out))
    for part in parts:
        work(part, str(out), known)
    return texts(out)


def texts(out: Path) -> dict[str, str]:
    """What the articles in the tables say, by address."""
    rows = [row for file in (out / "articles").glob("*.parquet") for row in pq.read_table(file).to_pylist()]
    return {row["url"]: row["body"] for row in rows}


def archived(data: Path) -> dict[str, str]:
    """What the articles in an archive say, by address."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return dict(db.execute("SELECT url, body FROM articles").fetchall())


@pytest.mark.whole
@pytest.mark.parametrize(("size", "groups"), [(1 << 30, 1), (30_000, 3)])
def test_texts_are_those_of_an_archive_with_its_memory(
    data: Path, tmp_path: Path, size: int, groups: int
) -> None:
    """In however many parts and groups; without the memory they are others."""
    known = archived(data)
    assert extracted(warcs(data), tmp_path / "with", size, groups) == known
    assert extracted(warcs(data), tmp_path / "without", size, None) != known


@pytest.mark.whole
def test_the_command_goes_on_and_reads_again_only_what_changed(data: Path, tmp_path: Path) -> None:
    """A file more makes a new memory; a part of which it knows no more than before is not read again."""
    out, first, more = tmp_path / "out", warcs(data), tmp_path / "more.warc.gz"
    shutil.copyfile(first[0], more)

    def extract(*words: object) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dask's own, of sockets it closes late
            told = CliRunner().invoke(main, ["cluster", "extract", "--out", str(out), *map(str, words)])
        assert told.exit_code == 0, told.output
        return told.stdout

    def times() -> dict[str, int]:
        return {each.name: each.stat().st_mtime_ns for each in (out / "articles").iterdir()}

    told = extract(*first, "--workers", 1)
    assert texts(out) == archived(data)
    (name,) = [each.name for each in (out / "memory").iterdir()]
    before = times()
    assert extract(*first) == told
    assert (times(), (out / "memory" / name).exists()) == (before, True)
    # The same pages at the same moments: nothing new is known.
    assert extract(*first, more, "--workers", 1) != told
    assert {key: value for key, value in times().items() if key in before} == before
    assert [each.name for each in (out / "memory").iterdir()] != [name]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Example.org/News/one", "example.org"),
        ("https://example.org/kz/one", "example.org/kz"),
        ("https://example.org/RU", "example.org/ru"),
        ("https://example.org:8080/12/one", "example.org:8080"),
        ("https://kk.example.org", "kk.example.org"),
    ],
)
def test_what_a_site_is(url: str, site: str) -> None:
    """A host, and an edition where the path names one."""
    assert time_of(Captured(url, DAY, 200, "text/html", "", "", 0, 0)) == (site, 2024 * 12 + 5)


def test_sites_are_shared_out_to_groups_without_a_gap() -> None:
    """Each site is in the group whose range holds its share."""
    for groups in (1, 3, 7, 1000):
        known = Memory("x", groups)
        edges = [known.shares(group) for group in range(groups)]
        assert edges[0][0] == 0
        assert edges[-1][1] == 1 << 32
        assert all(a[1] == b[0] for a, b in zip(edges, edges[1:], strict=False))
        for number in range(50):
            first, end = edges[known.group_of(f"site-{number}")]
            assert first <= shared_stats.share(f"site-{number}") < end


def test_a_shelf_unpacks_what_is_asked_for() -> None:
    """Any number of sites, a few at a time; what is not there is not there; it travels to another process."""
    import pickle

    packed = {
        f"s{number} 1": pickle.dumps(BoilerplateStats(number, {1: DomPathStats(5, 4, 3, 2)}))
        for number in range(99)
    }
    shelf: Any = pickle.loads(pickle.dumps(LazyStats(packed)))
    assert [shelf[f"s{number} 1"].pages for number in range(99)] == list(range(99))
    assert (len(shelf), len(list(shelf)), shelf.get("none")) == (99, 99, None)
    assert len(shelf._open) < len(shelf)
    assert (shelf.digest, LazyStats({}).digest) == (LazyStats(packed).digest, "")
