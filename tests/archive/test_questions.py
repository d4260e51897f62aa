"""The questions in the docs are asked, and the answers beside them are those they get."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from questions import DAYS, PAGE, STORIES, answer, crawled, questions

from dimash_archive.archive.search.searcher import register

pytestmark = pytest.mark.whole

QUESTIONS = questions()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The archive that the page speaks of."""
    connection = crawled(tmp_path_factory.mktemp("questions"))
    yield connection
    connection.close()


def test_there_are_ten_of_the_site_that_the_page_names() -> None:
    """Numbered, and with the commands that make the archive."""
    assert [title.split(".")[0] for title, _, _ in QUESTIONS] == [str(number) for number in range(1, 11)]
    text = PAGE.read_text("utf-8")
    assert f"dimash-archive demo --data data/demo --stories {STORIES}\n" in text
    assert f"dimash-archive demo --data data/demo --stories {STORIES} --day {DAYS[-1]}\n" in text


@pytest.mark.parametrize(("title", "sql", "expected"), QUESTIONS, ids=[title for title, _, _ in QUESTIONS])
def test_a_question_is_answered_as_the_docs_say(
    database: sqlite3.Connection, title: str, sql: str, expected: str
) -> None:
    """Asked by plain SQLite, without any function of ours."""
    assert answer(database, sql) == expected
    assert expected.count("\n") > 1


def test_the_sql_of_the_search_page_finds_something(database: sqlite3.Connection) -> None:
    """With the functions that Datasette has, and without them."""
    register(database)
    asked = re.findall(r"```sql\n(.+?)```", (PAGE.parent / "search.md").read_text("utf-8"), re.DOTALL)
    assert len(asked) == 2
    assert all(database.execute(sql).fetchall() for sql in asked)
