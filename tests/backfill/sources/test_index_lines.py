"""Index lines in every form that servers send."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimash_archive.backfill.sources.index_lines import IndexLine, read_index

LINE = IndexLine(
    "http://en.example.org/choir/",
    datetime(2019, 5, 31, 10, 20, 30, tzinfo=UTC),
    "text/html",
    200,
    "ABC",
    1234,
)
COLUMNS = '["urlkey","timestamp","original","mimetype","statuscode","digest","length"]'
ROW = (
    '["org,example,en)/choir","20190531102030","http://en.example.org/choir/","text/html","200","ABC","1234"]'
)
FORMS = {
    "plain": "org,example,en)/choir 20190531102030 http://en.example.org/choir/ text/html 200 ABC 1234\n",
    "arrays": f"[{COLUMNS},\n{ROW}]\n",
    "objects": '{"urlkey": "k", "timestamp": "20190531102030", "url": "http://en.example.org/choir/",'
    ' "mime": "text/html", "status": "200", "digest": "sha1:ABC", "length": "1234"}\n',
    "cdxj": 'org,example,en)/choir 20190531102030 {"url": "http://en.example.org/choir/", "mime": "text/html",'
    ' "status": "200", "digest": "ABC", "length": "1234"}\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    """Columns, arrays, objects and CDXJ give one record."""
    page = read_index(FORMS[form])
    assert (page.lines, page.resume_key, page.unreadable) == ((LINE,), None, 0)


def test_resume_keys_are_told_from_lines() -> None:
    """Behind an empty line, or alone in the last array."""
    assert (
        read_index(FORMS["plain"] + "\norg%2Cexample%29%2Fx+2019\n").resume_key == "org%2Cexample%29%2Fx+2019"
    )
    assert read_index(f"[{COLUMNS},\n{ROW},\n[],\n" + '["a b c"]]').resume_key == "a b c"
    assert read_index("").lines == ()


def test_a_revisit_has_no_status_and_a_dash_is_nothing() -> None:
    """What an index does not know it writes as a dash."""
    (line,) = read_index("k 20190531102030 http://e.org/ warc/revisit - ABC -\n").lines
    assert (line.status, line.is_revisit, line.length, line.timestamp) == (None, True, 0, "20190531102030")


def test_an_answer_that_was_cut_off_gives_its_whole_lines() -> None:
    """What came before the cut counts, and what cannot be read is counted."""
    assert len(read_index(f"[{COLUMNS},\n{ROW},\n" + '["org,exa').lines) == 1
    page = read_index(FORMS["objects"] + '{"urlkey": "k", "timest')
    assert (len(page.lines), page.unreadable) == (1, 1)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever a server sends, reading it raises nothing."""
    read_index(text)
    read_index("[[" + text)
