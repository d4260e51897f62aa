"""The audit: what looks wrong is named, what is well is not, and a redesign raises an alarm."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from archive_desk import Desk, article, captured, day
from click.testing import CliRunner

from dimash_archive.archive import Archive
from dimash_archive.archive.quality.audit import AuditReport, Check, audit
from dimash_archive.archive.quality.audit_html import page
from dimash_archive.archive.quality.health import health
from dimash_archive.archive.quality.suspects import unclosed
from dimash_archive.archive.quality.suspicious_speech import doubt
from dimash_archive.cli import main
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoServer, DemoSite, serve
from dimash_archive.errors import FetchError
from dimash_archive.html.repetition import LineObservations
from dimash_archive.http.client import Fetcher
from dimash_archive.probe.compare_with_api import compare_with_api, overlap
from dimash_archive.records import DiscoveredUrl, Image

LONG = " ".join(f"word{number}" for number in range(60))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new archive."""
    made = Desk(tmp_path)
    with made.archive:
        yield made


def counts(report: AuditReport) -> dict[str, int]:
    """How many articles each check names, those with any."""
    return {check.name: check.count for check in report.checks if check.count}


def numbered(number: int, words: int = 60) -> str:
    """A text that shares no passage with that of another number."""
    return " ".join(f"w{number}x{place}" for place in range(words))


def test_clean_articles_raise_no_suspicion(desk: Desk) -> None:
    """Nothing is named where nothing is wrong."""
    for number in range(20):
        desk.save(
            article(f"https://a.org/{number}", f"Title {number}", numbered(number), published=day(number))
        )
    report = audit(desk.archive.db)
    assert (report.articles, counts(report), report.alarms) == (20, {}, ())


@pytest.mark.parametrize(
    ("paragraphs", "more", "name"),
    [
        (("The title", LONG), {}, "the title repeated in the body"),
        (
            ("He said “no.", LONG),
            {},
            "quotation marks that are opened and not closed, or closed and not opened",
        ),
        ((LONG,), {"lang": "ru", "edition": "en"}, "a language other than the edition's"),
        (("Too short.",), {}, "hardly any text"),
        ((LONG,), {"lost": 0.4}, "much that may be text was dropped from the page"),
    ],
)
def test_what_looks_wrong_about_an_article_is_named(
    desk: Desk, paragraphs: tuple[str, ...], more: dict[str, Any], name: str
) -> None:
    """Each by its own check and no other, with the article's number."""
    edition = more.pop("edition", None)
    desk.save(article("https://a.org/1", "The title", *paragraphs, **more), edition=edition)
    report = audit(desk.archive.db)
    assert counts(report) == {name: 1}
    (example,) = (check.examples[0] for check in report.checks if check.count)
    assert (example["id"], example["url"]) == (1, "https://a.org/1")


def test_articles_that_are_alike_are_named(desk: Desk) -> None:
    """The same text, nearly the same text, and a paragraph that three share; other languages do not count."""
    shared = "Subscribe to our letters and never miss a song."
    texts = [
        numbered(1, 90),
        numbered(1, 90),
        numbered(1, 90) + " one more word",
        *(numbered(n) + f"\n\n{shared}" for n in (2, 3, 4)),
    ]
    for number, text in enumerate(texts):
        desk.save(article(f"https://a.org/{number}", f"T{number}", *text.split("\n\n")))
    assert counts(audit(desk.archive.db)) == {
        "the same text as another article": 1,
        "nearly the same text as another article": 2,
        "paragraphs that occur in several articles of an edition": 3,
    }


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("«Да», — сказал он. “Yes,” she said. „Ja“, sagte er.", None),
        ("“First paragraph.\n\n“Second paragraph.”\n\nThe end.", None),
        ("«Первый.\n\nВторой».", None),
        ("«Он сказал: „Нет“ — и ушёл».", None),
        ("He said “no.\n\nThen he left.", "He said “no."),
        ("Then he left”.", "Then he left”."),
        ("«a «b» c", "«a «b» c"),
    ],
)
def test_marks_must_match(body: str, wrong: str | None) -> None:
    """Speech over several paragraphs may open each of them; what stays open, or closes nothing, is told."""
    assert unclosed(body) == wrong


@pytest.mark.parametrize(
    ("text", "body", "why"),
    [
        ("We sang “Grey Geese”. Nobody left.", f"{LONG} We sang.", None),
        ("We sang,", LONG, "cut at an end"),
        (", and nobody left", LONG, "cut at an end"),
        ("We sang «Grey Geese all night.", LONG, "a mark inside is never closed"),
        (f"{LONG} {LONG} {LONG}", f"{LONG} {LONG} {LONG}", "nearly the whole article"),
    ],
)
def test_doubtful_speech_is_named(text: str, body: str, why: str | None) -> None:
    """Speech that lost an end, that a mark swallowed, or that took up the article."""
    assert doubt(text, body) == why


