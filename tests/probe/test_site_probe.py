"""A look at a site: profiles that are written crawl to the whole truth, and what does not work is said."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from dimash_archive.cli import main
from dimash_archive.crawler import Crawl
from dimash_archive.demo import DemoSite, PathsSite, TableSite, serve, serve_shape
from dimash_archive.discovery import sitemap
from dimash_archive.errors import FetchError, ProfileError, UsageError
from dimash_archive.http.client import Fetcher
from dimash_archive.http.throttle import Throttle
from dimash_archive.probe import site_probe
from dimash_archive.site import Site

FAST = ["--rate", "1000"]
EN = "https://en.example.org/"


def run(*words: str) -> Result:
    """One command, run in this process."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def town(shape: str, stack: ExitStack) -> tuple[str, set[str]]:
    """The address of a front page of an invented site, and the addresses of all its articles."""
    if shape == "wordpress":
        server = stack.enter_context(serve(DemoSite(4)))
        known = {url for lang in ("kk", "ru", "en") for url in server.demo.truth(lang)}
        return server.site.editions[1].url, known
    site = PathsSite(4)
    profile = stack.enter_context(serve_shape(site))
    return profile.editions[0].url, {url for lang in site.bases for url in site.truth(lang)}


@pytest.mark.parametrize("shape", ["wordpress", "paths"])
def test_a_written_profile_crawls_the_whole_site(shape: str, tmp_path: Path) -> None:
    """Editions are found from any of them; the file is read back, checked, and crawls to the truth."""
    file = tmp_path / "town.toml"
    with ExitStack() as stack:
        front, known = town(shape, stack)
        told = run("site", "new", front, "--name", "town", "-o", str(file), *FAST)
        assert (told.exit_code, told.stdout) == (0, "")
        site = Site.load(file)
        assert (site.name, set(site.langs)) == ("town", {"kk", "ru", "en"})
        checked = run("site", "check", str(file), "--json", *FAST)
        assert checked.exit_code == 0
        list(Crawl(site, tmp_path / "data", rate=0, workers=0).run())
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as db:
        assert {url for (url,) in db.execute("SELECT url FROM articles")} == known
    looks = {look["lang"]: look for look in json.loads(checked.stdout)["looks"]}
    for lang, look in looks.items():
        assert [sample["fault"] for sample in look["samples"]] == [None] * 3
        assert {sample["lang"] for sample in look["samples"]} == {lang}
        listed = {source["kind"]: source["number"] for source in look["sources"]}
        assert listed["sitemap"] >= 3
        assert (listed["wordpress"] is None) == (shape == "paths")


