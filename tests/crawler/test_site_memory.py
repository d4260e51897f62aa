"""The site memory at work: a crawl learns and reads with what it knew at its beginning; reextract does the rest."""

import random
from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, rows, run
from memory_site import BIO, USUAL, Style, articles, page

from dimash_archive.rebuild.reextract import reextract
from dimash_archive.records import Saved, Unchanged

pytestmark = pytest.mark.whole

TRUTHS = articles(count=24)
ADDRESSES = [f"{EN}/2024/06/{number:02}/story/" for number in range(len(TRUTHS))]
ARTICLES = "SELECT url, title, lead, body, version FROM articles ORDER BY url"
MEMORY = "SELECT * FROM sights ORDER BY 1, 2, 3, 4"


def fill(site: FakeSite, style: Style = USUAL, more: tuple[str, ...] = ()) -> None:
    """Put the pages on the site."""
    for number, (url, truth) in enumerate(zip(ADDRESSES, TRUTHS, strict=True)):
        site.pages[url] = httpx.Response(200, html=page(truth, number, style, more))


def site_in(order: list[str]) -> FakeSite:
    """The site, with a front page that names the articles in this order."""
    site = FakeSite()
    fill(site)
    site.list(f"{EN}/", *order)
    return site


def bodies(data: Path) -> list[str]:
    """The archive's bodies, by address."""
    return [body for (body,) in rows(data, "SELECT body FROM articles ORDER BY url")]


def test_crawled_in_any_order_the_archive_is_the_same(tmp_path: Path) -> None:
    """After reextract two crawls in other orders hold the same articles, exact ones, and the same memory."""
    kept = []
    for name, seed in (("one", 1), ("two", 2)):
        order = list(ADDRESSES)
        random.Random(seed).shuffle(order)
        data = tmp_path / name
        for _ in range(3):  # in three runs, of which the later ones know more than the first
            run(site_in(order), data, Clock(), limit=8)
        list(reextract(data))
        kept.append((rows(data, ARTICLES), rows(data, MEMORY)))
    assert kept[0] == kept[1]
    assert [row[3] for row in kept[0][0]] == [truth.body for truth in TRUTHS]


def test_the_next_run_reads_with_what_the_last_one_learned(tmp_path: Path) -> None:
    """The first pages are read by the general method, later ones with the memory; reextract mends the first."""
    for _ in range(2):
        run(site_in(ADDRESSES), tmp_path, Clock(), limit=16)
    exact = [body == truth.body for body, truth in zip(bodies(tmp_path), TRUTHS, strict=True)]
    assert sum(exact) == 8
    learned = rows(tmp_path, MEMORY)
    assert sum(isinstance(each, Saved) for each in reextract(tmp_path)) == 16
    assert bodies(tmp_path) == [truth.body for truth in TRUTHS]
    assert rows(tmp_path, MEMORY) == learned
    assert {type(each) for each in reextract(tmp_path)} == {Unchanged}
    assert {row[4] for row in rows(tmp_path, ARTICLES)} == {1}


def test_what_is_learned_is_no_change_of_the_page(tmp_path: Path) -> None:
    """A page asked for again in new dress gets no version, though it is read better now; a real change gets one."""
    clock, site = Clock(), site_in(ADDRESSES)
    run(site, tmp_path, clock)
    assert bodies(tmp_path)[0] != TRUTHS[0].body
    clock.pass_days(1)
    fill(site, Style(menu="News Culture Sport Weather"))
    site.pages[ADDRESSES[1]] = httpx.Response(200, html=page(TRUTHS[1], 1, more=[BIO]))
    outcomes, _ = run(site, tmp_path, clock, full=True)
    assert [each.url for each in outcomes if isinstance(each, Saved)] == [ADDRESSES[1]]
    assert bodies(tmp_path)[0] == TRUTHS[0].body
    assert [row[4] for row in rows(tmp_path, ARTICLES)][:3] == [1, 2, 1]


def test_a_redesign_leaves_the_past_right(tmp_path: Path) -> None:
    """Pages captured before and after it: every text is exact, and the new dress alone made no version."""
    clock, site = Clock(), site_in(ADDRESSES)
    run(site, tmp_path, clock)
    clock.pass_days(150)
    fill(site, Style(box="reading", appeal=False, menu="Today Songs"))
    site.pages[ADDRESSES[1]] = httpx.Response(200, html=page(TRUTHS[1], 1, Style("reading"), more=[BIO]))
    run(site, tmp_path, clock, full=True)
    list(reextract(tmp_path))
    sql = "SELECT v.body FROM versions v JOIN articles a ON a.id = article_id WHERE v.version = 1 ORDER BY a.url"
    assert [body for (body,) in rows(tmp_path, sql)] == [truth.body for truth in TRUTHS]
    assert [row[4] for row in rows(tmp_path, ARTICLES)].count(2) == 1
