"""Every result of a search: counted, sorted, grouped, narrowed."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from archive_desk import Desk, article

from dimash_archive.archive.search import concordance, results
from dimash_archive.archive.search.columns import ArticleColumns

ALMATY = timezone(timedelta(hours=5))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A story in two languages, and two more articles about choirs."""
    desk = Desk(tmp_path)
    alternates = (("en", "https://en.example.org/a"), ("ru", "https://ru.example.org/a"))
    first = datetime(2024, 1, 1, 2, tzinfo=ALMATY)  # the last evening of 2023 in UTC
    desk.save(article("https://en.example.org/a", "The choir sang", "The choir sang for the town.", section="Choir",
                      published=first, tags=("choir", "town"), alternates=alternates))  # fmt: skip
    desk.save(article("https://ru.example.org/a", "Choir: хор спел", "Choir, хор пел на площади.", lang="ru", section="Хор",
                      published=first, tags=("хор",), alternates=alternates))  # fmt: skip
    desk.save(article("https://en.example.org/b", "Rain", "The choir stayed at home, and the choir was not sorry.",
                      section="Town", published=datetime(2025, 5, 1, tzinfo=UTC), tags=("town",)))  # fmt: skip
    desk.save(
        article(
            "https://en.example.org/c", "Snow", "Nobody sang.", published=datetime(2025, 6, 1, tzinfo=UTC)
        )
    )
    return desk


def _find(desk: Desk, text: str, order: results.ResultOrder = "relevance") -> results.SearchResults:
    conn = desk.archive.db.conn
    return results.find(conn, text, ArticleColumns.load(conn), order)


def test_all_results_are_counted_by_language_section_year_and_tag(desk: Desk) -> None:
    """The year is that of the site's own time: an article of a New Year's night is of the new year."""
    found = _find(desk, "choir")
    assert sorted(found.ids) == [1, 2, 3]
    assert dict(found.facets["lang"]) == {"en": 2, "ru": 1}
    assert dict(found.facets["year"]) == {"2024": 2, "2025": 1}
    assert dict(found.facets["tag"]) == {"town": 2, "choir": 1, "хор": 1}


def test_the_languages_of_a_story_are_one_result(desk: Desk) -> None:
    """Grouped by story, each where its best article stands."""
    columns = ArticleColumns.load(desk.archive.db.conn)
    found = results.find(desk.archive.db.conn, "choir", columns)
    assert len(found.stories) == 2
    assert {1, 2} in [set(group) for group in columns.grouped(found.ids, found.stories)]


def test_results_come_newest_or_oldest_first(desk: Desk) -> None:
    """By the moment of publishing."""
    assert _find(desk, "choir", "newest").ids[0] == 3
    assert _find(desk, "choir", "oldest").ids[-1] == 3


def test_a_title_that_has_the_words_comes_before_a_text_that_repeats_them(desk: Desk) -> None:
    """However often the body says it."""
    assert _find(desk, "choir").ids[-1] == 3


def test_a_tag_narrows_to_the_articles_that_have_it(desk: Desk) -> None:
    """With words and without; a minus leaves them out."""
    assert sorted(_find(desk, 'tag:"town"').ids) == [1, 3]
    assert sorted(_find(desk, 'choir tag:"town"').ids) == [1, 3]
    assert sorted(_find(desk, 'choir -tag:"town"').ids) == [2]
    assert _find(desk, 'tag:"nothing"').ids == []


def test_articles_that_came_later_are_left_for_the_next_time(desk: Desk) -> None:
    """Columns that were loaded before do not fail over a number they have not."""
    columns = ArticleColumns.load(desk.archive.db.conn)
    desk.save(article("https://en.example.org/d", "Another choir", "It sang."))
    assert 5 not in results.find(desk.archive.db.conn, "choir", columns).ids


def test_a_concordance_has_a_line_for_every_hit(desk: Desk) -> None:
    """In the order of the text, each with what stands around it and its number on the article's page."""
    lines = concordance.lines(desk.archive.db.conn, "choir", [3])
    assert [(line.number, line.hit) for line in lines] == [(1, "choir"), (2, "choir")]
    assert (lines[0].before, lines[0].after[:7]) == ("The ", " stayed")


def test_filters_alone_list_the_newest_first(desk: Desk) -> None:
    """A speaker, a person or a year without a word ranks nothing, and fails over nothing."""
    for text in (
        "speaker:Nobody",
        "person:Nobody",
        "-choir speaker:Nobody",
        "year:2025",
        "-speaker:Nobody choir",
    ):
        ids = list(_find(desk, text).ids)
        assert "Nobody" not in text or text.endswith("choir") or ids == []
    assert list(_find(desk, "year:2025").ids) == [4, 3]
