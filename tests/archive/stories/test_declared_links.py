"""Linking articles of several editions into stories, by what the pages say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_desk import Desk, article, day

from dimash_archive.archive.stories import declared_links
from dimash_archive.records import DiscoveredUrl

KK, RU, EN = "https://kk.example.org/khor", "https://ru.example.org/khor", "https://en.example.org/choir"
ALL = (("kk", KK), ("ru", RU + "/"), ("en", EN), ("x-default", KK))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new archive."""
    made = Desk(tmp_path)
    with made.archive:
        yield made


def wide(desk: Desk) -> list[tuple[int | None, int | None, int | None]]:
    """The article ids of each story: kk, ru, en."""
    return desk.rows("SELECT kk_id, ru_id, en_id FROM stories_wide ORDER BY id")


def test_an_article_alone_has_a_story(desk: Desk) -> None:
    """Every article is in `stories_wide`, so what lacks a language is one query."""
    desk.save(article(EN, "Choir", "Text.", published=day(1)))
    assert wide(desk) == [(None, None, 1)]
    assert desk.rows(
        "SELECT title FROM articles JOIN stories_wide AS s ON s.en_id = articles.id WHERE kk_id IS NULL"
    )
    assert desk.rows("SELECT published, en_title FROM stories_wide") == [("2024-06-15T05:30:00Z", "Choir")]
    assert desk.rows("SELECT * FROM story_links") == []


def test_pages_that_name_each_other_are_one_story(desk: Desk) -> None:
    """Three editions that name each other make one story, whatever order they come in."""
    for url, lang in ((EN, "en"), (KK, "kk"), (RU, "ru")):
        desk.save(article(url, "T", "Text.", lang=lang, alternates=ALL))
    assert wide(desk) == [(2, 3, 1)]
    assert desk.rows("SELECT article_id, method, score FROM story_links ORDER BY 1") == [
        (number, "hreflang", 1.0) for number in (1, 2, 3)
    ]
    assert desk.rows("SELECT count(*) FROM stories") == [(1,)]


def test_a_list_that_is_read_after_its_pages_links_them_too(desk: Desk) -> None:
    """What a sitemap says of translations counts whenever it is read."""
    desk.save(article(EN, "T", "Text."))
    desk.save(article(RU, "T", "Text.", lang="ru"))
    for url, lang in ((EN, "en"), (RU, "ru")):
        desk.archive.remember(DiscoveredUrl(url, lang, "article", "links"))
        desk.archive.remember(
            DiscoveredUrl(url, lang, "article", "sitemap", alternates=(("en", EN), ("ru", RU)))
        )
    assert desk.rows("SELECT DISTINCT method, score FROM story_links") == [("hreflang", 1.0)]


def test_one_page_that_names_another_is_less_sure(desk: Desk) -> None:
    """A link one way counts, with a lower score, until the other page answers it."""
    desk.save(article(EN, "T", "Text.", alternates=(("ru", RU),)))
    desk.save(article(RU, "T", "Text.", lang="ru"))
    assert desk.rows("SELECT DISTINCT score FROM story_links") == [(0.9,)]
    desk.save(article(RU, "T", "Text.", lang="ru", alternates=(("en", EN),)), when=day(1))
    assert desk.rows("SELECT DISTINCT score FROM story_links") == [(1.0,)]
    desk.save(article(RU, "T", "Text.", lang="ru"), when=day(2))
    assert desk.rows("SELECT DISTINCT score FROM story_links") == [(1.0,)]
    assert desk.rows("SELECT count(*) FROM alternates WHERE article_id = 2") == [(0,)]


def test_a_language_switch_to_front_pages_links_nothing(desk: Desk) -> None:
    """Themes often link the other edition's front page: that is no article, so no story."""
    for url, lang in ((EN, "en"), (RU, "ru")):
        desk.save(article(url, "T", "Text.", lang=lang, alternates=(("kk", "https://kk.example.org/"),)))
    assert wide(desk) == [(None, None, 1), (None, 2, None)]


def test_a_story_has_one_article_of_an_edition(desk: Desk) -> None:
    """Two articles of one edition that name the same third one are not put together."""
    desk.save(article(RU, "T", "Text.", lang="ru"))
    desk.save(article(EN, "T", "Text.", alternates=(("ru", RU),)))
    desk.save(article(EN + "-2", "T", "Text.", alternates=(("ru", RU),)))
    assert wide(desk) == [(None, 1, 2), (None, None, 3)]
    assert not declared_links.link(desk.archive.db, (1, 3), "hreflang", 1.0)
    assert not declared_links.link(desk.archive.db, (1, 2), "hreflang", 0.5)
    assert desk.rows("SELECT DISTINCT score FROM story_links") == [(0.9,)]


def test_what_a_page_says_goes_before_evidence(desk: Desk) -> None:
    """An article that evidence put into a story gives way to the one that the page names."""
    desk.save(article(RU, "T", "Text.", lang="ru"))
    desk.save(article(EN, "T", "Text."))
    assert declared_links.link(desk.archive.db, (1, 2), declared_links.EVIDENCE, 0.99)
    desk.save(article(EN + "-2", "T", "Text.", alternates=(("ru", RU),)))
    assert wide(desk) == [(None, 1, 3), (None, None, 2)]
    assert desk.rows("SELECT article_id, method, score FROM story_links ORDER BY 1") == [
        (1, "hreflang", 0.9),
        (3, "hreflang", 0.9),
    ]
    assert not declared_links.link(desk.archive.db, (1, 3), declared_links.EVIDENCE, 0.99)
    assert desk.rows("SELECT DISTINCT method FROM story_links") == [("hreflang",)]
