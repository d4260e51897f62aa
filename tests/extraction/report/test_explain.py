"""Explanations: every block of a page is told of, with the reason, and the picture of it all is safe to open."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from dimash_archive import NotAnArticle, extract, extract_text
from dimash_archive.cli import main
from dimash_archive.demo import DemoSite
from dimash_archive.extraction.content import loss, selection
from dimash_archive.extraction.report.explain import Explanation, explain, explain_text
from dimash_archive.extraction.report.html_report import draw
from dimash_archive.extraction.report.reasons import BlockDecision, DropReason
from dimash_archive.html import dom

SITE = DemoSite(6)
LONG = (
    "The choir came back from the quarry in the evening, and the whole town was waiting at the old bridge. "
)


def page(lang: str, url: str) -> bytes:
    """A page of the demo site."""
    return SITE.respond(lang, "/" + url.partition("//")[2].partition("/")[2], {})[2]


@cache
def explained(lang: str) -> tuple[tuple[bytes, str, Explanation], ...]:
    """Every page of an edition, explained."""
    pages = [(page(lang, url), url) for url in SITE.urls(lang)]
    return tuple((body, url, explain(body, url)) for body, url in pages)


def reasons(found: Explanation, part: str) -> set[str]:
    """The reasons given for blocks with these words in them."""
    return {fate.reason for fate in found.fates if part in fate.text}


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_an_explanation_is_of_the_very_article(lang: str) -> None:
    """What is told as kept is the article, word for word; every line of the page has its fate, in order."""
    for body, url, found in explained(lang):
        article = extract(body, url)
        assert tuple(fate.kept for fate in found.fates if fate.kept) == article.paragraphs
        assert [fate.text for fate in found.fates] == [line.text for line in dom.parse(body).lines]
        assert (found.title, found.kept_words) == (article.title, article.word_count)
        assert all(fate.reason for fate in found.fates)
        assert found.warning is None
        assert 0 < found.share < 1


def test_reasons_are_those_of_each_step() -> None:
    """Headline, author, date, lists of others and furniture, each in plain words."""
    _, url, found = explained("en")[0]
    truth = SITE.truth("en")[url]
    told = {fate.reason for fate in found.fates}
    assert {
        DropReason.TITLE,
        DropReason.HEADLINE,
        DropReason.AUTHOR,
        DropReason.DATE,
        DropReason.LIST,
    } <= told
    assert any(reason.startswith(DropReason.FURNITURE) for reason in told)
    assert reasons(found, truth.title) >= {DropReason.TITLE, DropReason.HEADLINE}


def test_a_line_kept_in_part_says_what_was_cut_off() -> None:
    """A headline glued to a sentence is cut off, and the picture strikes it out."""
    title = "Ten years of the choir in Tasqonyr"
    html = f"<meta property=og:type content=article><h1>{title}</h1><article><p>{title}{LONG * 3}<p>{LONG * 3}</article>"
    found = explain(html)
    fate = next(each for each in found.fates if each.kept and each.text.startswith(title))
    assert (fate.kept, fate.reason) == ((LONG * 3).strip(), f"in part; cut off: {DropReason.HEADLINE}")
    assert f"<del>{title}</del>" in draw(found, "x")


def test_a_page_that_is_no_article_is_explained_too() -> None:
    """Everything is dropped, and the reason is that the page is none; XML is refused as ever."""
    found = explain(f"<h1>About us</h1><article><p>{LONG * 3}<p>{LONG * 3}</article>", origin="page")
    assert "neither the section" in (found.refusal or "")
    assert not any(fate.kept for fate in found.fates)
    assert reasons(found, "quarry") == {DropReason.NO_ARTICLE}
    assert explain("").fates == ()
    with pytest.raises(NotAnArticle):
        explain("<?xml version='1.0'?><rss/>")


def partly_boxed() -> tuple[str, str]:
    """A page with about two thirds of its article in a box of the class `one`, and the first words of the rest."""
    body, _, found = explained("en")[0]
    html = body.decode()
    kept = [re.search(r"[\w ]{12,}", fate.kept) for fate in found.fates if fate.kept]
    fronts = [each[0] for each in kept if each and each[0] in html.partition("</head>")[2]]
    rest = fronts[len(fronts) * 2 // 3]
    first, behind = (
        html.rindex("<", 0, html.index(front, html.index("</head>"))) for front in (fronts[0], rest)
    )
    return f"{html[:first]}<div class=one>{html[first:behind]}</div>{html[behind:]}", rest


def test_a_hint_is_a_reason() -> None:
    """What the profile's element does not hold is told as such."""
    html, rest = partly_boxed()
    assert DropReason.OUTSIDE in reasons(explain(html, hint=".one"), rest)


