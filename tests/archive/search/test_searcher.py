"""Search in three languages: what must be found, what must not, and that no query breaks it."""

import sqlite3
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from archive_desk import Desk, article, day
from hypothesis import example, given, settings
from hypothesis import strategies as st
from paths import FIXTURES

from dimash_archive.archive import Archive
from dimash_archive.archive.search.searcher import register

SEARCH = FIXTURES / "search"
LANGS = {"k": "kk", "r": "ru", "e": "en"}


def documents() -> dict[str, dict[str, Any]]:
    """The invented articles by their keys."""
    return tomllib.loads((SEARCH / "documents.toml").read_text("utf-8"))


def pairs() -> list[tuple[str, set[str]]]:
    """Every query with the keys of what it must find."""
    lines = (SEARCH / "queries.txt").read_text("utf-8").splitlines()
    split = (line.rpartition("->") for line in lines if "->" in line)
    return [(query.strip(), set(keys.split())) for query, _, keys in split]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the invented articles; an article's address ends in its key."""
    desk = Desk(tmp_path_factory.mktemp("search"))
    for key, each in documents().items():
        speech = [tuple(each["say"])] if "say" in each else []
        published = datetime.combine(each["date"], time(9), UTC)
        paragraphs = each["text"].strip().split("\n")
        desk.save(
            article(
                f"https://example.org/{key}",
                each["title"],
                *paragraphs,
                lang=LANGS[key[0]],
                section=each["section"],
                published=published,
                speech=speech,
            )
        )
    with desk.archive:
        yield desk.archive


def keys(archive: Archive, query: str, **more: Any) -> list[str]:
    """The keys of what a query finds, best first."""
    return [hit.url.rpartition("/")[2] for hit in archive.search(query, **more)]


def test_the_set_is_found_and_little_else(archive: Archive) -> None:
    """Over all pairs of query and article: recall at least 97 %, precision at least 95 %."""
    asked = pairs()
    wrong = []
    right = wanted = given_back = 0
    for query, expected in asked:
        found = set(keys(archive, query))
        right, wanted, given_back = (
            right + len(found & expected),
            wanted + len(expected),
            given_back + len(found),
        )
        if found != expected:
            wrong.append(f"{query}: missing {expected - found or ''}, not wanted {found - expected or ''}")
    assert len(asked) >= 150
    report = "\n".join(wrong)
    assert right / wanted >= 0.97, report
    assert right / given_back >= 0.95, report


def test_a_beginning_with_kazakh_letters_means_itself(archive: Archive) -> None:
    """`құ*` is no beginning of күл, while `ку*` may be one."""
    assert set(keys(archive, "құл* lang:kk")) == {"k9"}
    assert set(keys(archive, "кул* lang:kk")) == {"k9", "k10"}


def test_the_best_comes_first(archive: Archive) -> None:
    """A word in the title or in speech weighs more than one in the body."""
    assert keys(archive, "concert")[0] == "e8"
    assert keys(archive, "Nurlas lang:en")[0] == "e2"
    scores = [hit.score for hit in archive.search("choir")]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_language_and_limit(archive: Archive) -> None:
    """`lang` narrows the search to one language, `limit` to so many results."""
    assert set(keys(archive, "хор", lang="kk")) == {"k1", "k3"}
    assert len(keys(archive, "choir", limit=1)) == 1
    assert keys(archive, "choir", limit=0) == keys(archive, "choir", limit=-1) == []
    assert len(keys(archive, "choir", limit=10**9)) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("жанкүйер", "[Жанкүйерлерінің] айтуынша"),
        ("песня новая", "три [новые] [песни]"),
        ("sing ceremony", "[ceremony] the Qonyr Samal Choir [sang] three new songs"),
        ("Qudaibergen OR Aisaule lang:ru", "сказала дирижёр хора [Айсауле] Куйтемирова"),
        ('"spring bell"', "part in the [Spring] [Bell] this year"),
        ("rain", "worry about the [rain]."),
        ("репетир*", "дети [репетируют] каждый"),
        ("Tasbu* lang:ru", "Глава города Ерхан [Тасбулаков] осмотрел"),
    ],
)
def test_snippets_show_the_original_text(archive: Archive, query: str, expected: str) -> None:
    """The passage is the article's own text, the hits marked in whatever form they stand."""
    assert expected in archive.search(query)[0].snippet


def test_marks_of_a_snippet_can_be_chosen(archive: Archive) -> None:
    """For a page or a terminal the marks may be anything."""
    hit = archive.search("blizzard", marks=("<b>", "</b>"))[0]
    assert "A <b>blizzard</b> forced" in hit.snippet


def test_filters_alone_list_the_newest_first(archive: Archive) -> None:
    """Without a word to rank by, articles come by date, their beginning as snippet."""
    hits = archive.search("lang:en")
    assert [hit.url[-2:] for hit in hits[:2]] == ["e7", "e1"]
    assert {hit.score for hit in hits} == {0.0}
    assert hits[0].snippet.startswith("Festival director Mirela Dovranu")
    assert keys(archive, "lang:en -choir") == ["e2", "e4", "e5", "e8"]


