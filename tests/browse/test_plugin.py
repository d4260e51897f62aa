"""The Datasette plugin: our archives are described, others are left alone; and what `serve` starts."""

import asyncio
import re
import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any

import datasette.cli
import pytest
import yaml
from archives import small
from click.testing import CliRunner
from datasette.app import Datasette
from paths import ROOT
from sqlite_utils import Database

from dimash_archive import browse
from dimash_archive.archive import Archive
from dimash_archive.archive.schema import dictionary
from dimash_archive.archive.schema.migrations import migrate
from dimash_archive.browse import serve as serving
from dimash_archive.browse.tables import table_labels
from dimash_archive.browse.tables.canned_queries import QUESTIONS
from dimash_archive.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, and beside it a database of somebody else with a table of the same name."""
    folder = small(tmp_path_factory.mktemp("browse"))
    with sqlite3.connect(folder / "other.db") as other:
        other.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
    other.close()
    return folder


def _get(folder: Path, path: str) -> Any:
    async def ask() -> Any:
        site = Datasette([str(folder / "archive.db"), str(folder / "other.db")])
        answer = await site.client.get(path)
        return answer.json() if ".json" in path else answer.text

    return asyncio.run(ask())


def test_tables_are_described_and_inner_ones_hidden(folder: Path) -> None:
    """Each table of the archive that readers need is shown, the rest is out of the way."""
    listed = _get(folder, "/archive.json")
    shown = {table["name"] for table in listed["tables"] if not table["hidden"]}
    assert {"articles", "quotes", "captures", "runs", "stories"} <= shown
    assert not shown & {"meta", "search_terms", "history", "articles_fts", "articles_fts_data"}
    page = _get(folder, "/archive/articles")
    assert dictionary.TABLES["articles"] in page
    assert dictionary.COLUMNS["articles"]["title"] in page


def test_the_style_sheet_goes_with_our_pages_only(folder: Path) -> None:
    """It is linked where an archive is shown, it is there, and other databases know nothing of it."""
    (sheet,) = re.findall(r'href="(/-/static-plugins/dimash[^"]+)"', _get(folder, "/archive/articles"))
    assert "column-descriptions" in _get(folder, sheet)
    assert "/-/static-plugins/dimash" not in _get(folder, "/other/articles")


def test_articles_come_newest_first_with_facets_and_labels(folder: Path) -> None:
    """Sort order, facets, and titles instead of numbers where another table points to an article."""
    page = _get(folder, "/archive/articles.json?_shape=objects&_extra=facet_results")
    assert [row["id"] for row in page["rows"]] == [1, 2]
    facets = page["facet_results"]
    assert {"edition", "section", "author"} <= set(facets.get("results", facets))  # 1.0 puts them one deeper
    quote = _get(folder, "/archive/quotes.json?_labels=on&_shape=array")[0]
    assert quote["article_id"]["label"] == "The choir sings [softly]"


def test_the_search_of_the_archive_works_in_sql_and_as_a_page(folder: Path) -> None:
    """Inflected forms are found, with the passage, in a query that needs no SQL."""
    (hit,) = _get(folder, "/archive/search.json?query=evenings&_shape=array")
    assert (hit["id"], hit["passage"][:36]) == (1, "It was a very long [evening]. We san")
    assert "Search the articles" in _get(folder, "/archive/search")


def test_another_database_stays_as_it_is(folder: Path) -> None:
    """A table that only shares its name with ours gets no description, and the database no search."""
    page = _get(folder, "/other/articles")
    assert dictionary.TABLES["articles"] not in page
    assert "archive_search" not in _get(folder, "/other")


def test_settings_speak_of_tables_and_columns_that_there_are(folder: Path) -> None:
    """Every label, order and facet names a column, and every table shown has its description."""
    with Archive.open(folder) as archive:
        for name, about in table_labels.metadata()["tables"].items():
            cursor = archive.db.execute(f"SELECT * FROM {name} LIMIT 0")
            columns = {column[0] for column in cursor.description}
            named = [about.get(key) for key in ("label_column", "sort", "sort_desc")]
            assert {*filter(None, named), *about.get("facets", ())} <= columns, name
    assert table_labels.metadata() is not table_labels.metadata()


class _Newer:
    """Datasette 1.0, as far as the plugin meets it."""

    def __init__(self) -> None:
        self.databases: dict[str, Any] = {"archive": self, "other": self}
        self.config: dict[str, Any] = {"databases": {"archive": {"tables": {"articles": {"size": 7}}}}}
        self.told: dict[tuple[str, ...], str] = {}
        self._ours = iter((table_labels.APPLICATION_ID, 0))

    async def execute(self, sql: str) -> Any:
        assert sql == "PRAGMA application_id"
        return self

    async def table_columns(self, table: str) -> list[str]:
        return ["id", "published"]

    def first(self) -> tuple[int]:
        return (next(self._ours),)

    async def set_database_metadata(self, *words: str) -> None:
        self.told[words[:-1]] = words[-1]

    set_resource_metadata = set_column_metadata = set_database_metadata

    async def get_query(self, database: str, name: str) -> str | None:
        return self.told.get((database, name))

    async def add_query(self, database: str, name: str, sql: str, **_: str) -> None:
        self.told[database, name] = sql


def test_newer_datasettes_are_told_at_their_start() -> None:
    """1.0 gets descriptions, settings and the search; what its user configured or named stands."""
    newer = _Newer()
    asyncio.run(browse.startup(newer)())
    assert newer.told["archive", "articles", "description"] == dictionary.TABLES["articles"]
    assert (
        newer.told["archive", "articles", "title", "description"] == dictionary.COLUMNS["articles"]["title"]
    )
    assert "archive_search" in newer.told["archive", "search"]
    articles = newer.config["databases"]["archive"]["tables"]["articles"]
    assert (articles["size"], articles["label_column"]) == (7, "title")
    assert "other" not in newer.config["databases"]
    newer = _Newer()
    newer.told["archive", "search"] = "SELECT 1"
    asyncio.run(browse.startup(newer)())
    assert newer.told["archive", "search"] == "SELECT 1"


def test_serve_starts_datasette_on_the_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address asked for and settings that suit long texts; changes of the file are seen."""
    started: list[list[str]] = []
    monkeypatch.setattr(datasette.cli.cli, "main", lambda words, *_, **__: started.append(words))
    words = ["serve", "--data", str(folder), "--port", str(_free_port()), "--open"]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert started[0][:2] == ["serve", str(folder / "archive.db")]
    assert started[0][-1] == "--open"
    assert "--immutable" not in started[0]


