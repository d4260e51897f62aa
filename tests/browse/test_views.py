"""The reading pages, as Datasette answers them."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import browse_archive
import pytest
from browse_pages import ask, read

from dimash_archive.browse.page_request import STRICT


@pytest.mark.parametrize("path", browse_archive.PATHS)
def test_every_page_answers_under_a_strict_policy(database: Path, path: str) -> None:
    """No inline script or style, no other host, and nothing of an archived text taken for markup; data may stand inline."""
    answer = read(database, path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == STRICT
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    assert all("<" not in each and json.loads(each) for each in data)
    scripts = re.findall(r'<script(?! type="application/ld\+json")[^>]*>', answer.text)
    assert all(
        re.fullmatch(r'<script defer src="/-/static-plugins/dimash_archive/[a-z.]+">', each)
        for each in scripts
    )
    assert not re.search(r"<[a-z]+ [^>\"]*\bon\w+=|<style|<iframe|<meta http|<base", answer.text)


def test_the_interface_follows_the_browser_and_can_be_switched(database: Path) -> None:
    """By the Accept-Language header, then by a link whose choice a cookie keeps."""
    for lang, word in (("kk", "Іздеу"), ("ru", "Поиск"), ("en", "Search")):
        answer = read(database, "", accept_language=lang)
        assert f'<html lang="{lang}">' in answer.text
        assert word in answer.text
    chosen = read(database, "?ui=ru", accept_language="en")
    assert '<html lang="ru">' in chosen.text
    cookie = chosen.headers["set-cookie"].partition(";")[0]
    assert '<html lang="ru">' in read(database, "", accept_language="en", cookie=cookie).text


def test_a_story_shows_its_languages_side_by_side(database: Path) -> None:
    """Each text in its own language, the interface's first, speech marked with its speaker."""
    text = read(database, "/stories/1", accept_language="kk").text
    titles = ["Хор алаңда ән салды", "The choir sang on the great square", "Хор спел на площади"]
    assert sorted(titles, key=text.index) == titles
    assert '<q title="Айсулу Бектурова">Мы пели до утра</q>' in text
    assert "beside-3" in text


def test_an_article_leads_to_its_history_its_record_and_its_data(database: Path) -> None:
    """Versions, the live page, the WARC record, the row; and a picture from the archive itself."""
    text = read(database, "/articles/3").text
    assert 'href="/archive/-/read/articles/3/versions/2"' in text
    assert 'href="https://en.example.org/hor"' in text
    assert re.search(r'href="/archive/-/read/records/\d+"', text)
    picture = re.search(r'src="(/archive/-/read/pictures/\d+)"', read(database, "/articles/1").text)
    assert picture is not None
    answer = ask([database], picture[1])[0]
    assert (answer.headers["content-type"], answer.content) == ("image/png", browse_archive.DOT)


def test_differences_are_marked(database: Path) -> None:
    """What went and what came between two versions."""
    text = read(database, "/articles/3/versions/2").text
    assert "<ins> great</ins>" in text
    assert "<del>" in text


NOWHERE = (
    "/articles/99 /stories/99 /articles/3/versions/9 /pictures/1 /records/99 /articles/99999999999999999999"
    " /nowhere /stories/one"
)