def test_a_site_in_one_language_is_told_and_written(tmp_path: Path) -> None:
    """The profile goes to standard output, with a comment on what was not found."""
    with serve_shape(TableSite(3)) as profile:
        told = run("site", "new", profile.editions[0].url, *FAST)
    assert told.exit_code == 0
    assert Site.parse(told.stdout).langs == ("kk",)
    assert "# No other language was found." in told.stdout


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Before anything is asked."""
    (tmp_path / "x.toml").write_text("mine")
    told = run("site", "new", "http://127.0.0.1:9/", "-o", str(tmp_path / "x.toml"))
    assert (told.exit_code, "already exists" in told.stderr) == (UsageError.exit_code, True)
    assert (tmp_path / "x.toml").read_text() == "mine"


@pytest.mark.parametrize("command", ["new", "check"])
def test_what_is_no_site_is_a_sentence(command: str, tmp_path: Path) -> None:
    """An address nobody answers at; a profile of a site that is down is a row of the report, and exit code 1."""
    if command == "new":
        told = run("site", "new", "ftp://x", *FAST)
        assert (told.exit_code, told.stderr.count("\n")) == (FetchError.exit_code, 1)
        return
    assert run("site", "check", "nowhere").exit_code == ProfileError.exit_code
    site = Site.parse(f'name = "x"\n[editions.en]\nurl = "{EN}"\n')
    (look,) = site_probe.check(site, _answering(lambda request: httpx.Response(404))).looks
    assert (look.works, look.fault) == (False, "It answers 404.")


def test_a_robots_txt_that_lies_elsewhere_holds() -> None:
    """Redirects of robots.txt are followed, and one that redirects for ever or cannot be read closes the host, with the reason."""
    site = Site.parse(f'name = "x"\n[editions.en]\nurl = "{EN}"\n')
    rules = httpx.Response(200, text="User-agent: *\nDisallow: /\n")

    def elsewhere(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(301, headers={"Location": "/rules.txt"})
        return rules if request.url.path == "/rules.txt" else httpx.Response(200, text="<p>Words")

    def fault(respond: Callable[[httpx.Request], httpx.Response]) -> str:
        (look,) = site_probe.check(site, _answering(respond)).looks
        return look.fault or ""

    assert fault(elsewhere) == "robots.txt forbids it."
    circle = httpx.Response(301, headers={"Location": "/robots.txt"})
    assert "could not be read (It redirects endlessly." in fault(lambda request: circle)
    assert "could not be read (it answers 500)" in fault(lambda request: httpx.Response(500))


def _answering(respond: Callable[[httpx.Request], httpx.Response]) -> Callable[[str], Fetcher]:
    throttle = Throttle(0.0, sleep=lambda seconds: None)
    return lambda front: Fetcher([front], throttle=throttle, transport=httpx.MockTransport(respond))


@pytest.fixture
def page() -> Iterator[dict[str, httpx.Response]]:
    """A site of a few answers, by path."""
    html = {"Content-Type": "text/html; charset=utf-8"}
    front = '<html lang="en"><a href="/de/">DE</a><a href="/fr/">Français</a><a href="/about/de/x/">de</a><p>Words and more words.'
    yield {
        "/": httpx.Response(200, text=front, headers=html),
        "/de/": httpx.Response(200, text='<html lang="de"><p>Worte.', headers=html),
        "/robots.txt": httpx.Response(
            200, text="User-agent: *\nCrawl-delay: 4\nDisallow: /wp-json\nSitemap: /s.xml\n"
        ),
        "/s.xml": httpx.Response(200, text="<urlset><url><loc>broken"),
    }


def test_a_switch_names_editions_and_faults_are_told(page: dict[str, httpx.Response]) -> None:
    """Languages by code and by name; what does not answer is a comment; a delay becomes the rate."""
    fetcher = _answering(lambda request: page.get(request.url.path, httpx.Response(404)))
    found = site_probe.discover(EN, fetcher)
    assert [look.lang for look in found.looks] == ["en", "de"]
    assert any("/fr/" in note for note in found.notes)
    faults = {source.kind: source.fault for source in found.looks[0].sources}
    assert "robots.txt forbids it" in (faults["wordpress"] or "")
    assert faults["sitemap"]
    assert not any(look.works for look in found.looks)
    text = site_probe.profile(found, "x")
    assert Site.parse(text).rate == 0.25
    assert "4 seconds between requests" in text


@pytest.mark.parametrize(
    "sent_on",
    [
        '<!doctype html><meta http-equiv="refresh" content="0; url=/en/">',
        "<html><script>window.location.replace('/en/')</script></html>",
    ],
)
def test_a_front_page_that_sends_its_readers_on_is_followed(
    page: dict[str, httpx.Response], sent_on: str
) -> None:
    """A new profile names the page behind it, and a profile that names the page before is told so."""
    page["/en/"], page["/"] = (
        page["/"],
        httpx.Response(200, text=sent_on, headers={"Content-Type": "text/html"}),
    )
    fetcher = _answering(lambda request: page.get(request.url.path, httpx.Response(404)))
    assert site_probe.discover(EN, fetcher).looks[0].url == f"{EN}en/"
    (look,) = site_probe.check(Site.parse(f'name = "x"\n[editions.en]\nurl = "{EN}"\n'), fetcher).looks
    assert (look.works, look.fault) == (
        False,
        f"Its front page only redirects to {EN}en/: name that address.",
    )


@pytest.mark.parametrize(
    ("sources", "samples", "problem"),
    [
        ((), (), "No source names an article of this edition."),
        ((3,), (("ru", None), ("ru", None)), "Its articles are in another language: ru."),
        (
            (3,),
            ((None, "This page lists others."),),
            "No article could be read (1 pages were tried: This page lists others.).",
        ),
        ((3,), (("ru", None), ("kk", None)), None),
    ],
)
def test_an_edition_that_brings_no_article_of_its_own_is_a_fault(
    sources: tuple[int, ...], samples: tuple[tuple[str | None, str | None], ...], problem: str | None
) -> None:
    """No list, another language throughout, or a page of a tag in an article's place: a sentence, else nothing."""
    look = site_probe.EditionReport(
        "kk",
        "https://valley.example/kk/",
        sources=tuple(
            site_probe.ListSource("feed", "https://valley.example/kk/feed/", number=number)
            for number in sources
        ),
        samples=tuple(
            site_probe.Sample("https://valley.example/kk/a/", lang=lang, fault=fault)
            for lang, fault in samples
        ),
    )
    assert (look.problem, look.works) == (problem, problem is None)


def test_no_more_than_some_thirty_requests() -> None:
    """Three editions with all sources, large sitemap indexes among them."""
    with serve(DemoSite(40)) as server:
        found = site_probe.check(server.site, lambda front: Fetcher([front]))
        assert found.requests == len(server.requests) <= 40


def test_the_sitemap_that_is_there_is_named(page: dict[str, httpx.Response]) -> None:
    """Of the usual places the one that answers with a broken sitemap, not one that answers 404."""
    page["/robots.txt"] = httpx.Response(200, text="User-agent: *\n")
    place = sitemap.USUAL_PLACES[-1]
    page[place if place.startswith("/") else f"/{place}"] = httpx.Response(
        200, text="<urlset><url><loc>broken"
    )

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404) if request.url.query else page.get(request.url.path, httpx.Response(404))

    found = site_probe.discover(EN, _answering(answer))
    source = next(each for each in found.looks[0].sources if each.kind == "sitemap")
    assert source.url.endswith(place)
    assert "404" not in (source.fault or "")
