"""Sections of articles whose pages name none, told by the site's lists of sections."""

from pathlib import Path

import httpx
import pytest
from crawl_site import EN, Clock, FakeSite, fake_extractor, rows, run, saved

from dimash_archive.crawler.outcome.section_lists import SectionLists

__all__ = ["fake_extractor"]
SITE = "https://a.org"


def lists(**pages: tuple[str, tuple[str, ...]]) -> SectionLists:
    """Lists of sections below `/category/`: slug, then name and what they link to."""
    noted = SectionLists()
    for slug, (name, linked) in pages.items():
        noted.note(f"{SITE}/category/{slug}/", name, (f"{SITE}/{each}/" for each in linked))
    return noted


def told(noted: SectionLists, *articles: str, tags: tuple[str, ...] = ()) -> dict[str, str]:
    """The sections of the articles, by slug."""
    addresses = [f"{SITE}/{each}/" for each in articles]
    named = noted.sections_of(addresses, addresses, tags)
    return {url.removeprefix(SITE).strip("/"): name for url, name in named}


def test_a_list_of_a_section_tells_of_what_it_links_to() -> None:
    """Pages of a list are one list; an article that no list names has no section."""
    noted = lists(culture=("Culture", ("a", "b")), town=("Town Hall", ("c",)))
    noted.note(f"{SITE}/category/culture/page/2/", "Culture", [f"{SITE}/d/"])
    assert told(noted, "a", "c", "d", "e") == {"a": "Culture", "c": "Town Hall", "d": "Culture"}


def test_a_section_within_another_is_told() -> None:
    """Of nested sections the inner one; of two that overlap, such as by latest news beside them, none."""
    noted = lists(news=("News", ("a", "b", "c")), sport=("Sport", ("b",)), town=("Town", ("c", "d")))
    assert told(noted, "a", "b", "c", "d") == {"a": "News", "b": "Sport", "d": "Town"}


def test_a_tag_is_no_section() -> None:
    """Nikola lists sections and tags at one place."""
    noted = lists(culture=("Culture", ("a", "b")), choir=("choir", ("a",)))
    assert told(noted, "a", "b", tags=("Choir", "river")) == {"a": "Culture", "b": "Culture"}


def test_the_place_of_an_article_tells_its_section() -> None:
    """Below a list of the site; not below what holds all articles, one alone, or the host."""
    noted = SectionLists()
    for place, name in (
        ("", "A Paper"),
        ("en/", "A Paper"),
        ("en/town/", "Town"),
        ("en/culture/", "Culture"),
    ):
        noted.note(f"{SITE}/{place}", name, [])
    noted.note(f"{SITE}/en/culture/c/", "Parts of a story", [])
    articles = ("en/culture/a", "en/culture/b", "en/culture/c/2", "en/town/d", "en/town/2024/e", "en/f")
    assert told(noted, *articles) == {
        "en/culture/a": "Culture",
        "en/culture/b": "Culture",
        "en/culture/c/2": "Culture",
        "en/town/d": "Town",
        "en/town/2024/e": "Town",
    }


@pytest.mark.usefixtures("fake_extractor")
def test_a_crawl_completes_articles_by_the_lists_it_reads(tmp_path: Path) -> None:
    """Whatever comes first; later runs keep what was told, and it makes no version."""
    site, clock = FakeSite(), Clock()
    site.list(f"{EN}/", "/a/", "/b/", "/category/culture/", "/category/culture/choirs/")
    site.article(f"{EN}/a/")
    site.article(f"{EN}/b/")
    for slug, name, links in (("", "Category: Culture", "ab"), ("choirs/", "Choirs &amp; songs", "b")):
        anchors = "".join(f'<a href="/{each}/">x</a>' for each in links)
        site.pages[f"{EN}/category/culture/{slug}"] = httpx.Response(200, html=f"<h1>{name}</h1>{anchors}")
    run(site, tmp_path, clock)
    query = "SELECT section, version FROM articles ORDER BY url"
    assert rows(tmp_path, query) == [("Culture", 1), ("Choirs & songs", 1)]
    site.article(f"{EN}/a/", "Another text.")
    clock.pass_days(40)
    run(site, tmp_path, clock)
    assert rows(tmp_path, query) == [("Culture", 2), ("Choirs & songs", 1)]


@pytest.mark.usefixtures("fake_extractor")
def test_further_pages_of_a_list_are_read(tmp_path: Path) -> None:
    """Of sections as of the front page, and of a list whose address does not say that it is one; parts of articles are none."""
    site = FakeSite()
    site.list(f"{EN}/", "/category/culture/", "/songs/")
    for place in ("category/culture", "songs"):
        site.list(f"{EN}/{place}/", f"/{place[0]}1/", f"/{place}/page/2/")
        site.list(f"{EN}/{place}/page/2/", f"/{place[0]}2/", f"/{place}/page/3/")
        site.list(f"{EN}/{place}/page/3/", f"/{place[0]}3/")
        for number in (1, 2, 3):
            site.article(f"{EN}/{place[0]}{number}/", links=f'<a href="/{place[0]}{number}/page/4/">4</a>')
    outcomes, _ = run(site, tmp_path, Clock())
    assert saved(outcomes) == {f"{EN}/{each}/" for each in ("c1", "c2", "c3", "s1", "s2", "s3")}
    assert not any("page/4" in url for url in site.asked)