def test_of_common_words_titles_and_the_newest_come_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that too many articles match for weighing each word still finds all of them."""
    everything = archive.search("choir lang:en -rain", limit=50)
    titled = {hit.id for hit in everything if "choir" in hit.title.lower()}
    monkeypatch.setattr("dimash_archive.archive.search.searcher.RANKED", 1)
    found = archive.search("choir lang:en -rain", limit=50)
    assert {hit.id for hit in found} == {hit.id for hit in everything}
    assert [hit.id for hit in found] == sorted(
        (hit.id for hit in found), key=lambda each: (each not in titled, -each)
    )
    assert 0 < len(titled) < len(found)
    assert [hit.score for hit in found] == [2.0] * len(titled) + [1.0] * (len(found) - len(titled))
    assert keys(archive, "choir", limit=1) == [found[0].url[-2:]]


def test_words_that_every_text_has_are_not_asked_for(archive: Archive) -> None:
    """Beside others they tell nothing; alone, in phrases and as beginnings they are looked for."""
    assert keys(archive, "the choir of and") == keys(archive, "choir")
    assert keys(archive, "the") != []
    assert keys(archive, '"of the choir and the"') == []


def test_facts_stay_right_when_they_alone_change(tmp_path: Path) -> None:
    """Section and date are part of the index: an article that moves is found where it is now."""
    desk = Desk(tmp_path)
    with desk.archive as archive:
        for number, (section, year) in enumerate([("Choir", 2023), ("Town", 2024)]):
            moved = article(
                "https://a.org/1", "Rain", "Text.", section=section, published=day(0).replace(year=year)
            )
            desk.save(moved, when=day(number))
        assert keys(archive, "rain section:town year:2024 lang:en") == ["1"]
        assert keys(archive, "rain section:choir") == keys(archive, "rain year:2023") == []
        assert keys(archive, "rain -section:choir -year:2023") == ["1"]
        assert keys(archive, "rain year:2020-2030") == ["1"]
        assert keys(archive, "rain -lang:en") == keys(archive, "rain year:9000-9001") == []


def test_a_word_of_the_title_alone_is_found(archive: Archive) -> None:
    """A hit that is not in the body shows the body's beginning."""
    assert archive.search("top prize")[0].snippet.startswith("Baritone Nurlas Antoreyev has won")


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "-", "*", "lang:", "| OR AND", "speaker:ь", "∅ ☃"])
def test_a_query_that_says_nothing_finds_nothing(archive: Archive, query: str) -> None:
    """Empty and senseless queries have no results."""
    assert keys(archive, query) == []


def test_a_query_that_only_excludes_finds_all_others(archive: Archive) -> None:
    """What has the word and what has not are the whole archive, and nothing is in both."""
    every = {row[0] for row in archive.db.execute("SELECT key FROM articles")}
    without, with_it = keys(archive, "-choir", limit=100), keys(archive, "choir", limit=100)
    assert without and with_it and not set(without) & set(with_it)
    assert len(without) + len(with_it) == len(every)


ODD = st.text(
    alphabet=st.sampled_from([*"\"*-:()|+^{}~[]\\/.,;'’“”«»\x00\ud800\u0301_ 	\n", *"ажқәёchoiORNAD12"]),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(ODD)
@example('choir AND (OR "NOT" NEAR(a, b)')
@example("title : choir + ^x {a b} : *")
@example("year:0000-9999 section:☃ lang:\ud800 speaker:\x00")
@example("a " * 500)
@example('"' + "хор " * 200)
@example("-" * 300 + "choir")
@example("lang:en " * 50)
def test_no_query_raises(archive: Archive, query: str) -> None:
    """Whatever is typed, the answer is a list."""
    assert isinstance(archive.search(query), list)


def test_sql_functions_search_the_same(archive: Archive) -> None:
    """In SQL, as in Datasette, the search is a function that gives ids, and another that gives passages."""
    connection = sqlite3.connect(archive.path)
    register(connection)
    sql = "SELECT url FROM json_each(archive_search(?)) JOIN articles ON articles.id = value"
    found = connection.execute(sql, ("концертов OR песен",)).fetchall()
    assert [url[-2:] for (url,) in found] == keys(archive, "концертов OR песен")
    sql = "SELECT archive_snippet('choirs', id) FROM articles WHERE url LIKE '%e7'"
    assert "Qonyr Samal [Choir] to" in connection.execute(sql).fetchone()[0]
    assert connection.execute("SELECT archive_snippet('a', 99)").fetchone() == (None,)
    assert connection.execute("SELECT archive_search('choir', 1)").fetchone()[0].count(",") == 0
    assert connection.execute("SELECT archive_search(NULL, 'x')").fetchone() == ("[]",)
    connection.close()


def test_plain_sqlite_can_search_the_stems(archive: Archive) -> None:
    """Without any function of ours, the index answers beginnings of words."""
    connection = sqlite3.connect(archive.path)
    sql = (
        "SELECT url FROM articles_fts JOIN articles ON id = articles_fts.rowid"
        " WHERE articles_fts MATCH ? ORDER BY rank"
    )
    assert [url[-2:] for (url,) in connection.execute(sql, ("концерт*",))] == ["r8"]
    assert {url[-2:] for (url,) in connection.execute(sql, ("қазақстан*",))} == {"k2", "k9"}
    connection.close()