@pytest.mark.parametrize("path", NOWHERE.split())
def test_what_is_not_there_is_not_found(
    database: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that no row has, in any length; a capture that is no picture; no page at all. No traceback is printed."""
    assert read(database, path).status_code == 404
    assert capsys.readouterr() == ("", "")


def test_search_finds_in_all_languages_and_marks_the_hits(database: Path) -> None:
    """Inflected forms, filters, and the results alone for a page that asks as one types."""
    text = read(database, "/search?q=площадь").text
    assert "Хор спел на" in text
    assert "<mark>" in text
    part = read(database, "/search?q=choir&part=1&lang=en&section=Хор&year=2024").text
    assert "<html" not in part
    assert "great square" in part
    assert "Nothing was found" in read(database, "/search?q=zzz").text
    assert read(database, '/search?q="(*:^-').status_code == 200


def test_lists_can_be_narrowed(database: Path) -> None:
    """By speaker, month and section."""
    assert (
        "We sang" not in read(database, "/quotes?speaker=Aisulu+Bekturova").text
    )  # its newest version has none
    assert "Мы пели до утра" in read(database, "/quotes?edition=ru").text
    assert "great square" in read(database, "/timeline?edition=en&month=2024-06").text
    assert "ән салды" in read(database, "/sections?edition=kk&section=Хор").text


@pytest.mark.parametrize("kind", ["articles", "quotes"])
def test_feeds_are_atom(database: Path, kind: str) -> None:
    """Well-formed, with an address, a moment and a text for each entry, whatever the text holds."""
    answer = read(database, f"/{kind}.atom?edition=en")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{atom}entry")
    assert entries
    for entry in entries:
        assert all(
            entry.find(f"{atom}{name}") is not None for name in ("id", "link", "updated", "title", "summary")
        )


def test_the_only_archive_opens_with_its_articles(database: Path, tmp_path: Path) -> None:
    """The front page leads there; beside another database it is Datasette's own, and ours is one click away."""
    other = tmp_path / "other.db"
    other.write_bytes(b"")
    alone, beside, foreign = (
        ask([database], "/")[0],
        ask([database, other], "/")[0],
        ask([database, other], "/other/-/read")[0],
    )
    assert (alone.status_code, alone.headers["location"]) == (302, "/archive/-/read")
    assert beside.status_code == 200
    assert foreign.status_code == 404
    assert "/archive/-/read" in ask([database, other], "/archive")[0].text


def test_rows_lead_to_where_they_are_read(database: Path) -> None:
    """Titles of articles and numbers of stories in Datasette's tables; and its pages ask nothing of another host."""
    answer = ask([database], "/archive/articles")[0]
    assert "/archive/-/read/articles/1" in answer.text
    policy = answer.headers["content-security-policy"]
    old = version("datasette").startswith("0.")
    scripts = "'sha256-" if old else "'unsafe-inline'"  # the alphas fill theirs in: see docs/browsing.md
    assert f"default-src 'none'; script-src 'self' {scripts}" in policy
    assert not old or "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert "/archive/-/read/stories/1" in ask([database], "/archive/stories_wide")[0].text


def test_the_pages_queries_are_one_click_away(database: Path) -> None:
    """Each page's rows, SQL and JSON."""
    link = re.search(r'href="(/archive(?:/-/query)?\.json\?sql=[^"]+)"', read(database, "/runs").text)
    assert link is not None
    assert ask([database], link[1].replace("&amp;", "&"))[0].json()["rows"]


def test_changes_can_be_asked_for_in_sql(database: Path) -> None:
    """`archive_changes(old, new)` marks what went and what came."""
    query = "?sql=select+archive_changes('a+b','a+c')+as+told&_shape=array"
    old, new = ask([database], f"/archive.json{query}", f"/archive/-/query.json{query}")
    answer = old if old.status_code == 200 else new  # 0.65 and 1.0 have it in different places
    assert answer.json() == [{"told": "a[- b-]{+ c+}"}]


def test_a_page_as_captured_has_no_line_of_its_head(database: Path) -> None:
    """Its title belongs to the browser's frame, not to its text."""
    text = read(database, f"/records/{browse_archive.CAPTURED}/page").text
    assert text.count("Choir") == 1


def test_a_captured_page_leads_back_and_into_the_archive(database: Path) -> None:
    """To the article that was read from it; and a link to an archived page leads to where that is read."""
    text = read(database, f"/records/{browse_archive.CAPTURED}/page", accept_language="en").text
    assert 'href="/archive/-/read/articles/3">← The choir sang on the great square</a>' in text
    assert 'href="/archive/-/read/articles/3" data-archived' in text
    assert 'href="https://en.example.org/b"' in text


@pytest.mark.parametrize(("lang", "word"), [("kk", "Көшіру"), ("ru", "Скопировать"), ("en", "Copy")])
def test_each_citation_can_be_copied(database: Path, lang: str, word: str) -> None:
    """By a button that says so: no word of the interface is taken for a method of what holds the words."""
    text = read(database, "/articles/1/cite", accept_language=lang).text
    assert text.count(f" hidden>{word}</button>") == 5
    assert "built-in method" not in text