def test_months_show_what_articles_have(desk: Desk) -> None:
    """Shares of title, date, author, quote and body, and median lengths, by language and month."""
    desk.save(
        article("https://a.org/1", "A", LONG, author="Dana", published=day(0), speech=[(None, "word1")])
    )
    desk.save(article("https://a.org/2", "B", "Short.", published=day(1)))
    desk.save(article("https://ru.a.org/1", "В", LONG, lang="ru"))
    june, undated = audit(desk.archive.db).months
    assert (june.lang, june.month, june.articles, june.words) == ("en", "2024-06", 2, 30)
    assert june.shares == {"title": 1.0, "date": 1.0, "author": 0.5, "quote": 0.5, "body": 0.5}
    assert (undated.lang, undated.month, undated.shares["date"]) == ("ru", "undated", 0.0)


def test_a_redesign_raises_an_alarm(desk: Desk) -> None:
    """When of late articles lack what all had before, and are much shorter: said once for each."""
    with desk.archive.batch():
        for number in range(100):
            old = number < 70
            more: dict[str, Any] = (
                {"author": "Dana", "images": (Image("https://a.org/x.jpg"),)} if old else {}
            )
            when = day(0) + timedelta(hours=number)
            text = numbered(number, 200 if old else 50)
            desk.save(article(f"https://a.org/{number}", "T", text, published=when, section="S", **more))
    assert audit(desk.archive.db).alarms == (
        "en: 0% of the newest 30 articles have an author; before, it was 100%.",
        "en: 0% of the newest 30 articles have a picture; before, it was 100%.",
        "en: the newest 30 articles have 50 words (median); before, it was 200.",
    )
    kept = health(desk.archive.db, day(0), timedelta(days=2))
    assert kept.alarms[-3:] == audit(desk.archive.db).alarms


def test_pages_of_other_parts_raise_an_alarm(desk: Desk) -> None:
    """The site memory knows of which parts pages were built; a month of new ones is said."""
    desk.save(article("https://a.org/0", "T", LONG))
    for number in range(12):
        new = number > 5
        page_of = captured(number, f"https://a.org/{number}")
        page_of = replace(page_of, fetched_at=page_of.fetched_at + timedelta(days=40 * new))
        places = ((2, True), (4, False)) if new else ((1, True), (3, False))
        desk.archive.note("en", page_of, LineObservations(places=places))
    (alarm,) = audit(desk.archive.db).alarms
    assert alarm == "en: 100% of the parts that pages of 2024-07 are built of were never seen before."


def test_the_report_is_a_page_of_its_own(desk: Desk) -> None:
    """Plots as SVG, text escaped, nothing loaded from elsewhere."""
    for number in range(4):
        when = day(20 * number)
        desk.save(
            article(f"https://a.org/{number}", "<b>T</b>", "<b>T</b>", numbered(number), published=when)
        )
    report = audit(desk.archive.db)
    made = page(report, "a & b")
    assert made.count("<svg") == made.count("</svg>") == 3
    assert "&lt;b&gt;T&lt;/b&gt;" in made
    assert "<b>" not in made
    assert "Audit of a &amp; b" in made
    assert "src=" not in made
    assert "<p>0: hardly any text" not in page(
        AuditReport(1, (), (Check("hardly any text", 1),), ("en: alarm",)), "x"
    )
    assert 'role="alert">en: alarm' in page(AuditReport(0, (), (), ("en: alarm",)), "x")


def test_words_are_counted_against_the_api() -> None:
    """Every word as often as it stands there; captions and code are not the text's."""
    rendered = "<p>One two two.</p><figure><img src=x><figcaption>Caption</figcaption></figure><script>x()</script><p>Three</p>"
    assert overlap(rendered, "One two two.\n\nThree") == (1.0, 1.0)
    assert overlap(rendered, "one TWO") == (0.5, 1.0)
    assert overlap(rendered, "One two two. Three. Also: four five six") == (1.0, 0.5)
    assert overlap("", "") == (1.0, 1.0)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """A demo site of a few long articles."""
    with serve(DemoSite(4)) as serving:
        yield serving