@pytest.mark.parametrize("layout", ["full", "crumb2", "crumb1", "amp", "title", "counter", "bare"])
def test_flattened_text_is_explained(layout: str) -> None:
    """Language switch, breadcrumb, headlines and other news are told; what is kept is the article."""
    for post in SITE.room.posts("ru"):
        text = SITE.flattened(post, layout)  # type: ignore[arg-type]
        found = explain_text(text)
        assert tuple(fate.kept for fate in found.fates if fate.kept) == extract_text(text).paragraphs
        assert all(fate.reason for fate in found.fates if not fate.kept)
    told = {fate.reason for fate in found.fates}
    if layout == "full":
        assert {DropReason.SWITCH, DropReason.CRUMB, DropReason.TITLE, DropReason.BEHIND} <= told


def test_a_text_without_an_article_is_explained() -> None:
    """Nothing is kept, and the sentence is that of the extractor."""
    assert explain_text("ҚАЗ RUS ENG\n\nNothing here").refusal == "There is no article in this text."


def test_lost_text_is_flagged() -> None:
    """A third of the paragraphs dropped by a hint is a third of the article: a warning, on the article as well."""
    html, _ = partly_boxed()
    assert not extract(html).is_doubtful
    assert extract(html, hint=".one").is_doubtful
    assert "of the article is missing" in (explain(html, hint=".one").warning or "")
    refused = selection.select(dom.parse("<p>x"), None, hint=None, origin="page")
    assert loss.expected(refused) == 0.0


class _Reader(HTMLParser):
    """Notes the tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "onerror", "onload")]


def test_the_picture_is_one_safe_file() -> None:
    """No script and no address gets in, whatever the page says; headings stay headings, and all have reasons."""
    evil = "\"><img src=x onerror=alert(1)><script>'&"
    fates = (
        BlockDecision(evil, evil, evil, "h1", 1.0),
        BlockDecision(evil, "", evil, "p", 0.0),
        BlockDecision("a", "a", "", "blockquote"),
    )
    picture = draw(Explanation(evil, evil, evil, 1, 2, evil, fates), "x")
    reader = _Reader()
    reader.feed(picture)
    allowed = "html head meta title style body h1 h2 p main div blockquote del"
    assert set(reader.tags) <= set(allowed.split())
    assert reader.addresses == []
    assert re.search(
        r'<div class="block" role="group" tabindex="0" title="Kept: [^"<>]*" aria-label', picture
    )
    assert picture.count('class="block dropped"') == 1
    assert "<h2>" in picture
    assert "@media (prefers-color-scheme:dark)" in picture


def test_the_command_explains(tmp_path: Path) -> None:
    """Lines for people, JSON for machines, a web page for the browser."""
    file = tmp_path / "page.html"
    body, url, found = explained("en")[0]
    file.write_bytes(body)

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["extract", str(file), "--url", url, *words])
        assert done.exit_code == 0
        return done.stdout

    lines = run("--explain").splitlines()
    assert sum(line.startswith("kept ") for line in lines) == sum(bool(fate.kept) for fate in found.fates)
    assert (
        lines[-1] == f"{found.share:.0%} of the page's text kept: {found.kept_words} of {found.words} words"
    )
    told = json.loads(run("--explain", "--json"))
    assert (told["kept_words"], len(told["fates"])) == (found.kept_words, len(found.fates))
    assert run("--html") == draw(found, str(file))
    (tmp_path / "flat.txt").write_text(SITE.flattened(SITE.room.posts("en")[0], "full"), encoding="utf-8")
    file = tmp_path / "flat.txt"
    assert "[choice of languages]" in run("--explain")
