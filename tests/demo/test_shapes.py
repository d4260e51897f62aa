"""Sites of other shapes are crawled to their truth: one host with editions as paths, and pages of tables without metadata."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from dimash_archive.archive.integrity.verify import verify
from dimash_archive.crawler import Crawl
from dimash_archive.demo import PathsSite, TableSite, Truth, serve_shape
from dimash_archive.demo.theme import shape_pages
from dimash_archive.rebuild.reextract import reextract

STORIES = 12


def truth(site: PathsSite | TableSite) -> dict[str, Truth]:
    """Every article of all editions by its address."""
    return {url: each for lang in site.bases for url, each in site.truth(lang).items()}


def facts(data: Path, column: str) -> dict[str, object]:
    """A column of the articles by address."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return dict(db.execute(f"SELECT url, {column} FROM articles").fetchall())


def pairs(data: Path) -> set[tuple[str, str]]:
    """Addresses that are told to be one story, and by which method."""
    sql = "SELECT a.url, b.url FROM articles a JOIN articles b USING (story_id) WHERE a.url < b.url"
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return set(db.execute(sql).fetchall())


def meant(known: Mapping[str, Truth]) -> set[tuple[str, str]]:
    """The pairs that are one story."""
    return {
        (one, other) for one, other in combinations(sorted(known), 2) if known[one].key == known[other].key
    }


def test_editions_that_are_paths_of_one_host(tmp_path: Path) -> None:
    """All found in their editions, each file asked for once; titles, texts, languages and stories exact."""
    site = PathsSite(STORIES)
    with serve_shape(site) as profile:
        job = Crawl(profile, tmp_path, rate=0, workers=0)
        list(job.run())
        again = Crawl(profile, tmp_path, rate=0, workers=0)
        list(again.run())
    known = truth(site)
    assert (job.summary.exit, job.summary.notes) == (0, ())
    assert facts(tmp_path, "title") == {url: each.title for url, each in known.items()}
    assert facts(tmp_path, "body") == {url: each.body for url, each in known.items()}
    assert facts(tmp_path, "author") == {url: each.author for url, each in known.items()}
    assert (
        facts(tmp_path, "edition")
        == facts(tmp_path, "lang")
        == {url: each.lang for url, each in known.items()}
    )
    assert pairs(tmp_path) == meant(known)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        asked = Counter(url for (url,) in db.execute("SELECT url FROM captures WHERE run_id = 1"))
    assert {url: n for url, n in asked.items() if n > 1} == {}
    assert again.summary.new == again.summary.changed == 0
    assert again.summary.requests < job.summary.requests / 2
    assert list(verify(tmp_path)) == []


def test_one_host_is_one_queue(tmp_path: Path) -> None:
    """However many editions it has: never two requests at once, and the gap is kept between all of them."""
    site, busy, most = PathsSite(2), [0], [0]
    respond = site.respond

    def counted(host: str, target: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        try:
            return respond(host, target, headers)
        finally:
            busy[0] -= 1

    site.respond = counted  # type: ignore[method-assign]
    rests: list[float] = []
    with serve_shape(site) as profile:
        # A gap that no busy machine outlasts, so that every request but the first has to rest.
        job = Crawl(profile, tmp_path, rate=0.02, workers=0, sleep=rests.append)
        list(job.run())
    assert most == [1]
    assert len(rests) >= job.summary.requests - 1
    assert job.summary.new == len(truth(site))


def test_one_edition_of_a_host_may_be_crawled_alone(tmp_path: Path) -> None:
    """Its pages, and none of the others'; robots.txt and sitemaps are read all the same."""
    site = PathsSite(3)
    with serve_shape(site) as profile:
        list(Crawl(profile, tmp_path, rate=0, workers=0, langs=("ru",)).run())
    assert set(facts(tmp_path, "url")) == set(site.truth("ru"))


def test_pages_of_tables_without_metadata(tmp_path: Path) -> None:
    """All found by lists; titles and days exact in two charsets; texts with the site memory and without."""
    site = TableSite(STORIES)
    with serve_shape(site) as profile:
        job = Crawl(profile, tmp_path, rate=0, workers=0)
        list(job.run())
    known = truth(site)
    assert (job.summary.exit, job.summary.notes) == (0, ())
    assert facts(tmp_path, "title") == {url: each.title for url, each in known.items()}
    days = {url: f"{each.published:%Y-%m-%d}" for url, each in known.items()}
    assert facts(tmp_path, "substr(published, 1, 10)") == days
    assert facts(tmp_path, "lang") == {url: each.lang for url, each in known.items()}
    assert share(tmp_path, known) >= 0.95
    list(reextract(tmp_path, workers=0))
    assert share(tmp_path, known) >= 0.95
    found = pairs(tmp_path)
    assert found <= meant(known)
    assert len(found) >= 0.9 * len(meant(known))


def share(data: Path, known: Mapping[str, Truth]) -> float:
    """The share of the texts that are exact."""
    bodies = facts(data, "body")
    return sum(bodies[url] == each.body for url, each in known.items()) / len(known)


@pytest.mark.parametrize("kind", [PathsSite, TableSite])
def test_what_is_not_there_is_not_found(kind: type[PathsSite] | type[TableSite]) -> None:
    """404 for addresses of no post and no list."""
    site = kind(2)
    site.bind({name: f"http://{name}.test/" for name in site.hosts})
    for target in ("/nothing", "/ru/2024/nothing", "/sitemap-xx.xml", "/news.php?id=x", "/feed/"):
        assert site.respond(site.hosts[-1], target, {})[0] == 404


def test_translations_that_only_a_sitemap_names_are_one_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages themselves are silent; each link is mutual, by hreflang."""
    head = shape_pages._head
    monkeypatch.setattr(shape_pages, "_head", lambda shown: head(replace(shown, versions=())))
    site = PathsSite(4)
    with serve_shape(site) as profile:
        list(Crawl(profile, tmp_path, rate=0, workers=0).run())
    assert pairs(tmp_path) == meant(truth(site))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        assert db.execute("SELECT DISTINCT method, score FROM story_links").fetchall() == [("hreflang", 1.0)]
