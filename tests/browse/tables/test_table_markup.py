"""Datasette's own pages in our frame: what they lack for screen readers and keyboards is put in."""

from pathlib import Path

import pytest
from browse_pages import ask

from dimash_archive.browse.layout.headings import levelled
from dimash_archive.browse.tables.table_markup import completed


def test_controls_without_a_label_are_named() -> None:
    """Filters by what they hold, with or without their number; what has a label of its own stays."""
    assert (
        completed('<select name="_filter_column_2">')
        == '<select name="_filter_column_2" aria-label="Column">'
    )
    assert completed('<input type="text" name="_filter_value">').endswith(' aria-label="Value">')
    assert completed('<textarea id="sql-editor" name="sql">').endswith(' aria-label="SQL query">')
    labelled = '<label for="qp1">name</label> <input type="text" id="qp1" name="name">'
    assert completed(labelled) == labelled


def test_headings_skip_no_level() -> None:
    """One level down at a time; any number up."""
    html = completed('<h1>a</h1><h3 id="x">b</h3><h3>c</h3><h2>d</h2>')
    assert html == '<h1>a</h1><h2 id="x">b</h2><h3>c</h3><h2>d</h2>'
    assert levelled("<h4>a</h4>", above=1) == "<h2>a</h2>"


def test_archived_text_is_not_touched() -> None:
    """It stands escaped in the page, so nothing of it looks like a control or a heading."""
    text = "&lt;h3&gt;a&lt;/h3&gt; &lt;select name=&quot;_filter_op&quot;&gt;"
    assert completed(text) == text


@pytest.mark.parametrize(
    "path", ["/archive", "/archive/articles", "/archive/articles/1", "/archive?sql=select+1"]
)
def test_tables_lead_back_and_speak_the_readers_language(database: Path, path: str) -> None:
    """The menu of the reading pages stands above the tables in the language that the reader likes."""
    answer = ask([database], path, accept_language="kk")[0]
    text = answer.text
    if (
        answer.status_code == 302 or 'class="to-archive"' in text
    ):  # they ask queries at an address of their own
        pytest.skip("The alphas of Datasette 1.0 have a frame of their own, which leads back, too.")
    assert '<header class="top" lang="kk">' in text and "Мұрағатты оқу" in text
    assert text.count("<main") == text.count("</main>") == 1


def test_a_database_of_somebody_else_keeps_its_frame(database: Path, tmp_path: Path) -> None:
    """Datasette's base template is replaced on our pages alone."""
    other = tmp_path / "other.db"
    other.write_bytes(b"")
    assert '<header class="top"' not in ask([database, other], "/other")[0].text