@pytest.fixture(scope="module")
def crawled(server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of it."""
    data = tmp_path_factory.mktemp("live")
    for _ in Crawl(server.site, data, workers=0).run():
        pass
    return data


def test_live_compares_bodies_with_the_sites_own(crawled: Path) -> None:
    """On the demo site nearly every word is there; what is not is advertisements and pointers set into the text."""
    with Archive.open(crawled) as archive:
        found = compare_with_api(archive, 12, lambda front: Fetcher([front]))
    assert (len(found.compared), found.missed) == (12, ())
    assert found.recall > 0.95
    assert found.precision > 0.99
    worst = [min(each.recall, each.precision) for each in found.compared]
    assert worst == sorted(worst)


@pytest.mark.parametrize(
    ("robots", "status", "answer", "expected"),
    [
        ("User-agent: *\nDisallow: /wp-json/", 200, "[]", "robots.txt forbids it."),
        ("", 200, "[]", "the API does not know it"),
        ("", 200, "{", "the API does not know it"),
        ("", 200, '[{"content": 1}]', "the API does not know it"),
    ],
)
def test_what_cannot_be_compared_is_said(
    crawled: Path, robots: str, status: int, answer: str, expected: str
) -> None:
    """robots.txt is obeyed; no API, an article it does not know, and nonsense are no errors."""

    def asked(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, text=robots)
        return httpx.Response(status, text=answer)

    with Archive.open(crawled) as archive:
        found = compare_with_api(
            archive, 2, lambda front: Fetcher([front], transport=httpx.MockTransport(asked))
        )
    assert (found.compared, found.recall, found.precision) == ((), 0.0, 0.0)
    assert all(expected in each for each in found.missed)
    assert len(found.missed) == 2


@pytest.mark.parametrize("status", [401, 404])
def test_an_api_that_is_closed_is_asked_once(desk: Desk, status: int) -> None:
    """It is said so once, and no article is said to be unknown to it."""
    site, asked = "https://valley.example", list[str]()
    for name in ("boat", "bridge"):
        desk.save(article(f"{site}/{name}/", name, f"One {name}", lang="en"))

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(404 if request.url.path == "/robots.txt" else status)

    live = compare_with_api(
        desk.archive, 2, lambda front: Fetcher([front], transport=httpx.MockTransport(answer))
    )
    assert asked.count("/wp-json/wp/v2/posts") == 1
    assert live.missed == (f"{site}/wp-json/: the API answers {status}, so nothing can be compared with it",)


@pytest.mark.parametrize(
    ("root", "article_path", "asked_path"),
    [
        ("/kk/wp-json/", "/kk/keme/", "/kk/wp-json/wp/v2/posts?slug=keme"),
        ("/?rest_route=/", "/keme/", "/?rest_route=/wp/v2/posts&slug=keme"),
    ],
)
def test_live_asks_the_api_of_the_edition(desk: Desk, root: str, article_path: str, asked_path: str) -> None:
    """Where the crawl found it: below an edition that is a path, or by query."""
    site, asked = "https://valley.example", list[str]()
    desk.save(article(f"{site}{article_path}", "The boat", "One two", lang="kk"))
    lists = DiscoveredUrl(f"{site}{root}wp/v2/posts", "kk", "list", "sitemap")
    desk.archive.remember(lists)
    desk.archive.visited(lists.url, status=200, due=None)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        asked.append(str(request.url).removeprefix(site))
        return httpx.Response(200, json=[{"content": {"rendered": "<p>One two</p>"}}])

    found = compare_with_api(
        desk.archive, 1, lambda front: Fetcher([front], transport=httpx.MockTransport(answer))
    )
    assert [each.recall for each in found.compared] == [1.0]
    assert [each.partition("&_fields")[0] for each in asked] == [asked_path]


def run(*words: str) -> str:
    """What a command prints."""
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    return told.output


def test_the_command_tells_people_and_machines(crawled: Path) -> None:
    """A table, JSON, a page; --live asks the site."""
    data = ("--data", str(crawled))
    assert "articles examined, 0 alarms" in run("audit", *data)
    assert set(json.loads(run("audit", "--json", *data))) == {"articles", "months", "checks", "alarms"}
    assert run("audit", "--html", *data).startswith("<!doctype html>")
    told = run("audit", "--live", "--sample", "2", *data).splitlines()[-1]
    assert told.startswith("2 articles compared: recall ")


def test_a_comparison_with_nothing_ends_with_its_own_code(desk: Desk) -> None:
    """Where the site cannot be asked, the command does not end as if all were well."""
    desk.save(article("http://127.0.0.1:1/boat/", "The boat", "One two", lang="en"))
    told = CliRunner().invoke(main, ["audit", "--live", "--data", str(desk.archive.path.parent)])
    assert told.exit_code == FetchError.exit_code
    assert "http://127.0.0.1:1/boat/: " in told.output