def test_datasette_understands_what_serve_tells_it(folder: Path) -> None:
    """The options are Datasette's own, in the version that is installed."""
    words = serving.arguments(folder / "archive.db", "127.0.0.1", 8001)
    done = CliRunner().invoke(datasette.cli.cli, [*words, "--get", "/archive/articles.json?_shape=array"])
    assert (done.exit_code, "softly" in done.output) == (0, True)


def test_serve_says_when_the_port_is_taken(folder: Path) -> None:
    """One sentence, and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", "--data", str(folder), "--port", str(port)])
    assert done.exit_code == 2
    assert done.stderr == f"Cannot serve on 127.0.0.1:{port}: Address already in use.\nName another --port.\n"


def test_serve_says_when_datasette_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra: the sentence names it."""
    monkeypatch.setitem(sys.modules, "dimash_archive.browse.serve", None)
    done = CliRunner().invoke(main, ["serve", "--data", str(folder)])
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "Browsing needs Datasette.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _asked(folder: Path, name: str) -> Any:
    values = "&query=evening&language=kk&one=en&other=ru&name=Ivar"
    return _get(folder, f"/archive/{name}.json?_shape=array{values}")


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_stored_question_is_answered(folder: Path, name: str) -> None:
    """Its SQL runs in Datasette, and whoever meets it is told what it asks."""
    rows = _asked(folder, name)
    assert isinstance(rows, list)
    assert bool(rows) == (name not in {"parallel_texts", "translation_delay", "removed_articles"})
    assert QUESTIONS[name]["title"] in _get(folder, f"/archive/{name}")


def test_changes_are_told_in_a_stored_question(folder: Path) -> None:
    """Word by word, title and body."""
    (row,) = _asked(folder, "changed_articles")
    assert row["title"] == "The choir sings [[-loudly-]{+softly+}]"


def test_the_archive_has_the_shape_that_dogsheep_beta_indexes() -> None:
    """Each rule of the docs runs on the schema, begins as its indexer wants it, and gives the columns it needs."""
    text = (ROOT / "docs" / "dogsheep-beta.yml").read_text("utf-8")
    (rules,) = yaml.safe_load(text).values()
    with sqlite3.connect(":memory:") as db:
        migrate(Database(db))
        for rule in rules.values():
            assert rule["sql"].startswith("select ")
            columns = {column[0] for column in db.execute(rule["sql"]).description}
            assert columns == {
                "key", "title", "timestamp", "category", "is_public", "search_1", "search_2", "search_3",
            }  # fmt: skip
            assert "display_sql" not in rule or db.execute(rule["display_sql"], {"key": "1"}).fetchall() == []
    db.close()
